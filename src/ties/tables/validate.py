"""Check tables against their contracts: every failure at once, each at its file, row and column."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd

from ties.tables.contracts import contracts
from ties.tables.failures import Failure, Report, shown
from ties.tables.load import home
from ties.tables.raw_table import read_cells
from ties.tables.schema.cell_checks import SEPARATOR
from ties.tables.schema.contract import Contract, period_columns, sort_columns, table_facts
from ties.tables.table_checks import (
    CheckedTable,
    check_columns,
    check_confidence,
    check_keys,
    check_order,
    check_references,
    check_rows,
    check_types,
    origins,
)

# what may stand beside the tables
BESIDE = {"datapackage.json", "judgements", "README.md", "LICENSE", "LICENSE.md", "vintage.json"}


def validate_tables(directory: str | Path | None = None) -> Report:
    """Check a folder of tables.

    Parameters
    ----------
    directory : path, optional
        The shipped tables if left out; then every table must be there. Any other folder is an overlay: only the
        tables in it are checked, and each stands in place of the shipped table of its name, also when rows of other
        tables refer to it.

    Returns
    -------
    Report
        Every failure, in order of file and row, and counts of each table that was checked.

    Raises
    ------
    NotADirectoryError
        If there is no such folder.

    Examples
    --------
    >>> validate_tables().ok
    True
    """
    folder = Path(directory).resolve() if directory else home()
    if not folder.is_dir():
        raise NotADirectoryError(f"no folder {directory}")
    known = contracts()
    beside = sorted(p for p in folder.iterdir() if p.name not in BESIDE and not p.name.startswith("."))
    failures = [
        Failure(p.name, None, "", "no table of this name has a contract", "")
        for p in beside
        if p.suffix != ".csv" or p.stem not in known or not p.is_file()
    ]
    present = [name for name in known if (folder / f"{name}.csv").is_file()]
    absent = [name for name in known if name not in present] if folder == home() else []
    failures += [Failure(f"{name}.csv", None, "", "table is missing", "") for name in absent]

    @cache
    def text_of(table: str) -> pd.DataFrame:
        path = (folder if table in present else home()) / f"{table}.csv"
        columns = _columns(known[table])
        return read_cells(path, columns).cells if path.is_file() else pd.DataFrame(columns=columns, dtype="str")

    @cache
    def named(table: str, column: str) -> set[str]:
        """Give the values of a column that other tables refer to."""
        cells = text_of(table)
        return set(cells[column]) - {""} if column in cells else set()

    checked = [_check_table(folder, known[name], named) for name in present]
    origin = origins(text_of("sources").reindex(columns=["id", "publisher", "kind"], fill_value=""))
    for table in checked:
        check_confidence(table, origin)
    failures += [failure for table in checked for failure in table.failures]
    if folder != home():
        failures += _dangling(present, known, text_of)
    return Report(failures=sorted(failures, key=lambda f: (f.file, f.row or 0)), counts=[_count(t) for t in checked])


def _columns(contract: type[Contract]) -> list[str]:
    return list(contract.to_schema().columns)


def _check_table(folder: Path, contract: type[Contract], named: Callable[[str, str], set[str]]) -> CheckedTable:
    schema = contract.to_schema()
    table = CheckedTable(contract, read_cells(folder / f"{schema.name}.csv", list(schema.columns)))
    if table.raw.cells.empty:
        if not any(failure.row is None for failure in table.failures):  # a file that was not read may have rows
            table.fail(None, "", "table has no rows", "")
        return table
    check_types(table, schema)
    check_columns(table, schema)
    check_rows(table, schema)
    check_keys(table, table_facts(contract)["keys"])
    check_order(table, sort_columns(contract))
    check_references(table, schema, named)
    return table


def _dangling(
    replaced: list[str], known: dict[str, type[Contract]], text_of: Callable[[str], pd.DataFrame]
) -> list[Failure]:
    """Report rows that an overlay's table lacks although shipped tables, which it leaves in place, refer to them."""
    failures = []
    for name in known.keys() - set(replaced):
        columns = known[name].to_schema().columns.items()
        referring = [(c, d.metadata) for c, d in columns if d.metadata and d.metadata["references"]]
        for column, role in referring:
            table, _, target = role["references"].partition(".")
            if table not in replaced:
                continue
            cells, there = text_of(name), text_of(table)
            if role["when"]:
                cells = cells[cells[role["when"][0]] == role["when"][1]]
            wanted = _elements(set(cells[column])) if role["many"] else set(cells[column])
            for value in sorted(wanted - {""} - set(there.get(target, []))):
                rule = f"row is missing: {name}.{column} of the shipped tables refers to it"
                failures.append(Failure(f"{table}.csv", None, target, rule, shown(value)))
    return failures


def _elements(cells: set[str]) -> set[str]:
    return {element for cell in cells for element in cell.split(SEPARATOR)}


def _count(table: CheckedTable) -> dict[str, object]:
    """Count rows, columns and sources, and give the first and last date or year."""
    cells = table.raw.cells
    dated = [c for c in period_columns(table.contract) if c in cells]
    times = pd.concat([cells[c][cells[c] != ""] for c in dated]) if dated else pd.Series(dtype="str")
    return {
        "table": str(table.contract.Config.name),
        "rows": len(cells),
        "columns": cells.shape[1],
        "sources": len(_elements(set(cells["sources"]) - {""})) if "sources" in cells else 0,
        "first": times.min() if len(times) else "",
        "last": times.max() if len(times) else "",
    }
