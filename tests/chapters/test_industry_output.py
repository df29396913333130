"""Production, exports and capital in words and drawings."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.industry import capital_budget as capital
from ties.chapters.industry import defence_output as output
from ties.plotting.style import render


def prepared(base: int = 2024) -> pd.DataFrame:
    tables = (load("defence_production"), load("defence_budget_india"), load("deflators"))
    return output.prepare_defence_output(*tables, load("judgements/production_revisions"), base)


def test_unknown_years_are_gaps_and_the_earlier_count_stands_apart() -> None:
    data = prepared().set_index(["series", "start"])
    assert pd.isna(data.loc[("production_inr_crore", 2015), "nominal"])
    assert not data.loc[("production_inr_crore", 2014), "comparable"]
    assert pd.isna(data.loc[("exports_inr_crore", 2025), "gdp_deflator"])


def test_growth_does_not_depend_on_the_base_year() -> None:
    a, b = (output.growth_since(prepared(base), "production_inr_crore", 2016, 2024) for base in (2016, 2024))
    assert a == pytest.approx(b)
    assert a["low"] <= a["real"] <= a["high"] < a["nominal"]


def test_growth_of_published_figures() -> None:
    """150,590 over 74,121 is 2.03; less inflation of 40.8 per cent, 1.44."""
    factors = output.growth_since(prepared(), "production_inr_crore", 2016, 2024)
    assert factors["nominal"] == pytest.approx(150590 / 74121)
    assert factors["real"] == pytest.approx(1.44, abs=0.005)
    assert "2.0 times in rupees and 1.4 times after inflation" in output.words_defence_output(prepared()).title


def test_unknown_growth_is_said_to_be_unknown() -> None:
    factors = output.growth_since(prepared(), "production_inr_crore", 1990, 2024)
    assert all(pd.isna(value) for value in factors.values())


def test_capital_by_hand() -> None:
    budget = pd.DataFrame(
        {"fiscal_year": ["2014-15", "2015-16", "2016-17"], "services_capital_projected_inr_crore": [100, 200, None],
         "services_capital_allocated_inr_crore": [60, 100, 80], "domestic_procurement_share_pct": [None, 58, 75]}
    )  # fmt: skip
    data = capital.prepare_capital_budget(budget)
    assert data["met_pct"].tolist() == [60, 50]
    assert "50 to 60 per cent" in capital.words_capital_budget(data).title
    found = {finding.key: finding for finding in capital.findings_capital_budget(data, budget)}
    assert found["capital_met"].value == 55
    assert found["domestic_share"].value == 75
    assert "against 58 in 2015-16" in found["domestic_share"].sentence


@pytest.mark.parametrize("narrow", [False, True])
def test_drawings(narrow: bool) -> None:
    assert "<path" in render(output.draw_defence_output, prepared(), height=6, narrow=narrow)
    data = capital.prepare_capital_budget(load("defence_budget_india"))
    assert render(capital.draw_capital_budget, data, height=4, narrow=narrow).count('id="patch_') > 2 * len(data)
