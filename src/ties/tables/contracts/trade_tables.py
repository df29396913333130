"""Contract of the table about India's trade in goods."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.contract import GOVERNMENT, Contract, row_check, table_metadata


class Trade(Contract):
    """India's trade in goods by partner and year, always seen from India: exports, imports, balance.

    ``reporter`` says whose customs count, and lines of two reporters are not joined: US and Indian figures differ by
    timing, valuation and routing, Chinese and Indian ones by more. Indian figures are fiscal years (April to March,
    ``year`` = the start), US and Chinese ones calendar years. To 2021-22 the Indian rows are the Department of
    Commerce's own; from 2022-23 they are first releases or revisions as the press gave them, some rounded, some our
    remainder (the notes say so). The world total to 2021-22 is the sum over partners. An import may bring trade
    between other countries: ``country`` says whose it is.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "trade"
        title = "India's trade in goods"
        metadata = table_metadata(
            theme="challenges", keys=("country", "partner", "period", "reporter"), licence=GOVERNMENT
        )

    country: Series[str] = fields.country("State whose trade it is", required=True)
    partner: Series[str] = fields.country("Partner; WLD = all", required=True)
    period: Series[str] = fields.column(
        "Calendar year 2016, or fiscal year 2016-17", required=True, str_matches=r"^\d{4}(?:-\d{2})?$"
    )
    period_type: Series[str] = fields.choice(
        "cy = calendar year, fy_apr_mar = Indian fiscal year", ["cy", "fy_apr_mar"], required=True
    )
    year: Series[pd.Int64Dtype] = fields.year("Year, or the year in which the fiscal year starts", ge=1985)
    reporter: Series[str] = fields.country("State whose customs report the figures", required=True)
    exports_usd_m: Series[float] = fields.column(
        "India's exports to the partner", unit="million US dollars, current", ge=0
    )
    imports_usd_m: Series[float] = fields.column(
        "India's imports from the partner", unit="million US dollars, current", ge=0
    )
    balance_usd_m: Series[float] = fields.column("Exports less imports", unit="million US dollars, current")
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("country", "partner", error="is trade of a state with itself")
    def two_states(cls, frame: pd.DataFrame) -> pd.Series:
        """Trade is between two states."""
        return frame["country"] != frame["partner"]

    @row_check("country", "partner", "reporter", error="is reported by a third state")
    def a_party_reports(cls, frame: pd.DataFrame) -> pd.Series:
        """One of the two reports."""
        return frame["reporter"].eq(frame["country"]) | frame["reporter"].eq(frame["partner"])

    @row_check("period", "period_type", "year", error="has a period that is not the year, or not of its kind")
    def period_is_the_year(cls, frame: pd.DataFrame) -> pd.Series:
        """Periods are the year, written as its kind of year is."""
        following = (frame["year"] + 1).mod(100).astype("str").str.zfill(2)
        year = frame["year"].astype("str")
        fiscal = frame["period_type"].eq("fy_apr_mar")
        return frame["period"].eq((year + "-" + following).where(fiscal, year))

    @row_check(
        "exports_usd_m", "imports_usd_m", "balance_usd_m", error="has a balance that is not exports less imports"
    )
    def balance_is_the_difference(cls, frame: pd.DataFrame) -> pd.Series:
        """Balance is exports less imports, within rounding."""
        return ~((frame["exports_usd_m"] - frame["imports_usd_m"] - frame["balance_usd_m"]).abs() > 0.1)
