"""Contracts of the tables about voting in the General Assembly of the United Nations."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.contract import UN_VOTES, Contract, row_check, table_metadata

FOUNDED = 1945


class UnVoting(Contract):
    """Ideal points of states in the General Assembly, by session, with the band of the estimate.

    One dimension, higher is closer to the United States; estimated on final passage votes. The level has no meaning
    by itself: distances between states in one session do. Bands overlap often, so small differences are none. The
    session of a year runs into the next; 1964 has no recorded votes. China is the People's Republic, from 1971; RUS
    is the Soviet Union to 1991. 2024 is not settled: a later revision differs (see notes), and the authors warn that
    one dimension fits these years less well. The all-votes and legacy estimates end in 2023.

    References
    ----------
    Bailey, Strezhnev and Voeten (2017), Estimating dynamic state preferences from United Nations voting data, Journal
    of Conflict Resolution 61(2).
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "un_voting"
        title = "UN voting: ideal points"
        metadata = table_metadata(theme="agreements", keys=("country", "year"), licence=UN_VOTES, edition="edition")

    country: Series[str] = fields.country("State", required=True)
    session: Series[pd.Int64Dtype] = fields.column("Session of the General Assembly", required=True, ge=1)
    year: Series[pd.Int64Dtype] = fields.year("Year in which the session began", ge=FOUNDED + 1)
    ideal_point: Series[float] = fields.column(
        "Ideal point on final passage votes", unit="scale of the data set, higher = closer to the US", required=True
    )
    ideal_point_q5: Series[float] = fields.column("5 per cent quantile of it", unit="same scale", required=True)
    ideal_point_q95: Series[float] = fields.column("95 per cent quantile of it", unit="same scale", required=True)
    n_votes: Series[pd.Int64Dtype] = fields.column("Votes it rests on", unit="votes", required=True, ge=1)
    ideal_point_all_votes: Series[float] = fields.column("Ideal point on all votes", unit="same scale")
    ideal_point_legacy: Series[float] = fields.column("Ideal point by the earlier method", unit="same scale")
    edition: Series[str] = fields.edition(fields.RELEASED_MONTH)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("session", "year", error="has a session that did not begin in that year")
    def session_gives_the_year(cls, frame: pd.DataFrame) -> pd.Series:
        """Sessions began in 1946, one a year."""
        return frame["session"] + FOUNDED == frame["year"]

    @row_check("ideal_point", "ideal_point_q5", "ideal_point_q95", error="has an estimate outside its own band")
    def estimate_within_its_band(cls, frame: pd.DataFrame) -> pd.Series:
        """Estimates lie between their quantiles."""
        return frame["ideal_point"].between(frame["ideal_point_q5"], frame["ideal_point_q95"])


class UnAgreement(Contract):
    """How often two states cast the same vote in the General Assembly, and how often yes against no, by session.

    Among roll calls in which both voted yes, no or abstained; absences are left out. Agreement depends on what is put
    to the vote: a trend in it is no trend in friendship without the ideal points. Pairs are India or the United
    States with others; the pair of both stands once. Ends with session 74 (2019).
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "un_agreement"
        title = "UN voting: agreement of pairs"
        metadata = table_metadata(
            theme="agreements", keys=("country_a", "country_b", "year"), licence=UN_VOTES, edition="edition"
        )

    country_a: Series[str] = fields.country("India or the United States", required=True)
    country_b: Series[str] = fields.country("The other state", required=True)
    session: Series[pd.Int64Dtype] = fields.column("Session of the General Assembly", required=True, ge=1)
    year: Series[pd.Int64Dtype] = fields.year("Year in which the session began", ge=FOUNDED + 1)
    n_votes: Series[pd.Int64Dtype] = fields.column(
        "Roll calls in which both voted", unit="votes", required=True, ge=1
    )
    agreement_pct: Series[float] = fields.percentage("Same vote", required=True)
    opposite_pct: Series[float] = fields.percentage("Yes against no", required=True)
    edition: Series[str] = fields.edition(fields.RELEASED_MONTH)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("country_a", "country_b", error="is a pair of a state with itself")
    def two_states(cls, frame: pd.DataFrame) -> pd.Series:
        """Pairs are of two states."""
        return frame["country_a"] != frame["country_b"]

    @row_check("country_a", "country_b", "year", error="is a pair that stands twice, the other way round")
    def pairs_stand_once(cls, frame: pd.DataFrame) -> pd.Series:
        """Pairs stand once a session, in one direction."""
        states = frame[["country_a", "country_b"]]
        ends = {"first": states.min(axis=1), "second": states.max(axis=1), "year": frame["year"]}
        return ~pd.DataFrame(ends).duplicated(keep=False)

    @row_check("session", "year", error="has a session that did not begin in that year")
    def session_gives_the_year(cls, frame: pd.DataFrame) -> pd.Series:
        """Sessions began in 1946, one a year."""
        return frame["session"] + FOUNDED == frame["year"]

    @row_check("agreement_pct", "opposite_pct", error="has same and opposite votes of more than 100 per cent")
    def shares_within_the_whole(cls, frame: pd.DataFrame) -> pd.Series:
        """Votes that are the same and votes that are opposite are parts of one whole."""
        return frame["agreement_pct"] + frame["opposite_pct"] <= 100.1
