"""Workbooks of the Office Open XML kind, opened without trust: no entities, no endless sheets, formulas as text."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ties.tables.importers.content import Content, members
from ties.tables.importers.reading import ImportRefusedError

CELLS = 5_000_000
XML = (".xml", ".rels", ".vml")


@dataclass(frozen=True)
class Cell:
    """Value of a cell, a formula as its text, and the colour of its font (``indexed:12``, ``rgb:FFFF0000``)."""

    value: Any
    colour: str = ""

    @property
    def text(self) -> str:
        """Give the value as trimmed text."""
        value: object = self.value
        return "" if value is None else str(value).strip()


@dataclass(frozen=True)
class Sheet:
    """Name of a sheet and its cells, row by row from the first."""

    name: str
    rows: list[list[Cell]]


def sheets(content: Content, *, rows: int | None = None) -> list[Sheet]:
    """Read the sheets of a workbook.

    Parameters
    ----------
    content : Content
        The workbook.
    rows : int, optional
        Read so many rows of each sheet only (to tell a format).

    Returns
    -------
    list of Sheet
        Sheets with cells, in order; charts and pictures have none.

    Raises
    ------
    ImportRefusedError
        If it is no workbook, holds a document type or an entity, or claims more than five million cells in a sheet.
    """
    if not content.is_workbook:
        raise ImportRefusedError("is not a workbook", content.name)
    for member in members(content):
        if member.name.lower().endswith(XML):
            _check_xml(member)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions that it drops; values are not touched
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content.data), data_only=False, keep_links=False)
    except (RecursionError, MemoryError):
        raise
    except Exception as error:  # the parser raises whatever a broken byte leads it to
        raise ImportRefusedError(f"workbook is broken ({type(error).__name__})", content.name) from None
    return [_sheet(sheet, rows) for sheet in book.worksheets]


def _sheet(sheet: Any, rows: int | None) -> Sheet:
    if sheet.max_row * sheet.max_column > CELLS:
        raise ImportRefusedError(f"sheet spans more than {CELLS} cells", sheet=sheet.title)
    last = sheet.max_row if rows is None else min(rows, sheet.max_row)
    cells = [[Cell(_value(c), _colour(c)) for c in row] for row in sheet.iter_rows(max_row=last)]
    return Sheet(sheet.title, cells)


def _value(cell: Any) -> Any:
    """Give the value of a cell; of an array formula, which is an object, its text."""
    value = cell.value
    return f"={getattr(value, 'text', '')}" if cell.data_type == "f" and not isinstance(value, str) else value


def _colour(cell: Any) -> str:
    colour = cell.font.color if cell.has_style and cell.font else None
    if colour is None or colour.type not in ("indexed", "rgb"):
        return ""
    return f"{colour.type}:{colour.indexed if colour.type == 'indexed' else colour.rgb}"


def _check_xml(member: Content) -> None:
    try:
        for _, element in iterparse(io.BytesIO(member.data), forbid_dtd=True):
            element.clear()
    except DefusedXmlException:
        raise ImportRefusedError("workbook declares a document type or an entity", sheet=member.name) from None
    except (ParseError, ValueError, LookupError) as error:
        raise ImportRefusedError(f"workbook has broken XML ({error})", sheet=member.name) from None
