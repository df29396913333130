"""A transport corridor: who runs its nodes, and what lies beside them."""

from __future__ import annotations

import pandas as pd

from ties.analysis.geo.sphere import great_circle_km


def node_control(nodes: pd.DataFrame, judged: pd.DataFrame, ports: pd.DataFrame) -> pd.DataFrame:
    """Give each node of a corridor with its controller and the nearest port run by a firm of the rival.

    Parameters
    ----------
    nodes : DataFrame
        Rows of table ``places`` of kind "corridor_node".
    judged : DataFrame
        Judgement ``imec_nodes``: ``node``, ``role``, ``inside_hormuz``, ``controller`` (state of the firm that runs
        it, empty where unknown), ``reason``.
    ports : DataFrame
        Ports run by firms of the rival: ``name``, ``lon``, ``lat``.

    Returns
    -------
    DataFrame
        ``id``, ``name``, ``country``, ``role``, ``inside_hormuz``, ``controller``, ``nearest`` (port), ``km``, in the
        order of the judgement, which is that of the corridor.

    Raises
    ------
    ValueError
        If a node is not judged, or a judged one is not in the table.

    Examples
    --------
    >>> nodes = pd.DataFrame({"id": ["n"], "name": ["Node"], "country": ["ARE"], "lon": [54.4], "lat": [24.5]})
    >>> judged = pd.DataFrame({"node": ["n"], "role": ["port"], "inside_hormuz": ["yes"], "controller": [None]})
    >>> ports = pd.DataFrame({"name": ["Khalifa"], "lon": [54.65], "lat": [24.81]})
    >>> node_control(nodes, judged, ports)["km"].round().item()
    43.0
    """
    astray = set(nodes["id"]) ^ set(judged["node"])
    if astray:
        raise ValueError(f"judged and known nodes differ: {', '.join(sorted(astray))}")
    table = judged.merge(nodes[["id", "name", "country", "lon", "lat"]], left_on="node", right_on="id")
    lon, lat = (table[name].to_numpy(dtype="float64")[:, None] for name in ("lon", "lat"))
    apart = great_circle_km(lon, lat, ports["lon"].to_numpy()[None, :], ports["lat"].to_numpy()[None, :])
    table["nearest"] = ports["name"].to_numpy()[apart.argmin(axis=1)]
    table["km"] = apart.min(axis=1)
    return table[["id", "name", "country", "role", "inside_hormuz", "controller", "nearest", "km"]]
