"""The rule that takes a number, with its interval, from what the chapters found, and the law that reads intervals.

A finding whose interval lies within one step of the thresholds has that outcome. One whose interval reaches from
supported to partly supported is partly supported: that much holds wherever in the interval the number lies. Any other
interval across a threshold leaves the claim undecided.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Self

import pandas as pd

FINDINGS = "findings"  # name under which the findings of the chapters stand among the tables of a rule


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
        made = super().__new__(cls, value)
        made.low, made.high = low, high
        return made


def finding_value(tables: Mapping[str, pd.DataFrame], *, finding: str) -> Estimate:
    """Take the value of a finding of a chapter, with its interval.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``findings``: what :func:`ties.findings.published.published` gives.
    finding : str
        Its key, ``chapter.name``.

    Returns
    -------
    Estimate
        In the unit of the finding; NaN where the chapter cannot tell, or no chapter has run.

    Raises
    ------
    KeyError
        If chapters have run and none records the finding.
    TypeError
        If its value is a word.

    Examples
    --------
    >>> found = pd.DataFrame({"key": ["industry.deep_us"], "value": [6.5], "low": [1.8], "high": [20.7]})
    >>> share = finding_value({"findings": found}, finding="industry.deep_us")
    >>> float(share), share.high
    (6.5, 20.7)
    """
    found = tables[FINDINGS]
    if found.empty:
        return Estimate(math.nan)
    rows = found[found["key"] == finding]
    if rows.empty:
        raise KeyError(f"a rule reads the finding {finding}, and no chapter records it")
    value, low, high = rows[["value", "low", "high"]].iloc[0]
    if isinstance(value, str):
        raise TypeError(f"finding {finding} is {value!r}, and a rule needs a number")
    return Estimate(*(math.nan if pd.isna(number) else float(number) for number in (value, low, high)))


def over_interval(outcomes: set[str]) -> str:
    """Give the outcome of a finding from the outcomes that its value and the ends of its interval would have.

    Examples
    --------
    >>> over_interval({"supported"}), over_interval({"supported", "partly_supported"})
    ('supported', 'partly_supported')
    >>> over_interval({"partly_supported", "unsupported"})
    'cannot_tell'
    """
    if len(outcomes) == 1:
        return next(iter(outcomes))
    return "partly_supported" if outcomes == {"supported", "partly_supported"} else "cannot_tell"
