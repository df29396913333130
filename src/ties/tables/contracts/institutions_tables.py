"""Contracts of the tables about meetings, groupings and alliances."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.dates import bounds
from ties.tables.schema import fields
from ties.tables.schema.contract import ATOP, Contract, row_check, table_metadata
from ties.tables.schema.shared_checks import in_order, not_before

# roles that are not a place inside the grouping: nobody joined
OUTSIDE = ["outside", "applicant", "invited", "invited as partner"]
QUAD = "AUS;IND;JPN;USA"
ROLES = [
    "member", "signatory", "partner", "participant", "convener", "lead nation", "supporter", "observer",
    "dialogue partner", *OUTSIDE,
]  # fmt: skip


class Dialogues(Contract):
    """Meetings, calls, dialogues and statements of the two governments, and of the Quad.

    Covered from 2001; early years are thinner because fewer pages were found. A meeting and a statement made at it
    may both stand here. Three meetings of September 2026 without the United States stand here for comparison: select
    by participants.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "dialogues"
        title = "Dialogues, meetings and calls"
        metadata = table_metadata(theme="agreements")

    id: Series[str] = fields.key()
    date: Series[str] = fields.date("First day of the event", required=True)
    kind: Series[str] = fields.choice(
        "Format; 2plus2 counts ministerial meetings only, officials' ones are working_group",
        [
            "leaders", "2plus2", "defence_ministers", "quad_leaders", "quad_ministers", "quad_officials", "dpg",
            "working_group", "visit", "call", "initiative_launch", "statement",
        ],
        required=True,
    )  # fmt: skip
    title: Series[str] = fields.column("What it was", required=True)
    location: Series[str] = fields.column("Places, or virtual; empty for calls and where not known", many=True)
    participants: Series[str] = fields.countries(
        "States that took part, in alphabetical order of their codes; empty where the list was not found"
    )
    outcome: Series[str] = fields.column("What came of it, as the sources tell")
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("participants", error="lists participants out of alphabetical order")
    def participants_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Require an order, so that equal sets of participants are equal text."""
        return in_order(frame["participants"])

    @row_check("kind", "participants", error="is of a kind that has fixed participants, but lists others")
    def formats_have_their_participants(cls, frame: pd.DataFrame) -> pd.Series:
        """Require India and the United States of a 2+2, and the four of a Quad meeting."""
        fixed = frame["kind"].map(
            {"2plus2": "IND;USA"} | dict.fromkeys(["quad_leaders", "quad_ministers", "quad_officials"], QUAD)
        )
        return fixed.isna() | frame["participants"].isna() | fixed.eq(frame["participants"])


class Memberships(Contract):
    """Who belongs to which grouping, in which role, since when.

    Only states that matter to the comparisons are listed, so a grouping's list is not complete. An empty ``joined``
    is a day or year not found, except for roles outside a grouping. A state that left and came back has two rows.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "memberships"
        title = "Memberships of groupings"
        metadata = table_metadata(theme="agreements", keys=("grouping", "country", "joined"))

    grouping: Series[str] = fields.column("Short name of the grouping", required=True, str_matches=fields.ID)
    grouping_name: Series[str] = fields.column("Its full name", required=True)
    country: Series[str] = fields.country("State", required=True)
    joined: Series[str] = fields.date("Accession, or founding")
    left: Series[str] = fields.date("Withdrawal; empty while it lasts")
    role: Series[str] = fields.choice("Role; the last four are not inside the grouping", ROLES, required=True)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("joined", "left", error="left before it joined")
    def left_after_joined(cls, frame: pd.DataFrame) -> pd.Series:
        """Require nobody to leave before joining."""
        return not_before(frame["left"], frame["joined"])

    @row_check("role", "joined", error="has a day of joining although its role is outside the grouping")
    def outsiders_did_not_join(cls, frame: pd.DataFrame) -> pd.Series:
        """Require no day of joining of applicants, invited and outside states."""
        return ~(frame["role"].isin(OUTSIDE) & frame["joined"].notna())

    @row_check("grouping", "grouping_name", error="gives a grouping a second full name")
    def one_name_per_grouping(cls, frame: pd.DataFrame) -> pd.Series:
        """Require one full name of a grouping."""
        return frame.groupby("grouping")["grouping_name"].transform("nunique") == 1

    @row_check("grouping", "country", "joined", "left", error="joins again while the earlier membership lasts")
    def spells_do_not_overlap(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a state to be in a grouping once at a time."""
        spells = frame.assign(start=bounds(frame["joined"])["earliest"], end=bounds(frame["left"])["latest"])
        spells = spells.sort_values("start")
        before = spells.groupby(["grouping", "country"])["end"].shift()
        again = spells.groupby(["grouping", "country"]).cumcount() > 0
        return (~again | (before <= spells["start"])).reindex(frame.index)


class Alliances(Contract):
    """Treaty obligations between India and other states, as the Alliance Treaty Obligations project codes them.

    Spells of years with the same set of obligations; the project ends in 2018. Most Indian entries since 2003 are
    the Treaty of Amity and Cooperation in South East Asia (non-aggression only); they are not defence pacts.

    References
    ----------
    Leeds, Ritter, Mitchell and Long (2002), Alliance treaty obligations and provisions, 1815-1944, International
    Interactions 28(3); version 5.1.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "alliances"
        title = "Alliance obligations (ATOP 5.1)"
        metadata = table_metadata(
            theme="agreements",
            keys=("country_a", "country_b", "start_year"),
            period=("start_year", "end_year"),
            order=("start_year", "country_a", "country_b"),
            licence=ATOP,
        )

    country_a: Series[str] = fields.country("State whose obligations are coded", required=True)
    country_b: Series[str] = fields.country("State to which it is bound", required=True)
    start_year: Series[pd.Int64Dtype] = fields.year("First year of the spell")
    end_year: Series[pd.Int64Dtype] = fields.year("Last year of the spell; 2018 is the end of coverage", le=2018)
    defense: Series[pd.Int64Dtype] = fields.flag("Duty to defend each other")
    offense: Series[pd.Int64Dtype] = fields.flag("Duty to join in war at choice")
    neutrality: Series[pd.Int64Dtype] = fields.flag("Promise of neutrality")
    nonaggression: Series[pd.Int64Dtype] = fields.flag("Promise not to attack")
    consultation: Series[pd.Int64Dtype] = fields.flag("Duty to consult")
    in_force_2018: Series[str] = fields.choice("Whether the spell reaches 2018", ["yes", "no"], required=True)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("country_a", "country_b", error="is an alliance of a state with itself")
    def two_states(cls, frame: pd.DataFrame) -> pd.Series:
        """Require two different states."""
        return frame["country_a"] != frame["country_b"]

    @row_check("start_year", "end_year", error="ends before it starts")
    def end_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        """Require no spell to end before it starts."""
        return frame["end_year"] >= frame["start_year"]

    @row_check("end_year", "in_force_2018", error="says that it reaches 2018, or not, against its last year")
    def force_matches_end(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a last year of 2018 of what is in force then, and of nothing else."""
        return frame["in_force_2018"].eq("yes") == frame["end_year"].eq(2018)

    @row_check("defense", "offense", "neutrality", "nonaggression", "consultation", error="has no obligation at all")
    def some_obligation(cls, frame: pd.DataFrame) -> pd.Series:
        """Require at least one obligation."""
        return frame[["defense", "offense", "neutrality", "nonaggression", "consultation"]].sum(axis=1) > 0

    @row_check("country_a", "country_b", "start_year", "end_year", error="overlaps the spell of the pair before it")
    def spells_do_not_overlap(cls, frame: pd.DataFrame) -> pd.Series:
        """Require one set of obligations at a time."""
        spells = frame.sort_values("start_year")
        before = spells.groupby(["country_a", "country_b"])["end_year"].shift()
        return (before.isna() | (before < spells["start_year"])).reindex(frame.index)
