"""Words that figures share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def untold(keys: Iterable[str], sentence: str) -> list[dict[str, Any]]:
    """Give findings that the data cannot tell, all for the same reason.

    Parameters
    ----------
    keys : iterable of str
        Names of the findings.
    sentence : str
        What the tables lack.

    Examples
    --------
    >>> untold(["open_gap"], "There was no such meeting.")
    [{'key': 'open_gap', 'value': None, 'sentence': 'There was no such meeting.', 'confidence': 'cannot tell'}]
    """
    return [{"key": key, "value": None, "sentence": sentence, "confidence": "cannot tell"} for key in keys]


def with_article(name: str) -> str:
    """Give a state's name as it stands inside a sentence.

    Examples
    --------
    >>> with_article("United States"), with_article("Japan")
    ('the United States', 'Japan')
    """
    plural = ("United ", "Philippines", "Netherlands", "Maldives", "Comoros", "Soviet Union")
    return f"the {name}" if name.startswith(plural) else name
