"""The record of a run, and the earlier edition that it is held against."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ties.book import change_report
from ties.book.html_blocks import notice, parameter_value
from ties.book.materials import finding_rows
from ties.claims.inputs import tables_named
from ties.claims.rows_behind import rows_behind
from ties.findings.collect import ChapterRecords
from ties.findings.edition_changes import FINDING_CHANGES, VERDICT_CHANGES, Changes, compare_editions
from ties.findings.edition_store import (
    CLAIMS,
    FINDINGS,
    Edition,
    EditionError,
    describe_evidence,
    edition_order,
    list_editions,
    read_edition,
    row_digests,
)
from ties.project import fingerprints
from ties.project.chapter_config import Chapter
from ties.project.run import Run
from ties.tables.load import home, load

FOLDER = "editions"
LEDGER = "claims.csv"


def record_edition(run: Run, records: Mapping[str, ChapterRecords], book: Mapping[str, str]) -> Edition:
    """Record what a run found.

    Parameters
    ----------
    run : Run
        The run; its chapters are executed.
    records : mapping of str to ChapterRecords
        What each chapter recorded.
    book : mapping of str to str
        What the book says of itself.

    Returns
    -------
    Edition
        The record.
    """
    findings = [row for name, part in records.items() for row in finding_rows(name, part)]
    paths = {name: fingerprints.table_path(name, run.data) for name in fingerprints.readable_tables()}
    tables, rows = describe_evidence(paths, _declared_keys())
    about: dict[str, Any] = {
        "package": book["version"],
        "data_until": book["data_until"],
        "known_on": run.known_on,
        "parameters": {name: dict(chosen) for name, chosen in run.parameters.items()},
    }
    if run.known_on and run.data:
        limits = json.loads((run.data / "vintage.json").read_text(encoding="utf-8"))["limits"]
        about["limits"] = [f"{limit['table']}: {limit['limit']}" for limit in limits]
    claims = _claims(run, records, paths)
    return Edition(book["edition"], about, pd.DataFrame(findings, columns=FINDINGS), claims, tables, rows)


def find_edition(root: Path, name: str) -> Edition:
    """Read an edition by its name, or the record of a build by its folder.

    Parameters
    ----------
    root : Path
        Folder of the book.
    name : str
        ``2026.11``, or a folder that holds a record, or that of a build.

    Returns
    -------
    Edition
        Its record.

    Raises
    ------
    EditionError
        If there is neither: the editions that there are are named.
    """
    for folder in (root / FOLDER / name, Path(name), Path(name) / "record"):
        if (folder / "about.json").is_file():
            return read_edition(folder)
    there = ", ".join(list_editions(root / FOLDER)) or "none"
    raise EditionError(f"no edition {name!r}, and no folder with a record; editions: {there}")


def older(run: Run) -> list[str]:
    """Name the editions before the one that a run builds, the oldest first; none for a run of its own."""
    now = edition_order(run.name)
    return [] if run.variant else [n for n in list_editions(run.root / FOLDER) if edition_order(n) < now]


def since_last(run: Run, now: Edition) -> Changes | None:
    """Compare a run with the edition before it, or, where the run is no edition of its own, with the last one.

    Parameters
    ----------
    run : Run
        The run.
    now : Edition
        Its record.

    Returns
    -------
    Changes or None
        What changed; nothing where there is no earlier edition.
    """
    folder = run.root / FOLDER
    earlier = [name for name in list_editions(folder) if run.variant or edition_order(name) < edition_order(now.name)]
    return compare_editions(read_edition(folder / earlier[-1]), now) if earlier else None


def change_texts(run: Run, found: Changes | None) -> dict[str, str]:
    """Write what pages may say of the changes, as ``{{ changes.summary }}``.

    Parameters
    ----------
    run : Run
        The run.
    found : Changes or None
        What :func:`since_last` gives.

    Returns
    -------
    dict of str to str
        ``changes.since`` (the edition it is held against), ``changes.summary`` (a sentence), ``changes.all``
        (Markdown), ``changes.earlier`` (links to the older editions) and ``changes.front`` (a box for the front page,
        empty for a run that is an edition).
    """
    earlier = "; ".join(f"[{name}](edition-{name.replace('.', '-')}.ipynb)" for name in older(run)) or "none"
    if found is None:
        nothing = "There is no earlier edition to compare with."
        texts = {"since": "none", "summary": nothing, "all": nothing, "front": "", "earlier": earlier}
        return {f"changes.{name}": text for name, text in texts.items()}
    summary = change_report.change_summary(found)
    front = ""
    if run.variant:
        front = notice(
            "<strong>This is a run of its own, not the published edition.</strong> "
            f"In it {'; '.join(_settings(run))}. Against edition {found.old.name}: {summary} "
            '<a href="what-changed.html">What changed</a>.'
        )
    return {
        "changes.since": found.old.name,
        "changes.earlier": earlier,
        "changes.summary": summary,
        "changes.all": change_report.change_markdown(found, linked=True),
        "changes.front": front,
    }


def overlay_notices(run: Run, chapter: Chapter) -> list[str]:
    """Compose the box for a chapter that ran on tables brought to it, or goes on from one that did."""
    if run.known_on or not run.data:
        return []
    read = {table for name in (chapter.name, *chapter.after) for table in run.chapters[name].tables}
    others = [name for name in sorted(read) if (run.data / f"{name}.csv").is_file()]
    if not others:
        return []
    return [
        notice(
            "<strong>This chapter ran on tables that are not the book's own:</strong> "
            f"{', '.join(f'<code>{name}</code>' for name in others)}. Numbers, figures and verdicts by rule are "
            "computed from them; the other words were written for the book's own tables and may no longer hold."
        )
    ]


def downloads(found: Changes | None) -> dict[str, str]:
    """Give what changed as CSV, by name of the file; without rows where there is no earlier edition."""
    none = pd.DataFrame()
    parts = {
        "findings": found.findings if found else none.reindex(columns=FINDING_CHANGES),
        "claims": found.claims if found else none.reindex(columns=VERDICT_CHANGES),
        "rows": found.rows if found else none.reindex(columns=["table", "key", "change"]),
    }
    return {
        f"what-changed-{name}.csv": frame.to_csv(index=False, lineterminator="\n") for name, frame in parts.items()
    }


def _settings(run: Run) -> list[str]:
    """Say which parameters and tables of a run are not the default ones."""
    settings = [
        f"<code>{name}.{key}</code> is {parameter_value(chosen)} instead of {parameter_value(default)}"
        for name, chapter in run.chapters.items()
        for key, chosen in run.parameters[name].items()
        if chosen != (default := chapter.parameters[key].default)
    ]
    names = [n for n in fingerprints.readable_tables() if run.data and (run.data / f"{n}.csv").is_file()]
    return [*settings, *([f"these tables are not the book's own: {', '.join(names)}"] if names else [])]


def _declared_keys() -> dict[str, list[str] | None]:
    described = json.loads((home() / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource["schema"].get("primaryKey") for resource in described["resources"]}


def _claims(run: Run, records: Mapping[str, ChapterRecords], paths: Mapping[str, Path]) -> pd.DataFrame:
    """Take the claims from the ledger that a chapter shows, with the rows that each rule looked at."""
    shown = [
        (name, table.files[LEDGER])
        for name, part in records.items()
        for table in part.tables.values()
        if LEDGER in table.files
    ]
    if not shown:
        return pd.DataFrame(columns=CLAIMS)
    name, content = shown[0]
    claims = pd.read_csv(io.StringIO(content)).rename(columns={"verdict": "reading"})
    rules = claims.drop(columns="claim").rename(columns={"id": "claim"})
    tables = {table: load(table, run.data) for table in tables_named(rules)}
    names = {
        table: row_digests(pd.read_csv(paths[table], dtype="str", keep_default_na=False), key)[1].index
        for table, key in ((t, _declared_keys().get(t)) for t in tables)
    }
    behind = rows_behind(rules, tables, names, as_of=str(run.parameters[name]["as_of"]))
    return claims.assign(rows=claims["id"].map(behind))[CLAIMS]
