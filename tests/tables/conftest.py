"""What the tests of tables share: clean tables as text, tables under check, and overlays with one changed table."""

from functools import cache

import pytest

from ties.tables.contracts import all_contracts
from ties.tables.load import home
from ties.tables.raw_table import RawTable, read_cells
from ties.tables.table_checks import CheckedTable


@cache
def _cells(name):
    return read_cells(home() / f"{name}.csv", list(all_contracts()[name].to_schema().columns)).cells


@pytest.fixture(scope="session")
def clean():
    """Give a shipped table as text, a fresh copy each time; the index counts lines as the file does."""
    return lambda name: _cells(name).copy()


@pytest.fixture(scope="session")
def named(clean):
    """Give the values of a column that other tables refer to."""

    @cache
    def values(target):
        table, _, column = target.rpartition(".")
        return set(clean(table)[column]) - {""}

    return values


@pytest.fixture(scope="session")
def under_check():
    """Put a table of text under check."""
    return lambda name, cells: CheckedTable(all_contracts()[name], RawTable(cells, [], set()))


@pytest.fixture
def overlay(tmp_path):
    """Write a changed copy of a shipped table into a folder of its own; the change is bytes or a function of text."""

    def write(name, change):
        content = change((home() / f"{name}.csv").read_text(encoding="utf-8")) if callable(change) else change
        (tmp_path / f"{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return tmp_path

    return write
