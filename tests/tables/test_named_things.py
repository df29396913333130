"""What judgements name, tables, columns, rules and inputs, must be there, and a slip of the pen is asked after."""

from __future__ import annotations

import pandas as pd
import pytest

from ties.claims.known_rules import known_rules
from ties.tables.as_of.vintage_checks import vintage_failures
from ties.tables.contracts import all_contracts
from ties.tables.failures import did_you_mean
from ties.tables.load import home
from ties.tables.name_checks import check_names
from ties.tables.rule_checks import check_rules

NAMES = list(all_contracts())
COUNT = "table: dialogues | where: kind=call"


def columns_of(name):
    return list(all_contracts()[name].to_schema().columns) if name in all_contracts() else None


def named(table, changes, clean, under_check):
    cells = clean(table)
    row = cells.index[0]
    cells.loc[row, list(changes)] = list(changes.values())
    checked = under_check(table, cells)
    check_names(checked, all_contracts()[table].to_schema(), columns_of, NAMES)
    assert {f.row for f in checked.failures} <= {row}
    return [(f.column, f.rule, f.hint) for f in checked.failures]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"table": "exercise"}, [("table", "is no table", "did you mean exercises?")]),
        ({"column": "started"}, [("column", "is no column of exercises", "did you mean start?")]),
        (
            {"where": "participant~IND"},
            [("where", "'participant' is no column of exercises", "did you mean participants?")],
        ),
        (
            {"where": "participants"},
            [("where", "not a condition on a column of the table: 'participants'", "column=value, joined by &")],
        ),
    ],
)
def test_a_saying_names_a_table_its_columns_and_conditions_on_them(changes, expected, clean, under_check):
    assert named("judgements/promises", changes, clean, under_check) == expected


def test_each_of_several_columns_is_looked_up(clean, under_check):
    (fault,) = named("judgements/vintages", {"column": "signed;sined"}, clean, under_check)
    assert fault == ("column", "is no column of agreements", "did you mean signed?")


def ruled(changes, clean, under_check, known):
    cells = clean("judgements/verdict_rules").iloc[:1]
    cells.loc[cells.index[0], list(changes)] = list(changes.values())
    checked = under_check("judgements/verdict_rules", cells)
    check_rules(checked, columns_of, NAMES, known)
    return [(f.column, f.rule, f.hint) for f in checked.failures]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"rule": "count_row"}, ("rule", "is no function of rules", "did you mean count_rows?")),
        (
            {"inputs": "dialogues"},
            ("inputs", "not an input: 'dialogues'", "name: value, separated by a bar between spaces"),
        ),
        (
            {"inputs": COUNT.replace("dialogues", "dialogue"), "alternatives": ""},
            ("inputs", "'dialogue' is no table", "did you mean dialogues?"),
        ),
        (
            {"inputs": COUNT.replace("kind", "kinds"), "alternatives": ""},
            ("inputs", "'kinds' is no column of dialogues", "did you mean kind?"),
        ),
        (
            {"inputs": COUNT.replace("where", "were"), "alternatives": ""},
            ("inputs", "'were' is no input of the rule", "did you mean where?"),
        ),
        ({"inputs": "table: dialogues", "alternatives": ""}, ("inputs", "input 'where' is missing", "")),
        (
            {"rule": "net_balance", "inputs": "where: topics=trade"},
            ("inputs", "'topics' is no column of setbacks_and_progress", "did you mean topic?"),
        ),
        (
            {"rule": "conditions_met", "inputs": "a: deal: id=x"},
            ("inputs", "'deal' is no table", "did you mean deals?"),
        ),
        (
            {"rule": "conditions_met", "inputs": "a: deals: idd=x"},
            ("inputs", "'idd' is no column of deals", "did you mean id?"),
        ),
        (
            {"alternatives": "suported=2"},
            (
                "alternatives",
                "'suported' of 'suported=2' is neither a threshold nor an input of the rule",
                "did you mean supported?",
            ),
        ),
        ({"alternatives": "supported=two"}, ("alternatives", "threshold of 'supported=two' is no number", "")),
        (
            {"alternatives": "where=kinds=call"},
            ("alternatives", "'kinds' is no column of dialogues", "did you mean kind?"),
        ),
    ],
)
def test_a_rule_of_a_verdict_is_read_before_it_is_computed(changes, expected, clean, under_check):
    found = ruled(changes, clean, under_check, known_rules())
    assert (expected in found) if expected else found == []


def test_without_the_functions_tables_and_columns_are_checked_all_the_same(clean, under_check):
    assert ruled({"rule": "count_row"}, clean, under_check, None) == []
    (fault,) = ruled({"inputs": "table: dialogue | where: kind=call"}, clean, under_check, None)
    assert fault[1] == "'dialogue' is no table"


def test_a_table_or_a_column_of_dates_without_a_vintage_rule_is_named():
    rules = pd.read_csv(home() / "judgements/vintages.csv", dtype="str", keep_default_na=False)
    contracts = all_contracts().values()
    assert vintage_failures(contracts, rules) == []
    (failure,) = vintage_failures(contracts, rules[rules["table"] != "bri"])
    assert (failure.file, failure.rule) == ("bri.csv", "table has no vintage rule")
    (failure,) = vintage_failures(contracts, rules[~(rules["table"].eq("deals") & rules["column"].eq("approved"))])
    assert (failure.file, failure.column) == ("deals.csv", "approved")
    assert "vintages.csv" in failure.hint


def test_only_a_near_name_is_asked_after():
    assert did_you_mean("IDN", ["IND", "USA"]) == "did you mean IND?"
    assert did_you_mean("zzz", ["IND", "USA"]) == ""
