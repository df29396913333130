"""Enablement: what each running agreement supports, what only it supports, and what falls when agreements fall."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import networkx as nx
import numpy as np
import pandas as pd

from ties.analysis.events.signatures import parties_of
from ties.tables.dates import bounds

BASIS = ("support", "use")  # meanings of a relation that make the second node rest on the first
READINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "edges of high confidence only": {"confidence": ("high",)},
    "past uses left out": {"meanings": ("support",)},
    "origins and aims counted too": {"meanings": ("support", "use", "origin", "aim")},
}
ROOT = ""  # stands above every node that rests on nothing


def running(agreements: pd.DataFrame, as_of: str) -> list[str]:
    """Name the agreements that are signed and not over on a day.

    An agreement is over when its term has ended, when a signed one superseded it, or when its status says so without
    a date. One whose status is unknown counts as running; texts under negotiation do not.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "id": ["a", "b"], "signed": ["2018", "2005"], "expires": ["2028", "2015"], "status": [None, "superseded"],
    ...     "supersedes": [None, None],
    ... })
    >>> running(table, "2026-06-30")
    ['a']
    """
    last = pd.Timestamp(as_of)
    signed, ends = bounds(agreements["signed"])["earliest"] <= last, bounds(agreements["expires"])["latest"]
    replaced = agreements["id"].isin(agreements.loc[signed, "supersedes"].dropna())
    undated_end = ends.isna() & agreements["status"].isin(["superseded", "lapsed"])
    unsigned = agreements["status"].isin(["negotiating", "unsigned"])
    over = (ends <= last) | replaced | undated_end | unsigned
    return sorted(agreements.loc[signed & ~over, "id"])


def support_graph(
    enablement: pd.DataFrame,
    agreements: pd.DataFrame,
    relations: pd.DataFrame,
    *,
    as_of: str,
    meanings: Collection[str] = BASIS,
    confidence: Collection[str] = ("high", "medium", "low"),
) -> nx.DiGraph:
    """Build the graph of what rests on what on a day.

    Parameters
    ----------
    enablement, agreements : DataFrame
        Tables of these names.
    relations : DataFrame
        Judgement ``enablement_relations``: ``relation``, ``meaning`` (support, use, origin, aim, replacement,
        sequence, denied).
    as_of : str
        Last day that counts; agreements that are not running, and edges out of them, are left out.
    meanings : collection of str
        Meanings that count as resting on.
    confidence : collection of str
        Confidence of the edges that count.

    Returns
    -------
    DiGraph
        Nodes with ``kind``; edges with ``relation``. A node none of whose supports runs is left out. The attribute
        ``named`` of the graph holds every node of the table.

    Raises
    ------
    ValueError
        If a relation has no meaning in the judgement.
    """
    meaning = enablement["relation"].map(relations.set_index("relation")["meaning"])
    if meaning.isna().any():
        unknown = sorted(enablement.loc[meaning.isna(), "relation"].unique())
        raise ValueError(f"relations without a meaning: {', '.join(unknown)}")
    edges = enablement[meaning.isin(meanings) & enablement["confidence"].isin(confidence)]
    graph = nx.DiGraph(named=set(enablement["source_node"]) | set(enablement["target_node"]))
    for row in edges.sort_values(["source_node", "target_node"]).to_dict("records"):
        graph.add_node(row["source_node"], kind=row["source_kind"])
        graph.add_node(row["target_node"], kind=row["target_kind"])
        graph.add_edge(row["source_node"], row["target_node"], relation=row["relation"])
    held = set(running(agreements, as_of))
    gone = {node for node, kind in graph.nodes(data="kind") if kind == "agreement" and node not in held}
    roots = [node for node in graph if graph.in_degree(node) == 0 and node not in gone]
    graph.remove_nodes_from(gone)
    reached = set(roots).union(*(nx.descendants(graph, root) for root in roots))
    return graph.subgraph(reached).copy()


def losses(graph: nx.DiGraph, agreements: Iterable[str]) -> pd.DataFrame:
    """Give what each agreement reaches, and what only it supports.

    What only it supports are the nodes that it dominates: every chain of support down to them passes through it. That
    many are left without any support if it falls alone; those it reaches are the most that could suffer, if each
    support were needed.

    Parameters
    ----------
    graph : DiGraph
        From :func:`support_graph`.
    agreements : iterable of str
        Agreements in the graph; those that are not in it reach nothing.

    Returns
    -------
    DataFrame
        ``agreement``, ``only`` and ``reach`` (numbers of capabilities, platforms and activities), ``only_nodes`` and
        ``reach_nodes`` (``;``-joined, with agreements that fall too); the largest ``only`` first.

    References
    ----------
    Lengauer and Tarjan (1979) on dominators; Cooper, Harvey and Kennedy (2001), the algorithm of networkx.

    Examples
    --------
    >>> graph = nx.DiGraph([("a", "x"), ("a", "y"), ("b", "y")])
    >>> nx.set_node_attributes(graph, {"a": "agreement", "b": "agreement", "x": "platform", "y": "platform"}, "kind")
    >>> losses(graph, ["a", "b"])[["agreement", "only", "reach"]].values.tolist()
    [['a', 1, 2], ['b', 0, 1]]
    """
    tree = dominator_tree(graph)
    kinds = dict(graph.nodes(data="kind"))
    rows = []
    for agreement in agreements:
        only = sorted(nx.descendants(tree, agreement)) if agreement in tree else []
        reach = sorted(nx.descendants(graph, agreement)) if agreement in graph else []
        things = [[node for node in nodes if kinds[node] != "agreement"] for nodes in (only, reach)]
        rows.append([agreement, len(things[0]), len(things[1]), ";".join(only), ";".join(reach)])
    frame = pd.DataFrame(rows, columns=["agreement", "only", "reach", "only_nodes", "reach_nodes"])
    return frame.sort_values(["only", "reach", "agreement"], ascending=[False, False, True], ignore_index=True)


def dominator_tree(graph: nx.DiGraph) -> nx.DiGraph:
    """Give the tree of immediate dominators, under a root above every node that rests on nothing.

    Examples
    --------
    >>> sorted(dominator_tree(nx.DiGraph([("a", "x"), ("x", "y"), ("b", "y")])).edges)
    [('', 'a'), ('', 'b'), ('', 'y'), ('a', 'x')]
    """
    rooted = graph.copy()
    rooted.add_edges_from((ROOT, node) for node, degree in graph.in_degree() if degree == 0)
    dominators = nx.immediate_dominators(rooted, ROOT)
    return nx.DiGraph((above, node) for node, above in dominators.items() if node != ROOT)


def surviving(graph: nx.DiGraph, order: np.ndarray, agreements: Sequence[str]) -> np.ndarray:
    """Give how many things keep a support as agreements fall one after another.

    Parameters
    ----------
    graph : DiGraph
        From :func:`support_graph`.
    order : ndarray of int, shape (draws, n)
        Per draw the position in `agreements` of the first, second, ... to fall.
    agreements : sequence of str, length n
        Agreements that can fall.

    Returns
    -------
    ndarray of int, shape (draws, n + 1)
        Capabilities, platforms and activities with at least one chain of support left, after 0, 1, ..., n falls.
    """
    draws, number = order.shape
    rank = np.argsort(order, axis=1)  # when each agreement falls
    # a node lives until the last of its supports has fallen: the widest path, in topological order
    until: dict[str, np.ndarray] = {}
    for node in nx.topological_sort(graph):
        above = [until[parent] for parent in graph.predecessors(node)]
        life = np.maximum.reduce(above) if above else np.full(draws, number + 1)
        if node in agreements:
            life = np.minimum(life, rank[:, agreements.index(node)])
        until[node] = life
    things = [life for node, life in until.items() if graph.nodes[node]["kind"] != "agreement"]
    lives = np.stack(things) if things else np.zeros((0, draws), dtype=int)
    return np.stack([(lives >= falls).sum(axis=0) for falls in range(number + 1)], axis=1)


def removal_curve(graph: nx.DiGraph, agreements: Sequence[str], *, draws: int, seed: int) -> pd.DataFrame:
    """Compare the fall of the most supporting agreements with falls at random.

    Parameters
    ----------
    graph : DiGraph
        From :func:`support_graph`.
    agreements : sequence of str
        Agreements that can fall.
    draws : int
        Random orders.
    seed : int
        Seed of the random orders.

    Returns
    -------
    DataFrame
        ``falls`` (0 to n), ``agreement`` (next to fall in the worst order, greedy), ``worst``, ``mean``,
        ``low``, ``high``: things that keep a support, in the worst order, on average over random orders, and the
        2.5 and 97.5 percentiles of these.

    References
    ----------
    Albert, Jeong and Barabasi (2000).
    """
    names = list(agreements)
    rng = np.random.default_rng(seed)
    orders = np.stack([rng.permutation(len(names)) for _ in range(draws)])
    lives = surviving(graph, orders, names)
    greedy = worst_order(graph, names)
    worst = surviving(graph, np.array([[names.index(name) for name in greedy]]), names)[0]
    low, high = np.percentile(lives, [2.5, 97.5], axis=0)
    return pd.DataFrame(
        {
            "falls": range(len(names) + 1),
            "agreement": [None, *greedy],
            "worst": worst,
            "mean": lives.mean(axis=0),
            "low": low,
            "high": high,
        }
    )


def worst_order(graph: nx.DiGraph, agreements: Sequence[str]) -> list[str]:
    """Order agreements so that each fall takes the most things with it (greedy; ties by name)."""
    left, rest, order = graph.copy(), sorted(agreements), []
    while rest:
        table = losses(left, rest)
        name = table.sort_values(["only", "agreement"], ascending=[False, True])["agreement"].iloc[0]
        fallen = {name}
        if name in left:
            fallen |= set(nx.descendants(dominator_tree(left), name))
        left.remove_nodes_from(fallen & set(left))
        rest.remove(name)
        order.append(name)
    return order


def can_lapse(
    graph: nx.DiGraph, agreements: pd.DataFrame, forms: pd.DataFrame, *, focal: str, partner: str, as_of: str
) -> list[str]:
    """Name the running agreements in a graph to which two states are party, purchases left out.

    Two states are covered if the table behind the graph names most of the agreements that they signed alone. Where it
    does not, or where fewer than two run, there is nothing to compare and none is named.

    Parameters
    ----------
    graph : DiGraph
        From :func:`support_graph`.
    agreements, forms : DataFrame
        Table ``agreements`` and judgement ``agreement_forms``.
    focal, partner : str
        The two states.
    as_of : str
        Last day that counts.

    Returns
    -------
    list of str
        Ids, in alphabetical order; empty where the graph does not cover the two states.
    """
    bought = set(forms.loc[forms["form"] == "purchase", "id"])
    pair, parties = {focal, partner}, parties_of(agreements)
    alone, both = (set(agreements.loc[parties.map(test), "id"]) - bought for test in (pair.__eq__, pair.__le__))
    names = sorted(both & set(running(agreements, as_of)) & set(graph))
    named = alone & graph.graph.get("named", set(graph))
    return names if len(names) > 1 and 2 * len(named) > len(alone) else []
