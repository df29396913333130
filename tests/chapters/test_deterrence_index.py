"""The index of the deterrence chapter: components by hand, words that follow, parameters that act."""

import pytest

from ties.analysis.balance.forces import chosen_counts
from ties.analysis.balance.spending import spending
from ties.chapters.deterrence import index as figure
from ties.chapters.deterrence.events import counts_by_month
from ties.plotting.style import INK, render
from ties.tables.judgements import judgement
from ties.tables.load import load

NAMES = load("countries").set_index("code")["name"].to_dict()
TABLES = load("exercises"), load("dialogues"), judgement("meeting_kinds")
SIDES = {"rival": "CHN", "focal": "IND", "coalition": ["JPN", "AUS"], "us_share": 0.2}


def values(**change):
    money = spending(load("military_expenditure"), basis="market")
    heads = chosen_counts(load("force_levels"), judgement("force_level_choices"), ["nuclear_warheads"])
    meetings = counts_by_month(*TABLES, focal="IND", partner="USA", last="2026-06")["meetings"]
    arguments = {**SIDES, "start_year": 2005, "end_year": 2026, **change}
    return figure.component_values(money, heads, TABLES[0], meetings, load("agreements"), **arguments)


def index(table):
    return figure.prepare_index(table, judgement("index_components"), draws=500, seed=1, names=NAMES, rival="CHN")


def test_components_of_2025_by_hand():
    row = values().loc[2025]
    assert row["warheads"] == pytest.approx(180 / 600)  # SIPRI, January 2025
    assert row["spending"] == pytest.approx((92057.0 + 0.2 * 954387.0) / 335524.2)
    assert row["agreements"] == 4


def test_agreements_in_force_follow_their_dates():
    table = values()["agreements"]
    assert [table[year] for year in (2015, 2016, 2018, 2020)] == [1, 2, 3, 4]  # LEMOA, COMCASA, BECA


def test_interpolated_years_are_named():
    assert values().attrs["interpolated"] == [2014, 2015, 2016]


def test_more_us_power_never_lowers_the_index():
    low, high = (index(values(us_share=share))["index"] for share in (0.0, 0.3))
    assert (high >= low - 1e-12).all()


@pytest.mark.parametrize("narrow", [False, True])
def test_it_draws_and_its_words_follow_the_numbers(narrow):
    data = index(values())
    assert INK in render(figure.draw_index, data, height=4, narrow=narrow)
    words = figure.words_index(data)
    assert ("rose" in words.title) == (data["index"].iloc[-1] > data["index"].iloc[0])


def test_a_falling_index_is_said_to_fall():
    table = values()
    turned = table.iloc[::-1].set_axis(table.index)
    turned.attrs = {}
    assert "fell" in figure.words_index(index(turned)).title


def test_every_component_of_the_judgement_has_values():
    assert set(judgement("index_components")["component"]) == set(values().columns)


def test_a_component_that_is_unknown_is_left_out_and_named():
    table = values(rival="PAK", end_year=2026)
    assert table.attrs["left_out"] == []
    without = values(rival="JPN", coalition=["AUS"])
    assert without.attrs["left_out"] == ["warheads"]
    data = figure.prepare_index(without, judgement("index_components"), draws=200, seed=1, names=NAMES, rival="JPN")
    assert "Left out as unknown: warheads" in figure.words_index(data).caption


def test_a_single_year_is_refused():
    with pytest.raises(ValueError, match="fewer than two years"):
        values(start_year=2020, end_year=2020)
