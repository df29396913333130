"""Contracts of the tables about what strains and what strengthens the partnership."""

from __future__ import annotations

from typing import Any

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.contract import Contract, row_check, table_metadata
from ties.tables.schema.shared_checks import not_before

# states of affairs, not acts: they have no day
STANDING = ["not_sanctioned", "not_designated", "no_new_list", "unknown"]


def score(description: str, highest: int) -> Any:
    """Describe a score that is our judgement, from 1 upwards (annotate the column ``Series[pd.Int64Dtype]``)."""
    return fields.column(
        f"{description} (our judgement)", unit=f"score, 1 to {highest}", required=True, ge=1, le=highest
    )


class Challenges(Contract):
    """Register of risks to the partnership: what each is, since when, how severe and how likely it bites.

    The facts of a row are sourced. ``severity_1_5``, ``likelihood_1_5`` and ``trend`` are our judgement, with its
    reason in ``rationale``: they are ordinal, so their product is a rank, not a quantity, and results are shown with
    the scores varied. Rows are not independent: several describe one quarrel from different sides, and half of them
    began in 2025 or later.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "challenges"
        title = "Challenges: register of risks"
        metadata = table_metadata(theme="challenges", period=("since",))

    id: Series[str] = fields.key()
    challenge: Series[str] = fields.column("Name of the challenge", required=True, unique=True)
    category: Series[str] = fields.choice(
        "What it is about",
        [
            "doctrine", "russia", "bureaucracy", "legal", "domestic", "technology_transfer", "capacity", "values",
            "trade", "pakistan", "china_us_detente",
        ],
        required=True,
    )  # fmt: skip
    summary: Series[str] = fields.column("The facts", required=True)
    since: Series[str] = fields.date("When it began")
    until: Series[str] = fields.date("When it ended; empty while it lasts")
    severity_1_5: Series[pd.Int64Dtype] = score("Damage to defence ties if it bites; 5 = would break them off", 5)
    likelihood_1_5: Series[pd.Int64Dtype] = score("Chance that it bites within about two years; 5 = it does now", 5)
    trend: Series[str] = fields.choice(
        "Direction over the year before (our judgement)", ["rising", "steady", "falling"], required=True
    )
    rationale: Series[str] = fields.column("Reason of the scores", required=True)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("since", "until", error="ends before it begins")
    def end_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        """No challenge ends before it begins."""
        return not_before(frame["until"], frame["since"])

    @row_check("until", "trend", error="is over and yet rising")
    def what_is_over_does_not_rise(cls, frame: pd.DataFrame) -> pd.Series:
        """Challenges that have ended are not rising."""
        return ~(frame["until"].notna() & frame["trend"].eq("rising"))


class SetbacksAndProgress(Contract):
    """Dated events that moved the partnership forwards or back, for a balance over time.

    Which events count, their direction and their weight are our judgement; the facts are sourced. The record is
    not even in time: half of the rows are of 2025 and 2026, when more was read, so a trend in their number is no
    finding, and balances are also shown unweighted. Direction is seen from defence ties: an Indian purchase from
    Russia or an easing with China is a setback only in that sense. June 2026 is the last month covered in full.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "setbacks_and_progress"
        title = "Setbacks and progress"
        metadata = table_metadata(theme="challenges")

    id: Series[str] = fields.key()
    date: Series[str] = fields.date("Day of the event", required=True)
    direction: Series[str] = fields.choice(
        "Whether defence ties gained or lost (our judgement)", ["progress", "setback"], required=True
    )
    theme: Series[str] = fields.choice(
        "Chapter it bears on", ["agreements", "industry", "deterrence", "challenges"], required=True
    )
    topic: Series[str] = fields.choice(
        "What it is about",
        [
            "agreement", "arms_sale", "china", "connectivity", "delivery", "dialogue", "diplomatic", "exercise",
            "industry", "iran", "leaders", "logistics", "maritime", "nuclear", "pakistan", "quad", "red_sea",
            "russia", "statement", "status", "strategy", "technology_transfer", "trade", "values",
        ],
        required=True,
    )  # fmt: skip
    summary: Series[str] = fields.column("What happened", required=True, unique=True)
    weight_1_3: Series[pd.Int64Dtype] = score("Weight of the event; 3 = lasting effect on defence ties", 3)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()


class Designations(Contract):
    """Listings, removals, waivers and recommendations under US law, and of the FATF, that touch the region.

    Rows of a status that is no act (nothing done, nothing found) have a year and no day. A recommendation is not a
    designation: the US commission advises, the Department of State decides. Days are those of the determination
    where it was found, else of the announcement (the note says so): the list of December 2023 was announced in
    January 2024, and none was issued in calendar 2024.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "designations"
        title = "Designations and waivers"
        metadata = table_metadata(theme="challenges", order=("year", "date", "id"), period=("year",))

    id: Series[str] = fields.key()
    country: Series[str] = fields.country("State concerned, or where the listed body is based", required=True)
    list: Series[str] = fields.choice(
        "List or law: CPC and SWL (religious freedom), FATF_grey, FTO and SDGT (terrorism), SDN (sanctions), "
        "Entity_List and STA_1 (exports), IFCA_exception (Chabahar), CAATSA (Russian arms), MDP (defence partner)",
        [
            "CPC", "SWL", "USCIRF_CPC_recommendation", "FATF_grey", "FTO", "FTO_SDGT", "SDN", "Entity_List", "STA_1",
            "MDP", "CAATSA", "IFCA_exception", "OFAC_licence",
        ],
        required=True,
    )  # fmt: skip
    year: Series[pd.Int64Dtype] = fields.year("Year of the act or state of affairs")
    date: Series[str] = fields.date("Day of the act")
    status: Series[str] = fields.choice(
        "What was done, or how things stand",
        [
            "designated", "listed", "recommended", "retained", "in_force", "removed", "granted", "revoked",
            "conditional_waiver", "licensed", *STANDING,
        ],
        required=True,
    )  # fmt: skip
    authority: Series[str] = fields.choice(
        "Who decides",
        [
            "US Department of State", "US Department of Commerce", "US Department of the Treasury", "US Government",
            "USCIRF", "FATF",
        ],
        required=True,
    )  # fmt: skip
    summary: Series[str] = fields.column("What it says", required=True)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("year", "date", error="has a day in another year")
    def day_lies_in_the_year(cls, frame: pd.DataFrame) -> pd.Series:
        """Days are of the year given."""
        return frame["date"].isna() | frame["date"].str[:4].eq(frame["year"].astype("str"))

    @row_check("date", "status", error="is an act without a day, or a state of affairs with one")
    def acts_have_a_day(cls, frame: pd.DataFrame) -> pd.Series:
        """Acts have a date; that nothing was done has none."""
        return frame["date"].notna() != frame["status"].isin(STANDING)

    @row_check(
        "list", "status", "authority", error="is a recommendation by another than the commission, or the reverse"
    )
    def the_commission_recommends(cls, frame: pd.DataFrame) -> pd.Series:
        """Recommendations come from the commission, and nothing else does."""
        parts = [
            frame["list"].eq("USCIRF_CPC_recommendation"),
            frame["status"].eq("recommended"),
            frame["authority"].eq("USCIRF"),
        ]
        return pd.concat(parts, axis=1).sum(axis=1).isin([0, 3])
