"""Figures of the enablement graph: places, words that follow the numbers, drawings at both widths."""

from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest

from ties import load
from ties.analysis.networks.enablement import can_lapse, support_graph
from ties.chapters.agreements import agreement_falls, enablement_graph, lapse_losses
from ties.plotting.style import render

SIDES = {"focal": "IND", "partner": "USA", "as_of": "2026-06-30"}
AGREEMENTS = load("agreements")
GRAPH = support_graph(load("enablement"), AGREEMENTS, load("judgements/enablement_relations"), as_of="2026-06-30")
NAMES = can_lapse(GRAPH, AGREEMENTS, load("judgements/agreement_forms"), **SIDES)
LABELS = enablement_graph.node_labels(GRAPH, AGREEMENTS, load("judgements/enablement_labels"))


def small() -> nx.DiGraph:
    graph = nx.DiGraph([("lemoa-2016", "x"), ("lemoa-2016", "y"), ("hostac-2017", "y"), ("y", "z")])
    kinds = {
        "lemoa-2016": "agreement",
        "hostac-2017": "agreement",
        "x": "capability",
        "y": "capability",
        "z": "activity",
    }
    nx.set_node_attributes(graph, kinds, "kind")
    return graph


def drawn(graph=GRAPH, shown=("gsomia-2002", "lemoa-2016", "comcasa-2018", "beca-2020")):
    labels = LABELS if graph is GRAPH else {node: node for node in graph}
    return enablement_graph.prepare_enablement_graph(graph, shown, labels, **SIDES)


def lost(graph=GRAPH, names=NAMES):
    return lapse_losses.prepare_lapse_losses(graph, names, AGREEMENTS, **SIDES)


def removed(draws=300):
    return agreement_falls.prepare_agreement_falls(GRAPH, NAMES, AGREEMENTS, draws=draws, seed=3, focal="IND")


def test_labels_fall_back_to_the_name_of_the_node():
    labels = enablement_graph.node_labels(
        nx.DiGraph([("lemoa-2016", "new_thing")]), AGREEMENTS, pd.DataFrame({"node": [], "label": []})
    )
    assert labels == {"lemoa-2016": "LEMOA", "new_thing": "new thing"}


def test_graph_knows_sole_supports_and_those_outside_the_drawing():
    data = drawn(small(), ["lemoa-2016"]).set_index("node")
    assert data["sole"].to_dict() == {"lemoa-2016": "lemoa-2016", "x": "lemoa-2016", "y": "", "z": ""}
    assert data.loc["y", "others"] == "hostac-2017"


def test_graph_of_agreements_that_are_not_in_it_is_empty():
    assert drawn(shown=["nope"]).empty


def test_no_two_labels_of_the_drawing_are_alike():
    assert drawn()["label"].is_unique


def test_words_of_the_graph_count_by_hand():
    data = drawn(small(), ["lemoa-2016"])
    title = enablement_graph.words_enablement_graph(data).title
    assert title.startswith("1 of the 3 capabilities, platforms and uses")
    assert title.endswith(", 1 of them lemoa-2016")
    assert enablement_graph.findings_enablement_graph(data)[0].value == 1


def test_losses_carry_terms_and_chance():
    data = lost(small(), ["lemoa-2016", "hostac-2017"])
    assert data.attrs["chance"] == 0.5
    assert data["short_name"].tolist() == ["LEMOA", "HOSTAC"]
    words = lapse_losses.words_lapse_losses(data)
    assert (
        words.title
        == "Without LEMOA 1 capabilities, platforms and uses have no support left; no end of its term was found"
    )


def test_words_of_the_losses_name_the_end_of_a_term():
    assert lapse_losses.words_lapse_losses(lost()).title.endswith("its term ends in Sep 2028")


def test_findings_of_the_losses_span_the_readings_and_say_when_the_first_changes():
    small_, other = lost(small(), ["lemoa-2016", "hostac-2017"]), lost(small(), ["hostac-2017"])
    found = {f.key: f for f in lapse_losses.findings_lapse_losses(small_, {"same": small_, "other": other})}
    assert found["largest_loss"].value == 1
    assert (found["largest_loss"].low, found["largest_loss"].high) == (0, 1)
    assert found["loss_readings"].value == "1 of 2"
    assert found["single_points"].value == "LEMOA"
    assert found["next_term"].value is None


def test_readings_of_the_graph_are_all_tried():
    tables = lapse_losses.prepare_loss_readings(
        load("enablement"), AGREEMENTS, load("judgements/enablement_relations"), NAMES, **SIDES
    )
    only = {name: table.set_index("agreement")["only"] for name, table in tables.items()}
    base = lost().set_index("agreement")["only"]
    assert (only["past uses left out"] <= base.reindex(only["past uses left out"].index)).all()
    assert (only["edges of high confidence only"].sum()) < base.sum()


def test_removal_starts_with_everything_and_words_follow():
    data = removed()
    assert data["worst"].is_monotonic_decreasing
    assert (data["low"] <= data["mean"]).all()
    assert (data["mean"] <= data["high"]).all()
    found = agreement_falls.findings_agreement_falls(data)[0]
    assert found.value == data["worst"].iloc[0] - data["worst"].iloc[4]
    assert f"takes {found.value} of" in agreement_falls.words_agreement_falls(data).title


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize(
    ("draw", "prepare"),
    [
        (enablement_graph.draw_enablement_graph, drawn),
        (lapse_losses.draw_lapse_losses, lost),
        (agreement_falls.draw_agreement_falls, removed),
    ],
)
def test_figures_draw_at_both_widths(draw, prepare, narrow):
    assert render(draw, prepare(), height=5, narrow=narrow).count("<path") > 10
