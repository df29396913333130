"""A result on one price basis, with its range over all of them."""

from __future__ import annotations

import pandas as pd

from ties.analysis.balance.spending import BASES


def band_over_bases(parts: pd.DataFrame, value: str, *, price_basis: str, years: tuple[int, int]) -> pd.DataFrame:
    """Give a value on one price basis, and its range over all of them, by grouping and year.

    Parameters
    ----------
    parts : DataFrame
        ``grouping``, ``year``, ``basis`` and the value.
    value : str
        Its column.
    price_basis : {"market", "constant", "gdp_ppp"}
        The basis of the value given.
    years : tuple of int
        First and last year, both included.

    Returns
    -------
    DataFrame
        ``grouping``, ``year``, the value (missing where that basis is), ``low``, ``high`` and ``bases`` (how many are
        known).
    """
    key = ["grouping", "year"]
    within = parts[parts["year"].between(*years)]
    band = within.groupby(key)[value].agg(low="min", high="max", bases="size").reset_index()
    line = within.loc[within["basis"] == price_basis, [*key, value]]
    return band.merge(line, on=key, how="left")[[*key, value, "low", "high", "bases"]]


def latest_full(data: pd.DataFrame, grouping: str) -> pd.Series:
    """Give the last year of a grouping in which every price basis is known.

    Parameters
    ----------
    data : DataFrame
        As :func:`band_over_bases` gives it.
    grouping : str
        The grouping.

    Raises
    ------
    ValueError
        If there is no such year.
    """
    full = data[(data["grouping"] == grouping) & (data["bases"] == len(BASES))].sort_values("year")
    if full.empty:
        raise ValueError(f"no year in which all price bases of {grouping!r} are known")
    return full.iloc[-1]
