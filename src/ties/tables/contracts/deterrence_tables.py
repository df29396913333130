"""Contracts of the tables about exercises and forces."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.contract import Contract, row_check, table_metadata
from ties.tables.schema.shared_checks import in_order, list_length, not_before, together


class Exercises(Contract):
    """Military exercises of India, with a few comparators without India, from 1992 on.

    A row is one edition, or one phase of an edition held in two places. The table is no census: Malabar is complete,
    Yudh Abhyas from 2009 nearly so, the series with other partners have gaps, most of all before 2015. Where
    ``participants_complete`` is ``no``, a state that is not listed is unknown, not absent; observers are never
    listed. ``personnel`` means different things: see ``personnel_scope``. Coordinates are those of the port, base or
    sea area, some nominal. The last fully covered month is June 2026.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "exercises"
        title = "Military exercises"
        metadata = table_metadata(theme="deterrence", period=("start",))

    id: Series[str] = fields.key()
    series: Series[str] = fields.column("Name of the series", required=True)
    edition: Series[str] = fields.column("Number or name of the edition, as the organisers count; counts differ")
    start: Series[str] = fields.date("First day", required=True)
    end: Series[str] = fields.date("Last day")
    location: Series[str] = fields.column("Place or sea area")
    lat: Series[float] = fields.column("Latitude of the place", unit="degrees north", ge=-90, le=90)
    lon: Series[float] = fields.column("Longitude of the place", unit="degrees east", ge=-180, le=180)
    participants: Series[str] = fields.countries(
        "States that took part with forces, in alphabetical order of their codes", required=True
    )
    participants_complete: Series[str] = fields.choice(
        "Whether the list is complete; no = cut or disputed, and a missing state is unknown",
        ["yes", "no"],
        required=True,
    )
    domain: Series[str] = fields.choice(
        "Forces that took part; multidomain = of two domains, triservice = army, navy and air force",
        ["naval", "air", "army", "special_forces", "triservice", "multidomain"],
        required=True,
    )
    personnel: Series[pd.Int64Dtype] = fields.column("People who took part, as far as counted", unit="persons", ge=1)
    personnel_scope: Series[str] = fields.choice(
        "Whom the number counts: all_sides; one_side only; assumed_parity = one side's number doubled",
        ["all_sides", "one_side", "assumed_parity"],
    )
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("start", "end", error="ends before it starts")
    def end_after_start(cls, frame: pd.DataFrame) -> pd.Series:
        """No exercise ends before it starts."""
        return not_before(frame["end"], frame["start"])

    @row_check("lat", "lon", error="has one coordinate without the other")
    def coordinates_together(cls, frame: pd.DataFrame) -> pd.Series:
        """Both coordinates are known or neither."""
        return together(frame, "lat", "lon")

    @row_check("participants", error="lists participants out of alphabetical order")
    def participants_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Equal sets of participants are equal text."""
        return in_order(frame["participants"])

    @row_check("participants", "participants_complete", error="has a complete list of fewer than two participants")
    def complete_lists_have_two(cls, frame: pd.DataFrame) -> pd.Series:
        """Exercises between states have at least two of them, where all are listed."""
        return frame["participants_complete"].eq("no") | list_length(frame["participants"]).ge(2)

    @row_check(
        "personnel", "personnel_scope", error="has a number of people without saying whom it counts, or the reverse"
    )
    def personnel_have_a_scope(cls, frame: pd.DataFrame) -> pd.Series:
        """Numbers of people say whom they count."""
        return together(frame, "personnel", "personnel_scope")

    @row_check("series", "start", error="starts on the same day as another edition of its series")
    def one_edition_at_a_time(cls, frame: pd.DataFrame) -> pd.Series:
        """Two editions of a series do not start on one day (dates less exact than a day are not compared)."""
        exact = frame["start"].str.len().eq(10)
        return ~(exact & frame.duplicated(["series", "start"], keep=False))


class ForceLevels(Contract):
    """Counts of forces by state, item and year, as published; actual counts and projections.

    Counts of different counters do not agree and are not mixed in one comparison: ``counted_by`` says who counts.
    Several counts of one item, state and year may stand here; which one the book uses is a judgement
    (``force_level_choices``). ``basis`` keeps projections apart, also those for years that have passed since.
    Warheads are SIPRI's January estimates; for Russia and the United States they are total inventories.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "force_levels"
        title = "Force levels"
        metadata = table_metadata(theme="deterrence")

    id: Series[str] = fields.key()
    country: Series[str] = fields.country("State", required=True)
    year: Series[pd.Int64Dtype] = fields.year("Year of the count or projection")
    item: Series[str] = fields.column(
        "What is counted; names ending in _kt are thousand tonnes, in _personnel or _troops persons, all others "
        "pieces or units",
        required=True,
        str_matches=r"^[a-z0-9]+(?:_[a-z0-9]+)*$",
    )
    count: Series[float] = fields.column(
        "The count, or the lower end of a range", unit="as the item says", required=True, ge=0
    )
    count_high: Series[float] = fields.column("Upper end of a range", unit="as the item says", ge=0)
    bound: Series[str] = fields.choice(
        "How to read the count: exact, about, at_least (the source says more than), range",
        ["exact", "about", "at_least", "range"],
        required=True,
    )
    basis: Series[str] = fields.choice(
        "actual = what was counted; projection = planned, forecast or approved",
        ["actual", "projection"],
        required=True,
    )
    counted_by: Series[str] = fields.choice(
        "Who counts; press = a figure of the press without a named counter",
        [
            "sipri", "iiss", "us_defense_department", "us_navy", "us_naval_intelligence", "own_government",
            "global_firepower", "wdmmw", "encyclopedia", "press",
        ],
        required=True,
    )  # fmt: skip
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("count", "count_high", error="has an upper end below its lower end")
    def high_above_low(cls, frame: pd.DataFrame) -> pd.Series:
        """Upper ends are above lower ones."""
        return ~(frame["count_high"] <= frame["count"])

    @row_check("count_high", "bound", error="is called a range without an upper end, or the reverse")
    def ranges_have_two_ends(cls, frame: pd.DataFrame) -> pd.Series:
        """Ranges, and only they, have an upper end."""
        return frame["bound"].eq("range") == frame["count_high"].notna()

    @row_check("id", "country", "year", error="has an id that names another state or year")
    def id_names_state_and_year(cls, frame: pd.DataFrame) -> pd.Series:
        """Ids start with the state and hold the year."""
        state, year = frame["country"].str.lower() + "-", "-" + frame["year"].astype("str")
        parts = zip(frame["id"], state, year, strict=True)
        return pd.Series([name.startswith(s) and y in name for name, s, y in parts], index=frame.index)

    @row_check("item", "count", error="counts part of a thing that has no parts")
    def pieces_are_whole(cls, frame: pd.DataFrame) -> pd.Series:
        """Ships, aircraft, people and warheads are whole; only squadrons are counted in halves."""
        return frame["item"].eq("fighter_squadrons") | frame["count"].mod(1).eq(0)
