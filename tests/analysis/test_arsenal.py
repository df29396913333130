"""Arsenal: stocks follow from what came in and what left."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from ties.analysis.arms.arsenal import ASSUMED, draw_assumptions, share_bands, simulate_arsenal
from ties.analysis.arms.stock_crossings import year_under

FIXED = {
    "soviet_share_before": 0.6, "life_correlation": 0.0, "class_correlation": 0.0, "indian_share_stock": 0.2,
    "indian_share_new": 0.5, "russian_share_new": 0.25, "replacement_rate": 1.0,
}  # fmt: skip
LIVES = pd.DataFrame({"low": [10.0], "mode": [10.0], "high": [10.0]}, index=["tank"])
COLUMNS = ["origin", "platform_class", "year", "tiv_m"]
COHORTS = pd.DataFrame([("RUS", "tank", 2000, 60.0), ("other", "tank", 2005, 40.0)], columns=COLUMNS)
EARLY = pd.DataFrame([("RUS", "tank", 1995, 100.0), ("other", "tank", 1995, 100.0)], columns=COLUMNS)


def assumed(**changes: float) -> pd.DataFrame:
    values = FIXED | changes
    return pd.DataFrame([(k, v, v, v) for k, v in values.items()], columns=["name", "low", "mode", "high"])


def run(**changes: float):
    options = {"origin": "RUS", "first_year": 2000, "last_year": 2020, "draws": 3, "seed": 1}
    options |= {k: changes.pop(k) for k in list(changes) if k not in FIXED}
    return simulate_arsenal(COHORTS, EARLY, LIVES, assumed(**changes), **options)


def at(arsenal, measure: str, year: int) -> float:
    return float(getattr(arsenal, measure)[0, list(arsenal.years).index(year)])


def test_stock_with_a_fixed_life_of_ten_years_by_hand():
    """2004: 60 of 2000 and 100 of 1995 (60 Russian). 2005: those of 1995 left, 40 came. Indian: a fifth of all."""
    arsenal = run()
    assert at(arsenal, "imported", 2004) == pytest.approx(120 / 160)
    assert at(arsenal, "imported", 2005) == pytest.approx(60 / 100)
    assert at(arsenal, "all_arms", 2005) == pytest.approx(60 / 125)


def test_replacement_keeps_the_stock_and_brings_its_own_mix():
    """2010: 60 Russian leave, with an Indian part of 15; 75 come: half Indian, a quarter of the rest Russian."""
    arsenal = run()
    index = list(arsenal.years).index(2010)
    assert arsenal.retired[0, index] == pytest.approx(75)
    assert arsenal.added[0, index] == pytest.approx(75)
    assert at(arsenal, "all_arms", 2010) == pytest.approx(75 * 0.5 * 0.25 / 125)
    assert at(arsenal, "imported", 2010) == pytest.approx(9.375 / (40 + 37.5))


def test_additions_retire_in_their_turn():
    """What came in 2010 leaves in 2020 and is replaced again."""
    arsenal = run()
    assert arsenal.retired[0, list(arsenal.years).index(2020)] == pytest.approx(75)


def test_without_replacement_nothing_is_added():
    arsenal = run(last_year=2012, replacement_rate=0.0)
    assert not arsenal.added.any()
    assert at(arsenal, "imported", 2012) == 0


def test_with_spread_lives_the_band_is_wider_under_one_common_fate():
    """Units that leave one by one give a sure total; units that leave together do not."""
    lives = LIVES.assign(low=5.0, high=20.0)
    spread = {}
    for correlation in (0.0, 0.9):
        arsenal = simulate_arsenal(COHORTS, EARLY, lives, assumed(life_correlation=correlation), origin="RUS",
                                   first_year=2000, last_year=2009, draws=500, seed=2)  # fmt: skip
        spread[correlation] = np.ptp(arsenal.imported[:, -1])
    assert spread[0.0] == pytest.approx(0, abs=1e-12)
    assert spread[0.9] > 0.05


def test_the_same_seed_gives_the_same_draws_and_another_does_not():
    wide = assumed()
    wide.loc[wide["name"] == "russian_share_new", ["low", "high"]] = (0.0, 0.9)
    options = {"origin": "RUS", "first_year": 2000, "last_year": 2015, "draws": 50}
    first, again, other = (simulate_arsenal(COHORTS, EARLY, LIVES, wide, seed=s, **options) for s in (7, 7, 8))
    assert_array_equal(first.all_arms, again.all_arms)
    assert not np.array_equal(first.all_arms, other.all_arms)


def test_drawn_assumptions_stay_in_their_range_and_have_their_mean():
    table = assumed()
    table.loc[table["name"] == "indian_share_new", ["low", "mode", "high"]] = (0.1, 0.2, 0.6)
    drawn = draw_assumptions(table, 20_000, np.random.default_rng(1))["indian_share_new"]
    assert drawn.min() >= 0.1
    assert drawn.max() <= 0.6
    assert drawn.mean() == pytest.approx(0.3, abs=0.005)  # (low + mode + high) / 3


def test_missing_and_disordered_assumptions_are_both_named():
    table = assumed().iloc[1:]
    table.loc[table["name"] == "replacement_rate", "low"] = 9
    with pytest.raises(ValueError, match=r"soviet_share_before.*replacement_rate"):
        draw_assumptions(table, 1, np.random.default_rng(1))
    assert set(ASSUMED) == set(FIXED)


def test_a_class_without_a_life_is_named():
    ships = LIVES.rename(index={"tank": "ship"})
    with pytest.raises(ValueError, match="tank"):
        simulate_arsenal(COHORTS, EARLY, ships, assumed(), origin="RUS", first_year=2000, last_year=2001)


def test_bands_hold_their_median():
    bands = share_bands(run())
    assert (bands["low"] <= bands["median"]).all()
    assert (bands["median"] <= bands["high"]).all()
    assert len(bands) == 2 * 21


def test_the_year_under_a_threshold_is_one_that_lasts():
    shares = np.array([[0.4, 0.6, 0.4, 0.4], [0.6, 0.6, 0.6, 0.6], [0.1, 0.1, 0.1, 0.1]])
    assert_allclose(year_under(shares, np.arange(2021, 2025), 0.5), [2023, np.inf, 2021])
