"""Initiatives in words and in both drawings."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.balance.grades import GRADES, grade_initiatives
from ties.chapters.industry.initiative_outcomes import (
    draw_initiative_outcomes,
    findings_initiative_outcomes,
    initiative_evidence,
    words_initiative_outcomes,
)
from ties.plotting.style import render


def graded(*rows: tuple[str, bool, float]) -> pd.DataFrame:
    data = pd.DataFrame(rows, columns=["grade", "material", "age"])
    return data.assign(
        grade=pd.Categorical(data["grade"], GRADES, ordered=True), year=2020, id=data.index.astype(str)
    )


def test_findings_by_hand() -> None:
    """Three material ones: one old in use, one old stopped, one young signed; a status does not count."""
    data = graded(("in use", True, 9), ("stopped", True, 9), ("signed", True, 1), ("in use", False, 9))
    found = {finding.key: finding.value for finding in findings_initiative_outcomes(data)}
    assert found["initiatives_used"] == pytest.approx(100 / 3)
    assert found["initiatives_old"] == 50
    assert found["initiatives_wide"] == pytest.approx(200 / 3)
    assert words_initiative_outcomes(data, "2026-06-30").title.endswith("make, repair or run something, 1 does")


def test_without_material_ones_it_cannot_tell() -> None:
    assert {finding.value for finding in findings_initiative_outcomes(graded(("talk", False, 1)))} == {None}


def test_an_initiative_without_a_grade_is_counted() -> None:
    """One grade taken away: one more initiative that has none; before all of them there is no project to show."""
    initiatives, grades = load("initiatives"), load("judgements/initiative_grades")
    every, less = (initiative_evidence(initiatives, g, as_of="2026-06-30") for g in (grades, grades.iloc[1:]))
    assert less.findings[0].value == every.findings[0].value + 1
    assert initiative_evidence(initiatives, grades, as_of="1985-01-01").data.empty


@pytest.mark.parametrize("narrow", [False, True])
def test_drawing(narrow: bool) -> None:
    data = grade_initiatives(load("initiatives"), load("judgements/initiative_grades"), "2026-06-30")
    assert render(draw_initiative_outcomes, data, height=4, narrow=narrow).count("<use") >= len(data)
