"""Voting: distances and agreement on numbers worked by hand, and published ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from ties import load
from ties.analysis.ideal_points import (
    agreement,
    change_in_distance,
    compare_measures,
    draw_ideal_points,
    ideal_point_distance,
)


def fixed(**lines: list[float]) -> dict[str, pd.DataFrame]:
    return {
        c: pd.DataFrame([[x, x] for x in values], index=range(2000, 2000 + len(values)))
        for c, values in lines.items()
    }


def test_draws_meet_the_published_quantiles():
    """5 and 95 per cent of the draws lie where the table says, also when the two sides differ."""
    points = pd.DataFrame({"country": ["IND"], "year": [2000], "ideal_point": [0.0], "ideal_point_q5": [-1.0],
                           "ideal_point_q95": [0.4]})  # fmt: skip
    drawn = draw_ideal_points(points, 100_000, 1)["IND"].to_numpy()
    assert_allclose(np.quantile(drawn, [0.05, 0.5, 0.95]), [-1, 0, 0.4], atol=0.02)


def test_a_point_outside_its_quantiles_is_refused():
    points = pd.DataFrame({"country": ["IND"], "year": [2000], "ideal_point": [2.0], "ideal_point_q5": [-1.0],
                           "ideal_point_q95": [0.4]})  # fmt: skip
    with pytest.raises(ValueError, match="IND"):
        draw_ideal_points(points, 2, 1)


def test_distance_does_not_depend_on_the_side_and_the_nearest_is_certain():
    drawn = fixed(IND=[0.0], USA=[2.0], RUS=[-1.0])
    result = ideal_point_distance(drawn, "IND", ["USA", "RUS"]).set_index("country")
    assert result["distance"].to_dict() == {"RUS": 1, "USA": 2}
    assert result["nearest"].to_dict() == {"RUS": 1, "USA": 0}


def test_years_without_votes_of_both_are_left_out():
    drawn = fixed(IND=[0.0, 0.0], USA=[2.0])
    assert ideal_point_distance(drawn, "IND", ["USA"])["year"].tolist() == [2000]


def test_change_says_who_moved():
    """The focal state goes from 0 to 1, the other from 4 to 3: the distance falls from 4 to 2."""
    drawn = fixed(IND=[0.0, 1.0], USA=[4.0, 3.0])
    row = change_in_distance(drawn, "IND", ["USA"], [2000], [2001]).iloc[0]
    assert row[["change", "nearer", "focal_moved", "other_moved"]].tolist() == [-2, 1, 1, -1]


def test_agreement_of_india_and_the_united_states_as_in_the_data_set():
    """8.6 per cent in 1995 and 19.8 in 2019, whichever of the two stands first in the row."""
    table = load("un_agreement")
    for focal, other in (("IND", "USA"), ("USA", "IND")):
        share = agreement(table, focal, [other]).set_index("year")["agreement"]
        assert share.loc[[1995, 2019]].tolist() == [8.6, 19.8]


def test_wilson_interval_by_hand():
    """50 of 100 at 90 per cent: (0.5 + z^2/200 +- z sqrt(0.0025 + z^2/40000)) / (1 + z^2/100), z = 1.6449."""
    pairs = pd.DataFrame({"country_a": ["IND"], "country_b": ["USA"], "year": [2000], "n_votes": [100],
                          "agreement_pct": [50.0]})  # fmt: skip
    row = agreement(pairs, "IND", ["USA"]).iloc[0]
    z = 1.6448536
    half = z * np.sqrt(0.0025 + z**2 / 40000) / (1 + z**2 / 100)
    assert_allclose([row["low"], row["high"]], [100 * (0.5 - half), 100 * (0.5 + half)], rtol=1e-6)


def test_measures_that_mirror_each_other_have_a_tau_of_minus_one():
    distance = pd.DataFrame({"country": "USA", "year": range(4), "distance": [4.0, 3.0, 2.0, 0.5]})
    agreed = pd.DataFrame({"country": "USA", "year": range(4), "agreement": [10.0, 20.0, 40.0, 80.0]})
    row = compare_measures(distance, agreed).iloc[0]
    assert row["tau"] == pytest.approx(-1)
    assert row["years"] == 4
