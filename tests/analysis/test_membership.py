"""Laws of co-membership: unknowns are bounds, ends are seen, and the bounds hold every world they allow."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ties import load
from ties.analysis.networks.membership import leave_one_out, membership_bounds, similarity_bounds

MEMBERS = pd.DataFrame(
    [
        ("quad", "IND", "2007", None, "member"),
        ("quad", "USA", "2007", "2008", "member"),
        ("quad", "USA", "2017-11", None, "member"),
        ("iora", "IND", None, None, "member"),
        ("iora", "USA", "2012-11-02", None, "dialogue partner"),
        ("nsg", "IND", None, None, "applicant"),
        ("nsg", "USA", "1974", None, "member"),
        ("pbp", "IND", "2023-06", None, "observer"),
        ("msp", "USA", "2022-06", None, "member"),
        ("msp", "IND", "2023-06", None, "member"),
    ],
    columns=["grouping", "country", "joined", "left", "role"],
)
GROUPINGS = pd.DataFrame(
    [
        ("quad", 2007, None, None, "yes"),
        ("iora", 1997, None, 2010, "yes"),
        ("nsg", 1974, None, None, "yes"),
        ("pbp", 2022, None, None, "no"),
        ("msp", 2022, 2026, None, "yes"),
    ],
    columns=["grouping", "founded", "ended", "known_by", "covers_all"],
)
ROLES = load("judgements/membership_roles")
SIDES = {"countries": ["IND", "USA"], "start_year": 1990, "end_year": 2026, "as_of": "2026-06-30"}


def cells(**changed):
    table = membership_bounds(MEMBERS, GROUPINGS, ROLES, **{**SIDES, **changed})
    pairs = zip(table["low"], table["high"], strict=True)
    return dict(zip(zip(table["grouping"], table["country"], table["year"], strict=True), pairs, strict=True))


def test_memberships_worked_by_hand():
    known = cells()
    assert known["quad", "USA", 2007] == (1, 1)
    assert known["quad", "USA", 2010] == (0, 0)  # it left in 2008
    assert known["quad", "USA", 2017] == (1, 1)  # and came back in November 2017
    assert known["iora", "IND", 2005] == (0, 1)  # a member by 2010, since when is unknown
    assert known["iora", "IND", 2010] == (1, 1)
    assert known["iora", "USA", 2020] == (0, 0)  # a dialogue partner is no member
    assert known["nsg", "IND", 2020] == (0, 0)  # an applicant is none, and that is known
    assert known["pbp", "USA", 2024] == (0, 1)  # the table does not list all


def test_lesser_standings_count_when_asked_for():
    known = cells(counts=("full", "partial"))
    assert known["iora", "USA", 2020] == (1, 1)
    assert known["iora", "USA", 2011] == (0, 0)
    assert known["pbp", "IND", 2023] == (1, 1)


def test_a_grouping_has_no_rows_before_it_is_founded_and_after_it_ended():
    years = {year for grouping, _, year in cells() if grouping == "msp"}
    assert years == {2022, 2023, 2024, 2025}
    assert min(year for grouping, _, year in cells() if grouping == "quad") == 2007


def test_the_last_year_is_seen_on_the_last_day():
    known = cells(as_of="2023-05-31")
    assert known["msp", "IND", 2023] == (0, 0)
    assert max(year for _, _, year in known) == 2023


def test_an_unknown_role_is_refused():
    with pytest.raises(ValueError, match="roles without a standing: pope"):
        membership_bounds(MEMBERS.assign(role="pope"), GROUPINGS, ROLES, **SIDES)


def test_similarity_worked_by_hand():
    table = membership_bounds(MEMBERS, GROUPINGS, ROLES, **SIDES)
    rows = similarity_bounds(table, focal="IND", others=["USA"]).set_index("year")
    # 2009: India in the Quad and perhaps in IORA, the United States in the suppliers' group: none in common
    assert rows.loc[2009, ["low", "high", "shared", "either"]].tolist() == [0, 0, 0, 3]
    # 2024: Quad and minerals in common; IORA and the suppliers' group apart; the Pacific list is open for the US
    assert rows.loc[2024, ["low", "high"]].tolist() == [2 / 5, 2 / 4]


def test_where_neither_is_in_any_grouping_nothing_is_said():
    table = pd.DataFrame({"grouping": "g", "country": ["IND", "USA"], "year": 2000, "low": [0, 0], "high": [0, 0]})
    assert similarity_bounds(table, focal="IND", others=["USA"])[["low", "high"]].isna().all(axis=None)


BELONGS = st.sampled_from([(0, 0), (1, 1), (0, 1)])


@settings(max_examples=60)
@given(st.lists(st.tuples(BELONGS, BELONGS), min_size=1, max_size=4))
def test_bounds_are_the_extremes_over_every_world_that_the_unknowns_allow(pairs):
    rows = [
        {"grouping": f"g{i}", "country": country, "year": 2000, "low": low, "high": high}
        for i, pair in enumerate(pairs)
        for country, (low, high) in zip(("IND", "USA"), pair, strict=True)
    ]
    found = similarity_bounds(pd.DataFrame(rows), focal="IND", others=["USA"]).iloc[0]
    worlds = []
    for world in product(*(product(range(a[0], a[1] + 1), range(b[0], b[1] + 1)) for a, b in pairs)):
        either = sum(max(a, b) for a, b in world)
        if either:
            worlds.append(sum(a * b for a, b in world) / either)
    if worlds:
        assert found["low"] == pytest.approx(min(worlds))
        assert found["high"] == pytest.approx(max(worlds))
    else:
        assert pd.isna(found["low"])


def test_leaving_one_out_spans_more_than_the_whole():
    table = membership_bounds(MEMBERS, GROUPINGS, ROLES, **SIDES)
    whole = similarity_bounds(table, focal="IND", others=["USA"]).set_index("year").loc[2024]
    spread = leave_one_out(table, focal="IND", others=["USA"], year=2024).iloc[0]
    # without the Quad 1 of 4 at least; without the suppliers' group 2 of 3 at most
    assert (spread["low"], spread["high"]) == (1 / 4, 2 / 3)
    assert spread["low"] <= whole["low"] <= whole["high"] <= spread["high"]


def test_the_judgements_cover_the_table():
    table = load("memberships")
    assert set(table["role"]) <= set(ROLES["role"])
    # the partners of a US supply arrangement are no grouping of their own
    assert set(table["grouping"]) - set(load("judgements/groupings")["grouping"]) == {"us-sosa"}


def test_no_member_is_dated_before_its_grouping():
    founded = load("judgements/groupings").set_index("grouping")["founded"]
    table = load("memberships").dropna(subset=["joined"])
    table = table[table["grouping"].isin(founded.index)]
    assert (table["joined"].str[:4].astype(int) >= table["grouping"].map(founded)).all()
