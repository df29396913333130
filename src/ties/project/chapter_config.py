"""What ``chapters.toml`` declares: chapters, the tables they may read, their parameters."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = "chapters.toml"
TYPES = ("country", "countries", "integer", "number", "date", "choice", "choices", "boolean")
CODE = re.compile(r"^[A-Z]{3}$")
SLUG = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
FOLLOWS = re.compile(r"day|year(?: - (?P<back>\d+))?")
DATE = re.compile(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")


class DeclarationError(ValueError):
    """``chapters.toml`` is not sound; every fault is named."""


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
            case "date" if not (isinstance(value, str) and DATE.match(value)):
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
    """One chapter: its notebook, the tables it may read, its parameters, and the chapters that run before it."""

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
    content = tomllib.loads((root / FILE).read_text(encoding="utf-8"))
    chapters, faults = {}, []
    for name, entry in content.items():
        unknown = entry.keys() - {"title", "notebook", "tables", "parameters", "after", "variants"}
        missing = {"title", "notebook", "tables"} - entry.keys()
        faults += [f"{name}: unknown entry {key!r}" for key in sorted(unknown)]
        faults += [f"{name}: no entry {key!r}" for key in sorted(missing)]
        if unknown or missing:
            continue
        parameters = {}
        for key, about in entry.get("parameters", {}).items():
            try:
                parameters[key] = Parameter(key, **{**about, "choices": tuple(about.get("choices", ()))})
            except TypeError as error:
                faults.append(f"{name}.{key}: {str(error).removeprefix('Parameter.__init__() ')}")
                continue
            fault = parameters[key].fault(parameters[key].default)
            follows = parameters[key].follows
            if follows and not (
                FOLLOWS.fullmatch(follows) and parameters[key].type == ("date" if follows == "day" else "integer")
            ):
                faults.append(f"{name}.{key}: a parameter of type {parameters[key].type} cannot follow {follows!r}")
            faults += [f"{name}.{key}: unknown type {parameters[key].type!r}"] * (parameters[key].type not in TYPES)
            faults += [f"{name}.{key}: its default {fault}"] * (fault is not None)
        notebook = root / entry["notebook"]
        faults += [f"{name}: no notebook {entry['notebook']}"] * (not notebook.is_file())
        faults += [
            f"{name}: runs after unknown chapter {other!r}"
            for other in entry.get("after", [])
            if other not in content
        ]
        variants, wrong = _variants(name, entry.get("variants", {}), parameters)
        faults += wrong
        after = tuple(entry.get("after", ()))
        chapters[name] = Chapter(name, entry["title"], notebook, tuple(entry["tables"]), parameters, after, variants)
    if faults:
        raise DeclarationError(f"{root / FILE}:\n  " + "\n  ".join(faults))
    return chapters


def _variants(
    chapter: str, entries: dict[str, Any], parameters: dict[str, Parameter]
) -> tuple[dict[str, Variant], list[str]]:
    """Read the other parameter sets of a chapter, and say what is wrong with them."""
    variants, faults = {}, []
    for name, about in entries.items():
        where = f"{chapter}.variants.{name}"
        faults += [f"{where}: the name is not lower-case and hyphenated"] * (not SLUG.match(name))
        try:
            variants[name] = Variant(name, **about)
        except TypeError as error:
            faults.append(f"{where}: {str(error).removeprefix('Variant.__init__() ')}")
            continue
        for key, value in variants[name].settings.items():
            fault = parameters[key].fault(value) if key in parameters else "is no parameter of the chapter"
            faults += [f"{where}: {key} {fault}"] * (fault is not None)
        usual = all(key in parameters and parameters[key].default == v for key, v in variants[name].settings.items())
        faults += [f"{where}: its settings are the defaults"] * usual
    return variants, faults
