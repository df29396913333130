"""What can be said of a book from its sources, before anything runs."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from ties.book.prose_lint import ProseNames, prose_faults, text_faults
from ties.project.chapter_config import Chapter, read_chapters
from ties.project.notebook_checks import notebook_faults
from ties.project.notebook_files import read_notebook
from ties.project.run import is_generated
from ties.project.unfinished import unfinished, untried_checks

# judgements that name findings: file, column, and where in the cell the name stands
FINDING_CELL, FINDING_INPUT = re.compile(r"^([a-z]+\.[a-z0-9_]+)$"), re.compile(r"\bfinding: ([a-z]+\.[a-z0-9_]+)")
NAMING = (
    ("data/judgements/deciding.csv", "key", FINDING_CELL),
    ("data/judgements/headlines.csv", "key", FINDING_CELL),
    ("data/judgements/verdict_rules.csv", "inputs", FINDING_INPUT),
)


def source_faults(root: Path) -> list[str]:
    """Check the sources of a book.

    Parameters
    ----------
    root : Path
        Folder of the book.

    Returns
    -------
    list of str
        Every fault once, with page or cell: of the notebooks
        (:func:`ties.project.notebook_checks.notebook_faults`), of the prose
        (:func:`ties.book.prose_lint.prose_faults`), findings that judgements name and no chapter
        has, what skeletons leave to be written, and checks of contracts that no broken row tries; empty if there is
        none.

    Raises
    ------
    DeclarationError
        If ``chapters.toml`` is not sound.
    """
    chapters = read_chapters(root)
    faults = [fault for chapter in chapters.values() for fault in notebook_faults(chapter)]
    notebooks = {name: notebook for name, chapter in chapters.items() if (notebook := _readable(chapter))}
    pages = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((root / "book").rglob("*.md"))
        if not is_generated(path, root)
    }
    names = ProseNames(chapters, declared_findings(chapters))
    named = _judgement_faults(root, names)
    return [*faults, *prose_faults(notebooks, pages, names), *named, *unfinished(root), *untried_checks(root)]


def _judgement_faults(root: Path, names: ProseNames) -> Iterator[str]:
    """Hold the findings that judgements name against those of the chapters."""
    for place, column, pattern in NAMING:
        path = root / place
        if not path.is_file():
            continue
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            rows = csv.DictReader(file)
            for row in rows:
                found = pattern.search(row.get(column) or "")
                for fault in text_faults(f"{{{{ {found.group(1)} }}}}", names) if found else ():
                    yield f"{place}:{rows.line_num}  {column}  {fault}"


def _readable(chapter: Chapter) -> dict[str, Any] | None:
    """Read a notebook; give nothing for one that cannot be read, which is named among the faults already."""
    try:
        return read_notebook(chapter.notebook)
    except (OSError, ValueError):
        return None


def declared_findings(chapters: Iterable[str]) -> dict[str, set[str]]:
    """Give the names of the findings of chapters whose sentences stand in a ``text.toml``.

    A sentence of a finding is named after it, with a word for the case where there are several: ``share-thin``. In
    ``distance_*`` the star stands for what the tables decide.

    Parameters
    ----------
    chapters : iterable of str
        ProseNames of chapters.

    Returns
    -------
    dict of str to set of str
        Chapter to names; chapters whose sentences do not stand there are missing.
    """
    found = {}
    for name in chapters:
        path = files("ties.chapters").joinpath(f"{name}/text.toml")
        if path.is_file() and (sentences := tomllib.loads(path.read_text(encoding="utf-8")).get("sentences")):
            found[name] = {key.partition("-")[0] for key in sentences}
    return found
