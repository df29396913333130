"""What a skeleton leaves to its author: every place is marked, and is a failing check until it is written."""

from __future__ import annotations

import re
from pathlib import Path

MARK = "TO WRITE"
PLACES = ("src/ties/chapters", "src/ties/tables/contracts", "notebooks", "data", "tests", "chapters.toml")
AFTER = re.compile(r"""(?:\\n)?["',}\]\s]*$""")  # what ends a line around a text in JSON and Python
ENDINGS = (".py", ".toml", ".csv", ".ipynb")


def unfinished(root: Path) -> list[str]:
    """List what the skeletons of a checkout still leave to be written.

    Parameters
    ----------
    root : Path
        Top of the checkout, or a folder of a book: places that it does not have are passed over.

    Returns
    -------
    list of str
        "file:line: what is to be written", in the order of the files.
    """
    found = []
    for place in PLACES:
        top = root / place
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.suffix not in ENDINGS or not path.is_file():
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), start=1):
                if MARK in line and not _speaks_of_the_mark(path):
                    what = AFTER.sub("", line[line.index(MARK) :])
                    found.append(f"{path.relative_to(root).as_posix()}:{number}: {what}")
    return found


def _speaks_of_the_mark(path: Path) -> bool:
    return path.parent.name == "scaffold"
