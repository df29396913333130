"""The graph of tasks, for pytask: tables are checked, chapters executed, the site made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pytask import PathNode, TaskWithoutPath

from ties.build import steps
from ties.build.concurrent_steps import ConcurrentSteps
from ties.build.steps import SiteBuilder
from ties.project import fingerprints
from ties.project.run import Run, is_generated


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


@dataclass(frozen=True)
class BuildTools:
    """What a build works with: the engine of notebooks by name, and what makes pages of the sources."""

    engine: str
    site_builder: SiteBuilder


def task_graph(
    run: Run, book: Mapping[str, str], timed: Timed, tools: BuildTools, chapters: ConcurrentSteps
) -> list[TaskWithoutPath]:
    """Give the tasks of a run.

    Parameters
    ----------
    run : Run
        The run.
    book : mapping of str to str
        What pages may say of the book itself.
    timed : callable
        Runs one step under a name, and tells the reader of it.
    tools : BuildTools
        Engine and builder of the site; neither is part of a fingerprint, since the same book comes out.
    chapters : ConcurrentSteps
        Where the steps of the chapters are put, to run side by side.

    Returns
    -------
    list of TaskWithoutPath
        Tasks "tables", one per chapter and variant, and "book".
    """
    lock = {"lock file": fingerprints.lock_fingerprint(run.root)}
    # a chapter can import what stands below the build: a change of the build itself does not make it run again
    imported = {"package source": fingerprints.package_fingerprint(*fingerprints.CHAPTER_ROOMS), **lock}
    everything_imported = {"package source": fingerprints.package_fingerprint(), **lock}
    # chapters wait for sound tables, not for their counts: this file is the same whenever they are sound
    checked, described = _path(run.work / "tables-are-sound"), _path(run.described)
    digests = {
        name: fingerprints.fingerprint(fingerprints.table_path(name, run.data).read_bytes())
        for name in fingerprints.readable_tables()
    }

    all_tables = {"all tables": fingerprints.fingerprint(json.dumps(digests, sort_keys=True).encode())}
    contracts = {
        "package source": fingerprints.package_fingerprint("tables"),
        "page of judgements": fingerprints.package_fingerprint("book"),
    }

    def check(**_: Any) -> None:
        timed("tables", lambda: steps.check_tables(run, checked.path, described.path))

    tasks = [_task("tables", check, all_tables | contracts, [], [checked, described])]
    for name in run.shown_chapters:
        chapter = run.chapter_of(name)
        chapters.add(name, _chapter_step(run, name, timed, tools.engine), chapter.after)
        before = [checked, *(_path(run.executed(other)) for other in chapter.after)]
        parts = fingerprints.chapter_parts(chapter, run.parameters_of(name), imported, digests)
        tasks.append(_task(name, _chapter_task(chapters, name), parts, before, [_path(run.executed(name))]))

    def make(**_: Any) -> None:
        timed("book", lambda: steps.make_site(run, book, tools.site_builder))

    pages = [path for path in (run.root / "book").rglob("*") if path.is_file() and not is_generated(path, run.root)]
    pages += [run.root / "_config.yml", run.root / "_toc.yml", run.root / "chapters.toml"]
    parts = {
        "pages": fingerprints.fingerprint_files(pages, run.root),
        "prose": fingerprints.fingerprint_files((chapter.notebook for chapter in run.chapters.values()), run.root),
        "editions": fingerprints.fingerprint_files(
            (p for p in (run.root / "editions").rglob("*") if p.is_file()), run.root
        ),
        "facts of the book": fingerprints.fingerprint(json.dumps(dict(book), sort_keys=True).encode()),
        **all_tables,
        **everything_imported,
    }
    executed = [_path(run.executed(name)) for name in run.shown_chapters]
    return [*tasks, _task("book", make, parts, [described, *executed], [_path(run.work / "site.json")])]


def _chapter_step(run: Run, name: str, timed: Timed, engine: str) -> Callable[[], None]:
    return lambda: timed(name, lambda: steps.run_chapter(run, name, engine))


def _chapter_task(chapters: ConcurrentSteps, name: str) -> Callable[..., None]:
    def run(**_: Any) -> None:  # pytask hands over dependencies and products, and takes no partial
        chapters.run(name)

    return run


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
    products_by_name = {f"product{at}": path for at, path in enumerate(products)}
    return TaskWithoutPath(name=name, function=function, depends_on={**nodes, **files}, produces={**products_by_name})


def _path(path: Path) -> PathNode:
    return PathNode(name=path.name, path=path)
