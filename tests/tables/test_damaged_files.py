"""A table that is cut short, too large or in another encoding is refused with its place."""

import re
import shutil

import pytest

from ties.tables.load import home
from ties.tables.raw_table import LARGEST
from ties.tables.validate import validate_tables


@pytest.fixture
def folder(tmp_path):
    shutil.copy(home() / "agreements.csv", tmp_path)
    return tmp_path


def faults(folder):
    return [(f.row, f.column, f.rule) for f in validate_tables(folder).failures]


@pytest.mark.parametrize("left", [0.25, 0.5, 0.9, 0.999])
def test_a_table_cut_in_the_middle_of_a_row_is_refused_at_its_last_line(folder, left):
    path = folder / "agreements.csv"
    whole = path.read_bytes()
    cut = whole[: int(len(whole) * left)].rstrip(b"\n")
    path.write_bytes(cut)
    last = cut.count(b"\n") + 1
    assert any(row is not None and row >= last - 1 and "cut short" in rule for row, _, rule in faults(folder))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: b"\xef\xbb\xbf" + text.encode(), "byte order mark"),
        (lambda text: text.encode("utf-16"), "UTF-16"),
        (lambda text: text.encode("utf-16-le"), "column is"),
        (lambda text: text.replace("a", "é").encode("latin-1", "replace"), "column is"),
        (lambda text: text.replace(",high,", ",h\x00gh,", 1).encode(), "control or invisible character"),
    ],
)
def test_another_encoding_is_named(folder, change, said):
    path = folder / "agreements.csv"
    path.write_bytes(change(path.read_text(encoding="utf-8")))
    assert any(re.search(said, rule) for _, _, rule in faults(folder)), faults(folder)[:5]


def test_lines_that_end_as_windows_ends_them_are_read(folder):
    path = folder / "agreements.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert faults(folder) == []


def test_a_table_of_a_hundred_megabytes_is_refused_with_the_limit_and_never_read(folder):
    path = folder / "agreements.csv"
    with path.open("ab") as handle:
        handle.truncate(100 * 2**20)  # a hole: nothing would stop a reader from taking it into memory
    failure, *others = validate_tables(folder).failures
    assert all("row is missing" in other.rule for other in others), "other tables refer to rows that were not read"
    assert failure.row is None
    assert failure.rule == f"file is larger than {LARGEST:,} bytes, the most that a table may have"
    assert failure.value == f"{100 * 2**20:,} bytes"


def test_the_shipped_tables_are_far_below_the_limit():
    assert sum(path.stat().st_size for path in home().rglob("*.csv")) * 5 < LARGEST
