"""Words and pictures hold where the tables of an earlier day hold less: they say so, and invent nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ties.analysis.balance.forces import latest_actual
from ties.analysis.balance.sides import Sides
from ties.chapters.challenges import case_steps, duty_steps, goods_trade, risk_categories, transfer_percentages
from ties.chapters.deterrence.fleet_and_warheads import TONNAGE, fleet_and_warheads
from ties.chapters.industry import engine_orders as engines
from ties.chapters.synthesis import rule_agreement, verdict_tally
from ties.plotting.style import render
from ties.tables.as_of.snapshot import cut_tables
from ties.tables.load import load

DAY = "2025-07-01"
NAMES = {"USA": "United States", "RUS": "Russia", "CHN": "China", "IND": "India"}


@pytest.fixture(scope="module")
def then() -> dict[str, pd.DataFrame]:
    return cut_tables(DAY)


def test_an_order_that_the_tables_lack_is_not_counted(then):
    quantities = then["judgements/fighter_squadrons"]
    data = engines.prepare_engine_orders(then["deals"], then["judgements/engine_deliveries"], DAY)
    fighters = engines.fighter_squadrons(then["inventory_origin"])
    found = {f.key: f for f in engines.findings_engine_orders(data, quantities, fighters, DAY)}
    assert found["engines_delivered"].sentence.startswith("Of 99 F404 engines ordered since 2021, 1 ")
    assert "air force" not in found["squadrons_waiting"].sentence  # its squadrons were not counted
    assert found["engine_promise"].value is found["engine_pace"].value is None
    render(engines.draw_engine_orders, data, height=3, narrow=False)


def test_a_promise_is_not_judged_before_it_is_due():
    deals, came = load("deals"), load("judgements/engine_deliveries")
    quantities = load("judgements/fighter_squadrons")
    for day, due in (("2026-03-30", False), ("2026-03-31", True)):
        data = engines.prepare_engine_orders(deals, came, day)
        found = {f.key: f for f in engines.findings_engine_orders(data, quantities, np.nan, day)}
        assert (found["engine_promise"].value is not None) == due


def test_a_share_that_was_not_settled_gives_no_difference(then):
    data = transfer_percentages.prepare_transfer_percentages(then["judgements/transfer_percentages"], then["deals"])
    found = {f.key: f for f in transfer_percentages.findings_transfer_percentages(data, "USA", "US")}
    assert found["f414_share"].value is None
    assert "2026" not in found["f414_share"].sentence


def test_trade_that_is_not_in_the_tables_is_said_not_to_be(then):
    shares = goods_trade.prepare_goods_trade(then["trade"], partners=["USA", "RUS"], start_year=1995, names=NAMES)
    steps = then["judgements/tariff_steps"]
    surplus = goods_trade.findings_us_surplus(then["trade"], steps, partners=["USA", "RUS"], as_of=DAY)
    figure = duty_steps.duty_steps(steps, then["setbacks_and_progress"], then["judgements/topic_strands"], as_of=DAY)
    found = {f.key: f for f in [*goods_trade.findings_goods_trade(shares), *surplus, *figure.findings]}
    assert found["trade_rus"].value is None
    assert found["trade_usa"].value is not None
    assert "no effect" in found["duty_effect"].sentence
    assert "the year in which the duties came" not in found["us_balance"].sentence
    assert "2025" not in goods_trade.words_goods_trade(shares).caption


def test_no_kind_has_most_of_no_rising_risks():
    scores = {"mean": [9.0, 4.0], "low": 1.0, "high": 9.0, "risks": 1, "highest": 0.9}
    data = pd.DataFrame({"category": ["a", "b"], **scores, "rising": 0, "falling": [1, 0]})
    data.attrs["as_of"] = DAY
    *_, most = risk_categories.findings_risk_categories(data)
    assert most.confidence == "cannot tell"
    assert "no risk is said to rise" in risk_categories.words_risk_categories(data).title


def test_terms_that_are_not_settled_have_no_weak_source(then):
    name = "judgements/transfer_steps"
    for steps, day, settled in ((then[name], DAY, False), (load(name), "2026-06-30", True)):
        data = case_steps.prepare_case_steps(steps, case="f414", as_of=day)
        assert ("settlement of terms" in case_steps.words_case_steps(data).caption) == settled


def test_a_panel_without_counts_says_so(then):
    tables = then["force_levels"], then["judgements/force_level_choices"], load("countries")
    figure = fleet_and_warheads(*tables, sides=Sides("IND", "CHN", ["JPN", "AUS"]), start_year=1992)
    assert latest_actual(figure.data, TONNAGE).empty
    for narrow in (False, True):
        render(figure.draw, figure.data, height=3, narrow=narrow)


def test_claims_that_were_not_read_are_counted_apart(then):
    words = verdict_tally.words_verdict_tally(verdict_tally.prepare_verdict_tally(then["claims"]))
    assert words.title.startswith("Of 21 claims of the article that were read on the sources of the day, ")
    assert words.caption.startswith("46 more rest on later sources")
    computed = pd.DataFrame({"claim": then["claims"]["id"], "computed": "supported"})
    data = rule_agreement.prepare_rule_agreement(then["claims"], computed)
    assert int(data["claims"].sum()) == 21
    assert "46 claims rest on later sources" in rule_agreement.words_rule_agreement(data).caption
