"""Figures of the agreements chapter: numbers by hand, words that follow the numbers, drawings at both widths."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.agreements import agreement_timeline, partner_kinds, signature_waits
from ties.plotting.style import render

COUNTRIES = load("countries")
SIDES = {"focal": "IND", "partner": "USA"}
AS_OF = "2026-06-30"


def timeline(**changed):
    settings = {**SIDES, "start_year": 1984, "end_year": 2026, "as_of": AS_OF, **changed}
    return agreement_timeline.prepare_agreement_timeline(
        load("agreements"),
        load("judgements/agreement_forms"),
        load("judgements/draft_lineage"),
        COUNTRIES,
        **settings,
    )


def waits(**changed):
    settings = {**SIDES, "as_of": AS_OF, **changed}
    return signature_waits.prepare_signature_waits(
        load("agreements"), load("judgements/draft_lineage"), COUNTRIES, **settings
    )


def grid(hub="USA", focal="IND", **changed):
    settings = {"as_of": AS_OF, **changed}
    return partner_kinds.prepare_partner_kinds(load("agreements"), COUNTRIES, hub=hub, focal=focal, **settings)


def test_timeline_marks_the_first_of_each_foundational_kind():
    data = timeline()
    first = data[data["is_foundational"]].set_index("kind")["id"].to_dict()
    assert first == {
        "information_security": "gsomia-2002",
        "logistics": "lemoa-2016",
        "communications": "comcasa-2018",
        "geospatial": "beca-2020",
    }


def test_timeline_keeps_the_period_and_the_unsigned():
    data = timeline(start_year=2016, end_year=2020)
    signed = data[data["form"] != "unsigned"]
    assert signed["when"].dt.year.between(2016, 2020).all()
    assert data.loc[data["form"] == "unsigned", "id"].tolist() == ["rdp-2023"]


def test_marks_near_in_time_stand_on_different_levels():
    days = pd.Series(pd.to_datetime(["2015-06-03", "2015-06-03", "2015-06-03", "2020-01-01"]))
    assert agreement_timeline.lane_levels(days) == [0.0, 0.27, -0.27, 0.0]


def test_words_of_the_timeline_follow_the_numbers():
    data = timeline()
    words = agreement_timeline.words_agreement_timeline(data)
    assert f"signed {(data['form'] == 'pact').sum()} texts" in words.title
    fewer = data[data["id"].isin(["gsomia-2002", "lemoa-2016", "comcasa-2018"])]
    title = agreement_timeline.words_agreement_timeline(fewer).title
    assert title == "India and the United States signed 3 texts in 2002-2018, half of them since 2016"


def test_findings_of_the_timeline_count_by_hand():
    data = timeline()
    kept = data[data["id"].isin(["gsomia-2002", "lemoa-2016", "comcasa-2018", "dtti-2012", "rdp-2023"])]
    found = {finding.key: finding.value for finding in agreement_timeline.findings_agreement_timeline(kept)}
    assert found == {"signed_texts": 3, "declarations": 1, "late_share": pytest.approx(100 / 3)}


def test_waits_are_sorted_and_say_what_is_open():
    data = waits()
    assert data["low"].is_monotonic_decreasing
    words = signature_waits.words_signature_waits(data)
    assert words.title.startswith("LEMOA took 14.5 years")
    assert "RDP is still unsigned" in words.title


def test_words_of_the_waits_turn_when_nothing_is_signed_and_when_nothing_is_open():
    data = waits()
    assert (
        signature_waits.words_signature_waits(data[~data["is_signed"]]).title
        == "None of the 1 texts with a dated trace is signed"
    )
    assert "unsigned" not in signature_waits.words_signature_waits(data[data["is_signed"]]).title


def test_findings_of_the_waits_say_none_where_nothing_is_open():
    data = waits()
    found = {f.key: f for f in signature_waits.findings_signature_waits(data[data["is_signed"]])}
    assert found["open_wait"].value is None
    assert found["open_wait"].confidence == "cannot tell"
    assert found["longest_wait"].value == pytest.approx(14.46, abs=0.01)
    assert found["foundational_first"].value == 3


def test_waits_of_two_states_without_a_trace_are_empty_and_say_that_nothing_is_known():
    data = waits(partner="FRA")
    assert data.empty
    found = {finding.key: finding.value for finding in signature_waits.findings_signature_waits(data)}
    assert found == {"foundational_first": None, "longest_wait": None, "last_attempt": None, "open_wait": None}


def test_grid_puts_the_focal_state_first_and_keeps_to_the_partners_asked_for():
    data = grid(partners=["PAK", "JPN"])
    assert data.drop_duplicates("row")["partner"].tolist() == ["IND", "JPN", "PAK"]


def test_cells_read_as_written_by_hand():
    data = grid().set_index(["partner", "kind"])
    assert partner_kinds.cell_text(data.loc[("PAK", "communications")]) == ("2005–20", "12.9 y before")
    assert partner_kinds.cell_text(data.loc[("SGP", "logistics")]) == ("1990", "26–27 y before")
    assert partner_kinds.cell_text(data.loc[("SGP", "logistics")], narrow=True) == ("1990", "≈26 y before")
    assert partner_kinds.cell_text(data.loc[("JPN", "information_security")]) == ("2007", "5.6 y after")
    assert partner_kinds.cell_text(data.loc[("BGD", "logistics")]) == ("unsigned", "")
    assert partner_kinds.cell_text(data.loc[("PAK", "geospatial")]) == ("–", "")


def test_words_of_the_grid_turn_when_the_focal_state_was_first():
    assert "signed a kind before India did" in partner_kinds.words_partner_kinds(grid()).title
    assert partner_kinds.words_partner_kinds(grid(hub="IND", focal="USA")).title == (
        "The United States has all four kinds of pact with India; no other partner in the table has more than 2"
    )


def test_findings_of_the_grid_count_cells_by_hand():
    found = {f.key: f for f in partner_kinds.findings_partner_kinds(grid(partners=["PAK", "JPN"]), "partner")}
    # Japan: information security after India, logistics before; Pakistan: communications before; five cells empty
    assert found["partner_before"].value == 2
    assert found["partner_before"].unit == "of 3 dated signatures"
    assert found["partner_unknown"].value == 5
    assert found["partner_geospatial_lag"].value is None
    assert found["partner_logistics_lag"].value == pytest.approx(20.4, abs=0.05)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize(
    ("draw", "prepare"),
    [
        (agreement_timeline.draw_agreement_timeline, timeline),
        (signature_waits.draw_signature_waits, waits),
        (partner_kinds.draw_partner_kinds, grid),
    ],
)
def test_figures_draw_at_both_widths(draw, prepare, narrow):
    assert render(draw, prepare(), height=4, narrow=narrow).count("<path") > 10
