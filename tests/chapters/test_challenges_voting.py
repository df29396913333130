"""Figures of UN votes: the words follow the numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.challenges.voting_agreement import (
    draw_voting_agreement,
    findings_voting_agreement,
    prepare_voting_agreement,
    words_voting_agreement,
)
from ties.chapters.challenges.voting_distance import (
    draw_voting_distance,
    findings_voting_distance,
    prepare_voting_distance,
    words_voting_distance,
)
from ties.plotting.style import render

NAMES = {"IND": "India", "USA": "United States", "RUS": "Russia", "CHN": "China"}
POLES = ["USA", "RUS", "CHN"]


@pytest.fixture(scope="module")
def apart() -> pd.DataFrame:
    return prepare_voting_distance(
        load("un_voting"), focal="IND", others=POLES, start_year=1995, draws=500, seed=1, names=NAMES
    )


@pytest.fixture(scope="module")
def same() -> pd.DataFrame:
    return prepare_voting_agreement(load("un_agreement"), focal="IND", others=POLES, start_year=1995, names=NAMES)


def test_median_distance_is_the_difference_of_the_published_points(apart: pd.DataFrame):
    points = load("un_voting").query("year == 2010").set_index("country")["ideal_point"].astype(float)
    row = apart.query("country == 'USA' and year == 2010").iloc[0]
    assert row["distance"] == pytest.approx(points["USA"] - points["IND"], abs=0.05)
    assert row["low"] < row["distance"] < row["high"]


def test_findings_turn_with_the_sign_and_the_certainty_of_the_change(apart: pd.DataFrame):
    found = {f.key: f for f in findings_voting_distance(apart)}
    assert " fell by " in found["distance_change_usa"].sentence
    turned = apart.copy()
    change = apart.attrs["change"]
    turned.attrs = apart.attrs | {"change": change.assign(change=-change["change"], nearer=0.5)}
    found = {f.key: f for f in findings_voting_distance(turned)}
    assert "did not change for sure" in found["distance_change_usa"].sentence
    assert found["distance_change_usa"].confidence == "low"


def test_words_name_the_nearest_and_the_farthest(apart: pd.DataFrame):
    title = words_voting_distance(apart).title
    assert "nearest to Russia" in title
    assert "from the United States" in title


def test_words_on_agreement_name_most_and_least(same: pd.DataFrame):
    assert "China on 82%" in words_voting_agreement(same).title
    swapped = same.assign(agreement=100 - same["agreement"], low=100 - same["high"], high=100 - same["low"])
    swapped.attrs = same.attrs
    assert "the United States on 80%" in words_voting_agreement(swapped).title


def test_what_differs_names_the_pair_with_the_weakest_accord(apart: pd.DataFrame, same: pd.DataFrame):
    found = {f.key: f for f in findings_voting_agreement(same, apart)}
    assert found["measures_differ"].value == "China"


@pytest.mark.parametrize("narrow", [False, True])
def test_both_drawings_run(apart: pd.DataFrame, same: pd.DataFrame, narrow: bool):
    for draw, data in ((draw_voting_distance, apart), (draw_voting_agreement, same)):
        assert "<svg" in render(draw, data, height=4.2, narrow=narrow)
