"""Figures of duties, trade and designations: the words follow the numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.challenges.duty_steps import (
    draw_duty_steps,
    duty_steps,
    prepare_duty_steps,
    words_duty_steps,
)
from ties.chapters.challenges.goods_trade import (
    draw_goods_trade,
    findings_us_surplus,
    prepare_goods_trade,
    words_goods_trade,
)
from ties.chapters.challenges.listings import (
    draw_listings,
    findings_listings,
    prepare_listings,
    words_listings,
)
from ties.plotting.style import render
from ties.records import Finding

DAY = "2026-06-30"
NAMES = {"USA": "United States", "RUS": "Russia", "CHN": "China"}


@pytest.fixture(scope="module")
def duties() -> pd.DataFrame:
    return prepare_duty_steps(
        load("judgements/tariff_steps"), load("setbacks_and_progress"), load("judgements/topic_strands"), as_of=DAY
    )


@pytest.fixture(scope="module")
def shares() -> pd.DataFrame:
    return prepare_goods_trade(load("trade"), partners=list(NAMES), start_year=1995, names=NAMES)


def test_each_defence_event_of_the_period_falls_into_one_spell(duties: pd.DataFrame):
    events = load("setbacks_and_progress")
    strands = load("judgements/topic_strands").set_index("topic")["strand"]
    within = events[events["date"].str.len() == 10].query("'2025-08-07' <= date <= @DAY")
    defence = within[within["topic"].map(strands) == "defence"]
    assert duties[["progress", "setbacks"]].to_numpy().sum() == len(defence)


def test_words_take_the_highest_duty(duties: pd.DataFrame):
    assert words_duty_steps(duties).title.startswith("The duty of 50 per cent stood for 164 days")
    changed = duties.assign(high=[60.0, *duties["high"].iloc[1:]], low=[60.0, *duties["low"].iloc[1:]])
    changed.attrs = duties.attrs
    assert words_duty_steps(changed).title.startswith("The duty of 60 per cent stood for 20 days")


def surplus(trade: pd.DataFrame) -> dict[str, Finding]:
    steps = load("judgements/tariff_steps")
    return {f.key: f for f in findings_us_surplus(trade, steps, partners=list(NAMES), as_of=DAY)}


def test_findings_say_what_cannot_be_told_and_turn_with_the_balance():
    found = surplus(load("trade"))
    assert found["duty_effect"].value is None
    assert "rose from 45.6 to 58.2" in found["us_balance"].sentence
    trade = load("trade")
    fallen = trade.assign(balance_usd_m=-trade["balance_usd_m"])
    assert " fell from " in surplus(fallen)["us_balance"].sentence


def test_newer_years_do_not_move_the_year_of_the_duties():
    trade = load("trade")
    own = trade["country"].eq("IND") & trade["reporter"].eq("USA") & trade["period_type"].eq("cy")
    later = trade[own & trade["partner"].eq("USA")].tail(1).assign(year=2026, balance_usd_m=1e5)
    sentence = surplus(pd.concat([trade, later], ignore_index=True))["us_balance"].sentence
    assert "rose from 45.6 to 58.2 billion dollars between 2024 and 2025, the year in which" in sentence


def test_before_the_first_duty_there_is_a_finding_and_no_spell():
    steps, events, strands = (
        load(name) for name in ("judgements/tariff_steps", "setbacks_and_progress", "judgements/topic_strands")
    )
    figure = duty_steps(steps, events, strands, as_of="2025-06-30")
    assert figure.data.empty
    assert figure.words is None
    assert "no added duty" in figure.findings[0].sentence


def test_words_on_trade_name_buyer_and_seller(shares: pd.DataFrame):
    title = words_goods_trade(shares).title
    assert "the United States buys most" in title
    assert "China sells it most" in title


def test_the_year_of_the_article_decides_the_title():
    table = load("designations")
    assert (
        "none of its listings is dated 2024"
        in words_listings(prepare_listings(table, as_of=DAY, claim_year=2024)).title
    )
    data = prepare_listings(table, as_of=DAY, claim_year=2023)
    assert "1 of its listings is dated 2023" in words_listings(data).title
    assert findings_listings(data)[1].value == 1
    assert "2022-11-30" in findings_listings(data)[1].sentence


@pytest.mark.parametrize("narrow", [False, True])
def test_drawings_run(duties: pd.DataFrame, shares: pd.DataFrame, narrow: bool):
    listed = prepare_listings(load("designations"), as_of=DAY, claim_year=2024)
    for draw, data in ((draw_duty_steps, duties), (draw_goods_trade, shares), (draw_listings, listed)):
        assert "<svg" in render(draw, data, height=3.6, narrow=narrow)
