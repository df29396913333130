"""Digits typed by hand in prose are found; dates, names, code and references are not taken for them."""

import pytest

from ties.book.prose_lint import typed


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
    assert typed(text) == []


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
    assert typed(text) == [word]
