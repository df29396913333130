"""Designations: when a state stood on a list, and what happened in a year that is named."""

from __future__ import annotations

import pandas as pd

from ties.tables.dates import bounds

ON = ("designated", "listed", "retained", "in_force")
OFF = ("removed", "revoked")


def listed_spells(designations: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Give the spells in which each state stood on each list.

    Parameters
    ----------
    designations : DataFrame
        Table ``designations``: ``country``, ``list``, ``date``, ``status``. Rows without a date change nothing.
    as_of : str
        Last day; a spell still open ends on it.

    Returns
    -------
    DataFrame
        ``country``, ``list``, ``start``, ``end`` (days; the first possible where only month or year is known),
        ``open`` (did it last on `as_of`?), ``renewals`` (rows that confirm it).

    Examples
    --------
    >>> rows = pd.DataFrame({"country": "PAK", "list": "FATF_grey", "date": ["2018-06", "2021-06", "2022-10-21"],
    ...                      "status": ["listed", "retained", "removed"]})
    >>> listed_spells(rows, "2026-06-30")[["open", "renewals"]].values.tolist()
    [[False, 1]]
    """
    limit = pd.Timestamp(as_of)
    dated = designations[designations["date"].notna()].assign(day=lambda t: bounds(t["date"])["earliest"])
    dated = dated[dated["day"] <= limit].sort_values("day", kind="stable")
    rows = []
    for (country, name), part in dated.groupby(["country", "list"]):
        start, renewals = None, 0
        for status, day in zip(part["status"], part["day"], strict=True):
            if status in ON:
                start, renewals = (day, 0) if start is None else (start, renewals + 1)
            elif status in OFF and start is not None:
                rows.append((country, name, start, day, False, renewals))
                start = None
        if start is not None:
            rows.append((country, name, start, limit, True, renewals))
    return pd.DataFrame(rows, columns=["country", "list", "start", "end", "open", "renewals"])


def dated_in(designations: pd.DataFrame, country: str, name: str, year: int) -> pd.DataFrame:
    """Give the designations of a state on a list that are dated in a year.

    Parameters
    ----------
    designations : DataFrame
        Table ``designations``.
    country, name : str
        Country code and list.
    year : int
        Calendar year of the determination (not of the announcement).

    Returns
    -------
    DataFrame
        Rows with status "designated" whose date lies in the year.
    """
    rows = designations[(designations["country"] == country) & (designations["list"] == name)]
    return rows[(rows["status"] == "designated") & rows["date"].astype("str").str.startswith(f"{year}")]
