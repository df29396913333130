"""What an importer gives back, and how it says no."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pandas as pd

from ties.tables.failures import shown

SOURCE = ["id", "title", "publisher", "published", "url", "kind"]


class ImportRefusedError(ValueError):
    """A file holds something that is not understood; nothing is written.

    Parameters
    ----------
    problem : str
        What is wrong.
    value : object, optional
        What stands there; it is cut and made safe to print.
    sheet : str, optional
        Sheet of a workbook, or member of an archive.
    row : int, optional
        Line of a text file or row of a sheet, counted from 1 (of a data frame: its record).
    column : str, optional
        Heading or letter of the column.

    Examples
    --------
    >>> str(ImportRefusedError("is not a number", "x", sheet="Current US$", row=12, column="2024"))
    "sheet 'Current US$', row 12, column '2024': is not a number: 'x'"
    """

    def __init__(
        self,
        problem: str,
        value: object = None,
        *,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        self.problem, self.sheet, self.row, self.column = problem, sheet, row, column
        place = [
            *([f"sheet {shown(sheet)!r}"] if sheet is not None else []),
            *([f"row {row}"] if row is not None else []),
            *([f"column {shown(column)!r}"] if column is not None else []),
        ]
        message = problem if value is None else f"{problem}: {shown(value)!r}"
        super().__init__(f"{', '.join(place)}: {message}" if place else message)


@dataclass(frozen=True)
class Reading:
    """Tables read from one file.

    ``tables`` holds frames with columns of their contract (missing ones are empty); ``replaces`` names, for each
    table, the columns whose values in the new rows say which older rows they stand in place of (an empty tuple: all
    of them); ``sources`` the documents that the rows cite; ``left_out`` counts what was understood but has no place
    in the tables, by reason.
    """

    edition: str
    tables: dict[str, pd.DataFrame]
    replaces: dict[str, tuple[str, ...]]
    sources: pd.DataFrame
    left_out: Counter[str] = field(default_factory=Counter)


def source_row(identity: str, title: str, publisher: str, published: str, url: str) -> pd.DataFrame:
    """Describe the document that imported rows cite: one row of table ``sources``, primary.

    Examples
    --------
    >>> source_row("x-1", "X", "P", "2024", "https://example.org")["kind"].item()
    'primary'
    """
    return pd.DataFrame([[identity, title, publisher, published, url, "primary"]], columns=SOURCE)
