"""Industry: how far dates that are known only to the month or year can move the median waits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ties.analysis.arms.durations import date_sensitivity
from ties.chapters.industry.deal_waits import DELIVERY, SIGNING, group_suppliers, prepare_deal_waits
from ties.plotting.text import caption, sentence
from ties.records import Finding, Table, cannot_tell


def date_precision(
    deals: pd.DataFrame,
    routes: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    suppliers: Sequence[str],
    chosen: Sequence[str],
    as_of: str,
    draws: int,
    seed: int,
) -> Table:
    """Show the median waits if partly known dates are read short, long or at random.

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
    draws, seed : int
        Number of random draws of dates, and seed of their generator.

    Returns
    -------
    Table
        With the finding ``date_precision`` (years).

    Examples
    --------
    >>> from ties import load
    >>> table = date_precision(load("deals"), load("judgements/deal_routes"), load("countries"),
    ...     suppliers=["USA"], chosen=["FMS", "other"], as_of="2026-06-30", draws=2, seed=1)
    >>> table.data["clock"].unique().tolist()
    ['announced to contracted', 'contracted to first delivery']
    """
    parts = []
    for clock in (SIGNING, DELIVERY):
        waits = prepare_deal_waits(deals, routes, clock=clock, chosen=chosen, as_of=as_of)
        part = date_sensitivity(group_suppliers(waits, suppliers, countries), "by_supplier", draws=draws, seed=seed)
        parts.append(part.assign(clock=" to ".join(clock).replace("_", " ")))
    table = pd.concat(parts, ignore_index=True)
    shown = table[["clock", "group", "all_shortest", "all_longest", "draw_low", "draw_high"]]
    shown = shown.replace(float("inf"), None)
    return Table(
        "date-precision",
        shown.astype(dict.fromkeys(shown.columns[2:], float)),
        caption("industry", "date-precision"),
        findings_date_precision(table),
        headers={
            "clock": "Clock", "group": "Supplier", "all_shortest": "All short", "all_longest": "All long",
            "draw_low": "Draws from", "draw_high": "Draws to",
        },
        precision=2,
        download=table,
        sources=deals["sources"],
    )  # fmt: skip


def findings_date_precision(table: pd.DataFrame) -> list[Finding]:
    """Say the widest range of a median between reading all dates one way and the other, in years.

    Parameters
    ----------
    table : DataFrame
        As :func:`ties.analysis.arms.durations.date_sensitivity` gives it.
    """
    finite = table[np.isfinite(table["all_shortest"]) & np.isfinite(table["all_longest"])]
    if finite.empty:
        return cannot_tell(["date_precision"], sentence("industry", "date_precision-none"))
    width = finite["all_longest"] - finite["all_shortest"]
    row = finite.loc[width.sort_values(kind="stable").index[-1]]
    text = sentence(
        "industry", "date_precision", width=float(width.max()), group=row["group"], shortest=row["all_shortest"],
        longest=row["all_longest"],
        drawn=(table["draw_high"] - table["draw_low"]).replace([np.inf, -np.inf], np.nan).max(),
    )  # fmt: skip
    return [
        Finding(
            "date_precision", float(width.max()), text, unit="years", low=width.min(), high=width.max(),
            interval="range over suppliers and clocks", precision=1, confidence="high",
        )
    ]  # fmt: skip
