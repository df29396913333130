"""UN Comtrade: trade in goods, CSV of the present site and of the one to 2022.

Only totals are read: annual, all commodities, all customs procedures, modes of transport and second partners. A row
of the table is seen from India where India is one of the two; otherwise from the reporter. A figure of another
reporter is its own: its imports from India stand as India's exports, and the note says so. Countries are told by
their code of three letters, else by their name, else by their number, whichever the file has.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from ties.tables.importers import delimited
from ties.tables.importers.content import Content
from ties.tables.importers.country_lookup import Names
from ties.tables.importers.delimited import Delimited
from ties.tables.importers.number_cells import parse_number, parse_whole
from ties.tables.importers.reading import ImportRefusedError, Reading, source_row
from ties.tables.importers.trade_flows import trade_rows

WHOLE, NUMBERED = re.compile(r"^(\d+)\.0+$"), re.compile(r"[0-9]{1,3}")
ADDRESS = "https://comtradeplus.un.org/"
FLOWS = {
    "m": "imports",
    "import": "imports",
    "imports": "imports",
    "x": "exports",
    "export": "exports",
    "exports": "exports",
}
OTHER_FLOWS = frozenset({"rx", "rm", "dx", "fm", "mip", "xip", "mop", "xop", "xpr", "xrb", "re-export", "re-import",
                         "re-exports", "re-imports", "rem", "rex"})  # fmt: skip


class Layout(NamedTuple):
    """Headings of one generation of the site."""

    year: str
    period: str
    reporter: tuple[str, str, str]
    partner: tuple[str, str, str]
    flow: str
    commodity: str
    value: str
    frequency: str | None
    totals: dict[str, tuple[str, ...]]


PRESENT = Layout(
    "refYear", "period", ("reporterISO", "reporterDesc", "reporterCode"),
    ("partnerISO", "partnerDesc", "partnerCode"),
    "flowCode", "cmdCode", "primaryValue", "freqCode",
    {"customsCode": ("C00", ""), "motCode": ("0", ""), "partner2Code": ("0", ""), "mosCode": ("0", "")},
)  # fmt: skip
LEGACY = Layout(
    "Year", "Period", ("Reporter ISO", "Reporter", "Reporter Code"), ("Partner ISO", "Partner", "Partner Code"),
    "Trade Flow", "Commodity Code", "Trade Value (US$)", None,
    {"Customs Proc. Code": ("", "C00"), "Mode of Transport Code": ("", "0"), "2nd Partner Code": ("", "0")},
)  # fmt: skip


def is_comtrade_present(content: Content) -> bool:
    """Say whether a file is of the present site."""
    return delimited.read_delimited(content, *_needed(PRESENT), head=True) is not None


def is_comtrade_legacy(content: Content) -> bool:
    """Say whether a file is of the site to 2022."""
    return delimited.read_delimited(content, *_needed(LEGACY), head=True) is not None


def read_comtrade_present(content: Content, edition: str | None = None) -> Reading:
    """Read a file of the present site.

    Parameters
    ----------
    content : Content
        The file.
    edition : str, optional
        Day or month of the download; the file does not say it. Left out, the last year in it stands for it.

    Returns
    -------
    Reading
        Table ``trade``; a row replaces the row of its two countries, period and reporter.

    Raises
    ------
    ImportRefusedError
        If the file is not of the site, has no totals, or holds what is not understood.
    """
    return _read(content, PRESENT, edition)


def read_comtrade_legacy(content: Content, edition: str | None = None) -> Reading:
    """Read a file of the site to 2022; see :func:`read_comtrade_present`.

    Parameters
    ----------
    content : Content
        The file.
    edition : str, optional
        Day or month of the download.

    Returns
    -------
    Reading
        Table ``trade``.

    Raises
    ------
    ImportRefusedError
        If the file is not of the site, has no totals, or holds what is not understood.
    """
    return _read(content, LEGACY, edition)


def _needed(layout: Layout) -> tuple[str, ...]:
    return (layout.year, layout.flow, layout.commodity, layout.value)


def _read(content: Content, layout: Layout, edition: str | None) -> Reading:
    table = delimited.read_delimited(content, *_needed(layout))
    if table is None:
        raise ImportRefusedError("is not a file of UN Comtrade", content.name)
    names = Names("comtrade", codes=True)
    flows = pd.DataFrame(_flows(table, layout, names), columns=["reporter", "partner", "year", "flow", "value", "at"])
    if flows.empty:
        raise ImportRefusedError("file has no annual totals of all commodities between countries", content.name)
    twice = flows[flows.duplicated(["reporter", "partner", "year", "flow"], keep=False)]
    if len(twice):
        rows = " and ".join(str(at) for at in twice["at"].head(2))
        raise ImportRefusedError(f"rows {rows} are both a total of the same flow")
    last = int(flows["year"].max())
    named = edition or str(last)
    identity = f"comtrade-{named}"
    title = f"UN Comtrade, goods, all commodities, {flows['year'].min()}-{last}" + (
        f", downloaded {edition}" if edition else ", day of download not known"
    )
    trade = trade_rows(flows, f"UN Comtrade, edition {named}", names.left_out).assign(
        sources=identity, confidence="high"
    )
    described = source_row(identity, title, "United Nations Statistics Division", named, ADDRESS)
    return Reading(
        named, {"trade": trade}, {"trade": ("country", "partner", "period", "reporter")}, described, names.left_out
    )


def _is_area(name: str) -> bool:
    """Say whether a partner is what is left of a region ("nes"), but for the one that stands for Taiwan."""
    return name.casefold().endswith(", nes") and name.casefold() != "other asia, nes"


def _country(cell: dict[str, str], side: tuple[str, str, str], names: Names, row: int) -> str | None:
    """Find a side of a flow by its code, name or number; a number may have leading zeros."""
    column = next((name for name in side if cell.get(name)), next(name for name in side if name in cell))
    text = cell[column]
    return names.find(str(int(text)) if NUMBERED.fullmatch(text) else text, row=row, column=column).code


def _flows(table: Delimited, layout: Layout, names: Names) -> list[tuple[str, str, int, str, float, int]]:
    sides = (layout.reporter, layout.partner)
    optional = (layout.period, *layout.totals, *filter(None, [layout.frequency]), *layout.reporter, *layout.partner)
    places = delimited.find_columns(table, *_needed(layout), optional=optional)
    for side in sides:
        if not set(side) & set(places):
            raise ImportRefusedError("column is missing", " or ".join(side), row=table.header.line)
    flows = []
    for record in table.records:
        if not record:
            continue
        if len(record.cells) <= max(places.values()) or any(record.cells[len(table.header.cells) :]):
            raise ImportRefusedError(
                f"line has {len(record.cells)} cells, the header {len(table.header.cells)}", row=record.line
            )
        # a spreadsheet or a data frame writes codes and years as 2022.0
        cell = {name: WHOLE.sub(r"\1", record.cells[place]) for name, place in places.items()}
        kind = cell[layout.flow].casefold()
        if kind not in FLOWS and kind not in OTHER_FLOWS:
            raise ImportRefusedError("is no known flow", cell[layout.flow], row=record.line, column=layout.flow)
        annual = cell.get(layout.frequency or "", "A").upper() == "A" and len(cell.get(layout.period, "2000")) == 4
        total = cell[layout.commodity].upper() == "TOTAL" and all(
            cell[column] in allowed for column, allowed in layout.totals.items() if column in cell
        )
        if kind not in FLOWS or not annual or not total:
            names.left_out["line that is not an annual total of exports or imports"] += 1
            continue
        at = parse_whole(cell[layout.year], row=record.line, column=layout.year)
        value = parse_number(cell[layout.value], row=record.line, column=layout.value).value
        if at is None:
            raise ImportRefusedError("has no year", row=record.line, column=layout.year)
        code, area = (cell.get(name, "") for name in layout.partner[:2])
        if not code.isalpha() and _is_area(area):
            names.left_out[f"{area}: an area or remainder, no state"] += 1
            continue
        found = [_country(cell, side, names, record.line) for side in sides]
        if value is not None and found[0] is not None and found[1] is not None:
            flows.append((found[0], found[1], at, FLOWS[kind], value / 1e6, record.line))
    return flows
