"""Exercises as rows: their period, length and size, and those begun by a day."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ties.tables.dates import bounds


def periods(years: pd.Series, *, first: int, last: int, length: int) -> pd.Series:
    """Put years into periods of equal length, counted back from the last year.

    Parameters
    ----------
    years : Series of int
        Calendar years.
    first, last : int
        Years kept, both included; what is older than the oldest full period joins it from `first` on.
    length : int
        Years in a period.

    Returns
    -------
    Series of str
        ``"2022-2026"``, on the index of `years`; missing outside `first` to `last`. The oldest period is longer where
        the years do not divide, so its label says so.

    Raises
    ------
    ValueError
        If there is not room for one period.

    Examples
    --------
    >>> periods(pd.Series([1992, 2001, 2002, 2011]), first=1992, last=2011, length=5).tolist()
    ['1992-1996', '1997-2001', '2002-2006', '2007-2011']
    >>> periods(pd.Series([1992, 2000]), first=1992, last=2002, length=5).tolist()
    ['1992-1997', '1998-2002']
    """
    if length < 1 or last - first + 1 < length:
        raise ValueError(f"{first} to {last} has no room for a period of {length} years")
    count = (last - first + 1) // length
    starts = [first, *(last - length * (count - k) + 1 for k in range(1, count))]
    ends = [start - 1 for start in starts[1:]] + [last]
    labels = [f"{start}-{end}" for start, end in zip(starts, ends, strict=True)]
    place = np.searchsorted(starts, years.to_numpy(), side="right") - 1
    inside = years.between(first, last).to_numpy()
    return pd.Series([labels[p] if ok else None for p, ok in zip(place, inside, strict=True)], index=years.index)


def begun(exercises: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Leave out the exercises that begin after a day.

    Parameters
    ----------
    exercises : DataFrame
        Table ``exercises``.
    as_of : str
        Last day that counts. An exercise known to the month counts if the month has begun.

    Examples
    --------
    >>> begun(pd.DataFrame({"start": ["2026-06", "2026-09-15"]}), "2026-06-30")["start"].tolist()
    ['2026-06']
    """
    return exercises[~(bounds(exercises["start"])["earliest"] > pd.Timestamp(as_of))]


def described(exercises: pd.DataFrame) -> pd.DataFrame:
    """Add to each exercise its year, number of states, length in days and reported personnel.

    Parameters
    ----------
    exercises : DataFrame
        Table ``exercises``.

    Returns
    -------
    DataFrame
        With ``year`` (int), ``states`` (listed participants, a lower bound where the list is not complete), ``days``
        (from the first to the last day, both counted; missing unless both are known to the day), ``personnel``.

    Examples
    --------
    >>> row = pd.DataFrame({"id": ["m"], "start": ["2024-10-08"], "end": ["2024-10-18"], "participants": ["IND;USA"],
    ...                     "participants_complete": ["yes"], "personnel": [None]})
    >>> described(row)[["year", "states", "days"]].to_numpy().tolist()
    [[2024.0, 2.0, 11.0]]
    """
    start, end = bounds(exercises["start"]), bounds(exercises["end"])
    exact = exercises["start"].str.len().eq(10) & exercises["end"].str.len().eq(10).fillna(False)
    days = (end["earliest"] - start["earliest"]).dt.days + 1.0
    return exercises.assign(
        year=start["earliest"].dt.year.astype(int),
        states=exercises["participants"].str.count(";") + 1,
        days=days.where(exact),
        personnel=exercises["personnel"].astype("float64"),
    )


def in_periods(
    exercises: pd.DataFrame, *, years: tuple[int, int], period_years: int, as_of: str | None = None
) -> pd.DataFrame:
    """Give the exercises of some years, begun by the last day that counts, described and with their period.

    Parameters
    ----------
    exercises : DataFrame
        Table ``exercises``.
    years : tuple of int
        First and last year, both included.
    period_years : int
        Length of a period, counted back from the last year.
    as_of : str, optional
        Last day that counts; all exercises when not given.

    Returns
    -------
    DataFrame
        As :func:`described`, with ``period``.
    """
    rows = described(exercises if as_of is None else begun(exercises, as_of))
    rows["period"] = periods(rows["year"], first=years[0], last=years[1], length=period_years)
    return rows.dropna(subset=["period"])


def listing_all(participants: pd.Series, states: Iterable[str]) -> pd.Series:
    """Say which lists of participants name all of some states.

    Parameters
    ----------
    participants : Series of str
        Codes separated by ``;``; an unknown list names nobody.
    states : iterable of str
        Codes.

    Examples
    --------
    >>> listing_all(pd.Series(["IND;USA", "IND;JPN", None]), ["IND", "USA"]).tolist()
    [True, False, False]
    """
    wanted = set(states)
    return participants.fillna("").str.split(";").map(wanted.issubset).astype(bool)
