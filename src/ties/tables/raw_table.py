"""Read a table as text, finding every fault of the file itself: encoding, quoting, ragged rows, header."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ties.tables.failures import Failure, shown

LARGEST = 20 * 2**20  # more than ten times all tables together; a check takes about a minute for as much
BOM = b"\xef\xbb\xbf"
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
UNDECODED = re.compile(r"[\udc80-\udcff]")


@dataclass(frozen=True)
class RawTable:
    """Cells of a file as text; the index is the line of the file on which each row begins."""

    cells: pd.DataFrame
    failures: list[Failure]
    unsound: set[tuple[int, str]]


def read_cells(path: Path, columns: list[str], file: str | None = None) -> RawTable:
    """Read a table as text.

    Parameters
    ----------
    path : Path
        A CSV file.
    columns : list of str
        The columns that it should have, in order.
    file : str, optional
        Its name in failures; by default that of the path, without folder.

    Returns
    -------
    RawTable
        ``cells`` holds the declared columns that the file has and the rows that have as many cells as the header;
        ``failures`` all that is wrong with the file as a file; ``unsound`` the (line, column) of cells that no
        further rule should look at.
    """
    failures: list[Failure] = []

    def fail(row: int | None, rule: str, value: object = "", column: str = "") -> None:
        failures.append(Failure(file or path.name, row, column, rule, shown(value)))

    size = path.stat().st_size
    if size > LARGEST:
        fail(None, f"file is larger than {LARGEST:,} bytes, the most that a table may have", f"{size:,} bytes")
        return RawTable(pd.DataFrame(columns=columns), failures, set())
    content = path.read_bytes()
    if content.startswith(BOM):
        fail(1, "file starts with a byte order mark")
        content = content[len(BOM) :]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        fail(1, "file is not UTF-8 (it looks like UTF-16)")
        return RawTable(pd.DataFrame(columns=columns), failures, set())
    text = content.decode("utf-8", "surrogateescape")
    if text and not text.endswith("\n"):
        fail(text.count("\n") + 1, "file ends without a line break (cut short?)", text.rsplit("\n", 1)[-1])

    clean = not (UNDECODED.search(text) or CONTROL.search(text.replace("\n", "")))  # one search for all cells
    records = _records(text)
    line, header = next(((n, r) for n, r in records if not isinstance(r, csv.Error)), (1, []))
    if not header:
        fail(1, "file has no header")
        return RawTable(pd.DataFrame(columns=columns), failures, set())
    present = _check_header(header, columns, fail_at=lambda rule, value, column: fail(line, rule, value, column))

    rows, lines, unsound = [], [], set()
    for start, record in records:
        if isinstance(record, csv.Error):
            fail(start, f"broken quoting: {record}")
        elif not record:
            fail(start, "blank line")
        elif len(record) != len(header):
            fail(start, f"row has {len(record)} cells, the header {len(header)}", ",".join(record))
        else:
            rows.append(record)
            lines.append(start)
            for column, cell in zip(header, record, strict=True):
                if not clean or "\n" in cell or cell != cell.strip():
                    rule = _fault(cell)
                    if rule is None:
                        continue
                    fail(start, rule, cell, column)
                    unsound.add((start, column))
    cells = pd.DataFrame(rows, columns=header, index=pd.Index(lines, dtype="int64"), dtype="str")
    return RawTable(cells.loc[:, ~cells.columns.duplicated()][present], failures, unsound)


def _records(text: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Yield each record, or the error that stands in its place, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        start = reader.line_num + 1
        try:
            yield start, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield start, error


def _check_header(header: list[str], columns: list[str], fail_at: Callable[[str, str, str], None]) -> list[str]:
    """Report what is wrong with the header; give the declared columns that it has, in declared order."""
    for name, times in Counter(header).items():
        if times > 1:
            fail_at("column stands twice in the header", name, name)
        if name not in columns:
            fail_at("column is not in the contract", name, name)
    for name in columns:
        if name not in header:
            fail_at("column is missing", "", name)
    present = [name for name in columns if name in header]
    if [name for name in dict.fromkeys(header) if name in columns] != present:
        fail_at(f"columns out of order; the order is {','.join(columns)}", ",".join(header), "")
    return present


def _fault(cell: str) -> str | None:
    """Name what is wrong with a cell as text, if anything is."""
    if UNDECODED.search(cell):
        return "not UTF-8"
    if CONTROL.search(cell):
        return "control or invisible character"
    if cell != cell.strip():
        return "space at the start or end"
    return None
