"""Border crises and monthly counts: which crises count, what is counted, and what is corrected together."""

import pytest

from ties.analysis.events.crises import counts_by_month, crisis_months, sensitivity_to_crises
from ties.tables.load import load


@pytest.fixture(scope="module")
def counts():
    tables = load("exercises"), load("dialogues"), load("judgements/meeting_kinds")
    return counts_by_month(*tables, pair=("IND", "USA"), last="2026-06")


def crises(*sets, **until):
    return crisis_months(load("border_incidents"), load("judgements/border_crises"), *sets, **until)


def test_the_four_crises_of_the_question():
    assert crises() == ["2013-04", "2017-06", "2020-06", "2022-12"]
    assert "2014-09" in crises(("main", "wider"))


def test_every_kind_of_dialogue_is_judged():
    assert set(load("dialogues")["kind"]) <= set(load("judgements/meeting_kinds")["kind"])


def test_exercises_of_2019_counted_by_hand(counts):
    # Cutlass Express, P-8 off Diego Garcia, joint sail, Yudh Abhyas, Malabar, Tiger Triumph
    assert counts["exercises"]["2019-01":"2019-12"].sum() == pytest.approx(6)


def test_a_set_of_crises_is_corrected_by_itself(counts):
    sets = {"all": crises(), "calm": [month for month in crises() if not month.startswith("2020")]}
    study = {"windows": [6, 12], "lags": [0], "draws": 300, "seed": 1}
    table = sensitivity_to_crises(counts, sets, **study)
    assert table.groupby("crises").size().tolist() == [4, 4]
    alone = sensitivity_to_crises(counts, {"calm": sets["calm"]}, **study)
    again = table[table["crises"] == "calm"].reset_index(drop=True)
    assert alone["p_adjusted"].tolist() == again["p_adjusted"].tolist()


def test_crises_that_leave_no_room_are_left_out():
    assert crises(until="2018-01") == ["2013-04", "2017-06"]
    assert crises(until="2017-06") == ["2013-04", "2017-06"]
    with pytest.raises(ValueError, match="1 of 4 crises"):
        crises(until="2017-05")
