"""Contracts of the judgements of the chapter on deterrence: crises, counts, reach, weights of the index."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.contracts.deterrence_tables import ForceLevels
from ties.tables.contracts.institutions_tables import Dialogues
from ties.tables.schema import fields
from ties.tables.schema.contract import row_check
from ties.tables.schema.judgement import Judgement

YES_NO = ["yes", "no"]


class BorderCrises(Judgement, title="Border crises", theme="deterrence", keys=("incident",)):
    """Which incidents at the border are crises."""

    incident: Series[str] = fields.column("Incident", references="border_incidents.id", required=True, unique=True)
    set: Series[str] = fields.choice("Main crises, or those of the wider reading", ["main", "wider"], required=True)
    reason: Series[str] = fields.reason()


class ForceLevelChoices(
    Judgement, title="Chosen counts of forces", theme="deterrence", keys=("item", "country", "year", "basis")
):
    """Which count stands where two sources count one force in one year."""

    item: Series[str] = fields.column("What is counted", among=("force_levels.item",), required=True)
    country: Series[str] = fields.country("Country", required=True)
    year: Series[pd.Int64Dtype] = fields.year("Year")
    basis: Series[str] = fields.same_choice("Count or projection", ForceLevels, "basis")
    chosen: Series[str] = fields.column(
        "Row that is preferred to its rivals", references="force_levels.id", required=True, unique=True
    )
    reason: Series[str] = fields.reason()


class HouthiEvents(Judgement, title="Events of the Houthi attacks", theme="deterrence", keys=("event",)):
    """Which events in the Red Sea answer the attacks of the Houthi."""

    event: Series[str] = fields.column("Event", references="red_sea.id", required=True, unique=True)
    houthi: Series[str] = fields.choice("It answers the attacks", YES_NO, required=True)
    reason: Series[str] = fields.reason()


class ImecNodes(Judgement, title="Nodes of the corridor", theme="deterrence", keys=("node",)):
    """Who controls the ports and railways of the India-Middle East-Europe corridor."""

    node: Series[str] = fields.column("Node", references="places.id", required=True, unique=True)
    role: Series[str] = fields.choice("Port or railway", ["port", "rail"], required=True)
    inside_hormuz: Series[str] = fields.choice("Reached only through the Strait of Hormuz", YES_NO)
    controller: Series[str] = fields.country("State whose firm or authority runs it")
    reason: Series[str] = fields.reason()

    @row_check("role", "inside_hormuz", error="is no port, and yet said to lie inside or outside of Hormuz")
    def only_ports_lie_at_hormuz(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the side of Hormuz of ports alone."""
        return frame["role"].eq("port") | frame["inside_hormuz"].isna()


class IndexComponents(
    Judgement, title="Components of the index of deterrence", theme="deterrence", keys=("component",)
):
    """Weights of the index of deterrence, and the values that count as nothing and as all."""

    component: Series[str] = fields.choice(
        "Component",
        ["spending", "warheads", "exercises", "domains", "quad", "agreements", "meetings"],
        required=True,
    )
    label: Series[str] = fields.column("Its name in figures", required=True, unique=True)
    weight: Series[pd.Int64Dtype] = fields.column("Weight", unit="parts of the sum of all", required=True, ge=0)
    zero: Series[pd.Int64Dtype] = fields.column(
        "Value that counts as nothing", unit="of the component", required=True
    )
    one: Series[pd.Int64Dtype] = fields.column("Value that counts as all", unit="of the component", required=True)
    reason: Series[str] = fields.reason()

    @row_check("zero", "one", error="counts all where it counts nothing, or below")
    def goal_posts_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the value of all to lie above that of nothing."""
        return frame["zero"] < frame["one"]


class IndianOcean(
    Judgement, title="Limits of the Indian Ocean", theme="deterrence", keys=("order",), order=("order",)
):
    """Corners of the Indian Ocean, in their order."""

    order: Series[pd.Int64Dtype] = fields.column("Number of the corner", required=True, unique=True, ge=1)
    lon: Series[float] = fields.column("Longitude", unit="degrees east", required=True, ge=-180, le=180)
    lat: Series[float] = fields.column("Latitude", unit="degrees north", required=True, ge=-90, le=90)
    reason: Series[str] = fields.reason()


class MeetingKinds(Judgement, title="Meetings that count", theme="deterrence", keys=("kind",)):
    """Which kinds of dialogue count as a meeting."""

    kind: Series[str] = fields.same_choice("Kind of dialogue", Dialogues, "kind")
    counts: Series[str] = fields.choice("It counts", YES_NO, required=True)
    reason: Series[str] = fields.reason()


class ReachSets(Judgement, title="Sets of places", theme="deterrence", keys=("place",)):
    """To which set of the maps of reach each place belongs."""

    place: Series[str] = fields.column("Place", references="places.id", required=True, unique=True)
    set: Series[str] = fields.choice(
        "Set", ["own", "access", "us", "rival", "rival_port", "strait", "excluded"], required=True
    )
    reason: Series[str] = fields.reason()
