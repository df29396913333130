"""What a call gives when a parameter is not named: as with the documented value, and not as with another."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
import pytest

from ties.analysis.alignment import hedging, hedging_bands
from ties.analysis.arms.arsenal import share_bands, simulate_arsenal
from ties.analysis.arms.cohorts import delivery_cohorts
from ties.analysis.arms.concentration import rolling_shares
from ties.analysis.arms.register_waits import register_spells
from ties.analysis.arms.service_life import class_lives
from ties.analysis.balance.indices import geometric_index
from ties.analysis.balance.risk import category_scores, rank_agreement, rank_intervals, simulate_scores
from ties.analysis.balance.spending import break_even_share, coalition_ratio
from ties.analysis.events.crises import crisis_months
from ties.analysis.events.event_study import change_after
from ties.analysis.events.net_balance import coverage_sensitivity, net_balance, signed_events, unrecorded_setbacks
from ties.analysis.events.partner_grid import signed_before
from ties.analysis.events.patrols import patrol_tests
from ties.analysis.events.tempo import change_points, rate_interval
from ties.analysis.geo.coastlines import land
from ties.analysis.geo.sea_reach import ocean
from ties.analysis.networks.exercise_rows import in_periods
from ties.analysis.networks.supply_network import supply_network
from ties.analysis.sensitivity import given_data_sensitivity

ASSUMED = pd.DataFrame(
    [
        ("soviet_share_before", 0.6, 0.6, 0.6), ("life_correlation", 0.0, 0.1, 0.3),
        ("class_correlation", 0.0, 0.2, 0.4), ("indian_share_stock", 0.2, 0.2, 0.2),
        ("indian_share_new", 0.4, 0.5, 0.6), ("russian_share_new", 0.1, 0.25, 0.3), ("replacement_rate", 1, 1, 1),
    ],
    columns=["name", "low", "mode", "high"],
)  # fmt: skip
LIVES = pd.DataFrame({"low": [5.0, 9.0], "mode": [8.0, 20.0], "high": [12.0, 30.0]}, index=["tank", "ship"])
COHORTS = pd.DataFrame(
    [("RUS", "ship", 1995, 60.0), ("RUS", "tank", 1996, 50.0), ("other", "ship", 2005, 40.0)],
    columns=["origin", "platform_class", "year", "tiv_m"],
)
PROFILES = pd.DataFrame(
    {"dimension": ["arms", "arms", "votes", "votes"], "period": "2000-2004", "pole": ["RUS", "USA"] * 2,
     "value": [9.0, 1.0, 4.0, 6.0], "share": [0.9, 0.1, 0.4, 0.6]}
)  # fmt: skip
REGISTER = pd.DataFrame(
    {"id": list("abcdefghijkl"), "category": ["x", "y"] * 6, "severity_1_5": [1, 2, 3, 4, 5, 1] * 2,
     "likelihood_1_5": [5, 4, 2, 4, 1, 3] * 2, "trend": ["rising", "steady", "falling", "rising"] * 3,
     "confidence": "high"}
)  # fmt: skip
NOISE = pd.DataFrame({"confidence": ["high"], "sd": [1.0]})
SCORES = simulate_scores(REGISTER, NOISE, draws=101, seed=3)
EVENTS = pd.DataFrame(
    {"g": 1, "year": [2010, 2011, 2012, 2013, 2025, 2025, 2025, 2026], "sign": [1.0, 1, 1, -1, 1, -1, -1, 1],
     "weight": [1.0, 2, 3, 1, 2, 3, 1, 1], "confidence": "high"}
)  # fmt: skip
STORED = pd.DataFrame({"date": ["1990", "2020"], "direction": ["progress", "setback"], "weight_1_3": [1, 2]})
SPENT = pd.DataFrame(
    {"country": ["CHN", "IND", "USA", "JPN"], "year": 2024, "amount": [300.0, 80.0, 900.0, 50.0]}
)  # fmt: skip
RATES = pd.DataFrame({"year": range(2001, 2011), "count": [1, 0, 4, 6, 5, 1, 0, 9, 8, 2], "exposure": 1.0})
TRANSFERS = pd.DataFrame(
    {"recipient": "IND", "supplier": ["RUS", "USA"] * 40, "year": np.repeat(range(1990, 2030), 2),
     "tiv_m": np.arange(80.0) + 1, "edition": 2030}
)  # fmt: skip
DRAWN = pd.DataFrame(np.random.default_rng(1).uniform(size=(400, 2)), columns=["a", "b"])
RING = pd.DataFrame({"order": range(4), "lon": [60.0, 66.0, 66.0, 60.0], "lat": [8.0, 8.0, 14.0, 14.0]})
LINKS = pd.DataFrame(
    {"foreign": ["A", "B"], "indian_firm": "X", "foreign_country": "USA", "stage": ["working", "planned"]}
)  # fmt: skip
PATROLS = pd.DataFrame(
    {"id": ["a", "b"], "operation": "o", "kind": "operation", "start": ["2024", "2025"], "area": ["Red Sea", "Aden"],
     "participants": ["IND;USA", "FRA;USA"], "relation": "joint"}
)  # fmt: skip
JUDGED = pd.DataFrame({"event": ["a", "b"], "houthi": "yes"})
CRISES = pd.DataFrame({"incident": ["a", "b", "c"], "set": ["main", "main", "wider"]})
INCIDENTS = pd.DataFrame({"id": ["a", "b", "c"], "date": ["2013-04-15", "2020-06-15", "2014-09"]})
EXERCISES = pd.DataFrame(
    {"start": ["2001", "2024-05"], "end": ["2001", "2024-06"], "participants": "IND;USA", "personnel": None}
)  # fmt: skip
ORDERS = pd.DataFrame(
    {"recipient": "IND", "order_year": [2000, 2001], "order_year_estimated": ["no", "yes"],
     "delivery_years": ["2003", "2009"], "edition": "2026"}
)  # fmt: skip
SHARES = pd.DataFrame({"a": [0.001, 0.5], "b": [0.4, 0.9]})
DELIVERIES = pd.DataFrame(
    {"id": ["o"], "supplier": ["FRA"], "platform_class": ["tank"], "year": [2001], "tiv_m": [3.0]}
)  # fmt: skip
ARSENAL = {"origin": "RUS", "first_year": 2004, "last_year": 2012}


def arsenal(**options: object) -> np.ndarray:
    return simulate_arsenal(COHORTS, COHORTS.head(1), LIVES, ASSUMED, **ARSENAL, **options).all_arms  # type: ignore


def steps(**options: object) -> pd.DataFrame:
    number, places, rates = change_points(RATES, **options)  # type: ignore[arg-type]
    return pd.concat([number, places, rates], axis=1)


def edges(**options: object) -> list[object]:
    return list(supply_network(LINKS, **options).edges)  # type: ignore[arg-type]


CALLS: dict[str, Callable[..., object]] = {
    "arsenal": arsenal,
    "share_bands": lambda **o: share_bands(
        simulate_arsenal(COHORTS, COHORTS.head(1), LIVES, ASSUMED, **ARSENAL), **o
    ),
    "hedging": lambda **o: hedging(PROFILES, **o),
    "hedging_bands": lambda **o: hedging_bands(PROFILES, draws=50, seed=1, **o),
    "cohorts": lambda **o: delivery_cohorts(DELIVERIES, DELIVERIES[["supplier", "year", "tiv_m"]], {}, **o),
    "rolling_shares": lambda **o: rolling_shares(TRANSFERS, "IND", **o),
    "register": lambda **o: register_spells(ORDERS, "IND", since=1995, **o),
    "class_lives": lambda **o: class_lives(
        pd.DataFrame({"platform_class": ["tank"], "years_low": 1, "years_mode": 2, "years_high": 3}), **o
    ),
    "geometric": lambda **o: geometric_index(SHARES, pd.Series({"a": 1.0, "b": 1.0}), **o),
    "scores": lambda **o: simulate_scores(REGISTER, NOISE, **o),
    "ranks": lambda **o: rank_intervals(REGISTER, SCORES, **o),
    "categories": lambda **o: category_scores(REGISTER, SCORES, **o),
    "rank_agreement": lambda **o: rank_agreement(REGISTER, **o),
    "coalition": lambda **o: coalition_ratio(SPENT, rival="CHN", members=["IND"], **o),
    "led": lambda **o: coalition_ratio(SPENT, rival="CHN", members=["IND"], lead_share=0.5, **o),
    "break_even": lambda **o: break_even_share(SPENT, rival="CHN", members=["IND"], **o),
    "crisis_months": lambda **o: crisis_months(INCIDENTS, CRISES, **o),
    "change_after": lambda **o: change_after(np.arange(9.0) ** 2, np.array([3]), window=2, **o),
    "net_balance": lambda **o: net_balance(EVENTS, ["g"], **o),
    "signed_events": lambda **o: signed_events(STORED, until="2026-06-30", **o),
    "unrecorded": lambda **o: unrecorded_setbacks(EVENTS, 2025, **o),
    "coverage": lambda **o: coverage_sensitivity(EVENTS, 2025, **o),
    "signed_before": lambda **o: signed_before(pd.DataFrame({"low": [1.0, -3.0, 0], "high": [2.0, 1.0, 0]}), **o),
    "patrols": lambda **o: patrol_tests(PATROLS, JUDGED, **o),
    "rate_interval": lambda **o: rate_interval(7, 2.0, **o),
    "steps": steps,
    "land": lambda **o: [polygon.bounds for polygon in land(**o)],
    "ocean": lambda **o: ocean(RING, **o).lon,
    "in_periods": lambda **o: in_periods(EXERCISES, years=(2000, 2026), period_years=5, **o),
    "supply_network": edges,
    "sensitivity": lambda **o: given_data_sensitivity(DRAWN, (DRAWN["a"] ** 2 + DRAWN["b"]).to_numpy(), **o),
}


def same(one: object, other: object) -> bool:
    if isinstance(one, pd.DataFrame | pd.Series):
        return one.equals(other)
    return np.array_equal(np.asarray(one), np.asarray(other))


@cache
def unnamed_result(call: str) -> object:
    return CALLS[call]()


@pytest.mark.parametrize(
    ("call", "option", "default", "other"),
    [
        ("arsenal", "replacement_scale", 1.0, 1.1),
        ("arsenal", "recent", 10, 11),  # the ships of 1995 lend their mix
        ("arsenal", "recent", 10, 9),  # the tanks of 1996 no longer do
        ("arsenal", "draws", 10_000, 9_999),
        ("arsenal", "seed", 0, 1),
        ("share_bands", "level", 0.95, 0.9),
        ("hedging", "weights", None, {"arms": 1.0, "votes": 2.0}),
        ("hedging_bands", "level", 0.95, 0.9),
        ("cohorts", "other", "other", "rest"),
        ("rolling_shares", "window", 5, 6),
        ("rolling_shares", "start_year", 1995, 1996),
        ("rolling_shares", "start_year", 1995, 1994),
        ("rolling_shares", "end_year", 2024, 2025),
        ("rolling_shares", "end_year", 2024, 2023),
        ("register", "firm_only", False, True),
        ("class_lives", "scale", 1.0, 2.0),
        ("geometric", "floor", 0.01, 0.02),
        ("scores", "combine", "product", "sum"),
        ("scores", "trend_step", 0.0, 0.5),
        ("scores", "draws", 10_000, 9_999),
        ("scores", "seed", 0, 1),
        ("ranks", "top", 10, 9),
        ("ranks", "top", 10, 11),
        ("ranks", "level", 0.95, 0.9),
        ("categories", "level", 0.95, 0.9),
        ("rank_agreement", "trend_step", 0.5, 1.5),
        ("rank_agreement", "trend_step", 0.5, 0.0),
        ("coalition", "lead_share", 0.0, 0.1),
        ("led", "lead", "USA", "JPN"),
        ("break_even", "rival_share", 1.0, 0.9),
        ("break_even", "lead", "USA", "JPN"),
        ("crisis_months", "sets", ("main",), ("main", "wider")),
        ("crisis_months", "until", "9999-12", "2020-06"),
        ("change_after", "lag", 0, 1),
        ("net_balance", "draws", 10_000, 9_999),
        ("net_balance", "seed", 0, 1),
        ("net_balance", "level", 0.95, 0.9),
        ("signed_events", "from_year", None, 2000),
        ("unrecorded", "draws", 10_000, 9_999),
        ("unrecorded", "seed", 0, 1),
        ("coverage", "draws", 2_000, 1),
        ("coverage", "seed", 0, 1),
        ("signed_before", "later", False, True),
        ("patrols", "pair", ("IND", "USA"), ("FRA", "USA")),
        ("patrols", "place", "Red Sea|Gulf of Aden", "Aden"),
        ("rate_interval", "level", 0.95, 0.9),
        ("steps", "most", 3, 2),
        ("steps", "most", 3, 4),
        ("steps", "shortest", 2, 1),
        ("steps", "shortest", 2, 3),
        ("steps", "shape", 1.0, 2.0),
        ("steps", "draws", 4_000, 3_999),
        ("steps", "seed", 0, 1),
        ("land", "resolution", "l", "c"),
        ("land", "least_km2", 300.0, 301.0),
        ("ocean", "cell_km", 60.0, 50.0),
        ("in_periods", "as_of", None, "2020-01-01"),
        ("supply_network", "stages", ("working",), ("working", "planned")),
        ("sensitivity", "bins", 20, 21),
        ("sensitivity", "bins", 20, 19),
    ],
)
def test_a_parameter_that_is_not_named_has_its_documented_value(call, option, default, other):
    run = CALLS[call]
    unnamed = unnamed_result(call)
    assert same(unnamed, run(**{option: default}))
    if (call, option) not in UNMOVED:
        assert not same(unnamed, run(**{option: other}))


# a last month farther than any date, and draws whose best case is the same: nothing else to compare with
UNMOVED = {("crisis_months", "until"), ("coverage", "draws"), ("coverage", "seed")}
