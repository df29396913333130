"""Contracts of the tables about agreements."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.contracts import fields
from ties.tables.contracts.base import Contract, about, law
from ties.tables.dates import bounds


class Agreements(Contract):
    """Defence agreements that India, the United States and the states compared with them have signed."""

    class Config(Contract.Config):
        """Name and title."""

        name = "agreements"
        title = "Defence agreements"
        metadata = about(theme="agreements")

    id: Series[str] = fields.key()
    name: Series[str] = fields.column("Full name", required=True)
    signed: Series[str] = fields.date("Day of signature")
    expires: Series[str] = fields.date("Day on which its term ends")
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @law("signed", "expires", error="expires before it was signed")
    def ends_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        """Say where the term does not end before the signature (unknown dates pass)."""
        return ~(bounds(frame["expires"])["latest"] < bounds(frame["signed"])["earliest"])
