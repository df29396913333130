"""Contracts of the tables about arms deals and the notices of them to the United States Congress."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.dates import bounds
from ties.tables.schema import fields
from ties.tables.schema.contract import Contract, row_check, table_metadata
from ties.tables.schema.shared_checks import not_before, together

US_ROUTES = ["FMS", "DCS", "FMS+DCS"]
SIGNED = ["contracted", "delivering", "delivered"]
# an announcement of these kinds comes before the contract; a government may also announce what is already signed
BEFORE_CONTRACT = ["us_notification", "indian_need_or_approval", "tender", "offer", "intergovernmental_agreement"]


class Deals(Contract):
    """Arms deals of India: bought, leased, licence-built, co-developed, stalled or given up.

    One row per deal as it was negotiated; a repeat order has a row of its own. The dollar value is the contract where
    one was found, otherwise the notice or an estimate (the note says which).
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "deals"
        title = "Arms deals"
        metadata = table_metadata(
            theme="industry", order=("announced", "id"), period=("announced", "approved", "contracted")
        )

    id: Series[str] = fields.key()
    platform: Series[str] = fields.column("What is bought", required=True)
    category: Series[str] = fields.choice(
        "Class of equipment",
        [
            "aircraft", "helicopter", "uav", "engine", "missile", "artillery", "ground_vehicle", "small_arms",
            "naval", "sensor", "c4isr", "services", "other",
        ],
        required=True,
    )  # fmt: skip
    supplier: Series[str] = fields.country("Country of the seller", required=True)
    buyer: Series[str] = fields.country("Country of the buyer", required=True)
    oem: Series[str] = fields.column("Foreign makers, prime contractor first", many=True)
    indian_partner: Series[str] = fields.column("Indian firms and agencies with a share of the work", many=True)
    quantity: Series[pd.Int64Dtype] = fields.column("Number of units", unit="units", ge=1)
    value_usd_m: Series[float] = fields.column("Value", unit="million US dollars, current", ge=0)
    value_inr_crore: Series[float] = fields.column(
        "Value in rupees", unit="crore (ten million) rupees, current", ge=0
    )
    value_scope: Series[str] = fields.choice(
        "Whether the two values cover the same thing; where they differ never convert one into the other",
        ["same", "differs", "unknown"],
    )
    route: Series[str] = fields.choice(
        "FMS: sale by the US government; DCS: direct commercial sale by a US firm; other: any other purchase",
        [*US_ROUTES, "licensed_production", "co_development", "lease", "other"],
    )
    announced: Series[str] = fields.date("Earliest dated public step; what it was differs, see announced_basis")
    announced_basis: Series[str] = fields.choice(
        "What announced is the date of", [*BEFORE_CONTRACT, "government_statement", "contract"]
    )
    approved: Series[str] = fields.date("Notice of the sale to the United States Congress, or end of its review")
    contracted: Series[str] = fields.date("Signature of the contract")
    first_delivery: Series[str] = fields.date("First delivery")
    completed: Series[str] = fields.date("Last delivery")
    status: Series[str] = fields.choice(
        "State at the last date that the sources reach",
        ["proposed", "approved", *SIGNED, "stalled", "cancelled"],
        required=True,
    )
    indigenous_content_pct: Series[float] = fields.percentage("Share made in India, as stated (basis in the note)")
    technology_transfer_pct: Series[float] = fields.percentage("Share of technology to be transferred, as stated")
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("supplier", "buyer", error="is a deal of a country with itself")
    def two_countries(cls, frame: pd.DataFrame) -> pd.Series:
        """Require two different countries."""
        return frame["supplier"] != frame["buyer"]

    @row_check(
        "value_usd_m", "value_inr_crore", "value_scope", error="has a scope without two values, or the reverse"
    )
    def scope_goes_with_two_values(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a scope where, and only where, both currencies are given."""
        both = frame["value_usd_m"].notna() & frame["value_inr_crore"].notna()
        return both == frame["value_scope"].notna()

    @row_check("announced", "announced_basis", error="has a basis without an announcement, or the reverse")
    def basis_goes_with_announcement(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a basis where, and only where, an announcement is dated."""
        return together(frame, "announced", "announced_basis")

    @row_check("supplier", "route", "approved", error="has a US route or US approval but another supplier")
    def us_steps_mean_us_supplier(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the United States as supplier of what goes by its routes or before its Congress."""
        us = frame["route"].isin(US_ROUTES) | frame["approved"].notna()
        return ~us | frame["supplier"].eq("USA")

    @row_check("announced", "announced_basis", "approved", error="was approved before the step that announced it")
    def approval_after_announcement(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the notice to Congress not to come before the announcement, where that is a notice or a wish."""
        return not_before(frame["approved"], frame["announced"])

    @row_check(
        "announced",
        "announced_basis",
        "contracted",
        error="was contracted before a step that comes before a contract",
    )
    def contract_after_announcement(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the contract not to come before the announcement, where its basis is a step before a contract."""
        return ~frame["announced_basis"].isin(BEFORE_CONTRACT) | not_before(frame["contracted"], frame["announced"])

    @row_check(
        "announced", "announced_basis", "contracted", error="is announced by its contract but has another date of it"
    )
    def contract_is_the_announcement(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the date of the contract to be the announcement, where that is its basis."""
        return ~frame["announced_basis"].eq("contract") | frame["announced"].eq(frame["contracted"])

    @row_check("approved", "contracted", error="was contracted before it was approved")
    def contract_after_approval(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the contract not to come before the notice to Congress."""
        return not_before(frame["contracted"], frame["approved"])

    @row_check("contracted", "first_delivery", error="was delivered before it was contracted")
    def delivery_after_contract(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the first delivery not to come before the contract."""
        return not_before(frame["first_delivery"], frame["contracted"])

    @row_check(
        "contracted", "first_delivery", "completed", error="was completed before its first delivery or contract"
    )
    def completion_after_delivery(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the last delivery not to come before the first, nor before the contract."""
        return not_before(frame["completed"], frame["first_delivery"]) & not_before(
            frame["completed"], frame["contracted"]
        )

    @row_check("status", "contracted", error="has a date of contract that its status denies")
    def only_the_signed_have_a_contract(cls, frame: pd.DataFrame) -> pd.Series:
        """Require no date of contract of what is proposed, approved or stalled."""
        return ~frame["status"].isin(["proposed", "approved", "stalled"]) | frame["contracted"].isna()

    @row_check("status", "first_delivery", error="has a delivery that its status denies")
    def only_the_delivered_have_a_delivery(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a date of delivery only of what is being delivered or delivered."""
        return frame["status"].isin(["delivering", "delivered"]) | frame["first_delivery"].isna()

    @row_check("status", "completed", error="is completed but not delivered")
    def completed_means_delivered(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a status of delivered of what is completed."""
        return frame["completed"].isna() | frame["status"].eq("delivered")


class FmsNotifications(Contract):
    """Notices to the United States Congress of possible government sales to India.

    A notice is a ceiling and a permission, not a sale: the value is the most that may be sold.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "fms_notifications"
        title = "Notices to Congress of sales to India"
        metadata = table_metadata(theme="industry")

    id: Series[str] = fields.key()
    notified: Series[str] = fields.date("Date of the notice", required=True)
    description: Series[str] = fields.column("What may be sold", required=True)
    value_usd_m: Series[float] = fields.column("Ceiling", unit="million US dollars, current", ge=0)
    principal_contractors: Series[str] = fields.column("Firms named in the notice", many=True)
    transmittal: Series[str] = fields.column("Number of the transmittal", str_matches=r"^\d{2}-\d{2,3}$")
    deal: Series[str] = fields.column("Deal that it belongs to", references="deals.id")
    replaced_by: Series[str] = fields.column("Later notice of the same sale", references="fms_notifications.id")
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("id", "notified", "replaced_by", error="is replaced by a notice that is not later")
    def replacement_is_later(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a replacement to be later than what it replaces."""
        notified = bounds(frame["notified"])
        later = notified["latest"].set_axis(frame["id"]).reindex(frame["replaced_by"]).to_numpy()
        return frame["replaced_by"].isna() | (later > notified["earliest"].to_numpy())
