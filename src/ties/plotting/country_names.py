"""Names of states as they stand in a sentence."""

from __future__ import annotations

ARTICLE = (
    "United",
    "Philippines",
    "European Union",
    "Maldives",
    "Netherlands",
    "Bahamas",
    "Gambia",
    "Czech Republic",
)


def in_prose(name: str) -> str:
    """Write the name of a state as English does inside a sentence.

    Examples
    --------
    >>> in_prose("United States"), in_prose("India")
    ('the United States', 'India')
    """
    return f"the {name}" if name.startswith(ARTICLE) else name


def at_start(name: str) -> str:
    """Write the name of a state as English does at the start of a sentence.

    Examples
    --------
    >>> at_start("United States"), at_start("India")
    ('The United States', 'India')
    """
    return f"The {name}" if name.startswith(ARTICLE) else name
