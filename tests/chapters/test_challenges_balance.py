"""Figures of progress and setbacks: the words follow the numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.challenges.progress_and_setbacks import (
    draw_progress_and_setbacks,
    findings_progress_and_setbacks,
    prepare_progress_and_setbacks,
    words_progress_and_setbacks,
)
from ties.chapters.challenges.strand_balance import (
    balance_readings,
    draw_strand_balance,
    findings_strand_balance,
    prepare_strand_balance,
    words_strand_balance,
)
from ties.plotting.style import render

EVENTS = load("setbacks_and_progress")
STRANDS = load("judgements/topic_strands")
DAY = "2026-06-30"
OPTIONS = {"as_of": DAY, "draws": 300, "seed": 2}


@pytest.fixture(scope="module")
def strands() -> pd.DataFrame:
    return prepare_strand_balance(EVENTS, STRANDS, recent_from=2025, **OPTIONS)


def test_years_sum_to_the_events_and_only_the_running_year_is_incomplete():
    data = prepare_progress_and_setbacks(EVENTS, **OPTIONS)
    assert data[["progress", "setbacks"]].to_numpy().sum() == (EVENTS["date"] <= DAY).sum()
    assert data.loc[~data["complete"], "year"].tolist() == [2026]
    assert prepare_progress_and_setbacks(EVENTS, **OPTIONS | {"as_of": "2025-12-31"})["complete"].all()


def test_words_name_the_years_in_which_setbacks_lead():
    data = prepare_progress_and_setbacks(EVENTS, **OPTIONS)
    none = data.assign(setback_weight=0.0)
    none.attrs = data.attrs
    assert words_progress_and_setbacks(none).title.startswith("Setbacks outweigh progress in no year")
    assert "2025" in words_progress_and_setbacks(data).title.split(";")[0]


def test_every_topic_has_a_strand_and_a_missing_one_is_named(strands: pd.DataFrame):
    total = strands[["progress", "setbacks"]].to_numpy().sum()
    assert total == prepare_progress_and_setbacks(EVENTS, **OPTIONS)[["progress", "setbacks"]].to_numpy().sum()
    with pytest.raises(ValueError, match="trade"):
        prepare_strand_balance(EVENTS, STRANDS[STRANDS["topic"] != "trade"], recent_from=2025, **OPTIONS)


def test_words_on_strands_turn_with_the_test(strands: pd.DataFrame):
    assert "Defence and trade differ" in words_strand_balance(strands).caption
    even = strands.copy()
    even.attrs = strands.attrs | {"p_value": 0.4}
    assert "Defence and trade do not differ for sure" in words_strand_balance(even).caption
    assert "p = 0.400" in words_strand_balance(even).caption


def test_findings_count_what_the_table_counts(strands: pd.DataFrame):
    table = balance_readings(EVENTS, recent_from=2025, **OPTIONS)
    found = {f.key: f for f in [*findings_strand_balance(strands), *table.findings]}
    defence = strands.query("strand == 'defence' and recent").iloc[0]
    assert f"{defence['progress']} steps forward and {defence['setbacks']} back" in found["net_defence"].sentence
    assert found["coverage_readings"].value == (table.data["change"] < 0).sum()
    assert table.data["reading"].notna().all()


def test_findings_on_the_recent_years_sum_over_the_strands(strands: pd.DataFrame):
    recent, weighted = findings_progress_and_setbacks(EVENTS, recent_from=2025, **OPTIONS)
    progress, setbacks = strands[strands["recent"]][["progress", "setbacks"]].sum()
    assert f"stand at {progress} to {setbacks};" in recent.sentence
    assert recent.value == pytest.approx((progress - setbacks) / (progress + setbacks))
    assert weighted.low <= weighted.value <= weighted.high


@pytest.mark.parametrize("narrow", [False, True])
def test_both_drawings_run(strands: pd.DataFrame, narrow: bool):
    assert "<svg" in render(
        draw_progress_and_setbacks, prepare_progress_and_setbacks(EVENTS, **OPTIONS), height=4, narrow=narrow
    )
    assert "<svg" in render(draw_strand_balance, strands, height=3, narrow=narrow)


def test_a_strand_without_events_is_said_to_have_none():
    few = EVENTS[EVENTS["topic"] != "trade"]
    data = prepare_strand_balance(few, STRANDS, recent_from=2025, **OPTIONS)
    words = words_strand_balance(data)
    assert "trade 0 and 0" in words.title
    assert "trade at no events" in words.alt
