"""US Census Bureau: US trade in goods by country, workbook or CSV of the same columns.

A month that is not out yet holds 0 in every line, and the year then is the part of it that is: such a year is left
out, told by the line of the world (code 0015) or, without it, by months that are 0 in all lines. Codes below 1000
are aggregates, which overlap the countries; only the world, not seasonally adjusted, is kept. The file does not say
its edition.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ties.tables.importers import delimited
from ties.tables.importers.content import Content
from ties.tables.importers.country_lookup import Names, refuse_twice
from ties.tables.importers.number_cells import parse_number, parse_whole
from ties.tables.importers.reading import ImportRefusedError, Reading, source_row
from ties.tables.importers.trade_flows import trade_rows
from ties.tables.importers.workbook import sheets

NEEDED = ("year", "CTY_CODE", "CTYNAME", "IYR", "EYR")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WORLD, FIRST_COUNTRY, REPORTER = 15, 1000, "USA"
ADDRESS = "https://www.census.gov/foreign-trade/balance/"


def is_us_trade(content: Content) -> bool:
    """Say whether a file is the trade of the United States by country."""
    if not content.is_workbook:
        return delimited.read_delimited(content, *NEEDED, head=True) is not None
    wanted = {name.casefold() for name in NEEDED}
    return any(
        wanted <= {cell.text.casefold() for cell in sheet.rows[0]} for sheet in sheets(content, rows=1) if sheet.rows
    )


def read_us_trade(content: Content, edition: str | None = None) -> Reading:
    """Read the trade of the United States by country.

    Parameters
    ----------
    content : Content
        The workbook or CSV file.
    edition : str, optional
        Day or month of the download. Left out, the last month with figures stands for it.

    Returns
    -------
    Reading
        Table ``trade``, reporter the United States, full years only; a row replaces that of its country and year.

    Raises
    ------
    ImportRefusedError
        If the file is not this table, or holds what is not understood.
    """
    lines = _lines(content)
    frame = pd.DataFrame(lines)
    months = _published(frame)
    last_year = int(months.index.max())
    last = f"{last_year}-{int(months[last_year]):02d}" if months[last_year] else str(last_year)
    named = edition or last
    names = Names("us-census")
    flows = []
    for line in lines:
        code, at = int(line["code"]), int(line["year"])
        if code < FIRST_COUNTRY and code != WORLD:
            names.left_out[f"{line['name']}: an aggregate"] += 1
        elif months[at] < len(MONTHS):
            names.left_out[f"{at}: only {months[at]} months are out"] += 1
        else:
            found = "WLD" if code == WORLD else names.find(
                line["name"], year=at, sheet=line["sheet"], row=line["row"], column="CTYNAME"
            ).code  # fmt: skip
            if found is not None:
                flows += [
                    (REPORTER, found, at, flow, line[total], line["row"])
                    for flow, total in (("imports", "IYR"), ("exports", "EYR"))
                ]
    if not flows:
        raise ImportRefusedError("file has no full year of a country", content.name)
    reported = pd.DataFrame(flows, columns=["reporter", "partner", "year", "flow", "value", "at"])
    # one country may have two codes, of which one is 0 in each year
    by = ["reporter", "partner", "year", "flow"]
    reported = reported[(reported["value"] != 0) | ~reported.duplicated(by, keep=False)].drop_duplicates(
        [*by, "value"]
    )
    refuse_twice(reported, by, ["partner", "year"])
    trade = trade_rows(
        reported, f"US Census Bureau, edition {named}; nominal, not seasonally adjusted", names.left_out
    )
    identity = f"census-ft-{named}"
    described = source_row(
        identity, f"U.S. trade in goods by country, to {last}", "U.S. Census Bureau", named, ADDRESS
    )
    tables = {"trade": trade.assign(sources=identity, confidence="high")}
    return Reading(named, tables, {"trade": ("country", "partner", "period", "reporter")}, described, names.left_out)


def _lines(content: Content) -> list[dict[str, Any]]:
    """Read every line: year, code, name, two sums and 24 months."""
    if content.is_workbook:
        sheet = next((s for s in sheets(content) if s.rows and _is_header([c.text for c in s.rows[0]])), None)
        if sheet is None:
            raise ImportRefusedError("is not the trade of the United States by country", content.name)
        grid = [(n, [cell.value for cell in row]) for n, row in enumerate(sheet.rows, start=1)]
        title: str | None = sheet.name
        header, body = [str(value or "").strip() for value in grid[0][1]], grid[1:]
    else:
        table = delimited.read_delimited(content, *NEEDED)
        if table is None:
            raise ImportRefusedError("is not the trade of the United States by country", content.name)
        title, header = None, table.header.cells
        body = [(record.line, list(record.cells)) for record in table.records]
    places = {name.upper(): n for n, name in enumerate(header)}
    monthly = [f"{side}{month}" for side in "IE" for month in MONTHS]
    missing = [name for name in monthly if name not in places]
    if missing:
        raise ImportRefusedError("column is missing", missing[0], sheet=title)
    lines = []
    for number, row in body:
        if not any(str(value or "").strip() for value in row):
            continue
        if len(row) <= max(places.values()) and not content.is_workbook:
            raise ImportRefusedError(f"line has {len(row)} cells, the header {len(header)}", row=number)
        at, code = (
            parse_whole(row[places[name]], sheet=title, row=number, column=name) for name in ("YEAR", "CTY_CODE")
        )
        if at is None or code is None:
            raise ImportRefusedError("has no year or no code of a country", sheet=title, row=number)
        line: dict[str, Any] = {
            "year": at, "code": code, "name": str(row[places["CTYNAME"]] or "").strip(), "row": number,
            "sheet": title,
        }  # fmt: skip
        for name in (*monthly, "IYR", "EYR"):
            line[name] = parse_number(row[places[name]], sheet=title, row=number, column=name).value or 0.0
        lines.append(line)
    if not lines:
        raise ImportRefusedError("file has no lines", content.name)
    return lines


def _is_header(cells: list[str]) -> bool:
    return {name.casefold() for name in NEEDED} <= {cell.casefold() for cell in cells}


def _published(frame: pd.DataFrame) -> pd.Series:
    """Count the months of each year that are out, by the line of the world or else by all lines together."""
    world = frame[frame["code"] == WORLD]
    counted = frame[~frame["year"].isin(world["year"])]
    lines = pd.concat([world, counted])
    sums = lines.groupby("year")[[f"{side}{month}" for side in "IE" for month in MONTHS]].sum()
    out = pd.DataFrame({month: sums[f"I{month}"].ne(0) | sums[f"E{month}"].ne(0) for month in MONTHS})
    return (
        out.iloc[:, ::-1]
        .idxmax(axis=1)
        .map({month: n for n, month in enumerate(MONTHS, start=1)})
        .where(out.any(axis=1), 0)
    )
