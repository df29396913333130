"""Initiatives in words and in both drawings."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.balance.grades import GRADES, grade_initiatives
from ties.chapters.industry.initiatives import draw_initiatives, initiative_findings, words_initiatives
from ties.plotting.style import render


def graded(*rows: tuple[str, bool, float]) -> pd.DataFrame:
    data = pd.DataFrame(rows, columns=["grade", "material", "age"])
    return data.assign(
        grade=pd.Categorical(data["grade"], GRADES, ordered=True), year=2020, id=data.index.astype(str)
    )


def test_findings_by_hand() -> None:
    """Three material ones: one old in use, one old stopped, one young signed; a status does not count."""
    data = graded(("in use", True, 9), ("stopped", True, 9), ("signed", True, 1), ("in use", False, 9))
    found = initiative_findings(data)
    assert found["initiatives_used"]["value"] == pytest.approx(100 / 3)
    assert found["initiatives_old"]["value"] == 50
    assert found["initiatives_wide"]["value"] == pytest.approx(200 / 3)
    assert words_initiatives(data, "2026-06-30").title.endswith("make, repair or run something, 1 does")


def test_without_material_ones_it_cannot_tell() -> None:
    assert initiative_findings(graded(("talk", False, 1)))["initiatives_used"]["value"] is None


@pytest.mark.parametrize("narrow", [False, True])
def test_drawing(narrow: bool) -> None:
    data = grade_initiatives(load("initiatives"), load("judgements/initiative_grades"), "2026-06-30")
    assert render(draw_initiatives, data, height=4, narrow=narrow).count("<use") >= len(data)
