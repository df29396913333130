"""Settings with which the chapters look back: parameters that follow the last day that counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ties.publish.declaration import Chapter


def settings_as_of(chapters: Mapping[str, Chapter], day: str) -> dict[str, Any]:
    """Give the settings that make every chapter end on a day.

    Parameters
    ----------
    chapters : mapping of str to Chapter
        The declaration; a parameter says with ``follows`` how it goes with the day: "day" (a date: the day itself),
        "year" or "year before" (a year: at most that of the day, or the one before it).
    day : str
        The last day that counts (ISO 8601).

    Returns
    -------
    dict of str to object
        ``chapter.parameter`` to value, for :func:`ties.publish.build.build`; only parameters that follow.

    Raises
    ------
    ValueError
        If `day` is no day.

    Examples
    --------
    >>> from pathlib import Path
    >>> from ties.publish.declaration import Parameter
    >>> end = Parameter("end_year", "integer", 2026, "Last year", follows="year")
    >>> settings_as_of({"industry": Chapter("industry", "Industry", Path("x"), (), {"end_year": end})}, "2025-07-01")
    {'industry.end_year': 2025}
    """
    last = date.fromisoformat(day)
    years = {"year": last.year, "year before": last.year - 1}
    return {
        f"{name}.{key}": day if parameter.follows == "day" else min(parameter.default, years[parameter.follows])
        for name, chapter in chapters.items()
        for key, parameter in chapter.parameters.items()
        if parameter.follows
    }
