"""How a table is written: separators, decimals, dates, wide cells, sources."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from ties.findings.html_table import SENTENCE, as_html, cited_sources


def cells(values: list[Any], precision: int | dict[str, int] = 0) -> list[str]:
    page = as_html(pd.DataFrame({"a_b": values}), "Rows", {}, precision)
    return re.findall(r"<td[^>]*>([^<]*)</td>", page)


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([1900, 2100], ["1900", "2100"]),
        ([1899, 2000], ["1,899", "2,000"]),
        ([2000, 2101], ["2,000", "2,101"]),
        ([999, 1000], ["999", "1,000"]),
        ([2016.0, None], ["2016", "–"]),
        ([2016.5, 1234.0], ["2,016.5", "1,234.0"]),
        ([3.0, 4.0], ["3", "4"]),  # whole numbers have no decimals
        ([True, False], ["True", "False"]),
        (["1234", None], ["1234", "–"]),
    ],
)
def test_numbers_are_written_by_what_the_whole_column_holds(values: list[Any], written: list[str]) -> None:
    assert cells(values, 1) == written


def test_decimals_are_those_of_the_column_and_none_where_it_is_not_named() -> None:
    assert cells([1.26, 2.0], {"a_b": 1}) == ["1.3", "2.0"]
    assert cells([1.26, 2.0], {"other": 1}) == ["1", "2"]


@pytest.mark.parametrize(
    ("first", "second", "wordy"),
    [
        (SENTENCE, SENTENCE + 1, False),
        (SENTENCE + 1, SENTENCE + 1, True),
        (SENTENCE, SENTENCE, False),
        (1, 99, False),
    ],
)
def test_two_columns_of_cells_that_wrap_on_a_phone_make_a_list_of_rows(first: int, second: int, wordy: bool) -> None:
    page = as_html(pd.DataFrame({"a": ["x" * first, "x"], "b": ["y" * second, "y"], "n": [10, 1]}), "Rows", {}, 0)
    assert ("ties-wordy" in page) is wordy
    assert ("data-label" in page) is wordy


@pytest.mark.parametrize(
    ("cell", "day"), [("2016-08-29", True), ("2016", True), ("2016-13", False), ("in 2016", False)]
)
def test_a_date_stays_on_one_line(cell: str, day: bool) -> None:
    assert ('<td class="day">' in as_html(pd.DataFrame({"a": [cell]}), "Rows", {}, 0)) is day


def test_a_header_is_the_given_one_or_the_name_of_the_column() -> None:
    page = as_html(pd.DataFrame({"a_b": ["x"], "n": [1]}), "Rows", {"n": "number, <n>"}, 0)
    assert re.findall(r"<th[^>]*>([^<]*)</th>", page) == ["a b", "number, &lt;n&gt;"]
    assert page.count(' class="number"') == 2


def test_a_link_is_that_of_its_own_row() -> None:
    page = as_html(pd.DataFrame({"a": ["x", "y"]}), "Rows", {}, 0, {"a": ["1.html", "2.html"]})
    assert re.findall(r'href="([^"]*)">(\w)', page) == [("1.html", "x"), ("2.html", "y")]


def test_sources_stand_once_in_order_and_an_empty_cell_cites_none() -> None:
    assert cited_sources(["b;a", "", None, float("nan"), "b;;c"]) == ["a", "b", "c"]
    assert cited_sources([]) == []
