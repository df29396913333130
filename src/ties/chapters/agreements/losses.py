"""Agreements: what is lost if each lapses, and when its term ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import networkx as nx
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.networks.enablement import READINGS, losses, support_graph
from ties.plotting.style import INK, MUTED, state
from ties.plotting.text import untold
from ties.records import Words

UNCOVERED = (
    "The table of enablement does not cover the agreements of these two states, so what rests on them cannot be told."
)
SHOWN = 12  # agreements in the drawing; all are in the data
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def prepare_losses(
    graph: nx.DiGraph, can_fall: Collection[str], agreements: pd.DataFrame, *, focal: str, partner: str, as_of: str
) -> pd.DataFrame:
    """Give what only each agreement supports, what it reaches at most, and when its term ends.

    Parameters
    ----------
    graph : DiGraph
        From :func:`ties.analysis.networks.enablement.support_graph`.
    can_fall : collection of str
        Agreements that are compared.
    agreements : DataFrame
        Table ``agreements``.
    focal, partner : str
        The two states, for colours.
    as_of : str
        Day of the graph.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.networks.enablement.losses`, with ``short_name``, ``expires`` and ``sources``.
        ``attrs`` holds ``chance``, the mean of ``only``: what the fall of one agreement picked at random takes. Empty
        if there is nothing to compare.
    """
    table = losses(graph, sorted(can_fall))
    about = agreements.set_index("id")[["short_name", "expires", "sources"]]
    data = table.merge(about, left_on="agreement", right_index=True)
    chance = float(data["only"].mean()) if len(data) else None
    data.attrs.update(focal_code=focal, partner_code=partner, as_of=as_of, chance=chance)
    return data


def prepare_readings(
    enablement: pd.DataFrame,
    agreements: pd.DataFrame,
    relations: pd.DataFrame,
    can_fall: Collection[str],
    *,
    focal: str,
    partner: str,
    as_of: str,
) -> dict[str, pd.DataFrame]:
    """Give the losses under each other reading of the graph (:data:`ties.analysis.networks.enablement.READINGS`)."""
    graphs = {
        name: support_graph(enablement, agreements, relations, as_of=as_of, **choice)
        for name, choice in READINGS.items()
    }
    sides = {"focal": focal, "partner": partner, "as_of": as_of}
    return {name: prepare_losses(graph, can_fall, agreements, **sides) for name, graph in graphs.items()}


def month(date: object) -> str:
    """Write a date to its month.

    Examples
    --------
    >>> month("2028-09-06"), month("2030"), month(None)
    ('Sep 2028', '2030', '')
    """
    if not isinstance(date, str):
        return ""
    parts = date.split("-")
    return parts[0] if len(parts) == 1 else f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"


def draw_losses(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw one bar per agreement: solid what only it supports, pale what it reaches; the term's end beside it."""
    top = data[data["reach"] > 0].head(SHOWN)
    own, chance = state(data.attrs["focal_code"]), data.attrs["chance"]
    for y, row in enumerate(top.to_dict("records")):
        ax.barh(y, row["reach"], height=0.6, color=own, alpha=0.22)
        ax.barh(y, row["only"], height=0.6, color=own)
        end = month(row["expires"])
        text = f"{row['only']} of {row['reach']}" + (f", {'' if narrow else 'term ends '}{end}" if end else "")
        x = max(row["reach"], chance) + 0.15
        ax.text(x, y, text, va="center", ha="left", fontsize=7.2 if narrow else 8.5, color=INK,
                fontweight="bold" if end else "normal")  # fmt: skip
    ax.axvline(chance, color=MUTED, linewidth=1, linestyle=(0, (3, 2)))
    ax.text(chance + 0.1, len(top) - 0.42, f"one at random: {chance:.1f}", fontsize=7 if narrow else 8, color=MUTED,
            va="top", ha="left")  # fmt: skip
    ax.set_yticks(range(len(top)), top["short_name"])
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(len(top) + 0.25, -0.6)
    ax.set_xlim(0, top["reach"].max() * (1.75 if narrow else 1.35))
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    ax.set_xlabel("capabilities, platforms and uses", color=MUTED)
    return ax


def words_losses(data: pd.DataFrame) -> Words:
    """Say which agreement leaves most without a support, against chance, and when the next term ends."""
    first, chance = data.iloc[0], data.attrs["chance"]
    end = month(first["expires"])
    dated = data[data["expires"].notna() & (data["only"] > 0)].sort_values("expires")
    terms = "; ".join(f"{row['short_name']} in {month(row['expires'])}" for row in dated.to_dict("records"))
    some = data[data["only"] > 0]
    return Words(
        title=(
            f"Without {first['short_name']} {first['only']} capabilities, platforms and uses have no "
            "support left" + (f"; its term ends in {end}" if end else "; no end of its term was found")
        ),
        subtitle=(
            f"Solid: what only this agreement supports. Pale: all that it reaches. {len(data)} "
            "running agreements, "
            f"{data.attrs['as_of']}"
        ),
        caption=(
            "The solid part is the least that a lapse would take, if one support is enough; the pale "
            "part the most, "
            "if every support were needed. Bold: the end of a term is known. Purchases are not "
            "counted among the "
            "agreements that can lapse. Each thing counts once, whatever its weight."
        ),
        alt=(
            f"Bar chart of {int((data['reach'] > 0).sum())} agreements that reach anything, the first "
            f"{SHOWN} drawn. "
            f"{first['short_name']} leads with {first['only']} that only it supports, of "
            f"{first['reach']} reached; one "
            f"agreement picked at random takes {chance:.1f} on average. "
            f"{len(some)} of {len(data)} are the only support of anything. "
            + (f"Terms that end: {terms}." if terms else "No end of a term is known.")
        ),
    )


def findings_losses(data: pd.DataFrame, sensitivity: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Give the findings: the single points of failure, the first of them against chance, and under other readings.

    Parameters
    ----------
    data : DataFrame
        From :func:`prepare_losses`.
    sensitivity : mapping of str to DataFrame
        Reading of the graph ("only high confidence", ...) to its table from :func:`prepare_losses`.
    """
    if data.empty:
        return untold(["largest_loss", "single_points", "loss_readings", "next_term"], UNCOVERED)
    first = data.iloc[0]
    points = data[data["only"] > data.attrs["chance"]]
    dated = data[data["expires"].notna() & (data["only"] > 0)].sort_values(["expires", "agreement"])
    heads = {what: other.iloc[0] for what, other in sensitivity.items()}
    said = "; ".join(f"{what}: {head['short_name']} with {head['only']}" for what, head in heads.items())
    same = sum(head["agreement"] == first["agreement"] for head in heads.values())
    ranges = [int(other.set_index("agreement")["only"].get(first["agreement"], 0)) for other in sensitivity.values()]
    low, high = min([int(first["only"]), *ranges]), max([int(first["only"]), *ranges])
    term = dated.iloc[0] if len(dated) else None
    return [
        {
            "key": "largest_loss", "value": int(first["only"]), "figure": "losses", "interval": (low, high),
            "interval_means": "range over readings of the graph", "confidence": "medium",
            "unit": "capabilities, platforms and uses",
            "sentence": (
                f"If {first['short_name']} lapsed, {first['only']} capabilities, platforms and uses "
                f"({low} to {high} by how strictly the evidence is read) would be left without any support in "
                f"the table, against {data.attrs['chance']:.1f} for an agreement picked at random."
            ),
        },
        {
            "key": "single_points", "value": ", ".join(points["short_name"]), "figure": "losses", "confidence": "medium",
            "sentence": (
                f"{len(points)} of {len(data)} running agreements are the only support of more than "
                "the average agreement: "
                f"{', '.join(points['short_name'])}."
            ),
        },
        {
            "key": "loss_readings", "value": f"{same} of {len(sensitivity)}", "figure": "losses", "confidence": "high",
            "sentence": (
                f"The largest loss is that of {first['short_name']} in {same} of {len(sensitivity)} "
                "other readings of "
                f"the graph ({said})."
            ),
        },
        {
            "key": "next_term", "value": None if term is None else month(term["expires"]), "figure": "losses",
            "confidence": "cannot tell" if term is None else "high",
            "sentence": "No end of a term is known." if term is None else (
                "The next term to end among agreements that are an only support is that of "
                f"{term['short_name']}, in "
                f"{month(term['expires'])}."
            ),
        },
    ]  # fmt: skip
