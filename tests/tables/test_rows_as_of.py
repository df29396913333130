"""The last day that counts counts, and the day after it does not: for every kind of row."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.tables.as_of.rows_as_of import DATED, STAGES, YEARS, rows_as_of

LAST = "2026-06-30"
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31)).map(str)


@pytest.mark.parametrize("column", DATED)
@pytest.mark.parametrize(
    ("date", "counts"),
    [
        ("2026-06-29", True),
        (LAST, True),  # the definition of as-of
        ("2026-07-01", False),
        ("2026-06", True),  # it has begun
        ("2026-07", False),  # it begins on the day after
        ("2026", True),
        ("2027", False),
        (None, True),  # a row without a date stays
    ],
)
def test_a_row_counts_if_it_begins_on_the_last_day_or_before(column: str, date: str | None, counts: bool) -> None:
    rows = pd.DataFrame({column: pd.Series([date], dtype="str"), "id": "a"})
    assert rows_as_of(rows, LAST)["id"].tolist() == ["a"] * counts


@pytest.mark.parametrize(("last", "counts"), [("2025-12-31", False), ("2026-01-01", True)])
def test_a_year_counts_from_its_first_day(last: str, counts: bool) -> None:
    assert len(rows_as_of(pd.DataFrame({"date": ["2026"]}), last)) == counts
    assert len(rows_as_of(pd.DataFrame({"date": ["2026-01"]}), last)) == counts


@pytest.mark.parametrize("column", YEARS)
def test_the_year_of_the_last_day_counts_and_the_next_does_not(column: str) -> None:
    rows = pd.DataFrame({column: pd.array([2025, 2026, 2027, None], dtype="Int64")})
    assert rows_as_of(rows, LAST).index.tolist() == [0, 1, 3]


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_of_a_deal_is_blank_only_after_the_last_day(stage: str) -> None:
    dates = ["2026-06-29", LAST, "2026-07-01", "2026-06", "2026-07", None]
    stages = rows_as_of(pd.DataFrame({stage: dates}), LAST)[stage]
    assert stages.isna().tolist() == [False, False, True, False, True, True]


def test_each_stage_of_a_deal_has_its_own_day() -> None:
    deal = pd.DataFrame({"announced": ["2026-06-30"], "contracted": ["2026-07-01"], "completed": ["2027"]})
    known = rows_as_of(deal, LAST)
    assert known.notna().iloc[0].tolist() == [True, False, False]


def test_only_the_first_of_the_dates_of_a_row_decides() -> None:
    rows = pd.DataFrame({"as_of": ["2027"], "start": ["2026-01"], "signed": ["2027-01-01"]})
    assert len(rows_as_of(rows, LAST)) == 1
    assert rows_as_of(rows.assign(date="2026-07-01"), LAST).empty


def test_a_table_without_dates_stays_as_it_is() -> None:
    rows = pd.DataFrame({"id": ["a"], "rung": ["buy"]}, index=[7])
    pd.testing.assert_frame_equal(rows_as_of(rows, LAST), rows)


@given(st.lists(DAYS), DAYS, DAYS)
def test_a_later_last_day_takes_no_row_away_and_the_cut_is_the_one_of_the_calendar(
    dates: list[str], one: str, other: str
) -> None:
    earlier, later = sorted([one, other])
    rows = pd.DataFrame({"date": pd.Series(dates, dtype="str")})
    first, second = rows_as_of(rows, earlier), rows_as_of(rows, later)
    assert set(first.index) <= set(second.index)
    assert first["date"].tolist() == [date for date in dates if date <= earlier]
    assert rows_as_of(first, later).equals(first)
