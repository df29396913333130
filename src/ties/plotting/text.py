"""Sentences of figures and findings: templates that a writer can edit, filled with numbers.

The sentences of a chapter stand in ``chapters/NAME/text.toml``, one table per figure or finding, as Jinja templates;
line ends inside a text count as spaces. A name that a template asks for and is not given is an error, never a gap.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from jinja2.meta import find_undeclared_variables

from ties.plotting.country_names import at_start, in_prose, possessive
from ties.records import Words


def words(chapter: str, name: str, /, **facts: Any) -> Words:
    """Fill the words of a figure.

    Parameters
    ----------
    chapter : str
        Folder of ``ties.chapters`` whose ``text.toml`` holds them.
    name : str
        Table of the file, with ``title``, ``subtitle``, ``caption`` and ``alt``.
    **facts
        What the templates name.

    Raises
    ------
    KeyError
        If there is no such text.
    jinja2.UndefinedError
        If a template names what is not given.
    """
    template = _texts(chapter)[name]
    parts = ("title", "subtitle", "caption", "alt")
    return Words(*(_fill(template[part], facts, f"{chapter}/text.toml [{name}] {part}") for part in parts))


def sentence(chapter: str, name: str, /, **facts: Any) -> str:
    """Fill one sentence of a chapter: an entry of the table ``sentences`` of its ``text.toml``.

    Parameters and errors as of :func:`words`.
    """
    return _fill(_texts(chapter)["sentences"][name], facts, f"{chapter}/text.toml [sentences] {name}")


def caption(chapter: str, name: str, /, **facts: Any) -> str:
    """Fill the caption of a table: the entry ``caption`` of the table of that name.

    Parameters and errors as of :func:`words`.
    """
    return _fill(_texts(chapter)[name]["caption"], facts, f"{chapter}/text.toml [{name}] caption")


def listed(parts: Sequence[str], joint: str = "and") -> str:
    """Join the parts of a list as a sentence does.

    Examples
    --------
    >>> listed(["Russia", "France", "Israel"])
    'Russia, France and Israel'
    """
    if len(parts) < 2:
        return parts[0] if parts else "none"
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def signed(number: float, digits: int = 0) -> str:
    """Write a change with its sign; the minus is a true one.

    Examples
    --------
    >>> signed(-2.5, 1), signed(3)
    ('−2.5', '+3')
    """
    return f"{number:+,.{digits}f}".replace("-", "−")


def fixed(number: float, digits: int = 0) -> str:
    """Write a number with so many decimals, thousands separated.

    Examples
    --------
    >>> fixed(1234.56, 1)
    '1,234.6'
    """
    return f"{number:,.{digits}f}"


def percent(share: float, digits: int = 0) -> str:
    """Write a share as per cent.

    Examples
    --------
    >>> percent(0.274), percent(1.5, 1)
    ('27%', '150.0%')
    """
    return f"{share:.{digits}%}"


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, autoescape=False
    )  # plain text: the page escapes
    environment.filters |= {
        "at_start": at_start, "fixed": fixed, "in_prose": in_prose, "listed": listed, "percent": percent,
        "possessive": possessive, "signed": signed,
    }  # fmt: skip
    return environment


@cache
def _texts(chapter: str) -> dict[str, Any]:
    path = files("ties.chapters").joinpath(f"{chapter}/text.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _template(text: str) -> jinja2.Template:
    return _environment().from_string(text)


def _fill(text: str, facts: dict[str, Any], where: str) -> str:
    try:
        return " ".join(_template(text).render(facts).split())
    except (jinja2.UndefinedError, TypeError) as error:  # a filter that formats what is not given has a TypeError
        missing = sorted(find_undeclared_variables(_environment().parse(text)) - facts.keys())
        if not missing:
            raise
        given = listed(sorted(facts))
        raise jinja2.UndefinedError(f"{where}: {listed(missing)} is not given; given: {given}") from error
