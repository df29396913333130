"""Laws of uses: an event counts through capabilities, after signature, and with a date."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.events.uses import dated_uses, use_summary

AGREEMENTS = pd.DataFrame(
    [
        ("lemoa", "LEMOA", "IND;USA", "2016-08-29", None, "in_force", None, "logistics", "s0"),
        ("msra", "MSRA", "IND;USA", "2023-07-11", None, "in_force", None, "logistics", "s1"),
        ("beca", "BECA", "IND;USA", "2020-10-27", None, "in_force", None, "geospatial", "s2"),
    ],
    columns=["id", "short_name", "parties", "signed", "expires", "status", "supersedes", "kind", "sources"],
)
EDGES = pd.DataFrame(
    [
        ("lemoa", "agreement", "fuel", "capability", "provides", "high", "e0"),
        ("fuel", "capability", "stop", "activity", "demonstrated_in", "high", "e1"),
        ("msra", "agreement", "repair", "capability", "provides", "high", "e2"),
        ("repair", "capability", "dock", "activity", "demonstrated_in", "high", "e3"),
        ("beca", "agreement", "data", "capability", "provides", "high", "e4"),
        ("data", "capability", "drone", "platform", "equips", "high", "e5"),
        ("drone", "platform", "patrol", "activity", "takes_part_in", "high", "e6"),
        ("data", "capability", "clash", "activity", "claimed_in", "low", "e7"),
        ("lemoa", "agreement", "strike", "activity", "use_denied", "high", "e8"),
        ("lemoa", "agreement", "order", "activity", "precedes", "high", "e9"),
    ],
    columns=[
        "source_node", "source_kind", "target_node", "target_kind", "relation", "confidence", "sources",
    ],
)  # fmt: skip
DATES = pd.DataFrame(
    [
        ("stop", None, "2017-07", "use", None),
        ("dock", None, "2023-03", "use", None),
        ("clash", None, "2022-12-09", "claimed", None),
        ("strike", None, "2026-03-04", "denied", None),
        ("visit", "lemoa", "2025-10", "possible", "p0"),
    ],
    columns=["activity", "agreement", "date", "grade", "sources"],
)
RELATIONS = load("judgements/enablement_relations")


def found(dates=DATES, as_of="2026-06-30"):
    return dated_uses(EDGES, AGREEMENTS, RELATIONS, dates, as_of=as_of)


def test_events_and_grades_worked_by_hand():
    assert found()[["agreement", "activity", "grade"]].to_numpy().tolist() == [
        ["beca", "clash", "claimed"],
        ["lemoa", "stop", "use"],
        ["lemoa", "visit", "possible"],
        ["lemoa", "strike", "denied"],
        ["msra", "dock", "earlier"],  # in dock four months before the agreement
    ]


def test_what_a_platform_takes_part_in_and_what_only_follows_are_no_use():
    assert not {"patrol", "order"} & set(found()["activity"])


def test_sources_are_those_of_the_event():
    table = found().set_index("activity")
    assert table.loc["stop", "sources"] == "e1"
    assert table.loc["visit", "sources"] == "p0"


def test_what_comes_after_the_last_day_is_not_known():
    assert set(found(as_of="2025-12-31")["activity"]) == {"clash", "stop", "visit", "dock"}


def test_years_from_signature_are_of_the_middle_of_the_month():
    days = (pd.Timestamp("2017-07-16") - pd.Timestamp("2016-08-29")).days
    assert found().set_index("activity").loc["stop", "years"] == pytest.approx(days / 365.2425)


def test_an_event_of_use_without_a_date_is_refused():
    with pytest.raises(ValueError, match="without a date in the judgement: stop"):
        found(DATES[DATES["activity"] != "stop"])


def test_summary_counts_by_grade():
    visible = pd.DataFrame({"kind": ["logistics", "geospatial"], "visible": ["yes", "no"]})
    table = use_summary(found(), AGREEMENTS, visible).set_index("id")
    assert table.loc["lemoa", ["use", "possible", "denied", "visible", "last"]].tolist() == [
        1,
        1,
        1,
        "yes",
        "2017-07",
    ]
    assert table.loc["msra", ["use", "earlier"]].tolist() == [0, 1]
    assert table.index[0] == "lemoa"


def test_the_judgement_dates_events_of_the_table_and_names_sources_that_exist():
    dates, edges = load("judgements/agreement_uses"), load("enablement")
    known = set(edges["target_node"]) | set(dates.loc[dates["agreement"].notna(), "activity"])
    assert set(dates["activity"]) <= known
    assert set(dates["sources"].dropna()) <= set(load("sources")["id"])
    assert set(load("agreements")["kind"]) <= set(load("judgements/use_visibility")["kind"])
