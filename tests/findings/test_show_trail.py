"""A trail shows every entry with its day, its mark and word, and the row that holds it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from ties.findings.mime import TABLE as MIME
from ties.findings.show_trail import show_trail
from ties.records import Table

DATA = pd.DataFrame(
    {
        "date": ["2025-07-01", "2025-08-27", "2026-06-30"],
        "what": ["said", "setback", "open"],
        "text": ["Meet", "A <b>duty.", "Visit"],
        "table": [None, "setbacks_and_progress", None],
        "row": [None, "tariff-50", None],
        "sources": ["a;b", "b", "c"],
    }
)
TRAIL = Table("trail", DATA, "What followed", tables=["setbacks_and_progress"], download=DATA)


def test_entries_are_text_in_order_each_with_day_word_and_row(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr("ties.findings.mime.emit", lambda bundle: shown.append(bundle))
    show_trail(TRAIL)
    page, payload = shown[0]["text/html"], shown[0][MIME]
    first, second, third = page.split("</li>")[:3]
    assert '<time datetime="2025-07-01">' in first
    assert "spoken of" in first
    assert "setback:</span> A &lt;b&gt;duty. <a class=" in second
    assert 'href="data/setbacks-and-progress.html">tariff-50</a>' in second
    assert "had not come:</span> Visit" in third
    assert "href" not in first + third
    assert (payload["sources"], payload["shown"], payload["rows"]) == (["a", "b", "c"], 3, 3)


def test_faults_are_named() -> None:
    with pytest.raises(ValueError, match="no entry"):
        show_trail(replace(TRAIL, data=DATA.iloc[:0]))
    with pytest.raises(ValueError, match="unknown entries: \\['rumour'\\]"):
        show_trail(replace(TRAIL, data=DATA.assign(what="rumour")))
    with pytest.raises(ValueError, match="hyphenated"):
        show_trail(replace(TRAIL, name="My Trail"))


def test_the_download_is_the_trail_itself_or_a_longer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr("ties.findings.mime.emit", lambda bundle: shown.append(bundle))
    longer = pd.concat([DATA, DATA])
    for download in (None, longer):
        show_trail(replace(TRAIL, download=download))
    counts = [(bundle[MIME]["shown"], bundle[MIME]["rows"], bundle[MIME]["csv"].count("\n")) for bundle in shown]
    assert counts == [(3, 3, 4), (3, 6, 7)]
