"""Figures of the tempo and of the 2+2: words that follow the numbers, drawings at both widths."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.events.rate_readings import rate_readings
from ties.chapters.agreements import meeting_tempo, ministerial_gaps
from ties.plotting.style import render

CHOICE = {
    "focal": "IND",
    "partner": "USA",
    "start_year": 1984,
    "end_year": 2026,
    "as_of": "2026-06-30",
    "seed": 1,
}
KINDS = pd.DataFrame({"kind": ["leaders", "call"], "group": ["formal", "other"]})


def tempo(table=None, kinds=None):
    table = load("dialogues") if table is None else table
    kinds = load("judgements/dialogue_kinds") if kinds is None else kinds
    return meeting_tempo.prepare_meeting_tempo(table, kinds, draws=500, **CHOICE)


def readings():
    return rate_readings(
        load("dialogues"), load("judgements/dialogue_kinds"), load("judgements/dialogue_missing"), **CHOICE
    )


def meetings(per_year):
    """Make a table with so many meetings of leaders in each year from 2001."""
    rows = [f"{2001 + i}-0{1 + j % 9}-01" for i, number in enumerate(per_year) for j in range(number)]
    return pd.DataFrame({"date": rows, "kind": "leaders", "participants": "IND;USA", "sources": "s", "title": "t"})


def ministerials(as_of="2026-06-30"):
    return ministerial_gaps.prepare_ministerial_gaps(load("dialogues"), focal="IND", partner="USA", as_of=as_of)


def test_years_before_the_first_contact_are_left_out_and_the_last_is_partial():
    data = tempo()
    assert data["year"].iloc[0] == 2001
    assert data["exposure"].iloc[-1] == pytest.approx(181 / 365)
    assert data["formal"].sum() + data["other"].sum() < len(load("dialogues"))


def test_words_say_rose_fell_or_none():
    rose = meeting_tempo.words_meeting_tempo(tempo(meetings([1] * 13 + [9] * 12 + [4]), KINDS)).title
    fell = meeting_tempo.words_meeting_tempo(tempo(meetings([9] * 13 + [1] * 13), KINDS)).title
    same = meeting_tempo.words_meeting_tempo(tempo(meetings([4] * 25 + [2]), KINDS)).title
    assert rose.startswith("Formal meetings rose")
    assert "2014" in rose
    assert fell.startswith("Formal meetings fell")
    assert "no change of their rate was found" in same


def test_findings_say_none_found_where_there_is_no_change():
    found = {
        f.key: f for f in meeting_tempo.findings_meeting_tempo(tempo(meetings([4] * 25 + [2]), KINDS), readings())
    }
    assert found["tempo_change"].value == "none found"


def test_findings_say_whether_the_poisson_law_fits():
    def sentence(per_year):
        found = meeting_tempo.findings_meeting_tempo(tempo(meetings(per_year), KINDS), readings())
        return {f.key: f.sentence for f in found}["tempo_dispersion"]

    assert "less than Poisson counts would" in sentence([4] * 25 + [2])
    assert "more than Poisson counts would" in sentence([0, 9] * 13)


@pytest.mark.parametrize("change", [{"kind": "call"}, {"participants": "AUS;IND;USA"}, {"date": "2026-09-12"}])
def test_without_a_formal_contact_of_the_two_alone_the_rate_cannot_be_told(change):
    data = tempo(meetings([2, 2]).assign(**change), KINDS)
    assert data.empty
    assert {f.value for f in meeting_tempo.findings_meeting_tempo(data, readings())} == {None}


def test_missing_sessions_weaken_the_evidence_for_a_change():
    table = readings().set_index("reading")
    assert table.loc["missing sessions added", "none"] > table.loc["as drawn", "none"]
    assert table.loc["all contacts", "changes"] > table.loc["as drawn", "changes"]


def test_ministerials_hold_the_meetings_of_officials_in_their_gap():
    data = ministerials()
    assert data["officials"].iloc[-1] == "2024-09-16;2025-08-25"
    words = ministerial_gaps.words_ministerial_gaps(data)
    assert words.title == "No ministerial 2+2 since November 2023: 963 days by 2026-06-30, longer than any before"


def test_words_turn_when_the_open_gap_is_short():
    assert ministerial_gaps.words_ministerial_gaps(ministerials("2024-01-09")).title.endswith(
        "not the longest so far"
    )


def test_findings_of_the_ministerials_by_hand_and_without_any():
    found = {f.key: f.value for f in ministerial_gaps.findings_ministerial_gaps(ministerials())}
    assert found == {"open_gap": 963, "gap_ratio": pytest.approx(963 / 578), "gap_chance": 0.2}
    none = ministerial_gaps.prepare_ministerial_gaps(
        load("dialogues"), focal="IND", partner="CHN", as_of="2026-06-30"
    )
    assert none.empty
    assert {f.value for f in ministerial_gaps.findings_ministerial_gaps(none)} == {None}


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize(
    ("draw", "prepare"),
    [
        (meeting_tempo.draw_meeting_tempo, tempo),
        (ministerial_gaps.draw_ministerial_gaps, ministerials),
    ],
)
def test_figures_draw_at_both_widths(draw, prepare, narrow):
    assert render(draw, prepare(), height=4, narrow=narrow).count("<path") > 5
