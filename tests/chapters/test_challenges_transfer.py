"""Figures of technology transfer: the words follow the numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.challenges.percentages import (
    draw_percentages,
    findings_percentages,
    prepare_percentages,
    words_percentages,
)
from ties.chapters.challenges.transfer import (
    draw_steps,
    draw_waits,
    findings_steps,
    findings_waits,
    prepare_steps,
    prepare_waits,
    words_steps,
    words_waits,
)
from ties.plotting.style import render

DEALS = load("deals")
DAY = "2026-06-30"
NAMES = {"f414-coproduction": "F414"}


def test_deals_announced_by_their_own_contract_give_no_wait_but_are_told():
    data = prepare_waits(DEALS, supplier="USA", name="US", as_of=DAY)
    assert data.attrs["medians"].loc["US, with transfer", "reached"] == 0
    assert data.attrs["signed_apart"] == 2  # the small drone of 2021 and the trainer engine of 2022
    assert "2 more US deals" in findings_waits(data)[0]["sentence"]


def test_a_signature_changes_title_and_finding():
    signed = DEALS.copy()
    signed.loc[signed["id"] == "f414-coproduction", ["contracted", "status"]] = ("2026-05-01", "contracted")
    data = prepare_waits(signed, supplier="USA", name="US", as_of=DAY)
    assert words_waits(data).title.startswith("1 of 5 US deals")
    assert findings_waits(data)[0]["value"] == 1
    assert words_waits(prepare_waits(signed, supplier="USA", name="US", as_of="2026-04-30")).title.startswith(
        "0 of 5"
    )


def test_days_of_the_case_by_hand():
    """22 June 2023 to 30 June 2026 are 1,104 days; Congress took from 28 July to 29 August, 32 days."""
    steps = prepare_steps(load("judgements/transfer_steps"), case="f414", as_of=DAY)
    found = {f["key"]: f for f in findings_steps(steps)}
    assert found["f414_days"]["value"] == 1104
    assert "took 32 days" in found["f414_gap"]["sentence"]
    assert "1,104 days" in words_steps(steps).title


def test_every_step_rests_on_a_known_source():
    known = set(load("sources")["id"])
    cited = load("judgements/transfer_steps")["sources"].str.split(";").explode()
    assert set(cited) <= known


@pytest.fixture(scope="module")
def offered() -> pd.DataFrame:
    return prepare_percentages(load("judgements/transfer_percentages"), DEALS, NAMES)


def test_percentages_agree_with_the_columns_of_the_deals(offered: pd.DataFrame):
    """Where the table of deals has a figure, our reading of its notes holds it."""
    for deal in DEALS.dropna(subset=["indigenous_content_pct"]).to_dict("records"):
        rows = offered[(offered["deal"] == deal["id"]) & (offered["measure"] != "technology transfer")]
        for row in rows.to_dict("records"):
            assert row["low"] <= deal["indigenous_content_pct"] <= row["high"]


def test_only_signed_figures_over_zero_count(offered: pd.DataFrame):
    assert words_percentages(offered, "USA", "US").title.startswith("One US figure over zero")
    more = offered.assign(signed=True, stage="agreed")
    count = ((more["supplier"] == "USA") & (more["high"] > 0)).sum()
    assert findings_percentages(offered, "USA", "US")[1]["value"] == 1
    assert words_percentages(more, "USA", "US").title.startswith(f"{count} US figures over zero")


def test_a_deal_that_is_not_in_the_table_is_named(offered: pd.DataFrame):
    with pytest.raises(ValueError, match="f414"):
        prepare_percentages(load("judgements/transfer_percentages"), DEALS[DEALS["id"] != "f414-coproduction"], NAMES)


@pytest.mark.parametrize("narrow", [False, True])
def test_drawings_run(offered: pd.DataFrame, narrow: bool):
    waits = prepare_waits(DEALS, supplier="USA", name="US", as_of=DAY)
    steps = prepare_steps(load("judgements/transfer_steps"), case="f414", as_of=DAY)
    for draw, data in ((draw_waits, waits), (draw_steps, steps), (draw_percentages, offered)):
        assert "<svg" in render(draw, data, height=4, narrow=narrow)
