"""The rule that takes a number, with its interval, from what the chapters found."""

from __future__ import annotations

import math

import pandas as pd

from ties.claims.inputs import FINDINGS, Tables
from ties.claims.thresholds import Estimate


def finding_value(tables: Tables, *, finding: str) -> Estimate:
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
