"""Every rule of every column refuses a cell that breaks it, and nothing else: cases come from the contracts."""

from typing import NamedTuple

import pytest

from ties.tables.cell_types import type_of
from ties.tables.contracts import all_contracts, contracts
from ties.tables.schema import rule_text
from ties.tables.table_checks import check_columns, check_references, check_types


class Case(NamedTuple):
    """A cell that breaks one rule of its column."""

    column: str
    cell: str
    rule: str


def edges(check):
    """Give numbers that lie just outside the range of a check."""
    low, high = (check.statistics.get(end) for end in ("min_value", "max_value"))
    open_ended = check.name in {"greater_than", "less_than"}
    return [
        *([low if open_ended else low - 1] if low is not None else []),
        *([high if open_ended else high + 1] if high is not None else []),
    ]


def cases_of(name, column, first):
    """Break a column in each way that it guards against; `first` is a sound cell of it."""
    kind, role = type_of(column), column.metadata
    if not column.nullable:
        yield Case(name, "", "required")
    if kind == "integer":
        yield from (Case(name, cell, "is not a whole number") for cell in ("x", "1.5", "1,000", "nan"))
    if kind == "number":
        yield from (Case(name, cell, "is not a number") for cell in ("x", "1,000", "1e3", "+1", "nan", "5 %"))
    for check in column.checks:
        rule = rule_text.rule_in_words(check)
        match check.name:
            case "isin":
                yield Case(name, "no such" if kind == "string" else "77", rule)
            case "str_matches":
                yield Case(name, "¿?", rule)
            case "calendar_day":
                yield Case(name, "2023-02-30", rule)
            case "elements":
                yield from (Case(name, cell, rule) for cell in (f"{first};{first}", f"{first};", f"; {first}"))
                if check.statistics.get("choices"):
                    yield Case(name, "no such", rule)
            case _:
                for edge in edges(check):
                    yield Case(name, f"{edge:g}" if kind == "number" else str(edge), rule)
    targets = role["among"] or ([role["references"]] if role["references"] else [])
    if targets and not role["when"]:
        cell = "ZZZ" if role["references"] == "countries.code" else "no-such"
        yield Case(name, cell, f"not in {' or '.join(targets)}")


@pytest.mark.parametrize("table", all_contracts())
def test_one_broken_cell_per_rule_is_found_and_no_other(table, clean, under_check, named):
    schema, sound = all_contracts()[table].to_schema(), clean(table)
    first = {name: next(cell for cell in [*sound[name], "x"] if cell).split(";")[0] for name in sound}
    cases = [case for name, column in schema.columns.items() for case in cases_of(name, column, first[name])]
    assert {case.column for case in cases} >= {
        name for name, c in schema.columns.items() if c.checks or not c.nullable
    }
    for start in range(0, len(cases), len(sound)):
        batch = cases[start : start + len(sound)]
        cells = sound.copy()
        expected = {}
        for row, case in zip(cells.index, batch, strict=False):
            cells.loc[row, case.column] = case.cell
            expected[row, case.column] = case
        checked = under_check(table, cells)
        check_types(checked, schema)
        check_columns(checked, schema)
        check_references(checked, schema, named)
        found = {}
        for failure in checked.failures:
            found.setdefault((failure.row, failure.column), []).append(failure.rule)
        assert found.keys() == expected.keys()
        for place, case in expected.items():
            assert case.rule in found[place], f"{case} was refused for {found[place]}"


@pytest.mark.parametrize("table", all_contracts())
def test_a_value_that_stands_twice_is_found_in_a_column_of_unique_values(table, clean, under_check):
    schema, cells = all_contracts()[table].to_schema(), clean(table)
    unique = [name for name, column in schema.columns.items() if column.unique]
    if len(cells) == 1:
        cells.loc[cells.index[0] + 1] = cells.loc[cells.index[0]]
    above, row = cells.index[:2]
    cells.loc[row, unique] = cells.loc[above, unique]
    checked = under_check(table, cells)
    check_types(checked, schema)
    check_columns(checked, schema)
    assert {(f.row, f.column, f.rule) for f in checked.failures} == {
        (line, name, "unique") for line in (above, row) for name in unique
    }


def test_a_reference_that_depends_on_another_column_binds_only_there(clean, under_check, named):
    schema, cells = contracts()["enablement"].to_schema(), clean("enablement")
    agreement = cells.index[cells["source_kind"] == "agreement"][0]
    activity = cells.index[cells["source_kind"] == "activity"][0]
    cells.loc[[agreement, activity], "source_node"] = "no-such"
    checked = under_check("enablement", cells)
    check_types(checked, schema)
    check_references(checked, schema, named)
    assert [(f.row, f.column, f.rule) for f in checked.failures] == [
        (agreement, "source_node", "not in agreements.id")
    ]


def test_every_reference_leads_to_a_column_whose_values_are_unique():
    known = all_contracts()
    for name, contract in known.items():
        for column, described in contract.to_schema().columns.items():
            if described.metadata["references"]:
                table, _, target = described.metadata["references"].partition(".")
                assert known[table].to_schema().columns[target].unique, f"{name}.{column}"


@pytest.mark.parametrize("table", all_contracts())
def test_columns_are_described_and_stand_in_one_order(table):
    columns = all_contracts()[table].to_schema().columns
    assert all(column.description and len(column.description) > 2 for column in columns.values())
    if table.startswith("judgements/"):
        assert not columns["reason"].nullable
        assert all(column.metadata["unit"] for column in columns.values() if type_of(column) == "number")
    elif table != "sources":
        assert list(columns)[-3:] == ["sources", "confidence", "note"]
        # only a claim may be without them: one that was not read on a day has no verdict either
        assert columns["sources"].nullable == columns["confidence"].nullable == (table == "claims")
