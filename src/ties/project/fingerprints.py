"""The key of a chapter: the parts whose change makes it run again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import ties
from ties.project.chapter_config import Chapter, DeclarationError
from ties.project.notebook_files import cell_source, read_notebook
from ties.tables.load import home, judgement_names, tables


def fingerprint(*parts: bytes) -> str:
    """Give the SHA-256 of parts, each with its length, so that no two lists of parts share a digest.

    Examples
    --------
    >>> fingerprint(b"ab", b"c") == fingerprint(b"a", b"bc")
    False
    """
    state = hashlib.sha256()
    for part in parts:
        state.update(len(part).to_bytes(8, "big") + part)
    return state.hexdigest()


def fingerprint_files(paths: Iterable[Path], base: Path) -> str:
    """Give the digest of files: their names below a folder, and their bytes."""
    return fingerprint(
        *(part for path in sorted(paths) for part in (path.relative_to(base).as_posix().encode(), path.read_bytes()))
    )


# what a cell of a chapter can import; a change of the build itself does not make a chapter run again
CHAPTER_ROOMS = ("tables", "analysis", "plotting", "chapters", "claims", "findings")


def code_fingerprint(notebook: Path) -> str:
    """Give the digest of a notebook's code cells; its prose does not count."""
    cells = read_notebook(notebook)["cells"]
    return fingerprint(*(cell_source(cell).encode() for cell in cells if cell["cell_type"] == "code"))


def package_fingerprint(*rooms: str) -> str:
    """Give the digest of the package's source: of some rooms of it, or of all."""
    base = Path(ties.__file__).parent
    return fingerprint_files(
        (p for p in base.rglob("*") if p.suffix in (".py", ".css", ".toml") and _in(p.relative_to(base), rooms)), base
    )


def _in(path: Path, rooms: tuple[str, ...]) -> bool:
    return path.parts[0] != "_data" and (not rooms or path.parts[0] in rooms or len(path.parts) == 1)


def lock_fingerprint(root: Path) -> str:
    """Give the digest of the environment's lock file."""
    return fingerprint((root / "requirements.lock").read_bytes())


def table_path(name: str, data: Path | None) -> Path:
    """Give the file that a table is read from: the overlay's, or the shipped one."""
    overlay = data / f"{name}.csv" if data else None
    return overlay if overlay and overlay.is_file() else home() / f"{name}.csv"


def readable_tables() -> list[str]:
    """Name everything a chapter may read: tables, and judgements as ``judgements/<name>``."""
    return [*tables(), *judgement_names()]


def chapter_parts(
    chapter: Chapter,
    parameters: Mapping[str, Any],
    shared: Mapping[str, str],
    digests: Mapping[str, str],
) -> dict[str, str]:
    """Give the parts of a chapter's key by name, in words that ``--explain`` can print.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    parameters : mapping
        Its settled parameters.
    shared : mapping of str to str
        Parts that all chapters share: package source, lock file.
    digests : mapping of str to str
        Digest of every table.

    Returns
    -------
    dict of str to str
        Part ("code cells", "parameters", "table deals", "package source", "lock file") to digest.

    Raises
    ------
    DeclarationError
        If the chapter reads a table that does not exist.
    """
    unknown = [name for name in chapter.tables if name not in digests]
    if unknown:
        raise DeclarationError(f"chapter {chapter.name} reads tables that do not exist: {', '.join(unknown)}")
    return {
        "code cells": code_fingerprint(chapter.notebook),
        "parameters": fingerprint(json.dumps(dict(parameters), sort_keys=True).encode()),
        **{f"table {name}": digests[name] for name in chapter.tables},
        **shared,
    }
