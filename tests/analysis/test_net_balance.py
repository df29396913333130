"""Net balance: signs, weights, intervals and the factor of unrecorded setbacks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.analysis.events.net_balance import coverage_sensitivity, net_balance, signed_events, unrecorded_setbacks

EVENTS = pd.DataFrame(
    {
        "date": ["2020", "2024-05", "2026-06-30", "2026-07", "2026"],
        "direction": ["progress", "setback", "progress", "progress", "setback"],
        "weight_1_3": [1, 2, 3, 1, 1],
    }
)


def test_events_that_may_lie_after_the_day_are_left_out():
    """July is after June; a bare 2026 may be."""
    assert signed_events(EVENTS, until="2026-06-30")["year"].tolist() == [2020, 2024, 2026]
    assert signed_events(EVENTS, until="2026-06-29")["year"].tolist() == [2020, 2024]
    assert signed_events(EVENTS, until="2026-06-30", from_year=2024)["sign"].tolist() == [-1, 1]


def test_an_unknown_direction_is_named():
    with pytest.raises(ValueError, match="sideways"):
        signed_events(EVENTS.assign(direction="sideways"), until="2026-06-30")


def test_balance_by_hand():
    """One setback of weight two against weights one and three: 1/3 by count, 2/6 by weight."""
    row = net_balance(signed_events(EVENTS, until="2026-06-30").assign(g=1), ["g"], draws=100).iloc[0]
    assert row["net"] == pytest.approx(1 / 3)
    assert row["weighted"] == pytest.approx(2 / 6)
    assert row[["progress", "setbacks", "progress_weight", "setback_weight"]].tolist() == [2, 1, 4, 2]


def test_bootstrap_interval_has_the_spread_of_its_beta():
    """With n good and m bad events the share of good is Beta(n, m): its quantiles are known."""
    from scipy.stats import beta

    events = pd.DataFrame({"g": 1, "sign": [1.0] * 6 + [-1.0] * 4, "weight": 1.0})
    row = net_balance(events, ["g"], draws=40_000, seed=5).iloc[0]
    expected = 2 * beta(6, 4).ppf([0.025, 0.975]) - 1
    assert row[["net_low", "net_high"]].tolist() == pytest.approx(expected, abs=0.015)


@given(st.lists(st.sampled_from([1.0, -1.0]), min_size=1, max_size=12), st.integers(1, 3))
def test_equal_weights_change_nothing_and_turning_all_signs_turns_the_balance(signs: list[float], weight: int):
    events = pd.DataFrame({"g": 1, "sign": signs, "weight": float(weight)})
    one = net_balance(events, ["g"], draws=10).iloc[0]
    other = net_balance(events.assign(sign=-events["sign"]), ["g"], draws=10).iloc[0]
    assert one["net"] == pytest.approx(one["weighted"])
    assert one["net"] == pytest.approx(-other["net"])


def test_multiplying_the_earlier_setbacks_by_the_factor_makes_the_balances_equal():
    """Before: 6 good, 2 bad. Since: 3 good, 5 bad. Factor (6/2)(5/3) = 5; 10 bad earlier give the recent balance."""
    years = [2010] * 8 + [2025] * 8
    events = pd.DataFrame({"year": years, "sign": [1.0] * 6 + [-1.0] * 2 + [1.0] * 3 + [-1.0] * 5})
    factor = unrecorded_setbacks(events, 2025, draws=500)
    assert factor[0] == pytest.approx(5)
    worsened = (6 - factor[0] * 2) / (6 + factor[0] * 2)
    assert worsened == pytest.approx((3 - 5) / 8)
    assert np.quantile(factor[1:], 0.025) < 5 < np.quantile(factor[1:], 0.975)


def test_without_setbacks_there_is_no_factor():
    with pytest.raises(ValueError, match="missing"):
        unrecorded_setbacks(pd.DataFrame({"year": [2010, 2025], "sign": [1.0, 1.0]}), 2025)


def test_readings_keep_what_they_say():
    events = pd.DataFrame(
        {"year": [2010, 2011, 2025, 2025, 2025, 2025], "sign": [1.0, 1.0, -1.0, -1.0, 1.0, 1.0],
         "weight": [1.0, 3.0, 3.0, 2.0, 1.0, 1.0], "confidence": ["high", "low", "high", "low", "low", "low"]}
    )  # fmt: skip
    table = coverage_sensitivity(events, 2025, draws=200).set_index("reading")
    assert table.loc["all", ["earlier", "recent"]].tolist() == [1, 0]
    assert table.loc[["all", "high"], "change"].tolist() == [-1, -2]
    assert table.loc["weighted", "recent"] == pytest.approx(-3 / 7)
    assert table.loc["heavy", ["earlier_n", "recent_n"]].tolist() == [1, 2]
    assert table.loc["high", "recent"] == -1
    assert table.loc["thinned", "recent_n"] == 1
    assert table.loc["thinned", "recent"] == 1  # one event at random: the best case is progress
