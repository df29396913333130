"""Labels at the ends of lines stay apart and near their lines; ticks are whole years."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from ties.plotting.labels import frame_years, label_ends, spread, year_ticks


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8), st.floats(0.5, 20))
def test_labels_stay_apart_in_their_order_and_about_their_place(heights: list[float], gap: float) -> None:
    """Least squares keeps the mean, and moves nothing that is far enough apart already."""
    moved = spread(sorted(heights), gap)
    assert (np.diff(moved) >= gap - 1e-9).all()
    assert np.mean(moved) == pytest.approx(np.mean(heights), abs=1e-9)
    assert spread(moved, gap) == pytest.approx(moved, abs=1e-9)


def test_labels_of_lines_are_moved_only_where_a_gap_is_asked_for() -> None:
    ends = [(2020.0, 11.0, "upper", "#ff0000"), (2020.0, 10.0, "lower", "#0000ff")]
    plain, apart = Figure().add_subplot(), Figure().add_subplot()
    label_ends(plain, ends)
    label_ends(apart, ends, gap=4)
    assert {label.get_text(): label.xy[1] for label in plain.texts} == {"upper": 11, "lower": 10}
    assert {label.get_text(): label.xy[1] for label in apart.texts} == {"upper": 12.5, "lower": 8.5}
    assert {label.get_text(): to_hex(label.get_color()) for label in apart.texts}["upper"] == "#ff0000"


def test_in_a_corner_the_labels_are_a_list_in_the_colours_of_the_lines() -> None:
    ax = Figure().add_subplot()
    label_ends(ax, [(2020, 1.0, "one", "#ff0000"), (2020, 2.0, "two", "#0000ff")], corner="upper left")
    legend = ax.get_legend()
    assert legend is not None
    assert not ax.texts
    assert [(t.get_text(), to_hex(t.get_color())) for t in legend.get_texts()] == [
        ("one", "#ff0000"),
        ("two", "#0000ff"),
    ]


@given(st.integers(1950, 2020), st.integers(0, 90), st.integers(2, 10))
def test_ticks_end_with_the_last_year_and_are_few(first: int, length: int, most: int) -> None:
    ticks = year_ticks(first, first + length, most)
    assert ticks[-1] == first + length
    assert ticks[0] >= first
    assert len(ticks) <= most + 1
    assert len({*np.diff(ticks)}) <= 1


def test_a_framed_axis_marks_whole_years_only() -> None:
    ax = Figure().add_subplot()
    frame_years(ax, pd.Series([2015, 2019]))
    assert all(tick == int(tick) for tick in ax.get_xticks())
    assert ax.get_xlim() == (2014.5, 2019.5)
