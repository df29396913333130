"""Fill findings into prose: ``{{ industry.russia_share }}``, ``{{ industry.russia_share|interval }}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ties.plotting.country_names import in_prose
from ties.records import Finding

REFERENCE = re.compile(r"\{\{\s*(?P<block>figure:|table:)?(?P<key>[a-z0-9_.-]+)(?:\|(?P<form>[a-z_]+))?\s*\}\}")
FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)`*[ \t]*$|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)", re.M | re.S)
# a place inside another page is an address of the site: claims and figures are not headings that MyST knows
ANCHORED = re.compile(r"\[([^\]\n]+)\]\(([a-z-]+)\.(?:ipynb|md)#([\w-]+)\)")
SPECIAL = re.compile(r"([\\`*_\[\]<>#|{}$~&!])")


class MissingFindingError(ValueError):
    """Prose names findings or figures that no chapter recorded; all of them are named."""


def escape(text: str) -> str:
    r"""Escape text for Markdown, so that a value from a table is only ever text.

    Examples
    --------
    >>> escape("<b>5 * 3</b> [x](y)")
    '\\<b\\>5 \\* 3\\</b\\> \\[x\\](y)'
    """
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Change Markdown everywhere but in fenced and inline code.

    Examples
    --------
    >>> outside_code("a `a` a", str.upper)
    'A `a` A'
    """
    done, at = [], 0
    for code in FENCE.finditer(text):
        directive = code.group().startswith(("```{", "~~~{"))
        done += [change(text[at : code.start()]), change(code.group()) if directive else code.group()]
        at = code.end()
    return "".join([*done, change(text[at:])])


def texts(findings: Mapping[str, Finding]) -> dict[str, str]:
    """Write every form of every finding, escaped for Markdown.

    Parameters
    ----------
    findings : mapping of str to Finding
        By full name, ``chapter.key``.

    Returns
    -------
    dict of str to str
        ``chapter.key`` and ``chapter.key|form`` to text; the form ``cited`` is the sentence with how sure it is and a
        link to its figure.
    """
    forms = ("", "value", "interval", "full", "sentence", "confidence")
    plain = {
        f"{name}|{form}".rstrip("|"): escape(finding.text(form))
        for name, finding in findings.items()
        for form in forms
    }
    return plain | {f"{name}|cited": _cited(name, finding) for name, finding in findings.items()}


def named(name: str, parameters: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Write the states among a chapter's parameters as a sentence names them: ``chapter.parameter.partner|name``.

    Parameters
    ----------
    name : str
        The chapter.
    parameters : mapping
        What it ran with.
    names : mapping of str to str
        Names of states by code.

    Examples
    --------
    >>> names = {"IND": "India", "USA": "United States", "JPN": "Japan"}
    >>> named("agreements", {"poles": ["JPN", "IND", "USA"], "seed": 1}, names)
    {'agreements.parameter.poles|name': 'Japan, India and the United States'}
    """
    found = {}
    for key, value in parameters.items():
        codes = value if isinstance(value, list) else [value]
        if codes and all(code in names for code in codes):
            words = [in_prose(names[code]) for code in codes]
            listed = " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
            found[f"{name}.parameter.{key}|name"] = escape(listed)
    return found


def _cited(name: str, finding: Finding) -> str:
    """Write the sentence with how sure it is and a link to the figure, or the chapter, that shows it."""
    chapter = name.partition(".")[0]
    place = f"#{chapter}-{finding.figure}" if finding.figure else ""
    sure = "the data cannot tell" if finding.confidence == "cannot tell" else f"{finding.confidence} confidence"
    link = f'<a href="{chapter}.html{place}">{"figure" if place else "chapter"}</a>'
    return f'{escape(finding.sentence)} <span class="ties-sure">({sure}; {link})</span>'


def references(text: str) -> list[str]:
    """Name what a text refers to, in the form that :func:`texts` uses; blocks as ``figure:chapter.name``.

    Examples
    --------
    >>> references("{{ a.b }} and {{a.b|interval}}, {{ figure:c.d-e }}, {{ table:c.f }}, not `{{ a.c }}`")
    ['a.b', 'a.b|interval', 'figure:c.d-e', 'table:c.f']
    """
    found: list[str] = []

    def note(part: str) -> str:
        found.extend(_name(match) for match in REFERENCE.finditer(part))
        return part

    outside_code(text, note)
    return found


def weave(text: str, known: Mapping[str, str], where: str) -> str:
    """Fill the references of a text.

    Parameters
    ----------
    text : str
        Markdown.
    known : mapping of str to str
        What :func:`texts` gives, and ``figure:chapter.name`` or ``table:chapter.name`` to their block.
    where : str
        Page or cell, for the error.

    Returns
    -------
    str
        The text with every reference filled in.

    Raises
    ------
    MissingFindingError
        If a reference is not known: all of them are named.

    Examples
    --------
    >>> weave("It is {{ a.b }}.", {"a.b": "5 years"}, "page")
    'It is 5 years.'
    >>> weave("[claim 22](synthesis.ipynb#claim-22)", {}, "page")
    '<a href="synthesis.html#claim-22">claim 22</a>'
    >>> weave("{{ a.c }}", {"a.b": "5 years"}, "page")
    Traceback (most recent call last):
    ties.book.substitutions.MissingFindingError: page: no finding a.c
    """
    missing = [name for name in references(text) if name not in known]
    if missing:
        raise MissingFindingError("\n".join(f"{where}: no finding {name}" for name in dict.fromkeys(missing)))
    # links first: what is filled in is text, also where it looks like one
    linked = outside_code(text, lambda part: ANCHORED.sub(r'<a href="\2.html#\3">\1</a>', part))
    return outside_code(linked, lambda part: REFERENCE.sub(lambda match: known[_name(match)], part))


def _name(match: re.Match[str]) -> str:
    if match["block"]:
        return f"{match['block']}{match['key']}"
    return match["key"] + (f"|{match['form']}" if match["form"] else "")
