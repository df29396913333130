"""Thresholds that turn a statistic into an outcome, and the law that reads a statistic with an interval.

A statistic whose interval lies within one step of the thresholds has that outcome. One whose interval reaches from
supported to partly supported is partly supported: that much holds wherever in the interval the number lies. Any other
interval across a threshold leaves the claim undecided.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import pandas as pd

LADDER = ("supported", "partly_supported", "unsupported")  # tried in this order


class Estimate(float):
    """A number with the ends of its interval.

    Attributes
    ----------
    low, high : float
        Ends of the interval; NaN where there is none.

    Examples
    --------
    >>> share = Estimate(20.0, 8.0, 42.0)
    >>> share + 1, share.low
    (21.0, 8.0)
    """

    low: float
    high: float

    def __new__(cls, value: float, low: float = math.nan, high: float = math.nan) -> Self:
        """Make a number that remembers its interval."""
        number = super().__new__(cls, value)
        number.low, number.high = low, high
        return number


@dataclass(frozen=True)
class Thresholds:
    """The thresholds of a rule.

    Attributes
    ----------
    test : str
        "at_least" or "at_most".
    steps : mapping of str to float
        Outcome to its threshold, in the order in which they are tried.
    otherwise : str
        The outcome past the last threshold.
    """

    test: str
    steps: Mapping[str, float]
    otherwise: str

    @classmethod
    def of(cls, rule: Mapping[str, Any]) -> Self:
        """Read the thresholds from a row of judgement ``verdict_rules``; a missing one is not tried."""
        steps = {name: float(rule[name]) for name in LADDER if not pd.isna(rule[name])}
        return cls(str(rule["test"]), steps, str(rule["otherwise"]))

    def with_step(self, name: str, threshold: float) -> Self:
        """Change one threshold, or try one more; the order of trial stays."""
        steps = {**self.steps, name: threshold}
        return replace(self, steps={step: steps[step] for step in LADDER if step in steps})

    def outcome(self, value: float) -> str:
        """Give the outcome of a statistic.

        Parameters
        ----------
        value : float or Estimate
            The statistic; of an estimate the whole interval counts.

        Returns
        -------
        str
            The first outcome whose threshold is met, or else ``otherwise``; "cannot_tell" where the statistic is NaN
            or its interval reaches too far.

        Examples
        --------
        >>> asked = Thresholds("at_most", {"supported": 5, "partly_supported": 10}, "contradicted")
        >>> [asked.outcome(value) for value in (5, 9, 24, math.nan)]
        ['supported', 'partly_supported', 'contradicted', 'cannot_tell']
        >>> asked.outcome(Estimate(4, 3, 7)), asked.outcome(Estimate(4, 3, 11))
        ('partly_supported', 'cannot_tell')
        """
        if math.isnan(value):
            return "cannot_tell"
        ends = [end for end in (value.low, value.high) if not math.isnan(end)] if isinstance(value, Estimate) else []
        # outcomes are monotone in the number, so the ends and the value stand for all that lies between
        outcomes = {self._step(float(number)) for number in (value, *ends)}
        if len(outcomes) == 1:
            return outcomes.pop()
        return "partly_supported" if outcomes == {"supported", "partly_supported"} else "cannot_tell"

    def _step(self, value: float) -> str:
        for name, threshold in self.steps.items():
            if value >= threshold if self.test == "at_least" else value <= threshold:
                return name
        return self.otherwise
