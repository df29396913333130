"""What ``chapters.toml`` declares: chapters, their notebooks and their parameters."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ties.project.chapter_tables import tables_read
from ties.project.notebook_files import read_notebook

FILE = "chapters.toml"
TYPES = ("country", "countries", "integer", "number", "date", "choice", "choices", "boolean")
CODE = re.compile(r"^[A-Z]{3}$")
SLUG = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
FOLLOWS = re.compile(r"day|year(?: - (?P<back>\d+))?")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
ENTRIES = {"title", "notebook", "parameters", "after", "variants"}
NEEDED = {"title", "notebook"}


class DeclarationError(ValueError):
    """``chapters.toml`` is not sound; every fault is named."""


def is_day(value: Any) -> bool:
    """Say whether a value is a day of the calendar, as text.

    Examples
    --------
    >>> is_day("2024-02-29"), is_day("2025-02-29"), is_day("2025-2-28"), is_day(20250228)
    (True, False, False, False)
    """
    if not (isinstance(value, str) and DATE.fullmatch(value)):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Parameter:
    """One parameter of a chapter: type, range, default and meaning, and how it goes with the last day that counts."""

    name: str
    type: str
    default: Any
    description: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    follows: str = ""

    def fault(self, value: Any) -> str | None:
        """Say what is wrong with a value, or nothing.

        Examples
        --------
        >>> window = Parameter("window", "integer", 5, "Years", minimum=1, maximum=20)
        >>> window.fault(25)
        'is 25, above the maximum 20'
        >>> window.fault("five")
        "is 'five', not an integer"
        >>> window.fault(5) is None
        True
        """
        match self.type:
            case "integer" if not isinstance(value, int) or isinstance(value, bool):
                return f"is {value!r}, not an integer"
            case "number" if not isinstance(value, int | float) or isinstance(value, bool) or value != value:
                return f"is {value!r}, not a number"
            case "boolean" if not isinstance(value, bool):
                return f"is {value!r}, not true or false"
            case "country" if not (isinstance(value, str) and CODE.match(value)):
                return f"is {value!r}, not a three-letter country code"
            case "countries" if not (
                isinstance(value, list) and all(isinstance(v, str) and CODE.match(v) for v in value)
            ):
                return f"is {value!r}, not a list of three-letter country codes"
            case "date" if not is_day(value):
                return f"is {value!r}, not a day (YYYY-MM-DD)"
            case "choice" if value not in self.choices:
                return f"is {value!r}, not one of {', '.join(self.choices)}"
            case "choices" if not (isinstance(value, list) and set(value) <= set(self.choices)):
                return f"is {value!r}, not a list of {', '.join(self.choices)}"
        if self.type in ("integer", "number"):
            if self.minimum is not None and value < self.minimum:
                return f"is {value}, below the minimum {self.minimum:g}"
            if self.maximum is not None and value > self.maximum:
                return f"is {value}, above the maximum {self.maximum:g}"
        return None


@dataclass(frozen=True)
class Variant:
    """Another set of parameters that a chapter is shown with: its name, title, settings, and why it is shown."""

    name: str
    title: str
    reason: str
    settings: dict[str, Any]


@dataclass(frozen=True)
class Chapter:
    """One chapter: its notebook, the tables its cells read, its parameters, and the chapters that run before it."""

    name: str
    title: str
    notebook: Path
    tables: tuple[str, ...]
    parameters: dict[str, Parameter] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    variants: dict[str, Variant] = field(default_factory=dict)

    @property
    def defaults(self) -> dict[str, Any]:
        """Parameters with their defaults."""
        return {name: parameter.default for name, parameter in self.parameters.items()}


def read_chapters(root: Path) -> dict[str, Chapter]:
    """Read the declaration of the chapters.

    Parameters
    ----------
    root : Path
        Folder that holds ``chapters.toml`` and the notebooks it names.

    Returns
    -------
    dict of str to Chapter
        In the order of the file.

    Raises
    ------
    DeclarationError
        If anything in it is wrong: all of it is named at once.
    """
    content = _read_toml(root / FILE)
    chapters, faults = {}, []
    for name, entry in content.items():
        if not isinstance(entry, Mapping):
            faults.append(f"{name}: stands above the first chapter, or is none: a chapter is a table, [{name}]")
            continue
        found = _entry_faults(name, entry)
        faults += found
        if found:
            continue
        parameters, of_parameters = _parameters(name, entry.get("parameters", {}))
        variants, of_variants = _variants(name, entry.get("variants", {}), parameters)
        faults += [*of_parameters, *of_variants]
        notebook = root / entry["notebook"]
        if not notebook.is_file():
            faults.append(f"{name}: no notebook {entry['notebook']}")
        after = tuple(entry.get("after", ()))
        faults += [f"{name}: runs after unknown chapter {other!r}" for other in after if other not in content]
        tables = _tables_of(notebook) if notebook.is_file() else ()
        chapters[name] = Chapter(name, entry["title"], notebook, tables, parameters, after, variants)
    if faults:
        raise DeclarationError(f"{root / FILE}:\n  " + "\n  ".join(faults))
    return chapters


def _tables_of(notebook: Path) -> tuple[str, ...]:
    """Give the tables that a notebook reads; none of one that cannot be read, which the check of notebooks says."""
    try:
        return tables_read(read_notebook(notebook)["cells"]).tables
    except (OSError, ValueError):
        return ()


def _read_toml(path: Path) -> dict[str, Any]:
    """Read a file, with the byte order mark that some editors of Windows write; name it if it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:  # not TOML, or not UTF-8
        raise DeclarationError(f"{path}: {error}") from None


def _entry_faults(name: str, entry: Mapping[str, Any]) -> list[str]:
    """Say what a chapter has that it may not, and what it lacks."""
    kinds = {"title": str, "notebook": str, "parameters": dict, "after": list, "variants": dict}
    words = {str: "text", list: "a list", dict: "a table"}
    faults = [f"{name}: unknown entry {key!r}" for key in sorted(entry.keys() - ENTRIES)]
    faults += [f"{name}: no entry {key!r}" for key in sorted(NEEDED - entry.keys())]
    return faults + [
        f"{name}: {key} is not {words[kind]}"
        for key, kind in kinds.items()
        if key in entry and not isinstance(entry[key], kind)
    ]


def _parameters(chapter: str, entries: Mapping[str, Any]) -> tuple[dict[str, Parameter], list[str]]:
    """Read the parameters of a chapter, and say what is wrong with them."""
    parameters, faults = {}, []
    for key, about in entries.items():
        where = f"{chapter}.{key}"
        if not isinstance(about, Mapping):
            faults.append(f"{where}: is not a table with type, default and description")
            continue
        try:
            parameter = Parameter(key, **{**about, "choices": tuple(about.get("choices", ()))})
        except TypeError as error:
            faults.append(f"{where}: {str(error).removeprefix('Parameter.__init__() ')}")
            continue
        parameters[key] = parameter
        type_of_follower = "date" if parameter.follows == "day" else "integer"
        if parameter.follows and not (FOLLOWS.fullmatch(parameter.follows) and parameter.type == type_of_follower):
            faults.append(f"{where}: a parameter of type {parameter.type} cannot follow {parameter.follows!r}")
        if parameter.type not in TYPES:
            faults.append(f"{where}: unknown type {parameter.type!r}")
        if fault := parameter.fault(parameter.default):
            faults.append(f"{where}: its default {fault}")
    return parameters, faults


def _variants(
    chapter: str, entries: Mapping[str, Any], parameters: dict[str, Parameter]
) -> tuple[dict[str, Variant], list[str]]:
    """Read the other parameter sets of a chapter, and say what is wrong with them."""
    variants, faults = {}, []
    for name, about in entries.items():
        where = f"{chapter}.variants.{name}"
        if not SLUG.match(name):
            faults.append(f"{where}: the name is not lower-case and hyphenated")
        if not (isinstance(about, Mapping) and isinstance(about.get("settings", {}), Mapping)):
            faults.append(f"{where}: is not a table with title, reason and a table of settings")
            continue
        try:
            variants[name] = Variant(name, **about)
        except TypeError as error:
            faults.append(f"{where}: {str(error).removeprefix('Variant.__init__() ')}")
            continue
        for key, value in variants[name].settings.items():
            fault = parameters[key].fault(value) if key in parameters else "is no parameter of the chapter"
            if fault is not None:
                faults.append(f"{where}: {key} {fault}")
        at_defaults = all(
            key in parameters and parameters[key].default == v for key, v in variants[name].settings.items()
        )
        faults += [f"{where}: its settings are the defaults"] * at_defaults
    return variants, faults
