"""Sensitivity from given draws: known answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ties.analysis.sensitivity import given_data_sensitivity


def test_shares_of_a_sum_are_the_shares_of_variance():
    """Y = 2a + b with equal variances: four fifths and one fifth."""
    rng = np.random.default_rng(4)
    drawn = pd.DataFrame({"a": rng.standard_normal(20_000), "b": rng.standard_normal(20_000), "fixed": 1.0})
    table = given_data_sensitivity(drawn, (2 * drawn["a"] + drawn["b"]).to_numpy()).set_index("name")
    assert list(table.index) == ["a", "b"]
    assert table.loc["a", "variance_share"] == pytest.approx(0.8, abs=0.02)
    assert table.loc["b", "variance_share"] == pytest.approx(0.2, abs=0.02)
    assert table.loc["a", "swing"] == pytest.approx(2 * 2 * 1.28, rel=0.05)  # medians of the outer fifths: +-1.28


def test_what_never_happens_leaves_no_number_behind():
    drawn = pd.DataFrame({"a": np.linspace(0, 1, 1000)})
    result = np.where(drawn["a"] > 0.5, np.inf, 2030.0)
    result[:5] = 2031
    row = given_data_sensitivity(drawn, result).iloc[0]
    assert row["lowest_fifth"] == 2030
    assert np.isinf(row["highest_fifth"])
    assert np.isnan(row["swing"])


def test_too_few_draws_are_refused():
    with pytest.raises(ValueError, match="too few"):
        given_data_sensitivity(pd.DataFrame({"a": [1.0, 2.0]}), np.array([1.0, 2.0]))
