"""Contracts of the tables about joint initiatives, firms, budgets and production."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.contract import Contract, row_check, table_metadata
from ties.tables.schema.shared_checks import not_before

CRORE = "crore (ten million) rupees, current"
OVER = ["completed", "superseded", "ended"]


class Initiatives(Contract):
    """Programmes, projects, rules and talks by which the two governments join their defence industries."""

    class Config(Contract.Config):
        """Name and title."""

        name = "initiatives"
        title = "Industrial initiatives"
        metadata = table_metadata(theme="industry")

    id: Series[str] = fields.key()
    name: Series[str] = fields.column("Name", required=True)
    started: Series[str] = fields.date("Launch", required=True)
    ended: Series[str] = fields.date("End, or replacement by another")
    kind: Series[str] = fields.choice(
        "What it is",
        [
            "framework", "programme", "project", "agreement", "working_group", "dialogue", "designation", "law",
            "export_control",
        ],
        required=True,
    )  # fmt: skip
    status: Series[str] = fields.choice(
        "State at the last date that the sources reach",
        ["announced", "negotiating", "signed", "under_construction", "active", "stalled", *OVER],
        required=True,
    )
    objective: Series[str] = fields.column("What it was to achieve", required=True)
    outputs: Series[str] = fields.column("What has come of it", required=True)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("started", "ended", error="ended before it started")
    def end_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        """Require no end before the start."""
        return not_before(frame["ended"], frame["started"])

    @row_check("ended", "status", error="has an end although its status says that it goes on")
    def ended_is_over(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a status of completed, superseded or ended of what has an end."""
        return frame["ended"].isna() | frame["status"].isin(OVER)


class FirmLinks(Contract):
    """Links between foreign and Indian defence firms, one row per pair, product and start."""

    class Config(Contract.Config):
        """Name and title."""

        name = "firm_links"
        title = "Links between firms"
        metadata = table_metadata(theme="industry")

    id: Series[str] = fields.key()
    foreign_firm: Series[str] = fields.column("Foreign firm or agency", required=True)
    foreign_parent: Series[str] = fields.column("Its parents, where it is a subsidiary or a joint venture", many=True)
    foreign_country: Series[str] = fields.country("Country of the foreign firm's unit", required=True)
    indian_firm: Series[str] = fields.column("Indian firm or agency", required=True)
    product: Series[str] = fields.column("What the link is about", required=True)
    relation: Series[str] = fields.choice(
        "Kind of link; mou is an understanding without production, mro maintenance, repair and overhaul",
        ["supplier", "licensed_production", "joint_venture", "co_development", "mro", "mou"],
        required=True,
    )
    since: Series[str] = fields.date("Start")
    location: Series[str] = fields.column("Place of the work in India")
    status: Series[str] = fields.choice(
        "State at the last date that the sources reach",
        ["proposed", "announced", "negotiating", "under_construction", "active", "dormant", "completed"],
        required=True,
    )
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("foreign_firm", "indian_firm", error="links a firm with itself")
    def two_firms(cls, frame: pd.DataFrame) -> pd.Series:
        """Require two different firms."""
        return frame["foreign_firm"] != frame["indian_firm"]


class DefenceBudgetIndia(Contract):
    """Budget of the Indian ministry of defence by fiscal year.

    Budget estimates, from 2022-23 rounded capital figures; what the services asked for and were given as capital is
    known to 2021-22.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "defence_budget_india"
        title = "Indian defence budget"
        metadata = table_metadata(theme="industry", keys=("fiscal_year",))

    fiscal_year: Series[str] = fields.fiscal_year()
    total_inr_crore: Series[float] = fields.column("Total budget of the ministry", unit=CRORE, ge=0)
    capital_inr_crore: Series[float] = fields.column("Capital outlay", unit=CRORE, ge=0)
    services_capital_projected_inr_crore: Series[float] = fields.column(
        "Capital that the three services asked for", unit=CRORE, ge=0
    )
    services_capital_allocated_inr_crore: Series[float] = fields.column(
        "Capital that the three services were given", unit=CRORE, ge=0
    )
    domestic_procurement_share_pct: Series[float] = fields.percentage(
        "Share of the capital procurement budget set aside for Indian industry"
    )
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("total_inr_crore", "capital_inr_crore", error="has more capital than budget")
    def capital_within_total(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the capital outlay to fit in the total."""
        return ~(frame["capital_inr_crore"] > frame["total_inr_crore"])

    @row_check(
        "services_capital_projected_inr_crore",
        "services_capital_allocated_inr_crore",
        error="gave the services more than they asked for",
    )
    def given_within_asked(cls, frame: pd.DataFrame) -> pd.Series:
        """Require what the services were given not to exceed what they asked for."""
        return ~(frame["services_capital_allocated_inr_crore"] > frame["services_capital_projected_inr_crore"])

    @row_check(
        "capital_inr_crore",
        "services_capital_allocated_inr_crore",
        error="gave the services more capital than there was",
    )
    def services_within_capital(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the services' capital to fit in the capital outlay."""
        return ~(frame["services_capital_allocated_inr_crore"] > frame["capital_inr_crore"])

    @row_check("fiscal_year", error="is not a year and the next")
    def year_is_followed_by_the_next(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the second part of a fiscal year to be the year after the first."""
        return _is_fiscal_year(frame["fiscal_year"])


class DefenceProduction(Contract):
    """Value of Indian defence production and exports by fiscal year."""

    class Config(Contract.Config):
        """Name and title."""

        name = "defence_production"
        title = "Indian defence production and exports"
        metadata = table_metadata(theme="industry", keys=("fiscal_year",))

    fiscal_year: Series[str] = fields.fiscal_year()
    production_inr_crore: Series[float] = fields.column("Value of production, first print", unit=CRORE, ge=0)
    exports_inr_crore: Series[float] = fields.column("Value of exports", unit=CRORE, ge=0)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("production_inr_crore", "exports_inr_crore", error="exports more than it produces")
    def exports_within_production(cls, frame: pd.DataFrame) -> pd.Series:
        """Require exports not to exceed production."""
        return ~(frame["exports_inr_crore"] > frame["production_inr_crore"])

    @row_check("fiscal_year", error="is not a year and the next")
    def year_is_followed_by_the_next(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the second part of a fiscal year to be the year after the first."""
        return _is_fiscal_year(frame["fiscal_year"])


def _is_fiscal_year(years: pd.Series) -> pd.Series:
    first, second = years.str[:4].astype("int64"), years.str[5:].astype("int64")
    return (first + 1) % 100 == second
