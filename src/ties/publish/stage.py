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

from ties.figures.style import darken
from ties.findings.collect import Chapter as Records
from ties.findings.collect import collect
from ties.findings.record import Finding
from ties.publish import blocks, evidence, provenance
from ties.publish.chapter import compose, outputs
from ties.publish.files import copy, write
from ties.publish.keys import read
from ties.publish.run import Run, generated
from ties.publish.spreadsheet import harmless
from ties.publish.weave import texts


def findings(run: Run, names: list[str]) -> list[dict[str, Any]]:
    """Give the findings of executed chapters as records, each with its chapter."""
    records = {name: collect(read(run.executed(name))) for name in names}
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
        See :mod:`ties.publish.chapter`.
    """
    executed = {name: read(run.executed(name)) for name in run.chapters}
    records = {name: collect(notebook) for name, notebook in executed.items()}
    named = {f"{name}.{f.key}": f for name, chapter in records.items() for f in chapter.findings.values()}
    named |= {
        f"{name}.parameter.{key}": Finding("parameter", _plain(value), "A parameter.", precision=_decimals(value))
        for name, chosen in run.parameters.items()
        for key, value in chosen.items()
    }
    known = texts(named) | {f"book.{key}": text for key, text in book.items()}
    shelf = evidence.library(run)
    files: dict[Path, str | bytes] = dict(_pages(run.root))
    figures: dict[str, str] = {}
    for name, chapter in run.chapters.items():
        cells = outputs(read(chapter.notebook), executed[name])
        page = compose(chapter, run.parameters[name], cells, known, shelf)
        figures |= page.figures
        files[Path("book") / chapter.notebook.name] = json.dumps(page.notebook, ensure_ascii=False, indent=1) + "\n"
        files |= (own := _records(name, records[name], shelf))
        archive = Path(f"book/_extra/downloads/{name}-data.zip")
        files[archive] = _zipped({path.name: text for path, text in own.items() if path.suffix == ".csv"})
        files[Path("book/_extra/downloads/notebooks") / chapter.notebook.name] = run.executed(name).read_bytes()
    every = [{"chapter": name, **asdict(f)} for name, part in records.items() for f in part.findings.values()]
    files[Path("book/findings.json")] = json.dumps(every, ensure_ascii=False, indent=1) + "\n"
    files[Path("book/woven.json")] = json.dumps(known | figures, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    files[Path("book/_extra/downloads/findings.json")] = files[Path("book/findings.json")]
    as_csv = harmless(pd.DataFrame(every).to_csv(index=False, lineterminator="\n"))
    files[Path("book/_extra/downloads/findings.csv")] = as_csv
    files |= evidence.files(run)
    files |= provenance.files(run)
    lay_out(files, run.stage)
    return {"findings": len(every), "figures": len(figures), "files": len(files)}


def lay_out(files: Mapping[Path, Any], folder: Path) -> None:
    """Make a folder hold just these files; the right ones stay untouched, so that Sphinx reads only the rest."""
    for path, content in files.items():
        data = content.encode("utf-8") if isinstance(content, str) else content
        place = folder / path
        if place.is_file() and hashlib.sha256(place.read_bytes()).digest() == hashlib.sha256(data).digest():
            continue
        write(place, data)
    for place in sorted(folder.rglob("*"), reverse=True):
        if place.is_file() and place.relative_to(folder) not in files:
            place.unlink()
        elif place.is_dir() and not any(place.iterdir()):
            place.rmdir()


def keep(run: Run) -> None:
    """Leave the woven chapters, generated pages and downloads in ``book/``, for ``jupyter-book build .``."""
    made = [
        "findings.json",
        "woven.json",
        provenance.PAGE,
        *(chapter.notebook.name for chapter in run.chapters.values()),
    ]
    for name in made:
        copy(run.stage / "book" / name, run.root / "book" / name)
    for folder in ("_extra", "data"):
        source = run.stage / "book" / folder
        lay_out(
            {p.relative_to(source): p.read_bytes() for p in source.rglob("*") if p.is_file()},
            run.root / "book" / folder,
        )


def _pages(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Give the pages that people write, and the configuration of the book."""
    for name in ("_config.yml", "_toc.yml"):
        yield Path(name), (root / name).read_bytes()
    for path in sorted((root / "book").rglob("*")):
        if path.is_file() and not generated(path, root):
            yield path.relative_to(root), path.read_bytes()


def _records(name: str, records: Records, shelf: blocks.Library) -> dict[Path, str]:
    """Give the files of a chapter's figures and tables: pictures, data, sources."""
    files = {}
    downloads, figures = Path("book/_extra/downloads"), Path("book/_extra/figures")
    for record in [*records.figures.values(), *records.tables.values()]:
        full = f"{name}-{record['name']}"
        files[downloads / f"{full}.csv"] = harmless(record["csv"])
        files[downloads / f"{full}-sources.csv"] = harmless(shelf.of(record).to_csv(index=False, lineterminator="\n"))
        for own, text in record.get("files", {}).items():
            files[downloads / own] = harmless(text) if own.endswith(".csv") else text
        for width, svg in record.get("images", {}).items():
            files[figures / f"{full}-{width}-light.svg"] = svg
            files[figures / f"{full}-{width}-dark.svg"] = darken(svg)
    return files


def _zipped(files: Mapping[str, str]) -> bytes:
    """Zip texts; no clock goes into it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _plain(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _decimals(value: Any) -> int:
    return len(str(value).partition(".")[2].rstrip("0")) if isinstance(value, float) else 0
