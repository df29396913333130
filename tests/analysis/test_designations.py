"""Designations: spells and dated rows."""

from __future__ import annotations

import pandas as pd

from ties import load
from ties.analysis.events.designations import dated_in, listed_spells

TABLE = load("designations")


def test_no_designation_of_pakistan_as_of_particular_concern_is_dated_2024():
    """The list that the press dates 2024 was decided on 29 December 2023."""
    assert dated_in(TABLE, "PAK", "CPC", 2024).empty
    assert dated_in(TABLE, "PAK", "CPC", 2023)["date"].tolist() == ["2023-12-29"]


def test_a_listing_that_is_renewed_is_one_spell():
    spells = listed_spells(TABLE, "2026-06-30").set_index(["country", "list"])
    concern = spells.loc[("PAK", "CPC")]
    assert concern["start"] == pd.Timestamp("2018-11-28")
    assert concern["open"]
    grey = spells.loc[("PAK", "FATF_grey")]
    assert (grey["end"], bool(grey["open"])) == (pd.Timestamp("2022-10-21"), False)


def test_a_spell_that_ended_later_is_open_on_an_earlier_day():
    spells = listed_spells(TABLE, "2020-01-01").set_index(["country", "list"])
    assert spells.loc[("PAK", "FATF_grey"), "open"]


def test_a_second_listing_after_a_removal_is_a_second_spell():
    rows = pd.DataFrame(
        {"country": "PAK", "list": "x", "date": ["2001", "2003", "2005"], "status": ["listed", "removed", "listed"]}
    )
    assert listed_spells(rows, "2026-06-30")["open"].tolist() == [False, True]
