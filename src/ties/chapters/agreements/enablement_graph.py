"""Agreements: the enablement graph of the foundational pacts, layered and labelled."""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import networkx as nx
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from ties.analysis.events.partner_grid import first_pacts
from ties.analysis.events.signatures import signed_by
from ties.analysis.networks.enablement import can_lapse, dominator_tree, support_graph
from ties.plotting.layered_layout import layered_layout
from ties.plotting.style import INK, MUTED, NARROW, PAPER, WIDE, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell

MARKS = {"agreement": "D", "capability": "o", "platform": "s", "activity": "^"}
GAP, PITCH, LINE = 0.42, 0.262, 0.172  # inches: between columns at most, between rows, between lines of the outline
LABEL = 7.8  # points, in the wide drawing
COLUMNS = ["node", "label", "kind", "parent", "layer", "row", "sole", "parents", "others"]


def enablement_graph(
    agreements: pd.DataFrame,
    enablement: pd.DataFrame,
    relations: pd.DataFrame,
    forms: pd.DataFrame,
    labels: pd.DataFrame,
    *,
    focal: str,
    partner: str,
    as_of: str,
) -> Figure:
    """Show what rests on the first pact of each foundational kind, in layers of support.

    Parameters
    ----------
    agreements, enablement : DataFrame
        The tables of these names.
    relations, forms, labels : DataFrame
        Judgements ``enablement_relations``, ``agreement_forms`` and ``enablement_labels``.
    focal, partner : str
        The two states.
    as_of : str
        Day of the graph.

    Returns
    -------
    Figure
        Without data if the table of enablement does not cover the pacts of the two states.

    Examples
    --------
    >>> from ties import load
    >>> judgements = [load(f"judgements/{name}") for name in
    ...               ("enablement_relations", "agreement_forms", "enablement_labels")]
    >>> sides = {"focal": "IND", "partner": "USA", "as_of": "2026-06-30"}
    >>> figure = enablement_graph(load("agreements"), load("enablement"), *judgements, **sides)
    >>> figure.findings[0].key
    'sole_support'
    """
    sides = {"focal": focal, "partner": partner, "as_of": as_of}
    graph = support_graph(enablement, agreements, relations, as_of=as_of)
    covered = can_lapse(graph, agreements, forms, **sides)
    pacts = [pact for pact in first_pacts(signed_by(agreements, forms, **sides)) if pact in covered]
    data = prepare_enablement_graph(graph, pacts, node_labels(graph, agreements, labels), **sides)
    text = words_enablement_graph(data) if len(data) else None
    sources = enablement.loc[enablement["target_node"].isin(data["node"]), "sources"]
    found = findings_enablement_graph(data)
    return Figure("graph", data, draw_enablement_graph, text, found, sources=sources, height=6.4, narrow_height=7.6)


def node_labels(graph: nx.DiGraph, agreements: pd.DataFrame, labels: pd.DataFrame) -> dict[str, str]:
    """Give a label to every node: the short name of an agreement, the label of another node, or its own name."""
    given = dict(zip(labels["node"], labels["label"], strict=True))
    short = dict(zip(agreements["id"], agreements["short_name"], strict=True))
    return {node: short.get(node) or given.get(node) or node.replace("_", " ").replace("-", " ") for node in graph}


def prepare_enablement_graph(
    graph: nx.DiGraph, shown: Sequence[str], labels: Mapping[str, str], *, focal: str, partner: str, as_of: str
) -> pd.DataFrame:
    """Give the nodes that chosen agreements reach, with their place in a layered drawing.

    Parameters
    ----------
    graph : DiGraph
        From :func:`ties.analysis.networks.enablement.support_graph`.
    shown : sequence of str
        Agreements whose reach is drawn.
    labels : mapping of str to str
        From :func:`node_labels`.
    focal, partner, as_of : str
        As of :func:`enablement_graph`.

    Returns
    -------
    DataFrame
        One row per node: ``node``, ``label``, ``kind``, ``parent`` (drawn above), ``layer``, ``row``, ``sole`` (the
        shown agreement without which it has no support; empty if several), ``parents`` (``;``-joined, those drawn),
        ``others`` (labels of supports that are not drawn); empty if none of the agreements is in the graph.
    """
    roots = [agreement for agreement in shown if agreement in graph]
    if not roots:
        return pd.DataFrame(columns=COLUMNS)
    part = graph.subgraph(set(roots).union(*(nx.descendants(graph, root) for root in roots)))
    data = layered_layout(part)
    tree = dominator_tree(graph)
    sole = {node: root for root in roots for node in [root, *nx.descendants(tree, root)]}
    data["label"] = data["node"].map(labels)
    data["kind"] = data["node"].map(dict(part.nodes(data="kind")))
    data["sole"] = data["node"].map(sole).fillna("")
    data["parents"] = [";".join(sorted(part.predecessors(node))) for node in data["node"]]
    data["others"] = [
        "; ".join(sorted(labels[above] for above in graph.predecessors(node) if above not in part))
        for node in data["node"]
    ]
    data.attrs.update(focal_code=focal, partner_code=partner, as_of=as_of, shown=roots)
    return data


def draw_enablement_graph(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the layers as columns, on a phone as an outline; a filled mark has one agreement as its only support."""
    ax.set_axis_off()
    width = (NARROW if narrow else WIDE) - 0.09
    places = _outline(data) if narrow else _columns(data)
    height = max(y for _, y in places.values()) + (LINE if narrow else PITCH)
    ax.set_xlim(-0.07, width - 0.07)
    ax.set_ylim(height, -0.12)
    colour = state(data.attrs["focal_code"])
    rows = {row["node"]: row for row in data.to_dict("records")}
    for node, row in rows.items():
        for parent in filter(None, row["parents"].split(";")):
            start = 0.0 if narrow else 0.13 + _text_width(rows[parent])
            _edge(ax, places[parent], places[node], start, first=parent == row["parent"], narrow=narrow)
    for node, row in rows.items():
        x, y = places[node]
        ax.plot(
            [x], [y], marker=MARKS[row["kind"]], markersize=5.2, markeredgewidth=1.1, linestyle="", zorder=3,
            markerfacecolor=colour if row["sole"] else PAPER, markeredgecolor=colour if row["sole"] else MUTED,
        )  # fmt: skip
        also = [rows[parent]["label"] for parent in row["parents"].split(";") if parent not in ("", row["parent"])]
        note = f" (and {', '.join(also)})" if narrow and also else ""
        text = row["label"] + note if narrow else "\n".join(_wrapped(row))
        ax.text(
            x + 0.08, y, text, ha="left", va="center", linespacing=0.95, color=INK, zorder=4,
            fontsize=6.8 if narrow else LABEL, fontweight="bold" if row["kind"] == "agreement" else "normal",
            in_layout=False,  # else a label at the edge would shrink the drawing, whose unit is the inch
        )  # fmt: skip
    _legend(ax, colour, narrow=narrow)
    return ax


def _wrapped(row: Mapping[Hashable, Any]) -> list[str]:
    """Break a label into lines that fit its column."""
    return textwrap.wrap(row["label"], 19, break_long_words=False)


def _text_width(row: Mapping[Hashable, Any]) -> float:
    """Measure a label in inches at the size of the wide drawing."""
    font = FontProperties(weight="bold" if row["kind"] == "agreement" else "normal")
    return max(TextPath((0, 0), line, size=LABEL, prop=font).get_extents().width for line in _wrapped(row)) / 72


def _columns(data: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Give the place of each node in inches, one column per layer."""
    rows = data.to_dict("records")
    widths = pd.Series([_text_width(row) for row in rows]).groupby(data["layer"]).max()
    gap = min(GAP, (WIDE - 0.3 - widths.sum()) / max(1, len(widths) - 1))
    starts = (widths + gap).cumsum().shift(fill_value=0.0).to_dict()
    return {row["node"]: (starts[row["layer"]], row["row"] * PITCH) for row in rows}


def _outline(data: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Give the place of each node in inches, one line per node, indented by layer."""
    return {row["node"]: (row["layer"] * 0.17, i * LINE) for i, row in enumerate(data.to_dict("records"))}


def _edge(
    ax: Axes, above: tuple[float, float], below: tuple[float, float], start: float, *, first: bool, narrow: bool
) -> None:
    """Draw one edge: a curve between columns, an elbow in the outline; further parents dashed."""
    (x0, y0), (x1, y1) = above, below
    if narrow:
        if first:
            ax.plot([x0, x0, x1], [y0, y1, y1], color=MUTED, linewidth=0.7, zorder=1)
        return
    x0 += start
    bend = (x1 - x0) / 2
    path = Path(
        [(x0, y0), (x0 + bend, y0), (x1 - bend, y1), (x1 - 0.05, y1)],
        [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
    )
    ax.add_patch(
        PathPatch(path, facecolor="none", edgecolor=MUTED, linewidth=0.9, linestyle="-" if first else (0, (2, 2)),
                  alpha=0.75, zorder=1)
    )  # fmt: skip


def _legend(ax: Axes, colour: str, *, narrow: bool) -> None:
    """Say above the drawing what the marks mean."""
    shapes = [
        Line2D([], [], marker=mark, linestyle="", markerfacecolor=PAPER, markeredgecolor=MUTED, label=kind)
        for kind, mark in MARKS.items()
    ]
    fills = [
        Line2D([], [], marker="o", linestyle="", color=colour, label="one agreement is its only support"),
        Line2D([], [], marker="o", linestyle="", markerfacecolor=PAPER, markeredgecolor=MUTED,
               label="has another support"),
    ]  # fmt: skip
    ax.legend(
        handles=shapes + fills, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2 if narrow else 3, markerscale=0.8,
        fontsize=7 if narrow else 8, columnspacing=0.9, borderaxespad=0.1, handletextpad=0.1,
    )  # fmt: skip


def words_enablement_graph(data: pd.DataFrame) -> Words:
    """Say which agreement is the only support of most, and how much has another."""
    things = data[data["kind"] != "agreement"]
    names = data.set_index("node")["label"]
    counts = things.loc[things["sole"] != "", "sole"].map(names).value_counts()
    counts = counts.sort_index().sort_values(ascending=False, kind="stable")
    return words(
        "agreements", "graph", as_of=data.attrs["as_of"],
        nodes=len(data), layers=data["layer"].nunique(), things=len(things), sole=int(counts.sum()),
        counts=list(counts.items()), roots=[names[root] for root in data.attrs["shown"]],
    )  # fmt: skip


def findings_enablement_graph(data: pd.DataFrame) -> list[Finding]:
    """Give how much of the graph has one agreement as its only support."""
    if data.empty:
        return cannot_tell(["sole_support"], sentence("agreements", "sole_support-none"))
    things = data[data["kind"] != "agreement"]
    sole = int((things["sole"] != "").sum())
    text = sentence("agreements", "sole_support", sole=sole, things=len(things))
    return [Finding("sole_support", sole, text, unit=f"of {len(things)}")]
