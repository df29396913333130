"""World Bank: the CSV of a download, or the archive that it comes in.

``Data Source`` and ``Last Updated Date`` stand above the header. In an archive the file is the one whose name starts
with ``API_``; the two ``Metadata_`` files are not data. A copy without the two indicator columns is read by the code
in the name of the file. An extract of the Databank has ``Series`` for ``Indicator``, years as ``2010 [YR2010]``, and
two lines at the end that say of which database and of which day it is.
"""

from __future__ import annotations

import re

from ties.tables.importers import delimited, world_bank_shared
from ties.tables.importers.content import Content, members
from ties.tables.importers.number_cells import parse_number, parse_year
from ties.tables.importers.reading import ImportRefusedError, Reading
from ties.tables.importers.release_dates import parse_day
from ties.tables.importers.world_bank_shared import Observation

NEEDED = ("Country Name", "Country Code")
CODE = re.compile(r"API_([A-Z0-9]+(?:\.[A-Z0-9]+)+)_")
FOOTER = re.compile(r"(?:data from database|last updated):\s*(.*)", re.IGNORECASE)
SERIES = ("Series Name", "Series Code")


def is_world_bank_csv(content: Content) -> bool:
    """Say whether a file is a World Bank table, or an archive that holds one."""
    if content.is_zip:
        return not content.is_workbook and len(_data(content)) > 0
    wanted = NEEDED if _updated_line(content) is not None else (*NEEDED, *SERIES)
    return delimited.read_delimited(content, *wanted, head=True) is not None


def read_world_bank_csv(content: Content, edition: str | None = None) -> Reading:
    """Read a table, by country or by indicator.

    Parameters
    ----------
    content : Content
        The file or its archive.
    edition : str, optional
        Day of the last update, in place of what the file says.

    Returns
    -------
    Reading
        As :func:`ties.tables.importers.world_bank_shared.indicators_reading` gives it.

    Raises
    ------
    ImportRefusedError
        If the file is not such a table, or holds what is not understood.
    """
    if content.is_zip:
        found = _data(content)
        if len(found) != 1:
            raise ImportRefusedError(f"archive has {len(found)} files of data, not one", content.name)
        content = found[0]
    table = delimited.need_delimited(content, *NEEDED, what="a table of the World Bank")
    places = delimited.find_columns(table, *NEEDED, optional=("Indicator Name", "Indicator Code", *SERIES))
    years = {n: at for n, cell in enumerate(table.header.cells) if (at := parse_year(cell)) is not None}
    if not years or len(set(years.values())) < len(years):
        raise ImportRefusedError("header has no years, or one twice", row=table.header.line)
    in_name = CODE.search(content.name)
    for ours, theirs in zip(("Indicator Name", "Indicator Code"), SERIES, strict=True):
        if theirs in places:
            places[ours] = places.pop(theirs)
    if "Indicator Code" not in places and in_name is None:
        raise ImportRefusedError("no column and no file name says which indicator it is", row=table.header.line)
    updated = None
    observations = []
    width = len(table.header.cells)
    for line in table.preamble:
        if line.cells and line.cells[0].casefold() == "last updated date" and len(line.cells) > 1:
            updated = parse_day(line.cells[1])
    for record in table.records:
        footer = FOOTER.match(record.cells[0]) if record else None
        if footer and record.cells[0].casefold().startswith("last updated"):
            updated = parse_day(footer[1])
        if not record or footer:
            continue
        if len(record.cells) <= max(places.values()) or any(record.cells[width:]):
            raise ImportRefusedError(f"line has {len(record.cells)} cells, the header {width}", row=record.line)
        cell = {name: record.cells[place] for name, place in places.items()}
        indicator = cell.get("Indicator Code") or (in_name[1] if in_name else "")
        for place, at in years.items():
            text = record.cells[place] if place < len(record.cells) else ""
            value, bracketed = parse_number(text, row=record.line, column=str(at))
            if value is not None:
                observations.append(
                    Observation(
                        indicator, cell.get("Indicator Name", ""), cell["Country Code"], at, value, bracketed,
                        record.line, "Country Code",
                    )
                )  # fmt: skip
    return world_bank_shared.indicators_reading(observations, updated, "world-bank", "CSV", edition)


def _data(archive: Content) -> list[Content]:
    """Give the files of data in an archive."""
    tables = [m for m in members(archive) if m.name.lower().endswith(".csv")]
    tables = [m for m in tables if not m.name.rsplit("/", 1)[-1].startswith(("Metadata_", "."))]
    return [m for m in tables if _updated_line(m) is not None]


def _updated_line(content: Content) -> str | None:
    """Give the line that says when the data were last updated; None where there is none."""
    if b"\x00" in content.head:
        return None
    head = delimited.decode(content.head, cut=True).splitlines()[:10]
    return next((line for line in head if "last updated date" in line.casefold()), None)
