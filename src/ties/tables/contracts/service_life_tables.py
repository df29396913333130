"""Contracts of the tables about how long arms stay in service."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.cell_checks import SEPARATOR
from ties.tables.schema.contract import Contract, row_check, table_metadata


class ServiceLives(Contract):
    """How long a class of arms stays in service: low, most likely and high, for a triangular draw.

    Built from the cases of ``service_life_observations``; the step from cases to a distribution is our judgement, and
    three classes have no case at all (source: judgement). A life is a distribution, never one number. Every
    description of ``arms_register`` is covered by one class.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "service_lives"
        title = "Service lives by class of arms"
        metadata = table_metadata(theme="challenges", keys=("platform_class",))

    platform_class: Series[str] = fields.column(
        "Class of arms", required=True, unique=True, str_matches=r"^[a-z]+(?:_[a-z]+)*$"
    )
    years_low: Series[pd.Int64Dtype] = fields.column("Shortest plausible life", unit="years", required=True, ge=1)
    years_mode: Series[pd.Int64Dtype] = fields.column("Most likely life", unit="years", required=True, ge=1)
    years_high: Series[pd.Int64Dtype] = fields.column(
        "Longest plausible life", unit="years", required=True, ge=1, le=100
    )
    sipri_descriptions: Series[str] = fields.column(
        "Descriptions of the SIPRI register that the class covers", many=True, required=True
    )
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("years_low", "years_mode", "years_high", error="has lives out of order: low, mode, high")
    def lives_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Most likely lives lie between the shortest and the longest, and these differ."""
        inside = (frame["years_low"] <= frame["years_mode"]) & (frame["years_mode"] <= frame["years_high"])
        return inside & (frame["years_low"] < frame["years_high"])

    @row_check("sipri_descriptions", error="covers a description that another class covers too")
    def each_description_once(cls, frame: pd.DataFrame) -> pd.Series:
        """No description is covered twice."""
        described = frame["sipri_descriptions"].str.split(SEPARATOR).explode()
        twice = described.duplicated(keep=False)
        return ~twice.groupby(level=0).any().reindex(frame.index)


class ServiceLifeObservations(Contract):
    """Cited cases of how long arms stayed in service, or were meant to.

    ``kind`` says what a case is worth: prescribed, design and shelf_life are on paper; retired and type_span
    happened; planned_retirement and extended are decided; in_service, mid_life and after_upgrade are lower bounds or
    ages at an event. ``type_span`` is the span of a type, longer than any one airframe's. US cases stand where no
    Indian one was found.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "service_life_observations"
        title = "Service lives: observed cases"
        metadata = table_metadata(theme="challenges", order=("platform_class", "id"), period=("from_year", "to_year"))

    id: Series[str] = fields.key()
    platform_class: Series[str] = fields.column(
        "Class of arms", references="service_lives.platform_class", required=True
    )
    item: Series[str] = fields.column("Type, batch or ship", required=True)
    operator: Series[str] = fields.country("State that operates it", required=True)
    kind: Series[str] = fields.choice(
        "What the case is",
        [
            "prescribed", "design", "shelf_life", "retired", "type_span", "planned_retirement", "extended",
            "in_service", "mid_life", "after_upgrade",
        ],
        required=True,
    )  # fmt: skip
    years_low: Series[pd.Int64Dtype] = fields.column("Life, or the shorter end", unit="years", ge=1)
    years_high: Series[pd.Int64Dtype] = fields.column(
        "Longer end; equal where there is one figure", unit="years", ge=1
    )
    from_year: Series[pd.Int64Dtype] = fields.year("First year in service of the item or batch", required=False)
    to_year: Series[pd.Int64Dtype] = fields.year(
        "Year of its end, past or planned, or in which it still served", required=False
    )
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("years_low", "years_high", error="has a longer end below the shorter, or one end only")
    def ends_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Both ends are known or neither, and they are in order."""
        both = frame["years_low"].notna() == frame["years_high"].notna()
        return both & ~(frame["years_high"] < frame["years_low"]).fillna(False)

    @row_check("from_year", "to_year", error="ends before it starts")
    def end_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        """No service ends before it starts."""
        return ~(frame["to_year"] < frame["from_year"]).fillna(False)

    @row_check("years_high", "from_year", "to_year", error="has a life longer than the years it gives")
    def life_fits_the_years(cls, frame: pd.DataFrame) -> pd.Series:
        """Lives are not longer than the span of their years (a year of rounding)."""
        span = frame["to_year"] - frame["from_year"] + 1
        return ~(frame["years_high"] > span).fillna(False)
