"""What a figure says in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Words:
    """What a figure says: all of it composed from its numbers.

    Attributes
    ----------
    title : str
        The finding, as a sentence without a full stop.
    subtitle : str
        Measure, unit, period and edition.
    caption : str
        How to read it, and what it does not show.
    alt : str
        Text alternative of two to four sentences: kind of chart, range, main pattern, exception.
    """

    title: str
    subtitle: str
    caption: str
    alt: str

    def __post_init__(self) -> None:
        wrong = [f"no {name}" for name, text in asdict(self).items() if not text.strip()]
        if not 2 <= len(re.findall(r"[.?](?:\s|$)", self.alt)) <= 6:
            wrong.append("the text alternative has not two to four sentences")
        if self.title.endswith("."):
            wrong.append("the title ends with a full stop")
        if wrong:
            raise ValueError(f"figure {self.title!r}: " + "; ".join(wrong))


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
    [{'key': 'open_gap', 'value': None, 'sentence': 'There was no such meeting.', 'sure': 'cannot tell'}]
    """
    return [{"key": key, "value": None, "sentence": sentence, "sure": "cannot tell"} for key in keys]


def with_article(name: str) -> str:
    """Give a state's name as it stands inside a sentence.

    Examples
    --------
    >>> with_article("United States"), with_article("Japan")
    ('the United States', 'Japan')
    """
    plural = ("United ", "Philippines", "Netherlands", "Maldives", "Comoros", "Soviet Union")
    return f"the {name}" if name.startswith(plural) else name
