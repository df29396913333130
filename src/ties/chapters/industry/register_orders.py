"""Industry: how long the orders of SIPRI's register wait, and whether the two lists agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ties.analysis.arms.durations import logrank, median_waits
from ties.analysis.arms.register_waits import register_spells
from ties.chapters.industry.deal_curves import deal_curves
from ties.chapters.industry.deal_waits import (
    DELIVERY,
    SIGNIFICANT,
    group_suppliers,
    logrank_finding,
    median_finding,
    prepare_deal_waits,
)
from ties.plotting.text import sentence
from ties.records import Figure, Finding

SINCE = 1992  # the copy of the register holds no earlier deliveries


def register_orders(
    register: pd.DataFrame,
    deals: pd.DataFrame,
    routes: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    suppliers: Sequence[str],
    chosen: Sequence[str],
    start_year: int,
    as_of: str,
) -> Figure:
    """Show how long the orders of SIPRI's register wait for their first delivery, by supplier.

    Parameters
    ----------
    register, deals, routes, countries : DataFrame
        Tables ``arms_register`` and ``deals``, judgement ``deal_routes``, table ``countries``.
    suppliers : sequence of str
        Suppliers told apart, beside the United States; others are left out.
    chosen : sequence of str
        Routes that count among the deals.
    start_year : int
        First year of order.
    as_of : str
        Last day that counts among the deals (ISO 8601).

    Returns
    -------
    Figure
        With the findings ``register_us``, ``register_others`` (medians in years), ``register_test`` (p-value) and
        ``delivery_verdict`` (whether the register and the deals agree on who delivers sooner).

    Examples
    --------
    >>> from ties import load
    >>> figure = register_orders(load("arms_register"), load("deals"), load("judgements/deal_routes"),
    ...     load("countries"), suppliers=["RUS"], chosen=["FMS", "other"], start_year=1995, as_of="2026-06-30")
    >>> sorted(figure.data["group"].unique())
    ['Russia', 'United States']
    """
    waits = _order_waits(register, suppliers, start_year)
    us = waits["supplier"] == "USA"
    found = prepare_deal_waits(deals, routes, clock=DELIVERY, chosen=chosen, as_of=as_of)
    findings = [
        median_finding("register_us", waits[us]),
        median_finding("register_others", waits[~us]),
        logrank_finding("register_test", waits, us),
        delivery_verdict({"the deals found": found, "SIPRI's register": waits}, "USA"),
    ]
    waits = group_suppliers(waits, [*suppliers, "USA"], countries)
    return deal_curves("register-waits", waits, "by_supplier", countries, findings)


def firm_orders(register: pd.DataFrame, *, suppliers: Sequence[str], start_year: int) -> list[Finding]:
    """Compare US and other orders among those whose year SIPRI does not estimate.

    Parameters as of :func:`register_orders`.

    Returns
    -------
    list of Finding
        ``register_firm`` (p-value), which no figure shows.

    Examples
    --------
    >>> from ties import load
    >>> [finding.key for finding in firm_orders(load("arms_register"), suppliers=["RUS"], start_year=1995)]
    ['register_firm']
    """
    firm = _order_waits(register, suppliers, start_year, firm_only=True)
    return [logrank_finding("register_firm", firm, firm["supplier"] == "USA")]


def delivery_verdict(lists: dict[str, pd.DataFrame], supplier: str) -> Finding:
    """Say whether lists of waits agree on who delivers sooner, one supplier or all others.

    Parameters
    ----------
    lists : dict of str to DataFrame
        Waits (``supplier``, ``years``, ``event``) by the name of their list.
    supplier : str
        Code of the supplier.

    Returns
    -------
    Finding
        ``sooner``, ``later`` or, where a log-rank test does not tell them apart in every list or the lists point to
        different sides, None.
    """
    sides = {}
    for title, waits in lists.items():
        own = waits["supplier"] == supplier
        medians = [
            float(median_waits(waits[part].assign(all=""), "all")["median"].iloc[0]) if part.any() else np.nan
            for part in (own, ~own)
        ]
        p = logrank(waits.assign(own=own), "own")
        sides[title] = "" if np.isnan(p) or p >= SIGNIFICANT else "sooner" if medians[0] < medians[1] else "later"
    found = set(sides.values())
    if len(found) > 1 or "" in found:
        text = sentence("industry", "delivery_verdict-none", sides=sides)
        return Finding("delivery_verdict", None, text, confidence="cannot tell")
    side = found.pop()
    text = sentence("industry", "delivery_verdict", lists=list(lists), side=side)
    return Finding("delivery_verdict", side, text, interval="log-rank tests", confidence="low")


def _order_waits(
    register: pd.DataFrame, suppliers: Sequence[str], start_year: int, *, firm_only: bool = False
) -> pd.DataFrame:
    orders = register[register["supplier"].isin([*suppliers, "USA"])]
    # the register covers India only
    return register_spells(orders, "IND", since=max(start_year, SINCE), firm_only=firm_only)
