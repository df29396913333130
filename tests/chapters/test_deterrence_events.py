"""Response to crises in the deterrence chapter: words that follow the test."""

import pytest

from ties.analysis.events.crises import counts_by_month, crisis_months
from ties.chapters.deterrence.crisis_response import (
    crisis_response,
    draw_crisis_response,
    findings_crisis_response,
    mean_changes,
    prepare_crisis_response,
    words_crisis_response,
)
from ties.chapters.deterrence.crisis_windows import crisis_choices, crisis_windows
from ties.plotting.style import INK, render
from ties.tables.load import load

CRISES = crisis_months(load("border_incidents"), load("judgements/border_crises"))


@pytest.fixture(scope="module")
def counts():
    tables = load("exercises"), load("dialogues"), load("judgements/meeting_kinds")
    return counts_by_month(*tables, pair=("IND", "USA"), last="2026-06")


def data(counts):
    return prepare_crisis_response(counts, CRISES, window=12, lag=0, draws=500, seed=1)


@pytest.mark.parametrize("narrow", [False, True])
def test_it_draws_and_its_words_follow_the_numbers(counts, narrow):
    table = data(counts)
    assert INK in render(draw_crisis_response, table, height=4, narrow=narrow)
    means = mean_changes(table)
    words = words_crisis_response(table, window=12, lag=0, draws=500)
    assert ("rose more than" in words.title) == (means["p"] < 0.05).any()
    assert f"{means.loc['exercises', 'change']:+.1f}" in words.alt
    assert f"n = {len(CRISES)} crises" in words.subtitle


def test_a_planted_rise_turns_the_words(counts):
    planted = counts * 0.0
    for month in CRISES:
        start = planted.index.get_loc(month)
        planted.iloc[start : start + 12, 0] = 3.0
    table = data(planted)
    words = words_crisis_response(table, window=12, lag=0, draws=500)
    assert words.title.startswith("After border crises exercises rose more than")
    values = {finding.key: finding.value for finding in findings_crisis_response(table)}
    assert values["rise_exercises"] == pytest.approx(mean_changes(table).loc["exercises", "change"])
    assert values["rise_meetings"] is None


def test_with_fewer_than_two_crises_nothing_is_drawn_and_nothing_told():
    events = load("exercises"), load("dialogues"), load("judgements/meeting_kinds")
    crises = load("border_incidents").iloc[:0], load("judgements/border_crises")
    ask = {"as_of": "2026-06-30", "draws": 50, "seed": 1}
    figure = crisis_response(*events, *crises, window=12, lag=0, **ask)
    table = crisis_windows(*events, *crises, **ask)
    findings = [*figure.findings, *table.findings, *crisis_choices(*events, *crises, window=12, lag=0, **ask)]
    assert figure.data.empty
    assert table.data.empty
    assert {finding.key for finding in findings} == {
        "rise_exercises", "detectable_exercises", "rise_meetings", "detectable_meetings", "smallest_adjusted_p",
        "rise_calm", "rise_wider", "response",
    }  # fmt: skip
    assert {finding.confidence for finding in findings} == {"cannot tell"}
    assert findings[0].sentence == ("Of 0 border crises 0 leave room for the months after them, too few for a test.")
