"""Contracts of the tables about India's ties with Russia and the Russian part of its arsenal."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.contract import Contract, row_check, table_metadata
from ties.tables.schema.shared_checks import together


class RussiaTies(Contract):
    """India's arms, oil and military ties with Russia, event by event, from 2000 on.

    Values overlap: revised contracts, approvals, cancelled plans and the seller's totals stand beside the contracts
    themselves. A sum takes only rows whose ``additive`` is ``yes``. Oil rows are months, except the one dated by a
    year, which is its average; trackers differ, and where two are quoted the row holds both ends. Announced
    deliveries that were not confirmed are statements.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "russia_ties"
        title = "Ties with Russia"
        metadata = table_metadata(theme="challenges")

    id: Series[str] = fields.key()
    date: Series[str] = fields.date("Day, month or year of the event", required=True)
    kind: Series[str] = fields.choice(
        "What it was; agreement = between governments, approval = by an Indian council, before any contract",
        [
            "contract", "agreement", "approval", "delivery", "delay", "cancellation", "oil", "visit", "exercise",
            "statement",
        ],
        required=True,
    )  # fmt: skip
    summary: Series[str] = fields.column("What happened", required=True)
    value_usd_m: Series[float] = fields.column("Value", unit="million US dollars, current", ge=0)
    additive: Series[str] = fields.choice(
        "Whether the value may be added to others: yes for contracts counted once",
        ["yes", "no"],
    )
    oil_kbd: Series[float] = fields.column(
        "Imports of Russian crude, or the lower of two counts", unit="thousand barrels a day", ge=0
    )
    oil_kbd_high: Series[float] = fields.column("The higher of two counts", unit="thousand barrels a day", ge=0)
    oil_share_pct: Series[float] = fields.percentage("Russian share of Indian crude imports")
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("value_usd_m", "additive", error="has a value without saying whether it may be added, or the reverse")
    def values_say_whether_they_add(cls, frame: pd.DataFrame) -> pd.Series:
        """Every value says whether it may be added."""
        return together(frame, "value_usd_m", "additive")

    @row_check("kind", "additive", error="is additive but no contract")
    def only_contracts_add(cls, frame: pd.DataFrame) -> pd.Series:
        """Only contracts may be added up."""
        return ~frame["additive"].eq("yes") | frame["kind"].eq("contract")

    @row_check(
        "kind", "oil_kbd", "oil_kbd_high", "oil_share_pct", error="holds quantities of oil in a row that is not oil"
    )
    def only_oil_has_quantities(cls, frame: pd.DataFrame) -> pd.Series:
        """Only rows of oil hold quantities of oil."""
        has_oil = frame[["oil_kbd", "oil_kbd_high", "oil_share_pct"]].notna().any(axis=1)
        return ~has_oil | frame["kind"].eq("oil")

    @row_check("oil_kbd", "oil_kbd_high", error="has a higher count that is not above the lower, or stands alone")
    def high_above_low(cls, frame: pd.DataFrame) -> pd.Series:
        """Higher counts have a lower one under them."""
        return frame["oil_kbd_high"].isna() | (frame["oil_kbd_high"] > frame["oil_kbd"])


class InventoryOrigin(Contract):
    """How much of the Indian arsenal is of Russian origin, by study, service and system.

    A stock, not the flow of imports. Estimates differ in what they count (platforms, weapons, pieces or value; Soviet
    design or Russian make; Indian-built under licence counts as Russian origin in most), so shares of two studies are
    not two points of one series. Rows of single systems are counts, not estimates of a service. US-made systems stand
    as comparators with a share of zero.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "inventory_origin"
        title = "Russian origin of the Indian arsenal"
        metadata = table_metadata(theme="challenges")

    id: Series[str] = fields.key()
    service: Series[str] = fields.choice("Service", ["all", "army", "navy", "air_force"], required=True)
    system_class: Series[str] = fields.column("Equipment that the row covers", required=True)
    as_of: Series[str] = fields.date("Date of the count or study")
    total: Series[pd.Int64Dtype] = fields.column("Pieces in all", unit="pieces", ge=0)
    russian_origin: Series[pd.Int64Dtype] = fields.column("Of these of Russian or Soviet origin", unit="pieces", ge=0)
    share_pct: Series[float] = fields.percentage("Share of Russian or Soviet origin")
    bound: Series[str] = fields.choice(
        "How to read the figures: exact, about, at_least (the source says over)", ["exact", "about", "at_least"]
    )
    study: Series[str] = fields.column("Who says so", required=True)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("total", "russian_origin", error="has more of Russian origin than there are")
    def part_within_total(cls, frame: pd.DataFrame) -> pd.Series:
        """Parts are not larger than the whole."""
        return ~(frame["russian_origin"] > frame["total"]).fillna(False)

    @row_check("total", "russian_origin", "share_pct", error="has a share that its own counts do not give")
    def share_follows_from_counts(cls, frame: pd.DataFrame) -> pd.Series:
        """Where both counts are known, the share is their quotient (within half a point)."""
        counted = frame[["total", "russian_origin"]].astype("float64")
        share = 100 * counted["russian_origin"] / counted["total"].where(counted["total"] > 0)
        return ~((share - frame["share_pct"]).abs() > 0.5)

    @row_check("total", "share_pct", "bound", error="has figures without saying how to read them, or the reverse")
    def figures_have_a_bound(cls, frame: pd.DataFrame) -> pd.Series:
        """Figures say how to read them."""
        return frame["bound"].notna() == frame[["total", "share_pct"]].notna().any(axis=1)
