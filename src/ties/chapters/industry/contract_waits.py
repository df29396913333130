"""Industry: how long deals wait for their contract."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ties.analysis.arms.durations import median_waits
from ties.chapters.industry.deal_curves import deal_curves
from ties.chapters.industry.deal_waits import (
    SIGNING,
    group_suppliers,
    left_out_finding,
    logrank_finding,
    median_finding,
    prepare_deal_waits,
)
from ties.plotting.text import caption
from ties.records import Figure, Table


def contract_waits(
    deals: pd.DataFrame,
    routes: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    suppliers: Sequence[str],
    chosen: Sequence[str],
    as_of: str,
) -> Figure:
    """Show how long deals wait from their announcement to the contract, by supplier.

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
        With the findings ``signing_wait_us``, ``signing_wait_others`` and ``signing_wait_known`` (US deals whose
        contract date is known): medians in years.

    Examples
    --------
    >>> from ties import load
    >>> figure = contract_waits(load("deals"), load("judgements/deal_routes"), load("countries"),
    ...     suppliers=["USA"], chosen=["FMS", "DCS", "other"], as_of="2026-06-30")
    >>> sorted(figure.data["group"].unique())
    ['United States', 'all others']
    """
    waits = prepare_deal_waits(deals, routes, clock=SIGNING, chosen=chosen, as_of=as_of)
    us = waits["supplier"] == "USA"
    findings = [
        median_finding("signing_wait_us", waits[us]),
        median_finding("signing_wait_others", waits[~us]),
        median_finding("signing_wait_known", waits[us & waits["event"]]),
    ]
    waits = group_suppliers(waits, suppliers, countries)
    return deal_curves("signing-waits", waits, "by_supplier", countries, findings)


def contract_waits_by_basis(deals: pd.DataFrame, routes: pd.DataFrame, *, chosen: Sequence[str], as_of: str) -> Table:
    """Show the median wait for the contract by kind of announcement and by route.

    Parameters as of :func:`contract_waits`.

    Returns
    -------
    Table
        With the findings ``signing_left_out`` (deals), ``basis_test`` and ``signing_route_test`` (p-values).

    Examples
    --------
    >>> from ties import load
    >>> table = contract_waits_by_basis(load("deals"), load("judgements/deal_routes"), chosen=["FMS", "DCS"],
    ...     as_of="2026-06-30")
    >>> list(table.data.columns)
    ['group', 'n', 'reached', 'median', 'low', 'high']
    """
    waits = prepare_deal_waits(deals, routes, clock=SIGNING, chosen=chosen, as_of=as_of)
    groups = {
        "basis": "announced by: " + waits["announced_basis"].str.replace("_", " "),
        "route_group": "route: " + waits["by_route"],
    }
    parts = [median_waits(waits.assign(**groups), by).sort_values("n", ascending=False) for by in groups]
    data = pd.concat(parts, ignore_index=True).replace(float("inf"), None)
    return Table(
        "signing-by-basis",
        data.astype({"median": float, "low": float, "high": float}),
        caption("industry", "signing-by-basis"),
        [
            left_out_finding("signing_left_out", waits),
            logrank_finding("basis_test", waits, "announced_basis"),
            logrank_finding("signing_route_test", waits, "by_route"),
        ],
        headers={
            "group": "Deals", "n": "Number", "reached": "Signed", "median": "Median (years)", "low": "95% from",
            "high": "95% to",
        },
        precision=1,
        sources=waits["sources"],
    )  # fmt: skip
