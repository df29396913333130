"""Whether the last day that counts lets a rule tell: questions about later days have no answer yet."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import pandas as pd

from ties.tables.dates import PATTERN, bounds

FROM = re.compile(r"\w+\s*>=?\s*(\d{4}(?:-\d\d){0,2})\s*(?=&|$)")


def too_early(given: Mapping[str, str | float], as_of: str) -> bool:
    """Say whether the inputs of a rule ask about days of which none has passed by the last that counts.

    Parameters
    ----------
    given : mapping
        Inputs of a rule; conditions among them are text.
    as_of : str
        Last day that counts.

    Returns
    -------
    bool
        True where a condition begins on or after `as_of`: that no row meets it, then, says nothing.

    Examples
    --------
    >>> too_early({"no_visit": "talks: kind=visit & date>=2025-07-02"}, "2025-07-01")
    True
    >>> too_early({"where": "topic=trade & date>=2021"}, "2025-07-01")
    False
    """
    starts = pd.Series([day for value in given.values() for day in FROM.findall(str(value))], dtype="str")
    # 2026-13 has the form and is no month: it begins on no day
    days = bounds(starts[starts.str.match(PATTERN)])
    return bool((days["earliest"] >= pd.Timestamp(as_of)).any())


def still_waiting(value: float, given: Mapping[str, str | float], thresholds: list[float], as_of: str) -> bool:
    """Say whether something that has not come may still come in time.

    Parameters
    ----------
    value : float
        Days until it came; infinite where it has not.
    given : mapping
        Inputs of the rule, with the day ``since`` from which days are counted.
    thresholds : list of float
        Days that the rule allows.
    as_of : str
        Last day that counts.

    Examples
    --------
    >>> still_waiting(math.inf, {"since": "2025-07-01"}, [183.0, 365.0], "2025-07-01")
    True
    >>> still_waiting(math.inf, {"since": "2025-07-01"}, [183.0, 365.0], "2026-07-02")
    False
    """
    if not math.isinf(value) or "since" not in given or not thresholds:
        return False
    return bool((pd.Timestamp(as_of) - pd.Timestamp(str(given["since"]))).days < max(thresholds))
