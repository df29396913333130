"""Older editions: packed when they are published, readable in every later site, under a banner that says so."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from ties.analysis.claim_tally import LABELS, ORDER
from ties.book.chapter_page import blocks_page, compose, outputs
from ties.book.csv_safety import harmless
from ties.book.edition_record import older
from ties.book.html_blocks import notice
from ties.book.materials import Files, chapter_files, zip_bytes
from ties.book.source_index import read_source_index
from ties.findings.collect import collect
from ties.findings.edition_store import Edition, EditionError, read_edition
from ties.plotting.style import darken
from ties.project.notebook_files import read_notebook
from ties.project.run import Run

PACK = "pages.zip"
RECORD = ("findings.json", "claims.json", "tables.csv", "rows.csv", "about.json")


def edition_page_name(edition: str, chapter: str = "") -> str:
    """Name a page of an edition.

    Examples
    --------
    >>> edition_page_name("2025.07"), edition_page_name("2025.07", "industry")
    ('edition-2025-07', 'edition-2025-07-industry')
    """
    return "-".join(["edition", edition.replace(".", "-"), *([chapter] if chapter else [])])


def pack_edition(run: Run, edition: Edition) -> bytes:
    """Pack the chapters of an edition, so that later sites can show them.

    Parameters
    ----------
    run : Run
        The run; its chapters are executed.
    edition : Edition
        Its record.

    Returns
    -------
    bytes
        A zip archive of composed pages, figures for the light page, and data, by their place in the book's sources.
        An edition that looks back has no prose: the prose was written later.
    """
    context = json.loads((run.stage / "book" / "woven.json").read_text(encoding="utf-8"))
    place = f"editions/{edition.name}"
    source_index = replace(read_source_index(run), files=f"../{place}")
    files: dict[str, str | bytes] = {}
    for name, chapter in run.chapters.items():
        executed = read_notebook(run.executed(name))
        cells, head = outputs(read_notebook(chapter.notebook), executed), [_banner(edition, name)]
        prose, label = run.known_on is None, f"edition {edition.name}"
        page = compose(
            chapter, run.parameters[name], cells, context, source_index, prose=prose, head=head, label=label
        )
        page.notebook["cells"].pop()  # the list of downloads: the packed data stand under each figure
        for cell in page.notebook["cells"]:
            cell["source"] = _relinked(cell["source"], edition, list(run.chapters))
        files[f"book/{edition_page_name(edition.name, name)}.ipynb"] = page.text
        shown = chapter_files(chapter, collect(executed), b"", source_index, Path("book/_extra") / place)
        files |= {p.as_posix(): c for p, c in shown.items() if p.suffix == ".csv" or p.name.endswith("-light.svg")}
    return zip_bytes(files)


def older_edition_files(run: Run) -> Files:
    """Give the pages of the older editions; a run of its own shows none.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    dict of Path to str or bytes
        Pages, figures and downloads by their place in the sources of the book.
    """
    files: Files = {}
    for name in older(run):
        folder = run.root / "editions" / name
        downloads = Path("book/_extra/editions") / name
        for part in RECORD:
            text = (folder / part).read_text(encoding="utf-8")
            files[downloads / part] = harmless(text) if part.endswith(".csv") else text
        files[Path("book") / f"{edition_page_name(name)}.ipynb"] = blocks_page(_front(read_edition(folder), run))
        for path, content in _packed(folder / PACK):
            files[path] = content
            if path.name.endswith("-light.svg"):
                dark = path.with_name(path.name.replace("-light.svg", "-dark.svg"))
                files[dark] = darken(content.decode())
    return files


def _packed(path: Path) -> Iterator[tuple[Path, bytes]]:
    """Read an archive of ours; a name that leads out of the book's pages is refused."""
    if not path.is_file():
        raise EditionError(f"{path.parent}: the edition has no {PACK}")
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        for entry in archive.infolist():
            place = Path(entry.filename)
            if place.parts[0] != "book" or ".." in place.parts:
                raise EditionError(f"{path}: {entry.filename!r} is no page of a book")
            yield place, archive.read(entry)


def _banner(edition: Edition, chapter: str = "") -> str:
    day = edition.about.get("known_on")
    what = (
        f"looks back: it is built from the evidence as it could be known on {_day(day)}, and shows what is "
        "computed from it, without today's prose"
        if day
        else f"has data until {edition.about['data_until']}"
    )
    now = (
        f'<a href="{chapter}.html">the present chapter</a>'
        if chapter
        else '<a href="index.html">the present book</a>'
    )
    return notice(
        f"<strong>An old edition.</strong> Edition {edition.name} {what}. Read {now} for what is known now."
    )


def _front(edition: Edition, run: Run) -> list[str]:
    """Write the first page of an older edition."""
    ruled = edition.claims["computed"].dropna()
    counts = ruled.value_counts()
    verdicts = ", ".join(f"{counts[o]} {LABELS[o]}" for o in ORDER if o in counts)
    pages = "".join(
        f'<li><a href="{edition_page_name(edition.name, name)}.html">{html.escape(chapter.title)}</a></li>'
        for name, chapter in run.chapters.items()
        if name in set(edition.findings["chapter"])
    )
    limits = "".join(
        f"<li><strong>{html.escape(table)}</strong>: {html.escape(limit)}</li>"
        for table, _, limit in (line.partition(": ") for line in edition.about.get("limits", []))
    )
    files = ", ".join(f'<a href="../editions/{edition.name}/{part}" download>{part}</a>' for part in RECORD)
    parts = [
        f"# Edition {edition.name}",
        _banner(edition),
        f"<p>It made {len(edition.findings)} findings from {len(edition.tables)} tables and judgements with "
        f"{edition.tables['rows'].sum():,} rows. Of {len(edition.claims)} claims of the article, {len(ruled)} had "
        f'a verdict by rule: {verdicts}. <a href="what-changed.html">What changed since</a>.</p>',
        f"<ul>{pages}</ul>",
    ]
    if limits:
        parts += [
            "## What cannot be undone",
            f"<p>Not all that was learned later can be taken out again:</p><ul>{limits}</ul>",
        ]
    return [*parts, "## Its record", f"<p>{files}</p>"]


def _relinked(text: str, edition: Edition, chapters: list[str]) -> str:
    """Let links to chapters lead to those of the same edition; the banner's link to the present one is marked."""
    if text.startswith('<div class="ties-notice"'):
        return text
    names = "|".join(map(re.escape, chapters))
    return re.sub(
        rf"(?<![\w/.-])({names})\.(ipynb|html)\b", lambda m: f"{edition_page_name(edition.name, m[1])}.{m[2]}", text
    )


def _day(day: str) -> str:
    return f"{pd.Timestamp(day):%-d %B %Y}"
