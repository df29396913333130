"""A line of prose marked for some parameters stands where they have their defaults, and nowhere else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.book import html_blocks
from ties.book.chapter_page import StrayOutputError, compose
from ties.book.conditional_text import faults, holding
from ties.project.chapter_config import Chapter, Parameter

PARAMETERS = {
    "partner": Parameter("partner", "country", "USA", "Other side"),
    "window": Parameter("window", "integer", 5, "Years"),
}
CHAPTER = Chapter("one", "One", Path("one.ipynb"), (), PARAMETERS)
LIBRARY = html_blocks.Library(None, {}, {})
USUAL = {"partner": "USA", "window": 5}
TEXT = "\n".join(
    [
        "It fell.",
        "Russia's fell most. <!-- usual -->",
        "Five years are the custom. <!-- usual: window -->",
        "The pact is of 2016. <!-- usual: partner, window -->",
        "The call was in July. <!-- usual: partner -->",
    ]
)


def test_with_the_defaults_all_stands_and_no_mark_is_seen():
    text, left = holding(TEXT, CHAPTER, USUAL)
    assert left == 0
    assert "<!--" not in text
    assert [line.split(" <!--")[0] for line in TEXT.split("\n")] == text.split("\n")


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"window": 10}, ["It fell.", "The call was in July."]),
        ({"partner": "JPN"}, ["It fell.", "Five years are the custom."]),
        ({"window": 10, "partner": "JPN"}, ["It fell."]),
    ],
)
def test_a_changed_parameter_takes_the_lines_that_name_it(changed, kept):
    text, left = holding(TEXT, CHAPTER, {**USUAL, **changed})
    assert text.split("\n") == kept
    assert left == 5 - len(kept)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",))))
def test_text_without_marks_is_left_alone(text):
    if "<!--" not in text:
        assert holding(text, CHAPTER, {"window": 1, "partner": "JPN"}) == (text, 0)
        assert list(faults(text, CHAPTER, "page")) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("It fell. <!-- usual: windw -->", "the mark names 'windw', which is no parameter of the chapter"),
        ("It fell. <!-- usual: window --> So it did.", "no mark at the end of a line"),
        ("It fell. <!-- usual: window", "no mark at the end of a line"),
        ("It fell. <!--usual: window-->", "no mark at the end of a line"),
        ("A <!-- usual: window --> b. <!-- usual: window -->", "no mark at the end of a line"),
    ],
)
def test_a_mark_that_would_do_nothing_is_named(text, fault):
    found = list(faults(text, CHAPTER, "one.ipynb, cell 2"))
    assert len(found) == 1
    assert found[0].startswith(f"one.ipynb, cell 2: {fault}")


def cells(*texts):
    prose = [
        {"cell_type": "markdown", "id": f"c{at}", "metadata": {}, "source": text} for at, text in enumerate(texts)
    ]
    return [(cell, []) for cell in prose]


def test_all_faulty_marks_of_a_chapter_are_named_at_once():
    with pytest.raises(StrayOutputError) as caught:
        compose(CHAPTER, USUAL, cells("# One", "a <!-- usual: x -->", "b <!-- usual: y -->"), {}, library=LIBRARY)
    assert [line.partition(": ")[0] for line in str(caught.value).splitlines()] == [
        "one.ipynb, cell 2",
        "one.ipynb, cell 3",
    ]


def test_what_is_left_out_need_not_be_known():
    """A finding that only the usual parameters give may stand in a line that only they show."""
    prose = cells("# One", "It is {{ one.share }}. <!-- usual: partner -->\nThat is all.")
    page = compose(CHAPTER, {**USUAL, "partner": "JPN"}, prose, {}, LIBRARY)
    assert page.notebook["cells"][1]["source"] == "That is all."
