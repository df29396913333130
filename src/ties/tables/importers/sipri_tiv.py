"""SIPRI arms transfers: tables of volumes (TIV) by country and year, of the present site and of the one to 2022.

The present site writes ``Recipient`` or ``Supplier`` over the first column, years, and four columns of sums; the old
one says in its title whose exports or imports they are and leaves that heading empty. ``0`` is a delivery of less
than half a unit and becomes a row; an empty cell is none identified and becomes no row, so that a last year that is
not out yet stays unknown.
"""

from __future__ import annotations

import re

import pandas as pd

from ties.tables.importers import delimited, sipri_shared
from ties.tables.importers.content import Content
from ties.tables.importers.country_lookup import Names
from ties.tables.importers.delimited import Delimited, Record
from ties.tables.importers.number_cells import parse_number, parse_year
from ties.tables.importers.reading import ImportRefusedError, Reading
from ties.tables.importers.release_dates import edition_of

TITLE = re.compile(
    r"TIV of arms (exports from|imports to|imports by|exports by) (.+?),? \d{4}\s*[-–]\s*\d{4}", re.IGNORECASE
)
PARTY = re.compile(r"transfers of major (?:conventional )?arms\b.*?\b(from|to|by) (.+?)\s*(?:\.|,|$)", re.IGNORECASE)
ALL = ("all", "all countries", "the world", "world", "all suppliers", "all recipients")
COLUMNS = ["recipient", "supplier", "year", "tiv_m", "note"]


def is_tiv_present(content: Content) -> bool:
    """Say whether a file is a table of the present site."""
    return _present(content, head=True) is not None


def is_tiv_legacy(content: Content) -> bool:
    """Say whether a file is a table of the site to 2022."""
    return _legacy(content, head=True) is not None


def read_tiv_present(content: Content, edition: str | None = None) -> Reading:
    """Read a table of the present site.

    Parameters
    ----------
    content : Content
        The file.
    edition : str, optional
        Year of release; told from the day of generation if left out.

    Returns
    -------
    Reading
        Table ``arms_imports_total``; ``arms_transfers`` where the first line names one supplier or recipient.

    Raises
    ------
    ImportRefusedError
        If the file is not such a table, or holds what is not understood.
    """
    table = _present(content)
    if table is None:
        raise ImportRefusedError("is not a TIV table of SIPRI's present site", content.name)
    direction = table.header.cells[0].casefold()
    party = next((found for line in table.preamble if (found := PARTY.search(" ".join(line.cells)))), None)
    other = party[2] if party and party[2].casefold() not in ALL else None
    return _read(table, edition, imports=direction == "recipient", rows_are=direction, other=other)


def read_tiv_legacy(content: Content, edition: str | None = None) -> Reading:
    """Read a table of the site to 2022.

    Parameters
    ----------
    content : Content
        The file.
    edition : str, optional
        Year of release; told from the day of generation if left out.

    Returns
    -------
    Reading
        Table ``arms_transfers`` of one supplier or recipient, and ``arms_imports_total`` of one or all recipients.

    Raises
    ------
    ImportRefusedError
        If the file is not such a table, or holds what is not understood.
    """
    table = _legacy(content)
    if table is None:
        raise ImportRefusedError("is not a TIV table of SIPRI's old site", content.name)
    title = next(found for line in table.preamble if (found := TITLE.search(_line(line))))
    exports = title[1].casefold().startswith("exports")
    everyone = title[2].casefold() in ALL
    # a table of one country lists its partners, a table of all lists those whose trade it is
    rows_are = "recipient" if exports is not everyone else "supplier"
    return _read(table, edition, imports=not exports, rows_are=rows_are, other=None if everyone else title[2])


def _read(table: Delimited, edition: str | None, *, imports: bool, rows_are: str, other: str | None) -> Reading:
    if other is None and rows_are == "supplier":
        raise ImportRefusedError("totals of exports have no table here; bring imports, or the table of one country")
    years = {
        n: value for n, cell in enumerate(table.header.cells[1:], start=1) if (value := parse_year(cell)) is not None
    }
    if not years:
        raise ImportRefusedError("header has no years", row=table.header.line)
    names = Names("sipri")
    partner = names.find(other) if other else None
    if partner is not None and partner.code is None:
        raise ImportRefusedError(
            f"the country of the table is no row of the table countries ({partner.reason})", other
        )
    rows: list[tuple[str, str, int, float, str]] = []
    totals: list[tuple[str, str, int, float, str]] = []
    for record in table.records:
        if not record or not record.cells[0]:
            if any(record.cells):
                raise ImportRefusedError("line has figures and no name", row=record.line)
            continue
        name = record.cells[0]
        is_total = name.casefold().startswith("total")
        if is_total and not (imports and partner):
            continue
        match = partner if is_total else names.find(name, row=record.line, column=rows_are)
        assert match is not None
        for place, at in years.items():
            cell = record.cells[place] if place < len(record.cells) else ""
            volume, bracketed = parse_number(cell, row=record.line, column=str(at))
            if volume is None or match.code is None:
                continue
            note = "; ".join([*([sipri_shared.SMALL] if volume == 0 else []), *(["estimate"] if bracketed else [])])
            if is_total or partner is None:
                totals.append((match.code, "", at, volume, note))
            elif rows_are == "recipient":
                rows.append((match.code, str(partner.code), at, volume, note))
            else:
                rows.append((str(partner.code), match.code, at, volume, note))
    given = [*rows, *totals]
    if not given:
        raise ImportRefusedError("table has no figures")
    named, generated_on = edition_of([_line(line) for line in table.preamble], max(row[2] for row in given), edition)
    return sipri_shared.deliveries_reading(
        pd.DataFrame(rows, columns=COLUMNS),
        pd.DataFrame(totals, columns=COLUMNS).drop(columns="supplier"),
        named,
        generated_on,
        names.left_out,
        all_suppliers=rows_are == "supplier",
    )


def _present(content: Content, *, head: bool = False) -> Delimited | None:
    for direction in ("Recipient", "Supplier"):
        table = delimited.read_delimited(content, direction, "Sum total years", head=head)
        if table is not None and table.header.cells[0].casefold() == direction.casefold():
            return table
    return None


def _legacy(content: Content, *, head: bool = False) -> Delimited | None:
    data = content.head if head else content.data
    if content.is_zip or b"TIV of arms" not in data[:4096]:
        return None
    for delimiter in delimited.DELIMITERS:
        lines = delimited.records(delimited.decode(data, cut=head), delimiter)
        place = next(
            (n for n, line in enumerate(lines) if line.cells[1:] and not line.cells[0] and parse_year(line.cells[1])),
            None,
        )
        if place is not None and any(TITLE.search(_line(line)) for line in lines[:place]):
            return Delimited(lines[:place], lines[place], lines[place + 1 :])
    return None


def _line(record: Record) -> str:
    """Give a line above the header as text, without the commas that pad it."""
    return ", ".join(cell for cell in record.cells if cell)
