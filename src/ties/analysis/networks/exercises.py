"""Exercises as a network of states: who trains with whom, how much, and how sure the counts are."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pandas as pd


def exercise_network(exercises: pd.DataFrame) -> nx.MultiGraph:
    """Build the weighted multigraph of states that exercised together.

    Parameters
    ----------
    exercises : DataFrame
        ``id``, ``series``, ``domain``, ``participants`` (codes separated by ``;``), ``participants_complete``.

    Returns
    -------
    networkx.MultiGraph
        A node for each state; one edge for each pair and exercise, keyed by the exercise's id, with ``series``,
        ``domain`` and ``newman`` = 1 / (states - 1), by which an exercise of many counts less for each pair. A pair
        that is absent from an exercise with an incomplete list is unknown: ``graph["incomplete"]`` maps such
        exercises to their listed states.

    References
    ----------
    Newman, M. E. J. (2001). Scientific collaboration networks. II. Physical Review E, 64, 016132.

    Examples
    --------
    >>> rows = pd.DataFrame({"id": ["m"], "series": ["M"], "domain": ["naval"], "participants": ["IND;USA;JPN"],
    ...                      "participants_complete": ["yes"]})
    >>> network = exercise_network(rows)
    >>> network.number_of_edges(), network["IND"]["USA"]["m"]["newman"]
    (3, 0.5)
    """
    graph = nx.MultiGraph(incomplete={})
    for row in exercises.itertuples():
        states = sorted(set(str(row.participants).split(";")))
        graph.add_nodes_from(states)
        if row.participants_complete != "yes":
            graph.graph["incomplete"][row.id] = states
        share = 1 / (len(states) - 1) if len(states) > 1 else 0.0
        for one, other in combinations(states, 2):
            graph.add_edge(one, other, key=row.id, series=row.series, domain=row.domain, newman=share)
    return graph


def strength(graph: nx.MultiGraph, focal: str) -> pd.DataFrame:
    """Give the focal state's strength to each partner, with what incomplete lists leave open.

    Parameters
    ----------
    graph : networkx.MultiGraph
        As :func:`exercise_network` builds it.
    focal : str
        The state.

    Returns
    -------
    DataFrame
        ``partner``, ``known`` (exercises in which both are listed), ``possible`` (known, and those with an incomplete
        list that names the focal state and not the partner), ``newman`` (known, weighted by 1 / (states - 1)),
        ``share`` and ``share_high`` (known and possible, of the focal state's exercises), ``exercises`` (of the focal
        state), sorted by ``known``. Empty if it has no partner.

    Examples
    --------
    >>> rows = pd.DataFrame({"id": ["a", "b"], "series": ["A", "B"], "domain": "naval",
    ...                      "participants": ["IND;USA", "IND;JPN"], "participants_complete": ["yes", "no"]})
    >>> strength(exercise_network(rows), "IND")[["partner", "known", "possible"]].to_numpy().tolist()
    [['JPN', 1, 1], ['USA', 1, 2]]
    """
    columns = ["partner", "known", "possible", "newman", "share", "share_high", "exercises"]
    if focal not in graph:
        return pd.DataFrame(columns=columns)
    open_lists = {key: set(listed) for key, listed in graph.graph["incomplete"].items() if focal in listed}
    rows = []
    for partner in sorted(graph[focal]):
        edges = graph[focal][partner]
        unknown = sum(partner not in listed for listed in open_lists.values())
        rows.append((partner, len(edges), len(edges) + unknown, sum(edge["newman"] for edge in edges.values())))
    together = {key for partner in graph[focal] for key in graph[focal][partner]}
    table = pd.DataFrame(rows, columns=columns[:4])
    table["exercises"] = len(together | set(open_lists))
    table["share"] = table["known"] / table["exercises"]
    table["share_high"] = table["possible"] / table["exercises"]
    table = table[columns]
    return table.sort_values(["known", "partner"], ascending=[False, True], ignore_index=True)


def without_each_series(exercises: pd.DataFrame, focal: str, partner: str) -> pd.DataFrame:
    """Give the share of the focal state's exercises that a partner joins when each series is left out in turn.

    Parameters
    ----------
    exercises : DataFrame
        Exercises of one period.
    focal, partner : str
        The two states.

    Returns
    -------
    DataFrame
        ``series``, ``editions`` left out, ``share`` and ``rank`` of the partner without it; the first row, series
        "none", leaves nothing out.
    """
    rows = []
    for series in ["none", *sorted(exercises["series"].unique())]:
        rest = exercises[exercises["series"] != series]
        table = strength(exercise_network(rest), focal)
        place = table["partner"] == partner
        share = float(table.loc[place, "share"].sum())
        rank = int((table["known"] > table.loc[place, "known"].max()).sum()) + 1 if place.any() else None
        rows.append((series, len(exercises) - len(rest), share, rank))
    return pd.DataFrame(rows, columns=["series", "editions", "share", "rank"])
