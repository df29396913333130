"""Contracts of the tables from the SIPRI Arms Transfers Database.

The unit is the trend-indicator value (TIV): a measure of the military resources moved, not of money. It is never
added to dollars. SIPRI revises its past values each March, so figures are compared inside one edition only.

References
----------
SIPRI Arms Transfers Database, sources and methods, https://www.sipri.org/databases/armstransfers/sources-and-methods
"""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.contract import SIPRI, Contract, row_check, table_metadata

TIV = "million TIV"
# half a unit of the last digit: computed shares have one decimal, published ones are whole numbers or have one
ROUNDING = {"computed": 0.05, "published": 0.5}


class _YearOfEdition(Contract):
    """Checks of tables with a year and an edition."""

    @row_check("year", "edition", error="lies in or after the year of its edition")
    def year_before_edition(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a year that was over when its edition came out."""
        return frame["year"] < frame["edition"].astype("int64")


class _WindowOfEdition(Contract):
    """Checks of tables with windows and an edition."""

    @row_check("period_start", "period_end", error="is not a window of five years")
    def window_of_five_years(cls, frame: pd.DataFrame) -> pd.Series:
        """Require windows of five years, as SIPRI publishes them."""
        return frame["period_end"] - frame["period_start"] == 4

    @row_check("period_end", "edition", error="ends in or after the year of its edition")
    def window_before_edition(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a window that was over when its edition came out."""
        return frame["period_end"] < frame["edition"].astype("int64")


class ArmsTransfers(_YearOfEdition):
    """Deliveries of major arms by recipient, supplier and year.

    Years from 1995 are sums of the dated deliveries in the register of the March 2025 edition; 1990-1994 are whole
    numbers of the March 2022 edition. ``SUN`` is the Soviet Union, ``UNK`` an unknown supplier.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "arms_transfers"
        title = "Arms deliveries by supplier (SIPRI)"
        metadata = table_metadata(
            theme="industry",
            keys=("recipient", "supplier", "year", "edition"),
            licence=SIPRI,
            edition="edition",
        )

    recipient: Series[str] = fields.country("Country that received", required=True)
    supplier: Series[str] = fields.country("Country that delivered", required=True)
    year: Series[pd.Int64Dtype] = fields.year("Year of delivery")
    tiv_m: Series[float] = fields.column(
        "Volume delivered; 0 is less than half a unit", unit=TIV, required=True, ge=0
    )
    coverage: Series[str] = fields.choice(
        "Whether the row is of a table of one supplier, so that the edition may lack the others; otherwise empty",
        ["one supplier"],
    )
    edition: Series[str] = fields.edition()
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("recipient", "supplier", error="is a delivery of a country to itself")
    def two_countries(cls, frame: pd.DataFrame) -> pd.Series:
        """Require two different countries."""
        return frame["recipient"] != frame["supplier"]


class ArmsImportsTotal(_YearOfEdition):
    """All deliveries of major arms to a recipient in a year, from all suppliers."""

    class Config(Contract.Config):
        """Name and title."""

        name = "arms_imports_total"
        title = "Arms imports, all suppliers (SIPRI)"
        metadata = table_metadata(
            theme="industry", keys=("recipient", "year", "edition"), licence=SIPRI, edition="edition"
        )

    recipient: Series[str] = fields.country("Country that received", required=True)
    year: Series[pd.Int64Dtype] = fields.year("Year of delivery", ge=1950)
    tiv_m: Series[float] = fields.column("Volume delivered", unit=TIV, required=True, ge=0)
    edition: Series[str] = fields.edition()
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()


class ArmsShares(_WindowOfEdition):
    """Suppliers' shares of a recipient's arms imports in five-year windows.

    ``published`` rows are SIPRI's own figures as the press quoted them, ``computed`` ones come from the register.
    Only rows of one edition and one basis may be compared; a published window lists few suppliers.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "arms_shares"
        title = "Shares of arms imports by supplier (SIPRI)"
        metadata = table_metadata(
            theme="industry",
            keys=("recipient", "supplier", "period_start", "period_end", "basis", "edition"),
            order=("period_start", "period_end", "recipient", "basis", "edition", "supplier"),
            period=("period_start", "period_end"),
            licence=SIPRI,
            edition="edition",
        )

    recipient: Series[str] = fields.country("Country that received", required=True)
    supplier: Series[str] = fields.country("Country that delivered", required=True)
    period_start: Series[pd.Int64Dtype] = fields.year("First year of the window")
    period_end: Series[pd.Int64Dtype] = fields.year("Last year of the window")
    share_pct: Series[float] = fields.percentage("Share of the recipient's imports by volume (TIV)", required=True)
    basis: Series[str] = fields.choice("Where the figure comes from", ["computed", "published"], required=True)
    edition: Series[str] = fields.edition()
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("recipient", "supplier", error="is a share of a country in its own imports")
    def two_countries(cls, frame: pd.DataFrame) -> pd.Series:
        """Require two different countries."""
        return frame["recipient"] != frame["supplier"]

    @row_check(
        "recipient", "period_start", "period_end", "basis", "edition", "share_pct",
        error="belongs to shares of one recipient, window, basis and edition that sum to more than 100",
    )  # fmt: skip
    def shares_within_the_whole(cls, frame: pd.DataFrame) -> pd.Series:
        """Require shares of one whole to sum to at most 100, but for half a unit of the last digit each."""
        shares = frame.groupby(["recipient", "period_start", "period_end", "basis", "edition"])["share_pct"]
        slack = frame["basis"].map(ROUNDING) * shares.transform("size")
        return shares.transform("sum") <= 100 + slack + 1e-9


class ArmsWorldShare(_WindowOfEdition):
    """Places of states in the world's arms trade in five-year windows, as SIPRI published them."""

    class Config(Contract.Config):
        """Name and title."""

        name = "arms_world_share"
        title = "Shares of the world's arms trade (SIPRI)"
        metadata = table_metadata(
            theme="industry",
            keys=("metric", "country", "counterpart", "period_start", "period_end", "edition"),
            order=("period_start", "period_end", "metric", "country", "counterpart", "edition"),
            period=("period_start", "period_end"),
            licence=SIPRI,
            edition="edition",
        )

    metric: Series[str] = fields.choice(
        "What the value is; recipient_share_of_supplier_exports is the counterpart's share of the country's exports",
        [
            "share_of_world_exports", "share_of_world_imports", "recipient_share_of_supplier_exports",
            "change_in_imports_vs_previous_window_pct",
        ],
        required=True,
    )  # fmt: skip
    country: Series[str] = fields.country("Country", required=True)
    counterpart: Series[str] = fields.country("Recipient, where the metric has one")
    period_start: Series[pd.Int64Dtype] = fields.year("First year of the window")
    period_end: Series[pd.Int64Dtype] = fields.year("Last year of the window")
    value_pct: Series[float] = fields.column("Share or change", unit="per cent", required=True, ge=-100)
    edition: Series[str] = fields.edition()
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("metric", "counterpart", error="has a counterpart that its metric does not have, or the reverse")
    def counterpart_goes_with_metric(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a counterpart of a share in a supplier's exports, and of nothing else."""
        return frame["metric"].eq("recipient_share_of_supplier_exports") == frame["counterpart"].notna()

    @row_check("metric", "value_pct", error="is a share outside 0 to 100")
    def a_share_is_a_share(cls, frame: pd.DataFrame) -> pd.Series:
        """Require shares from 0 to 100; a change may be more."""
        change = frame["metric"].eq("change_in_imports_vs_previous_window_pct")
        return change | frame["value_pct"].between(0, 100)

    @row_check(
        "metric", "period_start", "period_end", "edition", "value_pct",
        error="belongs to shares of the world in one window and edition that sum to more than 100",
    )  # fmt: skip
    def shares_within_the_world(cls, frame: pd.DataFrame) -> pd.Series:
        """Require shares of the world to sum to at most 100, but for half a unit each."""
        world = frame["metric"].isin(["share_of_world_exports", "share_of_world_imports"])
        shares = frame.groupby(["metric", "period_start", "period_end", "edition"])["value_pct"]
        return ~world | (shares.transform("sum") <= 100 + ROUNDING["published"] * shares.transform("size"))
