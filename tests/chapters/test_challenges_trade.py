"""Figures of duties, trade and designations: the words follow the numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.challenges.designations import (
    draw_designations,
    findings_designations,
    prepare_designations,
    words_designations,
)
from ties.chapters.challenges.trade import (
    draw_duties,
    draw_trade,
    findings_trade,
    prepare_duties,
    prepare_trade,
    words_duties,
    words_trade,
)
from ties.plotting.style import render

DAY = "2026-06-30"
NAMES = {"USA": "United States", "RUS": "Russia", "CHN": "China"}


@pytest.fixture(scope="module")
def duties() -> pd.DataFrame:
    return prepare_duties(
        load("judgements/tariff_steps"), load("setbacks_and_progress"), load("judgements/topic_strands"), as_of=DAY
    )


@pytest.fixture(scope="module")
def shares() -> pd.DataFrame:
    return prepare_trade(load("trade"), partners=list(NAMES), start_year=1995, names=NAMES)


def test_each_defence_event_of_the_period_falls_into_one_spell(duties: pd.DataFrame):
    events = load("setbacks_and_progress")
    strands = load("judgements/topic_strands").set_index("topic")["strand"]
    within = events[events["date"].str.len() == 10].query("'2025-08-07' <= date <= @DAY")
    defence = within[within["topic"].map(strands) == "defence"]
    assert duties[["progress", "setbacks"]].to_numpy().sum() == len(defence)


def test_words_take_the_highest_duty(duties: pd.DataFrame):
    assert words_duties(duties).title.startswith("The duty of 50 per cent stood for 164 days")
    changed = duties.assign(high=[60.0, *duties["high"].iloc[1:]], low=[60.0, *duties["low"].iloc[1:]])
    changed.attrs = duties.attrs
    assert words_duties(changed).title.startswith("The duty of 60 per cent stood for 20 days")


def test_findings_say_what_cannot_be_told_and_turn_with_the_balance(shares: pd.DataFrame, duties: pd.DataFrame):
    found = {f["key"]: f for f in findings_trade(shares, duties)}
    assert found["duty_effect"]["value"] is None
    assert "rose from 45.6 to 58.2" in found["us_balance"]["sentence"]
    fallen = shares.copy()
    balance = shares.attrs["us_balance"]
    fallen.attrs = shares.attrs | {"us_balance": -balance}
    assert " fell from " in {f["key"]: f for f in findings_trade(fallen, duties)}["us_balance"]["sentence"]


def test_newer_years_do_not_move_the_year_of_the_duties(shares: pd.DataFrame, duties: pd.DataFrame):
    newer = shares.copy()
    newer.attrs = shares.attrs | {"us_balance": pd.concat([shares.attrs["us_balance"], pd.Series({2026: 1e5})])}
    said = {f["key"]: f for f in findings_trade(newer, duties)}["us_balance"]["sentence"]
    assert "rose from 45.6 to 58.2 billion dollars between 2024 and 2025, the year in which" in said


def test_before_the_first_duty_there_is_a_finding_and_no_spell(shares: pd.DataFrame):
    none = prepare_duties(
        load("judgements/tariff_steps"),
        load("setbacks_and_progress"),
        load("judgements/topic_strands"),
        as_of="2025-06-30",
    )
    assert none.empty
    found = {f["key"]: f for f in findings_trade(shares, none)}
    assert "no added duty" in found["duty_days"]["sentence"]


def test_words_on_trade_name_buyer_and_seller(shares: pd.DataFrame):
    title = words_trade(shares).title
    assert "the United States buys most" in title
    assert "China sells it most" in title


def test_the_year_of_the_article_decides_the_title():
    table = load("designations")
    assert (
        "none of its listings is dated 2024"
        in words_designations(prepare_designations(table, as_of=DAY, claim_year=2024)).title
    )
    data = prepare_designations(table, as_of=DAY, claim_year=2023)
    assert "1 of its listings is dated 2023" in words_designations(data).title
    assert findings_designations(data)[1]["value"] == 1
    assert "2022-11-30" in findings_designations(data)[1]["sentence"]


@pytest.mark.parametrize("narrow", [False, True])
def test_drawings_run(duties: pd.DataFrame, shares: pd.DataFrame, narrow: bool):
    listed = prepare_designations(load("designations"), as_of=DAY, claim_year=2024)
    for draw, data in ((draw_duties, duties), (draw_trade, shares), (draw_designations, listed)):
        assert "<svg" in render(draw, data, height=3.6, narrow=narrow)
