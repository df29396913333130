"""Bounds of partly known dates, against closed forms of the calendar."""

import calendar
import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.tables.dates import bounds

YEARS = st.integers(1700, 2200)


@given(year=YEARS)
def test_a_year_runs_from_new_year_to_its_last_day(year):
    row = bounds(pd.Series([str(year)])).iloc[0]
    assert (row["earliest"].month, row["earliest"].day) == (1, 1)
    assert (row["latest"] - row["earliest"]).days + 1 == 365 + calendar.isleap(year)


@given(year=YEARS, month=st.integers(1, 12))
def test_a_month_runs_over_all_its_days(year, month):
    row = bounds(pd.Series([f"{year}-{month:02}"])).iloc[0]
    assert (row["latest"] - row["earliest"]).days + 1 == calendar.monthrange(year, month)[1]
    assert row["earliest"].day == 1


@given(day=st.dates(dt.date(1700, 1, 1), dt.date(2200, 12, 31)))
def test_a_day_is_its_own_bounds_and_lies_in_its_month_and_year(day):
    text = day.isoformat()
    found = bounds(pd.Series([text, text[:7], text[:4]]))
    assert found.iloc[0].tolist() == [pd.Timestamp(day)] * 2
    assert found["earliest"].is_monotonic_decreasing
    assert found["latest"].is_monotonic_increasing


def test_what_is_missing_stays_missing_and_the_index_is_kept():
    found = bounds(pd.Series([None, "2016"], index=[7, 3]))
    assert found.loc[7].isna().all()
    assert found.index.tolist() == [7, 3]


@pytest.mark.parametrize("text", ["2016-13", "2016-02-30", "29 August 2016", "16", "2016-8", "", "2016-08-29T00:00"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"date|day|month"):
        bounds(pd.Series([text]))
