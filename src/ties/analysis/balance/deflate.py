"""Rupee series of Indian fiscal years in constant prices."""

from __future__ import annotations

import pandas as pd

KINDS = ("gdp_deflator", "cpi")


def fiscal_start(years: pd.Series) -> pd.Series:
    """Give the calendar year in which each fiscal year (April to March) starts.

    Raises
    ------
    ValueError
        If a value is not a fiscal year such as ``2016-17``, or its two years do not follow each other.

    Examples
    --------
    >>> fiscal_start(pd.Series(["2016-17", "1999-00"])).tolist()
    [2016, 1999]
    """
    text = years.astype("str")
    start = pd.to_numeric(text.str[:4], errors="coerce")
    wrong = ~text.str.match(r"^\d{4}-\d{2}$") | ((start + 1) % 100 != pd.to_numeric(text.str[5:], errors="coerce"))
    if wrong.any():
        raise ValueError(f"not a fiscal year: {text[wrong].iloc[0]!r}")
    return start.astype(int)


def fiscal_index(deflators: pd.DataFrame, country: str, kind: str) -> pd.Series:
    """Give a price index by fiscal year.

    Parameters
    ----------
    deflators : DataFrame
        Table ``deflators``: ``country``, ``year``, ``index``, ``kind``, ``year_basis``.
    country : str
        ISO 3166-1 alpha-3 code.
    kind : str
        ``gdp_deflator`` (kept by fiscal year) or ``cpi`` (kept by calendar year: nine months of one year and three of
        the next).

    Returns
    -------
    Series
        Index by the calendar year in which the fiscal year starts; years without a complete index are missing.

    Raises
    ------
    ValueError
        If the kind is unknown.
    """
    if kind not in KINDS:
        raise ValueError(f"no price index {kind!r}: {', '.join(KINDS)}")
    basis = "indian_fiscal" if kind == "gdp_deflator" else "calendar"
    chosen = (deflators["country"] == country) & (deflators["kind"] == kind) & (deflators["year_basis"] == basis)
    rows = deflators[chosen].astype({"year": int}).set_index("year")["index"].astype(float).sort_index()
    if kind == "gdp_deflator":
        return rows
    following = rows.reindex(rows.index + 1).to_numpy()
    return (0.75 * rows + 0.25 * following).dropna()


def to_constant(values: pd.Series, index: pd.Series, base: int) -> pd.Series:
    """Turn values in current prices into the prices of a base year.

    Parameters
    ----------
    values : Series of float
        In current prices, by year.
    index : Series of float
        Price index by year.
    base : int
        Year whose prices are used.

    Returns
    -------
    Series
        In the prices of `base`, by year; missing where the index is.

    Raises
    ------
    KeyError
        If the index does not cover `base`.

    Examples
    --------
    >>> prices = pd.Series({2016: 100.0, 2017: 125.0})
    >>> to_constant(pd.Series({2016: 80.0, 2017: 100.0, 2018: 9.0}), prices, 2017).tolist()
    [100.0, 100.0, nan]
    """
    if base not in index.index:
        raise KeyError(f"the price index does not cover {base}")
    return values * float(index[base]) / index.reindex(values.index)
