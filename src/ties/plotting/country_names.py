"""Names of states as they stand in a sentence."""

from __future__ import annotations

import re

# plurals, unions and those named after a kind of state; "South Georgia and the ..." begins with a name of its own
ARTICLE = re.compile(
    r"(?!South Georgia|Heard Island)"
    r"(?:United |.*(?:Islands|Territory|Territories|Republic|Union|Federation|Emirates)\b"
    r"|Bahamas|Comoros|DR Congo|Gambia|Holy See|Maldives|Netherlands|Philippines|Seychelles)"
)


def in_prose(name: str) -> str:
    """Write the name of a state as English does inside a sentence.

    Examples
    --------
    >>> in_prose("United States"), in_prose("India"), in_prose("Solomon Islands")
    ('the United States', 'India', 'the Solomon Islands')
    """
    return f"the {name}" if ARTICLE.match(name) else name


def at_start(name: str) -> str:
    """Write the name of a state as English does at the start of a sentence.

    Examples
    --------
    >>> at_start("United States"), at_start("India")
    ('The United States', 'India')
    """
    words = in_prose(name)
    return words[:1].upper() + words[1:]


def possessive(name: str) -> str:
    """Write the possessive of a name.

    Examples
    --------
    >>> possessive("India"), possessive("the United States")
    ("India's", "the United States'")
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"
