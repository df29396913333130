"""Engines in words and in both drawings; the F414 counted by days."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.industry.engines import (
    contract_wait_finding,
    draw_engines,
    engine_findings,
    prepare_engines,
    words_engines,
)
from ties.plotting.style import render


def prepared(as_of: str = "2026-06-30") -> pd.DataFrame:
    return prepare_engines(load("deals"), load("judgements/engine_deliveries"), as_of)


def test_words_follow_the_as_of_date() -> None:
    assert "Of 99 F404 engines ordered since 2021, 0 are known" in words_engines(prepared("2025-01-01")).title
    assert "Of 212 F404 engines" in words_engines(prepared()).title


def test_findings_by_hand() -> None:
    """180 aircraft less the engines that came, in squadrons of 16 to 18; 42 sanctioned against 29."""
    found = engine_findings(prepared("2025-12-31"), load("judgements/fighter_squadrons"), 29, "2025-12-31")
    assert found["engines_delivered"]["value"] == 5
    assert found["squadrons_waiting"]["interval"] == (pytest.approx(175 / 18), pytest.approx(175 / 16))
    assert "lacks 13" in found["squadrons_waiting"]["sentence"]
    early = engine_findings(prepared("2025-01-01"), load("judgements/fighter_squadrons"), 29, "2025-01-01")
    assert early["engine_pace"]["value"] is None
    assert early["squadrons_waiting"]["interval"] == (pytest.approx(83 / 18), pytest.approx(83 / 16))


@pytest.mark.parametrize(
    ("signed", "told", "years"), [(None, "is still unsigned", 3), ("2024-06-22", "was signed", 1)]
)
def test_a_wait_ends_with_the_contract(signed: str | None, told: str, years: float) -> None:
    deals = pd.DataFrame({"id": ["e"], "status": "approved", "announced": "2023-06-22", "contracted": [signed],
                          "first_delivery": [None], "completed": [None]})  # fmt: skip
    found = contract_wait_finding(deals, "e", "The plan", "2026-06-22")
    assert found["value"] == pytest.approx(years, abs=0.01)
    assert told in found["sentence"]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("as_of", ["2025-01-01", "2026-06-30"])
def test_drawing(narrow: bool, as_of: str) -> None:
    assert "<path" in render(draw_engines, prepared(as_of), height=3.6, narrow=narrow)
