"""Agreements: the fall of several against chance."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import networkx as nx
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.networks.enablement import removal_curve
from ties.chapters.agreements.losses import UNCOVERED
from ties.plotting.style import INK, MUTED, state
from ties.plotting.text import untold
from ties.records import Words


def prepare_removal(
    graph: nx.DiGraph, can_fall: Collection[str], agreements: pd.DataFrame, *, draws: int, seed: int, focal: str
) -> pd.DataFrame:
    """Give how much keeps a support as agreements fall, in the worst order and at random.

    Parameters
    ----------
    graph, can_fall, agreements
        As in :func:`ties.chapters.agreements.losses.prepare_losses`.
    draws, seed : int
        Random orders, and their seed.
    focal : str
        State, for the colour.

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


def draw_removal(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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


def words_removal(data: pd.DataFrame) -> Words:
    """Say how much the worst few falls take, against as many at random."""
    falls = min(4, len(data) - 1)
    start, row = data.iloc[0], data.iloc[falls]
    worst, mean = start["worst"] - row["worst"], start["worst"] - row["mean"]
    low, high = start["worst"] - row["high"], start["worst"] - row["low"]
    names = ", ".join(data["short_name"].iloc[1 : falls + 1])
    beyond = "more than" if worst > high else "within"
    return Words(
        title=(
            f"The fall of the {falls} agreements that matter most takes {worst:.0f} of "
            f"{start['worst']:.0f} supports; "
            f"{falls} at random take {mean:.0f} on average"
        ),
        subtitle=(
            "Capabilities, platforms and uses with a chain of support left, as agreements fall one "
            "after another; band: "
            f"95 per cent of {data.attrs['draws']:,} random orders"
        ),
        caption=(
            "Worst order: the next to fall is the one that takes most with it (greedy). What is left "
            "at the right end "
            "rests on agreements with other states or on none. Supports are counted, not weighed. "
            f"Seed {data.attrs['seed']}."
        ),
        alt=(
            f"Line chart of what keeps a support as up to {len(data) - 1} agreements fall. "
            f"In the worst order the first {falls} ({names}) take {worst:.0f}, {beyond} the {low:.0f} to {high:.0f} "
            "that 95 per cent of random orders take. "
            f"{data['worst'].iloc[-1]:.0f} rest on none of these agreements."
        ),
    )


def findings_removal(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the finding of the removals: what the worst few take, against chance."""
    if data.empty:
        return untold(["worst_falls"], UNCOVERED)
    falls = min(4, len(data) - 1)
    start, row = data.iloc[0], data.iloc[falls]
    return [
        {
            "key": "worst_falls", "value": int(start["worst"] - row["worst"]), "unit": f"of {int(start['worst'])}",
            "figure": "removal", "confidence": "medium",
            "sentence": (
                f"The fall of the {falls} agreements that matter most would take "
                f"{start['worst'] - row['worst']:.0f} of "
                f"{start['worst']:.0f} supported things; {falls} at random would take "
                f"{start['worst'] - row['high']:.0f} to {start['worst'] - row['low']:.0f}."
            ),
        }
    ]  # fmt: skip
