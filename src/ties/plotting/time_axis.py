"""Days on an axis of years."""

from __future__ import annotations

import pandas as pd


def decimal_year(day: pd.Timestamp) -> float:
    """Give a day as a decimal year.

    Examples
    --------
    >>> decimal_year(pd.Timestamp("2026-07-02"))
    2026.5
    """
    return round(day.year + (day.day_of_year - 1) / 365, 2)
