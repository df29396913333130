"""Chapters with other parameters: a page each, labelled as a variant, with what its findings change."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from ties.book.chapter_page import compose, outputs
from ties.book.html_blocks import parameter_value
from ties.book.materials import Files, chapter_files, finding_rows, prose_context
from ties.book.source_index import SourceIndex
from ties.findings.collect import ChapterRecords, collect
from ties.findings.edition_changes import compare_findings
from ties.findings.edition_store import FINDINGS
from ties.project.chapter_config import Chapter, Variant
from ties.project.notebook_files import read_notebook
from ties.project.run import Run


def variant_page_name(chapter: Chapter, variant: Variant) -> str:
    """Name the page of a variant.

    Examples
    --------
    >>> variant_page_name(Chapter("industry", "Industry", Path("x"), ()), Variant("window-10", "Ten years", "", {}))
    'variant-industry-window-10'
    """
    return f"variant-{chapter.name}-{variant.name}"


def variant_links(run: Run, chapter: Chapter) -> list[str]:
    """Give the block that leads from a chapter to its variants; nothing where it has none."""
    shown = [variant for owner, variant in run.variants.values() if owner.name == chapter.name]
    items = "; ".join(
        f'<a href="{variant_page_name(chapter, variant)}.html">{html.escape(variant.title)}</a>' for variant in shown
    )
    return [f'<p class="ties-variants">The same chapter with other parameters: {items}.</p>'] if items else []


def variant_files(
    run: Run, records: Mapping[str, ChapterRecords], context: Mapping[str, str], source_index: SourceIndex
) -> Files:
    """Compose the variants of the chapters.

    Parameters
    ----------
    run : Run
        The run; chapters and variants are executed.
    records : mapping of str to ChapterRecords
        What each chapter recorded with its default parameters.
    context : mapping of str to str
        What prose may refer to.
    source_index : SourceIndex
        Sources and tables.

    Returns
    -------
    dict of Path to str or bytes
        Pages, figures and downloads by their place in the sources of the book.
    """
    files: Files = {}
    for name, (chapter, variant) in run.variants.items():
        executed, parameters = read_notebook(run.executed(name)), run.parameters_of(name)
        found, place = collect(executed), f"variants/{chapter.name}-{variant.name}"
        others = {key: text for key, text in context.items() if key.partition(".")[0] != chapter.name}
        own_context = others | prose_context(chapter.name, found, parameters)
        own_index = replace(source_index, files=f"../{place}")
        head = [_head(chapter, variant, records[chapter.name], found)]
        cells, label = outputs(read_notebook(chapter.notebook), executed), f"{variant.title} (variant)"
        page = compose(chapter, parameters, cells, own_context, own_index, head=head, label=label)
        own_files = "|".join(re.escape(file) for table in found.tables.values() for file in table.files)
        text = page.text
        if own_files:  # files that a table brings are those of the variant
            text = re.sub(rf"\.\./downloads/({own_files})\b", rf"../{place}/downloads/\1", text)
        files[Path("book") / f"{variant_page_name(chapter, variant)}.ipynb"] = text
        executed_bytes = run.executed(name).read_bytes()
        files |= chapter_files(chapter, found, executed_bytes, own_index, Path("book/_extra") / place)
    return files


def _head(chapter: Chapter, variant: Variant, default: ChapterRecords, found: ChapterRecords) -> str:
    """Say that this is a variant, of what, why it is shown, and which of the chapter's findings it changes."""
    settings = "; ".join(
        f"<code>{html.escape(key)}</code> is {parameter_value(value)} instead of "
        f"{parameter_value(chapter.parameters[key].default)}"
        for key, value in variant.settings.items()
    )
    text = (
        f'<strong>A variant of the chapter <a href="{chapter.name}.html">{html.escape(chapter.title)}</a>.</strong> '
        f"{html.escape(variant.reason)} Here {settings}. The rest of the book, its verdicts too, rests on the "
        "chapter with its usual parameters, and numbers of other chapters are the usual ones."
    )
    frames = [pd.DataFrame(finding_rows(chapter.name, part), columns=FINDINGS) for part in (default, found)]
    compared = compare_findings(*frames)
    differ = compared[compared["kind"] != "same"]
    rows = "".join(
        f"<tr><td>{html.escape(sentence)}</td><td>{html.escape(old) or 'not made'}</td>"
        f"<td>{html.escape(new) or 'not made'}</td></tr>"
        for sentence, old, new in _together(differ)
    )
    head = "".join(f'<th scope="col">{text}</th>' for text in ("Finding in this variant", "Usual", "Here"))
    table = (
        '<div class="ties-table" role="region" tabindex="0" aria-label="What the variant changes"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    count = f"{len(differ)} of {len(compared)} findings of the chapter differ"
    more = f"<details><summary>{count}</summary>{table}</details>" if len(differ) else f"<p>{count}.</p>"
    return f'<div class="ties-notice" role="note"><p>{text}</p>{more}</div>'


def _together(differ: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Give sentence, default value and value here; findings that cannot be told for one reason share a row."""
    groups = differ.groupby("sentence", sort=False)[["old", "new"]]
    return [
        (str(sentence), group["old"].iloc[0] if len(group) == 1 else f"{len(group)} findings", group["new"].iloc[0])
        for sentence, group in groups
    ]
