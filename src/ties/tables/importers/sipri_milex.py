"""SIPRI military expenditure: the workbook with all sheets.

Three sheets are read: current dollars, constant dollars (the base year is in the name of the sheet) and the share of
gross domestic product. The header stands where a cell of the first column says ``Country``; regions are lines without
figures. Colours are data: blue is SIPRI's estimate, red is highly uncertain; figures in brackets are estimates too.
``...``, ``…`` and ``. .`` are unknown and ``xxx`` is a state that did not exist: neither becomes a figure. Text in
``Notes`` names footnotes of the workbook.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

import pandas as pd

from ties.tables.importers.content import Content
from ties.tables.importers.country_lookup import Names, keep_present
from ties.tables.importers.number_cells import parse_number, parse_year
from ties.tables.importers.reading import ImportRefusedError, Reading, source_row
from ties.tables.importers.workbook import Cell, Sheet, sheets

CURRENT, SHARE = re.compile(r"current us(?:\s?\$|d)", re.IGNORECASE), re.compile(r"share of gdp", re.IGNORECASE)
CONSTANT = re.compile(r"constant \((\d{4})\) us(?:\s?\$|d)", re.IGNORECASE)
ESTIMATE, UNCERTAIN = "indexed:12", "indexed:10"
SAME, DIFFER = 0.1, "constant and current dollars of the base year differ in the workbook"
DID_NOT_EXIST = "xxx"
ADDRESS = "https://www.sipri.org/databases/milex"
SYMBOLS = {
    "†": "without military pensions", "‡": "current spending only", "§": "adopted budget, not actual spending",
    "¶": "without paramilitary forces", "‖": "currency changed or redenominated",
}  # fmt: skip
MARKED = {1: "Marked estimate by SIPRI", 2: "Marked highly uncertain by SIPRI"}


class Sample(NamedTuple):
    """A figure of a sheet with its place and how doubtful it is: 0, 1 an estimate, 2 highly uncertain."""

    country: str
    year: int
    value: float
    doubt: int
    notes: str
    former: bool
    at: int


def is_milex(content: Content) -> bool:
    """Say whether a file is the workbook of the military expenditure database."""
    if not content.is_workbook:
        return False
    names = [sheet.name for sheet in sheets(content, rows=1)]
    return any(CURRENT.fullmatch(n.strip()) for n in names) and any(CONSTANT.fullmatch(n.strip()) for n in names)


def read_milex(content: Content, edition: str | None = None) -> Reading:
    """Read the workbook.

    Parameters
    ----------
    content : Content
        The file.
    edition : str, optional
        Year of release; the year after the last one in the workbook if left out.

    Returns
    -------
    Reading
        Table ``military_expenditure``, all states and years with a dollar figure, in place of every older row.

    Raises
    ------
    ImportRefusedError
        If the file is not such a workbook, or holds what is not understood.
    """
    book, names = sheets(content), Names("sipri")
    left_out = names.left_out
    current = _figures(_one(book, CURRENT), names)
    base_sheet = _one(book, CONSTANT)
    constant = _figures(base_sheet, names)
    shares = _figures(_one(book, SHARE), names)
    base = CONSTANT.fullmatch(base_sheet.name.strip())
    assert base is not None
    parts = [
        _column(current, "usd_m_current", left_out),
        _column(constant, "usd_m_constant", left_out),
        _column(shares, "share_gdp_pct", left_out),
    ]
    frame = pd.concat(parts, axis=1).sort_index()
    if frame.empty:
        raise ImportRefusedError("workbook has no figures", content.name)
    doubt = pd.DataFrame(frame["doubt"]).max(axis=1).fillna(0).astype(int)
    notes = pd.DataFrame(frame["notes"]).bfill(axis=1).iloc[:, 0]
    money = frame[["usd_m_current", "usd_m_constant"]].notna().any(axis=1)
    if (~money).any():
        left_out["share of GDP without a dollar figure"] += int((~money).sum())
    last = max(sample.year for sample in (*current, *constant, *shares))
    named = edition or str(last + 1)
    rows = frame.drop(columns=["doubt", "notes"])[money].reset_index()
    rows["share_gdp_pct"] = (rows["share_gdp_pct"] * 100).round(6)
    rows["note"] = [_note(d, n) for d, n in zip(doubt[money], notes[money], strict=True)]
    rows["confidence"] = doubt[money].map({0: "high", 1: "high", 2: "low"}).to_numpy()
    rows = rows.assign(
        constant_base_year=int(base[1]), edition=named, sources=f"sipri-milex-{named}",
        usd_m_current=rows["usd_m_current"].round(6), usd_m_constant=rows["usd_m_constant"].round(6),
    )  # fmt: skip
    apart = rows["year"].eq(int(base[1])) & (rows["usd_m_current"] - rows["usd_m_constant"]).abs().gt(SAME)
    rows["confidence"] = rows["confidence"].mask(apart & rows["confidence"].eq("high"), "medium")
    rows["note"] = [
        f"{note}; {DIFFER}".strip("; ") if odd else note for note, odd in zip(rows["note"], apart, strict=True)
    ]
    version = re.search(r"_v(\d+(?:\.\d+)*)", content.name)
    first = min(sample.year for sample in (*current, *constant, *shares))
    title = f"SIPRI Military Expenditure Database {first}-{last}" + (f", v{version[1]}" if version else "")
    described = source_row(f"sipri-milex-{named}", title, "SIPRI", named, ADDRESS)
    return Reading(named, {"military_expenditure": rows}, {"military_expenditure": ()}, described, left_out)


def _one(book: list[Sheet], name: re.Pattern[str]) -> Sheet:
    found = [sheet for sheet in book if name.fullmatch(sheet.name.strip())]
    if len(found) != 1:
        raise ImportRefusedError(f"workbook has {len(found)} sheets of this name, not one", name.pattern)
    return found[0]


def _figures(sheet: Sheet, names: Names) -> list[Sample]:
    """Read every figure of a sheet of states and years."""
    place = next((n for n, row in enumerate(sheet.rows) if row and row[0].text.casefold() == "country"), None)
    if place is None:
        raise ImportRefusedError("no cell of the first column says Country", sheet=sheet.name)
    header = sheet.rows[place]
    years = {n: at for n, cell in enumerate(header) if (at := parse_year(cell.text)) is not None}
    if not years or len(set(years.values())) < len(years):
        raise ImportRefusedError("header has no years, or one twice", sheet=sheet.name, row=place + 1)
    noted = next((n for n, cell in enumerate(header) if cell.text.casefold() == "notes"), None)
    samples = []
    for number, row in enumerate(sheet.rows[place + 1 :], start=place + 2):
        values = {at: row[n] for n, at in years.items() if n < len(row) and row[n].text}
        existing = {at: cell for at, cell in values.items() if cell.text.casefold() != DID_NOT_EXIST}
        if not row or not row[0].text:
            if values:
                raise ImportRefusedError("line has figures and no country", sheet=sheet.name, row=number)
            continue
        read = {at: parse_number(c.value, sheet=sheet.name, row=number, column=str(at)) for at, c in existing.items()}
        if all(f.value is None for f in read.values()):
            continue
        notes = row[noted].text if noted is not None else ""
        for at, (value, bracketed) in read.items():
            match = names.find(row[0].text, year=at, sheet=sheet.name, row=number, column="Country")
            if value is not None and match.code is not None:
                doubt = max(_doubt(existing[at]), int(bracketed))
                samples.append(Sample(match.code, at, value, doubt, notes, match.former, number))
    return samples


def _doubt(cell: Cell) -> int:
    """Read the colour of a figure: black, blue or red, the last two by index or by their parts."""
    if cell.colour in (ESTIMATE, UNCERTAIN):
        return 1 if cell.colour == ESTIMATE else 2
    if cell.colour.startswith("rgb:") and len(cell.colour) == len("rgb:FFRRGGBB"):
        red, green, blue = (int(cell.colour[n : n + 2], 16) for n in (6, 8, 10))
        if blue >= 128 and blue > 1.5 * max(red, green):
            return 1
        if red >= 128 and red > 1.5 * max(green, blue):
            return 2
    return 0


def _column(samples: list[Sample], name: str, left_out: Counter[str]) -> pd.DataFrame:
    frame = pd.DataFrame(samples, columns=list(Sample._fields))
    retained = keep_present(frame, ["country", "year"], left_out)
    return retained.rename(columns={"value": name}).set_index(["country", "year"])


def _note(doubt: int, notes: object) -> str:
    """Say in words how doubtful a row is and what SIPRI's symbols mean."""
    parts = [MARKED[doubt]] if doubt else []
    if isinstance(notes, str) and notes:
        parts += [SYMBOLS[c] for c in notes if c in SYMBOLS]
        numbers = re.findall(r"\d+", notes)
        parts += [f"SIPRI footnote {', '.join(numbers)}"] if numbers else []
    return "; ".join(parts)
