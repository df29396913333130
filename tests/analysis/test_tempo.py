"""Laws of tempo: exposure of a part-year, exact intervals, change points that are found and not invented."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ties import load
from ties.analysis.events.tempo import (
    add_missing,
    chance_of_longest,
    change_points,
    contacts,
    gaps,
    partitions,
    rate_interval,
    yearly_counts,
)


def counts(values, exposure=1.0):
    years = range(2001, 2001 + len(values))
    return pd.DataFrame({"year": list(years), "count": values, "exposure": exposure})


def test_a_part_year_is_exposed_in_part_and_the_future_is_left_out():
    dates = pd.Series(["2024", "2024-05", "2025-01-01", "2025-07-02", "2025-07-03"])
    table = yearly_counts(dates, start_year=2024, end_year=2030, as_of="2025-07-02")
    assert table["year"].tolist() == [2024, 2025]
    assert table["count"].tolist() == [2, 2]
    assert table["exposure"].tolist() == [1.0, pytest.approx(183 / 365)]
    with pytest.raises(ValueError, match="no year between 2027 and 2030"):
        yearly_counts(dates, start_year=2027, end_year=2030, as_of="2025-07-02")


@given(st.integers(0, 200), st.floats(0.1, 30))
def test_interval_of_a_rate_has_its_closed_form(count, exposure):
    low, high = rate_interval(count, exposure)
    assert low <= count / exposure <= high
    # at the ends the count is just as extreme as 2.5 per cent
    assert stats.poisson.cdf(count, high * exposure) == pytest.approx(0.025)
    if count:
        assert stats.poisson.sf(count - 1, low * exposure) == pytest.approx(0.025)


def test_partitions_keep_to_the_number_and_the_shortest_run():
    assert partitions(5, most=2, shortest=2) == [(), (2,), (3,)]
    assert len(partitions(6, most=5, shortest=1)) == 2**5


def test_a_clear_step_is_found_where_it_is():
    number, places, rates = change_points(counts([1] * 12 + [12] * 12))
    assert number["probability"].sum() == pytest.approx(1)
    assert number["probability"].iloc[0] < 1e-6
    assert places[["year", "low", "high"]].to_numpy().tolist() == [[2013, 2013, 2013]]
    assert rates["rate"].iloc[0] == pytest.approx(1, abs=0.5)
    assert rates["rate"].iloc[-1] == pytest.approx(12, abs=1)


def test_two_steps_are_found_in_order():
    _, places, _ = change_points(counts([2] * 9 + [20] * 9 + [5] * 9))
    assert places["year"].tolist() == [2010, 2019]


def test_a_constant_rate_is_left_alone():
    number, places, _ = change_points(counts([4] * 26))
    assert number["probability"].idxmax() == 0
    assert places.empty


def test_of_random_constant_counts_few_are_taken_for_a_change():
    rng = np.random.default_rng(5)
    found = [len(change_points(counts(rng.poisson(3, 24)), draws=10)[1]) > 0 for _ in range(60)]
    assert np.mean(found) < 0.2


def test_a_part_year_with_its_part_of_the_count_is_no_change():
    exposure = [1.0] * 19 + [0.5]
    _, places, _ = change_points(counts([8] * 19 + [4], exposure))
    assert places.empty


def test_weight_of_one_run_is_the_gamma_poisson_law():
    # with no change allowed, the posterior of the rate is gamma: shape 1 + 30, rate n / mean + n
    _, _, rates = change_points(counts([3] * 10), most=0, draws=40_000, seed=1)
    law = stats.gamma(31, scale=1 / (10 / 30 + 10))
    assert rates["rate"].iloc[0] == pytest.approx(law.mean(), rel=0.01)
    assert rates["low"].iloc[0] == pytest.approx(law.ppf(0.025), rel=0.02)
    assert rates["high"].iloc[0] == pytest.approx(law.ppf(0.975), rel=0.02)


@settings(max_examples=20)
@given(st.lists(st.integers(0, 12), min_size=6, max_size=14))
def test_time_turned_round_turns_the_changes_round(values):
    one, _, _ = change_points(counts(values), draws=10)
    other, _, _ = change_points(counts(values[::-1]), draws=10)
    assert one["probability"].to_numpy() == pytest.approx(other["probability"].to_numpy())


def test_the_same_seed_gives_the_same_band():
    first, second = (change_points(counts([1, 2, 3, 4, 5, 6]), seed=3)[2] for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_missing_meetings_are_spread_over_their_years_and_none_is_lost():
    table = counts([1] * 10)
    more = add_missing(table, pd.DataFrame({"first_year": [2003], "last_year": [2006], "missing": [2]}))
    assert more["count"].sum() == 12
    assert more["count"].tolist()[2:6] == [1.5] * 4


def test_gaps_of_the_ministerial_two_plus_two_by_hand():
    table = load("dialogues")
    found = gaps(table.loc[table["kind"] == "2plus2", "date"], as_of="2026-06-30")
    # 6 September 2018, 18 December 2019, 27 October 2020, 11 April 2022, 10 November 2023
    assert found["days"].tolist() == [468, 314, 531, 578, 963]
    assert found["is_open"].tolist() == [False] * 4 + [True]
    assert chance_of_longest(found) == 0.2


def test_contacts_need_both_states_and_a_group():
    table = pd.DataFrame(
        {"kind": ["leaders", "call", "leaders"], "participants": ["IND;USA", "IND;USA", "USA"], "date": "2020"}
    )
    kinds = pd.DataFrame({"kind": ["leaders", "call"], "group": ["formal", "other"]})
    sides = {"focal": "IND", "partner": "USA"}
    assert len(contacts(table, kinds, **sides, groups=["formal"])) == 1
    assert len(contacts(table, kinds, **sides, groups=["formal", "other"])) == 2
    with pytest.raises(ValueError, match="without a group: call"):
        contacts(table, kinds.iloc[:1], **sides, groups=["formal"])


def test_every_kind_of_dialogue_has_a_group():
    assert set(load("dialogues")["kind"]) <= set(load("judgements/dialogue_kinds")["kind"])


def test_contacts_of_2018_counted_by_hand():
    table = contacts(
        load("dialogues"), load("judgements/dialogue_kinds"), focal="IND", partner="USA", groups=["formal"]
    )
    assert table.loc[table["date"].str.startswith("2018"), "id"].tolist() == ["2plus2-2018"]
