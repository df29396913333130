"""UN General Assembly: ideal points of Bailey, Strezhnev and Voeten, CSV and Stata, of editions old and new.

New editions estimate three times (final passage votes, all votes, the earlier method), old ones once, on all votes.
The single estimate of an old edition fills ``ideal_point`` too, since a row cannot be without it, and the note says
so. Countries are told by their Correlates of War code: names in these files are sometimes encoded twice.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from typing import Any

import pandas as pd
from pandas.io.stata import StataReader

from ties.tables.importers import delimited
from ties.tables.importers.content import Content
from ties.tables.importers.country_lookup import Names, keep_present
from ties.tables.importers.number_cells import parse_number
from ties.tables.importers.reading import ImportRefusedError, Reading, source_row
from ties.tables.importers.release_dates import MONTHS, month_in_name

FOUNDED = 1945
ADDRESS = "https://doi.org/10.7910/DVN/LEJUQZ"
# name of an estimate, its votes and the ends of its band, as editions since 2021 and before name them
FINAL = ("idealpointfp", "nvotesfp", "q5fp", "q95fp")
ALL = ("idealpointall", "nvotesall", "q5all", "q95all")
SINGLE = ("idealpoint", "nvotes", "q5", "q95")
LEGACY = "idealpointlegacy"
STATA = (b"<stata_dta>", b"\x73\x01", b"\x73\x02", b"\x72\x01", b"\x72\x02", b"\x71\x01", b"\x71\x02")
ON_ALL = "The only estimate of this edition, on all votes"
DECIMALS = 6


def is_ideal_points(content: Content) -> bool:
    """Say whether a file holds ideal points."""
    if content.data.startswith(STATA):
        return b"idealpoint" in content.head.lower()
    table = _csv(content, head=True)
    return table is not None and any(_plain(cell).startswith("idealpoint") for cell in table.header.cells)


def read_ideal_points(content: Content, edition: str | None = None) -> Reading:
    """Read ideal points.

    Parameters
    ----------
    content : Content
        The CSV or Stata file.
    edition : str, optional
        Month of release, as 2025-07; told from the name of the file or the time stamp in it if left out.

    Returns
    -------
    Reading
        Table ``un_voting``, in place of every older row.

    Raises
    ------
    ImportRefusedError
        If the file holds no ideal points, does not say its edition, or holds what is not understood.
    """
    cells, stamp = _stata(content) if content.data.startswith(STATA) else (_cells(content), None)
    named = edition or month_in_name(content.name) or stamp
    if named is None:
        raise ImportRefusedError("file does not say its edition; give it as year-month", content.name)
    main = next((four for four in (FINAL, SINGLE, ALL) if set(four) <= set(cells)), None)
    if main is None:
        raise ImportRefusedError(f"columns are missing: {', '.join(FINAL)} or {', '.join(SINGLE)}", content.name)
    if "ccode" not in cells or not {"session", "year"} & set(cells):
        raise ImportRefusedError("column is missing: ccode, or session or year", content.name)
    others = {"ideal_point_all_votes": main[0] if main is not FINAL else ALL[0], "ideal_point_legacy": LEGACY}
    names, rows = Names("cow"), []
    for place, line in cells.iterrows():
        at = int(str(place))
        session = _whole(line["session"], at, "session") if "session" in cells else None
        begun = _whole(line["year"], at, "year") if "year" in cells else None
        if session is None:
            session = begun - FOUNDED if begun is not None else None
        if session is None or (begun is not None and begun != session + FOUNDED):
            raise ImportRefusedError("session and year do not go together, or both are missing", row=at)
        match = names.find(str(_whole(line["ccode"], at, "ccode")), year=session + FOUNDED, row=at, column="ccode")
        point, votes, low, high = (_number(line[name], at, name) for name in main)
        if match.code is None:
            continue
        if point is None or votes is None or low is None or high is None or votes < 1:
            names.left_out["state and session without the main estimate"] += 1
            continue
        if not low <= point <= high:
            raise ImportRefusedError("estimate lies outside its own band", point, row=at, column=main[0])
        row: dict[str, object] = {
            "country": match.code, "session": session, "year": session + FOUNDED, "ideal_point": point,
            "ideal_point_q5": low, "ideal_point_q95": high, "n_votes": int(votes),
            "note": "" if main is FINAL else ON_ALL, "former": match.former, "at": at,
        }  # fmt: skip
        row |= {column: _number(line[name], at, name) for column, name in others.items() if name in cells}
        rows.append(row)
    if not rows:
        raise ImportRefusedError("file has no estimate of a state", content.name)
    frame = keep_present(pd.DataFrame(rows), ["country", "year"], names.left_out)
    identity = f"voeten-idealpoints-{named}"
    frame = frame.assign(edition=named, sources=identity, confidence="high")
    title = (
        "United Nations General Assembly ideal point estimates (Bailey, Strezhnev and Voeten), release of " + named
    )
    described = source_row(identity, title, "Harvard Dataverse", named, ADDRESS)
    return Reading(named, {"un_voting": frame}, {"un_voting": ()}, described, names.left_out)


def _csv(content: Content, *, head: bool = False) -> delimited.Delimited | None:
    for period in ("session", "year"):
        table = delimited.read_delimited(content, "ccode", period, head=head)
        if table is not None:
            return table
    return None


def _cells(content: Content) -> pd.DataFrame:
    """Read a CSV file as text; the index is the line."""
    table = _csv(content)
    if table is None:
        raise ImportRefusedError("is not a table of ideal points", content.name)
    header, lines = [_plain(cell) for cell in table.header.cells], [record for record in table.records if record]
    if len(set(filter(None, header))) < len(list(filter(None, header))):
        raise ImportRefusedError("column stands twice", row=table.header.line)
    for record in lines:
        if len(record.cells) != len(header):
            raise ImportRefusedError(f"line has {len(record.cells)} cells, the header {len(header)}", row=record.line)
    return pd.DataFrame([r.cells for r in lines], columns=header, index=[r.line for r in lines], dtype="str")


def _stata(content: Content) -> tuple[pd.DataFrame, str | None]:
    """Read a Stata file and the month of its time stamp; the index counts records from 1."""
    try:
        with warnings.catch_warnings():
            # names in these files are sometimes encoded twice; they are not read
            warnings.simplefilter("ignore")
            opened: Any = StataReader(io.BytesIO(content.data), convert_categoricals=False, convert_dates=False)
            with opened as reader:
                cells, stamp = reader.read(), reader.time_stamp
    except (RecursionError, MemoryError):
        raise
    except Exception as error:  # the parser raises whatever a broken byte leads it to
        raise ImportRefusedError(f"Stata file is broken ({type(error).__name__})", content.name) from None
    cells.columns = [_plain(name) for name in cells]
    cells.index = range(1, len(cells) + 1)
    found = re.search(r"\d{1,2} (\w{3}) (\d{4})", stamp)
    if found is None or found[1].lower() not in MONTHS:
        return cells, None
    return cells, f"{found[2]}-{MONTHS.index(found[1].lower()) + 1:02d}"


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", str(name).lower())


def _number(value: object, row: int, column: str) -> float | None:
    found = parse_number(value, row=row, column=column).value
    return None if found is None else round(found, DECIMALS)


def _whole(value: object, row: int, column: str) -> int | None:
    found = parse_number(value, row=row, column=column).value
    if found is None:
        return None
    if not math.isclose(found, round(found)):
        raise ImportRefusedError("is not a whole number", value, row=row, column=column)
    return round(found)
