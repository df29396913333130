"""A record that brings files of its own has them among the downloads, beside its data and its sources."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd

from ties.book.materials import EXTRA, chapter_files
from ties.book.source_index import SourceIndex
from ties.findings.collect import ChapterRecords, ShownTable
from ties.project.chapter_config import Chapter

SOURCES = SourceIndex(pd.DataFrame({"id": ["a"], "title": ["Call"]}), {}, {})
RECORD = ShownTable("ledger", "One claim", [], ["a"], "<p>1</p>", 1, 1, "id\n1\n")
CHAPTER = Chapter("synthesis", "Synthesis", Path("notebooks/synthesis.ipynb"), ())


def staged(record: ShownTable, folder: Path = EXTRA) -> dict[str, str | bytes]:
    files = chapter_files(CHAPTER, ChapterRecords(tables={"ledger": record}), b"{}", SOURCES, folder)
    assert {path.parents[0] for path in files} <= {folder / "downloads", folder / "downloads/notebooks"}
    return {path.name: text for path, text in files.items()}


def test_a_table_has_its_data_and_its_sources() -> None:
    files = staged(RECORD)
    assert files["synthesis-ledger.csv"] == "id\n1\n"
    assert files["synthesis-ledger-sources.csv"] == "id,title\na,Call\n"
    assert files["synthesis.ipynb"] == b"{}"


def test_files_of_its_own_keep_their_names() -> None:
    own = {"claims.csv": "id\n1\n", "claims.json": '[{"id": 1}]\n'}
    files = staged(replace(RECORD, files=own))
    assert {name: files[name] for name in own} == own


def test_all_data_of_a_chapter_are_one_archive_of_tables() -> None:
    files = staged(replace(RECORD, files={"claims.csv": "id\n1\n", "claims.json": "[]\n"}))
    archive = zipfile.ZipFile(io.BytesIO(bytes(files["synthesis-data.zip"])))  # type: ignore[arg-type]
    assert archive.namelist() == ["claims.csv", "synthesis-ledger-sources.csv", "synthesis-ledger.csv"]
    assert archive.read("synthesis-ledger.csv").decode() == files["synthesis-ledger.csv"]


def test_a_variant_has_its_own_findings_and_the_book_has_those_of_all_chapters() -> None:
    assert "findings.csv" in staged(RECORD, Path("book/_extra/variants/x"))
    assert "findings.csv" not in staged(RECORD)
