"""Checks of a single cell that pandera does not bring: lists inside a cell, and days of the calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import pandera.pandas as pa

SEPARATOR = ";"
DAY = re.compile(r"\d{4}-\d\d-\d\d")


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


def calendar_day(cells: pd.Series) -> pd.Series:
    """Say of each cell whether it is a day of the calendar, where it is given to the day.

    Parameters
    ----------
    cells : Series of str, shape (n,)
        Dates of year, month or day precision.

    Returns
    -------
    Series of bool, shape (n,)
        False for a day that does not exist; True for anything that does not look like a day.

    Examples
    --------
    >>> calendar_day(pd.Series(["2024-02-29", "2023-02-29", "2023"])).tolist()
    [True, False, True]
    """
    return cells.map(_is_day).astype(bool)


def role_checks(role: Mapping[str, Any]) -> list[pa.Check]:
    """Give the checks that follow from the role of a column: that of a list, or of a date.

    Parameters
    ----------
    role : mapping
        Metadata of the column, as :func:`ties.tables.schema.fields.column` writes them.

    Examples
    --------
    >>> [check.name for check in role_checks({"many": True, "kind": "list", "choices": None})]
    ['elements']
    """
    # made here and not registered with pandera: registering imports hypothesis, 0.15 s of every check
    if role["many"]:
        choices = role["choices"]
        return [pa.Check(partial(elements, choices=choices), name="elements", statistics={"choices": choices})]
    return [pa.Check(calendar_day, name="calendar_day")] if role["kind"] == "date" else []


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
