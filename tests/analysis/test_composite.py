"""Components of the composite index: by hand, by date, and what is left out."""

import pytest

from ties.analysis.balance.composite import gathered_components
from ties.analysis.balance.sides import Sides
from ties.tables.load import load


def components(years=(2005, 2026), **change):
    sides = Sides(**{"focal": "IND", "rival": "CHN", "coalition": ["JPN", "AUS"], "us_share": 0.2, **change})
    tables = (
        "military_expenditure", "ppp_factors", "exchange_rates", "force_levels", "judgements/force_level_choices",
        "exercises", "dialogues", "judgements/meeting_kinds", "agreements",
    )  # fmt: skip
    return gathered_components(*map(load, tables), sides=sides, years=years, price_basis="market", as_of="2026-06-30")


def test_components_of_2025_by_hand():
    row = components().table.loc[2025]
    assert row["warheads"] == pytest.approx(180 / 600)  # SIPRI, January 2025
    assert row["spending"] == pytest.approx((92057.0 + 0.2 * 954387.0) / 335524.2)
    assert row["agreements"] == 4


def test_agreements_in_force_follow_their_dates():
    table = components().table["agreements"]
    assert [table[year] for year in (2015, 2016, 2018, 2020)] == [1, 2, 3, 4]  # LEMOA, COMCASA, BECA


def test_interpolated_years_are_named():
    assert components().interpolated == [2014, 2015, 2016]


def test_every_component_of_the_judgement_has_values():
    assert set(load("judgements/index_components")["component"]) == set(components().table.columns)


def test_a_component_that_is_unknown_is_left_out_and_named():
    assert components(rival="PAK").left_out == []
    without = components(rival="JPN", coalition=["AUS"])
    assert without.left_out == ["warheads"]
    assert without.interpolated == []


def test_a_single_year_is_refused():
    with pytest.raises(ValueError, match="fewer than two years"):
        components((2020, 2020))


def test_two_years_are_enough():
    assert components((2020, 2021)).table.index.tolist() == [2020, 2021]
