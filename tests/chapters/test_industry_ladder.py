"""The ladder of depth in words and in both drawings; the yield of DTTI."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.arms.ladder import RUNGS, place_on_ladder
from ties.chapters.industry.contract_depth import (
    draw_contract_depth,
    findings_contract_depth,
    words_contract_depth,
)
from ties.chapters.industry.dtti_yield import findings_dtti_yield
from ties.plotting.style import render
from ties.records import Finding


def by_key(data: pd.DataFrame) -> dict[str, Finding]:
    return {finding.key: finding for finding in findings_contract_depth(data)}


def ladder(rungs: list[str], suppliers: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {"id": [str(i) for i in range(len(rungs))], "supplier": suppliers, "year": range(2000, 2000 + len(rungs)),
         "rung": pd.Categorical(rungs, RUNGS, ordered=True), "deep": [r in RUNGS[-2:] for r in rungs],
         "value_usd_m": [100.0] * len(rungs)}
    )  # fmt: skip


def test_words_and_findings_by_hand() -> None:
    """US: one bought, one licensed; others: one assembled."""
    data = ladder(["buy", "licensed production", "assemble"], ["USA", "USA", "RUS"])
    assert words_contract_depth(data, "2026-06-30").title.startswith("1 of 2 US contracts")
    found = by_key(data)
    assert found["deep_us"].value == 50
    assert found["deep_others"].value == 0
    assert found["deep_value_us"].value == 50
    assert "0 of 0 US ones" in found["deep_recent"].sentence
    assert found["deep_wide"].sentence.endswith("it is 1 US contracts and 1 of the others.")


def test_without_contracts_of_one_side_it_cannot_tell() -> None:
    found = by_key(ladder(["buy"], ["RUS"]))
    assert found["deep_us"].value is None
    assert found["deep_value_us"].confidence == "cannot tell"


def test_yield_by_closed_form() -> None:
    """None of ten: the exact upper end is 1 - 0.025 to the power of a tenth."""
    steps = pd.DataFrame(
        {"step": ["projects named", "project agreements signed", "fielded with either force"], "count": [10, 5, 0]}
    )
    signed, fielded = findings_dtti_yield(steps)
    assert signed.value == 50
    assert (fielded.low, fielded.high) == (0, pytest.approx(100 * (1 - 0.025**0.1)))


def test_the_records_of_the_yield_exist() -> None:
    """What the judgement counts is in the tables: two projects of 2015 and one of 2021."""
    records = {r for cell in load("judgements/dtti_yield")["records"] for r in cell.split(";")}
    known = set().union(*(load(t)["id"] for t in ("initiatives", "agreements", "deals", "setbacks_and_progress")))
    assert records <= known


@pytest.mark.parametrize("narrow", [False, True])
def test_drawing(narrow: bool) -> None:
    data = place_on_ladder(
        load("deals"), load("judgements/deal_routes"), load("judgements/depth_ladder"), "2026-06-30"
    )
    assert render(draw_contract_depth, data, height=4, narrow=narrow).count("<use") >= len(data)
