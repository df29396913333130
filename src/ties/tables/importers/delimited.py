"""Text files of comma-separated values, as publishers write them: encodings, preambles, padded lines."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from ties.tables.importers.content import Content
from ties.tables.importers.reading import ImportRefusedError

DELIMITERS = ",;\t"
PREAMBLE = 60


@dataclass(frozen=True)
class Record:
    """Cells of one record, trimmed, and the line on which it begins."""

    line: int
    cells: list[str]

    def __bool__(self) -> bool:
        return any(self.cells)


@dataclass(frozen=True)
class Delimited:
    """A text file in three parts: the lines above the header, the header, the records below it."""

    preamble: list[Record]
    header: Record
    records: list[Record]


def decode(data: bytes, *, cut: bool = False) -> str:
    r"""Decode text in UTF-8 or UTF-16 (by its mark), otherwise in the Western code page.

    Parameters
    ----------
    data : bytes
        The text.
    cut : bool
        It is the beginning of a text and may end within a character.

    Raises
    ------
    ImportRefusedError
        If it is not text.

    Examples
    --------
    >>> decode("Côte".encode("latin-1")), decode(b"\xef\xbb\xbfa")
    ('Côte', 'a')
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return codecs.getincrementaldecoder("utf-16")().decode(data, final=not cut)
        except UnicodeDecodeError:
            raise ImportRefusedError("file is not text: broken UTF-16") from None
    if b"\x00" in data:
        raise ImportRefusedError("file is not text: it holds a zero byte")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(data, final=not cut)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def records(text: str, delimiter: str = ",") -> list[Record]:
    r"""Split text into records; a mark of lines padded with semicolons is taken off where the comma separates.

    Raises
    ------
    ImportRefusedError
        If the quoting is broken.

    Examples
    --------
    >>> records("a,b;\n;\n1,2;\n")[2].cells
    ['1', '2']
    """
    return list(_records(text, delimiter))


def _records(text: str, delimiter: str) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise ImportRefusedError(f"broken quoting ({error})", row=line) from None
        if delimiter == "," and cells and cells[-1].endswith(";"):
            cells[-1] = cells[-1].rstrip(";").rstrip()
        yield Record(line, cells)


def read_delimited(content: Content, *columns: str, head: bool = False) -> Delimited | None:
    """Read a file whose header has certain columns, whatever stands above it and whichever delimiter it uses.

    Parameters
    ----------
    content : Content
        The file.
    *columns : str
        Headings that the header must have, in any order and case.
    head : bool
        Look at the first lines only (to tell a format).

    Returns
    -------
    Delimited or None
        None where no line near the top is such a header.
    """
    data = content.head if head else content.data
    if data.startswith(b"PK\x03\x04") or (b"\x00" in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff")):
        return None
    text = decode(data, cut=head and len(content.data) > len(data))
    wanted = {column.casefold() for column in columns}
    for delimiter in DELIMITERS:
        near = "".join(text.splitlines(keepends=True)[:PREAMBLE])
        if not any(wanted <= {cell.casefold() for cell in row.cells} for row in records(near, delimiter)):
            continue
        rows = records(near if head else text, delimiter)
        place = next((n for n, row in enumerate(rows) if wanted <= {cell.casefold() for cell in row.cells}), None)
        if place is not None:
            return Delimited(rows[:place], rows[place], rows[place + 1 :])
    return None


def need_delimited(content: Content, *columns: str, what: str) -> Delimited:
    """Read a file as :func:`read_delimited` does, or refuse it: it is not `what`.

    Raises
    ------
    ImportRefusedError
        If no line near the top is such a header.
    """
    table = read_delimited(content, *columns)
    if table is None:
        raise ImportRefusedError(f"is not {what}", content.name)
    return table


def find_columns(table: Delimited, *names: str, optional: tuple[str, ...] = ()) -> dict[str, int]:
    """Find columns by their heading, in any order and case.

    Raises
    ------
    ImportRefusedError
        If one is missing or stands twice.
    """
    places: dict[str, int] = {}
    heads = [cell.casefold() for cell in table.header.cells]
    for name in (*names, *optional):
        found = [n for n, head in enumerate(heads) if head == name.casefold()]
        if len(found) > 1:
            raise ImportRefusedError("column stands twice", name, row=table.header.line)
        if found:
            places[name] = found[0]
        elif name not in optional:
            raise ImportRefusedError("column is missing", name, row=table.header.line)
    return places
