"""Agreements: what is lost if each lapses, and when its term ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import networkx as nx
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.networks.enablement import READINGS, can_lapse, losses, support_graph
from ties.plotting.style import INK, MUTED, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell

SHOWN = 12  # agreements in the drawing; all are in the data
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def lapse_losses(
    agreements: pd.DataFrame,
    enablement: pd.DataFrame,
    relations: pd.DataFrame,
    forms: pd.DataFrame,
    *,
    focal: str,
    partner: str,
    as_of: str,
) -> Figure:
    """Show what only each running agreement supports, what it reaches at most, and when its term ends.

    Parameters
    ----------
    agreements, enablement : DataFrame
        The tables of these names.
    relations, forms : DataFrame
        Judgements ``enablement_relations`` and ``agreement_forms``.
    focal, partner : str
        The two states.
    as_of : str
        Day of the graph.

    Returns
    -------
    Figure
        Without data if the table of enablement does not cover the agreements of the two states.

    Examples
    --------
    >>> from ties import load
    >>> tables = [load("agreements"), load("enablement")]
    >>> tables += [load("judgements/enablement_relations"), load("judgements/agreement_forms")]
    >>> [finding.key for finding in lapse_losses(*tables, focal="IND", partner="USA", as_of="2026-06-30").findings]
    ['largest_loss', 'single_points', 'loss_readings', 'next_term']
    """
    sides = {"focal": focal, "partner": partner, "as_of": as_of}
    graph = support_graph(enablement, agreements, relations, as_of=as_of)
    can_fall = can_lapse(graph, agreements, forms, **sides)
    data = prepare_lapse_losses(graph, can_fall, agreements, **sides)
    readings = prepare_loss_readings(enablement, agreements, relations, can_fall, **sides)
    text = words_lapse_losses(data) if len(data) else None
    return Figure("losses", data, draw_lapse_losses, text, findings_lapse_losses(data, readings))


def prepare_lapse_losses(
    graph: nx.DiGraph, can_fall: Collection[str], agreements: pd.DataFrame, *, focal: str, partner: str, as_of: str
) -> pd.DataFrame:
    """Give one row per agreement that can fall.

    Parameters
    ----------
    graph : DiGraph
        From :func:`ties.analysis.networks.enablement.support_graph`.
    can_fall : collection of str
        Agreements that are compared.
    agreements, focal, partner, as_of
        As of :func:`lapse_losses`.

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


def prepare_loss_readings(
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
    return {name: prepare_lapse_losses(graph, can_fall, agreements, **sides) for name, graph in graphs.items()}


def month_name(date: object) -> str:
    """Write a date to its month.

    Examples
    --------
    >>> month_name("2028-09-06"), month_name("2030"), month_name(None)
    ('Sep 2028', '2030', '')
    """
    if not isinstance(date, str):
        return ""
    parts = date.split("-")
    return parts[0] if len(parts) == 1 else f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"


def draw_lapse_losses(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw one bar per agreement: solid what only it supports, pale what it reaches; the term's end beside it."""
    top = data[data["reach"] > 0].head(SHOWN)
    own, chance = state(data.attrs["focal_code"]), data.attrs["chance"]
    for y, row in enumerate(top.to_dict("records")):
        ax.barh(y, row["reach"], height=0.6, color=own, alpha=0.22)
        ax.barh(y, row["only"], height=0.6, color=own)
        end = month_name(row["expires"])
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


def words_lapse_losses(data: pd.DataFrame) -> Words:
    """Say which agreement leaves most without a support, against chance, and when the next term ends."""
    first = data.iloc[0]
    dated = data[data["expires"].notna() & (data["only"] > 0)].sort_values("expires")
    return words(
        "agreements", "losses", as_of=data.attrs["as_of"], chance=data.attrs["chance"],
        short_name=first["short_name"], only=first["only"], reach=first["reach"],
        end=month_name(first["expires"]), number=len(data), reaching=int((data["reach"] > 0).sum()), drawn=SHOWN,
        supporting=int((data["only"] > 0).sum()),
        terms=[f"{row['short_name']} in {month_name(row['expires'])}" for row in dated.to_dict("records")],
    )  # fmt: skip


def findings_lapse_losses(data: pd.DataFrame, readings: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Give the single points of failure, the first of them against chance and under other readings, the next term.

    Parameters
    ----------
    data, readings
        From :func:`prepare_lapse_losses` and :func:`prepare_loss_readings`.
    """
    if data.empty:
        keys = ["largest_loss", "single_points", "loss_readings", "next_term"]
        return cannot_tell(keys, sentence("agreements", "largest_loss-none"))
    first, chance = data.iloc[0], data.attrs["chance"]
    name, only = first["short_name"], int(first["only"])
    points = data.loc[data["only"] > chance, "short_name"].tolist()
    heads = {what: other.iloc[0] for what, other in readings.items()}
    same = sum(head["agreement"] == first["agreement"] for head in heads.values())
    ranges = [int(other.set_index("agreement")["only"].get(first["agreement"], 0)) for other in readings.values()]
    low, high = min([only, *ranges]), max([only, *ranges])
    dated = data[data["expires"].notna() & (data["only"] > 0)].sort_values(["expires", "agreement"])
    term = dated.iloc[0] if len(dated) else None
    texts = {
        "largest_loss": {"name": name, "only": only, "low": low, "high": high, "chance": chance},
        "single_points": {"points": points, "number": len(data)},
        "loss_readings": {"name": name, "same": same, "readings": len(readings), "heads": heads},
    }
    loss, single, other = (sentence("agreements", key, **facts) for key, facts in texts.items())
    return [
        Finding(
            "largest_loss", only, loss, unit="capabilities, platforms and uses", low=low, high=high,
            interval="range over readings of the graph",
        ),
        Finding("single_points", ", ".join(points), single),
        Finding("loss_readings", f"{same} of {len(readings)}", other, confidence="high"),
        _next_term(term),
    ]  # fmt: skip


def _next_term(row: pd.Series | None) -> Finding:
    """Write when the next term ends of an agreement that is an only support."""
    if row is None:
        return cannot_tell(["next_term"], sentence("agreements", "next_term-none"))[0]
    end = month_name(row["expires"])
    text = sentence("agreements", "next_term", name=row["short_name"], end=end)
    return Finding("next_term", end, text, confidence="high")
