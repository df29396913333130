"""Engines add up by contract and by delivery; the pace is a Poisson count."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy.stats import poisson

from ties import load
from ties.analysis.arms.engines import delivery_pace, engine_balance, squadrons

DEALS = pd.DataFrame({"id": ["a", "b"], "quantity": [10, 5], "status": "delivering", "announced": None,
                      "contracted": ["2020-01-01", "2022"], "first_delivery": None, "completed": None})  # fmt: skip
CAME = pd.DataFrame(
    {"deal": ["a", "a", "b"], "date": ["2021-01-01", "2022-01-01", "2023-01-01"], "delivered": [2, 5, 3]}
)


def series(as_of: str, name: str) -> list[int]:
    balance = engine_balance(DEALS, CAME, ["a", "b"], as_of)
    return balance.loc[balance["series"] == name, "engines"].tolist()


def test_two_orders_and_their_deliveries_add_up() -> None:
    """Cumulative by deal (2, 5 and 3) becomes cumulative over deals (2, 5, 8)."""
    assert series("2026-06-30", "ordered") == [10, 15]
    assert series("2026-06-30", "delivered") == [2, 5, 8]


def test_nothing_after_the_as_of_date_counts() -> None:
    """The second contract is dated to a year only: it counts when that year is over."""
    assert series("2022-06-30", "ordered") == [10]
    assert series("2022-06-30", "delivered") == [2, 5]


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(KeyError):
        engine_balance(DEALS, CAME, ["zz"], "2026-06-30")


def test_pace_and_its_exact_interval() -> None:
    """Four engines in two years after the first: each end of the interval leaves 2.5 per cent."""
    days = pd.to_datetime(["2020-01-01", "2021-12-31"])
    pace = delivery_pace(pd.DataFrame({"date": days, "series": "delivered", "engines": [1, 5]}))
    assert pace["rate"] == pytest.approx(2, rel=0.01)
    assert poisson.sf(3, pace["low"] * pace["years"]) == pytest.approx(0.025)
    assert poisson.cdf(4, pace["high"] * pace["years"]) == pytest.approx(0.025)


def test_one_delivery_gives_no_pace() -> None:
    pace = delivery_pace(
        pd.DataFrame({"date": pd.to_datetime(["2020-01-01"]), "series": "delivered", "engines": [1]})
    )
    assert pd.isna(pace["rate"])


def test_squadrons_of_both_sizes() -> None:
    assert squadrons(36, (16, 18)) == (2, 2.25)


def test_deliveries_on_file_rise_and_stay_within_the_order() -> None:
    came = load("judgements/engine_deliveries").sort_values("date")
    ordered = load("deals").set_index("id")["quantity"]
    for deal, rows in came.groupby("deal"):
        assert rows["delivered"].is_monotonic_increasing
        assert rows["delivered"].max() <= ordered[deal]
