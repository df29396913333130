"""What pages of chapters, variants and editions are made of, and the folder that holds them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from ties.book.csv_safety import harmless
from ties.book.finding_texts import escaped, finding_texts, state_names
from ties.book.source_index import SourceIndex
from ties.findings.collect import ChapterRecords, ShownFigure, ShownTable, collect
from ties.plotting.style import darken
from ties.project.atomic_files import write_file
from ties.project.chapter_config import Chapter
from ties.project.notebook_files import read_notebook
from ties.project.run import Run
from ties.tables.load import load

EXTRA = Path("book/_extra")  # copied to the site as it is
Files = dict[Path, str | bytes]  # contents by their place in the sources of the book


def finding_rows(chapter: str, records: ChapterRecords) -> list[dict[str, Any]]:
    """Give the findings of a chapter as rows, each with the name of the chapter."""
    return [{"chapter": chapter, **asdict(finding)} for finding in records.findings.values()]


def recorded_findings(run: Run, names: list[str]) -> list[dict[str, Any]]:
    """Give the findings of executed chapters as rows, each with its chapter."""
    return [row for name in names for row in finding_rows(name, collect(read_notebook(run.executed(name))))]


def prose_context(name: str, records: ChapterRecords, parameters: Mapping[str, Any]) -> dict[str, str]:
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
        See :func:`ties.book.finding_texts.finding_texts`.
    """
    countries: dict[str, str] = dict(load("countries")[["code", "name"]].to_numpy())
    place = f"{name}.parameter"
    chosen = {
        f"{place}.{key}{form}": escaped(_written(value))
        for key, value in parameters.items()
        for form in ("", "|value")
    }
    return state_names(place, parameters, countries) | finding_texts(name, records.findings.values()) | chosen


def chapter_files(
    chapter: Chapter, records: ChapterRecords, executed: bytes, source_index: SourceIndex, folder: Path
) -> Files:
    """Give the files that a chapter's page leads to: pictures, data, sources, the archive of all data, the notebook.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    records : ChapterRecords
        What it recorded.
    executed : bytes
        The notebook as it ran.
    source_index : SourceIndex
        Sources and tables.
    folder : Path
        Where its ``figures`` and ``downloads`` stand in the sources of the book.

    Returns
    -------
    dict of Path to str or bytes
        Contents by place.
    """
    files: Files = {}
    downloads, figures = folder / "downloads", folder / "figures"
    data: dict[str, str] = {}
    shown: list[ShownFigure | ShownTable] = [*records.figures.values(), *records.tables.values()]
    for record in shown:
        full = f"{chapter.name}-{record.name}"
        data |= {f"{full}.csv": record.csv}
        data |= {f"{full}-sources.csv": source_index.of(record).to_csv(index=False, lineterminator="\n")}
        if isinstance(record, ShownTable):
            data |= record.files
            continue
        for width, svg in record.images.items():
            files[figures / f"{full}-{width}-light.svg"] = svg
            files[figures / f"{full}-{width}-dark.svg"] = darken(svg)
    data = {name: harmless(text) if name.endswith(".csv") else text for name, text in data.items()}
    files |= {downloads / name: text for name, text in data.items()}
    if folder != EXTRA:  # the book's own list holds the findings of every chapter
        rows = pd.DataFrame(finding_rows(chapter.name, records))
        files[downloads / "findings.csv"] = harmless(rows.to_csv(index=False, lineterminator="\n"))
    files[downloads / f"{chapter.name}-data.zip"] = zip_bytes({n: t for n, t in data.items() if n.endswith(".csv")})
    files[downloads / "notebooks" / chapter.notebook.name] = executed
    return files


def zip_bytes(files: Mapping[str, str | bytes]) -> bytes:
    """Zip files by name; no clock goes into it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def sync_folder(files: Mapping[Path, str | bytes], folder: Path) -> None:
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


def _written(value: Any) -> str:
    """Write a parameter as a finding is written: thousands apart, all decimals of a number that has some."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, float):
        decimals = len(str(value).partition(".")[2].rstrip("0"))
        return f"{value:,.{decimals}f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
