"""Prose that holds only with the usual parameters: lines marked so are left out of a page that ran with others.

A line of a notebook's Markdown that ends with ``<!-- usual: focal partner -->`` holds only where these parameters
have their defaults; ``<!-- usual -->`` names all of them. Jupyter shows the line and hides the mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ties.project.chapter_config import Chapter

MARK = re.compile(r"[ \t]*<!-- usual(?P<names>:[\w ,]*)? -->[ \t]*$")
LOOSE = re.compile(r"<!--\s*usual")  # whatever was meant as a mark


def holding(text: str, chapter: Chapter, parameters: Mapping[str, Any]) -> tuple[str, int]:
    r"""Take the marked lines that do not hold out of a text, and the marks out of the others.

    Parameters
    ----------
    text : str
        Markdown of a chapter.
    chapter : Chapter
        The chapter, with its defaults.
    parameters : mapping
        What it ran with.

    Returns
    -------
    (str, int)
        The text, and how many lines were left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> from ties.project.chapter_config import Parameter
    >>> window = Parameter("window", "integer", 5, "Years")
    >>> chapter = Chapter("industry", "Industry", Path("x"), (), {"window": window})
    >>> holding("It fell.\nFive years are SIPRI's. <!-- usual: window -->", chapter, {"window": 5})
    ("It fell.\nFive years are SIPRI's.", 0)
    >>> holding("It fell.\nFive years are SIPRI's. <!-- usual: window -->", chapter, {"window": 10})
    ('It fell.', 1)
    """
    changed = {name for name, default in chapter.defaults.items() if parameters.get(name, default) != default}
    kept, left = [], 0
    for line in text.split("\n"):
        mark = MARK.search(line)
        if mark and changed & (set(_names(mark)) or changed):
            left += 1
        else:
            kept.append(line[: mark.start()] if mark else line)
    return "\n".join(kept), left


def faults(text: str, chapter: Chapter, where: str) -> Iterator[str]:
    """Name the marks of a text that name no parameter of the chapter, or do not stand at the end of a line."""
    for line in text.split("\n"):
        mark = MARK.search(line)
        if len(LOOSE.findall(line)) != bool(mark):
            yield f"{where}: no mark at the end of a line: {line.strip()[-60:]!r}"
        for name in _names(mark) if mark else ():
            if name not in chapter.parameters:
                yield f"{where}: the mark names {name!r}, which is no parameter of the chapter"


def _names(mark: re.Match[str]) -> list[str]:
    return re.findall(r"\w+", mark["names"] or "")
