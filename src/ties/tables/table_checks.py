"""Run the rules of one contract on the cells of one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pandera.pandas as pa

from ties.tables.cell_types import convert, type_of
from ties.tables.failures import MARK, Failure, did_you_mean, shown
from ties.tables.raw_table import RawTable
from ties.tables.schema.cell_checks import SEPARATOR
from ties.tables.schema.contract import Contract
from ties.tables.schema.rule_text import rule_in_words

# news agencies: two papers that carry one agency's report are one origin
AGENCIES = [
    "AFP", "ANI", "AP", "IANS", "Kyodo", "PTI", "Reuters", "Sputnik", "TASS", "UNI", "UPI", "WAM", "Xinhua", "dpa",
]  # fmt: skip

HINTS = 20  # failures of a table after which no nearest name is sought: that takes 10 ms among 2,000


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
    def name(self) -> str:
        """Name of the table."""
        return str(self.contract.Config.name)

    def fail(self, row: int | None, column: str, rule: str, value: object | None = None, hint: str = "") -> None:
        """Report a failure, and the cell as unsound if it is one; by default the value is what the file holds."""
        if value is None and row is not None:
            value = self.raw.cells.loc[[row], column].iloc[0]
        self.failures.append(Failure(f"{self.name}.csv", row, column, rule, shown(value), hint))
        if row is not None and column in self.sound:
            self.sound.loc[row, column] = False

    def filled_cells(self, column: str) -> Iterator[tuple[int, str]]:
        """Give the cells of a column that are sound and not empty, with their lines."""
        cells = self.raw.cells[column][self.sound[column] & (self.raw.cells[column] != "")]
        return zip(cells.index.tolist(), cells.tolist(), strict=True)


def check_types(table: CheckedTable, schema: pa.DataFrameSchema) -> None:
    """Convert every column to its declared type and report each cell that is not of it."""
    converted = {}
    for name in table.typed:
        cells, sound = table.raw.cells[name], table.sound[name]
        cells = cells if sound.all() else cells.where(sound, "")
        kind = type_of(schema.columns[name])
        converted[name], sound = convert(cells, kind)
        for row in sound.index[~sound]:
            table.fail(row, str(name), f"is not {'a whole number' if kind == 'integer' else 'a number'}")
    table.typed = pd.DataFrame(converted, index=table.typed.index)


def check_columns(table: CheckedTable, schema: pa.DataFrameSchema) -> None:
    """Check every column by itself: required, unique, range, pattern, allowed values."""
    for name in table.typed:
        column, values = schema.columns[name], table.typed[name][table.sound[name]]
        missing = values.isna()
        present = values[~missing] if missing.any() else values
        faults = [("required", missing)] if not column.nullable else []
        faults += [("unique", present.duplicated(keep=False))] if column.unique else []
        faults += [(rule_in_words(check), ~_passes(check, present)) for check in column.checks]
        for rule, wrong in faults:
            for row in wrong.index[wrong]:
                table.fail(int(row), str(name), rule)


def _passes(check: pa.Check, present: pd.Series) -> pd.Series:
    """Say which values pass a check of a single column."""
    limits = check.statistics or {}
    # what pandera's own functions do: calling them through its backend takes four times as long, 500 times a check
    match check.name:
        case "isin":
            return present.isin(limits["allowed_values"])
        case "str_matches":
            return present.str.match(limits["pattern"]).astype(bool)
        case "greater_than_or_equal_to":
            return pd.Series(present >= limits["min_value"]).astype(bool)
        case "less_than_or_equal_to":
            return pd.Series(present <= limits["max_value"]).astype(bool)
        case _:
            return pd.Series(check(present).check_output).astype(bool)


def check_marks(table: CheckedTable) -> None:
    """Report each cell that a skeleton left to be written, unless something else is said of it already."""
    for name in table.raw.cells:
        for row, cell in table.filled_cells(str(name)):
            if MARK in cell:
                table.fail(row, str(name), "is still to be written")


def check_keys(table: CheckedTable, keys: tuple[str, ...]) -> None:
    """Report every row whose key another row above it has."""
    if len(keys) < 2 or not set(keys) <= set(table.raw.cells):
        return
    named = table.raw.cells[list(keys)]
    for row in named.index[named.duplicated()]:
        first = named.index[(named == named.loc[row]).all(axis=1)][0]
        table.fail(row, ", ".join(keys), f"key is not unique (line {first} has it too)", " | ".join(named.loc[row]))


def check_order(table: CheckedTable, order: tuple[str, ...]) -> None:
    """Report every row that should stand above the row before it."""
    by = list(order)
    if not by or not set(by) <= set(table.typed):
        return
    rows = table.typed[table.sound[by].all(axis=1)]
    steps = np.diff([_places(rows[column]) for column in by])
    # of each row against the one above, the step in the first column in which they differ
    first = np.take_along_axis(steps, (steps != 0).argmax(axis=0)[np.newaxis], axis=0)[0]
    for row in rows.index[1:][first < 0]:
        value = " | ".join(table.raw.cells.loc[row, by])
        table.fail(
            row, ", ".join(by), "rows out of order; sort by these", value, "python -m ties.tables.tidy does it"
        )


def _places(column: pd.Series) -> np.ndarray:
    """Give each value the number of its place in the order of all, missing ones the last."""
    codes, values = pd.factorize(column, sort=True)
    return np.where(codes < 0, len(values), codes)


def check_references(table: CheckedTable, schema: pa.DataFrameSchema, values: Callable[[str], set[str]]) -> None:
    """Report every value that names a row of another table that is not there."""
    for name in table.typed:
        facts = schema.columns[name].metadata or {}
        targets = facts["among"] or tuple(filter(None, [facts["references"]]))
        if not targets:
            continue
        there = set().union(*(values(target) for target in targets))
        applies = None
        if facts["when"]:
            column, value = facts["when"]
            if column not in table.raw.cells:
                continue
            applies = table.raw.cells[column] == value
        for row, cell in table.filled_cells(str(name)):
            if applies is not None and not applies[row]:
                continue
            for value in cell.split(SEPARATOR) if facts["many"] else [cell]:
                if value not in there:
                    hint = did_you_mean(value, there) if len(table.failures) < HINTS else ""
                    table.fail(row, str(name), f"not in {' or '.join(targets)}", value, hint)


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
    high = table.typed["confidence"].eq("high")
    for row, cell in table.filled_cells("sources"):
        if not high[row]:
            continue
        cited = {origin[source] for source in cell.split(SEPARATOR) if source in origin}
        if "" not in cited and len(cited) < 2:
            table.fail(row, "confidence", "high needs a primary source, or secondary ones of two origins")


def check_rows(table: CheckedTable, schema: pa.DataFrameSchema) -> None:
    """Run every check of rows on those whose cells, in the columns it reads, are sound."""
    for check in schema.checks:
        columns = check.description.split(SEPARATOR) if check.description else list(schema.columns)
        if not set(columns) <= set(table.typed):
            continue
        rows = table.typed[table.sound[columns].all(axis=1)]
        if rows.empty:
            continue
        try:
            holds = check(rows).check_output
        except Exception as error:  # a check is code that a contributor writes: it must not end the check
            table.fail(
                None,
                ", ".join(columns),
                f"check {check.name} could not be computed",
                f"{type(error).__name__}: {error}",
            )
            continue
        for row in rows.index[~holds.to_numpy(dtype=bool)]:
            value = " | ".join(table.raw.cells.loc[row, columns])
            table.failures.append(
                Failure(f"{table.name}.csv", int(row), ", ".join(columns), str(check.error), shown(value))
            )
