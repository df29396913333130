"""Compare two sites: ``python -m ties.book.compare FIRST SECOND`` names every file in which they differ."""

from __future__ import annotations

import sys
from pathlib import Path


def differing(first: Path, second: Path) -> list[str]:
    """Name the files in which two folders differ.

    Parameters
    ----------
    first, second : Path
        Folders, or links to them.

    Returns
    -------
    list of str
        "path: only in FIRST", "path: only in SECOND", "path: differs from byte 12 (of 40 and 41)"; empty if the
        folders hold the same names and the same bytes.

    Raises
    ------
    NotADirectoryError
        If one of them is not there, or holds no file: two empty folders are no proof.
    """
    one, other = _files(first), _files(second)
    faults = [f"{name}: only in {first}" for name in sorted(one.keys() - other.keys())]
    faults += [f"{name}: only in {second}" for name in sorted(other.keys() - one.keys())]
    for name in sorted(one.keys() & other.keys()):
        a, b = one[name].read_bytes(), other[name].read_bytes()
        if a != b:
            at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            faults.append(f"{name}: differs from byte {at} (of {len(a)} and {len(b)})")
    return faults


def _files(folder: Path) -> dict[str, Path]:
    top = folder.resolve()
    found = {path.relative_to(top).as_posix(): path for path in top.rglob("*") if path.is_file()}
    if not found:
        raise NotADirectoryError(f"{folder} holds no file to compare")
    return found


def main(arguments: list[str]) -> int:
    """Print every difference; the status is 1 if there is one."""
    first, second = map(Path, arguments)
    faults = differing(first, second)
    print("\n".join(faults) or f"{len(_files(first))} files, the same to the byte")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
