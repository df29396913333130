"""Contracts of the tables about places: bases, ports, chokepoints and what passes through them, and port building."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.contract import PUBLIC_DOMAIN, Contract, row_check, table_metadata
from ties.tables.schema.shared_checks import in_order, together

USERS = {"india_base": "IND", "us_base": "USA", "prc_base": "CHN", "prc_port": "CHN"}


class Places(Contract):
    """Bases, ports, places of logistic access, chokepoints and nodes of the corridor to Europe.

    A row says what a place is to one user: Diego Garcia stands here as a US base and again as a place that Indian
    aircraft may use. ``user`` is the state that gains reach from it; ``access`` says whether that state's armed
    forces can use it. Most ports with a Chinese builder or operator are commercial: a reach computed from them is an
    upper bound. ``country`` is the state on whose territory the place lies or, where sovereignty is disputed, the one
    in possession; it takes no side. The lists are a selection: all places that the sources read name.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "places"
        title = "Bases, ports and chokepoints"
        metadata = table_metadata(theme="deterrence")

    id: Series[str] = fields.key()
    name: Series[str] = fields.column("Name of the place", required=True)
    country: Series[str] = fields.countries(
        "State or territory in which it lies, or the states on the shores of a strait", required=True
    )
    lat: Series[float] = fields.column("Latitude", unit="degrees north", required=True, ge=-90, le=90)
    lon: Series[float] = fields.column("Longitude", unit="degrees east", required=True, ge=-180, le=180)
    kind: Series[str] = fields.choice(
        "What the place is to its user",
        [*USERS, "logistics_access", "chokepoint", "corridor_node"],
        required=True,
    )
    operator: Series[str] = fields.countries("States whose forces or agencies run it; empty where firms do")
    firms: Series[str] = fields.column("Firms that run it or hold a stake", many=True)
    user: Series[str] = fields.country("State that gains reach from it; none for chokepoints and corridor nodes")
    access: Series[str] = fields.choice(
        "Use by the user's armed forces: military = base or agreed access; commercial = a port run by its firms; "
        "planned; disputed = reported and denied; none = built, sought or agreed without any use",
        ["military", "commercial", "planned", "disputed", "none"],
    )
    since: Series[str] = fields.date("Since when the user has had it, or the place has existed")
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("country", "operator", error="lists states out of alphabetical order")
    def states_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Equal sets of states are equal text."""
        return in_order(frame["country"]) & in_order(frame["operator"])

    @row_check("user", "access", error="has a user without saying what use it has, or the reverse")
    def users_have_an_access(cls, frame: pd.DataFrame) -> pd.Series:
        """User and access are both known or neither."""
        return together(frame, "user", "access")

    @row_check("kind", "user", error="is of a kind that has another user, or none")
    def kind_fits_user(cls, frame: pd.DataFrame) -> pd.Series:
        """Bases are their state's own, access has a user, straits and corridor nodes have none."""
        expected = frame["kind"].map(USERS)
        others = frame["user"].notna().eq(frame["kind"].eq("logistics_access"))
        return frame["user"].eq(expected).where(expected.notna(), others).astype(bool)


class ChokepointFlows(Contract):
    """Oil and other petroleum liquids through straits, canals and round the Cape, by year.

    Estimates of the US Energy Information Administration (page of 25 June 2024). Flows are not added up: one cargo
    passes several chokepoints.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "chokepoint_flows"
        title = "Oil through chokepoints"
        metadata = table_metadata(
            theme="deterrence", keys=("place", "year"), order=("year", "place"), licence=PUBLIC_DOMAIN
        )

    place: Series[str] = fields.column("Chokepoint", references="places.id", required=True)
    year: Series[pd.Int64Dtype] = fields.year("Year")
    year_basis: Series[str] = fields.choice(
        "calendar, or us_fiscal = October to September, named by the year it ends in",
        ["calendar", "us_fiscal"],
        required=True,
    )
    oil_mbd: Series[float] = fields.column(
        "Oil and petroleum liquids that pass", unit="million barrels a day, average of the year", required=True, ge=0
    )
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("place", "year_basis", error="gives one place two kinds of year")
    def one_kind_of_year(cls, frame: pd.DataFrame) -> pd.Series:
        """Places keep one kind of year."""
        return frame.groupby("place")["year_basis"].transform("nunique") == 1


class Bri(Contract):
    """Belt and Road projects, plans and totals in states around India, and Chinese arms sales beside them.

    Values are announced, contracted or spent, as the source has it, in dollars of the time. Rows overlap: a sum takes
    only rows whose ``additive`` is ``yes`` and, of these, one kind and status at a time. It stays a sum of what was
    found, not of what exists; most values rest on one weak source.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "bri"
        title = "Belt and Road projects around India"
        metadata = table_metadata(theme="deterrence")

    id: Series[str] = fields.key()
    project: Series[str] = fields.column("Project", required=True)
    country: Series[str] = fields.countries("State or states in which it lies; WLD for world totals", required=True)
    year: Series[pd.Int64Dtype] = fields.year("Year of opening, contract or plan: see the status", required=False)
    value_usd_m: Series[float] = fields.column("Value", unit="million US dollars, current", ge=0)
    additive: Series[str] = fields.choice(
        "Whether the value may be added to others: no where it holds or repeats another row's, is a yearly rent or a "
        "programme; empty without a value",
        ["yes", "no"],
    )
    kind: Series[str] = fields.choice(
        "What is built, leased or sold",
        [
            "port", "port_lease", "railway", "road", "airport", "pipeline", "power", "digital", "urban", "naval",
            "arms_sale", "programme_total",
        ],
        required=True,
    )  # fmt: skip
    status: Series[str] = fields.choice(
        "State at the last date that the sources reach",
        [
            "proposed", "announced", "planned", "under_construction", "under_delivery", "operating", "delivered",
            "completed", "stalled", "cancelled",
        ],
        required=True,
    )  # fmt: skip
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("value_usd_m", "additive", error="has a value without saying whether it may be added, or the reverse")
    def values_say_whether_they_add(cls, frame: pd.DataFrame) -> pd.Series:
        """Every value says whether it may be added."""
        return together(frame, "value_usd_m", "additive")

    @row_check("kind", "additive", error="is a total of a programme and yet called additive")
    def totals_do_not_add(cls, frame: pd.DataFrame) -> pd.Series:
        """Totals of a programme hold its projects."""
        return ~(frame["kind"].eq("programme_total") & frame["additive"].eq("yes"))
