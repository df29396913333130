"""A question about days that have not passed has no answer yet; one about days that have is answered."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.claims.coverage import still_waiting, too_early

AS_OF = "2025-07-01"


@pytest.mark.parametrize(
    ("condition", "early"),
    [
        ("date>=2025-06-30", False),
        ("date>=2025-07-01", True),  # begins on the last day itself: nothing of it has passed
        ("date>=2025-07-02", True),
        ("date>2025-06-30", False),
        ("date>2025-07-01", True),
        ("date>=2025-06", False),
        ("date>=2025-07", True),  # the month begins on the last day
        ("date>=2025-08", True),
        ("date>=2025", False),
        ("year>=2026", True),
        ("date <= 2026", False),  # only what begins later is early
        ("date<2026-01-01", False),
        ("date=2026-01-01", False),
        ("date!=2026-01-01", False),
        ("kind=visit & date>=2026", True),
        ("date>=2026 & kind=visit", True),
        ("date >= 2026 & kind=visit", True),
        ("weight>=2", False),
        ("value>=20260", False),  # no year
        ("date>=2026-13", False),  # no month
        ("kind=visit", False),
    ],
)
def test_a_condition_is_early_if_it_begins_on_or_after_the_last_day(condition: str, early: bool) -> None:
    assert too_early({"table": "talks", "where": condition}, AS_OF) is early


@pytest.mark.parametrize(("as_of", "early"), [("2025-12-31", True), ("2026-01-01", True), ("2026-01-02", False)])
def test_a_year_is_early_until_its_first_day_has_passed(as_of: str, early: bool) -> None:
    assert too_early({"where": "date>=2026"}, as_of) is early
    assert too_early({"where": "date>=2026-01"}, as_of) is early


def test_one_early_condition_among_many_is_enough_and_none_is_not() -> None:
    assert too_early({"one": "talks: date>=2020", "no_two": "talks: kind=visit & date>=2025-07-02"}, AS_OF)
    assert not too_early({"one": "talks: date>=2020", "last": 2.0}, AS_OF)
    assert not too_early({}, AS_OF)


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)), st.integers(-400, 400))
def test_what_is_early_on_a_day_was_early_before(start: date, days: int) -> None:
    condition, day = {"where": f"date>={start}"}, pd.Timestamp(str(start)) + pd.Timedelta(days=days)
    assert too_early(condition, f"{day:%Y-%m-%d}") is (days <= 0)


SINCE = {"since": "2025-07-01"}


@pytest.mark.parametrize(
    ("as_of", "waiting"),
    [("2025-07-01", True), ("2025-12-30", True), ("2025-12-31", False), ("2026-01-01", False)],
)
def test_what_has_not_come_may_come_until_the_longest_threshold_is_over(as_of: str, waiting: bool) -> None:
    """By hand: 31 December 2025 is day 183 after 1 July."""
    assert still_waiting(math.inf, SINCE, [92.0, 183.0], as_of) is waiting
    assert still_waiting(math.inf, SINCE, [183.0, 92.0], as_of) is waiting


def test_what_came_or_has_no_day_or_no_threshold_is_not_waited_for() -> None:
    assert not still_waiting(12.0, SINCE, [183.0], AS_OF)
    assert not still_waiting(math.nan, SINCE, [183.0], AS_OF)
    assert not still_waiting(math.inf, {"where": "kind=visit"}, [183.0], AS_OF)
    assert not still_waiting(math.inf, SINCE, [], AS_OF)
