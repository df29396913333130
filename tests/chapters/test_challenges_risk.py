"""Risk figures: the words follow the numbers, and both drawings run."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.challenges.risk_categories import (
    draw_risk_categories,
    findings_risk_categories,
    prepare_risk_categories,
    words_risk_categories,
)
from ties.chapters.challenges.risk_ranks import (
    draw_risk_ranks,
    findings_risk_ranks,
    prepare_risk_ranks,
    scoring_agreement,
    words_risk_ranks,
)
from ties.plotting.style import render

NOISE = load("judgements/score_noise")
OPTIONS = {"as_of": "2026-06-30", "draws": 400, "seed": 3}


@pytest.fixture(scope="module")
def risks() -> pd.DataFrame:
    return prepare_risk_ranks(load("challenges"), NOISE, **OPTIONS)


@pytest.fixture(scope="module")
def groups() -> pd.DataFrame:
    return prepare_risk_categories(load("challenges"), NOISE, **OPTIONS)


def test_ended_risks_are_left_out(risks: pd.DataFrame):
    assert "tariffs-50" not in set(risks["id"])
    assert "strategic-autonomy" in set(risks["id"])


def test_without_error_the_order_is_that_of_the_products(risks: pd.DataFrame):
    exact = prepare_risk_ranks(load("challenges"), NOISE.assign(sd=0.0), **OPTIONS)
    assert exact["score"].is_monotonic_decreasing
    assert (exact["low"] == exact["high"]).all()


def test_words_count_the_risks_that_are_surely_in_the_head(risks: pd.DataFrame):
    none = risks.assign(in_top=0.5)
    none.attrs = risks.attrs
    assert words_risk_ranks(none).title.startswith("None of")
    sure = risks.assign(in_top=[1.0, 1.0, *[0.0] * (len(risks) - 2)])
    sure.attrs = risks.attrs
    assert words_risk_ranks(sure).title.startswith(f"2 of {len(risks)} open risks are")
    found = {f.key: f for f in findings_risk_ranks(sure)}
    assert found["top_risks"].value == 2
    assert found["first_risk"].value.lower() == risks["challenge"].iloc[0].lower()


def test_words_on_categories_follow_the_order(groups: pd.DataFrame):
    turned = groups.iloc[::-1].reset_index(drop=True)
    turned.attrs = groups.attrs
    last = groups["category"].iloc[-1]
    assert words_risk_categories(turned).title.lower().startswith(last.lower())
    assert findings_risk_categories(turned)[0].value == groups["mean"].iloc[-1]
    total = groups[["rising", "steady", "falling"]].to_numpy().sum()
    assert (
        total
        == groups["risks"].sum()
        == findings_risk_ranks(prepare_risk_ranks(load("challenges"), NOISE, **OPTIONS))[0].value
    )


@pytest.mark.parametrize("narrow", [False, True])
def test_both_drawings_run(risks: pd.DataFrame, groups: pd.DataFrame, narrow: bool):
    for draw, data in ((draw_risk_ranks, risks), (draw_risk_categories, groups)):
        assert "<svg" in render(draw, data, height=4.5, narrow=narrow)


def test_the_way_to_score_that_agrees_least_is_named():
    table = scoring_agreement(load("challenges"), as_of="2026-06-30")
    (found,) = table.findings
    assert found.value == table.data["tau"].min()
    assert table.data.set_index("variant")["tau"].idxmin() in found.sentence
