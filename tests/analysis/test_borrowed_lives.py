"""Borrowed lives: unknown equipment stays in the model, with a wide life, and is counted."""

from __future__ import annotations

import pandas as pd
import pytest
from numpy.testing import assert_allclose

from ties import load
from ties.analysis.arms.borrowed_lives import with_borrowed
from ties.analysis.arms.cohorts import register_deliveries

LIVES = pd.DataFrame(
    {
        "platform_class": ["tank", "ifv", "radar"],
        "years_low": [32, 30, 20], "years_mode": [40, 38, 25], "years_high": [52, 45, 32],
        "sipri_descriptions": ["tank", "infantry fighting vehicle", "fire-control radar"],
    }
)  # fmt: skip
KINDS = pd.DataFrame(
    {"words": ["light tank", "vehicle", "radar"], "platform_classes": ["tank", "ifv;tank", "radar"], "reason": "x"}
)


def orders(**volumes: float) -> pd.DataFrame:
    names = [name.replace("_", " ") for name in volumes]
    return pd.DataFrame({"description": names, "tiv_delivered_m": list(volumes.values())})


def life(table: pd.DataFrame, name: str) -> list[float]:
    return table.set_index("platform_class").loc[name, ["years_low", "years_mode", "years_high"]].tolist()


def test_a_description_is_looked_up_whole_then_by_its_last_word_then_is_like_any_class():
    found = with_borrowed(orders(tank=6, light_tank=1, armoured_vehicle=2, airship=1), LIVES, KINDS)
    assert found.share == pytest.approx(0.4)
    assert dict(zip(found.orders["description"], found.orders["platform_class"], strict=True)) == {
        "armoured vehicle": "like ifv, tank", "airship": "like any class", "light tank": "like tank",
    }  # fmt: skip
    assert life(found.lives, "like tank") == [32, 40, 52]
    assert life(found.lives, "like ifv, tank") == [30, 39, 52]
    assert life(found.lives, "like any class") == [20, 38, 52]


def test_nothing_is_borrowed_where_every_description_is_covered():
    found = with_borrowed(orders(tank=6), LIVES, KINDS)
    assert (found.share, len(found.orders)) == (0, 0)
    pd.testing.assert_frame_equal(found.lives, LIVES)


def test_a_kind_without_a_life_is_named():
    with pytest.raises(ValueError, match="zeppelin"):
        with_borrowed(orders(tank=1), LIVES, KINDS.assign(platform_classes="zeppelin"))


def test_no_volume_is_lost_on_the_way_to_the_cohorts():
    register = orders(tank=6, airship=3).assign(id=["a", "b"], supplier="RUS", delivery_years="1955;1956")
    made = register_deliveries(register, with_borrowed(register, LIVES, KINDS).lives)
    assert_allclose(made["tiv_m"].sum(), 9)


def test_the_shipped_register_borrows_nothing_and_the_judgement_names_known_classes():
    found = with_borrowed(load("arms_register"), load("service_lives"), load("judgements/equipment_kinds"))
    assert found.share == 0
    words = load("judgements/equipment_kinds")["words"].str.casefold()
    assert not words.duplicated().any()
