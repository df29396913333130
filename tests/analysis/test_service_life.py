"""Service life: distribution functions and survival of a fleet."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from ties.analysis.arms.service_life import class_lives, conditional_survival, triangular_cdf


def test_triangular_life_has_its_closed_form():
    """Up to the mode F = (a - low)^2 / ((high - low)(mode - low))."""
    assert_allclose(triangular_cdf(np.array([25.0]), 20, 30, 50), [25 / 300])
    assert_allclose(triangular_cdf(np.array([40.0]), 20, 30, 50), [1 - 100 / 600])


def test_equal_ends_give_a_fixed_life():
    assert triangular_cdf(np.array([9.9, 10.0]), 10, 10, 10).tolist() == [0.0, 1.0]


def test_a_life_out_of_order_is_refused():
    with pytest.raises(ValueError, match="ascending"):
        triangular_cdf(np.array([1.0]), 30, 20, 40)


def test_mean_survival_over_the_factor_is_the_distribution_itself():
    """Whatever the correlation, averaging over how long fleets are kept gives back 1 - F."""
    ended = np.array([0.1, 0.5, 0.9])
    factor = np.random.default_rng(3).standard_normal(200_000)
    for correlation in (0.0, 0.5, 0.9):
        kept = conditional_survival(ended, factor, np.full(len(factor), correlation))
        assert_allclose(kept.mean(axis=0), 1 - ended, atol=0.005)


@given(st.floats(-3, 3), st.floats(0, 0.95))
def test_survival_falls_with_age_and_stays_a_share(factor: float, correlation: float):
    ended = np.linspace(0, 1, 21)
    kept = conditional_survival(ended, np.array([factor]), np.array([correlation]))[0]
    assert (np.diff(kept) <= 1e-12).all()
    assert kept[0] == 1
    assert kept[-1] == 0


def test_high_correlation_makes_a_fleet_leave_at_once():
    ended = np.array([0.4, 0.6])
    assert_allclose(conditional_survival(ended, np.array([0.0]), np.array([0.9999])), [[1, 0]], atol=1e-3)


def test_correlation_of_one_is_refused():
    with pytest.raises(ValueError, match="correlation"):
        conditional_survival(np.array([0.5]), np.array([0.0]), np.array([1.0]))


def test_lives_are_scaled():
    lives = pd.DataFrame({"platform_class": ["tank"], "years_low": [30], "years_mode": [40], "years_high": [50]})
    assert class_lives(lives, 0.5).loc["tank"].tolist() == [15, 20, 25]
    with pytest.raises(ValueError, match="positive"):
        class_lives(lives, 0)
