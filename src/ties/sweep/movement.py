"""What a sweep shows: how far each finding moves over a grid of parameters, and which parameter moves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd


def reference(values: Mapping[str, Sequence[Any]], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Give the point of a grid that stands for the defaults.

    Parameters
    ----------
    values : mapping of str to sequence
        Parameter to its values in the grid.
    defaults : mapping
        Parameter to its default.

    Returns
    -------
    dict
        Parameter to its default where the grid has it; else to the nearest number (the smaller of two), or to the
        first value of what is no number.

    Examples
    --------
    >>> reference({"year": [2000, 2010], "basis": ["a", "b"]}, {"year": 1992, "basis": "b"})
    {'year': 2000, 'basis': 'b'}
    """

    def nearest(name: str) -> Any:
        found, default = values[name], defaults[name]
        if default in found:
            return default
        return min(found, key=lambda v: (abs(v - default), v)) if all(map(_number, [*found, default])) else found[0]

    return {name: nearest(name) for name in values}


def base(findings: pd.DataFrame, point: Mapping[str, Any]) -> pd.Series:
    """Give the row of one finding at a point of the grid, or where it failed there, at the point most like it.

    Parameters
    ----------
    findings : DataFrame
        Rows of one finding, with a column for each parameter of `point`; at least one row.
    point : mapping
        Parameter to value.
    """
    alike = sum((findings[name] == value).astype(int) for name, value in point.items())
    return findings.iloc[int(alike.to_numpy().argmax())]


def movement(findings: pd.DataFrame, point: Mapping[str, Any]) -> pd.DataFrame:
    """Give how far each finding moves over the grid.

    Parameters
    ----------
    findings : DataFrame
        One row per combination and finding: the parameters, ``key``, ``value``, ``unit``, ``low``, ``high``,
        ``precision``.
    point : mapping
        The combination that stands for the defaults: see :func:`reference`.

    Returns
    -------
    DataFrame
        One row per finding: ``key``, ``unit``, ``precision``, ``numeric`` (every value is a number), ``moves`` (its
        value, as printed, is not the same in every run), ``runs``, ``base`` (value at `point`), ``lowest``,
        ``highest``, ``width`` (median width of its own interval), ``ratio`` (highest less lowest, in those widths;
        missing where it has no interval), ``relative`` (the same in sizes of the value at `point`). Numbers that move
        first, those with the largest ratio on top, then those without an interval by ``relative``.

    Examples
    --------
    >>> rows = [(1, "a", 5.0, 4.0, 6.0), (2, "a", 9.0, 8.0, 10.0), (1, "b", 3.0, 3.0, 3.0), (2, "b", 3.0, 3.0, 3.0)]
    >>> findings = pd.DataFrame(rows, columns=["window", "key", "value", "low", "high"]).assign(unit="", precision=0)
    >>> movement(findings, {"window": 1})[["key", "moves", "base", "highest", "ratio"]].values.tolist()
    [['a', True, 5.0, 9.0, 2.0], ['b', False, 3.0, 3.0, nan]]
    """
    rows = []
    for key, part in findings.groupby("key", sort=False):
        first = base(part, point)
        numeric = all(map(_number, part["value"]))
        printed = {_printed(value, first["precision"]) for value in part["value"]}
        row: dict[str, Any] = {
            "key": key, "unit": first["unit"], "precision": first["precision"], "numeric": numeric,
            "moves": len(printed) > 1, "runs": len(part), "base": first["value"],
        }  # fmt: skip
        if numeric:
            values = part["value"].astype("float64")
            width = (part["high"].astype("float64") - part["low"].astype("float64")).median()
            moved = values.max() - values.min()
            row |= {"lowest": values.min(), "highest": values.max(), "width": width}
            row["ratio"] = moved / width if width > 0 else float("nan")
            row["relative"] = moved / abs(first["value"]) if first["value"] else float("nan")
        rows.append(row)
    columns = ["key", "unit", "precision", "numeric", "moves", "runs", "base", "lowest", "highest", "width", "ratio",
               "relative"]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns).astype({"moves": bool, "numeric": bool})
    order = ["moves", "numeric", "ratio", "relative"]
    return table.sort_values(order, ascending=False, kind="stable", ignore_index=True)


def movers(findings: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """Name the parameters that make a difference to one finding anywhere on the grid.

    Parameters
    ----------
    findings : DataFrame
        Rows of one finding.
    names : sequence of str
        The parameters.

    Returns
    -------
    list of str
        Those of which two values give another value or interval while all others stay the same.

    Examples
    --------
    >>> findings = pd.DataFrame({"a": [1, 2, 1, 2], "b": [1, 1, 2, 2], "value": [5, 6, 5, 6]})
    >>> movers(findings.assign(low=None, high=None), ["a", "b"])
    ['a']
    """
    results = pd.Series(map(repr, findings[["value", "low", "high"]].itertuples(index=False)), index=findings.index)

    def moves(name: str) -> bool:
        others = [findings[other] for other in names if other != name]
        groups = results.groupby(others, sort=False) if others else results.groupby([0] * len(results))
        return bool(groups.nunique().max() > 1)

    return [name for name in names if moves(name)]


def label(value: Any) -> str:
    """Write a value of a parameter.

    Examples
    --------
    >>> label(0.0), label(2000.0), label(0.15), label("JPN;AUS"), label(20250701)
    ('0', '2000', '0.15', 'JPN;AUS', '20250701')
    """
    return f"{value:.12g}" if _number(value) else str(value)


def one_at_a_time(findings: pd.DataFrame, point: Mapping[str, Any]) -> pd.DataFrame:
    """Give the range of one finding when one parameter moves and the others stay.

    Parameters
    ----------
    findings : DataFrame
        Rows of one finding with numbers as values.
    point : mapping
        Where the others stay.

    Returns
    -------
    DataFrame
        ``parameter``, ``low``, ``high`` (of the finding), ``at_low``, ``at_high`` (values of the parameter that give
        them; the first of several), widest range first; last the row "all", over the whole grid.

    Examples
    --------
    >>> findings = pd.DataFrame({"a": [1, 2, 1, 2], "b": [1, 1, 2, 2], "value": [10.0, 20.0, 13.0, 29.0]})
    >>> one_at_a_time(findings, {"a": 1, "b": 1})[["parameter", "low", "high", "at_high"]].values.tolist()
    [['a', 10.0, 20.0, '2'], ['b', 10.0, 13.0, '2'], ['all', 10.0, 29.0, '']]
    """
    stay = base(findings, point)
    rows: list[dict[str, Any]] = []
    for name in point:
        others = [other for other in point if other != name]
        same = pd.Series(True, index=findings.index)
        for other in others:
            same &= findings[other] == stay[other]
        part = findings[same]
        values = part["value"].to_numpy(dtype="float64")
        at = [label(part[name].iloc[int(place)]) for place in (values.argmin(), values.argmax())]
        rows.append({"parameter": name, "low": values.min(), "high": values.max(), "at_low": at[0], "at_high": at[1]})
    rows.sort(key=lambda row: row["low"] - row["high"])
    values = findings["value"].to_numpy(dtype="float64")
    rows.append({"parameter": "all", "low": values.min(), "high": values.max(), "at_low": "", "at_high": ""})
    return pd.DataFrame(rows)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def _printed(value: Any, precision: int) -> str:
    number = value.item() if hasattr(value, "item") else value
    return f"{number:.{precision}f}" if _number(number) else str(number)
