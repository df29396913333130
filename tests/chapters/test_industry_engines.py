"""Engines in words and in both drawings; the F414 counted by days."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.industry.engine_orders import (
    contract_wait,
    draw_engine_orders,
    engine_orders,
    findings_engine_orders,
    prepare_engine_orders,
    words_engine_orders,
)
from ties.plotting.style import render
from ties.records import Finding


def prepared(as_of: str = "2026-06-30") -> pd.DataFrame:
    return prepare_engine_orders(load("deals"), load("judgements/engine_deliveries"), as_of)


def by_key(fighters: float, as_of: str) -> dict[str, Finding]:
    found = findings_engine_orders(prepared(as_of), load("judgements/fighter_squadrons"), fighters, as_of)
    return {finding.key: finding for finding in found}


def test_words_follow_the_as_of_date() -> None:
    assert "Of 99 F404 engines ordered since 2021, 0 are known" in words_engine_orders(prepared("2025-01-01")).title
    assert "Of 212 F404 engines" in words_engine_orders(prepared()).title


def test_findings_by_hand() -> None:
    """180 aircraft less the engines that came, in squadrons of 16 to 18; 42 sanctioned against 29."""
    found = by_key(29, "2025-12-31")
    assert found["engines_delivered"].value == 5
    waiting = found["squadrons_waiting"]
    assert (waiting.low, waiting.high) == (pytest.approx(175 / 18), pytest.approx(175 / 16))
    assert "lacks 13" in waiting.sentence
    early = by_key(29, "2025-01-01")
    assert early["engine_pace"].value is None
    waiting = early["squadrons_waiting"]
    assert (waiting.low, waiting.high) == (pytest.approx(83 / 18), pytest.approx(83 / 16))


def test_before_the_first_order_there_is_no_figure() -> None:
    """In 2020 nothing was ordered: no drawing, and the findings say what cannot be told."""
    tables = load("judgements/engine_deliveries"), load("judgements/fighter_squadrons"), load("inventory_origin")
    figure = engine_orders(load("deals"), *tables, as_of="2020-01-01")
    assert figure.data.empty
    assert figure.words is None
    assert {finding.key: finding.value for finding in figure.findings}["engine_pace"] is None


@pytest.mark.parametrize(
    ("signed", "outcome", "years"), [(None, "is still unsigned", 3), ("2024-06-22", "was signed", 1)]
)
def test_a_wait_ends_with_the_contract(signed: str | None, outcome: str, years: float) -> None:
    deals = pd.DataFrame({"id": ["e"], "status": "approved", "announced": "2023-06-22", "contracted": [signed],
                          "first_delivery": [None], "completed": [None]})  # fmt: skip
    found = contract_wait("f414_wait", deals, "2026-06-22")
    assert found.value == pytest.approx(years, abs=0.01)
    assert outcome in found.sentence


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("as_of", ["2025-01-01", "2026-06-30"])
def test_drawing(narrow: bool, as_of: str) -> None:
    assert "<path" in render(draw_engine_orders, prepared(as_of), height=3.6, narrow=narrow)
