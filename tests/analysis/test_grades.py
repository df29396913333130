"""Grades join the initiatives they name, and nothing is graded that is not on file."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.balance.grades import GRADES, grade_initiatives

INITIATIVES = pd.DataFrame({"id": ["a", "b", "c"], "name": "x", "kind": "project",
                            "started": ["2010", "2020-06-30", "2027"], "objective": "o", "outputs": "u",
                            "sources": "s"})  # fmt: skip
GRADED = pd.DataFrame({"initiative": ["a"], "grade": ["talk"], "material": ["yes"], "reason": ["r"]})


def test_later_initiatives_are_left_out_and_ungraded_ones_are_named() -> None:
    data = grade_initiatives(INITIATIVES, GRADED, "2026-06-30")
    assert data["id"].tolist() == ["a"]
    assert data["material"].tolist() == [True]
    assert data["age"].iloc[0] == pytest.approx(16.5, abs=0.01)
    assert data.attrs["ungraded"] == ["b"]


def test_an_unknown_grade_is_refused() -> None:
    with pytest.raises(ValueError, match="splendid"):
        grade_initiatives(INITIATIVES, GRADED.assign(grade="splendid"), "2026-06-30")


def test_grades_on_file() -> None:
    """Every grade names an initiative, gives its reason, and the ships repaired in Indian yards are in use."""
    grades, initiatives = load("judgements/initiative_grades"), load("initiatives")
    assert set(grades["initiative"]) <= set(initiatives["id"])
    assert set(grades["grade"]) <= set(GRADES)
    assert set(grades["material"]) == {"yes", "no"}
    assert grades["reason"].notna().all()
    data = grade_initiatives(initiatives, grades, "2026-06-30").set_index("id")
    assert data.loc["msra-2023", "grade"] == "in use"
    assert data.loc["stryker-2023", "grade"] == "stopped"
