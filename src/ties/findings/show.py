"""Show a figure with its words, its data and its sources as one record."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd
from IPython.display import display

from ties.plotting.style import Draw, render
from ties.records import Words

MIME = "application/vnd.ties.figure+json"
__all__ = ["MIME", "NAME", "Words", "show"]

NAME = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")


def show(
    draw: Draw,
    data: Any,
    words: Words,
    *,
    name: str,
    tables: Sequence[str],
    download: pd.DataFrame | None = None,
    sources: Iterable[str] | None = None,
    height: float = 4.2,
    narrow_height: float | None = None,
) -> None:
    """Show a figure, drawn for the text column and for a phone, with all that the book prints around it.

    Parameters
    ----------
    draw : callable
        ``draw(data, ax, narrow=bool) -> Axes``. Many marks are drawn with ``rasterized=True``, or the file is heavy.
    data : DataFrame
        What is drawn; also the download, unless `download` is given.
    words : Words
        Title, subtitle, caption and text alternative.
    name : str
        Short hyphenated name, unique in the chapter; it becomes the address of the figure.
    tables : sequence of str
        Evidence tables it rests on.
    download : DataFrame, optional
        Tidy data behind the figure, where `data` is not it.
    sources : iterable of str, optional
        Source ids of the rows used (cells with ``;`` are split); all sources of `tables` when not given.
    height, narrow_height : float
        Inches; the narrow one is the same when not given.

    Raises
    ------
    ValueError
        If the name is not well-formed or there is no tidy data to offer.
    """
    if not NAME.match(name):
        raise ValueError(f"figure name {name!r} is not lower-case and hyphenated")
    tidy = data if download is None else download
    if not isinstance(tidy, pd.DataFrame) or tidy.empty:
        raise ValueError(f"figure {name!r} has no tidy data to offer for download")
    heights = {"wide": height, "narrow": narrow_height or height}
    images = {width: render(draw, data, height=inches, narrow=width == "narrow") for width, inches in heights.items()}
    payload = {
        **asdict(words),
        "name": name,
        "tables": list(tables),
        "sources": None if sources is None else sorted({s for cell in sources for s in str(cell).split(";") if s}),
        "images": images,
        "csv": tidy.to_csv(index=False, lineterminator="\n"),
    }
    display(
        {
            "text/plain": f"{words.title}\n{words.alt}",
            "text/html": _preview(words, images["wide"]),
            MIME: payload,
        },
        raw=True,
    )


def _preview(words: Words, image: str) -> str:
    """Write the figure as Jupyter shows it; the book composes its own."""
    head = f"<p><b>{html.escape(words.title)}</b><br>{html.escape(words.subtitle)}</p>"
    drawing = image[image.index("<svg") :]
    caption = f"<figcaption>{html.escape(words.caption)}</figcaption>"
    return f'<figure style="background:#fff">{head}{drawing}{caption}</figure>'
