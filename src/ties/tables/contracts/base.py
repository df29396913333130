"""The contract of a table: what every one of them declares."""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa


class Contract(pa.DataFrameModel):
    """One row of a table, its columns and the laws that tie them; the docstring describes the table.

    Attributes
    ----------
    table : str
        Name of the table, and of its file.
    title : str
        Title in the data catalogue.
    keys : tuple of str
        Columns that together name a row.
    licence : str
        Terms under which the table may be used (differ by publisher).
    edition : str or None
        Column that holds the edition of the data, never mixed in one comparison.
    """

    table: ClassVar[str]
    title: ClassVar[str]
    keys: ClassVar[tuple[str, ...]] = ("id",)
    licence: ClassVar[str] = "CC BY 4.0 (own compilation)"
    edition: ClassVar[str | None] = None

    class Config:
        """Columns are exactly those declared, in that order."""

        strict = True
        ordered = True
