"""Transfer of technology: groups and steps by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from ties.analysis.arms.transfer import step_days, transfer_group

STEPS = pd.DataFrame(
    {
        "date": ["2023-07-28", "2010-09-30", "2012", "2023-06-22"],
        "step": ["notified", "choice", "offer", "memorandum"],
    }
)


def test_steps_stand_in_order_and_days_are_those_of_the_calendar():
    days = step_days(STEPS, "2023-08-01").set_index("step")
    assert list(days.index) == ["choice", "offer", "memorandum", "notified", "open"]
    assert days.loc["notified", "since_before_low"] == 36
    assert days.loc["open", "since_first_high"] == (pd.Timestamp("2023-08-01") - pd.Timestamp("2010-09-30")).days


def test_a_step_of_unknown_day_gives_a_range():
    """From the choice to some day of 2012: 458 to 823 days; from there to the memorandum: 3,825 to 4,190."""
    days = step_days(STEPS, "2023-08-01").set_index("step")
    assert days.loc["offer", ["since_before_low", "since_before_high"]].tolist() == [458, 823]
    assert days.loc["memorandum", ["since_before_low", "since_before_high"]].tolist() == [3825, 4190]


def test_steps_after_the_day_are_not_known_yet():
    assert step_days(STEPS, "2012-06-30")["step"].tolist() == ["choice", "open"]


@pytest.mark.parametrize("route", ["licensed_production", "co_development"])
def test_both_routes_count_as_transfer(route: str):
    deals = pd.DataFrame({"supplier": ["FRA"], "route": [route]})
    assert transfer_group(deals, "USA", "US").tolist() == ["others, with transfer"]
    assert transfer_group(deals, "FRA", "French").tolist() == ["French, with transfer"]
