"""Risk register: open risks, scores under error, ranks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ties.analysis.balance.risk import category_scores, open_risks, rank_agreement, rank_intervals, simulate_scores

REGISTER = pd.DataFrame(
    {
        "id": ["a", "b", "c"],
        "category": ["x", "x", "y"],
        "severity_1_5": [5, 2, 1],
        "likelihood_1_5": [5, 2, 1],
        "trend": ["rising", "falling", "steady"],
        "confidence": ["high", "high", "low"],
    }
)
NONE = pd.DataFrame({"confidence": ["high", "low"], "sd": [0.0, 0.0]})
WIDE = pd.DataFrame({"confidence": ["high", "low"], "sd": [3.0, 3.0]})


def test_a_risk_that_ended_in_the_month_is_open_until_its_last_day():
    table = pd.DataFrame({"id": ["a"], "since": ["2020"], "until": ["2026-06"]})
    assert len(open_risks(table, "2026-06-29")) == 1
    assert len(open_risks(table, "2026-06-30")) == 0
    assert len(open_risks(table, "2019-12-31")) == 0


def test_without_error_the_scores_are_the_products():
    assert simulate_scores(REGISTER, NONE, draws=2).tolist() == [[25, 4, 1]] * 2


def test_the_trend_moves_the_likelihood_within_the_scale():
    """Rising 5 + 0.5 is the end of the scale; falling 2 - 0.5 times 2 is 3."""
    assert simulate_scores(REGISTER, NONE, draws=1, trend_step=0.5).tolist() == [[27.5, 3, 1]]
    assert simulate_scores(REGISTER, NONE, draws=1, trend_step=9).max() == 27.5


def test_more_error_gives_wider_rank_intervals():
    narrow = pd.DataFrame({"confidence": ["high", "low"], "sd": [0.1, 0.1]})
    widths = [
        (r["high"] - r["low"]).sum()
        for r in (rank_intervals(REGISTER, simulate_scores(REGISTER, n, draws=2000, seed=1)) for n in (narrow, WIDE))
    ]
    assert widths[0] == 0
    assert widths[1] > 2


def test_ranks_sum_as_ranks_must_and_ties_share_theirs():
    scores = np.array([[4.0, 4.0, 1.0]])
    ranked = rank_intervals(REGISTER, scores)
    assert ranked["rank"].tolist() == [1.5, 1.5, 3]


def test_an_unknown_confidence_and_an_unknown_way_are_refused():
    with pytest.raises(ValueError, match="low"):
        simulate_scores(REGISTER, NONE.iloc[:1], draws=1)
    with pytest.raises(ValueError, match="magic"):
        simulate_scores(REGISTER, NONE, combine="magic", draws=1)


def test_category_means_by_hand():
    groups = category_scores(REGISTER, simulate_scores(REGISTER, NONE, draws=3))
    assert groups["category"].tolist() == ["x", "y"]
    assert groups["mean"].tolist() == [14.5, 1]
    assert groups["highest"].tolist() == [1, 0]
    assert groups[["risks", "rising", "steady", "falling"]].to_numpy().tolist() == [[2, 1, 0, 1], [1, 0, 1, 0]]


def test_rankings_that_agree_have_a_tau_of_one():
    assert rank_agreement(REGISTER)["tau"].tolist() == pytest.approx([1, 1, 1, 1])


@pytest.mark.parametrize(("level", "low", "high"), [(0.9, 5, 95), (0.5, 25, 75)])
def test_the_interval_of_a_category_holds_its_part_of_the_draws(level, low, high):
    scores = np.column_stack([np.arange(101.0)] * 3)
    groups = category_scores(REGISTER, scores, level=level)
    assert groups[["low", "mean", "high"]].to_numpy() == pytest.approx(np.array([[low, 50, high]] * 2))


@pytest.mark.parametrize(("level", "low", "high"), [(0.95, 1, 2), (0.9, 2, 2)])
def test_the_interval_of_a_rank_leaves_half_of_the_rest_at_each_end(level, low, high):
    """By hand: the first is ahead in 4 of 101 draws, between a half of 5 and a half of 10 per cent."""
    scores = np.column_stack([np.arange(101) < 4, np.full(101, 0.5)]).astype(float)
    ranked = rank_intervals(REGISTER.head(2), scores, top=1, level=level).set_index("id")
    assert ranked.loc["a", ["low", "high"]].tolist() == [low, high]
    assert ranked.loc["a", "in_top"] == pytest.approx(4 / 101)


def test_a_trend_that_no_risk_has_is_counted_as_none():
    rising = REGISTER.assign(trend="rising")
    groups = category_scores(rising, simulate_scores(rising, NONE, draws=1)).set_index("category")
    assert groups.loc["x", ["risks", "rising", "steady", "falling"]].tolist() == [2, 2, 0, 0]


def test_the_first_few_are_ten_unless_another_number_is_asked_for():
    register = pd.DataFrame({"id": list("abcdefghijkl"), "severity_1_5": 1, "likelihood_1_5": 1})
    scores = np.arange(12.0)[np.newaxis, :]
    assert rank_intervals(register, scores)["in_top"].sum() == 10
    assert rank_intervals(register, scores, top=3)["in_top"].sum() == 3
