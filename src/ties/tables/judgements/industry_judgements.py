"""Contracts of the judgements of the chapter on industry: routes, depth, promises, firms, initiatives."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.contracts.deals_tables import Deals
from ties.tables.contracts.industry_tables import DefenceProduction, FirmLinks
from ties.tables.schema import fields
from ties.tables.schema.contract import row_check
from ties.tables.schema.judgement import Judgement


class DealCategories(Judgement, title="Kinds of deals", theme="industry", keys=("category",)):
    """Into which of four kinds each category of deals falls."""

    category: Series[str] = fields.same_choice("Category of deals", Deals, "category")
    kind: Series[str] = fields.choice("Kind", ["aircraft", "weapons", "other equipment", "support"], required=True)
    reason: Series[str] = fields.reason()


class DealRoutes(Judgement, title="Routes of deals", theme="industry", keys=("route",)):
    """Into which group, and to which rung of depth, each route of a deal belongs."""

    route: Series[str] = fields.choice(
        "Route of a deal; unknown stands for an empty cell",
        ["FMS", "FMS+DCS", "DCS", "other", "lease", "unknown", "licensed_production", "co_development"],
        required=True,
    )
    group: Series[str] = fields.choice("Group", ["US government sale", "direct sale", "made in India"], required=True)
    rung: Series[str] = fields.choice("Depth", ["buy", "licensed production", "co-development"], required=True)
    reason: Series[str] = fields.reason()


class DepthLadder(Judgement, title="Depth of single deals", theme="industry", keys=("deal",)):
    """Deals that stand on a rung of the ladder of depth that their route does not tell."""

    deal: Series[str] = fields.column("Deal", references="deals.id", required=True, unique=True)
    rung: Series[str] = fields.choice("Rung of the ladder", ["assemble", "parts"], required=True)
    reason: Series[str] = fields.reason()


class DttiYield(Judgement, title="Yield of the DTTI", theme="industry", keys=("step",)):
    """How many projects of the Defence Technology and Trade Initiative reached each step."""

    step: Series[str] = fields.column("Step", required=True, unique=True)
    count: Series[pd.Int64Dtype] = fields.column("Projects that reached it", unit="projects", required=True, ge=0)
    records: Series[str] = fields.column(
        "Rows that tell of it", among=("initiatives.id", "agreements.id", "setbacks_and_progress.id"), many=True
    )
    reason: Series[str] = fields.reason()


class EngineDeliveries(
    Judgement, title="Deliveries of engines", theme="industry", keys=("deal", "date"), order=("deal", "date")
):
    """Engines delivered by a day, counted from reports of single deliveries."""

    deal: Series[str] = fields.column("Deal", references="deals.id", required=True)
    date: Series[str] = fields.date("Day of the report", required=True)
    delivered: Series[pd.Int64Dtype] = fields.column("Engines delivered by then", unit="engines", required=True, ge=1)
    reason: Series[str] = fields.reason()

    @row_check("deal", "delivered", error="counts fewer engines than the row before it")
    def deliveries_add_up(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the number delivered never to fall."""
        return ~(frame.groupby("deal")["delivered"].diff() < 0).fillna(value=False)


class FighterSquadrons(Judgement, title="Numbers of fighters", theme="industry", keys=("quantity", "since")):
    """Quantities that squadrons and engines are counted with, with a range where accounts differ."""

    quantity: Series[str] = fields.choice(
        "What is counted",
        [
            "tejas_mk1a_ordered", "aircraft_per_squadron", "squadrons_sanctioned", "engines_promised_by_march_2026",
            "engines_promised_per_year",
        ],
        required=True,
    )  # fmt: skip
    since: Series[str] = fields.date("Day from which it holds", required=True)
    low: Series[pd.Int64Dtype] = fields.column(
        "Lower end", unit="aircraft, squadrons or engines", required=True, ge=0
    )
    high: Series[pd.Int64Dtype] = fields.column(
        "Upper end", unit="aircraft, squadrons or engines", required=True, ge=0
    )
    reason: Series[str] = fields.reason()

    @row_check("low", "high", error="has a lower end above the upper one")
    def range_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Require ranges in order."""
        return frame["low"] <= frame["high"]


class FirmGroups(Judgement, title="Groups of firms", theme="industry", keys=("indian_firm",)):
    """Indian firms of one owner, counted as one."""

    indian_firm: Series[str] = fields.column("Firm", among=("firm_links.indian_firm",), required=True, unique=True)
    group: Series[str] = fields.column("Owner", required=True)
    reason: Series[str] = fields.reason()


class InitiativeGrades(Judgement, title="Grades of initiatives", theme="industry", keys=("initiative",)):
    """What came of each initiative."""

    initiative: Series[str] = fields.column("Initiative", references="initiatives.id", required=True, unique=True)
    grade: Series[str] = fields.choice("What came of it", ["in use", "signed", "talk", "stopped"], required=True)
    material: Series[str] = fields.choice("It aims at a thing that can be used", ["yes", "no"], required=True)
    reason: Series[str] = fields.reason()


class LinkStatus(Judgement, title="Stages of links of firms", theme="industry", keys=("status",)):
    """At which stage a link of firms is by its status."""

    status: Series[str] = fields.same_choice("Status of a link", FirmLinks, "status")
    stage: Series[str] = fields.choice("Stage", ["working", "planned", "dormant"], required=True)
    reason: Series[str] = fields.reason()


class ProductionRevisions(Judgement, title="Revised production", theme="industry", keys=("series", "fiscal_year")):
    """Later figures of series whose first print the table has."""

    series: Series[str] = fields.choice(
        "Column of table defence_production", list(DefenceProduction.to_schema().columns), required=True
    )
    fiscal_year: Series[str] = fields.column(
        "Indian fiscal year", kind="year", required=True, str_matches=fields.FISCAL_YEAR
    )
    inr_crore: Series[float] = fields.column(
        "Later figure", unit="crore (ten million) rupees, current", required=True, ge=0
    )
    reason: Series[str] = fields.reason()


class PromisedDates(Judgement, title="Promised dates", theme="industry", keys=("deal", "stage")):
    """When a stage of a deal had been promised, or by how much it is said to have been late."""

    deal: Series[str] = fields.column("Deal", references="deals.id", required=True)
    stage: Series[str] = fields.choice("Stage of the deal", ["first_delivery", "completed"], required=True)
    promised: Series[str] = fields.date("Promised day")
    stated_delay_months: Series[pd.Int64Dtype] = fields.column(
        "Delay as stated, where no date is", unit="months", ge=0
    )
    outcome_known: Series[str] = fields.choice(
        "The outcome was known when it was chosen", ["yes", "no"], required=True
    )
    reason: Series[str] = fields.reason()

    @row_check("promised", "stated_delay_months", error="has neither a promised day nor a stated delay, or both")
    def day_or_delay(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a promised day or a stated delay, and not both."""
        return frame["promised"].isna() != frame["stated_delay_months"].isna()
