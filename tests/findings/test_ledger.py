"""The ledger shows each claim once, with verdict, grounds and sources, and nothing that a cell could smuggle in."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from importlib.resources import files as files_of
from typing import Any

import pandas as pd
import pytest

from ties.findings import ledger
from ties.findings.mime import TABLE as MIME


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
    monkeypatch.setattr("ties.findings.mime.emit", lambda bundle: bundles.append(bundle))
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
            "confidence": ["high", "cannot tell"],
        }
    )
    ledger.show_claims(claims, name="claims", findings=findings)
    first, second, third = shown[0]["text/html"].split("</article>")[:3]
    assert "What the data says" not in first + third
    assert '<a href="industry.html#industry-shares">It fell &lt;by&gt; half.</a> (high)' in second
    assert '<a href="industry.html">It is fourth.</a> (cannot tell)' in second
    Balanced(shown[0]["text/html"])


@pytest.fixture
def verdicts() -> pd.DataFrame:
    ruled = {
        "rule": "count_rows", "inputs": "table: deals | where: note*=<b>", "test": "at_least", "supported": 2.0,
        "partly_supported": 1.0, "unsupported": None, "otherwise": "contradicted", "leaves_out": "the <b>rest",
        "reason": "Two are enough.", "figure": "industry-ladder", "tables": "deals",
    }  # fmt: skip
    return pd.DataFrame(
        [
            {**ruled, "claim": "claim-01", "computed": "supported", "said": "deals: 2", "tried": 2, "kept": 1,
             "moved": "supported=3: partly_supported", "value": 2.0},
            {**ruled, "claim": "claim-02", "computed": "cannot_tell", "said": "none", "tried": 0, "kept": 0,
             "moved": "", "figure": "synthesis-promises"},
            {**dict.fromkeys(ruled), "claim": "claim-03", "computed": None, "reason": "A <i>motive."},
        ]
    )  # fmt: skip


def test_rule_threshold_statistic_and_inputs_stand_beside_the_reading(claims, sources, verdicts, shown) -> None:
    ledger.show_claims(claims, name="ledger", sources=sources, verdicts=verdicts)
    page = Balanced(shown[0]["text/html"])
    first, second, third = shown[0]["text/html"].split("</article>")[:3]
    assert "verdict by rule; agrees with the reading" in first
    assert "Deals: 2." in first
    assert "supported at 2 or more, partly supported at 1 or more, else contradicted. Two are enough." in first
    assert "<li>where: <code>note*=&lt;b&gt;</code></li>" in first
    assert "1 of 2 other choices leave the verdict as it is." in first
    assert "<code>supported=3: partly_supported</code>" in first
    assert "industry.html#industry-ladder" in page.links
    assert '<a href="#synthesis-promises">' in second
    assert "verdict by rule; differs from the reading" in second
    assert "No other choice is reasonable." in second
    assert "Only reading can decide; no number does. A &lt;i&gt;motive. No figure shows it." in third
    assert not {"b", "i"} & page.tags


def test_a_difference_names_what_the_rule_leaves_out_in_plain_view(claims, sources, verdicts, shown) -> None:
    ledger.show_claims(claims, name="ledger", sources=sources, verdicts=verdicts)
    first, second = (part.partition("<details>")[0] for part in shown[0]["text/html"].split("</article>")[:2])
    assert "Why they differ: the rule leaves out the &lt;b&gt;rest." in second
    assert "leaves out" not in first.rpartition("</form>")[2]


def test_buttons_choose_by_rule_too(claims, sources, verdicts, shown) -> None:
    ledger.show_claims(claims, name="ledger", sources=sources, verdicts=verdicts)
    page = shown[0]["text/html"]
    labels = re.findall(r'name="ledger-rule" value="(\w+)"[^>]*>[^(<]*\((\d+)\)', page)
    assert labels == [("all", "3"), ("agrees", "1"), ("differs", "1"), ("none", "1")]
    assert [page.count(f"rule-{name}") for name in ("agrees", "differs", "none")] == [1, 1, 1]


def test_every_button_of_the_ledger_is_obeyed_by_the_style_sheet() -> None:
    style = (files_of("ties") / "book" / "static" / "ties.css").read_text(encoding="utf-8")
    for choice in ledger.RULED:
        assert f'.choose-rule input[value="{choice}"]:checked) .claim:not(.rule-{choice})' in style


def test_the_ledger_can_be_had_whole_as_csv_and_json(claims, sources, verdicts, shown) -> None:
    ledger.show_claims(claims, name="ledger", sources=sources, verdicts=verdicts)
    files = shown[0][MIME]["files"]
    rows = json.loads(files["claims.json"])
    assert files["claims.json"].splitlines()[:3] == ["[", " {", '  "id": "claim-01",']  # a line for each cell
    assert [row["id"] for row in rows] == claims["id"].tolist()
    first, second, third = rows
    assert first["verdict"] == first["computed"] == "supported"
    assert first["inputs"] == {"table": "deals", "where": "note*=<b>"}
    assert (first["supported"], first["unsupported"]) == (2.0, None)
    assert first["moved"] == {"supported=3": "partly_supported"}
    assert (first["tables"], second["sources"]) == (["deals"], ["a", "b"])
    assert first["figure_address"] == "industry.html#industry-ladder"
    assert second["figure_address"] == "synthesis.html#synthesis-promises"
    assert [row["agreement"] for row in rows] == ["agrees", "differs", "none"]
    assert third["computed"] is third["figure_address"] is third["note"] is None
    assert (third["outcome"], third["address"]) == ("supported", "synthesis.html#claim-03")
    assert files["claims.csv"] == shown[0][MIME]["csv"]
    assert files["claims.csv"].count("\n") == 4
    assert shown[0][MIME]["tables"] == ["claims", "judgements/verdict_rules"]


def test_a_claim_that_was_not_read_says_so_and_is_judged_by_its_rule_alone(claims, sources, verdicts, shown) -> None:
    unread = claims["id"] == "claim-01"
    blank = {column: claims[column].mask(unread) for column in ("verdict", "evidence", "sources", "confidence")}
    ledger.show_claims(claims.assign(**blank), name="ledger", sources=sources, verdicts=verdicts)
    page = shown[0]["text/html"]
    Balanced(page)
    first = page.split("</article>")[0].rpartition("</form>")[2]
    assert "outcome-not_read rule-alone" in first
    assert "no verdict by reading" in first
    assert "verdict by rule; none by reading" in first
    assert "nan" not in first
    assert "Sources:" not in first
    assert 'name="ledger-rule" value="alone"' in page
    assert "not read then" in shown[0]["text/plain"].splitlines()[0]
