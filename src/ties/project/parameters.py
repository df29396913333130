"""Settle the parameters of a run, and refuse what is unknown, ill-typed or out of range before a kernel starts."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

import yaml

from ties.project.chapter_config import Chapter

INTEGER = re.compile(r"[+-]?(?:0|[1-9]\d*)")
NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")


class ParameterError(ValueError):
    """Settings are not sound; every fault is named."""


def resolve_parameters(
    chapters: Mapping[str, Chapter], settings: Mapping[str, Any] | None = None
) -> dict[str, dict[str, Any]]:
    """Give the parameters of every chapter: defaults, with the settings in their place.

    Parameters
    ----------
    chapters : mapping of str to Chapter
        The declaration.
    settings : mapping of str to object, optional
        ``chapter.parameter`` to value; text (from a command line) is read: ``10``, ``0.4``, ``true``,
        ``[JPN, AUS]``; numbers are decimal, without zeros before them.

    Returns
    -------
    dict of str to dict
        Chapter to parameter to value.

    Raises
    ------
    ParameterError
        If a setting is unknown, ill-typed or out of range: all of them are named.

    Examples
    --------
    >>> from pathlib import Path
    >>> from ties.project.chapter_config import Parameter
    >>> window = Parameter("window", "integer", 5, "Years", minimum=1, maximum=20)
    >>> chapters = {"industry": Chapter("industry", "Industry", Path("x"), (), {"window": window})}
    >>> resolve_parameters(chapters, {"industry.window": "10"})
    {'industry': {'window': 10}}
    >>> resolve_parameters(chapters, {"industry.windw": 10})
    Traceback (most recent call last):
    ties.project.parameters.ParameterError: industry.windw: no such parameter; did you mean industry.window?
    """
    resolved = {name: dict(chapter.defaults) for name, chapter in chapters.items()}
    places = {f"{name}.{key}": (name, key) for name, chapter in chapters.items() for key in chapter.parameters}
    faults = []
    for setting, given in (settings or {}).items():
        if setting not in places:
            near = difflib.get_close_matches(setting, places, n=1)
            faults.append(f"{setting}: no such parameter" + (f"; did you mean {near[0]}?" if near else ""))
            continue
        name, key = places[setting]
        value = _parse_value(given) if isinstance(given, str) else given
        parameter = chapters[name].parameters[key]
        if parameter.type == "number" and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if fault := parameter.fault(value):
            faults.append(f"{setting}: {fault}")
        resolved[name][key] = value
    if faults:
        raise ParameterError("\n".join(faults))
    return resolved


def _parse_value(text: str) -> Any:
    """Read one value; a date stays text, as the notebooks take it."""
    try:
        value = yaml.load(text, Loader=yaml.BaseLoader)  # makes only text and lists of text
    except yaml.YAMLError:
        return text
    return [_scalar(item) for item in value] if isinstance(value, list) else _scalar(value)


def _scalar(text: Any) -> Any:
    """Read a number as a person writes it: YAML would take 010 for eight, 0x0A and 1_0 for ten, yes for true."""
    if not isinstance(text, str):
        return text
    if text in ("true", "false"):
        return text == "true"
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text
