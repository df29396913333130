"""Waiting times: partly known dates bound them, censoring counts, medians agree with closed forms."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from ties.analysis.arms.durations import date_sensitivity, kaplan_meier, logrank, median_waits, spells, stage_bounds

COLUMNS = ["id", "announced", "contracted", "first_delivery", "completed", "status", "announced_basis"]


def deals(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def waits(years: list[float], event: list[bool], group: str = "g") -> pd.DataFrame:
    return pd.DataFrame({"years": years, "event": event, "shortest": years, "longest": years, "by": group})


def test_year_only_dates_are_intervals() -> None:
    """Announced in 2010, contracted on 1 July 2011: from 0.5 to 1.5 years."""
    data = deals(("a", "2010", "2011-07-01", None, None, "contracted", "tender"))
    row = spells(data, "announced", "contracted", "2020-01-01").iloc[0]
    assert (round(row["shortest"], 1), round(row["longest"], 1), round(row["years"], 1)) == (0.5, 1.5, 1.0)


def test_a_wait_is_never_negative() -> None:
    """Announced and contracted in the same year: zero at the least."""
    data = deals(("a", "2010", "2010-02", None, None, "contracted", "tender"))
    row = spells(data, "announced", "contracted", "2020-01-01").iloc[0]
    assert row["shortest"] == 0
    assert row["longest"] > 0


def test_a_stage_that_was_passed_lies_between_its_neighbours() -> None:
    """Delivered in March 2012 without a date of contract: signed between announcement and delivery."""
    bounds = stage_bounds(deals(("a", "2010-01-01", None, "2012-03-05", None, "delivered", "tender")))
    assert bounds.loc[0, "contracted_earliest"] == pd.Timestamp("2010-01-01")
    assert bounds.loc[0, "contracted_latest"] == pd.Timestamp("2012-03-05")


@pytest.mark.parametrize(
    ("row", "clock", "reason"),
    [
        (("a", None, "2011", None, None, "contracted", None), ("announced", "contracted"), "without a known start"),
        (
            ("a", "2011", "2011", None, None, "contracted", "contract"),
            ("announced", "contracted"),
            "announced by their own contract",
        ),
        (
            ("a", "2011", None, None, None, "contracted", "tender"),
            ("announced", "contracted"),
            "that got there on an unknown date",
        ),
        (
            ("a", "2029", None, None, None, "approved", "tender"),
            ("announced", "contracted"),
            "that start after the as-of date",
        ),
        (
            ("a", "2009", "2010", None, None, "cancelled", "tender"),
            ("contracted", "first_delivery"),
            "cancelled after signature",
        ),
    ],
)
def test_what_cannot_be_timed_is_left_out_and_counted(row: tuple, clock: tuple[str, str], reason: str) -> None:
    out = spells(deals(row), *clock, "2026-06-30")
    assert out.empty
    assert out.attrs["left_out"] == {reason: 1}


def test_a_dropped_deal_never_gets_there() -> None:
    """Cancelled before signature: it waits until the as-of date, so the curve stays above zero."""
    out = spells(
        deals(("a", "2010-06-30", None, None, None, "cancelled", "tender")), "announced", "contracted", "2020-06-30"
    )
    assert out["event"].tolist() == [False]
    assert out["years"].iloc[0] == pytest.approx(10, abs=0.01)


def test_what_comes_after_the_as_of_date_has_not_happened() -> None:
    data = deals(("a", "2010-01-01", "2015-01-01", None, None, "contracted", "tender"))
    assert not spells(data, "announced", "contracted", "2012-01-01")["event"].iloc[0]
    assert spells(data, "announced", "contracted", "2015-01-01")["event"].iloc[0]


def test_stages_must_be_in_order() -> None:
    with pytest.raises(ValueError, match="not a wait"):
        spells(deals(), "contracted", "announced", "2020-01-01")


def test_kaplan_meier_by_hand() -> None:
    """Waits 1, 2+, 3: survival 2/3 after one year, and zero after three."""
    curve = kaplan_meier(waits([1, 2, 3], [True, False, True]), "by").set_index("years")
    assert curve["waiting"].round(6).to_dict() == {0.0: 1.0, 1.0: 0.666667, 2.0: 0.666667, 3.0: 0.0}
    assert curve["at_risk"].to_dict() == {0.0: 3, 1.0: 3, 2.0: 2, 3.0: 1}


@settings(max_examples=25)
@given(st.lists(st.floats(0.1, 50).map(lambda years: round(years, 2)), min_size=1, max_size=12, unique=True))
def test_without_censoring_the_median_is_that_of_the_sample(years: list[float]) -> None:
    """The least time by which at least half are there."""
    row = median_waits(waits(years, [True] * len(years)), "by").iloc[0]
    assert row["median"] == pytest.approx(sorted(years)[(len(years) + 1) // 2 - 1])
    assert row["low"] <= row["median"] <= row["high"]


def test_a_median_that_is_not_reached_is_infinite() -> None:
    row = median_waits(waits([1, 2, 3], [True, False, False]), "by").iloc[0]
    assert np.isinf(row["median"])


def test_logrank_tells_apart_what_differs_and_not_what_does_not() -> None:
    early, late = (
        waits(list(np.linspace(1, 2, 20)), [True] * 20, "a"),
        waits(list(np.linspace(5, 6, 20)), [True] * 20, "b"),
    )
    assert logrank(pd.concat([early, late]), "by") < 1e-6
    assert logrank(pd.concat([early, early.assign(by="b")]), "by") == pytest.approx(1)
    assert np.isnan(logrank(early, "by"))


def test_logrank_agrees_with_lifelines() -> None:
    """Three groups with censoring: the p-value is the one that lifelines 0.30 gave for them."""
    rng = np.random.default_rng(5)
    data = waits(list(rng.exponential(2, 45)), list(rng.random(45) < 0.8)).assign(by=np.repeat(["a", "b", "c"], 15))
    assert logrank(data, "by") == pytest.approx(0.61846653745351)


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")  # where all or none wait
@pytest.mark.parametrize("part", [0.4, 0.7, 1.0])
def test_curve_and_band_agree_with_scipy(part: float) -> None:
    """Another library gives the same share and the same log-log band at every time, ties among the times included."""
    rng = np.random.default_rng(4)
    years, event = rng.exponential(3, 30).round(1), rng.random(30) < part
    curve = kaplan_meier(waits(list(years), list(event)), "by")
    theirs = ecdf(CensoredData.right_censored(years, ~event)).sf
    band = theirs.confidence_interval(method="log-log")
    at = curve["years"].to_numpy()
    between = (curve["waiting"] > 0) & (curve["waiting"] < 1)
    np.testing.assert_allclose(curve["waiting"], theirs.evaluate(at), atol=1e-12)
    np.testing.assert_allclose(curve["low"][between], band.low.evaluate(at)[between], atol=1e-12)
    np.testing.assert_allclose(curve["high"][between], band.high.evaluate(at)[between], atol=1e-12)
    np.testing.assert_array_equal(curve["at_risk"], [(years >= time).sum() for time in at])


def test_draws_stay_within_the_bounds_and_repeat_with_their_seed() -> None:
    data = waits([1, 2, 3, 4, 5], [True] * 5).assign(shortest=[0.5, 1, 2, 3, 4], longest=[1.5, 3, 4, 5, 6])
    first, again = (date_sensitivity(data, "by", draws=50, seed=7) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    row = first.iloc[0]
    assert row["all_shortest"] == 2
    assert row["all_longest"] == 4
    assert 2 <= row["draw_low"] <= row["draw_median"] <= row["draw_high"] <= 4


def test_draws_and_curve_give_the_same_median() -> None:
    """The fast median of the draws is the one of the whole curve, when nothing is left to chance."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        data = waits(list(rng.exponential(3, 15)), list(rng.random(15) < 0.7))
        drawn = date_sensitivity(data, "by", draws=10, seed=1).iloc[0]["draw_median"]
        assert drawn == pytest.approx(median_waits(data, "by").iloc[0]["median"])
