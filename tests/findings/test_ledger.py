"""The ledger shows each claim once, with verdict, grounds and sources, and nothing that a cell could smuggle in."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest

from ties.findings import ledger
from ties.findings.table import MIME


@pytest.fixture
def claims() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": ["claim-01", "claim-02", "claim-03"],
            "theme": ["agreements", "industry", "industry"],
            "claim": ["They spoke.", "It <script>alert(1)</script> grew.", "It will meet."],
            "kind": ["fact", "figure", "forecast"],
            "how_to_test": ["read", "count & compare", None],
            "verdict": ["supported", "contradicted", "came_true"],
            "evidence": ["Both say so.", "It fell.", "It met."],
            "sources": ["a", "a;b", "b"],
            "confidence": ["high", "low", "medium"],
            "note": [None, "Mind the unit.", None],
        }
    )


@pytest.fixture
def sources() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": ["a", "b"],
            "title": ["Call & answer", "<b>Bold</b>"],
            "publisher": ["Ministry", None],
            "published": ["2025-07-01", "2025"],
            "url": ["https://a.example/?x=1&y=2", "javascript:alert(1)"],
        }
    )


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    bundles: list[dict[str, Any]] = []
    monkeypatch.setattr(ledger, "display", lambda bundle, raw: bundles.append(bundle))
    return bundles


class Balanced(HTMLParser):
    """Hold that every element that opens closes, and collect ids and links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids += [str(value) for name, value in attrs if name == "id"]
        self.links += [str(value) for name, value in attrs if name == "href"]
        if tag != "input":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_in_the_ledger_each_claim_has_one_address(claims, sources, shown) -> None:
    ledger.show_claims(claims, name="ledger", sources=sources)
    page = Balanced(shown[0]["text/html"])
    assert page.ids == ["claim-01", "claim-02", "claim-03"]


def test_in_a_chapter_a_claim_links_to_the_ledger_and_has_no_address(claims, shown) -> None:
    ledger.show_claims(claims, name="claims")
    page = Balanced(shown[0]["text/html"])
    assert page.ids == []
    assert set(page.links) == {f"synthesis.html#claim-0{n}" for n in (1, 2, 3)}
    assert "form" not in page.tags


def test_cells_are_text_and_only_web_addresses_become_links(claims, sources, shown) -> None:
    ledger.show_claims(claims, name="ledger", sources=sources)
    page = Balanced(shown[0]["text/html"])
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert not [link for link in page.links if link.startswith("javascript")]
    assert "https://a.example/?x=1&y=2" in page.links
    assert "count &amp; compare" in shown[0]["text/html"]


def test_verdict_is_told_by_shape_word_and_class(claims, shown) -> None:
    ledger.show_claims(claims, name="claims")
    verdicts = re.findall(r'verdict-(\w+)"><span[^>]*>(.)</span> <strong>([^<]*)', shown[0]["text/html"])
    assert verdicts == [
        ("supported", "●", "supported"),
        ("contradicted", "✕", "contradicted"),
        ("supported", "●", "came true"),
    ]


def test_unknown_cells_are_left_out(claims, shown) -> None:
    ledger.show_claims(claims, name="claims")
    page = shown[0]["text/html"]
    assert page.count("<dt>Note</dt>") == 1
    assert page.count("<dt>How it can be tested</dt>") == 2
    assert "nan" not in page


def test_buttons_count_what_they_choose(claims, sources, shown) -> None:
    ledger.show_claims(claims, name="ledger", sources=sources)
    labels = re.findall(r'value="([\w]+)"[^>]*>[^(<]*\((\d+)\)', shown[0]["text/html"])
    assert labels == [
        ("all", "3"), ("supported", "2"), ("contradicted", "1"), ("all", "3"), ("agreements", "1"), ("industry", "2"),
    ]  # fmt: skip


def test_payload_is_a_table_with_its_csv_and_sources(claims, shown) -> None:
    ledger.show_claims(claims, name="claims")
    payload = shown[0][MIME]
    assert payload["sources"] == ["a", "b"]
    assert payload["tables"] == ["claims"]
    assert payload["csv"].splitlines()[0] == ",".join(claims.columns)
    assert payload["csv"].count("\n") == 4


def test_faults_are_named(claims, sources) -> None:
    with pytest.raises(ValueError, match="no such verdict: perhaps"):
        ledger.show_claims(claims.assign(verdict="perhaps"), name="claims")
    with pytest.raises(ValueError, match="do not resolve: b"):
        ledger.show_claims(claims, name="claims", sources=sources.iloc[:1])
    with pytest.raises(ValueError, match="no claims"):
        ledger.show_claims(claims.iloc[:0], name="claims")
    with pytest.raises(ValueError, match="hyphenated"):
        ledger.show_claims(claims, name="My Claims")


def test_a_finding_that_bears_on_a_claim_stands_under_it_and_leads_to_its_figure(claims, shown) -> None:
    findings = pd.DataFrame(
        {
            "claim": ["claim-02", "claim-02"],
            "chapter": "industry",
            "figure": ["shares", ""],
            "sentence": ["It fell <by> half.", "It is fourth."],
            "sure": ["high", "cannot tell"],
        }
    )
    ledger.show_claims(claims, name="claims", findings=findings)
    first, second, third = shown[0]["text/html"].split("</article>")[:3]
    assert "What the data says" not in first + third
    assert '<a href="industry.html#industry-shares">It fell &lt;by&gt; half.</a> (high)' in second
    assert '<a href="industry.html">It is fourth.</a> (cannot tell)' in second
    Balanced(shown[0]["text/html"])
