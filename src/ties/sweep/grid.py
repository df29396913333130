"""Read the grid of a sweep: which parameters of a chapter move, over which values, and what the others are."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from ties.project.chapter_config import Chapter
from ties.project.parameters import ParameterError, resolve_parameters

LIMIT = 1000  # combinations that a sweep may have before somebody says that so many are meant
RANGE = re.compile(r"^(?P<first>[^:]+):(?P<last>[^:]+?)(?::(?P<step>[^:]+))?$")
COLUMNS = ("key", "value", "unit", "low", "high", "interval", "precision", "confidence", "sentence", "seconds",
           "status", "cached", "error")  # fmt: skip


class GridError(ValueError):
    """The grid is not sound; every fault is named."""


@dataclass(frozen=True)
class Grid:
    """The values that parameters of a chapter take, in the order in which they were given, and those that stay."""

    chapter: Chapter
    swept: dict[str, list[Any]]
    fixed: dict[str, Any]

    def __len__(self) -> int:
        return math.prod(len(values) for values in self.swept.values())

    def combinations(self) -> Iterator[dict[str, Any]]:
        """Give every combination as the settled parameters of a run; the parameter given last moves fastest."""
        for values in itertools.product(*self.swept.values()):
            moved = dict(zip(self.swept, values, strict=True))
            yield {name: moved.get(name, self.fixed.get(name)) for name in self.chapter.parameters}


def parse_grid(chapter: Chapter, grids: Iterable[str], settings: Iterable[str] = (), *, limit: int = LIMIT) -> Grid:
    """Read ``name=values`` against the parameters that a chapter declares.

    Values are separated by commas. A value is written as for ``ties build --set``: ``0.4``, ``CHN``, a list of
    countries or choices in brackets, ``[JPN, AUS]``. Of numbers and integers ``first:last:step`` stands for a range
    with both ends, ``first:last`` for one of step 1.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    grids : iterable of str
        ``name=values`` for each parameter that moves; ``chapter.name=values`` is the same.
    settings : iterable of str
        ``name=value`` for parameters that stay, but not at their default.
    limit : int
        Most combinations allowed.

    Returns
    -------
    Grid
        Its values are settled: typed, and inside the range that the chapter declares.

    Raises
    ------
    GridError
        If a name is unknown or stands twice, a value is ill-typed, out of range or stands twice, a range does not
        end on its last value, or there are too many combinations: all of it is named.

    Examples
    --------
    >>> from pathlib import Path
    >>> from ties.project.chapter_config import Parameter
    >>> share = Parameter("share", "number", 0.2, "Share", minimum=0, maximum=1)
    >>> friends = Parameter("friends", "countries", ["JPN"], "Friends")
    >>> chapter = Chapter("balance", "Balance", Path("x"), (), {"share": share, "friends": friends})
    >>> parse_grid(chapter, ["share=0:0.3:0.1", "friends=[JPN],[JPN, AUS],[]"]).swept
    {'share': [0.0, 0.1, 0.2, 0.3], 'friends': [['JPN'], ['JPN', 'AUS'], []]}
    >>> parse_grid(chapter, ["shar=0.1", "friends=JPN"])
    Traceback (most recent call last):
    ties.sweep.grid.GridError: balance.shar: no such parameter; did you mean balance.share?
    balance.friends: is 'JPN', not a list of three-letter country codes
    """
    faults: list[str] = []
    swept: dict[str, list[Any]] = {}
    fixed = dict(chapter.defaults)
    for name, spec in _pairs(chapter, grids, "--grid", faults):
        if name in swept:
            faults.append(f"{chapter.name}.{name}: stands twice in the grid")
        else:
            swept[name] = _values(chapter, name, spec, limit, faults)
    given = set()
    for name, text in _pairs(chapter, settings, "--set", faults):
        if name in swept:
            faults.append(f"{chapter.name}.{name}: moves in the grid, so it cannot be set")
        elif name in given:
            faults.append(f"{chapter.name}.{name}: is set twice")
        given.add(name)
        for value in _settled(chapter, name, text, faults):
            fixed[name] = value
    if not swept and not faults:
        faults.append(f"no parameter moves; give --grid NAME=VALUES ({', '.join(chapter.parameters) or 'none'})")
    grid = Grid(chapter, swept, {name: value for name, value in fixed.items() if name not in swept})
    if not faults and len(grid) > limit:
        faults.append(
            f"the grid has {len(grid):,} combinations, more than {limit:,}; --limit {len(grid)} allows them"
        )
    if faults:
        raise GridError("\n".join(dict.fromkeys(faults)))
    return grid


def _pairs(chapter: Chapter, texts: Iterable[str], option: str, faults: list[str]) -> Iterator[tuple[str, str]]:
    """Give name and text of each option whose name the chapter declares."""
    for text in texts:
        name, _, spec = (part.strip() for part in text.partition("="))
        name = name.removeprefix(f"{chapter.name}.")
        if not name or not spec:
            faults.append(f"{option} {text}: is not NAME={'VALUES' if option == '--grid' else 'VALUE'}")
        elif name not in chapter.parameters:
            _settled(chapter, name, None, faults)
        elif option == "--grid" and name in COLUMNS:
            faults.append(f"{chapter.name}.{name}: the table of findings has a column of that name; it cannot move")
        else:
            yield name, spec


def _values(chapter: Chapter, name: str, spec: str, limit: int, faults: list[str]) -> list[Any]:
    """Give the settled values of one parameter."""
    try:
        items = yaml.load(f"[{spec}]", Loader=yaml.BaseLoader)  # makes only text and lists of text
    except yaml.YAMLError:
        faults.append(f"{chapter.name}.{name}: {spec!r} is not a list of values")
        return []
    values: list[Any] = []
    for item in items:
        numeric = chapter.parameters[name].type in ("integer", "number")
        if numeric and isinstance(item, str) and (ends := RANGE.match(item)):
            found = _range(chapter, name, item, ends, limit, faults)
        elif isinstance(item, str | list):
            found = _settled(chapter, name, item, faults)
        else:
            faults.append(f"{chapter.name}.{name}: {spec!r} is not a list of values")
            continue
        faults += [f"{chapter.name}.{name}: {value!r} stands twice in the grid" for value in found if value in values]
        values += found
    return values


def _range(chapter: Chapter, name: str, text: str, ends: re.Match[str], limit: int, faults: list[str]) -> list[Any]:
    """Give the values of a range; in decimals, so that they are those a person would write."""
    integral = chapter.parameters[name].type == "integer"
    full = f"{chapter.name}.{name}: the range {text}"
    try:
        first, last, step = (Decimal(ends[part] or "1") for part in ("first", "last", "step"))
    except InvalidOperation:
        faults.append(f"{full} is not made of numbers")
        return []
    if not all(number.is_finite() and abs(number.adjusted()) < 16 for number in (first, last, step)):
        faults.append(f"{full} has a number that is too large or too small")
    elif step <= 0 or last < first:
        faults.append(f"{full} does not rise: it is first:last:step, with a step above 0")
    elif integral and any(number % 1 for number in (first, last, step)):
        faults.append(f"{full} has values that are not integers")
    elif (steps := int((last - first) / step)) >= limit:
        faults.append(f"{full} has {steps + 1:,} values, more than {limit:,} combinations; --limit allows more")
    elif first + steps * step != last:
        faults.append(f"{full} does not end on {last}; end it at {first + steps * step}")
    else:
        before = len(faults)
        for end in (first, last):  # what lies between two sound ends is sound
            _settled(chapter, name, int(end) if integral else float(end), faults)
        if len(faults) == before:
            return [int(v) if integral else float(v) for v in (first + at * step for at in range(steps + 1))]
    return []


def _settled(chapter: Chapter, name: str, value: Any, faults: list[str]) -> list[Any]:
    """Give a value as the chapter takes it, in a list; an empty one if it is not sound."""
    try:
        settled = resolve_parameters({chapter.name: chapter}, {f"{chapter.name}.{name}": value})[chapter.name][name]
    except ParameterError as error:
        faults.extend(str(error).splitlines())
        return []
    if isinstance(settled, float) and not math.isfinite(settled):
        faults.append(f"{chapter.name}.{name}: is {settled}, not a number that ends")
        return []
    return [settled]
