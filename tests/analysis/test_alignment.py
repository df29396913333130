"""Multi-alignment: counts by hand, laws of evenness and of its split."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.analysis.alignment import (
    evenness,
    hedging,
    hedging_bands,
    hedging_without_each,
    profile,
    shared_events,
    shared_memberships,
)

POLES = ["CHN", "RUS", "USA"]


def measure(rows: list[tuple[str, int, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["pole", "year", "value"])


def test_an_exercise_with_two_powers_counts_for_both_and_one_without_the_focal_state_for_none():
    table = pd.DataFrame(
        {"start": ["2001-05", "2001", "2002-01-09"], "participants": ["IND;USA;RUS", "USA;JPN", "IND;USA"]}
    )
    counted = shared_events(table, "IND", POLES).set_index(["pole", "year"])["value"].to_dict()
    assert counted == {("USA", 2001): 1, ("USA", 2002): 1, ("RUS", 2001): 1}


def test_memberships_count_from_joining_until_leaving_and_observers_do_not():
    table = pd.DataFrame(
        {"grouping": ["a", "a", "b", "b", "c", "c"], "country": ["IND", "USA"] * 3,
         "joined": ["2000", "2001-06", "2000", "2000", "2000", "2000"],
         "left": [None, "2003", None, None, None, None],
         "role": ["member", "member", "member", "observer", "member", "partner"]}
    )  # fmt: skip
    shared = shared_memberships(table, "IND", ["USA"], range(2000, 2004)).set_index("year")["value"]
    assert shared.tolist() == [1, 2, 2, 1]


def test_profile_divides_each_dimension_and_leaves_out_what_is_empty():
    data = profile(
        {"arms": measure([("RUS", 2000, 3.0), ("USA", 2001, 1.0), ("FRA", 2001, 9.0)]),
         "trade": measure([("USA", 2005, 2.0)])}, POLES, start=2000, length=5,
    )  # fmt: skip
    shares = data.set_index(["dimension", "period", "pole"])["share"].to_dict()
    assert shares["arms", "2000-2004", "RUS"] == 0.75
    assert shares["arms", "2000-2004", "CHN"] == 0
    assert ("trade", "2000-2004", "USA") not in shares
    assert data.groupby(["dimension", "period"])["share"].sum().tolist() == [1, 1]


def test_a_different_power_in_each_dimension_is_all_across_and_none_within():
    data = profile(
        {"arms": measure([("RUS", 2000, 1.0)]), "trade": measure([("USA", 2000, 1.0)]),
         "votes": measure([("CHN", 2000, 1.0)])}, POLES, start=2000, length=5,
    )  # fmt: skip
    row = hedging(data).iloc[0]
    assert row[["all", "within", "across"]].tolist() == pytest.approx([1, 0, 1])


def test_the_same_mix_in_each_dimension_is_all_within():
    same = measure([("RUS", 2000, 1.0), ("USA", 2000, 1.0)])
    row = hedging(profile({"arms": same, "trade": same}, POLES, start=2000, length=5)).iloc[0]
    assert row["across"] == pytest.approx(0)
    assert row["all"] == pytest.approx(np.log(2) / np.log(3))


def test_weights_turn_the_index_to_the_dimension_they_favour():
    data = profile(
        {"arms": measure([("RUS", 2000, 1.0)]), "trade": measure([(pole, 2000, 1.0) for pole in POLES])},
        POLES, start=2000, length=5,
    )  # fmt: skip
    assert hedging(data, {"arms": 1.0, "trade": 0.0})["all"].item() == pytest.approx(0)
    assert hedging(data, {"arms": 0.0, "trade": 2.0})["all"].item() == pytest.approx(1)


@given(st.lists(st.lists(st.floats(0.01, 10), min_size=3, max_size=3), min_size=2, max_size=5))
def test_across_is_never_negative_and_bands_hold_it(values: list[list[float]]):
    """Entropy is concave, so the mean profile is at least as even as the profiles on average."""
    measures = {
        f"d{i}": measure([(p, 2000, v) for p, v in zip(POLES, row, strict=True)]) for i, row in enumerate(values)
    }
    data = profile(measures, POLES, start=2000, length=5)
    row = hedging(data).iloc[0]
    assert row["across"] >= -1e-12
    assert 0 <= row["all"] <= 1 + 1e-12
    banded = hedging_bands(data, draws=50, seed=1).iloc[0]
    assert banded["all_low"] <= banded["all_high"]


def test_evenness_is_that_of_pielou():
    assert evenness(np.array([0.5, 0.25, 0.25])) == pytest.approx(1.5 * np.log(2) / np.log(3))


def test_leaving_out_the_only_dimension_that_changes_leaves_no_change():
    still = [("RUS", y, 1.0) for y in (2000, 2005)] + [("USA", y, 1.0) for y in (2000, 2005)]
    data = profile(
        {"arms": measure([("RUS", 2000, 1.0), ("USA", 2005, 1.0)]), "trade": measure(still), "votes": measure(still)},
        POLES[1:], start=2000, length=5,
    )  # fmt: skip
    table = hedging_without_each(data).set_index("without")
    assert table.loc["arms", "change"] == pytest.approx(0)
    assert set(table.index) == {"nothing", "arms", "trade", "votes"}


def test_leaving_out_a_power_divides_the_rest_anew():
    """Two parts Russian, one US, one Chinese: without Russia the two others are even, which is 1."""
    rows = [("RUS", 2000, 2.0), ("USA", 2000, 1.0), ("CHN", 2000, 1.0)]
    table = hedging_without_each(profile({"arms": measure(rows)}, POLES, start=2000, length=5)).set_index("without")
    assert table.loc["RUS", "first"] == pytest.approx(1)
    assert table.loc["USA", "first"] == pytest.approx(evenness(np.array([2 / 3, 1 / 3])))
