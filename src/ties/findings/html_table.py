"""Write a table as HTML, for Jupyter and for the pages of the book."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
from pandas.api.types import is_bool_dtype, is_number, is_numeric_dtype

from ties.tables.dates import PATTERN as DATE

SENTENCE = 36  # characters: a cell that holds more wraps on a phone


def as_html(
    data: pd.DataFrame,
    caption: str,
    headers: Mapping[str, str],
    precision: int | Mapping[str, int],
    links: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Write a table as HTML: numbers right-aligned, text escaped, unknown as an en dash, linked cells as links.

    Thousands are separated, but not in years: whole numbers that all lie between 1900 and 2100. A column of whole
    numbers has no decimals, whatever `precision` says.

    Examples
    --------
    >>> page = as_html(pd.DataFrame({"year": [2016], "rows": [1234], "share": [2.25]}), "Rows", {}, 1)
    >>> [cell.partition("<")[0] for cell in page.split('<td class="number">')[1:]]
    ['2016', '1,234', '2.2']
    """
    numeric = [is_numeric_dtype(data[column]) for column in data]
    formats = [_format(data[column], str(column), precision) for column in data]
    addresses = [(links or {}).get(str(column)) for column in data]
    names = [html.escape(headers.get(str(column), str(column).replace("_", " "))) for column in data]
    head = "".join(f'<th scope="col"{_side(right)}>{name}</th>' for name, right in zip(names, numeric, strict=True))
    wordy = _wordy(data)
    labels = [f' data-label="{name}"' if wordy else "" for name in names]
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_side(right) or _day(value)}{label}>{_linked(_cell(value, form), to, at)}</td>"
            for value, right, form, to, label in zip(row, numeric, formats, addresses, labels, strict=True)
        )
        + "</tr>"
        for at, row in enumerate(data.itertuples(index=False))
    )
    kind = "ties-table ties-wordy" if wordy else "ties-table"
    return (
        f'<div class="{kind}" role="region" tabindex="0" aria-label="{html.escape(caption)}"><table>'
        f"<caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def cited_sources(cells: Iterable[object]) -> list[str]:
    """Name the sources that cells cite, each once, in alphabetical order; a missing cell cites none.

    Examples
    --------
    >>> cited_sources(["b;a", None, "b"])
    ['a', 'b']
    """
    texts = pd.Series(list(cells), dtype="object").dropna().astype("str")
    return sorted({source for text in texts for source in text.split(";") if source})


def _side(right: bool) -> str:
    return ' class="number"' if right else ""


def _wordy(data: pd.DataFrame) -> bool:
    """Tell whether two columns or more hold sentences: on a phone such a table is a list of rows, one cell a line."""
    texts = [data[column].astype("str").str.len().max() for column in data if not is_numeric_dtype(data[column])]
    return sum(length > SENTENCE for length in texts) > 1


def _linked(cell: str, addresses: Sequence[str] | None, at: int) -> str:
    return f'<a href="{html.escape(addresses[at])}">{cell}</a>' if addresses else cell


def _day(value: object) -> str:
    """Keep a date on one line."""
    return ' class="day"' if isinstance(value, str) and re.fullmatch(DATE, value) else ""


def _format(values: pd.Series, column: str, precision: int | Mapping[str, int]) -> str:
    """Choose how the numbers of a column are written."""
    decimals = precision if isinstance(precision, int) else precision.get(column, 0)
    present = values.dropna()
    if is_numeric_dtype(present) and not is_bool_dtype(present) and (present == present.round()).all():
        return ".0f" if present.between(1900, 2100).all() else ",.0f"
    return f",.{decimals}f"


def _cell(value: object, form: str) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return "–"
    if isinstance(value, str | bool) or not is_number(value):
        return html.escape(str(value))
    return format(value, form)
