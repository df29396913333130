"""Deterrence: who runs the nodes of the corridor from India to Europe."""

from __future__ import annotations

import pandas as pd

from ties.analysis.geo.corridor import node_control
from ties.plotting.text import caption, sentence
from ties.records import Finding, Table

NEAR_KM = 60
GULF = ("ARE", "SAU")


def corridor_nodes(places: pd.DataFrame, sets: pd.DataFrame, nodes: pd.DataFrame) -> Table:
    """Show the nodes of the corridor, the state whose firm runs each, and the nearest port run by a Chinese firm.

    Parameters
    ----------
    places, sets, nodes : DataFrame
        Table ``places``; judgements ``reach_sets`` (which ports Chinese firms run) and ``imec_nodes``.

    Returns
    -------
    Table

    Raises
    ------
    ValueError
        If a node is not judged, or a judged one is not in the table.

    Examples
    --------
    >>> from ties import load
    >>> tables = load("places"), load("judgements/reach_sets"), load("judgements/imec_nodes")
    >>> [finding.key for finding in corridor_nodes(*tables).findings]
    ['corridor_chinese', 'corridor_near', 'corridor_hormuz']
    """
    run = places["id"].isin(sets.loc[sets["set"] == "rival_port", "place"])
    run |= places["id"] == "prc-piraeus"  # at the corridor's end, outside the ocean whose reach is judged
    data = node_control(places[places["kind"] == "corridor_node"], nodes, places[run])
    headers = {
        "name": "node, from east to west",
        "country": "state",
        "controller": "firm from",
        "inside_hormuz": "inside Hormuz",
        "nearest": "nearest port run by a Chinese firm",
        "km": "km to it",
    }
    return Table(
        "corridor",
        data[list(headers)],
        caption("deterrence", "corridor"),
        findings_corridor(data),
        headers=headers,
        download=data,
    )


def findings_corridor(data: pd.DataFrame) -> list[Finding]:
    """Record nodes run by Chinese firms, nodes near their ports, and Gulf ports inside Hormuz."""
    gulf = data[(data["role"] == "port") & data["country"].isin(GULF)]
    facts = {
        "nodes": len(data),
        "named": int(data["controller"].notna().sum()),
        "chinese": int((data["controller"] == "CHN").sum()),
        "near": int((data["km"] <= NEAR_KM).sum()),
        "near_km": NEAR_KM,
        "gulf": len(gulf),
        "inside": int((gulf["inside_hormuz"] == "yes").sum()),
    }
    keys = ("corridor_chinese", "corridor_near", "corridor_hormuz")
    chinese, near, hormuz = (sentence("deterrence", key, **facts) for key in keys)
    return [
        Finding("corridor_chinese", facts["chinese"], chinese, f"of {facts['named']} known"),
        Finding("corridor_near", facts["near"], near, "nodes"),
        Finding("corridor_hormuz", facts["inside"], hormuz, f"of {facts['gulf']}", confidence="high"),
    ]
