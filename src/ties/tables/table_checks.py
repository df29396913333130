"""Run the rules of one contract on the cells of one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pandas as pd
import pandera.pandas as pa

from ties.tables.cell_types import convert, type_of
from ties.tables.failures import Failure, shown
from ties.tables.raw_table import RawTable
from ties.tables.schema import rule_text
from ties.tables.schema.cell_checks import SEPARATOR
from ties.tables.schema.contract import Contract

# news agencies: two papers that carry one agency's report are one origin
AGENCIES = [
    "AFP", "ANI", "AP", "IANS", "Kyodo", "PTI", "Reuters", "Sputnik", "TASS", "UNI", "UPI", "WAM", "Xinhua", "dpa",
]  # fmt: skip


@dataclass
class CheckedTable:
    """A table under check: its cells as text, as values of the declared types, and which of them are sound so far.

    All three frames have the same shape; the index is the line of the file on which each row begins.
    """

    contract: type[Contract]
    raw: RawTable
    typed: pd.DataFrame = field(init=False)
    sound: pd.DataFrame = field(init=False)
    failures: list[Failure] = field(init=False)

    def __post_init__(self) -> None:
        cells = self.raw.cells
        self.failures = list(self.raw.failures)
        self.sound = pd.DataFrame(data=True, index=cells.index, columns=cells.columns)
        for row, column in self.raw.unsound:
            if column in self.sound:
                self.sound.loc[row, column] = False
        self.typed = cells.copy()

    @property
    def file(self) -> str:
        """Name of the file."""
        return f"{self.contract.Config.name}.csv"

    def fail(self, row: int | None, column: str, rule: str, value: object | None = None) -> None:
        """Report a failure, and the cell as unsound if it is one; by default the value is what the file holds."""
        if value is None and row is not None:
            value = self.raw.cells.loc[[row], column].iloc[0]
        self.failures.append(Failure(self.file, row, column, rule, shown(value)))
        if row is not None and column in self.sound:
            self.sound.loc[row, column] = False


def check_types(table: CheckedTable, schema: pa.DataFrameSchema) -> None:
    """Convert every column to its declared type and report each cell that is not of it."""
    converted = {}
    for name in table.typed:
        cells = table.raw.cells[name].where(table.sound[name], "")
        kind = type_of(schema.columns[name])
        converted[name], sound = convert(cells, kind)
        for row in sound.index[~sound]:
            table.fail(row, str(name), f"is not {'a whole number' if kind == 'integer' else 'a number'}")
    table.typed = pd.DataFrame(converted, index=table.typed.index)


def check_columns(table: CheckedTable, schema: pa.DataFrameSchema) -> None:
    """Check every column by itself: required, unique, range, pattern, allowed values."""
    for name in table.typed:
        column = schema.columns[name]
        alone = pa.DataFrameSchema(
            {name: pa.Column(checks=column.checks, nullable=column.nullable, unique=column.unique)}
        )
        try:
            alone.validate(table.typed.loc[table.sound[name], [name]], lazy=True)
        except pa.errors.SchemaErrors as errors:
            for failed in errors.failure_cases.itertuples():
                table.fail(int(failed.index), str(name), _rule(column, failed.check, failed.check_number))


def _rule(column: pa.Column, name: str, number: float | None) -> str:
    if name == "not_nullable":
        return "required"
    if name == "field_uniqueness":
        return "unique"
    return rule_text.rule_in_words(column.checks[int(number or 0)])


def check_keys(table: CheckedTable, keys: tuple[str, ...]) -> None:
    """Report every row whose key another row above it has."""
    if len(keys) < 2 or not set(keys) <= set(table.raw.cells):
        return
    named = table.raw.cells[list(keys)]
    first = named.assign(line=named.index).groupby(list(keys))["line"].transform("first")
    for row in named.index[first.to_numpy() != named.index.to_numpy()]:
        rule = f"key is not unique (line {first[row]} has it too)"
        table.fail(row, ", ".join(keys), rule, " | ".join(named.loc[row]))


def check_order(table: CheckedTable, order: tuple[str, ...]) -> None:
    """Report every row that should stand above the row before it."""
    by = list(order)
    if not set(by) <= set(table.typed):
        return
    rows = table.typed[table.sound[by].all(axis=1)]
    place = rows[by].apply(lambda column: column.rank(method="dense", na_option="bottom")).apply(tuple, axis=1)
    for above, row in pairwise(rows.index):
        if place[row] < place[above]:
            table.fail(
                row, ", ".join(by), "rows out of order; sort by these", " | ".join(table.raw.cells.loc[row, by])
            )


def check_references(table: CheckedTable, schema: pa.DataFrameSchema, named: Callable[[str, str], set[str]]) -> None:
    """Report every value that names a row of another table that is not there."""
    for name in table.typed:
        facts = schema.columns[name].metadata or {}
        if not facts.get("references"):
            continue
        known = named(*facts["references"].split("."))
        cells = table.raw.cells[name][table.sound[name]]
        if facts["when"]:
            column, value = facts["when"]
            if column not in table.raw.cells:
                continue
            cells = cells[table.raw.cells.loc[cells.index, column] == value]
        known_cells = cells[cells != ""]
        for row, cell in zip(known_cells.index, known_cells, strict=True):
            for value in cell.split(SEPARATOR) if facts["many"] else [cell]:
                if value not in known:
                    table.fail(row, str(name), f"not in {facts['references']}", value)


def origins(sources: pd.DataFrame) -> dict[str, str]:
    """Give the origin of each source, by id; a primary source is its own, marked by an empty text.

    The origin is the news agency that a publisher carries ("Dawn (AFP)"), otherwise the publisher; what else stands
    in brackets, such as the site of a copy, makes no second origin.
    """
    carried = sources["publisher"].str.extract(r"\(([^()]*)\)$")[0]
    origin = carried.where(carried.isin(AGENCIES), sources["publisher"].str.split(" (", regex=False).str[0])
    return dict(zip(sources["id"], origin.mask(sources["kind"] == "primary", ""), strict=True))


def check_confidence(table: CheckedTable, origin: dict[str, str]) -> None:
    """Report every row that is called sure on too little: neither a primary source nor two origins.

    `origin` is what :func:`origins` gives; a source that it does not have counts for nothing.
    """
    if not {"sources", "confidence"} <= set(table.typed):
        return
    sure = table.raw.cells[table.typed["confidence"].eq("high") & table.sound["sources"]]
    for row, cell in zip(sure.index, sure["sources"], strict=True):
        cited = {origin[source] for source in cell.split(SEPARATOR) if source in origin}
        if "" not in cited and len(cited) < 2:
            table.fail(row, "confidence", "high needs a primary source, or secondary ones of two origins")


def check_rows(table: CheckedTable, schema: pa.DataFrameSchema) -> None:
    """Run every law on the rows whose cells, in the columns it reads, are sound."""
    for law in schema.checks:
        columns = law.description.split(SEPARATOR) if law.description else list(schema.columns)
        if not set(columns) <= set(table.typed):
            continue
        rows = table.typed[table.sound[columns].all(axis=1)]
        if rows.empty:
            continue
        try:
            holds = law(rows).check_output
        except Exception as error:  # a law is code that a contributor writes: it must not end the check
            table.fail(
                None, ", ".join(columns), f"law {law.name} could not be computed", f"{type(error).__name__}: {error}"
            )
            continue
        for row in rows.index[~holds.to_numpy(dtype=bool)]:
            value = " | ".join(table.raw.cells.loc[row, columns])
            table.failures.append(Failure(table.file, int(row), ", ".join(columns), str(law.error), shown(value)))
