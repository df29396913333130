"""SIPRI arms transfers: the trade register, deal by deal.

Three headings are blank: each is the question mark of the column before it. Comments may contain a line feed, and
then a record goes over two lines; the parts are joined again. Volumes stay those of the deal: the register does not
say how they fell on the years of delivery. ``production_in_india`` and the value of the deal are our readings of
SIPRI's comment, so they are not made here; they are carried over from the deals that the table already knows.
"""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from ties.tables.contracts.arms_register_tables import is_product, years_in_range
from ties.tables.importers import delimited, sipri_shared
from ties.tables.importers.content import Content
from ties.tables.importers.country_lookup import Names
from ties.tables.importers.delimited import Delimited, Record
from ties.tables.importers.number_cells import parse_number, parse_whole
from ties.tables.importers.reading import ImportRefusedError, Reading
from ties.tables.importers.release_dates import edition_of
from ties.tables.load import load

NEEDED = (
    "Recipient", "Supplier", "Year of order", "Number ordered", "Weapon designation", "Weapon description",
    "Number delivered", "Year(s) of delivery", "Status", "SIPRI TIV per unit", "SIPRI TIV for total order",
    "SIPRI TIV of delivered weapons",
)  # fmt: skip
FLAGGED = ("Year of order", "Number ordered", "Number delivered")
STATUS = ("new", "second hand", "second hand but modernized")
DEAL = ["supplier", "recipient", "designation", "order_year"]
OURS = ["deal_value_low_usd_m", "deal_value_high_usd_m", "deal_value_flag", "production_in_india"]
COLUMNS = [
    "supplier", "recipient", "designation", "description", "status", "order_year", "order_year_estimated",
    "ordered_number", "delivered_number", "delivery_years", "tiv_per_unit", "tiv_ordered_m", "tiv_delivered_m",
    "note", "former",
]  # fmt: skip


def is_register(content: Content) -> bool:
    """Say whether a file is a trade register."""
    return delimited.read_delimited(content, *NEEDED, head=True) is not None


def read_register(content: Content, edition: str | None = None) -> Reading:
    """Read a trade register.

    Parameters
    ----------
    content : Content
        The file.
    edition : str, optional
        Year of release; told from the day of generation if left out.

    Returns
    -------
    Reading
        Table ``arms_register``: the deals of each recipient and supplier in the file stand in place of the old ones.

    Raises
    ------
    ImportRefusedError
        If the file is not a register, or holds what is not understood.
    """
    table = delimited.need_delimited(content, *NEEDED, what="a trade register")
    places = delimited.find_columns(table, *NEEDED, optional=("Comments",))
    flags = {name: places[name] + 1 for name in FLAGGED if table.header.cells[places[name] + 1] == ""}
    names = Names("sipri")
    deals: list[tuple[object, ...]] = []
    for record in _joined(table):
        cell = {name: record.cells[place] for name, place in places.items()}
        doubt = {name for name, place in flags.items() if _is_doubt(record, place, name)}
        deal = _deal(cell, doubt, record.line, names)
        if deal is not None:
            deals.append(deal)
    if not deals:
        raise ImportRefusedError("register has no deals of two states", content.name)
    frame = pd.DataFrame(deals, columns=COLUMNS)
    years = frame["delivery_years"].str.split(";").explode()
    last = pd.to_numeric(years[years != ""]).max()
    lines = [" ".join(line.cells) for line in table.preamble]
    named, generated_on = edition_of(lines, None if pd.isna(last) else int(last), edition)
    frame = frame.assign(id=_identities(frame), edition=named, sources=f"sipri-at-{named}", confidence="high")
    if frame["delivery_years"].ne("").all():
        names.left_out["orders without a delivery: none in the file; ask for orders as well as deliveries"] += 1
    for column in ("order_year", "ordered_number", "delivered_number"):
        frame[column] = frame[column].astype("Int64")
    tables = {"arms_register": _carried(_weighed(_worded(frame.drop(columns="former"))))}
    return Reading(
        named,
        tables,
        {"arms_register": ("recipient", "supplier")},
        sipri_shared.at_source(named, generated_on),
        names.left_out,
    )


def _joined(table: Delimited) -> list[Record]:
    """Join the parts of records that a line feed in a comment has broken."""
    width, whole_records, part = len(table.header.cells), [], None
    for record in table.records:
        if not record and part is None:
            continue
        if part is not None:
            joint = f"{part.cells[-1]} {record.cells[0] if record.cells else ''}".strip()
            record = Record(part.line, [*part.cells[:-1], joint, *record.cells[1:]])
        if len(record.cells) > width and not any(record.cells[width:]):
            record = Record(record.line, record.cells[:width])
        part = record if len(record.cells) < width else None
        if len(record.cells) > width:
            raise ImportRefusedError(f"record has {len(record.cells)} cells, the header {width}", row=record.line)
        if part is None:
            whole_records.append(record)
    if part is not None:
        raise ImportRefusedError(f"record has {len(part.cells)} cells, the header {width}", row=part.line)
    return whole_records


def _is_doubt(record: Record, place: int, name: str) -> bool:
    if record.cells[place] not in {"", "?"}:
        raise ImportRefusedError(
            "is neither ? nor empty", record.cells[place], row=record.line, column=f"flag of {name}"
        )
    return record.cells[place] == "?"


def _deal(cell: dict[str, str], doubt: set[str], line: int, names: Names) -> tuple[object, ...] | None:
    """Make a row of one record; None where a side of the deal is left out."""
    recipient = names.find(cell["Recipient"], row=line, column="Recipient")
    supplier = names.find(cell["Supplier"], row=line, column="Supplier")
    order = parse_whole(cell["Year of order"], row=line, column="Year of order")
    if order is None:
        raise ImportRefusedError("has no year of order", row=line, column="Year of order")
    if cell["Status"].casefold() not in STATUS:
        raise ImportRefusedError("is no known status", cell["Status"], row=line, column="Status")
    for text in ("Weapon designation", "Weapon description"):
        if not cell[text] or cell[text][0] in "=@":
            raise ImportRefusedError("is empty or looks like a formula", cell[text], row=line, column=text)
    # nobody orders nothing: a zero, like an empty cell, is a number not yet known
    ordered = parse_whole(cell["Number ordered"], row=line, column="Number ordered") or None
    delivered = parse_whole(cell["Number delivered"], row=line, column="Number delivered") or 0
    unit = parse_number(cell["SIPRI TIV per unit"], row=line, column="SIPRI TIV per unit").value or None
    total, moved = (
        parse_number(cell[name], row=line, column=name).value
        for name in ("SIPRI TIV for total order", "SIPRI TIV of delivered weapons")
    )
    years = [
        parse_whole(part, row=line, column="Year(s) of delivery") for part in cell["Year(s) of delivery"].split(";")
    ]
    if recipient.code is None or supplier.code is None:
        return None
    if recipient.code == supplier.code:
        names.left_out[f"{recipient.code}: order of a country from itself"] += 1
        return None
    remarks = [f"{name.lower()} marked uncertain by SIPRI" for name in FLAGGED[1:] if name in doubt]
    comment = re.sub(r"\s+", " ", cell.get("Comments", "")).strip()
    note = "; ".join([*remarks, *([f"SIPRI: {comment}"] if comment else [])])
    return (
        supplier.code, recipient.code, cell["Weapon designation"], cell["Weapon description"],
        cell["Status"].casefold(), order, "yes" if "Year of order" in doubt else "no", ordered, delivered,
        ";".join(str(y) for y in sorted({y for y in years if y is not None})), unit,
        total if ordered and unit else None, moved or 0.0, note, recipient.former or supplier.former,
    )  # fmt: skip


def _identities(deals: pd.DataFrame) -> pd.Series:
    """Name each deal by supplier, order year and type, and by recipient where it is not India; number doubles."""
    parts = [
        "-".join([s.lower(), *([] if r == "IND" else [r.lower()]), str(y), _slug(d)])
        for s, r, y, d in zip(
            deals["supplier"], deals["recipient"], deals["order_year"], deals["designation"], strict=True
        )
    ]
    names, taken, seen = [], set(parts), dict.fromkeys(parts, 0)
    for part in parts:
        seen[part] += 1
        name = part if seen[part] == 1 else f"{part}-{seen[part]}"
        while seen[part] > 1 and name in taken:
            seen[part] += 1
            name = f"{part}-{seen[part]}"
        taken.add(name)
        names.append(name)
    return pd.Series(names, index=deals.index)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x"


def _worded(deals: pd.DataFrame) -> pd.DataFrame:
    """Put SIPRI's older words for a class of equipment into the present ones; the note keeps the word of the file."""
    words = load("judgements/weapon_descriptions").set_index("description")["now"]
    now = deals["description"].map(words)
    notes = (deals["note"] + "; described as " + deals["description"]).str.strip("; ")
    return deals.assign(description=now.fillna(deals["description"]), note=notes.where(now.notna(), deals["note"]))


def _weighed(deals: pd.DataFrame) -> pd.DataFrame:
    """Say of deals whose numbers, years or volumes do not agree with each other that they are less sure."""
    ordered, delivered = deals["ordered_number"].astype("float64"), deals["delivered_number"].astype("float64")
    years = deals["delivery_years"].mask(deals["delivery_years"] == "")
    unit = deals["tiv_per_unit"].astype("float64")
    dated = [
        years_in_range(listed, first, int(edition) - 1)
        for listed, first, edition in zip(years, deals["order_year"], deals["edition"], strict=True)
    ]
    odd = {
        "more delivered than ordered": delivered > ordered,
        "years of delivery and number delivered do not agree": delivered.gt(0) != years.notna(),
        "delivered before the order": ~pd.Series(dated, index=deals.index),
        "volume ordered is not number times unit": ~is_product(
            ordered, unit, deals["tiv_ordered_m"].astype("float64")
        ),
        "volume delivered is not number times unit": ~is_product(
            delivered, unit, deals["tiv_delivered_m"].astype("float64")
        ),
    }
    found = pd.DataFrame(odd)
    doubts = [[name for name, wrong in zip(odd, row, strict=True) if wrong] for row in found.to_numpy()]
    notes = ["; ".join([*words, note]).strip("; ") for words, note in zip(doubts, deals["note"], strict=True)]
    return deals.assign(note=notes, confidence=found.any(axis=1).map({True: "medium", False: "high"}))


def _carried(deals: pd.DataFrame) -> pd.DataFrame:
    """Carry our readings of a deal over from the shipped register, where the deal is the only one of its kind."""
    old = load("arms_register")
    old = old[~old.duplicated(DEAL, keep=False)]
    joined = deals.merge(old[[*DEAL, *OURS]], on=DEAL, how="left")
    twice = joined.duplicated(DEAL, keep=False)
    joined.loc[twice, OURS] = None
    return joined
