"""Agreements: the fall of several against chance."""

from __future__ import annotations

from collections.abc import Collection

import networkx as nx
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.networks.enablement import can_lapse, removal_curve, support_graph
from ties.plotting.style import INK, MUTED, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell


def agreement_falls(
    agreements: pd.DataFrame,
    enablement: pd.DataFrame,
    relations: pd.DataFrame,
    forms: pd.DataFrame,
    *,
    focal: str,
    partner: str,
    as_of: str,
    draws: int,
    seed: int,
) -> Figure:
    """Show how much keeps a support as agreements fall, in the worst order and at random.

    Parameters
    ----------
    agreements, enablement, relations, forms, focal, partner, as_of
        As of :func:`ties.chapters.agreements.lapse_losses.lapse_losses`.
    draws, seed : int
        Random orders, and their seed.

    Returns
    -------
    Figure
        Without data if no agreement of the two states can fall.

    Examples
    --------
    >>> from ties import load
    >>> tables = [load("agreements"), load("enablement")]
    >>> tables += [load("judgements/enablement_relations"), load("judgements/agreement_forms")]
    >>> sides = {"focal": "IND", "partner": "USA", "as_of": "2026-06-30"}
    >>> agreement_falls(*tables, **sides, draws=50, seed=1).findings[0].key
    'worst_falls'
    """
    graph = support_graph(enablement, agreements, relations, as_of=as_of)
    can_fall = can_lapse(graph, agreements, forms, focal=focal, partner=partner, as_of=as_of)
    data = prepare_agreement_falls(graph, can_fall, agreements, draws=draws, seed=seed, focal=focal)
    text = words_agreement_falls(data) if len(data) else None
    found = findings_agreement_falls(data)
    return Figure("removal", data, draw_agreement_falls, text, found, height=3.6, narrow_height=3.2)


def prepare_agreement_falls(
    graph: nx.DiGraph, can_fall: Collection[str], agreements: pd.DataFrame, *, draws: int, seed: int, focal: str
) -> pd.DataFrame:
    """Give what keeps a support after each fall.

    Parameters
    ----------
    graph, can_fall, agreements
        As of :func:`ties.chapters.agreements.lapse_losses.prepare_lapse_losses`.
    draws, seed, focal
        As of :func:`agreement_falls`.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.networks.enablement.removal_curve`, with ``short_name`` of the next to fall in the
        worst order; empty if no agreement can fall.
    """
    if not can_fall:
        return pd.DataFrame(columns=["falls", "agreement", "worst", "mean", "low", "high", "short_name"])
    data = removal_curve(graph, sorted(can_fall), draws=draws, seed=seed)
    data["short_name"] = data["agreement"].map(agreements.set_index("id")["short_name"])
    data.attrs.update(focal_code=focal, draws=draws, seed=seed)
    return data


def draw_agreement_falls(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the worst order as a line, random orders as a band with their mean; the first to fall are named."""
    own = state(data.attrs["focal_code"])
    ax.fill_between(data["falls"], data["low"], data["high"], color=MUTED, alpha=0.18, linewidth=0)
    ax.plot(data["falls"], data["mean"], color=MUTED, linestyle=(0, (4, 2)), linewidth=1.4)
    ax.plot(data["falls"], data["worst"], color=own, marker="o", markersize=3)
    for row in data.iloc[1 : 4 if narrow else 6].to_dict("records"):
        ax.annotate(
            row["short_name"], (row["falls"], row["worst"]), xytext=(5, 1), textcoords="offset points", ha="left",
            va="center", fontsize=7 if narrow else 8, color=INK, annotation_clip=False,
        )  # fmt: skip
    middle = data.iloc[len(data) // 2]
    ax.annotate(
        "random order", (middle["falls"], middle["mean"]), xytext=(8, 8), textcoords="offset points",
        fontsize=7.5 if narrow else 8.5, color=MUTED,
    )  # fmt: skip
    ax.annotate(
        "worst order", (middle["falls"], middle["worst"]), xytext=(-4, -8), textcoords="offset points", ha="right",
        va="top", fontsize=7.5 if narrow else 8.5, color=own,
    )  # fmt: skip
    ax.set_xlim(-0.3 if not narrow else -0.5, data["falls"].max() + 0.3)
    ax.set_ylim(0, data["worst"].iloc[0] * 1.06)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.set_xlabel("agreements that have fallen", color=MUTED)
    ax.set_ylabel("things with a support left", color=MUTED)
    return ax


def words_agreement_falls(data: pd.DataFrame) -> Words:
    """Say how much the worst few falls take, against as many at random."""
    falls, start, row = _worst_few(data)
    return words(
        "agreements", "removal", draws=data.attrs["draws"], seed=data.attrs["seed"], falls=falls,
        start=start["worst"], agreements=len(data) - 1, names=data["short_name"].iloc[1 : falls + 1],
        worst=start["worst"] - row["worst"], mean=start["worst"] - row["mean"], low=start["worst"] - row["high"],
        high=start["worst"] - row["low"], rest=data["worst"].iloc[-1],
    )  # fmt: skip


def findings_agreement_falls(data: pd.DataFrame) -> list[Finding]:
    """Give what the worst few falls take, against chance."""
    if data.empty:
        return cannot_tell(["worst_falls"], sentence("agreements", "worst_falls-none"))
    falls, start, row = _worst_few(data)
    every, worst = start["worst"], start["worst"] - row["worst"]
    text = sentence(
        "agreements", "worst_falls", falls=falls, start=every, worst=worst, low=every - row["high"],
        high=every - row["low"],
    )  # fmt: skip
    return [Finding("worst_falls", int(worst), text, unit=f"of {int(every)}")]


def _worst_few(data: pd.DataFrame) -> tuple[int, pd.Series, pd.Series]:
    """Give how many falls the sentences speak of, and the rows before the first and after the last of them."""
    falls = min(4, len(data) - 1)
    return falls, data.iloc[0], data.iloc[falls]
