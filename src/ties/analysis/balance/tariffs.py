"""Tariffs and trade: the duty in force by day, and partners' shares of trade."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def duty_spells(steps: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Give the spells of each duty in force up to a day.

    Parameters
    ----------
    steps : DataFrame
        ``date`` (days), ``kind`` ("in_force" rows are used), ``low``, ``high`` (per cent; equal where sources agree).
    as_of : str
        Last day; it ends the last spell.

    Returns
    -------
    DataFrame
        ``start``, ``end`` (first day that no longer counts; the day after `as_of` for the last), ``low``, ``high``,
        ``days``.

    Examples
    --------
    >>> steps = pd.DataFrame({"date": ["2025-08-07", "2025-08-27"], "kind": "in_force", "low": [25, 50],
    ...                       "high": [25, 50]})
    >>> duty_spells(steps, "2025-08-31")["days"].tolist()
    [20, 5]
    """
    used = steps[(steps["kind"] == "in_force") & (steps["date"] <= as_of)].sort_values("date", ignore_index=True)
    start = pd.to_datetime(used["date"], format="%Y-%m-%d")
    end = start.shift(-1).fillna(pd.Timestamp(as_of) + pd.Timedelta(days=1))
    return pd.DataFrame(
        {
            "start": start,
            "end": end,
            "low": used["low"].astype("float64"),
            "high": used["high"].astype("float64"),
            "days": (end - start).dt.days,
        }
    )


def trade_shares(trade: pd.DataFrame, partners: Sequence[str], *, reporter: str) -> pd.DataFrame:
    """Give partners' shares of a country's goods trade by fiscal year, by one reporter's customs.

    Parameters
    ----------
    trade : DataFrame
        Table ``trade``: ``partner`` ("WLD" is the total), ``year``, ``period_type``, ``reporter``, ``exports_usd_m``,
        ``imports_usd_m``.
    partners : sequence of str
        Country codes.
    reporter : str
        Whose customs; reporters are not mixed, since they differ in timing, value and routing.

    Returns
    -------
    DataFrame
        ``partner``, ``year`` (in which the fiscal year begins), ``exports``, ``imports``, ``total`` (shares of the
        world total of the year, 0 to 1) and ``turnover_usd_m`` (exports and imports, million current dollars).

    Raises
    ------
    ValueError
        If the reporter has two rows for one partner and year, or no total.
    """
    own = trade[(trade["reporter"] == reporter) & (trade["period_type"] == "fy_apr_mar")]
    if own.duplicated(["partner", "year"]).any():
        raise ValueError("a partner has two values for one fiscal year")
    flows = own.set_index(["year", "partner"])[["exports_usd_m", "imports_usd_m"]].astype("float64")
    flows.columns = pd.Index(["exports", "imports"])
    flows["total"] = flows["exports"] + flows["imports"]
    if "WLD" not in flows.index.get_level_values("partner"):
        raise ValueError(f"no total for reporter {reporter}")
    world = flows.xs("WLD", level="partner")
    parts = [
        (flows.xs(partner, level="partner") / world)
        .assign(turnover_usd_m=flows.xs(partner, level="partner")["total"], partner=partner)
        .dropna(subset=["total"])
        .reset_index()
        for partner in partners
    ]
    columns = ["partner", "year", "exports", "imports", "total", "turnover_usd_m"]
    joined: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return joined[columns].astype({"year": "int64"})
