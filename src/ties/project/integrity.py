"""A seal on a folder: whether it still holds just what a build left in it."""

from __future__ import annotations

import shutil
from pathlib import Path

from ties.project import fingerprints
from ties.project.atomic_files import write_file


def seal(folder: Path) -> None:
    """Write the digest of a folder beside it: every name below it, and every byte."""
    write_file(_beside(folder), folder_fingerprint(folder) + "\n")


def is_intact(folder: Path) -> bool:
    """Say whether a folder is as it was when it was sealed; one that was never sealed is not whole."""
    try:
        sealed = _beside(folder).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return False
    return folder.is_dir() and sealed == folder_fingerprint(folder)


def break_seal(folder: Path) -> None:
    """Take the seal off, before anything is written into the folder: a build killed in between leaves none."""
    _beside(folder).unlink(missing_ok=True)


def discard_folder(folder: Path) -> None:
    """Remove a folder and its seal."""
    break_seal(folder)
    shutil.rmtree(folder, ignore_errors=True)


def folder_fingerprint(folder: Path) -> str:
    """Give the digest of a folder: the names and bytes of all files below it."""
    return fingerprints.fingerprint_files((path for path in folder.rglob("*") if path.is_file()), folder)


def _beside(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.seal")
