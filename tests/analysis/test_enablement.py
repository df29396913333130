"""Laws of the enablement graph: what runs, what only one agreement supports, and how supports fall."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ties import load
from ties.analysis.networks.enablement import (
    can_lapse,
    dominator_tree,
    losses,
    removal_curve,
    running,
    support_graph,
    surviving,
    worst_order,
)

AGREEMENTS = pd.DataFrame(
    [
        ("a", "IND;USA", "2018-09-06", "2028-09-06", "in_force", None),
        ("b", "IND;USA", "2016-08-29", None, "in_force", None),
        ("old", "IND;USA", "2005-06-28", None, "superseded", None),
        ("older", "IND;USA", "1995-01-12", None, None, None),
        ("newer", "IND;USA", "2006-01-01", None, None, "older"),
        ("draft", "IND;USA", None, None, "unsigned", None),
        ("talks", "IND;USA", "2023-06-22", None, "negotiating", None),
        ("else", "AUS;IND", "2020-06-04", None, "in_force", None),
    ],
    columns=["id", "parties", "signed", "expires", "status", "supersedes"],
)
EDGES = pd.DataFrame(
    [
        ("a", "agreement", "link", "capability", "provides", "high"),
        ("link", "capability", "plane", "platform", "equips", "medium"),
        ("link", "capability", "radio", "capability", "enables", "high"),
        ("b", "agreement", "fuel", "capability", "provides", "high"),
        ("else", "agreement", "fuel", "capability", "provides", "high"),
        ("fuel", "capability", "visit", "activity", "demonstrated_in", "high"),
        ("old", "agreement", "group", "capability", "provides", "high"),
        ("b", "agreement", "strike", "activity", "use_denied", "high"),
    ],
    columns=["source_node", "source_kind", "target_node", "target_kind", "relation", "confidence"],
)
RELATIONS = pd.DataFrame(
    {
        "relation": ["provides", "equips", "enables", "demonstrated_in", "use_denied"],
        "meaning": ["support", "support", "support", "use", "denied"],
    }
)
AS_OF = "2026-06-30"


def graph(**changed):
    return support_graph(EDGES, AGREEMENTS, RELATIONS, **{"as_of": AS_OF, **changed})


def test_what_runs_is_signed_and_not_over():
    assert running(AGREEMENTS, AS_OF) == ["a", "b", "else", "newer"]


def test_a_term_ends_on_its_last_day_and_what_is_superseded_ran_before():
    assert "a" in running(AGREEMENTS, "2028-09-05")
    assert "a" not in running(AGREEMENTS, "2028-09-06")
    assert "older" in running(AGREEMENTS, "2005-12-31")


def test_graph_leaves_out_what_has_no_running_support_and_what_was_denied():
    assert set(graph()) == {"a", "link", "plane", "radio", "b", "else", "fuel", "visit"}
    assert set(graph(as_of="2028-09-06")) == {"b", "else", "fuel", "visit"}


def test_graph_keeps_to_the_meanings_and_the_confidence_asked_for():
    assert "visit" not in graph(meanings=("support",))
    assert "plane" not in graph(confidence=("high",))


def test_a_relation_without_a_meaning_is_refused():
    with pytest.raises(ValueError, match="without a meaning: equips"):
        support_graph(EDGES, AGREEMENTS, RELATIONS[RELATIONS["relation"] != "equips"], as_of=AS_OF)


def test_losses_worked_by_hand():
    table = losses(graph(), ["a", "b"]).set_index("agreement")
    assert table.loc["a", ["only", "reach"]].tolist() == [3, 3]
    assert table.loc["b", ["only", "reach"]].tolist() == [0, 2]  # the other state's agreement provides fuel too
    assert table.loc["a", "only_nodes"] == "link;plane;radio"


def test_can_lapse_names_what_both_signed_and_what_is_no_purchase():
    forms = pd.DataFrame({"id": ["a"], "form": ["purchase"]})
    sides = {"focal": "IND", "partner": "USA", "as_of": AS_OF}
    more = pd.concat([AGREEMENTS, AGREEMENTS.tail(1).assign(id="quad", parties="AUS;IND;JPN;USA")])
    edges = pd.concat([EDGES, EDGES.head(1).assign(source_node="quad")])
    made = support_graph(edges, more, RELATIONS, as_of=AS_OF)
    few = more[~more["id"].isin(["older", "newer", "draft", "talks"])]
    assert can_lapse(made, few, forms.iloc[:0], **sides) == ["a", "b", "quad"]
    assert can_lapse(made, few, forms, **sides) == ["b", "quad"]


def test_can_lapse_names_none_where_the_table_names_few_of_the_two_states_or_fewer_than_two_run():
    forms = pd.DataFrame({"id": [], "form": []})
    sides = {"focal": "IND", "partner": "USA", "as_of": AS_OF}
    assert can_lapse(graph(), AGREEMENTS, forms, **sides) == [], "the table names 3 of 7"
    assert can_lapse(graph(), AGREEMENTS, forms, **{**sides, "partner": "AUS"}) == [], "one alone is no comparison"
    assert can_lapse(graph(), AGREEMENTS, forms, **{**sides, "partner": "FRA"}) == []


def test_survivors_worked_by_hand():
    # things: link, plane, radio under a; fuel and visit under b or else
    order = np.array([[0, 1, 2], [1, 2, 0]])
    assert surviving(graph(), order, ["a", "b", "else"]).tolist() == [[5, 2, 2, 0], [5, 5, 3, 0]]


def test_worst_order_takes_the_largest_first_and_sees_what_is_left():
    assert worst_order(graph(), ["a", "b", "else"]) == ["a", "b", "else"]
    # two that support the same: neither takes anything until the other is gone
    pair = nx.DiGraph([("p", "x"), ("q", "x"), ("q", "y")])
    nx.set_node_attributes(pair, {"p": "agreement", "q": "agreement", "x": "capability", "y": "capability"}, "kind")
    assert worst_order(pair, ["p", "q"]) == ["q", "p"]


def test_removal_curve_is_the_same_for_the_same_seed_and_ends_where_nothing_is_left_to_fall():
    one, other = (removal_curve(graph(), ["a", "b", "else"], draws=200, seed=7) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)
    assert one["worst"].tolist() == [5, 2, 2, 0]
    assert one["mean"].iloc[-1] == one["low"].iloc[-1] == 0


def test_mean_after_one_random_fall_is_the_mean_loss():
    table = losses(graph(), ["a", "b", "else"])
    curve = removal_curve(graph(), ["a", "b", "else"], draws=20_000, seed=1)
    assert 5 - curve["mean"].iloc[1] == pytest.approx(table["only"].mean(), abs=0.05)


@st.composite
def graphs(draw):
    """Draw a graph without cycles: agreements a*, things t*, each thing under some earlier nodes."""
    names = [f"a{i}" for i in range(draw(st.integers(1, 4)))]
    made = nx.DiGraph()
    made.add_nodes_from(names, kind="agreement")
    for i in range(draw(st.integers(1, 8))):
        above = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
        made.add_node(f"t{i}", kind="capability")
        made.add_edges_from((node, f"t{i}") for node in above)
        names.append(f"t{i}")
    return made


@settings(max_examples=60)
@given(graphs())
def test_what_only_one_agreement_supports_is_what_cannot_be_reached_without_it(made):
    names = sorted(node for node in made if made.nodes[node]["kind"] == "agreement")
    table = losses(made, names).set_index("agreement")
    for name in names:
        rest = made.subgraph(set(made) - {name})
        roots = [node for node in names if node != name]
        reached = set(roots).union(*(nx.descendants(rest, root) for root in roots))
        lost = {node for node in made if node not in reached and node not in names}
        assert table.loc[name, "only"] == len(lost) <= table.loc[name, "reach"]
        order = np.array([[names.index(name), *(i for i, other in enumerate(names) if other != name)]])
        things = len(made) - len(names)
        assert surviving(made, order, names)[0, 1] == things - len(lost)


def test_dominator_tree_spans_the_graph():
    made = graph()
    tree = dominator_tree(made)
    assert nx.is_arborescence(tree)
    assert set(tree) == {*made, ""}


def test_every_relation_and_node_of_the_table_is_in_the_judgements():
    table, relations = load("enablement"), load("judgements/enablement_relations")
    assert set(table["relation"]) <= set(relations["relation"])
    ends = pd.concat(
        [
            table[["source_node", "source_kind"]].set_axis(["node", "kind"], axis=1),
            table[["target_node", "target_kind"]].set_axis(["node", "kind"], axis=1),
        ]
    )
    things = set(ends.loc[ends["kind"] != "agreement", "node"])
    labels = load("judgements/enablement_labels")
    assert things == set(labels["node"])
    assert labels["label"].is_unique


def test_comcasa_carries_the_secure_links_by_hand():
    table = support_graph(
        load("enablement"), load("agreements"), load("judgements/enablement_relations"), as_of=AS_OF
    )
    row = losses(table, ["comcasa-2018"]).iloc[0]
    assert {"secure_datalinks", "centrixs_link", "c-17", "c-130j"} <= set(row["only_nodes"].split(";"))
    assert "p-8i" not in row["only_nodes"].split(";")  # refuelled under the arrangement with Australia too
