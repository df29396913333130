"""Rules that look at values: a gap to what was claimed, a mean, a total, a growth, a trend.

Inputs and result are those of every rule: see :mod:`ties.claims.rules.selection`.
"""

from __future__ import annotations

import math

import pandas as pd
from pandas.api.types import is_numeric_dtype

from ties.claims.inputs import Tables
from ties.claims.rules.selection import rows_with
from ties.tables.dates import bounds

POINTS = 4  # fewer points than these are no trend


def gap_to(tables: Tables, *, table: str, where: str, column: str, claimed: float) -> float:
    """Compute how far a claimed value lies from the median of the values found.

    Parameters
    ----------
    tables, table, where, column
        The rows, and the column of values (:func:`~ties.claims.rules.selection.rows_with`).
    claimed : float
        The value that was claimed, in the unit of the column.

    Returns
    -------
    float
        Distance in the unit of the column; NaN where no value is found.

    Examples
    --------
    >>> shares = {"shares": pd.DataFrame({"supplier": ["RUS", "RUS"], "pct": [36.0, 36.4]})}
    >>> round(gap_to(shares, table="shares", where="supplier=RUS", column="pct", claimed=60), 1)
    23.8
    """
    values = rows_with(tables, table, where, column)[column]
    return abs(float(values.median()) - claimed) if len(values) else math.nan


def mean_of(tables: Tables, *, table: str, where: str, column: str, last: float) -> float:
    """Compute the mean of a yearly value over the last years of a table.

    Parameters
    ----------
    tables, table, where, column
        The rows, with a column ``year``, and the column of values.
    last : float
        How many of the last years.

    Returns
    -------
    float
        In the unit of the column; NaN where the table has fewer years.

    Examples
    --------
    >>> votes = {"votes": pd.DataFrame({"pair": "a", "year": [2017, 2018, 2019], "pct": [90.0, 20.0, 30.0]})}
    >>> mean_of(votes, table="votes", where="pair=a", column="pct", last=2)
    25.0
    """
    values = rows_with(tables, table, where, column).sort_values("year")[column]
    return float(values.tail(int(last)).mean()) if len(values) >= last else math.nan


def total_of(tables: Tables, *, table: str, where: str, column: str) -> float:
    """Add the values of some rows.

    Parameters
    ----------
    tables, table, where, column
        The rows, and the column of values (:func:`~ties.claims.rules.selection.rows_with`).

    Returns
    -------
    float
        In the unit of the column; NaN where no value is found.

    Examples
    --------
    >>> steps = {"steps": pd.DataFrame({"step": ["signed", "fielded"], "count": [3, 0]})}
    >>> total_of(steps, table="steps", where="step=fielded", column="count")
    0.0
    """
    values = rows_with(tables, table, where, column)[column]
    return float(values.sum()) if len(values) else math.nan


def growth_of(tables: Tables, *, table: str, where: str, column: str) -> float:
    """Compute the growth from the first year to the last.

    Parameters
    ----------
    tables, table, where, column
        The rows, with a column ``year``, and the column of values; several values of a year are averaged.

    Returns
    -------
    float
        Per cent; NaN where there are fewer than two years.

    Examples
    --------
    >>> fleet = {"fleet": pd.DataFrame({"item": "ships", "year": [2020, 2024], "count": [350.0, 370.0]})}
    >>> round(growth_of(fleet, table="fleet", where="item=ships", column="count"), 1)
    5.7
    """
    values = rows_with(tables, table, where, column).groupby("year")[column].mean().sort_index()
    return 100 * (float(values.iloc[-1]) / float(values.iloc[0]) - 1) if len(values) > 1 else math.nan


def trend(tables: Tables, *, table: str, where: str, column: str, value: str) -> float:
    """Compute Kendall's rank correlation of a value with time.

    Parameters
    ----------
    tables, table, where, column
        The rows, and the column of dates by which they are ordered.
    value : str
        A column of numbers; ``count:column`` for the length of a list separated by ``;``; ``days:start:end`` for the
        length in days, where both dates are known to the day.

    Returns
    -------
    float
        From -1 (always falling) to 1 (always rising); NaN where fewer than four rows have the value.

    References
    ----------
    M. G. Kendall, "A New Measure of Rank Correlation", *Biometrika* 30 (1938), 81-93.

    Examples
    --------
    >>> drills = {"drills": pd.DataFrame({"series": "a", "start": ["2019", "2020", "2021", "2022"],
    ...                                   "who": ["A;B", "A;B;C", "A;B;C", "A;B;C;D"]})}
    >>> round(trend(drills, table="drills", where="series=a", column="start", value="count:who"), 2)
    0.91
    """
    rows = rows_with(tables, table, where, column)
    points = pd.DataFrame({"day": bounds(rows[column])["earliest"], "value": measure_values(rows, value)}).dropna()
    if len(points) < POINTS:
        return math.nan
    if (points["value"] == points["value"].iloc[0]).all():
        return 0.0
    return float(points["value"].astype(float).corr(points["day"].rank(), method="kendall"))


def trends_rising(tables: Tables, *, table: str, where: str, column: str, values: str, weak: float) -> float:
    """Compute the share of several measures that rise with time.

    Parameters
    ----------
    tables, table, where, column
        As for :func:`trend`.
    values : str
        Measures as for :func:`trend`, separated by ``;``.
    weak : float
        Smallest rank correlation that counts as a rise.

    Returns
    -------
    float
        Per cent of the measures that can be computed; NaN where none can.

    Examples
    --------
    >>> drills = {"drills": pd.DataFrame({"series": "a", "start": ["2019", "2020", "2021", "2022"],
    ...                                   "who": ["A;B", "A;B;C", "A;B;C", "A;B;C;D"], "men": [9, 8, 7, 6]})}
    >>> trends_rising(drills, table="drills", where="series=a", column="start", values="count:who;men", weak=0.3)
    50.0
    """
    measures = values.split(";")
    found = [trend(tables, table=table, where=where, column=column, value=value) for value in measures]
    taus = [tau for tau in found if not math.isnan(tau)]
    return 100 * sum(tau >= weak for tau in taus) / len(taus) if taus else math.nan


def measure_values(rows: pd.DataFrame, value: str) -> pd.Series:
    """Measure each row.

    Parameters
    ----------
    rows : DataFrame
        Rows of a table.
    value : str
        As for :func:`trend`.

    Returns
    -------
    Series of numbers
        Missing where the row does not have the measure.

    Raises
    ------
    TypeError
        If the column holds no numbers.

    Examples
    --------
    >>> drills = pd.DataFrame({"who": ["A;B"], "start": ["2019-05-01"], "end": ["2019-05-02"]})
    >>> measure_values(drills, "count:who").item(), measure_values(drills, "days:start:end").item()
    (2, 2)
    """
    kind, *columns = value.split(":")
    if kind == "count":
        return pd.Series(rows[columns[0]].str.count(";") + 1)
    if kind == "days":
        exact = (rows[columns[0]].str.len() == 10) & (rows[columns[1]].str.len() == 10)
        start, end = (pd.to_datetime(rows[column].where(exact)) for column in columns)
        return pd.Series((end - start).dt.days + 1)
    if not is_numeric_dtype(rows[value]):
        raise TypeError(f"column {value!r} holds no numbers")
    return rows[value]
