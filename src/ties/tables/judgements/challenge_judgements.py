"""Contracts of the judgements of the chapter on challenges: the arsenal, scores, tariffs, transfer of technology."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.contracts.challenges_tables import SetbacksAndProgress
from ties.tables.schema import fields
from ties.tables.schema.contract import row_check
from ties.tables.schema.judgement import Judgement


class ArsenalAssumptions(Judgement, title="Assumptions on the arsenal", theme="challenges", keys=("name",)):
    """Ranges of what the model of the Indian arsenal cannot read from a table; triangular distributions."""

    name: Series[str] = fields.choice(
        "Quantity",
        [
            "soviet_share_before", "life_correlation", "class_correlation", "indian_share_stock", "indian_share_new",
            "russian_share_new", "replacement_rate",
        ],
        required=True,
    )  # fmt: skip
    low: Series[float] = fields.column("Lower end", unit="as in column unit", required=True, ge=0)
    mode: Series[float] = fields.column("Most likely value", unit="as in column unit", required=True, ge=0)
    high: Series[float] = fields.column("Upper end", unit="as in column unit", required=True, ge=0)
    unit: Series[str] = fields.column("Unit", required=True)
    reason: Series[str] = fields.reason()

    @row_check("low", "mode", "high", error="has a most likely value outside of its range")
    def range_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the three values in order."""
        return frame["mode"].between(frame["low"], frame["high"])


class ClassServices(Judgement, title="Services of classes", theme="challenges", keys=("platform_class",)):
    """Which service of the armed forces has a class of arms, or single deals of the register."""

    platform_class: Series[str] = fields.column(
        "Class of arms, or a deal of the register that is an exception",
        among=("service_lives.platform_class", "arms_register.id"),
        required=True,
        unique=True,
    )
    service: Series[str] = fields.choice("Service", ["army", "navy", "air_force"], required=True)
    reason: Series[str] = fields.reason()


class CohortExceptions(Judgement, title="Lives of single cohorts", theme="challenges", keys=("register_id",)):
    """Deals whose arms live longer or shorter than their class."""

    register_id: Series[str] = fields.column("Deal", references="arms_register.id", required=True, unique=True)
    years_low: Series[pd.Int64Dtype] = fields.column("Shortest life", unit="years", required=True, ge=0)
    years_mode: Series[pd.Int64Dtype] = fields.column("Most likely life", unit="years", required=True, ge=0)
    years_high: Series[pd.Int64Dtype] = fields.column("Longest life", unit="years", required=True, ge=0)
    reason: Series[str] = fields.reason()

    @row_check("years_low", "years_mode", "years_high", error="has a most likely life outside of its range")
    def lives_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the three lives in order."""
        return frame["years_mode"].between(frame["years_low"], frame["years_high"])


class EquipmentKinds(
    Judgement, title="Classes of descriptions", theme="challenges", keys=("words",), order=("words",)
):
    """Which classes of arms a description of the register can mean."""

    words: Series[str] = fields.column("Description, as the register has or had it", required=True, unique=True)
    platform_classes: Series[str] = fields.column(
        "Classes", among=("service_lives.platform_class",), many=True, required=True
    )
    reason: Series[str] = fields.reason()


class InventoryItems(Judgement, title="Items of inventories", theme="challenges", keys=("inventory_id",)):
    """Counts of an inventory that are held against deals of the register."""

    inventory_id: Series[str] = fields.column("Count", references="inventory_origin.id", required=True, unique=True)
    register_ids: Series[str] = fields.column("Deals", references="arms_register.id", many=True, required=True)
    platform_class: Series[str] = fields.column(
        "Class of arms", references="service_lives.platform_class", required=True
    )
    reason: Series[str] = fields.reason()


class ScoreNoise(Judgement, title="Spread of scores", theme="challenges", keys=("confidence",)):
    """How far a second reader's score may lie from the one given."""

    confidence: Series[str] = fields.confidence()
    sd: Series[float] = fields.column("Standard deviation", unit="steps of the score", required=True, ge=0)
    reason: Series[str] = fields.reason()


class TariffSteps(Judgement, title="Steps of the tariff", theme="challenges", keys=("date",), order=("date",)):
    """Rates of US duties on Indian goods, from day to day."""

    date: Series[str] = fields.date("Day", required=True)
    low: Series[float] = fields.column("Lower rate", unit="per cent", ge=0)
    high: Series[float] = fields.column("Upper rate", unit="per cent", ge=0)
    kind: Series[str] = fields.choice("Announced, or in force", ["announced", "in_force"], required=True)
    step: Series[str] = fields.column("What happened", required=True)
    sources: Series[str] = fields.sources()
    reason: Series[str] = fields.reason()

    @row_check("low", "high", error="has a lower rate above the upper one, or only one of the two")
    def rates_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Require both rates in order, or neither."""
        neither = frame["low"].isna() & frame["high"].isna()
        return neither | (frame["low"] <= frame["high"])


class TopicStrands(Judgement, title="Strands of topics", theme="challenges", keys=("topic",)):
    """To which strand of the ties a topic belongs."""

    topic: Series[str] = fields.same_choice("Topic", SetbacksAndProgress, "topic")
    strand: Series[str] = fields.choice("Strand", ["defence", "trade", "politics"], required=True)
    reason: Series[str] = fields.reason()


class TransferPercentages(
    Judgement, title="Percentages of transfer", theme="challenges", keys=("deal", "measure", "stage")
):
    """Shares of technology or of Indian content that were named at a stage of a deal."""

    deal: Series[str] = fields.column("Deal", references="deals.id", required=True)
    measure: Series[str] = fields.choice(
        "What the share is of", ["technology transfer", "Indian content", "structural assembly"], required=True
    )
    stage: Series[str] = fields.choice(
        "Stage of the deal", ["discussed", "settled", "reported", "agreed"], required=True
    )
    low: Series[float] = fields.percentage("Lower end", required=True)
    high: Series[float] = fields.percentage("Upper end", required=True)
    reason: Series[str] = fields.reason()

    @row_check("low", "high", error="has a lower end above the upper one")
    def percentages_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Require ranges in order."""
        return frame["low"] <= frame["high"]


class TransferSteps(
    Judgement, title="Steps of a transfer", theme="challenges", keys=("case", "date"), order=("case", "date")
):
    """Steps towards the transfer of a technology."""

    case: Series[str] = fields.column("Technology", required=True, str_matches=fields.ID)
    date: Series[str] = fields.date("Day", required=True)
    step: Series[str] = fields.column("What happened", required=True)
    kind: Series[str] = fields.choice(
        "Kind of step", ["choice", "offer", "agreement", "approval", "licence", "terms"], required=True
    )
    sources: Series[str] = fields.sources()
    reason: Series[str] = fields.reason()
