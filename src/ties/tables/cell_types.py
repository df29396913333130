"""Turn cells of text into the types that a contract declares, finding every cell that is not of its type."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

INTEGER, NUMBER = r"-?\d+", r"-?\d+(?:\.\d+)?"


def type_of(column: pa.Column) -> str:
    """Name the type of a column as a Table Schema does: "string", "integer" or "number".

    Examples
    --------
    >>> type_of(pa.Column("Int64")), type_of(pa.Column(float)), type_of(pa.Column(str))
    ('integer', 'number', 'string')
    """
    text = str(column.dtype).lower()
    return "integer" if text.startswith("int") else "number" if text.startswith("float") else "string"


def convert(cells: pd.Series, kind: str) -> tuple[pd.Series, pd.Series]:
    """Convert cells of text to a type.

    Parameters
    ----------
    cells : Series of str, shape (n,)
        Cells; an empty one is unknown.
    kind : str
        "string", "integer" or "number". Numbers are plain: no thousands separator, exponent, plus sign or unit.

    Returns
    -------
    values : Series of str, Int64 or float64, shape (n,)
        Missing where the cell is empty or not of the type.
    sound : Series of bool, shape (n,)
        False where a cell is not of the type.

    Examples
    --------
    >>> values, sound = convert(pd.Series(["1.5", "", "1,000"]), "number")
    >>> values.tolist(), sound.tolist()
    ([1.5, nan, nan], [True, True, False])
    """
    empty = cells.eq("")
    present = cells.mask(empty) if empty.any() else cells
    if kind == "string":
        return present, pd.Series(data=True, index=cells.index)
    sound = empty | cells.str.fullmatch(INTEGER if kind == "integer" else NUMBER)
    values = pd.to_numeric(present.where(sound), errors="coerce")
    return values.astype("Int64" if kind == "integer" else "float64"), sound
