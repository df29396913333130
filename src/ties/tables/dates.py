"""Dates as exact as their source allows: ``2016-08-29``, ``2016-08`` or ``2016``."""

from __future__ import annotations

import pandas as pd

PATTERN = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


def bounds(dates: pd.Series) -> pd.DataFrame:
    """Give the first and last day that each partly known date can mean.

    Parameters
    ----------
    dates : Series of str, shape (n,)
        ISO 8601 dates of year, month or day precision; missing values allowed.

    Returns
    -------
    DataFrame, shape (n, 2)
        ``earliest`` and ``latest`` (datetime64), on the index of `dates`; ``NaT`` where the date is missing.

    Raises
    ------
    ValueError
        If a value is not an ISO date of one of the three precisions, or not a day of the calendar.

    Examples
    --------
    >>> bounds(pd.Series(["2016", "2016-02", "2016-08-29"]))
        earliest     latest
    0 2016-01-01 2016-12-31
    1 2016-02-01 2016-02-29
    2 2016-08-29 2016-08-29
    """
    text = dates.astype("str")
    wrong = dates.notna() & ~text.str.match(PATTERN)
    if wrong.any():
        raise ValueError(f"not a date of year, month or day precision: {text[wrong].iloc[0]!r}")
    present = text.where(dates.notna())
    earliest = pd.to_datetime(_complete(present), format="%Y-%m-%d")
    length = present.str.len()
    latest = earliest.where(length != 4, earliest + pd.offsets.YearEnd(0))
    latest = latest.where(length != 7, earliest + pd.offsets.MonthEnd(0))
    return pd.DataFrame({"earliest": earliest, "latest": latest}, index=dates.index)


def _complete(text: pd.Series) -> pd.Series:
    return text.where(text.str.len() != 4, text + "-01").pipe(lambda t: t.where(t.str.len() != 7, t + "-01"))
