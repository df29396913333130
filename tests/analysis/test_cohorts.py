"""Cohorts: nothing delivered is lost or made up on the way from the tables to the model."""

from __future__ import annotations

import pandas as pd
import pytest
from numpy.testing import assert_allclose

from ties import load
from ties.analysis.arms.cohorts import delivery_cohorts, early_cohorts, register_deliveries

LIVES = pd.DataFrame({"platform_class": ["tank", "ship"], "sipri_descriptions": ["tank", "frigate;corvette"]})
REGISTER = pd.DataFrame(
    {
        "id": ["t", "f", "lease", "open"],
        "supplier": ["RUS", "RUS", "RUS", "FRA"],
        "description": ["tank", "frigate", "corvette", "corvette"],
        "delivery_years": ["2001;2002", "2001", "2001", None],
        "tiv_delivered_m": [20.0, 30.0, 10.0, 0.0],
    }
)
ORIGINS = {"RUS": "RUS", "SUN": "RUS"}
EXCEPTIONS = pd.DataFrame({"register_id": ["lease"]})


def test_orders_are_spread_evenly_over_their_years_and_classed():
    spread = register_deliveries(REGISTER, LIVES, EXCEPTIONS)
    assert spread.groupby("platform_class")["tiv_m"].sum().to_dict() == {"lease": 10, "ship": 30, "tank": 20}
    assert spread[spread["id"] == "t"]["tiv_m"].tolist() == [10, 10]


def test_a_description_without_a_class_is_named():
    with pytest.raises(ValueError, match="airship"):
        register_deliveries(REGISTER.assign(description="airship"), LIVES)


def test_levels_come_from_the_transfers_and_classes_from_the_register():
    """2001: 10 tank, 30 ship, 10 lease registered, 100 transferred. 2003: no register row, mix of the rest."""
    years = [2001, 2003, 1990]
    transfers = pd.DataFrame({"supplier": ["RUS", "RUS", "SUN"], "year": years, "tiv_m": [100.0, 50, 25]})
    made = delivery_cohorts(register_deliveries(REGISTER, LIVES, EXCEPTIONS), transfers, ORIGINS)
    cells = made.set_index(["year", "platform_class"])["tiv_m"].to_dict()
    assert cells[2001, "tank"] == 20
    assert cells[2001, "lease"] == 20
    assert cells[2003, "tank"] == pytest.approx(50 * 20 / 50)  # the lease lends its class to no other year
    assert (2003, "lease") not in cells
    assert cells[1990, "ship"] == pytest.approx(25 * 30 / 50)


def test_mixed_editions_are_refused():
    transfers = pd.DataFrame({"supplier": ["RUS"] * 2, "year": [2001] * 2, "tiv_m": [1.0, 2.0]})
    with pytest.raises(ValueError, match="editions"):
        delivery_cohorts(register_deliveries(REGISTER, LIVES), transfers, {})


def test_the_real_tables_keep_every_delivered_volume():
    """Each year's cohorts of the shipped tables sum to the transfers of that year."""
    transfers = load("arms_transfers").query("recipient == 'IND'")
    register = load("arms_register")
    made = delivery_cohorts(register_deliveries(register, load("service_lives")), transfers, ORIGINS)
    assert_allclose(
        made.groupby("year")["tiv_m"].sum(), transfers.astype({"tiv_m": float}).groupby("year")["tiv_m"].sum()
    )


def test_early_years_carry_the_whole_import_once_for_each_origin():
    cohorts = pd.DataFrame(
        {"origin": ["RUS", "RUS", "other"], "platform_class": ["tank", "ship", "ship"], "year": [1990] * 3,
         "tiv_m": [3.0, 1.0, 7.0]}
    )  # fmt: skip
    totals = pd.DataFrame({"year": [1970, 1980], "tiv_m": [40.0, 80.0]})
    early = early_cohorts(totals, cohorts, first=1975, last=1989, like=(1990, 1999))
    assert early.set_index(["origin", "platform_class"])["tiv_m"].to_dict() == {
        ("RUS", "ship"): 20, ("RUS", "tank"): 60, ("other", "ship"): 80,
    }  # fmt: skip
