"""Figures of multi-alignment: the words follow the numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.challenges.alignment_profile import (
    draw_alignment_profile,
    findings_alignment_profile,
    ties_by_power,
    words_alignment_profile,
)
from ties.chapters.challenges.hedging_index import (
    draw_hedging_index,
    findings_hedging_index,
    hedging_without,
    prepare_hedging_index,
    words_hedging_index,
)
from ties.plotting.style import render

TABLES = {t: load(t) for t in ("arms_transfers", "exercises", "memberships", "trade", "un_voting", "countries")}
OPTIONS = {"focal": "IND", "poles": ["USA", "RUS", "CHN"], "start": 2000, "length": 5}


@pytest.fixture(scope="module")
def ties() -> pd.DataFrame:
    return ties_by_power(*TABLES.values(), end=2024, **OPTIONS)


def test_arms_of_a_period_are_those_of_the_register(ties: pd.DataFrame):
    """2020-24 in the edition of 2025: Russia 4,273 million TIV (published as 36 per cent of 11,877)."""
    arms = ties.query("dimension == 'arms' and period == '2020-2024'").set_index("pole").value
    assert round(arms["RUS"]) == 4273
    assert arms["CHN"] == 0


def test_a_last_period_that_is_not_whole_is_left_out(ties: pd.DataFrame):
    assert sorted(ties_by_power(*TABLES.values(), end=2023, **OPTIONS)["period"].unique())[-1] == "2015-2019"
    assert sorted(ties["period"].unique())[-1] == "2020-2024"


def test_one_power_alone_is_refused():
    with pytest.raises(ValueError, match="two powers"):
        ties_by_power(*TABLES.values(), end=2024, **OPTIONS | {"poles": ["USA"]})


def test_title_groups_the_dimensions_by_the_power_that_leads_them(ties: pd.DataFrame):
    assert "on Russia in arms" in words_alignment_profile(ties).title
    (leans,) = findings_alignment_profile(ties)
    assert "arms with Russia (" in leans.sentence
    swapped = ties.assign(pole=ties["pole"].replace({"RUS": "USA", "USA": "RUS"}))
    swapped.attrs = ties.attrs
    assert "on the United States in arms" in words_alignment_profile(swapped).title


def test_words_on_the_index_follow_the_share_of_draws(ties: pd.DataFrame):
    index = prepare_hedging_index(ties, draws=300, seed=1)
    for rise, word in ((0.99, "hedging rose"), (0.01, "hedging fell"), (0.5, "no sure change")):
        index.attrs["rise"] = rise
        assert word in words_hedging_index(index).title


def test_findings_name_what_turns_the_change(ties: pd.DataFrame):
    index = prepare_hedging_index(ties, draws=300, seed=1)
    found = {f.key: f for f in findings_hedging_index(ties, index)}
    table = hedging_without(ties).data.set_index("without")["change"]
    turning = [name for name, change in table.items() if change * table["nothing"] < 0]
    for name in turning:
        assert name in found["hedging_rise"].sentence
    assert ("keeps its sign" in found["hedging_rise"].sentence) == (not turning)


@pytest.mark.parametrize("narrow", [False, True])
def test_both_drawings_run(ties: pd.DataFrame, narrow: bool):
    assert "<svg" in render(draw_alignment_profile, ties, height=5.6, narrow=narrow)
    assert "<svg" in render(
        draw_hedging_index, prepare_hedging_index(ties, draws=200, seed=1), height=3.6, narrow=narrow
    )


def test_periods_end_with_the_tables_where_no_last_year_is_given():
    assert sorted(ties_by_power(*TABLES.values(), **OPTIONS)["period"].unique())[-1] == "2020-2024"
    arms = TABLES["arms_transfers"]
    older = TABLES | {"arms_transfers": arms[arms["year"] < 2024]}
    assert sorted(ties_by_power(*older.values(), **OPTIONS)["period"].unique())[-1] == "2015-2019"
