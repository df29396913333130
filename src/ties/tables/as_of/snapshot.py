"""The tables as they could have been known on an earlier day, cut by rules kept as data."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ties.tables.as_of.vintage_rules import RULES, Snapshot, cut_through
from ties.tables.contracts import all_contracts
from ties.tables.dates import bounds
from ties.tables.load import home, judgement_names, tables, with_types
from ties.tables.schema.cell_checks import SEPARATOR
from ties.tables.table_checks import origins
from ties.tables.validate import validate_tables

REPORT = "vintage.json"
JUDGEMENT = "judgements/vintages"


class VintageError(ValueError):
    """The tables of a day cannot be written; says why."""


def cut_tables(day: str, data: str | Path | None = None) -> dict[str, pd.DataFrame]:
    """Give every table and judgement as it could have been known on a day.

    The rules are judgement ``vintages``: rows dated after the day are out, and so are rows of which every document
    came out after it, editions of data sets that were not out, years that were not yet told, and rows that refer to a
    row that is out. Steps, ends and texts that tell of later things are blanked, and a status is set back. What
    cannot be undone is said in the column ``limit`` of the rules.

    Parameters
    ----------
    day : str
        The last day that counts (ISO 8601), the whole of it.
    data : path, optional
        Overlay folder, as for :func:`ties.tables.load.load`.

    Returns
    -------
    dict of str to DataFrame
        Name (a judgement as ``judgements/<name>``) to table, typed as :func:`ties.tables.load.load` gives it.

    Raises
    ------
    ValueError
        If `day` is no day.

    Examples
    --------
    >>> known = cut_tables("2025-07-01")
    >>> "framework-2025" in set(known["agreements"]["id"])
    False
    >>> known["deals"].set_index("id").loc["ah64e-army-2020", "status"]
    'contracted'
    """
    return {name: with_types(name, cells) for name, cells in _cut(day, data).tables.items()}


def write_as_of(day: str, into: str | Path, data: str | Path | None = None) -> dict[str, Any]:
    """Write the tables of a day into an overlay folder for ``ties build --data``, whole or not at all.

    Parameters
    ----------
    day : str
        The last day that counts (ISO 8601).
    into : path
        The folder: absent, empty, or one that this function wrote.
    data : path, optional
        Overlay folder on which to stand, as for :func:`ties.tables.load.load`.

    Returns
    -------
    dict
        What stands in ``vintage.json`` of the folder too: ``day``; ``tables``, by name ``kept`` (rows), ``left_out``
        (rows by rule) and ``changed`` (cells by rule and column); ``undated`` (rows that rest on undated documents
        alone); ``limits`` (table and sentence).

    Raises
    ------
    VintageError
        If the folder holds anything else, or the tables would break their contracts: a table without rows does.
    ValueError
        If `day` is no day.
    """
    folder = Path(into).absolute()
    if folder.resolve() == home() or folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise VintageError(f"{folder.name} is not a folder for tables of a day")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / REPORT).is_file():
        raise VintageError(f"{folder.name} holds files that are not tables of a day; name an empty folder")
    cut, before = _cut(day, data), _read(data)
    report = _report(day, cut)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        new = staged / "new"
        (new / "judgements").mkdir(parents=True)
        for name, cells in cut.tables.items():
            if data or not cells.equals(before[name]):
                cells.to_csv(
                    new / f"{name}.csv", index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL, encoding="utf-8"
                )
        (new / REPORT).write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        checked = validate_tables(new)
        if not checked.ok:
            first = "\n".join(str(failure) for failure in checked.failures[:20])
            raise VintageError(
                f"the tables of {day} break their contracts ({len(checked.failures)} failures)\n{first}"
            )
        new.chmod(0o755)
        if folder.exists():
            folder.rename(staged / "old")
        new.rename(folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return report


def _cut(day: str, data: str | Path | None) -> Snapshot:
    """Run the rules: documents first, then each table by itself, then what refers to a row that is out."""
    found = _read(data)
    rules = found[JUDGEMENT]
    documents = found["sources"].set_index("id")
    published = bounds(documents["published"].where(documents["published"] != ""))
    compiled = bounds(rules.loc[rules["rule"] == "compiled", "day"])["latest"].iloc[0]
    cut = Snapshot(pd.to_datetime(day, format="%Y-%m-%d"), compiled, found, published)
    ours = documents.index[documents["kind"] == "judgement"]
    late = set(published.index[published["latest"] > cut.day]) - set(ours)
    copies = set(rules.loc[rules["rule"] == "copy", "value"])
    by_table = {str(name): part for name, part in rules.groupby("table", sort=False)}
    recast = [name for name, part in by_table.items() if "recast" in set(part["rule"])]
    for name in found:
        if name == JUDGEMENT:
            continue
        part = by_table[name]
        if name != "sources" and name not in recast and "sources" in found[name]:
            _cite(cut, name, part, late, copies)
        chosen = [dict(row) for _, row in part.iterrows()]
        if covered := [rule for rule in chosen if rule["rule"] == "through"]:
            cut_through(cut, name, covered)
        for kind, function in RULES.items():
            for rule in chosen:
                if rule["rule"] == kind and rule["column"] != "sources":
                    function(cut, name, rule)
    _follow(cut, rules)
    cited = {i for name in recast for cell in cut.tables[name]["sources"] for i in cell.split(SEPARATOR)}
    ids = cut.tables["sources"]["id"]
    cut.leave_out("sources", ids.isin(late) & ~ids.isin(cited), "published")
    _less_sure(cut)
    return cut


def _cite(cut: Snapshot, name: str, rules: pd.DataFrame, late: set[str], copies: set[str]) -> None:
    """Leave later documents out of the lists of sources, and rows that have no other; mark rows that cite them."""
    table = cut.tables[name]
    lists = table["sources"].map(lambda cell: cell.split(SEPARATOR) if cell else [])
    chosen = rules[(rules["rule"] == "successor") & (rules["column"] == "sources")]
    instead = dict(value.split(">") for value in chosen["value"])
    instead = {later: earlier for later, earlier in instead.items() if later in late and earlier not in late}
    lists = lists.map(lambda ids: list(dict.fromkeys(instead.get(i, i) for i in ids)))
    retained = lists.map(lambda ids: SEPARATOR.join(i for i in ids if i not in late))
    cut.later_sources[name] = lists.map(lambda ids: any(i in late and i not in copies for i in ids)).astype(bool)
    if "unread" in set(rules["rule"]):
        return
    cut.put(name, "sources", pd.Series(data=True, index=table.index), retained, "published")
    cut.leave_out(name, (retained == "") & (table["sources"] != ""), "published")


def _follow(cut: Snapshot, rules: pd.DataFrame) -> None:
    """Leave out what refers to a row that is out, until nothing more does; blank a reference that may be empty."""
    while True:
        before = {name: len(table) for name, table in cut.tables.items()}
        for name, column, targets, when, many, required in _references(rules):
            table = cut.tables[name]
            there = _elements(cut, targets) | {""}
            applies = table[when[0]] == when[1] if when else pd.Series(data=True, index=table.index)
            split = table[column].str.split(SEPARATOR) if many else table[column].map(lambda cell: [cell])
            missing = applies & ~split.map(there.issuperset).astype(bool)
            if required:
                cut.leave_out(name, missing, f"follows {column}")
            else:
                cut.put(name, column, missing, "", "follows")
        if before == {name: len(table) for name, table in cut.tables.items()}:
            return


def _elements(cut: Snapshot, targets: tuple[str, ...]) -> set[str]:
    named = (target.rsplit(".", 1) for target in targets)
    return {
        element for table, column in named for cell in cut.tables[table][column] for element in cell.split(SEPARATOR)
    }


class _Reference(NamedTuple):
    """A column of which every value (or element of a list) must be in one of some columns, ``table.column``."""

    table: str
    column: str
    targets: tuple[str, ...]
    when: tuple[str, str] | None
    many: bool
    required: bool


@cache
def _declared_references() -> list[_Reference]:
    """List the references that contracts declare, but those to sources, which have rules of their own."""
    return [
        _Reference(name, column, targets, role["when"], role["many"], not declared.nullable)
        for name, contract in all_contracts().items()
        for column, declared in contract.to_schema().columns.items()
        for role in [declared.metadata]
        if (targets := role["among"] or tuple(filter(None, [role["references"]]))) and targets != ("sources.id",)
    ]


def _references(rules: pd.DataFrame) -> list[_Reference]:
    follows = rules.loc[rules["rule"] == "follows", ["table", "column", "value"]].to_numpy()
    # a rule leaves rows out even where the contract would let the cell be empty
    ruled = {(t, c): _Reference(t, c, (target,), None, False, True) for t, c, target in follows}
    return [*ruled.values(), *(ref for ref in _declared_references() if (ref.table, ref.column) not in ruled)]


def _less_sure(cut: Snapshot) -> None:
    """Call a row no surer than the documents that are left allow."""
    origin = origins(cut.tables["sources"])
    for name, table in cut.tables.items():
        if not {"sources", "confidence"} <= set(table):
            continue
        cited = table["sources"].map(lambda cell: {origin[i] for i in cell.split(SEPARATOR) if i in origin})
        weak = cited.map(lambda found: "" not in found and len(found) < 2).astype(bool)
        cut.put(name, "confidence", weak & (table["confidence"] == "high"), "medium", "published")


def _read(data: str | Path | None) -> dict[str, pd.DataFrame]:
    """Read every table and judgement as text."""
    found = {}
    for name in [*tables(), *judgement_names()]:
        path = next(p for p in (Path(d) / f"{name}.csv" for d in (data, home()) if d) if p.is_file())
        found[name] = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    return found


def _report(day: str, cut: Snapshot) -> dict[str, Any]:
    undated = set(cut.sources.index[cut.sources["latest"].isna()])
    counts: dict[str, Any] = {}
    loose: dict[str, int] = {}
    for name, table in cut.tables.items():
        left, changed = cut.rows.get(name, Counter[str]()), cut.cells.get(name, Counter[str]())
        counts[name] = {"kept": len(table), "left_out": dict(left), "changed": dict(changed)}
        if "sources" in table and name != JUDGEMENT:
            alone = table["sources"].map(lambda cell: bool(cell) and set(cell.split(SEPARATOR)) <= undated)
            loose |= {name: int(alone.sum())} if alone.any() else {}
    rules = cut.tables[JUDGEMENT]
    limits = rules.loc[rules["limit"] != "", ["table", "limit"]].to_dict("records")
    return {"day": day, "tables": counts, "undated": loose, "limits": limits}
