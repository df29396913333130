"""No cell of a download is a formula; numbers, and files without such cells, stay as they are."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.book.csv_safety import harmless, harmless_cell
from ties.project.fingerprints import readable_tables, table_path

STARTS = "=+-@\t\r\n＝＋－＠"
NUMBERS = ["-1", "+1", "-0.5", "-1e-05", "-.5", "-1.", "-inf", "1;-2"]


def rows(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    "cell",
    ['=HYPERLINK("https://example.org","x")', "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd",
     "\t=1", "\r=1", "＝1+1", "-5 per cent", "--1", "a;=1+1", "IND;@x"],
)  # fmt: skip
def test_a_formula_becomes_text(cell):
    written = harmless_cell(cell)
    assert written != cell
    assert written.replace("'", "", 1) == cell.replace("'", "", 1) or written.replace("'", "") == cell.replace(
        "'", ""
    )
    assert not any(part.startswith(tuple(STARTS)) for part in written.split(";"))


@pytest.mark.parametrize(
    "cell", [*NUMBERS, "", "IND;USA", "a-b", "x=1", "2016-08-29", "'=1", "https://a.org/?a=1;b=-c"]
)
def test_what_is_no_formula_stays(cell):
    assert harmless_cell(cell) == cell


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1, max_size=5))
def test_no_cell_of_any_text_is_a_formula_and_the_others_stay(cells):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(cells)
    read = rows(out.getvalue())
    for before, after in zip(read, rows(harmless(out.getvalue())), strict=True):
        for old, new in zip(before, after, strict=True):
            assert new == harmless_cell(old)
            for part in new.split(";"):
                assert not part.startswith(tuple(STARTS)) or part[1:2].isdigit() or part[1:2] in (".", "i")


def test_a_file_without_formulas_is_the_same_to_the_byte():
    text = 'a,b\r\n"x",-1\r\n'
    assert harmless(text) is text


def test_the_tables_as_they_are_hold_no_formula():
    """A download is then the table itself, and can be read back."""
    for name in readable_tables():
        text = table_path(name, None).read_bytes().decode("utf-8")
        assert harmless(text) is text, name
