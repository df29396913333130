"""Risk figures: the words follow the numbers, and both drawings run."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.challenges.risk import (
    draw_categories,
    draw_risks,
    findings_categories,
    findings_risks,
    prepare_categories,
    prepare_risks,
    words_categories,
    words_risks,
)
from ties.plotting.style import render

NOISE = load("judgements/score_noise")
OPTIONS = {"as_of": "2026-06-30", "draws": 400, "seed": 3}


@pytest.fixture(scope="module")
def risks() -> pd.DataFrame:
    return prepare_risks(load("challenges"), NOISE, **OPTIONS)


@pytest.fixture(scope="module")
def groups() -> pd.DataFrame:
    return prepare_categories(load("challenges"), NOISE, **OPTIONS)


def test_ended_risks_are_left_out(risks: pd.DataFrame):
    assert "tariffs-50" not in set(risks["id"])
    assert "strategic-autonomy" in set(risks["id"])


def test_without_error_the_order_is_that_of_the_products(risks: pd.DataFrame):
    exact = prepare_risks(load("challenges"), NOISE.assign(sd=0.0), **OPTIONS)
    assert exact["score"].is_monotonic_decreasing
    assert (exact["low"] == exact["high"]).all()


def test_words_count_the_risks_that_are_surely_in_the_head(risks: pd.DataFrame):
    none = risks.assign(in_top=0.5)
    none.attrs = risks.attrs
    assert words_risks(none).title.startswith("None of")
    sure = risks.assign(in_top=[1.0, 1.0, *[0.0] * (len(risks) - 2)])
    sure.attrs = risks.attrs
    assert words_risks(sure).title.startswith(f"2 of {len(risks)} open risks are")
    found = {f["key"]: f for f in findings_risks(sure)}
    assert found["top_risks"]["value"] == 2
    assert found["first_risk"]["value"].lower() == risks["challenge"].iloc[0].lower()


def test_words_on_categories_follow_the_order(groups: pd.DataFrame):
    turned = groups.iloc[::-1].reset_index(drop=True)
    turned.attrs = groups.attrs
    last = groups["category"].iloc[-1]
    assert words_categories(turned).title.lower().startswith(last.lower())
    assert findings_categories(turned)[0]["value"] == groups["mean"].iloc[-1]
    total = groups[["rising", "steady", "falling"]].to_numpy().sum()
    assert (
        total
        == groups["risks"].sum()
        == findings_risks(prepare_risks(load("challenges"), NOISE, **OPTIONS))[0]["value"]
    )


@pytest.mark.parametrize("narrow", [False, True])
def test_both_drawings_run(risks: pd.DataFrame, groups: pd.DataFrame, narrow: bool):
    for draw, data in ((draw_risks, risks), (draw_categories, groups)):
        assert "<svg" in render(draw, data, height=4.5, narrow=narrow)
