"""Figures of multi-alignment: the words follow the numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.challenges.alignment import (
    draw_alignment,
    draw_hedging,
    findings_alignment,
    prepare_alignment,
    prepare_hedging,
    prepare_leave_one_out,
    words_alignment,
    words_hedging,
)
from ties.plotting.style import render

NAMES = {"IND": "India", "USA": "United States", "RUS": "Russia", "CHN": "China"}
TABLES = {t: load(t) for t in ("arms_transfers", "exercises", "memberships", "trade", "un_voting")}
OPTIONS = {"focal": "IND", "poles": ["USA", "RUS", "CHN"], "start": 2000, "length": 5, "names": NAMES}


@pytest.fixture(scope="module")
def ties() -> pd.DataFrame:
    return prepare_alignment(TABLES, end=2024, **OPTIONS)


def test_arms_of_a_period_are_those_of_the_register(ties: pd.DataFrame):
    """2020-24 in the edition of 2025: Russia 4,273 million TIV (published as 36 per cent of 11,877)."""
    arms = ties.query("dimension == 'arms' and period == '2020-2024'").set_index("pole")["value"]
    assert round(arms["RUS"]) == 4273
    assert arms["CHN"] == 0


def test_a_last_period_that_is_not_whole_is_left_out(ties: pd.DataFrame):
    assert sorted(prepare_alignment(TABLES, end=2023, **OPTIONS)["period"].unique())[-1] == "2015-2019"
    assert sorted(ties["period"].unique())[-1] == "2020-2024"


def test_one_power_alone_is_refused():
    with pytest.raises(ValueError, match="two powers"):
        prepare_alignment(TABLES, end=2024, **OPTIONS | {"poles": ["USA"]})


def test_title_groups_the_dimensions_by_the_power_that_leads_them(ties: pd.DataFrame):
    assert "on Russia in arms" in words_alignment(ties).title
    swapped = ties.assign(pole=ties["pole"].replace({"RUS": "USA", "USA": "RUS"}))
    swapped.attrs = ties.attrs
    assert "on the United States in arms" in words_alignment(swapped).title


def test_words_on_the_index_follow_the_share_of_draws(ties: pd.DataFrame):
    index = prepare_hedging(ties, draws=300, seed=1)
    for rise, word in ((0.99, "hedging rose"), (0.01, "hedging fell"), (0.5, "no sure change")):
        index.attrs["rise"] = rise
        assert word in words_hedging(index).title


def test_findings_name_what_turns_the_change(ties: pd.DataFrame):
    index = prepare_hedging(ties, draws=300, seed=1)
    found = {f["key"]: f for f in findings_alignment(ties, index)}
    table = prepare_leave_one_out(ties).set_index("without")["change"]
    turning = [name for name, change in table.items() if change * table["nothing"] < 0]
    for name in turning:
        assert name in found["hedging_rise"]["sentence"]
    assert ("keeps its sign" in found["hedging_rise"]["sentence"]) == (not turning)


@pytest.mark.parametrize("narrow", [False, True])
def test_both_drawings_run(ties: pd.DataFrame, narrow: bool):
    assert "<svg" in render(draw_alignment, ties, height=5.6, narrow=narrow)
    assert "<svg" in render(draw_hedging, prepare_hedging(ties, draws=200, seed=1), height=3.6, narrow=narrow)


def test_periods_end_with_the_tables_where_no_last_year_is_given():
    assert sorted(prepare_alignment(TABLES, **OPTIONS)["period"].unique())[-1] == "2020-2024"
    arms = TABLES["arms_transfers"]
    older = TABLES | {"arms_transfers": arms[arms["year"] < 2024]}
    assert sorted(prepare_alignment(older, **OPTIONS)["period"].unique())[-1] == "2015-2019"
