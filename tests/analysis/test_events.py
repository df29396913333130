"""Laws of the event study: counts, windows, placebo sets, and that it finds what is there and nothing else."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.analysis.events.event_study import change_after, event_study, monthly_counts, placebo_dates, single_changes

EVENTS = ["2006-01", "2010-01", "2014-01", "2018-01"]


def series(values):
    return pd.DataFrame({"x": values}, index=pd.period_range("2000-01", periods=len(values), freq="M"))


@given(st.lists(st.sampled_from(["2003", "2003-05", "2003-05-09", "2011-12-31"]), min_size=1, max_size=20))
def test_every_event_counts_once_however_well_it_is_dated(dates):
    counts = monthly_counts(pd.Series(dates), first="2000-01", last="2012-12")
    assert counts.sum() == pytest.approx(len(dates))


def test_events_outside_the_months_are_not_counted_and_halves_are():
    counts = monthly_counts(pd.Series(["1999-12-31", "2013-01", "2012"]), first="2000-01", last="2012-06")
    assert counts.sum() == pytest.approx(0.5)


def test_change_by_hand_with_lag():
    counts = np.array([1.0, 2, 3, 10, 20, 30, 40])
    assert change_after(counts, np.array([3]), window=2, lag=1).tolist() == [(20 + 30) - (2 + 3)]


@given(st.integers(1, 12), st.integers(0, 6))
def test_a_steady_count_does_not_change_and_a_line_changes_by_its_slope(window, lag):
    at = np.array([30, 60])
    assert np.allclose(change_after(np.full(100, 3.0), at, window=window, lag=lag), 0)
    assert np.allclose(change_after(np.arange(100.0), at, window=window, lag=lag), window * (window + lag))


def test_a_window_that_leaves_the_months_is_refused():
    with pytest.raises(ValueError, match="leaves"):
        change_after(np.ones(20), np.array([5]), window=12)


@given(st.integers(1, 4), st.integers(1, 12), st.integers(0, 1000))
def test_placebo_sets_stay_inside_and_apart(events, gap, seed):
    sets = placebo_dates(10, 90, events=events, gap=gap, draws=50, seed=seed)
    assert sets.shape == (50, events)
    assert sets.min() >= 10
    assert sets.max() <= 90
    assert (np.diff(sets, axis=1) >= gap).all()


def test_single_placebo_months_are_uniform():
    drawn = placebo_dates(0, 9, events=1, gap=1, draws=20000, seed=7).ravel()
    assert np.bincount(drawn, minlength=10) == pytest.approx(np.full(10, 2000), rel=0.1)


def test_no_room_for_placebo_sets_is_said():
    with pytest.raises(ValueError, match="no room"):
        placebo_dates(0, 10, events=4, gap=12, draws=10, seed=1)


def test_a_planted_rise_is_found_and_survives_the_correction():
    values = np.zeros(12 * 24)
    for month in EVENTS:
        at = 12 * (int(month[:4]) - 2000)
        values[at : at + 12] += 2.0
    table = event_study(
        series(values), EVENTS, windows=[6, 12], lags=[0, 3], draws=2000, seed=1, start="2001-01"
    ).set_index(["window", "lag"])
    assert table.loc[(12, 0), "change"] == 24
    assert table.loc[(12, 0), "p_adjusted"] < 0.01


def test_a_trend_alone_is_not_a_rise_after_events():
    values = np.arange(12 * 24) / 50.0
    table = event_study(series(values), EVENTS, windows=[12], lags=[0], draws=1000, seed=1, start="2001-01")
    assert table["change"].item() > 0  # a trend always rises after any date
    assert table["p"].item() > 0.9  # and as much after placebo dates


def test_false_alarms_are_as_rare_as_promised():
    rng = np.random.default_rng(5)
    tries = [
        event_study(series(rng.poisson(0.5, 288)), EVENTS, windows=[12], lags=[0], draws=199, seed=n, start="2001-01")
        for n in range(200)
    ]
    assert np.mean([table["p"].item() <= 0.05 for table in tries]) == pytest.approx(0.05, abs=0.045)


def test_adjusted_p_is_never_smaller_and_never_zero():
    rng = np.random.default_rng(2)
    table = event_study(
        series(rng.poisson(0.6, 288)), EVENTS, windows=[6, 12, 18], lags=[0, 6], draws=500, seed=2, start="2001-01"
    )
    assert (table["p_adjusted"] >= table["p"]).all()
    assert table["p"].min() > 0


def test_single_changes_are_what_their_mean_is_made_of():
    rng = np.random.default_rng(3)
    counts = series(rng.poisson(0.6, 288))
    single = single_changes(counts, EVENTS, window=12, lag=0, start="2001-01")
    mean = event_study(counts, EVENTS, windows=[12], lags=[0], draws=50, seed=1, start="2001-01")["change"].item()
    assert single["change"].mean() == pytest.approx(mean)
    assert (single["after"] - single["before"]).tolist() == pytest.approx(single["change"].tolist())


def test_where_nothing_ever_changes_every_placebo_is_as_large_and_p_is_one():
    months = pd.period_range("2010-01", periods=60, freq="M")
    table = event_study(
        pd.DataFrame({"calls": 1.0}, index=months), ["2012-01", "2013-06"], windows=[3], lags=[0], draws=9, seed=1,
        start="2010-01",
    )  # fmt: skip
    assert table[["change", "placebo", "p", "p_adjusted"]].to_numpy().tolist() == [[0, 0, 1, 1]]
