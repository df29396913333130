"""What a book that looks back runs on: the tables of the day, and parameters that follow the last day that counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ties.project.chapter_config import FOLLOWS, Chapter
from ties.tables.as_of.snapshot import write_as_of


def settings_as_of(chapters: Mapping[str, Chapter], day: str) -> dict[str, Any]:
    """Give the settings that make every chapter end on a day.

    Parameters
    ----------
    chapters : mapping of str to Chapter
        The declaration; a parameter says with ``follows`` how it goes with the day: "day" (a date: the day itself),
        "year" or "year - N" (a year: at most that of the day, or N years before it).
    day : str
        The last day that counts (ISO 8601).

    Returns
    -------
    dict of str to object
        ``chapter.parameter`` to value, for :func:`ties.build.build.build`; only parameters that follow.

    Raises
    ------
    ValueError
        If `day` is no day.

    Examples
    --------
    >>> from pathlib import Path
    >>> from ties.project.chapter_config import Parameter
    >>> end = Parameter("end_year", "integer", 2026, "Last year", follows="year")
    >>> settings_as_of({"industry": Chapter("industry", "Industry", Path("x"), (), {"end_year": end})}, "2025-07-01")
    {'industry.end_year': 2025}
    """
    last = date.fromisoformat(day).year
    return {
        f"{name}.{key}": day
        if parameter.follows == "day"
        else min(parameter.default, last - _back(parameter.follows))
        for name, chapter in chapters.items()
        for key, parameter in chapter.parameters.items()
        if parameter.follows
    }


def tables_as_of(day: str, folder: Path, data: Path | None = None) -> Path:
    """Write the tables of a day below a folder, and give the folder of them.

    Parameters
    ----------
    day : str
        The last day that counts (ISO 8601).
    folder : Path
        Where folders of tables of a day stand; the one of `day` is written anew.
    data : Path, optional
        Overlay folder on which to stand.

    Returns
    -------
    Path
        An overlay folder for a build.

    Raises
    ------
    VintageError, ValueError
        See :func:`ties.tables.as_of.snapshot.write_as_of`.
    """
    into = folder / day
    write_as_of(day, into, data)
    return into


def _back(follows: str) -> int:
    """Give the years by which a parameter stays behind the year of the day."""
    match = FOLLOWS.fullmatch(follows)
    return int(match["back"] or 0) if match else 0
