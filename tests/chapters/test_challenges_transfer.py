"""Figures of technology transfer: the words follow the numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.challenges.case_steps import (
    draw_case_steps,
    findings_case_steps,
    prepare_case_steps,
    words_case_steps,
)
from ties.chapters.challenges.transfer_percentages import (
    draw_transfer_percentages,
    findings_transfer_percentages,
    prepare_transfer_percentages,
    words_transfer_percentages,
)
from ties.chapters.challenges.transfer_waits import (
    draw_transfer_waits,
    prepare_transfer_waits,
    transfer_waits,
    words_transfer_waits,
)
from ties.plotting.style import render

DEALS = load("deals")
DAY = "2026-06-30"


def test_deals_announced_by_their_own_contract_give_no_wait_but_are_told():
    data = prepare_transfer_waits(DEALS, supplier="USA", name="US", as_of=DAY)
    assert data.attrs["medians"].loc["US, with transfer", "reached"] == 0
    assert data.attrs["signed_apart"] == 2  # the small drone of 2021 and the trainer engine of 2022
    found = {f.key: f for f in transfer_waits(DEALS, supplier="USA", name="US", as_of=DAY).findings}
    assert "2 more US deals" in found["transfer_contracts"].sentence


def test_a_signature_changes_title_and_finding():
    signed = DEALS.copy()
    signed.loc[signed["id"] == "f414-coproduction", ["contracted", "status"]] = ("2026-05-01", "contracted")
    data = prepare_transfer_waits(signed, supplier="USA", name="US", as_of=DAY)
    assert words_transfer_waits(data).title.startswith("1 of 5 US deals")
    figure = transfer_waits(signed, supplier="USA", name="US", as_of=DAY)
    assert figure.findings[0].value == 1
    assert words_transfer_waits(
        prepare_transfer_waits(signed, supplier="USA", name="US", as_of="2026-04-30")
    ).title.startswith("0 of 5")


def test_days_of_the_case_by_hand():
    """22 June 2023 to 30 June 2026 are 1,104 days; Congress took from 28 July to 29 August, 32 days."""
    steps = prepare_case_steps(load("judgements/transfer_steps"), case="f414", as_of=DAY)
    found = {f.key: f for f in findings_case_steps(steps)}
    assert found["f414_days"].value == 1104
    assert "took 32 days" in found["f414_gap"].sentence
    assert "1,104 days" in words_case_steps(steps).title


def test_every_step_rests_on_a_known_source():
    known = set(load("sources")["id"])
    cited = load("judgements/transfer_steps")["sources"].str.split(";").explode()
    assert set(cited) <= known


@pytest.fixture(scope="module")
def offered() -> pd.DataFrame:
    return prepare_transfer_percentages(load("judgements/transfer_percentages"), DEALS)


def test_percentages_agree_with_the_columns_of_the_deals(offered: pd.DataFrame):
    """Where the table of deals has a figure, our reading of its notes holds it."""
    for deal in DEALS.dropna(subset=["indigenous_content_pct"]).to_dict("records"):
        rows = offered[(offered["deal"] == deal["id"]) & (offered["measure"] != "technology transfer")]
        for row in rows.to_dict("records"):
            assert row["low"] <= deal["indigenous_content_pct"] <= row["high"]


def test_only_signed_figures_over_zero_count(offered: pd.DataFrame):
    assert words_transfer_percentages(offered, "USA", "US").title.startswith("One US figure over zero")
    more = offered.assign(signed=True, stage="agreed")
    count = ((more["supplier"] == "USA") & (more["high"] > 0)).sum()
    assert findings_transfer_percentages(offered, "USA", "US")[1].value == 1
    assert words_transfer_percentages(more, "USA", "US").title.startswith(f"{count} US figures over zero")


def test_a_deal_that_is_not_in_the_table_is_named(offered: pd.DataFrame):
    with pytest.raises(ValueError, match="f414"):
        prepare_transfer_percentages(
            load("judgements/transfer_percentages"), DEALS[DEALS["id"] != "f414-coproduction"]
        )


@pytest.mark.parametrize("narrow", [False, True])
def test_drawings_run(offered: pd.DataFrame, narrow: bool):
    waits = prepare_transfer_waits(DEALS, supplier="USA", name="US", as_of=DAY)
    steps = prepare_case_steps(load("judgements/transfer_steps"), case="f414", as_of=DAY)
    for draw, data in ((draw_transfer_waits, waits), (draw_case_steps, steps), (draw_transfer_percentages, offered)):
        assert "<svg" in render(draw, data, height=4, narrow=narrow)


def test_a_deal_that_stands_twice_is_counted_once_in_its_own_finding():
    contracts, _, once = transfer_waits(DEALS, supplier="USA", name="US", as_of=DAY).findings
    assert contracts.unit == "of 5 deals"
    assert once.unit == "of 4 deals"
