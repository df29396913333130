"""Every cross-column law refuses the rows that break it, and the shipped tables keep all of them.

``broken_rows.toml`` holds at least one broken row per law; a law without one fails here.
"""

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from ties.tables.contracts import all_contracts, contracts
from ties.tables.table_checks import check_columns, check_rows, check_types

BROKEN = tomllib.loads(Path(__file__).with_name("broken_rows.toml").read_text(encoding="utf-8"))
LAWS = {(name, law.name): law for name, contract in all_contracts().items() for law in contract.to_schema().checks}
CASES = [
    pytest.param(LAWS[table, law], table, case, id=f"{table}-{law}-{number}")
    for table, laws in BROKEN.items()
    for law, cases in laws.items()
    if (table, law) in LAWS
    for number, case in enumerate(cases)
]


def refused(under_check, table, cells):
    """Run types, columns and laws; give the failures."""
    schema = all_contracts()[table].to_schema()
    checked = under_check(table, cells)
    check_types(checked, schema)
    check_columns(checked, schema)
    check_rows(checked, schema)
    return checked.failures


def test_every_law_has_a_broken_row_and_every_broken_row_a_law():
    assert {(table, law) for table, laws in BROKEN.items() for law in laws} == set(LAWS)


@pytest.mark.parametrize(("law", "table", "case"), CASES)
def test_a_row_that_breaks_a_law_is_refused_for_it(law, table, case, clean, under_check):
    cells = clean(table)
    known = {
        column: "*" for column in law.description.split(";") if column in case["set"] and not case.get("unknown")
    }
    wanted = known | case.get("where", {})
    fits = [cells[column] != "" if value == "*" else cells[column] == value for column, value in wanted.items()]
    row = cells.index[pd.concat(fits, axis=1).all(axis=1) if fits else slice(None)][0]
    if case.get("copy"):
        cells.loc[cells.index.max() + 1] = cells.loc[row]
        row = cells.index.max()
    cells.loc[row, list(case["set"])] = list(case["set"].values())
    failures = refused(under_check, table, cells)
    assert (row, str(law.error)) in {(f.row, f.rule) for f in failures}
    assert {f.rule for f in failures if f.column in case["set"]} <= {str(law.error)}, (
        "the broken cell is unsound by itself"
    )


@pytest.mark.parametrize("table", all_contracts())
def test_the_shipped_table_keeps_its_laws(table, clean, under_check):
    assert refused(under_check, table, clean(table)) == []


def test_a_law_sees_only_rows_whose_cells_are_sound(clean, under_check):
    cells = clean("agreements")
    row = cells.index[cells["id"] == "comcasa-2018"][0]
    cells.loc[row, ["signed", "expires"]] = ["2018-02-30", "2017"]
    assert [(f.column, f.rule) for f in refused(under_check, "agreements", cells)] == [
        ("signed", "a day of the calendar")
    ]


def test_a_law_that_crashes_is_reported_and_does_not_end_the_check(clean, under_check, monkeypatch):
    schema = contracts()["agreements"].to_schema()
    law = schema.checks[0]
    monkeypatch.setattr(law, "_check_fn", lambda _: 1 / 0)
    checked = under_check("agreements", clean("agreements"))
    check_types(checked, schema)
    check_rows(checked, schema)
    (failure,) = checked.failures
    assert failure.rule == f"check {law.name} could not be computed"
    assert "ZeroDivisionError" in failure.value
