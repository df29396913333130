"""Lay out the sources of the book: pages, woven chapters, catalogue, figures and downloads."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from ties.book import archive, data_pages, edition_record, html_blocks, provenance, variants
from ties.book.chapter_page import compose, outputs
from ties.book.csv_safety import harmless
from ties.book.substitutions import named, texts
from ties.findings.collect import ChapterRecords, collect
from ties.findings.edition_store import write_edition
from ties.plotting.style import darken
from ties.project.atomic_files import copy_file, write_file
from ties.project.chapter_config import Chapter
from ties.project.notebook_files import read_notebook
from ties.project.run import Run, is_generated
from ties.records import Finding
from ties.tables.load import load

EXTRA = Path("book/_extra")  # copied to the site as it is


def findings(run: Run, names: list[str]) -> list[dict[str, Any]]:
    """Give the findings of executed chapters as records, each with its chapter."""
    records = {name: collect(read_notebook(run.executed(name))) for name in names}
    return [
        {"chapter": name, **asdict(finding)}
        for name, chapter in records.items()
        for finding in chapter.findings.values()
    ]


def stage(run: Run, book: Mapping[str, str]) -> dict[str, int]:
    """Lay out the sources of the book from executed chapters.

    Parameters
    ----------
    run : Run
        The run; its chapters are executed.
    book : mapping of str to str
        What pages may say of the book itself, as ``{{ book.edition }}``.

    Returns
    -------
    dict of str to int
        Counts of what was laid out.

    Raises
    ------
    MissingFindingError, StrayOutputError, DuplicateNameError
        See :mod:`ties.book.chapter_page`.
    """
    executed = {name: read_notebook(run.executed(name)) for name in run.chapters}
    records = {name: collect(notebook) for name, notebook in executed.items()}
    told = {f"book.{key}": text for key, text in book.items()}
    for name, part in records.items():
        told |= known(name, part, run.parameters[name])
    now = edition_record.record(run, records, book)
    write_edition(now, run.work / "record")
    found = edition_record.since_last(run, now)
    told |= edition_record.texts(run, found)
    shelf = data_pages.library(run)
    files: dict[Path, str | bytes] = dict(_pages(run))
    figures: dict[str, str] = {}
    for name, chapter in run.chapters.items():
        cells = outputs(read_notebook(chapter.notebook), executed[name])
        head = [*edition_record.brought(run, chapter), *variants.links(run, chapter)]
        page = compose(chapter, run.parameters[name], cells, told, shelf, head=head)
        figures |= page.figures
        files[Path("book") / chapter.notebook.name] = json.dumps(page.notebook, ensure_ascii=False, indent=1) + "\n"
        files |= materials(chapter, records[name], run.executed(name).read_bytes(), shelf, EXTRA)
    files |= variants.files(run, records, told, shelf)
    files |= archive.files(run)
    every = [{"chapter": name, **asdict(f)} for name, part in records.items() for f in part.findings.values()]
    files[Path("book/findings.json")] = json.dumps(every, ensure_ascii=False, indent=1) + "\n"
    files[Path("book/woven.json")] = json.dumps(told | figures, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    files[EXTRA / "downloads/findings.json"] = files[Path("book/findings.json")]
    files[EXTRA / "downloads/findings.csv"] = harmless(pd.DataFrame(every).to_csv(index=False, lineterminator="\n"))
    files |= {EXTRA / "downloads" / name: harmless(text) for name, text in edition_record.downloads(found).items()}
    files |= data_pages.files(run)
    files |= provenance.files(run)
    lay_out(files, run.stage)
    return {"findings": len(every), "figures": len(figures), "files": len(files)}


def known(name: str, records: ChapterRecords, parameters: Mapping[str, Any]) -> dict[str, str]:
    """Write what prose may say of a chapter: its findings and its parameters.

    A parameter is ``chapter.parameter.partner``; with the form ``name``, a state is named and not coded.

    Parameters
    ----------
    name : str
        The chapter.
    records : ChapterRecords
        What it recorded.
    parameters : mapping
        What it ran with.

    Returns
    -------
    dict of str to str
        See :func:`ties.book.substitutions.texts`.
    """
    countries: dict[str, str] = dict(load("countries")[["code", "name"]].to_numpy())
    by_name = {f"{name}.{finding.key}": finding for finding in records.findings.values()}
    return (
        named(name, parameters, countries)
        | texts(by_name)
        | texts(
            {
                f"{name}.parameter.{key}": Finding(
                    "parameter", _plain(value), "A parameter.", precision=_decimals(value)
                )
                for key, value in parameters.items()
            }
        )
    )


def lay_out(files: Mapping[Path, Any], folder: Path) -> None:
    """Make a folder hold just these files; the right ones stay untouched, so that Sphinx reads only the rest."""
    for path, content in files.items():
        data = content.encode("utf-8") if isinstance(content, str) else content
        place = folder / path
        if place.is_file() and hashlib.sha256(place.read_bytes()).digest() == hashlib.sha256(data).digest():
            continue
        write_file(place, data)
    for place in sorted(folder.rglob("*"), reverse=True):
        if place.is_file() and place.relative_to(folder) not in files:
            place.unlink()
        elif place.is_dir() and not any(place.iterdir()):
            place.rmdir()


def keep(run: Run) -> None:
    """Leave the woven chapters, generated pages and downloads in ``book/``, for ``jupyter-book build .``."""
    made = {path.name for path in (run.stage / "book").glob("*.ipynb")}
    made |= {"findings.json", "woven.json", provenance.PAGE}
    for path in (run.root / "book").glob("*.ipynb"):
        if path.name not in made:
            path.unlink()
    for name in made:
        copy_file(run.stage / "book" / name, run.root / "book" / name)
    for folder in ("_extra", "data"):
        source = run.stage / "book" / folder
        lay_out(
            {p.relative_to(source): p.read_bytes() for p in source.rglob("*") if p.is_file()},
            run.root / "book" / folder,
        )


def materials(
    chapter: Chapter, records: ChapterRecords, executed: bytes, shelf: html_blocks.Library, folder: Path
) -> dict[Path, str | bytes]:
    """Give the files that a chapter's page leads to: pictures, data, sources, the archive of all data, the notebook.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    records : ChapterRecords
        What it recorded.
    executed : bytes
        The notebook as it ran.
    shelf : Library
        Sources and tables.
    folder : Path
        Where its ``figures`` and ``downloads`` stand in the sources of the book.

    Returns
    -------
    dict of Path to str or bytes
        Contents by place.
    """
    files: dict[Path, str | bytes] = {}
    downloads, figures = folder / "downloads", folder / "figures"
    data: dict[str, str] = {}
    for record in [*records.figures.values(), *records.tables.values()]:
        full = f"{chapter.name}-{record['name']}"
        data |= {f"{full}.csv": record["csv"]}
        data |= {f"{full}-sources.csv": shelf.of(record).to_csv(index=False, lineterminator="\n")}
        data |= record.get("files", {})
        for width, svg in record.get("images", {}).items():
            files[figures / f"{full}-{width}-light.svg"] = svg
            files[figures / f"{full}-{width}-dark.svg"] = darken(svg)
    data = {name: harmless(text) if name.endswith(".csv") else text for name, text in data.items()}
    files |= {downloads / name: text for name, text in data.items()}
    every = pd.DataFrame([{"chapter": chapter.name, **asdict(f)} for f in records.findings.values()])
    if folder != EXTRA:  # the book's own list holds the findings of every chapter
        files[downloads / "findings.csv"] = harmless(every.to_csv(index=False, lineterminator="\n"))
    files[downloads / f"{chapter.name}-data.zip"] = zipped({n: t for n, t in data.items() if n.endswith(".csv")})
    files[downloads / "notebooks" / chapter.notebook.name] = executed
    return files


def _pages(run: Run) -> Iterator[tuple[Path, bytes]]:
    """Give the pages that people write, and the configuration of the book."""
    for name in ("_config.yml", "_toc.yml"):
        yield Path(name), (run.root / name).read_bytes()
    for path in sorted((run.root / "book").rglob("*")):
        if path.is_file() and not is_generated(path, run.root):
            yield path.relative_to(run.root), path.read_bytes()


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Zip texts; no clock goes into it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _plain(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _decimals(value: Any) -> int:
    return len(str(value).partition(".")[2].rstrip("0")) if isinstance(value, float) else 0
