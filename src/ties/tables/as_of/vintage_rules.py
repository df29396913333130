"""Rules by which a table is cut to what was known on a day; ``judgements/vintages`` says which apply to which table.

Every rule takes a :class:`Snapshot`, the name of a table and its own row of the judgement, and changes the table in
place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from ties.tables.as_of.dated_text import names_later, part_before
from ties.tables.dates import bounds
from ties.tables.schema.cell_checks import SEPARATOR

Rule = Mapping[str, str]
FISCAL = r"^\d{4}-\d{2}$"
YEAR_COLUMNS = ("fiscal_year", "period", "year")


@dataclass
class Snapshot:
    """Tables on their way to what was known on a day: cells as text, and what was left out of them, by rule."""

    day: pd.Timestamp
    compiled: pd.Timestamp
    tables: dict[str, pd.DataFrame]
    sources: pd.DataFrame
    later_sources: dict[str, pd.Series] = field(default_factory=dict)
    touched: dict[str, pd.Series] = field(default_factory=dict)
    rows: dict[str, Counter[str]] = field(default_factory=dict)
    cells: dict[str, Counter[str]] = field(default_factory=dict)

    def leave_out(self, name: str, wrong: pd.Series, why: str) -> None:
        """Leave rows out of a table, and count them under the rule that did it."""
        if wrong.any():
            self.rows.setdefault(name, Counter())[why] += int(wrong.sum())
            self.tables[name] = self.tables[name][~wrong]

    def put(self, name: str, column: str, wrong: pd.Series, value: str | pd.Series, why: str) -> None:
        """Put a value, or nothing, into cells of a table, and count those that it changes."""
        table = self.tables[name]
        changed = table[column].mask(wrong, value)
        number = int((changed != table[column]).sum())
        if number:
            self.cells.setdefault(name, Counter())[f"{why} {column}"] += number
            self.tables[name] = table.assign(**{column: changed})

    def cites_later(self, name: str) -> pd.Series:
        """Say which rows cite a document that came out after the day and tells more than an earlier one."""
        table = self.tables[name]
        return self.later_sources.get(name, pd.Series(data=False, index=table.index)).reindex(table.index)


def cut_event(cut: Snapshot, name: str, rule: Rule) -> None:
    """Leave out rows dated after the day; one that only may be is kept on a dated document of before."""
    table = cut.tables[name]
    days = _days(table[rule["column"]])
    may_be = (days["latest"] > cut.day) & ~_known_before(cut, table)
    cut.leave_out(name, (days["earliest"] > cut.day) | may_be, f"event {rule['column']}")


def cut_stage(cut: Snapshot, name: str, rule: Rule) -> None:
    """Blank dates after the day; one that only may be goes where the row cites a later source."""
    days = _days(cut.tables[name][rule["column"]])
    later = (days["earliest"] > cut.day) | ((days["latest"] > cut.day) & cut.cites_later(name))
    cut.touched[name] = cut.touched.get(name, later) | later
    cut.put(name, rule["column"], later, "", "stage")


def cut_reopened(cut: Snapshot, name: str, rule: Rule) -> None:
    """Blank an end after the day of what its status calls over, and set the status back."""
    table, before = cut.tables[name], dict(pair.split("=") for pair in rule["value"].split(SEPARATOR))
    over = table["status"].isin(before) & (_days(table[rule["column"]])["latest"] > cut.day)
    cut.put(name, rule["column"], over, "", "reopened")
    cut.put(name, "status", over, table["status"].replace(before), "reopened")


def cut_stages(cut: Snapshot, name: str, rule: Rule) -> None:
    """Give the status that follows from the last dated step, where a step was blanked or a later source is cited."""
    table = cut.tables[name]
    changed = cut.cites_later(name) | cut.touched.get(name, cut.cites_later(name)).reindex(table.index)
    status = pd.Series("", index=table.index)
    for step, reached in reversed([pair.split("=") for pair in rule["value"].split(SEPARATOR)]):
        status = status.mask(status == "", reached) if step == "none" else status.mask(table[step] != "", reached)
    cut.put(name, rule["column"], changed, status, "stages")


def cut_lag(cut: Snapshot, name: str, rule: Rule) -> None:
    """Leave out rows, or blank cells, of years that were not yet told: some months after their end."""
    table = cut.tables[name]
    clock = next(column for column in YEAR_COLUMNS if column in table)
    ends = _days(table[clock].str[:4])["latest"]
    ends = ends.mask(table[clock].str.fullmatch(FISCAL), ends + pd.offsets.MonthEnd(3))
    out = ends + pd.offsets.MonthEnd(int(rule["value"]))
    if rule["column"] == clock:
        cut.leave_out(name, out > cut.day, f"lag {clock}")
    else:
        cut.put(name, rule["column"], out > cut.day, "", "lag")


def cut_through(cut: Snapshot, name: str, rules: Sequence[Rule]) -> None:
    """Leave out years beyond the last that an edition of before the day reached."""
    reached = [int(rule["value"]) for rule in rules if pd.Timestamp(rule["day"]) <= cut.day]
    year = cut.tables[name]["year"].astype("int64")
    cut.leave_out(name, year > max(reached, default=0), "through year")


def cut_released(cut: Snapshot, name: str, rule: Rule) -> None:
    """Leave out rows of editions that came out after the day."""
    out = pd.to_datetime(cut.tables[name]["edition"] + f"-{rule['value']}")
    cut.leave_out(name, out > cut.day, "released edition")


def cut_successor(cut: Snapshot, name: str, rule: Rule) -> None:
    """Set back an edition that was not out to the one before it, where the row says that it stood there too."""
    later, earlier = rule["value"].split(">")
    edition = pd.to_datetime(later + "-03-31") <= cut.day if rule["column"] == "edition" else False
    table = cut.tables[name]
    if not edition and rule["column"] == "edition":
        both = (table["edition"] == later) & table["sources"].str.contains(f"-{earlier}(?:;|$)")
        cut.put(name, "edition", both, earlier, "successor")


def cut_years(cut: Snapshot, name: str, rule: Rule) -> None:
    """Strike years from a list that the edition of the day did not cover."""
    table = cut.tables[name]
    last = str((cut.day - pd.DateOffset(months=int(rule["value"]))).year - 1)
    cells = table[rule["column"]]
    shorter = cells.map(lambda cell: SEPARATOR.join(y for y in cell.split(SEPARATOR) if y and y <= last))
    cut.put(name, rule["column"], pd.Series(data=True, index=table.index), shorter, "years")


def cut_names(cut: Snapshot, name: str, rule: Rule) -> None:
    """Leave out rows whose text or id names a later day."""
    for column in rule["column"].split(SEPARATOR):
        later = cut.tables[name][column].map(lambda text: names_later(text, cut.day, cut.compiled)).astype(bool)
        cut.leave_out(name, later, f"names {column}")


def cut_clause(cut: Snapshot, name: str, rule: Rule) -> None:
    """Leave out the clauses of a text that name a later day; where none is left the rule says what stands there."""
    cells = cut.tables[name][rule["column"]]
    shorter = cells.map(lambda text: part_before(text, cut.day, cut.compiled)).astype("str")
    shorter = shorter.mask((shorter == "") & (cells != ""), rule["value"])
    cut.put(name, rule["column"], pd.Series(data=True, index=cells.index), shorter, "clause")


def cut_text(cut: Snapshot, name: str, rule: Rule) -> None:
    """Blank a text of rows that cite a later source; without a dated one, clauses of it that name a later day."""
    cells, later = cut.tables[name][rule["column"]], cut.cites_later(name)
    cut.put(name, rule["column"], later & (cells != ""), rule["value"], "text")
    if not _known_before(cut, cut.tables[name]).all():
        loose = ~later & ~_known_before(cut, cut.tables[name])
        cells = cut.tables[name][rule["column"]]
        part = cells.map(lambda words: part_before(words, cut.day, cut.compiled)).astype("str")
        cut.put(name, rule["column"], loose, part.mask((part == "") & (cells != ""), rule["value"]), "text")


def cut_set(cut: Snapshot, name: str, rule: Rule) -> None:
    """Put a neutral value into rows that cite a later source."""
    cut.put(name, rule["column"], cut.cites_later(name), rule["value"], "set")


def cut_cell(cut: Snapshot, name: str, rule: Rule) -> None:
    """Put back one cell, of the row that its first column names, to what was known before the day of the rule."""
    key, _, value = rule["value"].partition("=")
    if bounds(pd.Series([rule["day"]]))["latest"].iloc[0] > cut.day:
        table = cut.tables[name]
        cut.put(name, rule["column"], table[table.columns[0]] == key, value, "cell")


def cut_unread(cut: Snapshot, name: str, rule: Rule) -> None:
    """Blank the verdict of a claim whose reading rests on a later source, with its grounds."""
    for column in (rule["column"], "evidence", "sources", "confidence", "note"):
        cut.put(name, column, cut.cites_later(name), "", "unread")


def _days(cells: pd.Series) -> pd.DataFrame:
    return bounds(cells.where(cells != ""))


def _known_before(cut: Snapshot, table: pd.DataFrame) -> pd.Series:
    """Say which rows cite a document that was surely out on the day."""
    if "sources" not in table:
        return pd.Series(data=False, index=table.index)
    earlier = set(cut.sources.index[cut.sources["latest"] <= cut.day])
    return table["sources"].map(lambda ids: not earlier.isdisjoint(ids.split(SEPARATOR))).astype(bool)


RULES: dict[str, Callable[[Snapshot, str, Rule], None]] = {
    "successor": cut_successor, "released": cut_released, "event": cut_event, "lag": cut_lag, "names": cut_names,
    "years": cut_years, "stage": cut_stage, "reopened": cut_reopened, "stages": cut_stages, "cell": cut_cell,
    "clause": cut_clause, "text": cut_text, "set": cut_set, "unread": cut_unread,
}  # fmt: skip

# named in the judgement, and done elsewhere or nothing to do
OTHERS = [
    "published", "undated", "own", "compiled", "copy", "recast", "through", "follows", "term", "backwards", "stays",
]  # fmt: skip

RULE_NAMES = [*RULES, *OTHERS]
# a column of dates that none of these names would keep days after the day
DATES = ["event", "stage", "term", "reopened", "published", "compiled", "stays"]
