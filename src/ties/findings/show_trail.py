"""Show a dated trail as a list: every entry in view, its direction as mark and word, its row in the catalogue."""

from __future__ import annotations

import html

import pandas as pd

from ties.findings.collect import ShownTable
from ties.findings.html_table import cited_sources
from ties.findings.record import record
from ties.records import Table

MARKS = {
    "said": ("◆", "spoken of in the call and the article"),
    "progress": ("▲", "step forward"),
    "setback": ("▼", "setback"),
    "came": ("●", "came, as spoken of"),
    "open": ("○", "had not come"),
    "overdue": ("○", "had not come, and was due"),
    "cannot tell": ("?", "no table can tell"),
}


def show_trail(trail: Table) -> None:
    """Show a table as a list in the order of time, and record its findings.

    Parameters
    ----------
    trail : Table
        Its data is what :func:`ties.analysis.events.chronicle.chronicle` gives; it names the tables that it rests on.

    Raises
    ------
    ValueError
        If there is no entry, or an entry is of an unknown sort.
    """
    data, name = trail.data, trail.name
    if data.empty or (unknown := sorted(set(data["what"]) - set(MARKS))):
        raise ValueError(f"trail {name!r} has " + (f"unknown entries: {unknown}" if len(data) else "no entry"))
    rows = [dict(zip(data.columns, row, strict=True)) for row in data.astype("object").to_numpy()]
    items = "".join(_item(row) for row in rows)
    every = data if trail.download is None else trail.download
    plain = "\n".join(f"{row['date']}  {MARKS[str(row['what'])][0]} {row['text']}" for row in rows)
    page = f'<p class="ties-trail-caption">{html.escape(trail.caption)}</p><ol class="ties-trail">{items}</ol>'
    csv, cited = every.to_csv(index=False, lineterminator="\n"), cited_sources(data["sources"])
    ShownTable(name, trail.caption, list(trail.tables or ()), cited, page, len(data), len(every), csv).emit(plain)
    record(*trail.findings)


def _item(row: dict[str, object]) -> str:
    mark, word = MARKS[str(row["what"])]
    day, text = html.escape(str(row["date"])), html.escape(str(row["text"]))
    link = "" if pd.isna(row["row"]) else f" {row_link(str(row['table']), str(row['row']))}"  # type: ignore[call-overload]
    return (
        f'<li class="trail-{html.escape(str(row["what"]).replace(" ", "-"))}"><time datetime="{day}">{day}</time> '
        f'<span class="trail-mark" aria-hidden="true">{mark}</span> <span class="trail-word">{word}:</span> '
        f"{text}{link}</li>"
    )


def row_link(table: str, row: str) -> str:
    """Write a link from a row to the page of its table in the catalogue.

    Examples
    --------
    >>> row_link("russia_ties", "s400-2018")
    '<a class="ties-row" href="data/russia-ties.html">s400-2018</a>'
    """
    page = f"data/{table.replace('_', '-')}.html"
    return f'<a class="ties-row" href="{html.escape(page)}">{html.escape(row)}</a>'
