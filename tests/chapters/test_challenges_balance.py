"""Figures of progress and setbacks: the words follow the numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.challenges.balance import (
    draw_balance,
    draw_strands,
    findings_balance,
    prepare_balance,
    prepare_coverage,
    prepare_strands,
    words_balance,
    words_strands,
)
from ties.plotting.style import render

EVENTS = load("setbacks_and_progress")
STRANDS = load("judgements/topic_strands")
DAY = "2026-06-30"
OPTIONS = {"as_of": DAY, "draws": 300, "seed": 2}


@pytest.fixture(scope="module")
def strands() -> pd.DataFrame:
    return prepare_strands(EVENTS, STRANDS, recent_from=2025, **OPTIONS)


def test_years_sum_to_the_events_and_only_the_running_year_is_incomplete():
    data = prepare_balance(EVENTS, **OPTIONS)
    assert data[["progress", "setbacks"]].to_numpy().sum() == (EVENTS["date"] <= DAY).sum()
    assert data.loc[~data["complete"], "year"].tolist() == [2026]
    assert prepare_balance(EVENTS, **OPTIONS | {"as_of": "2025-12-31"})["complete"].all()


def test_words_name_the_years_in_which_setbacks_lead():
    data = prepare_balance(EVENTS, **OPTIONS)
    none = data.assign(setback_weight=0.0)
    none.attrs = data.attrs
    assert words_balance(none).title.startswith("Setbacks outweigh progress in no year")
    assert "2025" in words_balance(data).title.split(";")[0]


def test_every_topic_has_a_strand_and_a_missing_one_is_named(strands: pd.DataFrame):
    total = strands[["progress", "setbacks"]].to_numpy().sum()
    assert total == prepare_balance(EVENTS, **OPTIONS)[["progress", "setbacks"]].to_numpy().sum()
    with pytest.raises(ValueError, match="trade"):
        prepare_strands(EVENTS, STRANDS[STRANDS["topic"] != "trade"], recent_from=2025, **OPTIONS)


def test_words_on_strands_turn_with_the_test(strands: pd.DataFrame):
    assert "Defence and trade differ" in words_strands(strands).caption
    even = strands.copy()
    even.attrs = strands.attrs | {"p_value": 0.4}
    assert "Defence and trade do not differ for sure" in words_strands(even).caption
    assert "p = 0.400" in words_strands(even).caption


def test_findings_count_what_the_table_counts(strands: pd.DataFrame):
    coverage = prepare_coverage(EVENTS, as_of=DAY, recent_from=2025, seed=1)
    found = {f["key"]: f for f in findings_balance(strands, coverage, EVENTS, **OPTIONS)}
    defence = strands.query("strand == 'defence' and recent").iloc[0]
    assert f"{defence['progress']} steps forward and {defence['setbacks']} back" in found["net_defence"]["sentence"]
    assert found["coverage_readings"]["value"] == (coverage["change"] < 0).sum()
    assert coverage["reading"].notna().all()


@pytest.mark.parametrize("narrow", [False, True])
def test_both_drawings_run(strands: pd.DataFrame, narrow: bool):
    assert "<svg" in render(draw_balance, prepare_balance(EVENTS, **OPTIONS), height=4, narrow=narrow)
    assert "<svg" in render(draw_strands, strands, height=3, narrow=narrow)


def test_a_strand_without_events_is_said_to_have_none():
    few = EVENTS[EVENTS["topic"] != "trade"]
    data = prepare_strands(few, STRANDS, recent_from=2025, **OPTIONS)
    words = words_strands(data)
    assert "trade 0 and 0" in words.title
    assert "trade at no events" in words.alt
