"""What can be said of a book from its sources, before anything runs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from ties.book.prose_lint import Names, prose_faults
from ties.project.chapter_config import read_chapters
from ties.project.notebook_files import read_notebook
from ties.project.run import is_generated


def source_faults(root: Path) -> list[str]:
    """Check the sources of a book.

    Parameters
    ----------
    root : Path
        Folder of the book.

    Returns
    -------
    list of str
        Every fault of its prose, with page or cell; empty if there is none.

    Raises
    ------
    DeclarationError
        If ``chapters.toml`` is not sound.
    """
    chapters = read_chapters(root)
    notebooks = {name: read_notebook(chapter.notebook) for name, chapter in chapters.items()}
    pages = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((root / "book").rglob("*.md"))
        if not is_generated(path, root)
    }
    return prose_faults(notebooks, pages, Names(chapters, declared_findings(chapters)))


def declared_findings(chapters: Iterable[str]) -> dict[str, set[str]]:
    """Give the names of the findings of chapters whose sentences stand in a ``text.toml``.

    A sentence of a finding is named after it, with a word for the case where there are several: ``share-thin``. In
    ``distance_*`` the star stands for what the tables decide.

    Parameters
    ----------
    chapters : iterable of str
        Names of chapters.

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
