"""Inventory: units by hand, and the orders of the real tables."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.arms.inventory import units_in_service
from ties.analysis.arms.service_life import class_lives

LIVES = pd.DataFrame({"low": [10.0], "mode": [20.0], "high": [30.0]}, index=["tank"])
REGISTER = pd.DataFrame({"id": ["a", "b"], "delivered_number": [20, 8], "delivery_years": ["2000;2001", "2015;2030"]})
ITEMS = pd.DataFrame({"inventory_id": ["t"], "register_ids": ["a;b"], "platform_class": ["tank"]})
COUNTS = pd.DataFrame({"id": ["t"], "system_class": ["tanks"], "as_of": ["2020-06"], "total": [15]})


def found(**changes: object) -> pd.Series:
    options = {"correlation": (0.0, 0.0, 0.0), "draws": 20, "seed": 1} | changes
    return units_in_service(REGISTER, LIVES, ITEMS, COUNTS, **options).iloc[0]  # type: ignore[arg-type]


def test_units_by_hand():
    """Of 2000 half are left after 20 years, of 2001 1 - 0.405 after 19; the 4 of 2015 are; 2030 is to come."""
    row = found()
    assert row["delivered"] == 24
    assert row["expected"] == pytest.approx(10 * 0.5 + 10 * (1 - 81 / 200) + 4)
    assert row["low"] == row["high"] == pytest.approx(row["expected"])


def test_units_that_leave_together_widen_the_interval_but_not_the_mean():
    row = found(correlation=(0.5, 0.6, 0.9), draws=20_000)
    assert row["expected"] == pytest.approx(found()["expected"], abs=0.1)
    assert row["high"] - row["low"] > 10
    assert row["inside"]


def test_a_type_whose_order_is_not_in_the_register_is_left_out_and_named():
    items = pd.concat([ITEMS, ITEMS.assign(inventory_id="z", register_ids="a;zeppelin")])
    counts = pd.concat([COUNTS, COUNTS.assign(id="z", system_class="airships")])
    table = units_in_service(REGISTER, LIVES, items, counts, correlation=(0, 0, 0), draws=1, seed=1)
    assert table["item"].tolist() == ["tanks"]
    assert table.attrs["left_out"] == ["airships"]
    with pytest.raises(ValueError, match="zeppelin"):
        units_in_service(REGISTER, LIVES, items.iloc[1:], counts, correlation=(0, 0, 0), draws=1, seed=1)


def test_the_fleet_of_su_30mki_is_the_272_that_the_ministry_counts_as_delivered():
    table = units_in_service(
        load("arms_register"), class_lives(load("service_lives")), load("judgements/inventory_items"),
        load("inventory_origin"), correlation=(0.0, 0.5, 0.9), draws=200, seed=1,
    ).set_index("id")  # fmt: skip
    assert table.loc["su30mki-2024", "delivered"] == 272
    assert (table["expected"] <= table["delivered"] + 1e-9).all()
