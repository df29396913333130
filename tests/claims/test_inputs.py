"""The tables that a judgement names are found from its rows, and all of them are loaded."""

from __future__ import annotations

import inspect

import pandas as pd
import pytest

from ties import load
from ties.claims.inputs import ALWAYS_READ, load_inputs, tables_named
from ties.claims.verdicts import RULES
from ties.tables.load import judgement_names
from ties.tables.query import parse_inputs


def ruled(rule: str | None, inputs: str | None) -> pd.DataFrame:
    return pd.DataFrame({"rule": [rule], "inputs": [inputs]})


@pytest.mark.parametrize(
    ("rule", "inputs", "tables"),
    [
        ("count_rows", "table: deals | where: buyer=IND", ["deals"]),
        ("finding_value", "finding: industry.share", []),
        ("net_balance", "where: topic=trade", ["setbacks_and_progress"]),
        ("net_balance", "where: topic=trade | strand: money", ["judgements/topic_strands", "setbacks_and_progress"]),
        (
            "conditions_met",
            "one: deals: x=y | no_two: talks: kind=call | three: deals: x=y",
            ["deals", "talks"],
        ),
        ("highest_rung", "where: a=b", ["deals", "judgements/deal_routes", "judgements/depth_ladder"]),
        (None, "table: deals", []),  # only reading decides
    ],
)
def test_a_rule_names_its_tables(rule: str | None, inputs: str | None, tables: list[str]) -> None:
    assert tables_named(ruled(rule, inputs)) == tables


def test_a_judgement_without_tables_names_none() -> None:
    assert tables_named(pd.DataFrame({"claim": ["claim-01"], "key": ["a.b"]})) == []
    assert tables_named(load("judgements/deciding")) == []


def test_all_tables_that_a_judgement_names_are_loaded() -> None:
    named = load("judgements/promises")["table"].dropna().unique()
    tables = load_inputs("judgements/promises")
    assert list(tables) == sorted(named)
    assert all(frame.attrs["table"] == name for name, frame in tables.items())


def test_a_table_of_ones_own_is_read_in_place_of_the_shipped_one(tmp_path) -> None:
    load("exercises").head(1).to_csv(tmp_path / "exercises.csv", index=False)
    assert len(load_inputs("judgements/promises", tmp_path)["exercises"]) == 1


def test_a_judgement_that_there_is_not_is_named() -> None:
    with pytest.raises(KeyError, match="judgements/none"):
        load_inputs("judgements/none")


def test_what_a_rule_always_reads_is_said_of_every_rule_that_takes_no_table() -> None:
    own = {name for name, rule in RULES.items() if "table" in inspect.signature(rule).parameters}
    assert set(ALWAYS_READ) == set(RULES) - own - {"conditions_met", "finding_value"}


def test_every_judgement_that_names_tables_names_some_that_there_are() -> None:
    found = {name: tables_named(load(name)) for name in judgement_names()}
    naming = {name for name, tables in found.items() if tables}
    assert {"judgements/verdict_rules", "judgements/promises", "judgements/signposts"} <= naming
    for name in {table for tables in found.values() for table in tables}:
        assert len(load(name))


def test_only_plain_numbers_become_numbers() -> None:
    given = parse_inputs("a: 2016 | b: -1.5 | c: 2016-08 | d: 1e5 | e: x: 3 | f: 2.")
    assert given == {"a": 2016.0, "b": -1.5, "c": "2016-08", "d": "1e5", "e": "x: 3", "f": "2."}
