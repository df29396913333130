"""Industry: how long deals wait for their first delivery."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ties.chapters.industry.deal_curves import deal_curves
from ties.chapters.industry.deal_waits import (
    DELIVERY,
    group_suppliers,
    left_out_finding,
    logrank_finding,
    median_finding,
    prepare_deal_waits,
)
from ties.records import Figure, Finding


def delivery_waits(
    deals: pd.DataFrame,
    routes: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    suppliers: Sequence[str],
    chosen: Sequence[str],
    as_of: str,
) -> Figure:
    """Show how long deals wait from the contract to the first delivery, by supplier.

    Parameters
    ----------
    deals, routes, countries : DataFrame
        Table ``deals``, judgement ``deal_routes``, table ``countries``.
    suppliers : sequence of str
        Suppliers told apart where they have enough deals; the rest is pooled.
    chosen : sequence of str
        Routes that count.
    as_of : str
        Last day that counts (ISO 8601).

    Returns
    -------
    Figure
        With the findings ``delivery_wait_us``, ``delivery_wait_russia``, ``delivery_wait_others`` (medians in years)
        and ``delivery_logrank`` (p-value, US against other deals).

    Examples
    --------
    >>> from ties import load
    >>> figure = delivery_waits(load("deals"), load("judgements/deal_routes"), load("countries"),
    ...     suppliers=["USA"], chosen=["FMS", "DCS", "other"], as_of="2026-06-30")
    >>> sorted(figure.data["group"].unique())
    ['United States', 'all others']
    """
    waits = prepare_deal_waits(deals, routes, clock=DELIVERY, chosen=chosen, as_of=as_of)
    us = waits["supplier"] == "USA"
    findings = [
        median_finding("delivery_wait_us", waits[us]),
        median_finding("delivery_wait_russia", waits[waits["supplier"] == "RUS"]),
        median_finding("delivery_wait_others", waits[~us]),
        logrank_finding("delivery_logrank", waits, us),
    ]
    waits = group_suppliers(waits, suppliers, countries)
    return deal_curves("delivery-waits", waits, "by_supplier", countries, findings)


def delivery_checks(deals: pd.DataFrame, routes: pd.DataFrame, *, chosen: Sequence[str], as_of: str) -> list[Finding]:
    """Compare US deliveries with those of the same years only, and count the deals that the clock leaves out.

    Parameters as of :func:`delivery_waits`.

    Returns
    -------
    list of Finding
        ``delivery_recent`` (p-value) and ``delivery_left_out`` (deals), which no figure shows.

    Examples
    --------
    >>> from ties import load
    >>> found = delivery_checks(load("deals"), load("judgements/deal_routes"), chosen=["FMS", "DCS", "other"],
    ...     as_of="2026-06-30")
    >>> [finding.key for finding in found]
    ['delivery_recent', 'delivery_left_out']
    """
    waits = prepare_deal_waits(deals, routes, clock=DELIVERY, chosen=chosen, as_of=as_of)
    us, year = waits["supplier"] == "USA", pd.to_numeric(waits["contracted"].str[:4])
    # before the first US contract others delivered in other times: they are no comparison
    return [
        logrank_finding("delivery_recent", waits[year >= year[us].min()], us),
        left_out_finding("delivery_left_out", waits),
    ]


def delivery_by_route(
    deals: pd.DataFrame, routes: pd.DataFrame, countries: pd.DataFrame, *, chosen: Sequence[str], as_of: str
) -> Figure:
    """Show how long deals wait from the contract to the first delivery, by group of routes.

    Parameters as of :func:`delivery_waits`.

    Returns
    -------
    Figure
        With the findings ``delivery_wait_made``, ``delivery_wait_bought`` (medians in years) and ``route_logrank``
        (p-value).

    Examples
    --------
    >>> from ties import load
    >>> figure = delivery_by_route(load("deals"), load("judgements/deal_routes"), load("countries"),
    ...     chosen=["FMS", "licensed_production"], as_of="2026-06-30")
    >>> [finding.key for finding in figure.findings]
    ['delivery_wait_made', 'delivery_wait_bought', 'route_logrank']
    """
    waits = prepare_deal_waits(deals, routes, clock=DELIVERY, chosen=chosen, as_of=as_of)
    here = waits["by_route"] == "made in India"
    findings = [
        median_finding("delivery_wait_made", waits[here]),
        median_finding("delivery_wait_bought", waits[~here]),
        logrank_finding("route_logrank", waits, here),
    ]
    return deal_curves("delivery-by-route", waits, "by_route", countries, findings)
