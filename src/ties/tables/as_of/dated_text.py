"""Days that a text names, and clauses of it that name a later one."""

from __future__ import annotations

import calendar
import re

import pandas as pd

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if number}
_MONTH = "|".join(name for name in calendar.month_name if name)
DAY = re.compile(
    rf"(?<![\d.,])(?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)(?![\d-])"
    rf"|(?:(?P<day>\d{{1,2}}) )?(?P<month>{_MONTH}) (?P<of>(?:19|20)\d\d)\b"
    r"|(?<![\d.,])(?P<first>(?:19|20)\d\d)(?:-(?P<last>\d\d))?(?![\d-]|[.,]\d)",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"(?<=;) +|(?<=[.?!]) +")


def days_named(text: str) -> list[pd.Timestamp]:
    """List the first day that each date in a text can mean.

    Parameters
    ----------
    text : str
        Text of a cell; also an id that holds a date.

    Returns
    -------
    list of Timestamp
        In the order of the text. ``2025-10``, ``October 2025``, ``13 April 2026`` and bare years are dates; of
        ``2025-26`` the second year is one.

    Examples
    --------
    >>> [str(day.date()) for day in days_named("settled 13 April 2026; five by December 2025, 2025-26, rcs-2024-02")]
    ['2026-04-13', '2025-12-01', '2026-01-01', '2024-02-01']
    """
    return [day for match in DAY.finditer(text) if (day := _day(match)) is not None]


def names_later(text: str, after: pd.Timestamp, until: pd.Timestamp) -> bool:
    """Say whether a text names a day after one day and not after another (what lies beyond that is a plan).

    Examples
    --------
    >>> names_later("due in 2029", pd.Timestamp("2025-07-01"), pd.Timestamp("2026-11-30"))
    False
    """
    return any(after < day <= until for day in days_named(text))


def part_before(text: str, after: pd.Timestamp, until: pd.Timestamp) -> str:
    """Leave out the clauses of a text that name a later day.

    Parameters
    ----------
    text : str
        Clauses end with a semicolon or a full stop.
    after, until : Timestamp
        As for :func:`names_later`.

    Returns
    -------
    str
        The other clauses; empty where every one names a later day.

    Examples
    --------
    >>> part_before("Ordered in 2021; five by December 2025", pd.Timestamp("2025-07-01"), pd.Timestamp("2026-11-30"))
    'Ordered in 2021'
    """
    clauses = CLAUSE.split(text)
    retained = [clause for clause in clauses if not names_later(clause, after, until)]
    return text if len(retained) == len(clauses) else " ".join(retained).rstrip("; ")


def _day(match: re.Match[str]) -> pd.Timestamp | None:
    if match["iso"]:
        return pd.Timestamp(match["iso"])
    if match["month"]:
        try:
            return pd.Timestamp(int(match["of"]), MONTHS[match["month"].lower()], int(match["day"] or 1))
        except ValueError:
            return None
    first, last = int(match["first"]), match["last"]
    return pd.Timestamp(first - first % 100 + int(last) if last and int(last) > first % 100 else first, 1, 1)
