"""Contracts of the tables that all others refer to: sources and countries."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.contract import Contract, row_check, table_metadata

CODE = r"^[A-Z]{3}$"
ADDRESS = r"^https?://[^\s<>\"{}|\\^`]+$"


class Countries(Contract):
    """States, territories and groups that the tables name, by code.

    ISO 3166-1 alpha-3 where it has a code; the few others are our own and say so. ``state`` is a member or observer
    state of the United Nations, ``territory`` every other entry of ISO 3166-1, ``former_state`` a code that ISO has
    withdrawn; the kinds sort codes and take no side in any dispute.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "countries"
        title = "Countries and groups"
        metadata = table_metadata(theme="shared", keys=("code",))

    code: Series[str] = fields.column("Code of three letters", required=True, unique=True, str_matches=CODE)
    name: Series[str] = fields.column("Short English name", required=True, unique=True)
    kind: Series[str] = fields.choice(
        "What the code stands for", ["state", "former_state", "territory", "group", "unknown"], required=True
    )
    iso2: Series[str] = fields.column("ISO 3166-1 alpha-2", str_matches=r"^[A-Z]{2}$")
    m49: Series[pd.Int64Dtype] = fields.column(
        "UN M49, standard country code; of former states the last", unit="code", ge=1, le=999
    )
    cow: Series[pd.Int64Dtype] = fields.column(
        "Correlates of War, state system membership; codes that changed hands are judgement country_aliases",
        unit="code",
        ge=1,
        le=999,
    )
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("iso2", "m49", "cow", error="has a code of another state")
    def codes_name_one_state(cls, frame: pd.DataFrame) -> pd.Series:
        """Require no code to stand twice; many territories have none."""
        codes = frame[["iso2", "m49", "cow"]]
        twice = [codes[code].duplicated(keep=False) & codes[code].notna() for code in codes]
        return ~pd.concat(twice, axis=1).any(axis=1)


class Sources(Contract):
    """Documents that the rows of the other tables cite."""

    class Config(Contract.Config):
        """Name and title."""

        name = "sources"
        title = "Sources"
        metadata = table_metadata(theme="shared", order=("id",), period=("published",))

    id: Series[str] = fields.key()
    title: Series[str] = fields.column("Title of the document, or our short description of it", required=True)
    publisher: Series[str] = fields.column("Who published it", required=True)
    published: Series[str] = fields.date("Day, month or year of publication, as exact as known")
    url: Series[str] = fields.column("Public address of the document", str_matches=ADDRESS)
    kind: Series[str] = fields.choice(
        "primary: a government's own document, a treaty, the data set or the party itself; secondary: reporting or "
        "analysis by others; judgement: the compilers' own, with the reason in the note of the row that cites it",
        ["primary", "secondary", "judgement"],
        required=True,
    )

    @row_check("url", "kind", error="has no address although it is not a judgement")
    def a_document_has_an_address(cls, frame: pd.DataFrame) -> pd.Series:
        """Require an address of everything but the compilers' own judgement."""
        return frame["url"].notna() | (frame["kind"] == "judgement")
