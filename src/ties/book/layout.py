"""Write the sources of the book: pages, chapters with their findings filled in, catalogue, figures and downloads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ties.book import data_pages, edition_pages, edition_record, provenance, variant_pages
from ties.book.chapter_page import ChapterPage, StrayOutputError, compose, outputs
from ties.book.csv_safety import harmless
from ties.book.materials import EXTRA, Files, chapter_files, finding_rows, prose_context, sync_folder
from ties.book.source_index import SourceIndex, read_source_index
from ties.book.substitutions import MissingFindingError
from ties.findings.collect import collect
from ties.findings.edition_store import write_edition
from ties.project.atomic_files import copy_file
from ties.project.notebook_files import read_notebook
from ties.project.run import Run, is_generated


def write_sources(run: Run, book: Mapping[str, str]) -> dict[str, int]:
    """Write the sources of the book from executed chapters.

    Parameters
    ----------
    run : Run
        The run; its chapters are executed.
    book : mapping of str to str
        What pages may say of the book itself, as ``{{ book.edition }}``.

    Returns
    -------
    dict of str to int
        Counts of what was written.

    Raises
    ------
    MissingFindingError, StrayOutputError
        See :mod:`ties.book.chapter_page`; the faults of all chapters at once.
    DuplicateNameError
        See :mod:`ties.findings.collect`.
    """
    records = {name: collect(read_notebook(run.executed(name))) for name in run.chapters}
    context = {f"book.{key}": text for key, text in book.items()}
    for name, part in records.items():
        context |= prose_context(name, part, run.parameters[name])
    now = edition_record.record_edition(run, records, book)
    write_edition(now, run.work / "record")
    found = edition_record.since_last(run, now)
    context |= edition_record.change_texts(run, found)
    source_index = read_source_index(run)
    files: Files = dict(_written_pages(run))
    blocks: dict[str, str] = {}
    for name, page in _chapter_pages(run, context, source_index).items():
        chapter = run.chapters[name]
        blocks |= page.blocks
        files[Path("book") / chapter.notebook.name] = page.text
        files |= chapter_files(chapter, records[name], run.executed(name).read_bytes(), source_index, EXTRA)
    files |= variant_pages.variant_files(run, records, context, source_index)
    files |= edition_pages.older_edition_files(run)
    rows = [row for name, part in records.items() for row in finding_rows(name, part)]
    files[Path("book/findings.json")] = _json(rows)
    files[Path("book/woven.json")] = _json(context | blocks, sort_keys=True)
    files[EXTRA / "downloads/findings.json"] = files[Path("book/findings.json")]
    files[EXTRA / "downloads/findings.csv"] = harmless(pd.DataFrame(rows).to_csv(index=False, lineterminator="\n"))
    files |= {EXTRA / "downloads" / name: harmless(text) for name, text in edition_record.downloads(found).items()}
    files |= data_pages.data_files(run)
    files |= provenance.provenance_files(run)
    sync_folder(files, run.stage)
    return {"findings": len(rows), "figures": len(blocks), "files": len(files)}


def _chapter_pages(run: Run, context: Mapping[str, str], source_index: SourceIndex) -> dict[str, ChapterPage]:
    """Compose the page of every chapter, or name what is wrong with all of them."""
    pages, faults = {}, []
    for name, chapter in run.chapters.items():
        cells = outputs(read_notebook(chapter.notebook), read_notebook(run.executed(name)))
        head = [*edition_record.overlay_notices(run, chapter), *variant_pages.variant_links(run, chapter)]
        try:
            pages[name] = compose(chapter, run.parameters[name], cells, context, source_index, head=head)
        except (MissingFindingError, StrayOutputError) as error:
            faults.append(error)
    if faults:
        raise type(faults[0])("\n".join(map(str, faults)))
    return pages


def _json(content: Any, *, sort_keys: bool = False) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=sort_keys) + "\n"


def leave_in_book(run: Run) -> None:
    """Leave the composed chapters, generated pages and downloads in ``book/``, for ``jupyter-book build .``."""
    products = {path.name for path in (run.stage / "book").glob("*.ipynb")}
    products |= {"findings.json", "woven.json", provenance.PAGE}
    for path in (run.root / "book").glob("*.ipynb"):
        if path.name not in products:
            path.unlink()
    for name in products:
        copy_file(run.stage / "book" / name, run.root / "book" / name)
    for folder in ("_extra", "data"):
        source = run.stage / "book" / folder
        files: Files = {p.relative_to(source): p.read_bytes() for p in source.rglob("*") if p.is_file()}
        sync_folder(files, run.root / "book" / folder)


def _written_pages(run: Run) -> Iterator[tuple[Path, bytes]]:
    """Give the pages that people write, and the configuration of the book."""
    for name in ("_config.yml", "_toc.yml"):
        yield Path(name), (run.root / name).read_bytes()
    for path in sorted((run.root / "book").rglob("*")):
        if path.is_file() and not is_generated(path, run.root):
            yield path.relative_to(run.root), path.read_bytes()
