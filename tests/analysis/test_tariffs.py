"""Tariffs and trade: spells by hand, shares by hand and by the published totals."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.balance.tariffs import duty_spells, trade_shares


def test_the_duty_of_fifty_per_cent_stood_from_27_august_to_6_february():
    """Five days of August, 30, 31, 30, 31 and 31 of the months, six of February: 164."""
    spells = duty_spells(load("judgements/tariff_steps"), "2026-06-30")
    top = spells[spells["high"] == 50].iloc[0]
    assert top["days"] == 5 + 30 + 31 + 30 + 31 + 31 + 6
    assert spells["days"].sum() == (pd.Timestamp("2026-07-01") - pd.Timestamp("2025-08-07")).days


def test_steps_after_the_day_and_announcements_are_left_out():
    steps = load("judgements/tariff_steps")
    assert len(duty_spells(steps, "2025-08-20")) == 1
    assert duty_spells(steps, "2025-08-07")["days"].tolist() == [1]


TRADE = pd.DataFrame(
    {
        "partner": ["USA", "WLD", "USA", "WLD", "USA"],
        "year": [2020, 2020, 2021, 2021, 2020],
        "period_type": ["fy_apr_mar"] * 4 + ["cy"],
        "reporter": ["IND"] * 4 + ["USA"],
        "exports_usd_m": [20.0, 100.0, 30.0, 100.0, 999.0],
        "imports_usd_m": [10.0, 200.0, None, 300.0, 999.0],
    }
)


def test_shares_by_hand_and_no_other_reporter_mixed_in():
    row = trade_shares(TRADE, ["USA"], reporter="IND").iloc[0]
    assert row[["exports", "imports", "total"]].tolist() == pytest.approx([0.2, 0.05, 0.1])


def test_a_year_with_an_unknown_flow_is_a_gap_not_a_zero():
    assert trade_shares(TRADE, ["USA"], reporter="IND")["year"].tolist() == [2020]


def test_two_values_for_a_year_are_refused():
    with pytest.raises(ValueError, match="two values"):
        trade_shares(pd.concat([TRADE, TRADE]), ["USA"], reporter="IND")


def test_turnover_with_russia_is_that_of_the_department_of_commerce():
    """13,124.68 million dollars in 2021-22 (the Department's figure, as quoted in the press)."""
    shares = trade_shares(load("trade"), ["RUS"], reporter="IND").set_index("year")
    assert shares.loc[2021, "turnover_usd_m"] == pytest.approx(13124.68, abs=0.02)
