"""Synthesis: what followed the call, day by day."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ties.analysis.events.chronicle import chronicle
from ties.analysis.events.followup import followed, trail
from ties.plotting.text import caption, sentence
from ties.records import Finding, Table


def call_trail(
    events: pd.DataFrame,
    sayings: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    *,
    call: str,
    as_of: str,
    weight: int,
) -> Table:
    """Give the dated trail after a call: what was said, what happened, what came of it, and what had not come.

    Parameters
    ----------
    events, sayings : DataFrame
        Table ``setbacks_and_progress`` and judgement ``promises``.
    tables : mapping of str to DataFrame
        The tables that the judgement names: :func:`ties.claims.inputs.load_inputs`.
    call : str
        Day of the call.
    as_of : str
        Last day that counts.
    weight : int
        Smallest weight of an event (1 to 3); the download holds the lighter ones as well.

    Returns
    -------
    Table
        What :func:`ties.analysis.events.chronicle.chronicle` gives, for :func:`ties.show_trail`.

    Examples
    --------
    >>> from ties import load
    >>> from ties.claims.inputs import load_inputs
    >>> sayings, tables = load("judgements/promises"), load_inputs("judgements/promises")
    >>> days = {"call": "2025-07-01", "as_of": "2026-06-30"}
    >>> call_trail(load("setbacks_and_progress"), sayings, tables, **days, weight=2).data["what"].iloc[0]
    'said'
    """
    settled = followed(sayings.assign(since=call), tables, as_of=as_of)
    chosen, every = (trail(events, since=call, as_of=as_of, weight=least) for least in (weight, 1))
    data, download = (chronicle(part, settled, as_of=as_of) for part in (chosen, every))
    return Table(
        "trail", data, caption("synthesis", "trail", call=call), findings_call_trail(chosen, every, weight),
        download=download, tables=["setbacks_and_progress", "judgements/promises", *tables], sources=data["sources"],
    )  # fmt: skip


def findings_call_trail(chosen: pd.DataFrame, every: pd.DataFrame, weight: int) -> list[Finding]:
    """Give how many events came after the call, with the lighter ones, and of trade.

    Parameters
    ----------
    chosen, every : DataFrame
        What :func:`ties.analysis.events.followup.trail` gives from `weight` up, and of all events.
    weight : int
        As of :func:`call_trail`.
    """
    trade = _directions(chosen[chosen["topic"] == "trade"])
    texts = {
        "trail": {"events": len(chosen), "weight": weight, **_directions(chosen)},
        "trail_all": {"events": len(every), **_directions(every)},
        "trail_trade": trade,
    }
    values = {"trail": len(chosen), "trail_all": len(every), "trail_trade": trade["setbacks"]}
    return [
        Finding(key, values[key], sentence("synthesis", key, **facts), figure="trail") for key, facts in texts.items()
    ]


def _directions(events: pd.DataFrame) -> dict[str, int]:
    """Count steps forward and setbacks."""
    counts = events["direction"].value_counts()
    return {"progress": int(counts.get("progress", 0)), "setbacks": int(counts.get("setback", 0))}
