"""Events of the deterrence chapter: which crises, which counts, and words that follow the test."""

import pytest

from ties.chapters.deterrence import events as figure
from ties.plotting.style import INK, render
from ties.tables.judgements import judgement
from ties.tables.load import load


@pytest.fixture(scope="module")
def counts():
    tables = load("exercises"), load("dialogues"), judgement("meeting_kinds")
    return figure.counts_by_month(*tables, focal="IND", partner="USA", last="2026-06")


def crises(**sets):
    return figure.crisis_months(load("border_incidents"), judgement("border_crises"), **sets)


def data(counts, months, **change):
    return figure.prepare_events(counts, months, **{"window": 12, "lag": 0, "draws": 500, "seed": 1, **change})


def test_the_four_crises_of_the_question():
    assert crises() == ["2013-04", "2017-06", "2020-06", "2022-12"]
    assert "2014-09" in crises(sets=("main", "wider"))


def test_every_kind_of_dialogue_is_judged():
    assert set(load("dialogues")["kind"]) <= set(judgement("meeting_kinds")["kind"])


def test_exercises_of_2019_counted_by_hand(counts):
    # Cutlass Express, P-8 off Diego Garcia, joint sail, Yudh Abhyas, Malabar, Tiger Triumph
    assert counts["exercises"]["2019-01":"2019-12"].sum() == pytest.approx(6)


@pytest.mark.parametrize("narrow", [False, True])
def test_it_draws_and_its_words_follow_the_numbers(counts, narrow):
    table = data(counts, crises())
    assert INK in render(figure.draw_events, table, height=4, narrow=narrow)
    means = figure.mean_changes(table)
    words = figure.words_events(table)
    assert ("rose more than" in words.title) == any(m["p"] < 0.05 for m in means.values())
    assert f"{means['exercises']['change']:+.1f}" in words.alt


def test_a_planted_rise_turns_the_words(counts):
    planted = counts * 0.0
    for month in crises():
        start = planted.index.get_loc(month)
        planted.iloc[start : start + 12, 0] = 3.0
    words = figure.words_events(data(planted, crises()))
    assert words.title.startswith("After border crises exercises rose more than")


def test_a_set_of_crises_is_corrected_by_itself(counts):
    sets = {"all": crises(), "calm": [month for month in crises() if not month.startswith("2020")]}
    table = figure.sensitivity_to_crises(counts, sets, windows=[6, 12], lags=[0], draws=300, seed=1)
    assert table.groupby("crises").size().tolist() == [4, 4]
    alone = figure.sensitivity_to_crises(counts, {"calm": sets["calm"]}, windows=[6, 12], lags=[0], draws=300, seed=1)
    again = table[table["crises"] == "calm"].reset_index(drop=True)
    assert alone["p_adjusted"].tolist() == again["p_adjusted"].tolist()


def test_crises_that_leave_no_room_are_left_out():
    incidents, judged = load("border_incidents"), judgement("border_crises")
    assert figure.crisis_months(incidents, judged, until="2018-01") == ["2013-04", "2017-06"]
    with pytest.raises(ValueError, match="1 of 4 crises"):
        figure.crisis_months(incidents, judged, until="2014-01")
