"""Files are written whole or not at all, and an error of the disk names its file."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _draft(path) as draft:
        draft.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def copy_file(source: Path, target: Path) -> None:
    """Copy a file whole or not at all; one that is the same already stays."""
    if target.is_file() and target.read_bytes() == source.read_bytes():
        return
    with _draft(target) as draft:
        shutil.copyfile(source, draft)


def remove_drafts(folder: Path, name: str = "*") -> None:
    """Remove what builds that were killed left half written in a folder; no other build may be at work in it."""
    for draft in folder.glob(f".{name}.*"):
        if draft.suffix[1:].isdecimal() and (draft.is_file() or draft.is_symlink()):
            draft.unlink()


def describe_os_error(error: OSError) -> str:
    """Say in words what the system refused, and on which file.

    Examples
    --------
    >>> describe_os_error(OSError(28, "No space left on device", "a.csv"))
    'no space left on device: a.csv'
    >>> describe_os_error(shutil.Error([("a", "b", "[Errno 28] No space left on device: 'a' -> 'b'")]))
    'no space left on device: b'
    """
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):  # one entry for each file
        _, place, why = error.args[0][0]
        what = re.sub(r"^\[Errno \d+\] |: '.*$", "", str(why))
    else:
        what, place = (error.strerror or str(error)).strip(), error.filename
    return f"{what[:1].lower()}{what[1:]}" + (f": {place}" if place else "")


@contextmanager
def _draft(path: Path) -> Iterator[Path]:
    """Give a place to write to, and rename it to the path at the end; what fails leaves nothing behind."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield draft
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        # a write that fails does not say where
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None
