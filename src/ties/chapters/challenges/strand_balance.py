"""Progress against setbacks by strand of the relation, and under other readings of what was recorded."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.events.net_balance import (
    coverage_sensitivity,
    net_balance,
    signed_events,
    strands_differ,
    unrecorded_setbacks,
)
from ties.chapters.challenges.progress_and_setbacks import BOOTSTRAP
from ties.plotting.style import GRID, INK, MUTED, OTHER
from ties.plotting.text import caption, sentence, words
from ties.records import Figure, Finding, Table, Words

READINGS = {
    "all": "all events, each counted once",
    "weighted": "all events, weighted",
    "heavy": "weight two or three only",
    "heaviest": "weight three only",
    "high": "high confidence only",
    "thinned": "recent thinned to the earlier rate, best case",
}
NO_EVENTS: dict[Any, Any] = {"progress": 0, "setbacks": 0, "net": None}
STRANDS = ("defence", "trade", "politics")


def strand_balance(
    events: pd.DataFrame, strands: pd.DataFrame, *, as_of: str, recent_from: int, draws: int, seed: int
) -> Figure:
    """Show the net balance of each strand before and after a year.

    Parameters
    ----------
    events : DataFrame
        Table ``setbacks_and_progress``.
    strands : DataFrame
        Judgement ``topic_strands``: ``topic`` and ``strand``.
    as_of : str
        Last day that counts.
    recent_from : int
        First recent year.
    draws, seed : int
        Number of draws; seed of the random numbers.

    Returns
    -------
    Figure
        ``balance-by-strand``, with the findings ``strands`` and the recent balance of each (``net_defence``).

    Raises
    ------
    ValueError
        If a topic has no strand.

    Examples
    --------
    >>> from ties import load
    >>> about = {"as_of": "2026-06-30", "recent_from": 2025, "draws": 100, "seed": 1}
    >>> figure = strand_balance(load("setbacks_and_progress"), load("judgements/topic_strands"), **about)
    >>> [finding.key for finding in figure.findings]
    ['strands', 'net_defence', 'net_politics', 'net_trade']
    """
    data = prepare_strand_balance(events, strands, as_of=as_of, recent_from=recent_from, draws=draws, seed=seed)
    return Figure(
        "balance-by-strand", data, draw_strand_balance, words_strand_balance(data), findings_strand_balance(data),
        height=3,
    )  # fmt: skip


def prepare_strand_balance(
    events: pd.DataFrame, strands: pd.DataFrame, *, as_of: str, recent_from: int, draws: int, seed: int
) -> pd.DataFrame:
    """Give the balances (parameters and errors of :func:`strand_balance`).

    The columns are those of :func:`ties.analysis.events.net_balance.net_balance` by ``strand`` and ``recent``;
    ``attrs`` hold the p-value of defence against trade in the recent years.
    """
    signed = signed_events(events, until=as_of)
    signed = signed.assign(strand=signed["topic"].map(strands.set_index("topic")["strand"]))
    if signed["strand"].isna().any():
        raise ValueError(f"topics without a strand: {sorted(set(signed.loc[signed['strand'].isna(), 'topic']))}")
    signed["recent"] = signed["year"] >= recent_from
    data = net_balance(signed, ["strand", "recent"], draws=draws, seed=seed)
    p_value = strands_differ(data[data["recent"]], "defence", "trade")
    data.attrs.update(p_value=p_value, recent_from=recent_from, until=int(signed["year"].max()))
    return data


def draw_strand_balance(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw balance and interval of each strand, earlier hollow and recent full."""
    size = 7 if narrow else 9
    order = [s for s in STRANDS if s in set(data["strand"])]
    recent_from = data.attrs["recent_from"]
    for recent, offset, fill in ((False, -0.15, "none"), (True, 0.15, INK)):
        part = data[data["recent"] == recent].set_index("strand").reindex(order)
        places = np.arange(len(order)) + offset
        ax.hlines(places, part["net_low"], part["net_high"], color=OTHER, alpha=0.55, lw=4)
        label = f"{recent_from} and later" if recent else f"before {recent_from}"
        ax.plot(part["net"], places, "o", mec=INK, mfc=fill, ms=6, label=label, ls="none")
        ax.plot(part["weighted"], places, "|", color=INK, ms=10, mew=1.6, ls="none",
                label="weighted" if recent else None)  # fmt: skip
    ax.set_yticks(range(len(order)), order, fontsize=size)
    ax.invert_yaxis()
    ax.set_xlim(-1.05, 1.05)
    ax.axvline(0, color=MUTED, lw=0.9)
    ax.set_xlabel("only setbacks (-1) to only progress (1)")
    ax.grid(visible=True, axis="x", color=GRID)
    ax.grid(visible=False, axis="y")
    ax.legend(
        loc="lower center", bbox_to_anchor=(0.4 if narrow else 0.5, 1.0), ncols=2 if narrow else 3, fontsize=size
    )
    return ax


def _recent(data: pd.DataFrame) -> dict[Any, dict[Any, Any]]:
    """Give the recent balance of each strand that has events."""
    rows: dict[Any, dict[Any, Any]] = data[data["recent"]].set_index("strand").to_dict("index")
    return rows


def words_strand_balance(data: pd.DataFrame) -> Words:
    """Say how defence and trade fared in the recent years."""
    about: dict[Any, Any] = data.attrs
    rows = {name: _recent(data).get(name, NO_EVENTS) for name in ("defence", "trade")}
    return words("challenges", "balance-by-strand", **about, **rows)


def findings_strand_balance(data: pd.DataFrame) -> list[Finding]:
    """Give the steps forward and back of all strands, and the balance of each."""
    about: dict[Any, Any] = data.attrs
    rows = _recent(data)
    counts = ", ".join(f"{s} {rows[s]['progress']} to {rows[s]['setbacks']}" for s in STRANDS if s in rows)
    found = [Finding("strands", counts, sentence("challenges", "strands", **about, counts=counts))]
    for strand, row in rows.items():
        text = sentence("challenges", "net_*", **about, strand=strand, row=row)
        found.append(Finding(
            f"net_{strand}", row["net"], text, precision=2, low=row["net_low"], high=row["net_high"],
            interval=BOOTSTRAP,
        ))  # fmt: skip
    return found


def balance_readings(events: pd.DataFrame, *, as_of: str, recent_from: int, draws: int, seed: int) -> Table:
    """Show the balance of earlier and recent years under other readings of the same events.

    Parameters
    ----------
    events, as_of, recent_from, draws, seed
        As of :func:`strand_balance`; the draws are those of ``coverage_factor``.

    Returns
    -------
    Table
        ``balance-coverage``, with the findings ``coverage_factor`` and ``coverage_readings``.

    Examples
    --------
    >>> from ties import load
    >>> about = {"as_of": "2026-06-30", "recent_from": 2025, "draws": 100, "seed": 1}
    >>> len(balance_readings(load("setbacks_and_progress"), **about).data)
    6
    """
    data = prepare_balance_readings(events, as_of=as_of, recent_from=recent_from, seed=seed)
    return Table(
        "balance-coverage", data, caption("challenges", "balance-coverage"),
        findings_balance_readings(data, events, as_of=as_of, recent_from=recent_from, draws=draws, seed=seed),
        headers={"earlier_n": "earlier events", "recent_n": "recent events"},
        precision={"earlier": 2, "recent": 2, "change": 2},
    )  # fmt: skip


def prepare_balance_readings(events: pd.DataFrame, *, as_of: str, recent_from: int, seed: int) -> pd.DataFrame:
    """Give the balances under each reading, as ``coverage_sensitivity`` of the analysis does, with labels."""
    data = coverage_sensitivity(signed_events(events, until=as_of), recent_from, seed=seed)
    return data.assign(reading=data["reading"].map(READINGS))


def findings_balance_readings(
    data: pd.DataFrame, events: pd.DataFrame, *, as_of: str, recent_from: int, draws: int, seed: int
) -> list[Finding]:
    """Give how many earlier setbacks would have to be missing, and how many readings agree."""
    signed = signed_events(events, until=as_of)
    factor = unrecorded_setbacks(signed, recent_from, draws=draws, seed=seed)
    low, high = np.quantile(factor[1:], [0.025, 0.975])
    worse = int((data["change"] < 0).sum())
    facts = {
        "factor": factor[0], "low": low, "high": high, "worse": worse, "n": len(data), "recent_from": recent_from,
        "until": int(signed["year"].max()),
    }  # fmt: skip
    text = {key: sentence("challenges", key, **facts) for key in ("coverage_factor", "coverage_readings")}
    return [
        Finding(
            "coverage_factor", factor[0], text["coverage_factor"], unit="times", precision=1, low=low, high=high,
            interval=BOOTSTRAP,
        ),
        Finding("coverage_readings", worse, text["coverage_readings"], unit=f"of {len(data)} readings"),
    ]  # fmt: skip
