"""A threshold that is met exactly is met, in both directions; an interval decides only where all of it does."""

from __future__ import annotations

import math

import pytest

from ties.claims.claim_rule import ClaimRule
from ties.claims.thresholds import Estimate, Thresholds

UP = Thresholds("at_least", {"supported": 67.0, "partly_supported": 33.0, "unsupported": 0.0}, "contradicted")
DOWN = Thresholds("at_most", {"supported": 0.0, "partly_supported": 1.0}, "contradicted")
ROW = {
    "claim": "claim-01", "rule": "count_rows", "inputs": "table: talks | where: kind=call | last: 2",
    "statistic": "{:.0f}", "test": "at_least", "supported": None, "partly_supported": 2, "unsupported": 0,
    "otherwise": "contradicted", "alternatives": "partly_supported=3 | last=4 + where=kind=visit",
}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        (67, "supported"), (66.9, "partly_supported"), (33, "partly_supported"), (32.9, "unsupported"),
        (0, "unsupported"), (-0.1, "contradicted"), (math.inf, "supported"), (math.nan, "cannot_tell"),
    ],
)  # fmt: skip
def test_at_least_a_threshold_is_the_threshold_or_more(value: float, outcome: str) -> None:
    assert UP.outcome(value) == outcome


@pytest.mark.parametrize(
    ("value", "outcome"),
    [(-1, "supported"), (0, "supported"), (0.1, "partly_supported"), (1, "partly_supported"), (1.1, "contradicted"),
     (math.inf, "contradicted"), (math.nan, "cannot_tell")],
)  # fmt: skip
def test_at_most_a_threshold_is_the_threshold_or_less(value: float, outcome: str) -> None:
    assert DOWN.outcome(value) == outcome


@pytest.mark.parametrize(
    ("low", "high", "outcome"),
    [
        (67, 90, "supported"), (33, 66.9, "partly_supported"), (33, 67, "partly_supported"),
        (32.9, 50, "cannot_tell"), (0, 32.9, "unsupported"), (-1, 70, "cannot_tell"), (-1, 0, "cannot_tell"),
        (math.nan, math.nan, "partly_supported"),
    ],
)  # fmt: skip
def test_the_ends_of_an_interval_count_as_the_value_does(low: float, high: float, outcome: str) -> None:
    ends = [end for end in (low, high) if not math.isnan(end)]
    value = sum(ends) / 2 if ends else 50.0
    assert UP.outcome(Estimate(value, low, high)) == outcome


def test_a_missing_threshold_is_not_tried() -> None:
    thresholds = Thresholds.of(ROW)
    assert list(thresholds.steps) == ["partly_supported", "unsupported"]
    assert [thresholds.outcome(value) for value in (9, 2, 1, -1)] == [
        "partly_supported", "partly_supported", "unsupported", "contradicted",
    ]  # fmt: skip


def test_a_threshold_that_is_changed_keeps_the_order_of_trial() -> None:
    changed = Thresholds.of(ROW).with_step("supported", 5.0)
    assert list(changed.steps) == ["supported", "partly_supported", "unsupported"]
    assert [changed.outcome(value) for value in (5, 4)] == ["supported", "partly_supported"]
    assert "supported" not in Thresholds.of(ROW).steps


def test_a_rule_is_read_with_its_alternatives_and_changed_without_touching_it() -> None:
    rule = ClaimRule.of(ROW)
    assert (rule.claim, rule.name, rule.statistic) == ("claim-01", "count_rows", "{:.0f}")
    assert rule.inputs == {"table": "talks", "where": "kind=call", "last": 2.0}
    first, second = (rule.with_changes(changes) for changes in rule.alternatives.values())
    assert first.thresholds.steps == {"partly_supported": 3.0, "unsupported": 0.0}
    assert first.inputs == rule.inputs
    assert second.inputs == {"table": "talks", "where": "kind=visit", "last": 4.0}
    assert second.thresholds == rule.thresholds
    with pytest.raises(KeyError, match="claim-01: 'colour' is neither a threshold nor an input of rule 'count_rows'"):
        rule.with_changes([("colour", "red")])
    assert ClaimRule.of({**ROW, "alternatives": None}).alternatives == {}
