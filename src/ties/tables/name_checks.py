"""Check cells that name tables and columns, or ask after them: judgements speak of other tables."""

from __future__ import annotations

from collections.abc import Callable

import pandera.pandas as pa

from ties.tables.failures import did_you_mean
from ties.tables.query import parse_conditions
from ties.tables.schema.cell_checks import SEPARATOR
from ties.tables.table_checks import CheckedTable

Columns = Callable[[str], list[str] | None]  # columns of a table, in order; None where there is no such table
Fault = tuple[str, str]  # what is wrong, and a hint


def check_names(table: CheckedTable, schema: pa.DataFrameSchema, columns_of: Columns, names: list[str]) -> None:
    """Report every cell that names a table or column that is not there, or asks after one.

    Parameters
    ----------
    table : CheckedTable
        The table under check.
    schema : DataFrameSchema
        Its schema.
    columns_of : callable
        Gives the columns of a table.
    names : list of str
        Names of all tables, for hints.
    """
    for column in table.typed:
        role = schema.columns[column].metadata or {}
        for row, cell in table.filled_cells(str(column)) if role["names"] else ():
            if role["names"] == "table":
                faults = [] if columns_of(cell) is not None else [("is no table", did_you_mean(cell, names))]
            else:
                other = table.raw.cells.loc[row, role["of"]] if role["of"] in table.raw.cells else ""
                there = columns_of(str(other))
                if there is None:  # said of the cell that names the table
                    continue
                parts = cell.split(SEPARATOR) if role["many"] else [cell]
                faults = (
                    condition_faults(cell, str(other), there)
                    if role["names"] == "conditions"
                    else [fault for part in parts for fault in column_faults(part, str(other), there)]
                )
            for rule, hint in faults:
                table.fail(row, str(column), rule, hint=hint)


def column_faults(name: str, table: str, columns: list[str]) -> list[Fault]:
    """Say what is wrong with the name of a column: nothing, or that the table has none of it.

    Examples
    --------
    >>> column_faults("sined", "agreements", ["id", "signed"])
    [('is no column of agreements', 'did you mean signed?')]
    """
    return [] if name in columns else [(f"is no column of {table}", did_you_mean(name, columns))]


def condition_faults(where: str, table: str, columns: list[str]) -> list[Fault]:
    """Say what is wrong with conditions on the rows of a table.

    Examples
    --------
    >>> condition_faults("signed>=2016 & party=USA", "agreements", ["signed", "parties"])
    [("'party' is no column of agreements", 'did you mean parties?')]
    >>> condition_faults("signed", "agreements", ["signed"])
    [("not a condition on a column of the table: 'signed'", 'column=value, joined by &')]
    """
    try:
        conditions = parse_conditions(where)
    except ValueError as error:
        return [(str(error), "column=value, joined by &")]
    return [
        (f"{c.column!r} {rule}", hint) for c in conditions for rule, hint in column_faults(c.column, table, columns)
    ]
