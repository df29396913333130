"""Numbers as publishers write them: missing marks, estimates in brackets, nothing guessed."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from ties.tables.importers.reading import ImportRefusedError

NUMBER = re.compile(r"[-−]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
SEPARATED = re.compile(r"[-−]?\d[\d,.' \u00a0\u202f]*")
# beyond any quantity that a publisher prints, and small enough to compute with
LARGEST = 1e30
BRACKETS = re.compile(r"[\[(]\s*(.*?)\s*[\])]")
# marks of all publishers; what a mark means beyond "missing" is for the reader of a format to say
MISSING = frozenset(
    {"", "..", "...", "…", ". .", ". . .", "n/a", "na", "n.a.", "#n/a", "nan", "null", "-", "--", "–", "—", "−"}
)


class ParsedNumber(NamedTuple):
    """A number, or None where it is missing, and whether brackets mark it as an estimate."""

    value: float | None
    bracketed: bool = False


def parse_number(
    cell: object, *, sheet: str | None = None, row: int | None = None, column: str | None = None
) -> ParsedNumber:
    """Read a cell as a number.

    Parameters
    ----------
    cell : object
        Text, number or nothing.
    sheet, row, column
        Where it stands, for the refusal.

    Returns
    -------
    ParsedNumber

    Raises
    ------
    ImportRefusedError
        If it is neither a number nor a mark of a missing one. A formula is text, so it is refused; so are thousands
        separators and decimal commas, which cannot be told apart.

    Examples
    --------
    >>> parse_number("[12.5]")
    ParsedNumber(value=12.5, bracketed=True)
    >>> parse_number(". .").value, parse_number(".039").value
    (None, 0.039)
    """
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ParsedNumber(None)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and abs(cell) <= LARGEST:
        return ParsedNumber(float(cell))
    text = str(cell).strip()
    if text.casefold() in MISSING:
        return ParsedNumber(None)
    inside = BRACKETS.fullmatch(text)
    plain = inside[1] if inside else text
    if not isinstance(cell, str) or not NUMBER.fullmatch(plain):
        problem = "is a formula, not a number" if text.startswith("=") else "is not a number"
        if SEPARATED.fullmatch(plain):
            problem += "; separators of thousands and decimal commas cannot be told apart, so bring the file without"
        raise ImportRefusedError(problem, cell, sheet=sheet, row=row, column=column)
    value = float(plain.replace("−", "-"))
    if not abs(value) <= LARGEST:
        raise ImportRefusedError("is not a number", cell, sheet=sheet, row=row, column=column)
    return ParsedNumber(value, inside is not None)


def parse_whole(
    cell: object, *, sheet: str | None = None, row: int | None = None, column: str | None = None
) -> int | None:
    """Read a cell as a whole number, or None where it is missing.

    Raises
    ------
    ImportRefusedError
        If it is neither.

    Examples
    --------
    >>> parse_whole("2012"), parse_whole("")
    (2012, None)
    """
    value = parse_number(cell, sheet=sheet, row=row, column=column).value
    if value is None:
        return None
    if not value.is_integer():
        raise ImportRefusedError("is not a whole number", cell, sheet=sheet, row=row, column=column)
    return int(value)


def parse_year(cell: object) -> int | None:
    """Read a heading as a year: text or number, ``2010`` or ``2010 [YR2010]``; None if it is no year.

    Examples
    --------
    >>> parse_year(2012), parse_year("2012 [YR2012]"), parse_year("1950-2024")
    (2012, 2012, None)
    """
    found = re.fullmatch(r"((?:18|19|20|21)\d\d)(?:\.0)?(?: \[YR\d{4}\])?", str(cell).strip())
    return int(found[1]) if found else None
