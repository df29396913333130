"""Show a figure or a table with its words, its data, its sources and its findings as records."""

from __future__ import annotations

import html
from dataclasses import asdict

from ties.findings import mime
from ties.findings.collect import ShownFigure, ShownTable
from ties.findings.html_table import as_html, cited_sources
from ties.findings.record import record
from ties.plotting.style import render
from ties.records import Figure, Table, Words
from ties.tables.load import loaded_here

MOST_ROWS = 15  # of a table on a page; the rest goes into the download
LOOKED_UP = ("countries",)  # tables that only name things: no evidence rests on them


def show(*items: Figure | Table) -> None:
    """Show figures and tables with all that the book prints around them, and record their findings.

    A figure is drawn for the text column and for a phone. Where its data is empty, the tables do not cover what was
    asked: then only the findings are recorded, which say so. Tables and sources, where an item does not name them,
    are those that the cell has loaded.

    Parameters
    ----------
    *items : Figure or Table
        What a function of a chapter made.

    Examples
    --------
    >>> import pandas as pd
    >>> show(Table("years", pd.DataFrame({"year": [2018, 2019]}), "Years that one edition covers"))
     year
     2018
     2019
    """
    for item in items:
        if isinstance(item, Table):
            _show_table(item)
        elif isinstance(item, Figure):
            _show_figure(item)
        else:
            raise TypeError(f"show takes figures and tables, not {type(item).__name__}")
        record(*item.findings, figure="" if item.data.empty or isinstance(item, Table) else item.name)


def _show_figure(figure: Figure) -> None:
    if figure.data.empty or figure.words is None:
        return
    drawn = figure.data if figure.drawn is None else figure.drawn
    heights = {"wide": figure.height, "narrow": figure.narrow_height or figure.height}
    images = {
        width: render(figure.draw, drawn, height=inches, narrow=width == "narrow")
        for width, inches in heights.items()
    }
    csv, words = figure.data.to_csv(index=False, lineterminator="\n"), asdict(figure.words)
    payload = ShownFigure(
        figure.name, tables=_tables(figure), sources=_sources(figure), images=images, csv=csv, **words
    )
    plain = f"{figure.words.title}\n{figure.words.alt}"
    mime.emit(
        {"text/plain": plain, "text/html": _preview(figure.words, images["wide"]), mime.FIGURE: asdict(payload)}
    )


def _show_table(table: Table) -> None:
    if table.data.empty:
        return
    download = table.data if table.download is None else table.download
    shown = table.data.head(MOST_ROWS)
    # a download without the columns of the page is another table, and no whole of which the page is a part
    rows = len(download) if set(table.data.columns) <= set(download.columns) else len(table.data)
    page = as_html(shown, table.caption, table.headers, table.precision, table.links)
    csv = download.to_csv(index=False, lineterminator="\n")
    put_out = ShownTable(table.name, table.caption, _tables(table), _sources(table), page, len(shown), rows, csv)
    put_out.emit(shown.to_string(index=False))


def _tables(item: Figure | Table) -> list[str]:
    """Name the tables that an item rests on: its own, or those that the cell has loaded."""
    if item.tables is not None:
        return list(item.tables)
    return [name for name in loaded_here() if name not in LOOKED_UP and not name.startswith("judgements/")]


def _sources(item: Figure | Table) -> list[str] | None:
    return None if item.sources is None else cited_sources(item.sources)


def _preview(words: Words, image: str) -> str:
    """Write the figure as Jupyter shows it; the book composes its own."""
    head = f"<p><b>{html.escape(words.title)}</b><br>{html.escape(words.subtitle)}</p>"
    drawing = image[image.index("<svg") :]
    caption = f"<figcaption>{html.escape(words.caption)}</figcaption>"
    return f'<figure style="background:#fff">{head}{drawing}{caption}</figure>'
