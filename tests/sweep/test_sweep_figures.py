"""Pictures of sweeps: what is drawn is what was found, words turn with the numbers, wide and narrow."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from ties.plotting.style import render
from ties.sweep import answer_strip, number_figures

COLUMNS = ["value", "low", "high"]


def found(rows, parameters, **about):
    table = pd.DataFrame(rows, columns=[*parameters, *COLUMNS])
    about = {"key": "us_share", "unit": "per cent", "precision": 1, "interval": "95% interval"} | about
    return table.assign(**about)


BAND = found([(0.0, 10.0, 8.0, 12.0), (0.1, 30.0, 27.0, 33.0), (0.3, 20.0, 18.0, 22.0)], ["share"])
TORNADO = found(
    [(1, "x", 10.0, 9.0, 12.0), (1, "y", 11.0, 9.0, 12.0), (2, "x", 50.0, 9.0, 12.0), (2, "y", 61.0, 9.0, 12.0)],
    ["a", "b"],
)


def drawn(draw, data, narrow):
    axes = draw(data, Figure().add_subplot(), narrow=narrow)
    render(draw, data, height=3, narrow=narrow)
    return axes


@pytest.mark.parametrize("narrow", [False, True])
def test_a_band_shows_value_interval_and_default(narrow):
    data = number_figures.prepare_band(BAND, "share", [0.0, 0.1, 0.2, 0.3], 0.1)
    axes = drawn(number_figures.draw_band, data, narrow)
    line = axes.get_lines()[0]
    assert list(line.get_xdata()) == [0.0, 0.1, 0.2, 0.3]
    assert list(line.get_ydata())[:2] == [10.0, 30.0]
    assert pd.isna(line.get_ydata()[2]), "a run that failed is a gap, not a line across it"
    assert list(axes.get_lines()[1].get_xdata()) == [0.1, 0.1]
    assert [text.get_text() for text in axes.texts] == ["default 0.1"]
    assert axes.get_ylabel() == "per cent"


def test_the_words_of_a_band_follow_the_numbers():
    words = number_figures.words_band(
        number_figures.prepare_band(BAND, "share", [0.0, 0.1, 0.2, 0.3], 0.1, ["year"]), "Share of power"
    )
    assert words.title == "Us share: 10.0 to 30.0 per cent as share moves"
    assert "Shaded: 95% interval. It is the same for every year." in words.caption
    assert "No run for 1 of 4 values ended well." in words.caption
    assert "from 10.0 per cent at 0 to 20.0 per cent at 0.3; lowest at 0, highest at 0.1." in words.alt
    assert words.alt.endswith("At the default, 0.1, it is 30.0 per cent.")
    bare = number_figures.words_band(
        number_figures.prepare_band(BAND.assign(low=None, high=None), "share", [0.0, 0.1, 0.3], 0.5), "X"
    )
    assert "has no interval" in bare.caption
    other = BAND.assign(interval=["over 1 year", "over 2 years", "over 3 years"])
    assert (
        "Shaded: interval of each run."
        in number_figures.words_band(number_figures.prepare_band(other, "share", [0.0, 0.1, 0.3], 0.1), "X").caption
    )
    assert "default" not in bare.alt


@pytest.mark.parametrize("narrow", [False, True])
def test_what_is_no_number_is_drawn_as_points_with_the_default_named(narrow):
    rows = [("JPN;AUS", 5.0, 4.0, 6.0), ("JPN", 3.0, 2.0, 4.0), ("none", 1.0, 0.0, 2.0)]
    data = number_figures.prepare_band(found(rows, ["friends"]), "friends", ["JPN;AUS", "JPN", "none"], "JPN;AUS")
    axes = drawn(number_figures.draw_band, data, narrow)
    labels = [" ".join(label.get_text().split()) for label in axes.get_xticklabels()]
    assert labels == ["JPN AUS (default)", "JPN", "none"]
    assert axes.get_lines()[0].get_linestyle() == "None"


@pytest.mark.parametrize("narrow", [False, True])
def test_a_tornado_has_a_bar_for_each_parameter_and_one_for_all(narrow):
    values = {"a": [1, 2], "b": ["x", "y"]}
    data = number_figures.prepare_tornado(TORNADO, values, {"a": 1, "b": "x"})
    assert data.to_dict("list") == {
        "parameter": ["a", "b", "all"],
        "low": [10.0, 10.0, 10.0],
        "high": [50.0, 11.0, 61.0],
        "at_low": ["1", "x", ""],
        "at_high": ["2", "y", ""],
    }
    axes = drawn(number_figures.draw_tornado, data, narrow)
    bars = [bar for bar in axes.patches if bar.get_height() == 0.5]
    assert [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars] == [(10, 50), (10, 11), (10, 61)]
    left, right = axes.get_xlim()
    assert left < 9, "room for the label at the low end, and for the interval"
    assert right > 61
    assert [text.get_text() for text in axes.texts] == ["1", "2", "x", "y"]


def test_the_words_of_a_tornado_name_what_moves_it_most():
    values = {"a": [1, 2], "b": ["x", "y"]}
    words = number_figures.words_tornado(number_figures.prepare_tornado(TORNADO, values, {"a": 1, "b": "x"}))
    assert words.title == "Us share: 10.0 to 61.0 per cent, most with a"
    assert "Line: the defaults (a 1, b x)" in words.caption
    assert "a 10.0 to 50.0 per cent; b 10.0 to 11.0 per cent. Over all combinations: 10.0 to 61.0" in words.alt
    other = number_figures.words_tornado(number_figures.prepare_tornado(TORNADO, values, {"a": 0, "b": "x"}))
    assert "Line: the run nearest to the defaults (a 1, b x)" in other.caption
    # the two together move it, neither alone
    both = found([(1, 1, 5.0, None, None), (1, 2, 5.0, None, None), (2, 1, 5.0, None, None), (2, 2, 9.0, None, None)],
                 ["a", "b"])  # fmt: skip
    joint = number_figures.words_tornado(
        number_figures.prepare_tornado(both, {"a": [1, 2], "b": [1, 2]}, {"a": 1, "b": 1})
    )
    assert joint.title.endswith("only when several parameters move")
    assert "Grey band" not in joint.caption


def test_a_count_has_no_fractions_on_its_axis():
    rank = found([(n, float(n % 2 + 1), None, None) for n in range(5)], ["a"], precision=0, unit="")
    data = number_figures.prepare_band(rank, "a", list(range(5)), 2)
    assert number_figures.is_counted(data, "value")
    assert not number_figures.is_counted(number_figures.prepare_band(BAND, "share", [0.0, 0.1], 0.1), "value")
    axes = drawn(number_figures.draw_band, data, False)
    assert all(tick == int(tick) for tick in axes.get_yticks())


@pytest.mark.parametrize("narrow", [False, True])
def test_answers_stand_where_they_were_given(narrow):
    rows = [(0.1, 2000, "no", None, None), (0.1, 2010, "no", None, None), (0.2, 2000, "yes", None, None),
            (0.3, 2000, "yes", None, None), (0.3, 2010, None, None, None)]  # fmt: skip
    values = {"share": [0.1, 0.2, 0.3], "year": [2000, 2010]}
    data = answer_strip.prepare_answers(found(rows, ["share", "year"]), values)
    cells = set(zip(data["across"], data["row"], data["letter"], strict=True))
    assert cells == {(0, 0, "A"), (0, 1, "A"), (1, 0, "B"), (2, 0, "B"), (2, 1, "C")}, "the failed run has no cell"
    assert data.attrs["letters"] == {"no": "A", "yes": "B", "cannot tell": "C"}
    axes = drawn(answer_strip.draw_answers, data, narrow)
    assert {(*text.get_position(), text.get_text()) for text in axes.texts} == cells
    assert [label.get_text() for label in axes.get_xticklabels()] == ["0.1", "0.2", "0.3"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["year 2000", "year 2010"]
    words = answer_strip.words_answers(data)
    assert words.title == "Us share: 3 answers, “no” in 2 of 5 runs"
    assert words.caption.startswith("A: no (2); B: yes (2); C: cannot tell (1).")


def test_a_strip_that_nobody_could_read_is_not_drawn():
    many = found([(n, str(n), None, None) for n in range(7)], ["a"])
    assert answer_strip.prepare_answers(many, {"a": list(range(7))}) is None
