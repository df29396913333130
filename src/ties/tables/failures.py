"""What a check of the tables finds: failures, each at a file, row and column, and counts of what is sound."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

import pandas as pd

LONGEST = 80
MARK = "TO WRITE"  # stands in a skeleton where its author has still to write


class Failure(NamedTuple):
    """One broken rule at one place.

    ``row`` is the line in the file as an editor counts it (the header is 1), or ``None`` where the whole file is
    meant; ``value`` is what stands there, made safe to print by :func:`shown`; ``hint`` what may put it right.
    """

    file: str
    row: int | None
    column: str
    rule: str
    value: str
    hint: str = ""

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        return "  ".join(part for part in (place, self.column, self.rule, self.value, self.hint) if part)


@dataclass(frozen=True)
class Report:
    """Outcome of a check: every failure, and the counts of each table that was checked."""

    failures: list[Failure] = field(default_factory=list)
    counts: list[dict[str, object]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not self.failures

    def to_frame(self) -> pd.DataFrame:
        """Give the failures as a table: file, row, column, rule, value, hint."""
        return pd.DataFrame(self.failures, columns=list(Failure._fields)).astype({"row": "Int64"})


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Ask after the nearest of some names; nothing where none is near.

    Examples
    --------
    >>> did_you_mean("agrements", ["agreements", "deals"]), did_you_mean("x", ["deals"])
    ('did you mean agreements?', '')
    """
    near = get_close_matches(name[:LONGEST], list(names), n=1)
    return f"did you mean {near[0]}?" if near else ""


def visible(text: str) -> str:
    r"""Write control and invisible characters as escapes, so that text can be printed.

    Examples
    --------
    >>> visible("a\tb")
    'a\\tb'
    """
    return "".join(
        c if unicodedata.category(c)[0] != "C" else c.encode("unicode_escape", "surrogatepass").decode("ascii")
        for c in text
    )


def shown(value: object) -> str:
    """Make a cell safe to print: control and invisible characters escaped, long text cut.

    Examples
    --------
    >>> shown("x" * 100)[-3:]
    'xx…'
    """
    text = visible(str(value)[: LONGEST + 1])
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
