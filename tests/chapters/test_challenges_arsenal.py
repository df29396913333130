"""Figures of the arsenal: flow, stock, fit and sensitivity."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ties import load
from ties.analysis.arms.concentration import newest_split
from ties.chapters.challenges.arsenal import draw_stock_flow, prepare_flow, prepare_stock_flow, words_stock_flow
from ties.chapters.challenges.borrowed import findings_borrowed, prepare_borrowed
from ties.chapters.challenges.crossings import (
    crossing,
    findings_counted,
    findings_stock,
    prepare_counted,
    year_on_curve,
)
from ties.chapters.challenges.lives import (
    TABLES,
    draw_fit,
    draw_sensitivity,
    findings_fit,
    findings_sensitivity,
    prepare_arsenal,
    prepare_fit,
    prepare_sensitivity,
    words_fit,
    words_sensitivity,
)
from ties.plotting.style import render

TABLE = {name.removeprefix("judgements/"): load(name) for name in TABLES}
OPTIONS = {"recipient": "IND", "draws": 400, "seed": 3}


@pytest.fixture(scope="module")
def arsenal():
    return prepare_arsenal(TABLE, last_year=2070, **OPTIONS)


@pytest.fixture(scope="module")
def flow() -> pd.DataFrame:
    bought = newest_split(TABLE["arms_transfers"], "IND")
    return prepare_flow(bought, suppliers=["RUS"], window=5, start_year=1995, end_year=2070)


@pytest.fixture(scope="module")
def data(arsenal, flow) -> pd.DataFrame:
    return prepare_stock_flow(
        arsenal, flow, load("inventory_origin"), claim_share=0.6, claim_year=2023, last_known=2024
    )


def test_flow_reproduces_the_shares_sipri_published_in_the_same_edition(flow: pd.DataFrame):
    """Edition of March 2025: 72, 55 and 36 per cent for 2010-14, 2015-19 and 2020-24."""
    share = flow.set_index("year")["share"]
    assert [round(100 * share[year]) for year in (2014, 2019, 2024)] == [72, 55, 36]


def test_flows_of_two_editions_are_refused():
    with pytest.raises(ValueError, match="edition"):
        prepare_flow(TABLE["arms_transfers"], suppliers=["RUS"], window=5, start_year=1995, end_year=2024)


def test_longer_lives_keep_russian_arms_longer(arsenal):
    """Doubling no life but a quarter more moves the median year under a half later."""
    later = prepare_arsenal(TABLE, last_year=2070, life_scale=1.25, **OPTIONS)
    years = [crossing(a.all_arms, a.years, 0.5)[1] for a in (arsenal, later)]
    assert years[1] > years[0]


def test_more_russian_replacements_give_a_higher_share_at_the_end_and_the_same_today(arsenal):
    more = prepare_arsenal(TABLE, last_year=2070, russian_share_new=0.9, **OPTIONS)
    assert np.median(more.all_arms[:, -1]) > np.median(arsenal.all_arms[:, -1]) + 0.05
    now = list(arsenal.years).index(2024)
    assert np.median(more.all_arms[:, now]) == pytest.approx(np.median(arsenal.all_arms[:, now]), abs=0.01)


def test_projection_is_marked_and_estimates_are_not(data: pd.DataFrame):
    assert data.loc[(data["measure"] == "imported") & (data["year"] > 2024), "projected"].all()
    assert not data.loc[data["measure"].isin(["study", "claim", "flow"]), "projected"].any()


def test_findings_place_the_claim_and_turn_with_it(data: pd.DataFrame, arsenal):
    found = {f["key"]: f for f in findings_stock(data, arsenal)}
    assert found["claim_on_flow"]["value"] == year_on_curve(data[data["measure"] == "flow"], 0.6)
    higher = data.copy()
    higher.attrs = data.attrs
    higher.loc[higher["measure"] == "claim", "share"] = 0.99
    turned = {f["key"]: f for f in findings_stock(higher, arsenal)}
    assert "lies above the band" in turned["claim_on_imported"]["sentence"]
    assert turned["claim_on_flow"]["value"] is None
    assert "was not passed" in turned["claim_on_flow"]["sentence"]


def test_a_crossing_beyond_the_horizon_is_not_a_number(data: pd.DataFrame):
    near = prepare_arsenal(TABLE, last_year=2030, **OPTIONS)
    found = {f["key"]: f for f in findings_stock(data[data["year"] <= 2030], near)}
    assert found["stock_under_quarter"]["value"] is None
    assert "in 0% of the draws" in found["stock_under_quarter"]["sentence"]


def test_a_count_that_agrees_with_the_model_moves_nothing(data: pd.DataFrame, arsenal):
    """Where a study says what the draw says, the factor on the odds is one."""
    at = list(arsenal.years).index(2023)
    same = data.copy()
    same.loc[same["measure"] == "study", ["year", "share"]] = (2023, np.median(arsenal.all_arms[:, at]))
    counted = prepare_counted(arsenal, same)
    assert counted["weight"].tolist() == pytest.approx([1] * len(counted))
    higher = prepare_counted(arsenal, data)
    weight = higher.set_index("id")["weight"]
    assert weight["all-2020-stimson"] > weight["all-2019-theweek"] > 1
    assert findings_counted(higher)[0]["value"] == higher.sort_values("published")["under_half"].iloc[-1]


def test_fit_counts_what_is_inside_its_own_band():
    fit = prepare_fit(TABLE, load("inventory_origin"), **OPTIONS)
    assert ((fit["published"] >= fit["low"]) & (fit["published"] <= fit["high"])).equals(fit["inside"])
    assert findings_fit(fit)[0]["value"] == fit["inside"].sum()
    assert str(int(fit["inside"].sum())) in words_fit(fit).title
    shifted = fit.assign(excess=-fit["excess"].abs())
    assert "below the model" in findings_fit(shifted)[1]["sentence"]
    for narrow in (False, True):
        assert "<svg" in render(draw_fit, fit, height=4, narrow=narrow)


def test_sensitivity_names_its_largest_mover(arsenal):
    moved = prepare_sensitivity(arsenal, 2042)
    assert findings_sensitivity(moved)[0]["value"] == moved["label"].iloc[0]
    assert moved["label"].iloc[0] in words_sensitivity(moved).title
    assert moved["swing"].abs().is_monotonic_decreasing
    assert moved.set_index("name").loc["indian_share_stock", "swing"] < 0  # more Indian arms, a smaller Russian share
    for narrow in (False, True):
        assert "<svg" in render(draw_sensitivity, moved, height=3.4, narrow=narrow)


def test_words_say_whether_flow_is_below_the_stock(data: pd.DataFrame, arsenal):
    assert "less than the stock" in words_stock_flow(data, arsenal).alt
    assert f"(edition {TABLE['arms_transfers']['edition'].max()})" in words_stock_flow(data, arsenal).subtitle
    turned = data.copy()
    turned.attrs = data.attrs
    turned.loc[turned["measure"] == "flow", "share"] = 0.9
    assert "more than the stock" in words_stock_flow(turned, arsenal).alt
    for narrow in (False, True):
        assert "<svg" in render(draw_stock_flow, data, height=4.5, narrow=narrow)


def newer(first: int) -> pd.DataFrame:
    """Make deliveries of a newer edition that reach from a year to 2026: all of India's arms from France."""
    years = range(first, 2027)
    return pd.DataFrame(
        {"recipient": "IND", "supplier": "FRA", "year": years, "tiv_m": 100.0, "edition": "2027", "coverage": None}
    )


def simulated(tables: dict[str, pd.DataFrame]):
    return prepare_arsenal(tables, last_year=2030, **OPTIONS)


def test_years_before_1990_are_counted_once_where_a_newer_edition_splits_them():
    """All arms since 1950 are French: nothing of the stock is Russian, also not the assumed part of early totals."""
    tables = TABLE | {"arms_transfers": pd.concat([TABLE["arms_transfers"], newer(1950)])}
    arsenal = simulated(tables)
    assert arsenal.all_arms[:, arsenal.years == 2026].max() == 0


def test_a_newer_edition_without_early_totals_leaves_the_older_ones():
    """Totals of 1995 to 2026 alone: the stock of the years before is the same as with the older edition."""
    totals = newer(1995)[["recipient", "year", "tiv_m", "edition"]]
    tables = TABLE | {"arms_imports_total": pd.concat([TABLE["arms_imports_total"], totals])}
    now, then = simulated(tables), simulated(TABLE)
    np.testing.assert_allclose(now.all_arms, then.all_arms)


def test_equipment_without_a_life_does_not_stop_the_model_and_is_said():
    register = TABLE["arms_register"].copy()
    register.loc[register.index[:5], "description"] = "bomber aircraft"
    tables = TABLE | {"arms_register": register}
    assert np.isfinite(simulated(tables).all_arms).all()
    borrowed = prepare_borrowed(tables, recipient="IND")
    found = {f["key"]: f for f in findings_borrowed(borrowed, tables, recipient="IND")}
    assert "(descriptions: 1, orders: 5)" in found["lives_borrowed"]["sentence"]
    assert found["lives_borrowed"]["value"] == pytest.approx(100 * borrowed.share)
    assert 0 < borrowed.share < 1
    assert "before 1990" in found["split_from"]["sentence"]


def test_the_caption_says_what_is_borrowed_and_only_then(arsenal, flow, data):
    assert "borrowed" not in words_stock_flow(data, arsenal).caption
    told = prepare_stock_flow(
        arsenal, flow, load("inventory_origin"), claim_share=0.6, claim_year=2023, last_known=2024, borrowed=0.066
    )
    assert "6.6% of the volume delivered has a service life borrowed" in words_stock_flow(told, arsenal).caption


def test_years_by_supplier_from_1950_leave_no_assumed_part():
    tables = TABLE | {"arms_transfers": newer(1950)}
    found = {
        f["key"]: f for f in findings_borrowed(prepare_borrowed(tables, recipient="IND"), tables, recipient="IND")
    }
    assert "every year from 1950" in found["split_from"]["sentence"]
    assert found["split_editions"]["sentence"].endswith("that of 2027.")
