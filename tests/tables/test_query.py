"""Conditions, inputs and alternatives of rules are read as they are written, or refused."""

from __future__ import annotations

import pandas as pd
import pytest

from ties.tables.query import parse_alternatives, parse_inputs, select_rows

TALKS = pd.DataFrame(
    {
        "id": ["early", "month", "day", "other"],
        "kind": ["visit", "visit", "visit", "call"],
        "states": ["IND;USA", "IND;USA", "AUS;IND;USA", "IND;USA"],
        "date": ["2025-01-05", "2025-10", "2025-10-31", "2025-08-01"],
    }
)


def test_a_list_cell_is_asked_for_an_element_and_a_cell_for_the_whole() -> None:
    assert select_rows(TALKS, "states~AUS")["id"].tolist() == ["day"]
    assert select_rows(TALKS, "states=IND;USA & kind=call")["id"].tolist() == ["other"]
    assert select_rows(TALKS, "states~US").empty


@pytest.mark.parametrize("where", ["kind", "colour=red", "kind?call", ""])
def test_a_condition_that_cannot_be_read_is_refused(where: str) -> None:
    with pytest.raises(ValueError, match="not a condition"):
        select_rows(TALKS, where)


def test_an_ordered_condition_holds_at_its_bound_only_where_it_says_so() -> None:
    assert select_rows(TALKS, "date>=2025-08-01")["id"].tolist() == ["month", "day", "other"]
    assert select_rows(TALKS, "date>2025-08-01")["id"].tolist() == ["month", "day"]


def test_a_missing_cell_meets_no_condition_not_even_an_unequal_one() -> None:
    unknown = pd.DataFrame({"kind": ["call", None]})
    assert select_rows(unknown, "kind!=visit").index.tolist() == [0]


def test_inputs_keep_bars_within_values_and_alternatives_keep_equal_signs() -> None:
    assert parse_inputs("where: a=b|c | last: -2.5") == {"where": "a=b|c", "last": -2.5}
    assert parse_alternatives("where=a=b|c | supported=3") == {
        "where=a=b|c": [("where", "a=b|c")],
        "supported=3": [("supported", "3")],
    }
