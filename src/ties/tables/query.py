"""The query language of claim rules and follow-ups: conditions on the rows of a table, inputs, alternatives."""

from __future__ import annotations

import operator
import re
from typing import NamedTuple

import pandas as pd
from pandas.api.types import is_numeric_dtype

CONDITION = re.compile(r"^\s*(?P<column>\w+)\s*(?P<test>\*=|!=|>=|<=|=|~|<|>)\s*(?P<value>.+?)\s*$")
ORDERED = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
NUMBER = re.compile(r"-?\d+(\.\d+)?")
BAR = " | "  # a bar without spaces separates values of one condition


class Condition(NamedTuple):
    """One condition on a column: its name, the test and the value it is held against."""

    column: str
    test: str
    value: str


def parse_conditions(where: str) -> list[Condition]:
    """Read conditions, without a table to hold them against.

    Parameters
    ----------
    where : str
        Conditions joined by ``&``, as for :func:`select_rows`.

    Raises
    ------
    ValueError
        If a condition is not of the form.

    Examples
    --------
    >>> parse_conditions("kind=call & date>=2025-07")[1]
    Condition(column='date', test='>=', value='2025-07')
    """
    found = []
    for condition in where.split("&"):
        parts = CONDITION.match(condition)
        if not parts:
            raise ValueError(f"not a condition on a column of the table: {condition.strip()!r}")
        found.append(Condition(**parts.groupdict()))
    return found


def select_rows(table: pd.DataFrame, where: str) -> pd.DataFrame:
    """Give the rows of a table that meet every condition.

    Parameters
    ----------
    table : DataFrame
        An evidence table.
    where : str
        Conditions joined by ``&``. ``column=value``: the cell is the value; ``column!=value``: it is another one;
        ``column~value``: the cell is a list separated by ``;`` that holds the value; ``column*=value``: the text
        holds the value, in whatever case. In these four a bar separates values of which one is enough
        (``route=lease|other``). ``>=``, ``<=``, ``>`` and ``<`` compare numbers as numbers and dates as text, so
        that a date known to the month stands before the days of that month. A missing cell meets no condition.

    Raises
    ------
    ValueError
        If a condition is not of that form, or names a column that the table lacks.

    Examples
    --------
    >>> talks = pd.DataFrame({"kind": ["2plus2", "call", "2plus2"], "states": ["IND;USA", "IND;USA", "IND;JPN"]})
    >>> select_rows(talks, "kind=2plus2 & states~USA").index.tolist()
    [0]
    """
    mask = pd.Series(True, index=table.index)
    for condition in parse_conditions(where):
        if condition.column not in table:
            raise ValueError(f"not a condition on a column of the table: {''.join(condition)!r}")
        mask &= _meets(table[condition.column], condition.test, condition.value)
    return table[mask]


def parse_inputs(cell: str) -> dict[str, str | float]:
    """Read the inputs of a rule.

    Parameters
    ----------
    cell : str
        ``name: value``, separated by a bar between spaces.

    Returns
    -------
    dict
        Name to value, a number where it is one.

    Examples
    --------
    >>> parse_inputs("table: deals | where: route=lease|other | year: 2016")
    {'table': 'deals', 'where': 'route=lease|other', 'year': 2016.0}
    """
    pairs = (part.partition(": ") for part in cell.split(BAR))
    return {name.strip(): float(value) if NUMBER.fullmatch(value.strip()) else value for name, _, value in pairs}


def parse_alternatives(cell: str) -> dict[str, list[tuple[str, str]]]:
    """Read the alternatives of a rule: other thresholds and inputs to try it with.

    Parameters
    ----------
    cell : str
        ``name=value``, separated by a bar between spaces; changes that go together are joined by a plus between
        spaces.

    Returns
    -------
    dict
        Each alternative as it is written, to its changes: name (of a threshold or an input) and value.

    Examples
    --------
    >>> parse_alternatives("first=2016 + last=2024 | where=kind=call")
    {'first=2016 + last=2024': [('first', '2016'), ('last', '2024')], 'where=kind=call': [('where', 'kind=call')]}
    """
    found = {}
    for alternative in filter(None, cell.split(BAR)):
        changes = [change.partition("=") for change in alternative.split(" + ")]
        found[alternative] = [(name, value) for name, _, value in changes]
    return found


def _meets(column: pd.Series, test: str, value: str) -> pd.Series:
    present = column.notna()
    if test in ORDERED:
        bound = float(value) if is_numeric_dtype(column) else value
        return pd.Series(present & ORDERED[test](column.where(present, bound), bound).astype(bool))
    cells, values = column.astype("str").where(present, ""), set(value.split("|"))
    if test == "~":
        met = cells.map(lambda cell: not values.isdisjoint(cell.split(";"))).astype(bool)
    elif test == "*=":
        met = cells.map(lambda cell: any(v.lower() in cell.lower() for v in values)).astype(bool)
    else:
        met = cells.isin(values) if test == "=" else ~cells.isin(values)
    return present & met
