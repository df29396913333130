"""Correlates of War: national material capabilities, CSV of any version.

-9 is missing. Columns are found by name (``pec`` is ``energy`` in some versions). The version is in the name of the
file; the column ``version`` holds a year that is not it.
"""

from __future__ import annotations

import re

import pandas as pd

from ties.tables.importers import delimited
from ties.tables.importers.content import Content, members
from ties.tables.importers.country_lookup import Names, keep_present
from ties.tables.importers.number_cells import parse_number, parse_whole
from ties.tables.importers.reading import ImportRefusedError, Reading, source_row

NEEDED = ("ccode", "year", "cinc", "milex", "milper", "irst", "tpop", "upop")
ENERGY = ("pec", "energy")
COLUMNS = {
    "milex": "milex_thousand_usd", "milper": "milper_thousand", "irst": "iron_steel_thousand_t",
    "pec": "energy_thousand_tce", "energy": "energy_thousand_tce", "tpop": "population_thousand",
    "upop": "urban_population_thousand",
}  # fmt: skip
MISSING = -9
ADDRESS = "https://correlatesofwar.org/data-sets/national-material-capabilities/"
POUNDS = 1913
TOO_URBAN = "more people in cities than people, in the original"


def is_capabilities(content: Content) -> bool:
    """Say whether a file holds national material capabilities, or is an archive of one that does."""
    return any(delimited.read_delimited(part, *NEEDED, head=True) is not None for part in _parts(content))


def read_capabilities(content: Content, edition: str | None = None) -> Reading:
    """Read national material capabilities.

    Parameters
    ----------
    content : Content
        The file or its archive.
    edition : str, optional
        Version, such as ``6.0``; told from the name of the file if left out.

    Returns
    -------
    Reading
        Table ``national_capabilities``, in place of every older row. Military spending to 1913 is in pounds and has
        no column: it is left empty, and the note says so.

    Raises
    ------
    ImportRefusedError
        If the file is not of this data set, does not say its version, or holds what is not understood.
    """
    found = [part for part in _parts(content) if delimited.read_delimited(part, *NEEDED, head=True) is not None]
    # the archive of a version holds the full file and an abridged one; the full one names the parts too
    if not found:
        raise ImportRefusedError("is not the table of national material capabilities", content.name)
    part = min(found, key=lambda one: ("abridged" not in one.name.lower(), one.name))
    table = delimited.read_delimited(part, *NEEDED)
    assert table is not None
    named = edition or _version(part.name) or _version(content.name)
    if named is None:
        raise ImportRefusedError("name of the file does not say the version; give it as the edition", content.name)
    places = delimited.find_columns(table, *NEEDED, optional=ENERGY)
    names = Names("cow")
    rows = []
    for record in table.records:
        if not record:
            continue
        if len(record.cells) != len(table.header.cells):
            raise ImportRefusedError(
                f"line has {len(record.cells)} cells, the header {len(table.header.cells)}", row=record.line
            )
        cell = {name: record.cells[place] for name, place in places.items()}
        at = parse_whole(cell["year"], row=record.line, column="year")
        if at is None:
            raise ImportRefusedError("has no year", row=record.line, column="year")
        match = names.find(cell["ccode"], year=at, row=record.line, column="ccode")
        cinc = parse_number(cell["cinc"], row=record.line, column="cinc").value
        if match.code is None or cinc is None or cinc == MISSING:
            continue
        row: dict[str, object] = {
            "country": match.code, "year": at, "cinc": round(cinc, 9), "note": "", "former": match.former,
            "at": record.line,
        }  # fmt: skip
        for short, column in COLUMNS.items():
            if short in cell:
                value = parse_number(cell[short], row=record.line, column=short).value
                row[column] = None if value is None or value == MISSING else round(value)
        if at <= POUNDS and row["milex_thousand_usd"] is not None:
            row |= {"milex_thousand_usd": None, "note": "Military spending is in pounds and left out"}
        rows.append(row)
    if not rows:
        raise ImportRefusedError("table has no state", content.name)
    frame = keep_present(pd.DataFrame(rows), ["country", "year"], names.left_out)
    for column in set(COLUMNS.values()) & set(frame):
        frame[column] = frame[column].astype("Float64").astype("Int64")
    # a state without people is one whose people were not counted
    frame["population_thousand"] = frame["population_thousand"].mask(frame["population_thousand"] == 0)
    identity = f"cow-nmc-{named.removesuffix('.0')}"
    more = (frame["urban_population_thousand"] > frame["population_thousand"]).fillna(value=False).astype(bool)
    frame["note"] = frame["note"].where(~more, (frame["note"] + f"; {TOO_URBAN}").str.strip("; "))
    frame = frame.assign(edition=named, sources=identity, confidence=more.map({True: "medium", False: "high"}))
    title = f"National Material Capabilities, version {named} ({frame['year'].min()}-{frame['year'].max()})"
    described = source_row(identity, title, "Correlates of War Project", "", ADDRESS)
    return Reading(named, {"national_capabilities": frame}, {"national_capabilities": ()}, described, names.left_out)


def _parts(content: Content) -> list[Content]:
    if not content.is_zip:
        return [content]
    return [] if content.is_workbook else [m for m in members(content) if m.name.lower().endswith(".csv")]


def _version(name: str) -> str | None:
    """Find a version in the name of a file: ``NMC_5_0.csv``, ``NMC-60-abridged.csv``, ``NMC_v4_0.csv``."""
    found = re.search(r"nmc[-_ ]*v?(\d)[._-]?(\d)(?!\d)", name, re.IGNORECASE)
    return f"{found[1]}.{found[2]}" if found else None
