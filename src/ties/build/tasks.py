"""The graph of tasks, for pytask: tables are checked, chapters executed, the book woven, built and checked.

Steps import what they need when they run: a build with nothing to do should not wait for papermill and matplotlib.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pytask import PathNode, TaskWithoutPath

from ties.project import fingerprints
from ties.project.atomic_files import write_file
from ties.project.chapter_config import Chapter
from ties.project.run import Run, expected_pages, is_generated


class TablesError(ValueError):
    """Tables break their contracts; every failure is named."""


@dataclass(kw_only=True)
class FingerprintNode:
    """A named part of a task's key: a node whose state is a digest."""

    name: str
    digest: str
    attributes: dict[Any, Any] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        """Name it in the graph."""
        return hashlib.sha256(self.name.encode()).hexdigest()

    def state(self) -> str:
        """Give its state."""
        return self.digest

    def load(self, is_product: bool = False) -> str:
        """Give its value."""
        return self.digest

    def save(self, value: Any) -> None:
        """Refuse: a part is never made by a task."""
        raise NotImplementedError(f"{self.name} is not a product")


Timed = Callable[[str, Callable[[], str]], None]


def task_graph(run: Run, book: Mapping[str, str], timed: Timed) -> list[TaskWithoutPath]:
    """Give the tasks of a run.

    Parameters
    ----------
    run : Run
        The run.
    book : mapping of str to str
        What pages may say of the book itself.
    timed : callable
        Runs one step under a name, and tells the reader of it.

    Returns
    -------
    list of TaskWithoutPath
        Tasks "tables", one per chapter and variant, and "book".
    """
    lock = {"lock file": fingerprints.lock_fingerprint(run.root)}
    # a chapter can import what stands below the build: a change of the build itself does not make it run again
    imported = {"package source": fingerprints.package_fingerprint(*fingerprints.CHAPTER_ROOMS), **lock}
    whole = {"package source": fingerprints.package_fingerprint(), **lock}
    # chapters wait for sound tables, not for their counts: this file is the same whenever they are sound
    checked, described = _path(run.work / "tables-are-sound"), _path(run.described)
    digests = {
        name: fingerprints.fingerprint(fingerprints.table_path(name, run.data).read_bytes())
        for name in fingerprints.readable_tables()
    }

    def check_tables(**_: Any) -> None:
        timed("tables", lambda: _check_tables(run, checked.path, described.path))

    everything = {"all tables": fingerprints.fingerprint(json.dumps(digests, sort_keys=True).encode())}
    contracts = {
        "package source": fingerprints.package_fingerprint("tables"),
        "page of judgements": fingerprints.package_fingerprint("book"),
    }
    tasks = [_task("tables", check_tables, everything | contracts, [], [checked, described])]
    chapters = {**run.chapters, **{name: chapter for name, (chapter, _) in run.variants.items()}}
    for name, chapter in chapters.items():
        parameters = dict(run.parameters_of(name))

        def run_chapter(
            name: str = name, chapter: Chapter = chapter, parameters: dict[str, Any] = parameters, **_: Any
        ) -> None:
            timed(name, lambda: _execute(run, name, chapter, parameters))

        before = [checked, *(_path(run.executed(other)) for other in chapter.after)]
        parts = fingerprints.chapter_parts(chapter, parameters, imported, digests)
        tasks.append(_task(name, run_chapter, parts, before, [_path(run.executed(name))]))

    def make_book(**_: Any) -> None:
        timed("book", lambda: _book(run, book))

    pages = [path for path in (run.root / "book").rglob("*") if path.is_file() and not is_generated(path, run.root)]
    pages += [run.root / "_config.yml", run.root / "_toc.yml", run.root / "chapters.toml"]
    parts = {
        "pages": fingerprints.fingerprint_files(pages, run.root),
        "prose": fingerprints.fingerprint_files((chapter.notebook for chapter in run.chapters.values()), run.root),
        "editions": fingerprints.fingerprint_files(
            (p for p in (run.root / "editions").rglob("*") if p.is_file()), run.root
        ),
        "facts of the book": fingerprints.fingerprint(json.dumps(dict(book), sort_keys=True).encode()),
        **everything,
        **whole,
    }
    executed = [_path(run.executed(name)) for name in chapters]
    return [*tasks, _task("book", make_book, parts, [described, *executed], [_path(run.work / "site.json")])]


def _task(
    name: str,
    function: Callable[..., None],
    parts: Mapping[str, str],
    paths: list[PathNode],
    products: list[PathNode],
) -> TaskWithoutPath:
    nodes = {
        f"part{at}": FingerprintNode(name=f"{name}: {part}", digest=value)
        for at, (part, value) in enumerate(parts.items())
    }
    files = {f"file{at}": path for at, path in enumerate(paths)}
    made = {f"product{at}": path for at, path in enumerate(products)}
    return TaskWithoutPath(name=name, function=function, depends_on={**nodes, **files}, produces={**made})


def _path(path: Path) -> PathNode:
    return PathNode(name=path.name, path=path)


def _check_tables(run: Run, sound: Path, described: Path) -> str:
    from ties.book import data_pages
    from ties.tables.validate import validate_tables

    reports = [validate_tables(), *([validate_tables(run.data)] if run.data else [])]
    failures = [str(failure) for report in reports for failure in report.failures]
    if failures:
        raise TablesError("\n".join(failures))
    counts = {str(row["table"]): int(str(row["rows"])) for row in reports[0].counts}
    write_file(described, json.dumps(data_pages.describe_catalogue(run), ensure_ascii=False, indent=1) + "\n")
    write_file(sound, "sound\n")
    return f"{len(counts)} tables, {sum(counts.values()):,} rows"


def _execute(run: Run, name: str, chapter: Chapter, parameters: dict[str, Any]) -> str:
    from ties.book.materials import recorded_findings
    from ties.build.execute import execute_chapter

    out = run.executed(name)
    before = out.with_suffix(".findings.json")
    write_file(before, json.dumps(recorded_findings(run, list(chapter.after)), ensure_ascii=False))
    execute_chapter(chapter, parameters, out, failed=run.work / "failed", findings=before, data=run.data)
    return f"{len(recorded_findings(run, [name]))} findings"


def _book(run: Run, book: Mapping[str, str]) -> str:
    from ties.book import book_metadata, jupyter_book, layout, site_checks
    from ties.book.prose_lint import ProseError
    from ties.book.source_checks import source_faults

    if unsound := source_faults(run.root):
        raise ProseError("\n".join(unsound))
    made = layout.write_sources(run, book)
    built = jupyter_book.build_site(run.stage, run.work / "jupyter-book", book_metadata.edition_day())
    draft = run.work / "draft"
    jupyter_book.copy_site(built, draft)
    jupyter_book.finish_site(draft, "book/index.html", "India-US defence ties: the evidence")
    faults = site_checks.site_faults(draft, expected_pages(run))
    if faults:
        raise jupyter_book.SiteError("\n".join(faults))
    candidate = jupyter_book.shelve_site(draft, run.work / "sites")
    pages = expected_pages(run)
    stamp = {"site": candidate.name.partition("-")[0], "pages": pages, **made}
    write_file(run.work / "site.json", json.dumps(stamp, indent=1) + "\n")
    return f"{len(pages)} pages, {made['figures']} figures"
