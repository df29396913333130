"""Laws that contracts of several tables share: order of times, pairs of columns, lists in order."""

from __future__ import annotations

import pandas as pd

from ties.tables.dates import bounds
from ties.tables.schema.cell_checks import SEPARATOR


def not_before(later: pd.Series, earlier: pd.Series) -> pd.Series:
    """Say where a date is not before another; a date that is not known, or only roughly, is given the benefit.

    Parameters
    ----------
    later, earlier : Series of str, shape (n,)
        Dates of year, month or day precision.

    Returns
    -------
    Series of bool, shape (n,)
        False only where even the last day that `later` can mean is before the first that `earlier` can mean.

    Examples
    --------
    >>> not_before(pd.Series(["2016", "2016-01", None]), pd.Series(["2016-08", "2016-08", "2016"])).tolist()
    [True, False, True]
    """
    return ~(bounds(later)["latest"] < bounds(earlier)["earliest"])


def together(frame: pd.DataFrame, *columns: str) -> pd.Series:
    """Say where columns are either all known or all unknown.

    Parameters
    ----------
    frame : DataFrame, shape (n, m)
        Rows of a table.
    *columns : str
        Columns that stand or fall together.

    Returns
    -------
    Series of bool, shape (n,)

    Examples
    --------
    >>> together(pd.DataFrame({"lat": [1.0, None, 1.0], "lon": [2.0, None, None]}), "lat", "lon").tolist()
    [True, True, False]
    """
    filled = frame[list(columns)].notna().sum(axis=1)
    return filled.isin([0, len(columns)])


def in_order(cells: pd.Series) -> pd.Series:
    """Say where the elements of a list inside a cell are in alphabetical order, so that equal sets are equal text.

    Parameters
    ----------
    cells : Series of str, shape (n,)
        Lists, elements separated by ``;``; an unknown list passes.

    Returns
    -------
    Series of bool, shape (n,)

    Examples
    --------
    >>> in_order(pd.Series(["AUS;IND", "IND;AUS", None])).tolist()
    [True, False, True]
    """
    lists = cells.fillna("").str.split(SEPARATOR)
    return lists.map(lambda elements: elements == sorted(elements)).astype(bool)


def list_length(cells: pd.Series) -> pd.Series:
    """Count the elements of a list inside a cell; an unknown list has none.

    Parameters
    ----------
    cells : Series of str, shape (n,)
        Lists, elements separated by ``;``.

    Returns
    -------
    Series of int, shape (n,)

    Examples
    --------
    >>> list_length(pd.Series(["AUS;IND", "IND", None])).tolist()
    [2, 1, 0]
    """
    return cells.fillna("").map(lambda cell: len(cell.split(SEPARATOR)) if cell else 0).astype("int64")
