"""Layered layout of a directed graph without cycles: layers by longest chain, rows by a tidy tree."""

from __future__ import annotations

import networkx as nx
import pandas as pd


def layered_layout(graph: nx.DiGraph) -> pd.DataFrame:
    """Place the nodes of a directed graph without cycles so that no two share a layer and a row.

    The layer of a node is the length of the longest chain down to it, so every edge leads to a later layer. A node
    hangs under one of its parents in the layer before ("tree parent"); leaves of that tree get rows of their own, and
    a parent stands in the middle of its children.

    Parameters
    ----------
    graph : DiGraph
        Without cycles.

    Returns
    -------
    DataFrame
        One row per node, in the order of an outline (each node after its tree parent): ``node``, ``parent`` (tree
        parent, empty for a root), ``layer``, ``row`` (float, 0 at the top).

    Raises
    ------
    networkx.NetworkXUnfeasible
        If the graph has a cycle.

    References
    ----------
    Sugiyama, Tagawa and Toda (1981) for layers; Reingold and Tilford (1981) for the tree.

    Examples
    --------
    >>> layered_layout(nx.DiGraph([("a", "x"), ("a", "y"), ("x", "z"), ("y", "z")]))
      node parent  layer  row
    0    a             0  0.5
    1    x      a      1  0.0
    2    z      x      2  0.0
    3    y      a      1  1.0
    """
    layer = {node: number for number, nodes in enumerate(nx.topological_generations(graph)) for node in nodes}
    parent = {
        node: min((p for p in graph.predecessors(node) if layer[p] == layer[node] - 1), default="") for node in graph
    }
    children: dict[str, list[str]] = {node: [] for node in graph}
    for node in sorted(graph):
        if parent[node]:
            children[parent[node]].append(node)
    size = {node: _leaves(node, children) for node in graph}
    rows: dict[str, float] = {}
    order: list[str] = []
    free = 0

    def place(node: str) -> None:
        nonlocal free
        order.append(node)
        below = sorted(children[node], key=lambda child: (-size[child], child))
        for child in below:
            place(child)
        if below:
            rows[node] = (rows[below[0]] + rows[below[-1]]) / 2
        else:
            rows[node] = float(free)
            free += 1

    for root in sorted((node for node in graph if not parent[node]), key=lambda node: (-size[node], node)):
        place(root)
    return pd.DataFrame(
        {
            "node": order,
            "parent": [parent[node] for node in order],
            "layer": [layer[node] for node in order],
            "row": [rows[node] for node in order],
        }
    )


def _leaves(node: str, children: dict[str, list[str]]) -> int:
    """Count the leaves under a node, itself if it is one."""
    return sum(_leaves(child, children) for child in children[node]) or 1
