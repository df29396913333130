"""Contracts of the tables about agreements and what they make possible."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pandas as pd
from pandera.typing import Series

from ties.tables.dates import bounds
from ties.tables.schema import fields
from ties.tables.schema.contract import Contract, row_check, table_metadata
from ties.tables.schema.shared_checks import in_order, list_length, not_before

KINDS = ["agreement", "capability", "platform", "activity"]
ENDED = ["superseded", "lapsed"]


class Agreements(Contract):
    """Defence agreements of India and the United States, and of the states compared with them.

    Treaties, memoranda, frameworks, leaders' initiatives and unilateral rules, with drafts that were never signed.
    A few purchases stand here because the enablement graph refers to them; their note says so, and counts of
    agreements leave them out.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "agreements"
        title = "Defence agreements"
        metadata = table_metadata(theme="agreements", period=("signed",))

    id: Series[str] = fields.key()
    name: Series[str] = fields.column("Full name", required=True)
    short_name: Series[str] = fields.column("Name for labels", required=True)
    parties: Series[str] = fields.countries(
        "States that are party, in alphabetical order of their codes", required=True
    )
    signed: Series[str] = fields.date("Signature, or announcement where nothing is signed")
    in_force: Series[str] = fields.date("Entry into force")
    expires: Series[str] = fields.date("End of its term, or the day on which another replaced it")
    kind: Series[str] = fields.choice(
        "What it is about; the four foundational kinds are information_security, logistics, communications and "
        "geospatial",
        [
            "information_security", "logistics", "communications", "geospatial", "industrial_security", "framework",
            "technology", "research", "procurement", "security_of_supply", "personnel", "civil_nuclear", "other",
        ],
        required=True,
    )  # fmt: skip
    status: Series[str] = fields.choice(
        "State at the last date that the sources reach; empty where it was not found",
        ["in_force", "negotiating", "unsigned", *ENDED],
    )
    supersedes: Series[str] = fields.column("Earlier agreement that it replaces", references="agreements.id")
    summary: Series[str] = fields.column("What it does", required=True)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("parties", error="has fewer than two parties, or parties out of alphabetical order")
    def parties_are_two_or_more_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Require two parties or more, listed so that equal sets of parties are equal text."""
        return in_order(frame["parties"]) & list_length(frame["parties"]).ge(2)

    @row_check("signed", "in_force", error="is in force before it was signed")
    def signature_before_force(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the signature not to come after the entry into force."""
        return not_before(frame["in_force"], frame["signed"])

    @row_check("signed", "in_force", "expires", error="ends before it was signed or in force")
    def end_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the end not to come before the signature or the entry into force."""
        return not_before(frame["expires"], frame["signed"]) & not_before(frame["expires"], frame["in_force"])

    @row_check(
        "signed", "in_force", "status", error="has a day of signature or entry into force but is called unsigned"
    )
    def unsigned_is_undated(cls, frame: pd.DataFrame) -> pd.Series:
        """Require neither day of what was never signed."""
        return ~(frame["status"].eq("unsigned") & (frame["signed"].notna() | frame["in_force"].notna()))

    @row_check("expires", "status", error="has lapsed, by its status, but has no end")
    def lapse_has_an_end(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a date of what has lapsed."""
        return ~frame["status"].eq("lapsed") | frame["expires"].notna()

    @row_check(
        "id", "signed", "status", "supersedes", error="supersedes an agreement that is in force or later than itself"
    )
    def superseded_is_older_and_over(cls, frame: pd.DataFrame) -> pd.Series:
        """Require that what an agreement supersedes is no longer in force and was not signed after it."""
        older = frame.set_index("id").reindex(frame["supersedes"])
        later = bounds(older["signed"])["earliest"].to_numpy() > bounds(frame["signed"])["latest"].to_numpy()
        in_table = frame["supersedes"].isin(frame["id"])
        over = older["status"].isin(ENDED).to_numpy()
        return ~in_table | pd.Series(over & ~later, index=frame.index)


class Enablement(Contract):
    """What makes what possible: a directed graph without cycles, one row per edge, each edge with its evidence.

    Agreements provide capabilities, capabilities equip platforms and are shown in activities. The relation says how
    strong the link is: ``precedes`` and ``claimed_in`` are sequence and claim, not cause; ``use_denied`` marks a use
    that India ruled out.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "enablement"
        title = "Enablement: agreement, capability, platform, activity"
        metadata = table_metadata(theme="agreements", keys=("source_node", "target_node"))

    source_node: Series[str] = fields.column(
        "Node from which the edge leads; an agreement is named by its id",
        references="agreements.id", when=("source_kind", "agreement"), required=True, str_matches=fields.ID,
    )  # fmt: skip
    source_kind: Series[str] = fields.choice("Kind of that node", KINDS, required=True)
    target_node: Series[str] = fields.column(
        "Node to which the edge leads; an agreement is named by its id",
        references="agreements.id", when=("target_kind", "agreement"), required=True, str_matches=fields.ID,
    )  # fmt: skip
    target_kind: Series[str] = fields.choice("Kind of that node", KINDS, required=True)
    relation: Series[str] = fields.choice(
        "How the first bears on the second",
        [
            "provides", "enables", "supplies", "equips", "sustains", "extends_reach_of", "creates", "legal_basis_of",
            "leads_to", "extended_by", "carried_out_by", "carried_out_in", "demonstrated_in", "takes_part_in",
            "housed_in", "replaced_by", "folded_into", "companion_of", "aims_at", "announces", "agreed_in",
            "welcomed_in", "would_provide", "used_temporarily", "precedes", "claimed_in", "cited_as_ground_for",
            "use_denied",
        ],
        required=True,
    )  # fmt: skip
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("source_node", "target_node", error="lies on a cycle: nothing can make itself possible")
    def no_cycle(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a graph without cycles."""
        predecessors = frame.groupby("target_node")["source_node"].agg(set).to_dict()
        try:
            TopologicalSorter(predecessors).prepare()
        except CycleError:
            pass
        else:
            return pd.Series(data=True, index=frame.index)
        import networkx as nx  # half as slow to import as pandas, and needed only where there is a cycle

        graph = nx.from_pandas_edgelist(frame, "source_node", "target_node", create_using=nx.DiGraph)
        component = {n: i for i, nodes in enumerate(nx.strongly_connected_components(graph)) for n in nodes}
        return frame["source_node"].map(component) != frame["target_node"].map(component)

    @row_check("source_node", "source_kind", "target_node", "target_kind", error="gives a node two kinds")
    def one_kind_per_node(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the same kind of a node wherever it stands."""
        ends = [
            frame[[f"{end}_node", f"{end}_kind"]].set_axis(["node", "kind"], axis=1) for end in ("source", "target")
        ]
        kinds = pd.concat(ends).groupby("node")["kind"].nunique()
        return frame["source_node"].map(kinds).eq(1) & frame["target_node"].map(kinds).eq(1)
