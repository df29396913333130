"""Figures of the arsenal: flow, stock, fit and sensitivity."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ties import load
from ties.analysis.arms.concentration import newest_split
from ties.analysis.arms.stock_crossings import year_on_curve, years_under
from ties.chapters.challenges.arsenal_model import TABLES, ArsenalModel, findings_arsenal_model
from ties.chapters.challenges.stock_and_flow import (
    draw_stock_and_flow,
    findings_stock_and_flow,
    prepare_flow,
    prepare_stock_and_flow,
    published_shares,
    words_stock_and_flow,
)
from ties.chapters.challenges.stock_fit import draw_stock_fit, findings_stock_fit, prepare_stock_fit, words_stock_fit
from ties.chapters.challenges.stock_sensitivity import (
    draw_stock_sensitivity,
    findings_stock_sensitivity,
    prepare_stock_sensitivity,
    words_stock_sensitivity,
)
from ties.chapters.challenges.stock_units import findings_stock_counted, prepare_stock_counted, stock_items
from ties.plotting.style import render

MODEL = ArsenalModel(*map(load, TABLES), load("judgements/class_services"), draws=400, seed=3)


@pytest.fixture(scope="module")
def arsenal():
    return MODEL.simulate(2070)


@pytest.fixture(scope="module")
def flow() -> pd.DataFrame:
    bought = newest_split(MODEL.transfers, "IND")
    return prepare_flow(bought, suppliers=["RUS"], window=5, start_year=1995, end_year=2070)


@pytest.fixture(scope="module")
def data(arsenal, flow) -> pd.DataFrame:
    return prepare_stock_and_flow(
        arsenal, flow, load("inventory_origin"), claim_share=0.6, claim_year=2023, last_delivery=2024
    )


def test_flow_reproduces_the_shares_sipri_published_in_the_same_edition(flow: pd.DataFrame):
    """Edition of March 2025: 72, 55 and 36 per cent for 2010-14, 2015-19 and 2020-24."""
    share = flow.set_index("year")["share"]
    assert [round(100 * share[year]) for year in (2014, 2019, 2024)] == [72, 55, 36]


def test_flows_of_two_editions_are_refused():
    with pytest.raises(ValueError, match="edition"):
        prepare_flow(MODEL.transfers, suppliers=["RUS"], window=5, start_year=1995, end_year=2024)


def test_longer_lives_keep_russian_arms_longer(arsenal):
    """Doubling no life but a quarter more moves the median year under a half later."""
    later = MODEL.scaled(life_scale=1.25).simulate(2070)
    years = [years_under(a.all_arms, a.years, 0.5)[1] for a in (arsenal, later)]
    assert years[1] > years[0]


def test_more_russian_replacements_give_a_higher_share_at_the_end_and_the_same_today(arsenal):
    more = MODEL.scaled(russian_share_new=0.9).simulate(2070)
    assert np.median(more.all_arms[:, -1]) > np.median(arsenal.all_arms[:, -1]) + 0.05
    now = list(arsenal.years).index(2024)
    assert np.median(more.all_arms[:, now]) == pytest.approx(np.median(arsenal.all_arms[:, now]), abs=0.01)


def test_projection_is_marked_and_estimates_are_not(data: pd.DataFrame):
    assert data.loc[(data["measure"] == "imported") & (data["year"] > 2024), "projected"].all()
    assert not data.loc[data["measure"].isin(["study", "claim", "flow"]), "projected"].any()


def test_findings_place_the_claim_and_turn_with_it(data: pd.DataFrame, arsenal):
    found = {f.key: f for f in findings_stock_and_flow(data, arsenal)}
    assert found["claim_on_flow"].value == year_on_curve(data[data["measure"] == "flow"], 0.6)
    higher = data.copy()
    higher.attrs = data.attrs
    higher.loc[higher["measure"] == "claim", "share"] = 0.99
    turned = {f.key: f for f in findings_stock_and_flow(higher, arsenal)}
    assert "lies above the band" in turned["claim_on_imported"].sentence
    assert turned["claim_on_flow"].value is None
    assert "was not passed" in turned["claim_on_flow"].sentence


def test_a_crossing_beyond_the_horizon_is_not_a_number(data: pd.DataFrame):
    near = MODEL.simulate(2030)
    found = {f.key: f for f in findings_stock_and_flow(data[data["year"] <= 2030], near)}
    assert found["stock_under_quarter"].value is None
    assert "in 0% of the draws" in found["stock_under_quarter"].sentence


def test_a_count_that_agrees_with_the_model_moves_nothing(data: pd.DataFrame, arsenal):
    """Where a study says what the draw says, the factor on the odds is one."""
    at = list(arsenal.years).index(2023)
    same = data.copy()
    same.loc[same["measure"] == "study", ["year", "share"]] = (2023, np.median(arsenal.all_arms[:, at]))
    counted = prepare_stock_counted(arsenal, same[same["measure"] == "study"])
    assert counted["weight"].tolist() == pytest.approx([1] * len(counted))
    higher = prepare_stock_counted(arsenal, data[data["measure"] == "study"])
    weight = higher.set_index("id")["weight"]
    assert weight["all-2020-stimson"] > weight["all-2019-theweek"] > 1
    assert findings_stock_counted(higher)[0].value == higher.sort_values("published")["under_half"].iloc[-1]


def test_fit_counts_what_is_inside_its_own_band():
    fit = prepare_stock_fit(MODEL, load("inventory_origin"))
    assert ((fit["published"] >= fit["low"]) & (fit["published"] <= fit["high"])).equals(fit["inside"])
    assert findings_stock_fit(fit)[0].value == fit["inside"].sum()
    assert str(int(fit["inside"].sum())) in words_stock_fit(fit).title
    shifted = fit.assign(excess=-fit["excess"].abs())
    assert "below the model" in findings_stock_fit(shifted)[1].sentence
    for narrow in (False, True):
        assert "<svg" in render(draw_stock_fit, fit, height=4, narrow=narrow)


def test_sensitivity_names_its_largest_mover(arsenal):
    moved = prepare_stock_sensitivity(arsenal, 2042)
    assert findings_stock_sensitivity(moved)[0].value == moved["label"].iloc[0]
    assert moved["label"].iloc[0] in words_stock_sensitivity(moved).title
    assert moved["swing"].abs().is_monotonic_decreasing
    assert moved.set_index("name").loc["indian_share_stock", "swing"] < 0  # more Indian arms, a smaller Russian share
    for narrow in (False, True):
        assert "<svg" in render(draw_stock_sensitivity, moved, height=3.4, narrow=narrow)


def test_words_say_whether_flow_is_below_the_stock(data: pd.DataFrame, arsenal):
    assert "less than the stock" in words_stock_and_flow(data, arsenal).alt
    assert f"(edition {MODEL.transfers['edition'].max()})" in words_stock_and_flow(data, arsenal).subtitle
    turned = data.copy()
    turned.attrs = data.attrs
    turned.loc[turned["measure"] == "flow", "share"] = 0.9
    assert "more than the stock" in words_stock_and_flow(turned, arsenal).alt
    for narrow in (False, True):
        assert "<svg" in render(draw_stock_and_flow, data, height=4.5, narrow=narrow)


def newer(first: int) -> pd.DataFrame:
    """Make deliveries of a newer edition that reach from a year to 2026: all of India's arms from France."""
    years = range(first, 2027)
    return pd.DataFrame(
        {"recipient": "IND", "supplier": "FRA", "year": years, "tiv_m": 100.0, "edition": "2027", "coverage": None}
    )


def test_years_before_1990_are_counted_once_where_a_newer_edition_splits_them():
    """All arms since 1950 are French: nothing of the stock is Russian, also not the assumed part of early totals."""
    arsenal = replace(MODEL, transfers=pd.concat([MODEL.transfers, newer(1950)])).simulate(2030)
    assert arsenal.all_arms[:, arsenal.years == 2026].max() == 0


def test_a_newer_edition_without_early_totals_leaves_the_older_ones():
    """Totals of 1995 to 2026 alone: the stock of the years before is the same as with the older edition."""
    totals = newer(1995)[["recipient", "year", "tiv_m", "edition"]]
    now, then = replace(MODEL, totals=pd.concat([MODEL.totals, totals])).simulate(2030), MODEL.simulate(2030)
    np.testing.assert_allclose(now.all_arms, then.all_arms)


def test_equipment_without_a_life_does_not_stop_the_model_and_is_said():
    register = MODEL.register.copy()
    register.loc[register.index[:5], "description"] = "bomber aircraft"
    model = replace(MODEL, register=register)
    assert np.isfinite(model.simulate(2030).all_arms).all()
    borrowed = model.borrowed()
    found = {f.key: f for f in findings_arsenal_model(model)}
    assert "(descriptions: 1, orders: 5)" in found["lives_borrowed"].sentence
    assert found["lives_borrowed"].value == pytest.approx(100 * borrowed.share)
    assert 0 < borrowed.share < 1
    assert "before 1990" in found["split_from"].sentence


def test_the_caption_says_what_is_borrowed_and_only_then(arsenal, flow, data):
    assert "borrowed" not in words_stock_and_flow(data, arsenal).caption
    lent = prepare_stock_and_flow(
        arsenal, flow, load("inventory_origin"), claim_share=0.6, claim_year=2023, last_delivery=2024, borrowed=0.066
    )
    assert "6.6% of the volume delivered has a service life borrowed" in words_stock_and_flow(lent, arsenal).caption


def test_years_by_supplier_from_1950_leave_no_assumed_part():
    found = {f.key: f for f in findings_arsenal_model(replace(MODEL, transfers=newer(1950)))}
    assert "every year from 1950" in found["split_from"].sentence
    assert found["split_editions"].sentence.endswith("that of 2027.")


def test_published_shares_are_those_of_the_whole_arsenal():
    shares = published_shares(load("inventory_origin"))
    assert shares["share"].between(0, 1).all()
    assert shares["id"].str.startswith("all-").all()


def test_the_gap_of_the_items_is_that_of_the_table():
    tables = [load(name) for name in ("arms_register", "service_lives", "inventory_origin")]
    judged = [load(f"judgements/{name}") for name in ("inventory_items", "arsenal_assumptions")]
    table = stock_items(*tables, *judged, life_scale=1.0, draws=200, seed=3)
    gap = (100 * (table.data["counted"] / table.data["expected"] - 1)).abs()
    assert table.findings[0].value == pytest.approx(gap.median())
    assert table.data["item"].iloc[gap.argmax()] in table.findings[0].sentence
