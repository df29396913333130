"""What is wrong with prose is told before anything runs: digits, references, names; each once, by cell or page."""

from pathlib import Path

import pytest

from ties.book.prose_lint import ProseNames, prose_faults, typed_digits
from ties.book.source_checks import declared_findings, source_faults
from ties.project.chapter_config import Chapter, Parameter

WINDOW = Parameter("window", "integer", 5, "Years")
CHAPTER = Chapter("industry", "Industry", Path("industry.ipynb"), (), {"window": WINDOW})
NAMES = ProseNames({"industry": CHAPTER}, {"industry": ["focus_share", "split", "rank_*"]}, ["industry.shares"])


@pytest.mark.parametrize(
    "text",
    [
        "on 29 August 2016, in August 2016, from 10 to 12 May 2025, in 2013-14, in the 1990s, 2016-08-29",
        "the F414, the S-400, the MQ-9B, the C-17, the P-8I, the Su-30MKI, the 2+2, the T-90S and the AH-64E",
        "a 95 per cent interval and a 90 per cent credible interval",
        "{{ industry.share|interval }} and `window = 5`",
        "```python\nx = 5\n```",
        "1. first\n2. second",
        "[text](https://example.org/2016/5) and <span id='a5'>x</span>[^3]",
        "edition 2026.11, CC BY 4.0, Python 3.11",
    ],
)
def test_what_may_stand(text):
    assert typed_digits(text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Russia's share fell to 36 per cent", "36"),
        ("It fell by 12.5 points", "12.5"),
        ("about $3,000 million", "$3,000"),
        ("3 of the agreements", "3"),
        ("It rose 2x", "2x"),
        ("## In 5 years", "5"),
        ("1,234 rows in 2016", "1,234"),
    ],
)
def test_what_may_not(text, word):
    assert typed_digits(text) == [word]


def notebook(**texts):
    return {"cells": [{"cell_type": "markdown", "id": key, "source": text} for key, text in texts.items()]}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{{ industry.focus_shar|full }}", "industry.focus_shar|full is no finding; did you mean focus_share?"),
        (
            "{{ industry.parameter.windo }}",
            "industry.parameter.windo is no parameter; did you mean parameter.window?",
        ),
        ("{{ industri.split }}", "industri.split is of no chapter; did you mean industry?"),
        ("{{ industry.split|colour }}", "industry.split|colour has no such form: value, interval, full"),
        ("{{ book.editon }}", "book.editon is no finding; did you mean edition?"),
        (
            '{{ figure("industry.share") }}',
            "figure:industry.share is no figure of the book; did you mean indus",
        ),
        ("one\n{{ Industry share }}", "'{{ Industry share }}' is not a reference that can be filled: expected token"),
        ("{{ industry.split + 1 }}", "line 1 is not a reference that can be filled"),
        ("It fell to 36.", "36. is typed by hand; record it as a finding"),
    ],
)
def test_a_fault_is_named_once_with_its_cell_or_page(text, fault):
    (of_cell,) = prose_faults({"industry": notebook(start="# Industry", answer=text)}, {}, NAMES)
    assert of_cell.startswith(f"industry.ipynb, cell answer: {fault}")
    (of_page,) = prose_faults({}, {"book/index.md": text}, NAMES)
    assert of_page.startswith(f"book/index.md: {fault}")


def test_sound_prose_has_no_fault_and_what_nobody_knows_is_not_one():
    text = (
        "{{ industry.focus_share|cited }} {{ industry.rank_usa }} {{ industry.parameter.window }}\n"
        "{{ book.edition }} {{ changes.summary }}\n"
        '{{ figure("industry.shares") }}'
    )
    assert prose_faults({"industry": notebook(answer=text)}, {"book/index.md": text}, NAMES) == []
    assert (
        prose_faults({"industry": notebook(answer="{{ industry.x }}")}, {}, ProseNames({"industry": CHAPTER})) == []
    )


def test_all_faults_of_all_cells_are_told():
    found = prose_faults({"industry": notebook(a="{{ industry.x }} and 7", b="{{ industry.x }} 7")}, {}, NAMES)
    assert [line.partition(": ")[0] for line in found] == ["industry.ipynb, cell " + cell for cell in "aabb"]


def test_the_prose_of_the_book_is_sound():
    assert source_faults(Path(__file__).parents[2]) == []


def test_findings_are_named_after_their_sentences():
    for names in declared_findings(["agreements", "industry", "deterrence", "challenges"]).values():
        assert names
        assert not any("-" in name for name in names)
