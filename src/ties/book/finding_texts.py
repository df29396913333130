"""What prose may say of a finding or a parameter: every form of it, as text that Markdown takes for nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ties.plotting.country_names import in_prose
from ties.plotting.text import listed
from ties.records import Finding

PLAIN_FORMS = ("value", "interval", "full", "sentence", "confidence")
FORMS = (*PLAIN_FORMS, "cited", "name")
SPECIAL = re.compile(r"([\\`*_\[\]<>#|{}$~&!])")


def escaped(text: str) -> str:
    r"""Escape text for Markdown, so that a value from a table is only ever text.

    Examples
    --------
    >>> escaped("<b>5 * 3</b> [x](y)")
    '\\<b\\>5 \\* 3\\</b\\> \\[x\\](y)'
    """
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def finding_texts(chapter: str, findings: Iterable[Finding]) -> dict[str, str]:
    """Write every form of every finding of a chapter, escaped for Markdown.

    Parameters
    ----------
    chapter : str
        Name of the chapter.
    findings : iterable of Finding
        What it recorded.

    Returns
    -------
    dict of str to str
        ``chapter.key`` and ``chapter.key|form`` to text; the form ``cited`` is the sentence with how sure it is and a
        link to its figure.
    """
    texts = {}
    for finding in findings:
        name = f"{chapter}.{finding.key}"
        texts[name] = escaped(finding.text())
        texts |= {f"{name}|{form}": escaped(finding.text(form)) for form in PLAIN_FORMS}
        texts[f"{name}|cited"] = _cited(chapter, finding)
    return texts


def state_names(place: str, parameters: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Write the states among a chapter's parameters as a sentence names them: ``chapter.parameter.partner|name``.

    Parameters
    ----------
    place : str
        Where the parameters stand: ``chapter.parameter``.
    parameters : mapping
        What the chapter ran with.
    names : mapping of str to str
        Names of states by code.

    Examples
    --------
    >>> names = {"IND": "India", "USA": "United States", "JPN": "Japan"}
    >>> state_names("agreements.parameter", {"poles": ["JPN", "IND", "USA"], "seed": 1}, names)
    {'agreements.parameter.poles|name': 'Japan, India and the United States'}
    """
    found = {}
    for key, value in parameters.items():
        codes = value if isinstance(value, list) else [value]
        if codes and all(code in names for code in codes):
            found[f"{place}.{key}|name"] = escaped(listed([in_prose(names[code]) for code in codes]))
    return found


def confidence_note(confidence: str) -> str:
    """Say how sure a finding is.

    Examples
    --------
    >>> confidence_note("high"), confidence_note("cannot tell")
    ('high confidence', 'the data cannot tell')
    """
    return "the data cannot tell" if confidence == "cannot tell" else f"{confidence} confidence"


def _cited(chapter: str, finding: Finding) -> str:
    """Write the sentence with how sure it is and a link to the figure, or the chapter, that shows it."""
    place = f"#{chapter}-{finding.figure}" if finding.figure else ""
    link = f'<a href="{chapter}.html{place}">{"figure" if place else "chapter"}</a>'
    note = f"({confidence_note(finding.confidence)}; {link})"
    return f'{escaped(finding.sentence)} <span class="ties-sure">{note}</span>'
