"""Contracts of the tables about incidents: the border with China, and the Red Sea and its approaches."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.cell_checks import SEPARATOR
from ties.tables.schema.contract import Contract, row_check, table_metadata
from ties.tables.schema.shared_checks import in_order, list_length, not_before, together


class BorderIncidents(Contract):
    """What happened along the line between India and China: clashes, standoffs, agreements, talks, pull-backs.

    An event is a row, and a long crisis is one too: rows inside it are its episodes, so rows overlap in time.
    ``yearly_count`` rows hold a year's number of transgressions from different series that do not continue each
    other; they are no events and have no place in a study of events. Deaths are counted once: a joint toll stands in
    the last row it covers (the note says so), and an empty cell is unknown, not zero.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "border_incidents"
        title = "India-China border: incidents and agreements"
        metadata = table_metadata(theme="deterrence")

    id: Series[str] = fields.key()
    date: Series[str] = fields.date("First day", required=True)
    end: Series[str] = fields.date("Last day; empty for events of a day")
    place: Series[str] = fields.column("Place, or the city of an agreement or talks", required=True)
    lat: Series[float] = fields.column(
        "Latitude of the place; nominal for the whole line", unit="degrees north", ge=-90, le=90
    )
    lon: Series[float] = fields.column(
        "Longitude of the place; nominal for the whole line", unit="degrees east", ge=-180, le=180
    )
    sector: Series[str] = fields.choice_list(
        "Sectors of the line, all three where it covers the line as a whole; Sikkim counts as middle",
        ["western", "middle", "eastern", "bhutan"],
    )
    kind: Series[str] = fields.choice(
        "What it was; talks = a round without a new agreement; yearly_count = a number for a year, not an event",
        ["clash", "standoff", "transgression", "disengagement", "agreement", "talks", "yearly_count"],
        required=True,
    )
    incidents: Series[pd.Int64Dtype] = fields.column(
        "Transgressions in the year, Indian count", unit="incidents", ge=0
    )
    indian_fatalities: Series[pd.Int64Dtype] = fields.column("Indian dead", unit="persons", ge=0)
    chinese_fatalities: Series[pd.Int64Dtype] = fields.column("Chinese dead", unit="persons", ge=0)
    summary: Series[str] = fields.column("What happened", required=True)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("date", "end", error="ends before it starts")
    def end_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        """Nothing ends before it starts."""
        return not_before(frame["end"], frame["date"])

    @row_check("lat", "lon", error="has one coordinate without the other")
    def coordinates_together(cls, frame: pd.DataFrame) -> pd.Series:
        """Both coordinates are known or neither."""
        return together(frame, "lat", "lon")

    @row_check("kind", "incidents", error="is a yearly count without a number, or a number in a row that is an event")
    def counts_are_yearly(cls, frame: pd.DataFrame) -> pd.Series:
        """Yearly counts, and only they, hold a number of incidents."""
        return frame["kind"].eq("yearly_count") == frame["incidents"].notna()

    @row_check("date", "end", "kind", error="is a yearly count that does not cover one calendar year")
    def counts_cover_a_year(cls, frame: pd.DataFrame) -> pd.Series:
        """Yearly counts are dated by their year and end in its December."""
        year = frame["date"].str.fullmatch(r"\d{4}") & frame["end"].eq(frame["date"] + "-12")
        return ~frame["kind"].eq("yearly_count") | year

    @row_check(
        "kind", "indian_fatalities", "chinese_fatalities", error="counts dead in a row that is no clash or standoff"
    )
    def only_clashes_have_dead(cls, frame: pd.DataFrame) -> pd.Series:
        """Dead are counted with the clash or standoff in which they fell."""
        counted = frame["indian_fatalities"].notna() | frame["chinese_fatalities"].notna()
        return ~counted | frame["kind"].isin(["clash", "standoff"])


class RedSea(Contract):
    """India and the United States in the Red Sea, the Gulf of Aden, the Gulf and nearby waters, event by event.

    The table tests one sentence of the article, that the two carried out joint patrols against the Houthis. That
    sentence is itself a row (``kind`` = claim) and is left out of counts. ``relation`` is our reading of the sources:
    joint = one operation under shared command or crew; combined_task_force = inside the multinational force at
    Bahrain; coordinated = own command, agreed contact or help; separate = side by side without a link found; none =
    no Indian or no US part.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "red_sea"
        title = "Red Sea and approaches: who did what with whom"
        metadata = table_metadata(theme="deterrence")

    id: Series[str] = fields.key()
    operation: Series[str] = fields.column("Operation or event", required=True)
    kind: Series[str] = fields.choice(
        "What the row is",
        ["operation", "rescue", "exercise", "logistics", "membership", "policy", "combat", "claim"],
        required=True,
    )
    start: Series[str] = fields.date("First day", required=True)
    end: Series[str] = fields.date("Last day; empty while it lasts or where not found")
    area: Series[str] = fields.column("Sea area or place", required=True)
    lat: Series[float] = fields.column("Latitude, nominal for areas", unit="degrees north", ge=-90, le=90)
    lon: Series[float] = fields.column("Longitude, nominal for areas", unit="degrees east", ge=-180, le=180)
    actor: Series[str] = fields.countries("States that acted, in alphabetical order of their codes", required=True)
    participants: Series[str] = fields.countries(
        "States involved, in alphabetical order of their codes; lists of large operations may be cut", required=True
    )
    indian_role: Series[str] = fields.column("What India did")
    us_role: Series[str] = fields.column("What the United States did")
    relation: Series[str] = fields.choice(
        "How the Indian and US parts are related",
        ["joint", "combined_task_force", "coordinated", "separate", "none"],
        required=True,
    )
    detail: Series[str] = fields.column("What it shows", required=True)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("start", "end", error="ends before it starts")
    def end_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        """Nothing ends before it starts."""
        return not_before(frame["end"], frame["start"])

    @row_check("lat", "lon", error="has one coordinate without the other")
    def coordinates_together(cls, frame: pd.DataFrame) -> pd.Series:
        """Both coordinates are known or neither."""
        return together(frame, "lat", "lon")

    @row_check("actor", "participants", error="lists states out of alphabetical order")
    def states_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Equal sets of states are equal text."""
        return in_order(frame["actor"]) & in_order(frame["participants"])

    @row_check("actor", "participants", error="has an actor that is not among its participants")
    def actors_take_part(cls, frame: pd.DataFrame) -> pd.Series:
        """Who acts takes part."""
        pairs = zip(frame["actor"], frame["participants"], strict=True)
        holds = [set(a.split(SEPARATOR)) <= set(p.split(SEPARATOR)) for a, p in pairs]
        return pd.Series(holds, index=frame.index, dtype=bool)

    @row_check("participants", "relation", error="is called joint, combined or coordinated with a single participant")
    def together_takes_two(cls, frame: pd.DataFrame) -> pd.Series:
        """Two participants at least are in what is done together."""
        shared = frame["relation"].isin(["joint", "combined_task_force", "coordinated"])
        return ~shared | list_length(frame["participants"]).ge(2)
