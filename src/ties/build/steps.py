"""What the tasks of a build do: check the tables, execute a chapter, make the site. Each says what came of it.

Steps import what they need when they run: a build with nothing to do should not wait for papermill and matplotlib.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ties.project import fingerprints
from ties.project.atomic_files import write_file
from ties.project.chapter_config import FILE
from ties.project.run import Run, expected_pages, is_generated

if TYPE_CHECKING:
    from ties.tables.failures import Report

# takes the sources, the folder of the build and the day of the edition; gives the folder of the built pages
SiteBuilder = Callable[[Path, Path, int], Path]


class TablesError(ValueError):
    """Tables break their contracts; every failure is named."""


class BuildError(RuntimeError):
    """The build failed; the last good site and lock are untouched. Says which step, and why."""


class SourcesError(BuildError):
    """Notebooks or prose are not sound; every fault is named."""


def check_tables(run: Run, sound: Path, described: Path) -> str:
    """Hold the tables against their contracts, and describe them for the pages of the data catalogue."""
    from ties.book import data_pages

    reports = _table_reports(run)
    if failures := _failures(reports):
        raise TablesError("\n".join(failures))
    counts = {str(row["table"]): int(str(row["rows"])) for row in reports[0].counts}
    write_file(described, json.dumps(data_pages.describe_catalogue(run), ensure_ascii=False, indent=1) + "\n")
    write_file(sound, "sound\n")
    return f"{len(counts)} tables, {sum(counts.values()):,} rows"


def check_sources(run: Run) -> None:
    """Refuse notebooks and prose that have a fault which can be known before a kernel starts.

    Sources that were sound once are not looked at again while neither they nor the package have changed.

    Raises
    ------
    SourcesError
        With every fault, of the tables too: nobody should have to come back for the second half.
    """
    pages = [path for path in (run.root / "book").rglob("*.md") if not is_generated(path, run.root)]
    sources = [run.root / FILE, *pages, *(chapter.notebook for chapter in run.chapters.values())]
    package = fingerprints.package_fingerprint("tables", "chapters", "claims", "project", "book")
    digest = fingerprints.fingerprint((package + fingerprints.fingerprint_files(sources, run.root)).encode())
    sound = run.work / "sources-are-sound"
    if sound.is_file() and sound.read_text(encoding="utf-8") == digest:
        return
    from ties.book.source_checks import source_faults

    if faults := source_faults(run.root):
        raise SourcesError("\n".join([*faults, *_failures(_table_reports(run))]))
    write_file(sound, digest)


def _table_reports(run: Run) -> list[Report]:
    """Hold the shipped tables, and those brought to the run, against their contracts."""
    from ties.claims.known_rules import known_rules
    from ties.tables.validate import validate_tables

    rules = known_rules()
    return [validate_tables(rules=rules), *([validate_tables(run.data, rules=rules)] if run.data else [])]


def _failures(reports: Iterable[Report]) -> list[str]:
    return [str(failure) for report in reports for failure in report.failures]


def run_chapter(run: Run, name: str, engine: str) -> str:
    """Execute a chapter or a variant (``chapter@variant``), with the findings of the chapters before it."""
    from ties.book.materials import recorded_findings
    from ties.build.execute import execute_chapter

    out, chapter = run.executed(name), run.chapter_of(name)
    before = out.with_suffix(".findings.json")
    write_file(before, json.dumps(recorded_findings(run, list(chapter.after)), ensure_ascii=False))
    execute_chapter(
        chapter,
        dict(run.parameters_of(name)),
        out,
        failed=run.work / "failed",
        findings=before,
        data=run.data,
        engine=engine,
    )
    return f"{len(recorded_findings(run, [name]))} findings"


def make_site(run: Run, book: Mapping[str, str], site_builder: SiteBuilder) -> str:
    """Lay out the sources of the book, build its site, check it, and give it its place among the sites."""
    from ties.book import book_metadata, jupyter_book, layout, site_checks

    counts = layout.write_sources(run, book)
    built = site_builder(run.stage, run.work / "jupyter-book", book_metadata.edition_day())
    draft = run.work / "draft"
    jupyter_book.copy_site(built, draft)
    jupyter_book.finish_site(draft, "book/index.html", "India-US defence ties: the evidence")
    faults = site_checks.site_faults(draft, expected_pages(run))
    if faults:
        raise jupyter_book.SiteError("\n".join(faults))
    candidate = jupyter_book.shelve_site(draft, run.work / "sites")
    pages = expected_pages(run)
    stamp = {"site": candidate.name.partition("-")[0], "pages": pages, **counts}
    write_file(run.work / "site.json", json.dumps(stamp, indent=1) + "\n")
    return f"{len(pages)} pages, {counts['figures']} figures"
