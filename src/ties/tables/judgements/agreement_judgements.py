"""Contracts of the judgements of the chapter on agreements: forms, uses, drafts, dialogues, groupings."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.contracts.agreements_tables import Agreements, Enablement
from ties.tables.contracts.institutions_tables import Dialogues, Memberships
from ties.tables.schema import fields
from ties.tables.schema.contract import row_check
from ties.tables.schema.judgement import Judgement

NODES = ("enablement.source_node", "enablement.target_node")
YES_NO = ["yes", "no"]


class AgreementForms(Judgement, title="Forms of agreements", theme="agreements", keys=("id",)):
    """What form each text of the table of agreements has."""

    id: Series[str] = fields.column("Agreement", references="agreements.id", required=True, unique=True)
    form: Series[str] = fields.choice(
        "Form of the text", ["pact", "draft", "declaration", "unilateral", "purchase", "commercial"], required=True
    )
    reason: Series[str] = fields.reason()


class AgreementUses(Judgement, title="Uses of the foundational agreements", theme="agreements", keys=("activity",)):
    """Which recorded activities are uses of an agreement, and which only look like one."""

    activity: Series[str] = fields.column("Activity", required=True, unique=True, str_matches=fields.ID)
    agreement: Series[str] = fields.column("Agreement, where the table does not link it", references="agreements.id")
    date: Series[str] = fields.date("Day of the activity", required=True)
    grade: Series[str] = fields.choice(
        "How surely it is a use", ["use", "meeting", "denied", "claimed", "possible"], required=True
    )
    sources: Series[str] = fields.sources(required=False)
    reason: Series[str] = fields.reason()


class DialogueKinds(Judgement, title="Groups of dialogues", theme="agreements", keys=("kind",)):
    """Which kinds of dialogue count as regular formats."""

    kind: Series[str] = fields.same_choice("Kind of dialogue", Dialogues, "kind")
    group: Series[str] = fields.choice("Group", ["formal", "other", "none"], required=True)
    reason: Series[str] = fields.reason()


class DialogueMissing(
    Judgement, title="Sessions that the table lacks", theme="agreements", keys=("kind", "first_year")
):
    """How many sessions of a dialogue are known to have been held although the table has no row for them."""

    kind: Series[str] = fields.same_choice("Kind of dialogue", Dialogues, "kind")
    first_year: Series[pd.Int64Dtype] = fields.year("First year of the gap")
    last_year: Series[pd.Int64Dtype] = fields.year("Last year of the gap")
    missing: Series[pd.Int64Dtype] = fields.column("Sessions without a row", unit="sessions", required=True, ge=1)
    reason: Series[str] = fields.reason()

    @row_check("first_year", "last_year", error="ends before it begins")
    def gap_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a gap that begins before it ends."""
        return frame["first_year"] <= frame["last_year"]


class DraftLineage(Judgement, title="Drafts before signature", theme="agreements", keys=("agreement", "drafted")):
    """Dated traces of a text before it was signed; the first of them begins the wait."""

    agreement: Series[str] = fields.column("Text that was signed", references="agreements.id", required=True)
    drafted: Series[str] = fields.date("Day of the trace", required=True)
    draft: Series[str] = fields.column("Draft that has a row of its own", references="agreements.id")
    trace: Series[str] = fields.column("What the trace is", required=True)
    sources: Series[str] = fields.sources()
    reason: Series[str] = fields.reason()

    @row_check("agreement", "draft", error="is a draft of itself")
    def another_text(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a draft to be another row than the text."""
        return frame["agreement"].ne(frame["draft"])


class EnablementLabels(Judgement, title="Names of nodes", theme="agreements", keys=("node",), order=("node",)):
    """Short names of the nodes of the graph of enablement, for drawings and sentences."""

    node: Series[str] = fields.column("Node", among=NODES, required=True, unique=True)
    label: Series[str] = fields.column("Its short name", required=True, unique=True)
    reason: Series[str] = fields.reason()


class EnablementRelations(Judgement, title="Meanings of relations", theme="agreements", keys=("relation",)):
    """What each relation of the graph of enablement means, when support is followed through it."""

    relation: Series[str] = fields.same_choice("Relation", Enablement, "relation")
    meaning: Series[str] = fields.choice(
        "Its meaning", ["support", "use", "origin", "aim", "replacement", "sequence", "denied"], required=True
    )
    reason: Series[str] = fields.reason()


class Groupings(Judgement, title="Groupings", theme="agreements", keys=("grouping",), order=("grouping",)):
    """When each grouping was founded and ended, and what the table of memberships knows of it."""

    grouping: Series[str] = fields.column("Grouping", among=("memberships.grouping",), required=True, unique=True)
    founded: Series[pd.Int64Dtype] = fields.year("Year of founding")
    ended: Series[pd.Int64Dtype] = fields.year("Year of its end; empty while it lasts", required=False)
    known_by: Series[pd.Int64Dtype] = fields.year(
        "Year of the list that the table has, where the years of joining are not known", required=False
    )
    covers_all: Series[str] = fields.choice("The table says of every state whether it is in", YES_NO, required=True)
    control_regime: Series[str] = fields.choice("It controls exports of arms or technology", YES_NO, required=True)
    reason: Series[str] = fields.reason()

    @row_check("founded", "ended", error="ended before it was founded")
    def end_after_founding(cls, frame: pd.DataFrame) -> pd.Series:
        """Require no grouping to end before its founding."""
        return (frame["ended"] >= frame["founded"]).fillna(value=True)

    @row_check("founded", "known_by", error="is known from a list that is older than it")
    def list_after_founding(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a list of members to be no older than the grouping."""
        return (frame["known_by"] >= frame["founded"]).fillna(value=True)


class MembershipRoles(Judgement, title="Weights of roles", theme="agreements", keys=("role",)):
    """How far each role in a grouping counts as membership."""

    role: Series[str] = fields.same_choice("Role", Memberships, "role")
    counts: Series[str] = fields.choice("How far it counts", ["full", "partial", "none"], required=True)
    reason: Series[str] = fields.reason()


class UseVisibility(Judgement, title="Visibility of uses", theme="agreements", keys=("kind",)):
    """Whether a use of an agreement of a kind would be seen in public sources."""

    kind: Series[str] = fields.same_choice("Kind of agreement", Agreements, "kind")
    visible: Series[str] = fields.choice("Whether it would be seen", ["yes", "no", "partly"], required=True)
    reason: Series[str] = fields.reason()
