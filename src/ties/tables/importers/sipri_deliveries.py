"""SIPRI arms transfers: the register by delivery year, one line per deal and year of delivery.

Volumes are summed by supplier, recipient and year. A copy that a spreadsheet has padded with semicolons is read as
the original is.
"""

from __future__ import annotations

import re

import pandas as pd

from ties.tables.importers import delimited, sipri_shared
from ties.tables.importers.content import Content
from ties.tables.importers.country_lookup import Names
from ties.tables.importers.number_cells import parse_number, parse_whole
from ties.tables.importers.reading import ImportRefusedError, Reading
from ties.tables.importers.release_dates import edition_of

NEEDED = ("Supplier", "Recipient", "Delivery year", "TIV delivery values")
FLAGS = ("Numbers delivered is estimate", "Delivery year is estimate")
PARTIES = re.compile(r"\bfrom (.+?)\s+to (.+?)\s*\.", re.IGNORECASE)
ESTIMATED = "includes numbers or years of delivery that SIPRI estimates"
COLUMNS = ["recipient", "supplier", "year", "tiv_m", "note"]


def is_deliveries(content: Content) -> bool:
    """Say whether a file is a register by delivery year."""
    return delimited.read_delimited(content, *NEEDED, head=True) is not None


def read_deliveries(content: Content, edition: str | None = None) -> Reading:
    """Read a register by delivery year.

    Parameters
    ----------
    content : Content
        The file.
    edition : str, optional
        Year of release; told from the day of generation if left out.

    Returns
    -------
    Reading
        Table ``arms_transfers``; ``arms_imports_total`` too where the file is from all suppliers.

    Raises
    ------
    ImportRefusedError
        If the file is not such a register, or holds what is not understood.
    """
    table = delimited.need_delimited(content, *NEEDED, what="a register by delivery year")
    places = delimited.find_columns(table, *NEEDED, optional=FLAGS)
    lines = [" ".join(line.cells) for line in table.preamble]
    names = Names("sipri")
    width, last = len(table.header.cells), max(places.values())
    rows = []
    for record in table.records:
        if not record:
            continue
        if len(record.cells) <= last or any(record.cells[width:]):
            raise ImportRefusedError(f"line has {len(record.cells)} cells, the header {width}", row=record.line)
        cell = {name: record.cells[place] for name, place in places.items()}
        at = parse_whole(cell["Delivery year"], row=record.line, column="Delivery year")
        volume = parse_number(cell["TIV delivery values"], row=record.line, column="TIV delivery values").value
        if at is None:
            raise ImportRefusedError("has no year of delivery", row=record.line, column="Delivery year")
        recipient = names.find(cell["Recipient"], row=record.line, column="Recipient")
        supplier = names.find(cell["Supplier"], row=record.line, column="Supplier")
        if volume is None or recipient.code is None or supplier.code is None:
            continue
        estimated = any(_is_yes(cell.get(flag, ""), record.line, flag) for flag in FLAGS)
        rows.append((recipient.code, supplier.code, at, volume, ESTIMATED if estimated else ""))
    if not rows:
        raise ImportRefusedError("register has no deliveries to a state", content.name)
    transfers = pd.DataFrame(rows, columns=COLUMNS)
    parties = next((found for line in lines if (found := PARTIES.search(line))), None)
    everyone = parties is not None and parties[1].casefold().startswith("all")
    totals = transfers.drop(columns="supplier") if everyone else pd.DataFrame()
    named, generated_on = edition_of(lines, int(transfers["year"].max()), edition)
    return sipri_shared.deliveries_reading(
        transfers, totals, named, generated_on, names.left_out, all_suppliers=everyone
    )


def _is_yes(cell: str, row: int, column: str) -> bool:
    if cell.casefold() not in {"yes", "no", "", "?"}:
        raise ImportRefusedError("is neither Yes nor No", cell, row=row, column=column)
    return cell.casefold() in {"yes", "?"}
