"""Laws of the layered layout: edges lead to later layers, and no two nodes share a place."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ties.plotting.layered_layout import layered_layout

edges = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda e: e[0] < e[1]), min_size=1, unique=True
)


@settings(max_examples=60)
@given(edges)
def test_edges_lead_down_and_places_are_taken_once(pairs):
    graph = nx.DiGraph([(str(a), str(b)) for a, b in pairs])
    places = layered_layout(graph)
    layer = places.set_index("node")["layer"]
    assert set(places["node"]) == set(graph)
    assert all(layer[a] < layer[b] for a, b in graph.edges)
    for _, rows in places.groupby("layer")["row"]:
        gaps = rows.sort_values().diff().dropna()
        assert (gaps >= 0.999).all()


def test_an_outline_names_a_node_after_its_parent():
    places = layered_layout(nx.DiGraph([("a", "c"), ("b", "c"), ("c", "d")]))
    seen: list[str] = []
    for row in places.to_dict("records"):
        assert row["parent"] in ("", *seen)
        seen.append(row["node"])


def test_a_cycle_is_refused():
    with pytest.raises(nx.NetworkXUnfeasible):
        layered_layout(nx.DiGraph([("a", "b"), ("b", "a")]))
