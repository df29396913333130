"""Rules that follow the graph of enablement: what an agreement leads to.

Inputs and result are those of every rule: see :mod:`ties.claims.rules.selection`.
"""

from __future__ import annotations

import math

import networkx as nx
import pandas as pd

from ties.claims.inputs import Tables
from ties.tables.query import select_rows


def uses_enabled(tables: Tables, *, agreements: str, grade: str) -> float:
    """Count the recorded uses that a path of the graph leads to from some agreements.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``enablement`` (``source_node``, ``target_node``) and ``judgements/agreement_uses`` (``activity``, ``grade``).
    agreements : str
        Agreements to start from, separated by ``;``.
    grade : str
        Grade of the use that counts.

    Returns
    -------
    float
        Number of activities; NaN where none of the agreements is in the graph.

    Examples
    --------
    >>> edges = pd.DataFrame({"source_node": ["lemoa", "fuel"], "target_node": ["fuel", "sortie"]})
    >>> graded = pd.DataFrame({"activity": ["sortie"], "grade": ["use"]})
    >>> data = {"enablement": edges, "judgements/agreement_uses": graded}
    >>> uses_enabled(data, agreements="lemoa", grade="use")
    1.0
    """
    reached = _reached(tables["enablement"], agreements.split(";"))
    uses = select_rows(tables["judgements/agreement_uses"], f"grade={grade}")["activity"]
    return math.nan if reached is None else float(uses.isin(reached).sum())


def share_enabled(tables: Tables, *, agreements: str, parties: str, kind: str) -> float:
    """Compute the share of what all agreements of two states lead to that some of them lead to.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``enablement`` (``source_node``, ``target_node``, ``target_kind``) and ``agreements`` (``id``, ``parties``).
    agreements : str
        The agreements asked about, separated by ``;``.
    parties : str
        The two states as ``agreements`` writes them.
    kind : str
        Kind of node that counts: ``capability``, ``activity`` or ``platform``.

    Returns
    -------
    float
        Per cent of the nodes; NaN where the graph holds none, or none of the agreements.

    Examples
    --------
    >>> edges = pd.DataFrame({"source_node": ["a", "b"], "target_node": ["fuel", "maps"]})
    >>> texts = pd.DataFrame({"id": ["a", "b"], "parties": "IND;USA"})
    >>> data = {"enablement": edges.assign(target_kind="capability"), "agreements": texts}
    >>> share_enabled(data, agreements="a", parties="IND;USA", kind="capability")
    50.0
    """
    edges = tables["enablement"]
    wanted = set(edges.loc[edges["target_kind"] == kind, "target_node"])
    every = _reached(edges, select_rows(tables["agreements"], f"parties={parties}")["id"].tolist())
    some = _reached(edges, agreements.split(";"))
    if every is None or some is None or not wanted & every:
        return math.nan
    return 100 * len(wanted & some) / len(wanted & (every | some))


def _reached(edges: pd.DataFrame, starts: list[str]) -> set[str] | None:
    graph = nx.from_pandas_edgelist(edges, "source_node", "target_node", create_using=nx.DiGraph)
    present = [start for start in starts if start in graph]
    return set().union(*(nx.descendants(graph, start) for start in present)) if present else None
