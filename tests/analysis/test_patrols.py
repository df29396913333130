"""Laws of the patrol test and of the corridor: conjunction, judged in full, known cases by hand."""

import pandas as pd
import pytest

from ties.analysis.events.patrols import CONDITIONS, patrol_tests
from ties.analysis.geo.corridor import node_control
from ties.tables.load import load


def by_event():
    return patrol_tests(load("red_sea"), load("judgements/houthi_events")).set_index("id")


def test_crimson_barracuda_was_under_one_command_and_not_against_the_houthis():
    row = by_event().loc["crimson-barracuda-2024"]
    assert [row[name] for name in CONDITIONS] == [True, True, True, False, False]


def test_prosperity_guardian_was_without_india():
    row = by_event().loc["opg-2023"]
    assert [row[name] for name in CONDITIONS] == [False, False, True, True, True]


def test_the_claim_itself_is_no_event():
    assert "red-sea-claim" not in by_event().index


def test_a_planted_joint_patrol_meets_every_condition():
    events = (
        load("red_sea")
        .head(1)
        .assign(id="planted", kind="operation", area="Red Sea", participants="IND;USA;FRA", relation="joint")
    )
    judged = pd.DataFrame({"event": ["planted"], "houthi": ["yes"]})
    assert patrol_tests(events, judged)["met"].item() == len(CONDITIONS)
    assert patrol_tests(events, judged.assign(houthi="no"))["met"].item() == len(CONDITIONS) - 1


def test_an_event_that_nobody_judged_is_refused_by_name():
    with pytest.raises(ValueError, match=r"not judged: .*ruen-2024"):
        patrol_tests(load("red_sea"), load("judgements/houthi_events").iloc[:5])


def corridor(**change):
    places = load("places")
    ports = places[places["id"].isin(["prc-piraeus", "prc-khalifa"])]
    nodes = places[places["kind"] == "corridor_node"]
    return node_control(nodes, change.get("judged", load("judgements/imec_nodes")), ports).set_index("id")


def test_piraeus_is_its_own_nearest_port_and_abu_dhabi_is_beside_khalifa():
    table = corridor()
    assert table.loc["imec-piraeus", "km"] == pytest.approx(0)
    assert table.loc["imec-abu-dhabi", "nearest"] == "Khalifa Port"
    assert table.loc["imec-abu-dhabi", "km"] == pytest.approx(42, abs=2)


def test_an_unknown_controller_stays_unknown():
    assert corridor()["controller"].isna().sum() == load("judgements/imec_nodes")["controller"].isna().sum() > 0


def test_every_node_is_judged():
    with pytest.raises(ValueError, match="imec-piraeus"):
        corridor(judged=load("judgements/imec_nodes").query("node != 'imec-piraeus'"))
