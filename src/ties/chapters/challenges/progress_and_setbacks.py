"""Progress against setbacks in the partnership, by year."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.events.net_balance import net_balance, signed_events
from ties.plotting.style import GRID, INK, MUTED, OTHER
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words

BOOTSTRAP = "95% interval of the Bayesian bootstrap"


def progress_and_setbacks(events: pd.DataFrame, *, as_of: str, recent_from: int, draws: int, seed: int) -> Figure:
    """Show the weight of progress and setbacks of each year, and the balance of earlier and recent years.

    Parameters
    ----------
    events : DataFrame
        Table ``setbacks_and_progress``.
    as_of : str
        Last day that counts.
    recent_from : int
        First recent year.
    draws, seed : int
        Number of draws; seed of the random numbers.

    Returns
    -------
    Figure
        ``progress-and-setbacks``, with the findings ``net_recent`` and ``net_weighted``.

    Examples
    --------
    >>> from ties import load
    >>> about = {"as_of": "2026-06-30", "recent_from": 2025, "draws": 100, "seed": 1}
    >>> progress_and_setbacks(load("setbacks_and_progress"), **about).findings[0].text("interval") != "no interval"
    True
    """
    data = prepare_progress_and_setbacks(events, as_of=as_of, draws=draws, seed=seed)
    return Figure(
        "progress-and-setbacks", data, draw_progress_and_setbacks, words_progress_and_setbacks(data),
        findings_progress_and_setbacks(events, as_of=as_of, recent_from=recent_from, draws=draws, seed=seed),
    )  # fmt: skip


def prepare_progress_and_setbacks(events: pd.DataFrame, *, as_of: str, draws: int, seed: int) -> pd.DataFrame:
    """Give the balance of each year (parameters of :func:`progress_and_setbacks`).

    The columns are those of :func:`ties.analysis.events.net_balance.net_balance` by ``year``, and ``complete`` (has
    the year ended?).
    """
    data = net_balance(signed_events(events, until=as_of), ["year"], draws=draws, seed=seed)
    day = pd.Timestamp(as_of)
    data["complete"] = (data["year"] < day.year) | ((day.month == 12) & (day.day == 31))
    data.attrs["as_of"] = as_of
    return data


def draw_progress_and_setbacks(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw weighted progress upwards and setbacks downwards; what is left of an incomplete year is hatched."""
    size = 7 if narrow else 8.5
    for complete, hatch in ((True, None), (False, "////")):
        part = data[data["complete"] == complete]
        style: dict[str, Any] = {"width": 0.8, "hatch": hatch, "edgecolor": INK if hatch else "none", "linewidth": 0}
        ax.bar(part["year"], part["progress_weight"], color=INK if not hatch else "none", alpha=0.85, **style)
        ax.bar(part["year"], -part["setback_weight"], color=OTHER if not hatch else "none", **style)
    ax.plot(data["year"], data["progress_weight"] - data["setback_weight"], "o", color=OTHER, mec=INK, ms=4,
            label="net")  # fmt: skip
    ax.axhline(0, color=MUTED, lw=0.9)
    ax.set_ylabel("weight of events")
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5 if narrow else 9, integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    labels = [f"{abs(tick):.0f}" for tick in ax.get_yticks()]
    ax.set_yticks(ax.get_yticks(), labels)
    ax.annotate("progress", (0.02, 0.95), xycoords="axes fraction", fontsize=size, color=INK, va="top")
    ax.annotate("setbacks", (0.02, 0.05), xycoords="axes fraction", fontsize=size, color=INK)
    ax.legend(loc="upper center", fontsize=size)
    ax.grid(visible=True, axis="y", color=GRID)
    return ax


def words_progress_and_setbacks(data: pd.DataFrame) -> Words:
    """Say when setbacks outweigh progress, and how uneven the coverage is."""
    worse = data[data["setback_weight"] > data["progress_weight"]]["year"]
    counts = data[["progress", "setbacks"]].sum(axis=1)
    return words(
        "challenges", "progress-and-setbacks",
        as_of=data.attrs["as_of"],
        first=int(data["year"].min()),
        last=data.iloc[-1].to_dict(),
        worse=[str(year) for year in sorted(worse)],
        recent=counts[data["year"] >= data["year"].max() - 1].sum() / counts.sum(),
        busy=data.sort_values(["progress", "year"], kind="stable").iloc[-1].to_dict(),
    )  # fmt: skip


def findings_progress_and_setbacks(
    events: pd.DataFrame, *, as_of: str, recent_from: int, draws: int, seed: int
) -> list[Finding]:
    """Give the balance of the recent years, by counts and by weights, beside that of the years before."""
    signed = signed_events(events, until=as_of)
    sides = net_balance(signed.assign(recent=signed["year"] >= recent_from), ["recent"], draws=draws, seed=seed)
    before, now = (sides[sides["recent"] == side].iloc[0].to_dict() for side in (False, True))
    facts: dict[str, Any] = {
        "recent_from": recent_from, "until": int(signed["year"].max()), "before": before, "now": now,
    }  # fmt: skip
    return [
        Finding(
            "net_recent", now["net"], sentence("challenges", "net_recent", **facts), precision=2,
            low=now["net_low"], high=now["net_high"], interval=BOOTSTRAP,
        ),
        Finding(
            "net_weighted", now["weighted"], sentence("challenges", "net_weighted", **facts), precision=2,
            low=now["weighted_low"], high=now["weighted_high"], interval=BOOTSTRAP,
        ),
    ]  # fmt: skip
