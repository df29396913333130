"""Compose the page that the book shows of an executed chapter."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ties.book import html_blocks
from ties.book.finding_texts import escaped
from ties.book.source_index import SourceIndex
from ties.book.substitutions import Holds, MissingFindingError, fill, lines_left_out
from ties.findings import mime
from ties.findings.collect import ShownFigure, ShownTable, record_of
from ties.project.chapter_config import Chapter
from ties.project.notebook_files import cell_source
from ties.records import Finding

TITLE = re.compile(r"^# .*$", re.M)
HEADING = re.compile(r"^#+ .*$", re.M)
RECORDS = {mime.FINDING, mime.FIGURE, mime.TABLE}


class StrayOutputError(ValueError):
    """A cell puts out something that is neither finding, figure nor table."""


@dataclass
class ChapterPage:
    """A chapter's page as a notebook, and the blocks of its figures and lists, ``figure:chapter.name`` to HTML."""

    notebook: dict[str, Any]
    blocks: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The notebook as text."""
        return json.dumps(self.notebook, ensure_ascii=False, indent=1) + "\n"


def outputs(prose: dict[str, Any], executed: dict[str, Any]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Pair each cell of a notebook with the outputs of its execution.

    Parameters
    ----------
    prose : dict
        The notebook as it stands: its Markdown may be newer than the execution, its code may not.
    executed : dict
        The executed notebook; papermill's injected cell is passed over.

    Returns
    -------
    list of (cell, outputs)
        In the order of the cells; no outputs for Markdown.
    """
    ran = iter(
        cell
        for cell in executed["cells"]
        if cell["cell_type"] == "code" and "injected-parameters" not in cell["metadata"].get("tags", [])
    )
    return [(cell, next(ran)["outputs"] if cell["cell_type"] == "code" else []) for cell in prose["cells"]]


def defaults_hold(chapter: Chapter, parameters: Mapping[str, Any]) -> Holds:
    """Give what ``{% if defaults(...) %}`` asks: whether a chapter ran with the defaults of the named parameters.

    Parameters
    ----------
    chapter : Chapter
        The chapter, with its defaults.
    parameters : mapping
        What it ran with.

    Examples
    --------
    >>> from pathlib import Path
    >>> from ties.project.chapter_config import Parameter
    >>> chapter = Chapter("one", "One", Path("x"), (), {n: Parameter(n, "integer", 5, "N") for n in ("a", "b")})
    >>> holds = defaults_hold(chapter, {"a": 5, "b": 6})
    >>> holds("a"), holds("a", "b"), holds()
    (True, False, False)
    """
    changed = {name for name, default in chapter.defaults.items() if parameters.get(name, default) != default}
    return lambda *names: not changed & (set(names) or changed)


def compose(
    chapter: Chapter,
    parameters: Mapping[str, Any],
    cells: list[tuple[dict[str, Any], list[dict[str, Any]]]],
    context: Mapping[str, str],
    source_index: SourceIndex,
    *,
    prose: bool = True,
    head: Sequence[str] = (),
    label: str = "",
) -> ChapterPage:
    """Compose the page of a chapter.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    parameters : mapping
        The parameters it ran with.
    cells : list
        What :func:`outputs` gives.
    context : mapping of str to str
        What prose may refer to (:func:`ties.book.finding_texts.finding_texts`).
    source_index : SourceIndex
        Sources and tables.
    prose : bool
        Whether the chapter's prose is part of the page. Without it the page has the headings, what the cells show,
        and the sentences of the findings: prose written today is not what an earlier day could say.
    head : sequence of str
        Blocks that stand below the title.
    label : str
        What kind of page it is, where it is not the chapter itself: it stands in the title.

    Returns
    -------
    ChapterPage
        A notebook of Markdown cells: prose with its numbers, and after the place of each code cell what it shows.

    Raises
    ------
    MissingFindingError
        If prose refers to what no chapter recorded: all of it is named, with its cell.
    StrayOutputError
        If a cell puts out anything but records.
    """
    page = ChapterPage({"nbformat": 4, "nbformat_minor": 5, "metadata": _METADATA, "cells": []})
    shown: list[dict[str, Any]] = page.notebook["cells"]
    holds = defaults_hold(chapter, parameters)
    missing: list[str] = []
    stray: list[str] = []
    left_out, fold = 0, None
    for cell, out in cells:
        where, text = f"{chapter.notebook.name}, cell {cell['id']}", cell_source(cell)
        if cell["cell_type"] == "markdown":
            try:
                filled = fill(text if prose else "\n\n".join(HEADING.findall(text)), context, where, holds)
                left_out += lines_left_out(text, holds)
                shown.append(_markdown(cell["id"], filled.removesuffix("\n")))
            except MissingFindingError as error:
                missing.append(str(error))
            continue
        stray += [f"{where}: {fault}" for fault in _stray(out)]
        if "parameters" not in cell["metadata"].get("tags", []):
            blocks = _blocks(chapter.name, out, source_index, text, page, prose=prose)
            shown.append(_markdown(cell["id"], "\n\n".join(blocks or [html_blocks.code_block(text)])))
        elif chapter.parameters:
            fold = _markdown(
                cell["id"], html_blocks.parameter_fold(parameters, chapter.parameters, folded=bool(label))
            )
            shown.append(fold)
    if missing:
        raise MissingFindingError("\n".join(missing))
    if stray:
        raise StrayOutputError("\n".join(stray))
    if label:  # the page stands beside the book: the extension keeps it out of the search and the reading order
        page.notebook["metadata"] = {**_METADATA, "nosearch": True}
        title = TITLE.sub(lambda found: f"{found[0]}: {escaped(label)}", shown[0]["source"], count=1)
        shown[0]["source"] = title
    if left_out and prose and fold:
        fold["source"] += html_blocks.left_out_note(left_out)
    if not prose:
        shown[:] = _with_content(shown)
    shown[1:1] = [_markdown(f"head-{at}", block) for at, block in enumerate(head)]
    links = html_blocks.download_links(chapter.name, chapter.notebook.name, source_index.files)
    shown.append(_markdown("downloads", links))
    return page


def _blocks(
    chapter: str,
    out: list[dict[str, Any]],
    source_index: SourceIndex,
    code: str,
    page: ChapterPage,
    *,
    prose: bool,
) -> list[str]:
    """Compose what a cell shows; blocks that other pages may show too are noted in the page."""
    blocks, findings = [], []
    for output in out:
        match record_of(output):
            case Finding() as finding:
                findings.append(finding)
            case ShownFigure() as figure:
                blocks.append(html_blocks.figure_block(chapter, figure, source_index, code))
                page.blocks[f"figure:{chapter}.{figure.name}"] = blocks[-1]
            case ShownTable() as table:
                blocks.append(html_blocks.table_block(chapter, table, source_index, code))
                if table.embed:
                    page.blocks[f"table:{chapter}.{table.name}"] = blocks[-1]
    return blocks if prose else [*blocks, *html_blocks.finding_list(findings)]


def _with_content(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what has nothing below it: a heading that the next heading of its rank or a higher one follows."""
    parts = [(cell, part) for cell in cells for part in cell["source"].split("\n\n") if part.strip()]
    ranks = [len(part) - len(part.lstrip("#")) if HEADING.match(part) else 0 for _, part in parts]
    following = [*ranks[1:], 1]
    retained: dict[str, list[str]] = {}
    for (cell, part), rank, after in zip(parts, ranks, following, strict=True):
        if not rank or rank == 1 or not 0 < after <= rank:
            retained.setdefault(cell["id"], []).append(part)
    return [{**cell, "source": "\n\n".join(retained[cell["id"]])} for cell in cells if cell["id"] in retained]


_METADATA = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python"},
}


def blocks_page(blocks: Sequence[str]) -> str:
    """Write a page of blocks of Markdown as a notebook, a product of the build that the search leaves out."""
    cells = [_markdown(f"block-{at}", block) for at, block in enumerate(blocks)]
    metadata = {**_METADATA, "nosearch": True}
    return ChapterPage({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}).text


def _markdown(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text}


def _stray(out: list[dict[str, Any]]) -> list[str]:
    """Say what a cell puts out beside its records: a warning on stderr, a print, a bare last expression."""
    faults = []
    for output in out:
        if output["output_type"] == "stream":
            text = output["text"] if isinstance(output["text"], str) else "".join(output["text"])
            faults.append(f"writes to {output['name']}: {' '.join(text.split())[:200]}")
        elif not RECORDS & output.get("data", {}).keys():
            faults.append("shows an output that is not recorded (use record or show)")
    return faults
