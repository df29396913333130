"""Figure and table of groupings and obligations: words that follow the numbers, drawings at both widths."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from ties import load
from ties.analysis.networks.obligations import KINDS
from ties.chapters.agreements import shared_groupings as figures
from ties.chapters.agreements.alliance_obligations import (
    findings_alliance_obligations,
    prepare_alliance_obligations,
)
from ties.plotting.style import render

COUNTRIES = load("countries")
POLES = ("USA", "RUS", "CHN")


@cache
def prepared(others=POLES):
    return figures.prepare_shared_groupings(
        load("memberships"),
        load("judgements/groupings"),
        load("judgements/membership_roles"),
        COUNTRIES,
        focal="IND",
        others=others,
        start_year=1984,
        end_year=2026,
        as_of="2026-06-30",
    )


def test_bounds_are_in_order_and_within_one():
    data = prepared().dropna(subset=["low"])
    assert ((data["low"] >= 0) & (data["low"] <= data["high"]) & (data["high"] <= 1)).all()


def test_words_name_the_closest_and_say_whether_that_is_sure():
    data = prepared()
    assert (
        "shares more groupings with the United States than with Russia or China"
        in figures.words_shared_groupings(data).title
    )
    turned = data.assign(
        low=data["low"].where(data["other"] != "RUS", 0.9), high=data["high"].where(data["other"] != "RUS", 1)
    )
    turned.attrs = data.attrs
    assert "more groupings with Russia than with the United States" in figures.words_shared_groupings(turned).title
    blurred = data.assign(high=1.0)
    blurred.attrs = data.attrs
    assert figures.words_shared_groupings(blurred).title.endswith("leave room for another order")


def test_findings_give_bounds_and_readings():
    data = prepared()
    found = {f.key: f for f in figures.findings_shared_groupings(data)}
    low, high = found["shared_first"].low, found["shared_first"].high
    assert low <= found["shared_first"].value <= high
    assert set(found) == {"shared_first", "shared_2", "shared_3", "membership_readings", "membership_since"}
    blurred = data.assign(high=1.0)
    blurred.attrs = data.attrs
    assert {f.key: f for f in figures.findings_shared_groupings(blurred)}["membership_since"].value is None


def test_obligations_are_those_in_force_at_the_end_of_the_data():
    table = pd.DataFrame(
        [
            ("IND", "USA", 1962, 1964, 0, 0, 0, 0, 1),
            ("IND", "USA", 2009, 2018, 0, 0, 0, 1, 0),
            ("IND", "RUS", 1994, 2018, 1, 0, 0, 1, 1),
        ],
        columns=["country_a", "country_b", "start_year", "end_year", *KINDS],
    )
    data = prepare_alliance_obligations(table, COUNTRIES, focal="IND", others=POLES)
    assert data.drop(columns="since").to_numpy().tolist() == [
        ["United States", "no", "no", "yes", "no"],
        ["Russia", "yes", "no", "yes", "yes"],
        ["China", "no", "no", "no", "no"],
    ]
    assert data["since"].tolist() == [2009, 1994, pd.NA]
    finding = findings_alliance_obligations(data)[0]
    assert finding.value == 1
    assert finding.sentence.startswith("A duty to defend with Russia is coded as in force in 2018")


def test_no_duty_to_defend_between_india_and_the_three_in_the_data():
    data = prepare_alliance_obligations(load("alliances"), COUNTRIES, focal="IND", others=POLES)
    assert (data["defence"] == "no").all()
    assert findings_alliance_obligations(data)[0].value == 0


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("others", [POLES, ("USA",)])
def test_figure_has_one_panel_per_state_at_both_widths(others, narrow):
    drawn = render(figures.draw_shared_groupings, prepared(others), height=4, narrow=narrow)
    assert drawn.count('id="axes_') == len(others)
