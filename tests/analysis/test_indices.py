"""Laws of the composite index: closed forms of the weights, bands that hold, contributions that add up."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.analysis.balance.indices import (
    contributions,
    dirichlet_draws,
    geometric_index,
    scores,
    weight_bands,
    weighted_index,
)

unit = st.floats(0, 1)
tables = st.integers(2, 5).flatmap(
    lambda k: st.lists(st.lists(unit, min_size=k, max_size=k), min_size=2, max_size=6).map(
        lambda rows: pd.DataFrame(rows, columns=list("abcde")[:k])
    )
)


def weights(table, value=1.0):
    return pd.Series(value, index=table.columns)


def test_scores_by_hand_and_clipped():
    posts = pd.DataFrame({"component": ["up", "down"], "zero": [0, 10], "one": [4, 0]})
    table = scores(pd.DataFrame({"up": [-1, 1, 9], "down": [10, 5, 0]}), posts)
    assert table.to_numpy().tolist() == [[0, 0], [0.25, 0.5], [1, 1]]


def test_a_missing_component_and_equal_goal_posts_are_refused():
    posts = pd.DataFrame({"component": ["a"], "zero": [1], "one": [1]})
    with pytest.raises(ValueError, match="goal posts"):
        scores(pd.DataFrame({"a": [1]}), posts)
    with pytest.raises(ValueError, match="no values of a"):
        scores(pd.DataFrame({"b": [1]}), posts)


@given(tables)
def test_the_index_lies_between_the_worst_and_the_best_score(table):
    index = weighted_index(table, weights(table))
    assert (index >= table.min(axis=1) - 1e-9).all()
    assert (index <= table.max(axis=1) + 1e-9).all()


@given(tables)
def test_the_geometric_index_never_exceeds_the_arithmetic(table):
    arithmetic = weighted_index(table.clip(lower=0.01), weights(table))
    assert (geometric_index(table, weights(table)) <= arithmetic + 1e-9).all()


@given(tables, st.floats(0.1, 50))
def test_only_the_proportions_of_weights_matter(table, factor):
    one, other = (weighted_index(table, weights(table, value)) for value in (1.0, factor))
    assert np.allclose(one, other)


@given(tables)
def test_contributions_sum_to_the_change(table):
    moved = contributions(table, weights(table))
    index = weighted_index(table, weights(table))
    assert moved["contribution"].sum() == pytest.approx(index.iloc[-1] - index.iloc[0], abs=1e-9)
    assert moved["weight"].sum() == pytest.approx(1)


def test_the_mean_of_the_draws_is_that_of_equal_weights_and_the_spread_is_that_of_the_dirichlet():
    table = pd.DataFrame({"a": [1.0], "b": [0.0], "c": [0.0]})
    drawn = dirichlet_draws(table, draws=20000, seed=3).ravel()  # the weight of a: Beta(1, 2)
    assert drawn.mean() == pytest.approx(1 / 3, abs=0.01)
    assert drawn.var() == pytest.approx(1 * 2 / (9 * 4), abs=0.005)
    # the 95 per cent band of Beta(1, 2): 1 - sqrt(1 - q)
    assert np.quantile(drawn, [0.025, 0.975]) == pytest.approx([1 - 0.975**0.5, 1 - 0.025**0.5], abs=0.01)


def test_a_year_better_in_everything_is_first_under_any_weights():
    table = pd.DataFrame({"a": [0.1, 0.5, 0.9], "b": [0.2, 0.3, 0.8]}, index=[2001, 2002, 2003])
    band = weight_bands(table, weights(table), draws=500, seed=1)
    assert band["rank"].tolist() == [3, 2, 1]
    assert band["first"].tolist() == [0, 0, 1]
    assert (band["rank_low"] == band["rank_high"]).all()


def test_ranks_are_unsure_where_components_disagree():
    table = pd.DataFrame({"a": [0.0, 1.0], "b": [1.0, 0.0]})
    band = weight_bands(table, weights(table), draws=2000, seed=1)
    assert band["first"].tolist() == pytest.approx([0.5, 0.5], abs=0.05)
    assert band[["rank_low", "rank_high"]].to_numpy().tolist() == [[1, 2], [1, 2]]


def test_same_seed_same_band_and_gaps_are_refused():
    table = pd.DataFrame({"a": [0.1, 0.5], "b": [0.2, 0.3]})
    one, two = (weight_bands(table, weights(table), draws=100, seed=9) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    with pytest.raises(ValueError, match="unknown"):
        dirichlet_draws(table.assign(a=[np.nan, 1]), draws=10, seed=1)


def test_negative_weights_are_refused():
    table = pd.DataFrame({"a": [0.1], "b": [0.2]})
    with pytest.raises(ValueError, match="negative"):
        weighted_index(table, pd.Series({"a": -1, "b": 2}))
