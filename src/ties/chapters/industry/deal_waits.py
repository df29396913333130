"""Industry: how long deals wait between two stages, and the findings about it that several figures share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ties.analysis.arms.durations import logrank, median_waits, spells
from ties.plotting.text import sentence
from ties.records import Finding

SIGNING = ("announced", "contracted")
DELIVERY = ("contracted", "first_delivery")
OTHERS = "all others"
SIGNIFICANT = 0.05


def prepare_deal_waits(
    deals: pd.DataFrame, routes: pd.DataFrame, *, clock: tuple[str, str], chosen: Sequence[str], as_of: str
) -> pd.DataFrame:
    """Prepare one wait per deal with its group of routes.

    Parameters
    ----------
    deals : DataFrame
        Table ``deals``.
    routes : DataFrame
        Judgement ``deal_routes``: ``route`` and ``group``.
    clock : tuple of str
        Start and end stage: ``SIGNING`` or ``DELIVERY``.
    chosen : sequence of str
        Routes that count.
    as_of : str
        Last day that counts (ISO 8601).

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.arms.durations.spells` gives it, with ``by_route``.

    Raises
    ------
    ValueError
        If no deal is left, or a route has no group.
    """
    rows = deals.assign(route=deals["route"].fillna("unknown"))
    group = routes.set_index("route")["group"]
    if missing := set(rows["route"]) - set(group.index):
        raise ValueError(f"routes without a group: {', '.join(sorted(missing))}")
    waits = spells(rows[rows["route"].isin(chosen)], *clock, as_of)
    if waits.empty:
        raise ValueError(f"no deal to time from {clock[0]} to {clock[1]} on these routes")
    return waits.assign(by_route=waits["route"].map(group))


def group_suppliers(
    waits: pd.DataFrame, suppliers: Sequence[str], countries: pd.DataFrame, least: int = 8
) -> pd.DataFrame:
    """Name the suppliers that are told apart and pool the rest.

    Parameters
    ----------
    waits : DataFrame
        With ``supplier``; one row per wait.
    suppliers : sequence of str
        Suppliers told apart where they have at least `least` waits.
    countries : DataFrame
        Table ``countries``.

    Returns
    -------
    DataFrame
        `waits` with ``by_supplier`` (a name, or "all others").
    """
    counts = waits["supplier"].value_counts()
    apart = [s for s in suppliers if counts.get(s, 0) >= least]
    names = countries.set_index("code")["name"]
    return waits.assign(by_supplier=waits["supplier"].map(names).where(waits["supplier"].isin(apart), OTHERS))


def median_finding(key: str, waits: pd.DataFrame) -> Finding:
    """Give the median wait of some deals in years; None where half of them have not got there.

    Parameters
    ----------
    key : str
        Name of the finding, whose sentences say whose deals they are.
    waits : DataFrame
        As :func:`prepare_deal_waits` gives it, or a part of it.

    Returns
    -------
    Finding
        With an interval where both of its ends are finite.
    """
    if waits.empty:
        text = sentence("industry", f"{key}-none")
        return Finding(key, None, text, unit="years", precision=1, confidence="cannot tell")
    row = (
        median_waits(waits.assign(group="all"), "group").iloc[0].rename({"low": "median_low", "high": "median_high"})
    )
    facts = {"reached": row["reached"], "n": row["n"], "median": row["median"], "interval": say_interval(row)}
    if not np.isfinite(row["median"]):
        text = sentence("industry", f"{key}-open", **facts)
        return Finding(key, None, text, unit="years", precision=1, confidence="cannot tell")
    low, high = float(row["median_low"]), float(row["median_high"])
    closed = bool(np.isfinite([low, high]).all())
    return Finding(
        key, float(row["median"]), sentence("industry", key, **facts), unit="years", low=low if closed else None,
        high=high if closed else None,
        interval="95% interval of the Kaplan-Meier median" if np.isfinite(high) else "open above", precision=1,
        confidence="medium" if row["n"] >= 30 else "low",
    )  # fmt: skip


def logrank_finding(key: str, waits: pd.DataFrame, by: pd.Series | str) -> Finding:
    """Say whether groups of deals wait differently long: the p-value of the log-rank test.

    Parameters
    ----------
    key : str
        Name of the finding, whose sentences say which deals are compared.
    waits : DataFrame
        As :func:`prepare_deal_waits` gives it, or a part of it.
    by : str or Series
        Column that names the group, or the group of each row.

    Returns
    -------
    Finding
        None where there is one group only.
    """
    p = logrank(waits, by) if isinstance(by, str) else logrank(waits.assign(group=by), "group")
    if np.isnan(p):
        return Finding(key, None, sentence("industry", f"{key}-none"), confidence="cannot tell")
    text = sentence("industry", key, p=p, apart=p < SIGNIFICANT)
    return Finding(key, p, text, interval="a p-value", precision=3, confidence="low")


def left_out_finding(key: str, waits: pd.DataFrame) -> Finding:
    """Say how many deals a clock leaves out, and why (parameters as of :func:`median_finding`)."""
    left = waits.attrs["left_out"]
    total, reasons = sum(left.values()), [f"{n} {reason}" for reason, n in left.items()]
    text = sentence("industry", key, used=len(waits), left=total, reasons=reasons)
    return Finding(key, total, text, unit="deals", interval="a count", confidence="high")


def say_years(years: float) -> str:
    """Say a wait in words.

    Examples
    --------
    >>> say_years(2.04), say_years(float("inf"))
    ('2.0 years', 'not reached')
    """
    return f"{years:.1f} years" if np.isfinite(years) else "not reached"


def say_interval(row: pd.Series) -> str:
    """Say the interval of a median, open above where the band never falls to one half.

    Examples
    --------
    >>> say_interval(pd.Series({"median_low": 2.13, "median_high": float("inf")}))
    '95 per cent interval 2.1 years and more'
    """
    low, high = float(row["median_low"]), float(row["median_high"])
    if not np.isfinite(low):
        return "no interval"
    return (
        f"95 per cent interval {low:.1f} to {high:.1f}"
        if np.isfinite(high)
        else f"95 per cent interval {low:.1f} years and more"
    )
