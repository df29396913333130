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

from ties.analysis.networks.enablement import dominator_tree
from ties.chapters.agreements.losses import UNCOVERED
from ties.plotting.layered_layout import layered_layout
from ties.plotting.style import INK, MUTED, NARROW, PAPER, WIDE, state
from ties.plotting.text import untold
from ties.records import Words

MARKS = {"agreement": "D", "capability": "o", "platform": "s", "activity": "^"}
GAP, PITCH, LINE = 0.42, 0.262, 0.172  # inches: between columns at most, between rows, between lines of the outline
LABEL = 7.8  # points, in the wide drawing
COLUMNS = ["node", "label", "kind", "parent", "layer", "row", "sole", "parents", "others"]


def labels_of(graph: nx.DiGraph, agreements: pd.DataFrame, labels: pd.DataFrame) -> dict[str, str]:
    """Give a label to every node: the short name of an agreement, the label of another node, or its own name."""
    known = dict(zip(labels["node"], labels["label"], strict=True))
    short = dict(zip(agreements["id"], agreements["short_name"], strict=True))
    return {node: short.get(node) or known.get(node) or node.replace("_", " ").replace("-", " ") for node in graph}


def prepare_graph(
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
        From :func:`labels_of`.
    focal, partner : str
        The two states, for colours.
    as_of : str
        Day of the graph.

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


def draw_graph(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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
            in_layout=False,
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


def words_graph(data: pd.DataFrame) -> Words:
    """Say which agreement is the only support of most, and how much has another."""
    things = data[data["kind"] != "agreement"]
    sole = things[things["sole"] != ""]
    names = data.set_index("node")["label"]
    counts = sole["sole"].map(names).value_counts().sort_index().sort_values(ascending=False, kind="stable")
    each = ", ".join(f"{name} {number}" for name, number in counts.items())
    roots = ", ".join(names[root] for root in data.attrs["shown"])
    return Words(
        title=(
            f"{len(sole)} of the {len(things)} capabilities, platforms and uses under the "
            "foundational pacts have "
            "one pact as their only support"
            + (f", {counts.iloc[0]} of them {counts.index[0]}" if len(counts) else "")
        ),
        subtitle=(
            f"What rests on {roots}: capabilities, platforms and dated activities, {data.attrs['as_of']}; "
            "edges of all grades of confidence"
        ),
        caption=(
            "Lines lead from what makes possible to what is made possible; dashed ones are further parents. "
            "Filled: take that one agreement away and no chain of support is left in the table. For "
            "an aircraft that "
            "means its link or its data, not the aircraft. Hollow: another support exists, some of "
            "them outside the drawing (see the data)."
        ),
        alt=(
            f"Layered graph of {len(data)} nodes in {data['layer'].nunique()} layers under {roots}. "
            f"It holds {len(things)} capabilities, platforms and activities. "
            + (
                f"Only one agreement supports {len(sole)} of them: {each}."
                if len(sole)
                else "All have another support."
            )
        ),
    )


def findings_graph(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the finding of the graph: how much of it has one agreement as its only support."""
    if data.empty:
        return untold(["sole_support"], UNCOVERED)
    things = data[data["kind"] != "agreement"]
    sole = int((things["sole"] != "").sum())
    return [
        {
            "key": "sole_support", "value": sole, "unit": f"of {len(things)}", "figure": "graph", "confidence": "medium",
            "sentence": (
                f"{sole} of {len(things)} capabilities, platforms and uses under the foundational "
                "pacts have one "
                "agreement as their only support."
            ),
        }
    ]  # fmt: skip
