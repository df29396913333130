"""Checks of a single cell that pandera does not bring: lists inside a cell, and days of the calendar."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
from pandera import extensions

SEPARATOR = ";"
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@extensions.register_check_method(statistics=["choices"])  # type: ignore[untyped-decorator]
def elements(cells: pd.Series, *, choices: list[str] | None = None) -> pd.Series:
    """Say of each cell whether it is a sound list.

    Parameters
    ----------
    cells : Series of str, shape (n,)
        Lists, elements separated by ``;``.
    choices : list of str, optional
        What an element may be.

    Returns
    -------
    Series of bool, shape (n,)
        False where an element is empty, stands twice, has a space around it or is not among `choices`.

    Examples
    --------
    >>> elements(pd.Series(["a;b", "a;", "a;a", "a; b"])).tolist()
    [True, False, False, False]
    """
    return cells.map(lambda cell: _is_list(str(cell).split(SEPARATOR), choices)).astype(bool)


@extensions.register_check_method(statistics=["calendar"])  # type: ignore[untyped-decorator]
def calendar_day(cells: pd.Series, *, calendar: str) -> pd.Series:
    """Say of each cell whether it is a day of the calendar, where it is given to the day.

    Parameters
    ----------
    cells : Series of str, shape (n,)
        Dates of year, month or day precision.
    calendar : str
        The calendar; "gregorian" is the only one.

    Returns
    -------
    Series of bool, shape (n,)
        False for a day that does not exist; True for anything that does not look like a day.

    Examples
    --------
    >>> calendar_day(pd.Series(["2024-02-29", "2023-02-29", "2023"]), calendar="gregorian").tolist()
    [True, False, True]
    """
    return cells.map(_is_day).astype(bool)


def _is_list(parts: list[str], choices: list[str] | None) -> bool:
    return (
        len(set(parts)) == len(parts)
        and all(part and part == part.strip() for part in parts)
        and (choices is None or set(parts) <= set(choices))
    )


def _is_day(cell: object) -> bool:
    if not DAY.fullmatch(str(cell)):
        return True
    try:
        date.fromisoformat(str(cell))
    except ValueError:
        return False
    return True
