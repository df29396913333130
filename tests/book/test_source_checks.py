"""Faults that the sources of a book have are each named once, with place and nearest name, before anything runs."""

import shutil
from pathlib import Path

import pytest

from ties.book.source_checks import source_faults

ROOT = Path(__file__).parents[2]


@pytest.fixture
def book(tmp_path):
    """The sources of the book, to be damaged."""
    for place in ("notebooks", "data/judgements"):
        shutil.copytree(ROOT / place, tmp_path / place, ignore=shutil.ignore_patterns(".*"))
    shutil.copy(ROOT / "chapters.toml", tmp_path)
    return tmp_path


def damage(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_book_has_no_fault(book):
    assert source_faults(book) == []


@pytest.mark.parametrize(
    ("place", "old", "new", "fault"),
    [
        (
            "data/judgements/deciding.csv", "agreements.signed_texts", "agreements.signed_text",
            "data/judgements/deciding.csv:2  key  agreements.signed_text is no finding; did you mean signed_texts?",
        ),
        (
            "data/judgements/verdict_rules.csv", "deterrence.rise_exercises", "deterence.rise_exercises",
            "data/judgements/verdict_rules.csv:18  inputs  deterence.rise_exercises is of no chapter; "
            "did you mean deterrence?",
        ),
        (
            "notebooks/industry.ipynb", r'load(\"firm_links\")', r'load(\"firm_link\")',
            "industry: industry.ipynb: cell 'network' loads 'firm_link', which is no table; "
            "did you mean 'firm_links'?",
        ),
        (
            "notebooks/industry.ipynb", "{{ industry.hub_loss|sentence }}", "{{ industry.hub_los|sentence }}",
            "industry.ipynb, cell network-reading: industry.hub_los|sentence is no finding; did you mean hub_loss?",
        ),
        (
            "notebooks/industry.ipynb", "The table cannot say", "The table of 37 rows cannot say",
            "industry.ipynb, cell network-reading: 37 is typed by hand; record it as a finding",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_named_once_with_its_place(book, place, old, new, fault):
    damage(book / place, old, new)
    assert source_faults(book) == [fault]
