"""Check tables and judgements against their contracts: every failure at once, each at its file, row and column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from ties.tables.as_of.vintage_checks import VINTAGES, vintage_failures
from ties.tables.contracts import all_contracts, contracts
from ties.tables.datapackage import data_package_text
from ties.tables.failures import Failure, Report, did_you_mean, shown
from ties.tables.load import home
from ties.tables.name_checks import check_names
from ties.tables.raw_table import RawTable, read_cells
from ties.tables.rule_checks import VERDICT_RULES, RuleFunctions, check_rules
from ties.tables.schema.cell_checks import SEPARATOR
from ties.tables.schema.contract import period_columns, sort_columns, table_facts
from ties.tables.table_checks import (
    CheckedTable,
    check_columns,
    check_confidence,
    check_keys,
    check_marks,
    check_order,
    check_references,
    check_rows,
    check_types,
    origins,
)

DESCRIBE = "python -m ties.tables.datapackage writes it anew"
# what may stand beside the tables
BESIDE = {"datapackage.json", "judgements", "README.md", "LICENSE", "LICENSE.md", "vintage.json"}


def validate_tables(directory: str | Path | None = None, *, rules: RuleFunctions | None = None) -> Report:
    """Check a folder of tables, and of judgements in its folder ``judgements``.

    Parameters
    ----------
    directory : path, optional
        The shipped tables if left out; then every table must be there. Any other folder is an overlay: only the
        tables in it are checked, and each stands in place of the shipped table of its name, also when rows of other
        tables refer to it.
    rules : RuleFunctions, optional
        Functions that rules of verdicts may name; their names and inputs are checked only where they are given.

    Returns
    -------
    Report
        Every failure, in order of file and row, and counts of each evidence table that was checked.

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
    tables = _Folder(folder)
    checked = [_check_table(tables, name, rules) for name in tables.present]
    origin = origins(tables.raw("sources").cells.reindex(columns=["id", "publisher", "kind"], fill_value=""))
    for table in checked:
        check_confidence(table, origin)
    failures = [*_strangers(folder), *(failure for table in checked for failure in table.failures)]
    failures += _whole(tables) if folder == home() else _dangling(tables)
    counts = [_count(table) for table in checked if not table.name.startswith("judgements/")]
    return Report(failures=sorted(failures, key=lambda f: (f.file, f.row or 0)), counts=counts)


class _Folder:
    """The tables as a folder shows them: its own, and the shipped ones that it leaves in place."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.present = [name for name in all_contracts() if (path / f"{name}.csv").is_file()]
        self._raw: dict[str, RawTable] = {}
        self._values: dict[str, set[str]] = {}

    def raw(self, name: str) -> RawTable:
        """Read a table as text, once."""
        if name not in self._raw:
            path = (self.path if name in self.present else home()) / f"{name}.csv"
            columns = _columns_of(name) or []
            missing = RawTable(pd.DataFrame(columns=columns, dtype="str"), [], set())
            self._raw[name] = read_cells(path, columns, f"{name}.csv") if path.is_file() else missing
        return self._raw[name]

    def values(self, target: str) -> set[str]:
        """Give the values of a column, ``table.column``, to which other tables refer."""
        if target not in self._values:
            table, _, column = target.rpartition(".")
            cells = self.raw(table).cells
            self._values[target] = set(cells[column]) - {""} if column in cells else set()
        return self._values[target]


def _columns_of(name: str) -> list[str] | None:
    """Give the columns of a table; None where there is no such table."""
    return list(all_contracts()[name].to_schema().columns) if name in all_contracts() else None


def _strangers(folder: Path) -> Iterator[Failure]:
    """Report files that no contract knows."""
    declared = all_contracts()
    places = [place for place in (folder, folder / "judgements") if place.is_dir()]
    for path in sorted(path for place in places for path in place.iterdir()):
        name = path.relative_to(folder).with_suffix("").as_posix()
        is_table = path.suffix == ".csv" and name in declared and path.is_file()
        if not is_table and path.name not in BESIDE and not path.name.startswith("."):
            rule = f"no {'table' if path.parent == folder else 'judgement'} of this name has a contract"
            yield Failure(path.relative_to(folder).as_posix(), None, "", rule, "", did_you_mean(name, declared))


def _check_table(tables: _Folder, name: str, rules: RuleFunctions | None) -> CheckedTable:
    contract = all_contracts()[name]
    schema = contract.to_schema()
    table = CheckedTable(contract, tables.raw(name))
    if table.raw.cells.empty:
        if not any(failure.row is None for failure in table.failures):  # a file that was not read may have rows
            table.fail(None, "", "table has no rows", "", hint=f"write at least one into data/{name}.csv")
        return table
    check_types(table, schema)
    check_columns(table, schema)
    check_marks(table)
    check_rows(table, schema)
    check_keys(table, table_facts(contract)["keys"])
    check_order(table, sort_columns(contract))
    check_references(table, schema, tables.values)
    check_names(table, schema, _columns_of, list(all_contracts()))
    if name == VERDICT_RULES:
        check_rules(table, _columns_of, list(all_contracts()), rules)
    return table


def _whole(tables: _Folder) -> list[Failure]:
    """Report what the shipped tables lack: a table, or a rule by which one is cut to an earlier day."""
    absent = [name for name in all_contracts() if name not in tables.present]
    cuts = tables.raw(VINTAGES).cells
    ruled = vintage_failures(all_contracts().values(), cuts) if {"table", "rule", "column"} <= set(cuts) else []
    described = tables.path / "datapackage.json"
    if not described.is_file() or described.read_text(encoding="utf-8") != data_package_text():
        ruled.append(Failure(described.name, None, "", "is not what the contracts say", "", DESCRIBE))
    return [*(Failure(f"{name}.csv", None, "", "table is missing", "") for name in absent), *ruled]


def _dangling(tables: _Folder) -> Iterator[Failure]:
    """Report rows that an overlay's table lacks although shipped tables, which it leaves in place, refer to them."""
    # a shipped judgement may: one on a row that the overlay lacks decides nothing
    for name, contract in contracts().items():
        columns = contract.to_schema().columns.items() if name not in tables.present else ()
        for column, role in ((column, declared.metadata) for column, declared in columns):
            if not role["references"] or role["references"].rpartition(".")[0] not in tables.present:
                continue
            cells = tables.raw(name).cells
            if role["when"]:
                cells = cells[cells[role["when"][0]] == role["when"][1]]
            wanted = _elements(set(cells[column])) if role["many"] else set(cells[column])
            table, _, target = role["references"].rpartition(".")
            for value in sorted(wanted - {""} - tables.values(role["references"])):
                rule = f"row is missing: {name}.{column} of the shipped tables refers to it"
                yield Failure(f"{table}.csv", None, target, rule, shown(value))


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
