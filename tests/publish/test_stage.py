"""A record that brings files of its own has them among the downloads, beside its data and its sources."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ties.findings.collect import Chapter
from ties.publish import stage
from ties.publish.blocks import Library

SHELF = Library(pd.DataFrame({"id": ["a"], "title": ["Call"]}), {}, {})
RECORD = {"name": "ledger", "csv": "id\n1\n", "sources": ["a"], "tables": []}


def staged(record: dict[str, object]) -> dict[str, str]:
    files = stage._records("synthesis", Chapter(tables={"ledger": record}), SHELF)
    assert {path.parent for path in files} == {Path("book/_extra/downloads")}
    return {path.name: text for path, text in files.items()}


def test_a_table_has_its_data_and_its_sources() -> None:
    assert staged(RECORD) == {"synthesis-ledger.csv": "id\n1\n", "synthesis-ledger-sources.csv": "id,title\na,Call\n"}


def test_files_of_its_own_keep_their_names() -> None:
    own = {"claims.csv": "id\n1\n", "claims.json": '[{"id": 1}]\n'}
    assert staged({**RECORD, "files": own}) == {**staged(RECORD), **own}
