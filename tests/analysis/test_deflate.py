"""Constant rupees: fiscal years, price indices, and the identity in the base year."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties import load
from ties.analysis.balance.deflate import fiscal_index, fiscal_start, to_constant

DEFLATORS = pd.DataFrame(
    {"country": "IND", "year": [2020, 2021, 2022, 2020, 2021], "index": [100.0, 120.0, 140.0, 80.0, 90.0],
     "kind": ["cpi"] * 3 + ["gdp_deflator"] * 2, "year_basis": ["calendar"] * 3 + ["indian_fiscal"] * 2}
)  # fmt: skip


@pytest.mark.parametrize("year", ["2016", "2016-18", "16-17", "2016-2017"])
def test_what_is_not_a_fiscal_year_is_refused(year: str) -> None:
    with pytest.raises(ValueError, match="not a fiscal year"):
        fiscal_start(pd.Series([year]))


def test_consumer_prices_of_a_fiscal_year_are_nine_months_of_one_year_and_three_of_the_next() -> None:
    assert fiscal_index(DEFLATORS, "IND", "cpi").to_dict() == {2020: 105.0, 2021: 125.0}


def test_the_deflator_of_the_fiscal_year_is_taken_as_it_is() -> None:
    assert fiscal_index(DEFLATORS, "IND", "gdp_deflator").to_dict() == {2020: 80.0, 2021: 90.0}
    with pytest.raises(ValueError, match="wholesale"):
        fiscal_index(DEFLATORS, "IND", "wholesale")


@given(st.lists(st.floats(1, 1e5), min_size=1, max_size=8), st.floats(10, 1e3))
def test_the_base_year_keeps_its_value_and_a_scaled_index_changes_nothing(prices: list[float], scale: float) -> None:
    index = pd.Series(prices, index=range(2010, 2010 + len(prices)))
    values = pd.Series(range(1, len(prices) + 1), index=index.index, dtype=float)
    real = to_constant(values, index, 2010)
    assert real[2010] == pytest.approx(values[2010])
    pd.testing.assert_series_equal(real, to_constant(values, index * scale, 2010))


def test_a_base_outside_the_index_is_refused() -> None:
    with pytest.raises(KeyError, match="2030"):
        to_constant(pd.Series({2020: 1.0}), pd.Series({2020: 100.0}), 2030)


def test_known_inflation_on_file() -> None:
    """India's GDP deflator rose by 40.8 per cent between 2016-17 and 2024-25 (176.13 over 125.05)."""
    index = fiscal_index(load("deflators"), "IND", "gdp_deflator")
    assert index[2024] / index[2016] == pytest.approx(1.408, abs=0.001)
