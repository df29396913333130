"""Weave an executed chapter into the page that the book shows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ties.book import conditional_text, html_blocks
from ties.book.substitutions import MissingFindingError, escape, weave
from ties.findings import mime
from ties.project.chapter_config import Chapter
from ties.project.notebook_files import cell_source

TITLE = re.compile(r"^# .*$", re.M)
HEADING = re.compile(r"^#+ .*$", re.M)
RECORDS = {mime.FINDING, mime.FIGURE, mime.TABLE}


class StrayOutputError(ValueError):
    """A cell puts out something that is neither finding, figure nor table."""


@dataclass
class Woven:
    """A chapter's page, and the blocks of its figures by full name."""

    notebook: dict[str, Any]
    figures: dict[str, str] = field(default_factory=dict)


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


def compose(
    chapter: Chapter,
    parameters: Mapping[str, Any],
    cells: list[tuple[dict[str, Any], list[dict[str, Any]]]],
    known: Mapping[str, str],
    library: html_blocks.Library,
    *,
    prose: bool = True,
    head: Sequence[str] = (),
    label: str = "",
) -> Woven:
    """Compose the page of a chapter.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    parameters : mapping
        The parameters it ran with.
    cells : list
        What :func:`outputs` gives.
    known : mapping of str to str
        What prose may refer to (:func:`ties.book.substitutions.texts`).
    library : Library
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
    Woven
        A notebook of Markdown cells: prose with its numbers, and after the place of each code cell what it shows.

    Raises
    ------
    MissingFindingError
        If prose refers to what no chapter recorded: all of it is named, with its cell.
    StrayOutputError
        If a cell puts out anything but records, or prose is marked for a parameter that the chapter does not have.
    """
    page = Woven({"nbformat": 4, "nbformat_minor": 5, "metadata": _METADATA, "cells": []})
    missing: list[str] = []
    stray: list[str] = []
    left_out, chosen = 0, None
    for at, (cell, out) in enumerate(cells):
        where = f"{chapter.notebook.name}, cell {at + 1}"
        if cell["cell_type"] == "markdown":
            stray += conditional_text.faults(cell_source(cell), chapter, where)
            text, left = conditional_text.holding(cell_source(cell), chapter, parameters)
            left_out += left
            if not prose:
                text = "\n\n".join(HEADING.findall(text))
            try:
                page.notebook["cells"].append(_markdown(cell["id"], weave(text, known, where)))
            except MissingFindingError as error:
                missing.append(str(error))
            continue
        stray += [f"{where}: {fault}" for fault in _stray(out)]
        if "parameters" in cell["metadata"].get("tags", []):
            if chapter.parameters:
                folded = html_blocks.parameters(parameters, chapter.parameters, folded=bool(label))
                chosen = _markdown(cell["id"], folded)
                page.notebook["cells"].append(chosen)
            continue
        shown = []
        for output in out:
            bundle = output.get("data", {})
            if mime.FIGURE in bundle:
                drawn = bundle[mime.FIGURE]
                block = html_blocks.figure(chapter.name, drawn, library, cell_source(cell))
                page.figures[f"figure:{chapter.name}.{drawn['name']}"] = block
                shown.append(block)
            elif mime.TABLE in bundle:
                listed = bundle[mime.TABLE]
                block = html_blocks.table(chapter.name, listed, library, cell_source(cell))
                if listed.get("embed"):
                    page.figures[f"table:{chapter.name}.{listed['name']}"] = block
                shown.append(block)
        if not prose:
            shown += html_blocks.findings(output.get("data", {}).get(mime.FINDING) for output in out)
        shown = shown or [html_blocks.code_only(cell_source(cell))]
        page.notebook["cells"].append(_markdown(cell["id"], "\n\n".join(shown)))
    under = html_blocks.downloads(chapter.name, chapter.notebook.name, library.files)
    cells_of_page = page.notebook["cells"]
    if label:  # the page stands beside the book: the extension keeps it out of the search and the reading order
        page.notebook["metadata"] = {**_METADATA, "nosearch": True}
        title = TITLE.sub(lambda found: f"{found[0]}: {escape(label)}", cells_of_page[0]["source"], count=1)
        cells_of_page[0]["source"] = title
    if left_out and prose and chosen:
        chosen["source"] += html_blocks.left_out(left_out)
    if not prose:
        cells_of_page[:] = _with_content(cells_of_page)
    cells_of_page[1:1] = [_markdown(f"head-{at}", block) for at, block in enumerate(head)]
    cells_of_page.append(_markdown("downloads", under))
    if missing:
        raise MissingFindingError("\n".join(missing))
    if stray:
        raise StrayOutputError("\n".join(stray))
    return page


def _with_content(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what has nothing below it: a heading that the next heading of its rank or a higher one follows."""
    parts = [(cell, part) for cell in cells for part in cell["source"].split("\n\n") if part.strip()]
    ranks = [len(part) - len(part.lstrip("#")) if HEADING.match(part) else 0 for _, part in parts]
    following = [*ranks[1:], 1]
    kept: dict[str, list[str]] = {}
    for (cell, part), rank, after in zip(parts, ranks, following, strict=True):
        if not rank or rank == 1 or not 0 < after <= rank:
            kept.setdefault(cell["id"], []).append(part)
    return [{**cell, "source": "\n\n".join(kept[cell["id"]])} for cell in cells if cell["id"] in kept]


_METADATA = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python"},
}


def page_of(blocks: Sequence[str]) -> str:
    """Write a page of blocks of Markdown as a notebook, a product of the build that the search leaves out."""
    cells = [_markdown(f"block-{at}", block) for at, block in enumerate(blocks)]
    page = {"nbformat": 4, "nbformat_minor": 5, "metadata": {**_METADATA, "nosearch": True}, "cells": cells}
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


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
            faults.append("shows an output that is not recorded (use record, show or show_table)")
    return faults
