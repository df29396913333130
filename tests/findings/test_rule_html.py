"""A rule says its thresholds in words, how many other choices leave its verdict, and where its number comes from."""

from __future__ import annotations

from typing import Any

import pytest

from ties.claims.thresholds import Thresholds
from ties.findings.rule_html import figure_address, figure_link, rule_block, threshold_words

ROW: dict[str, Any] = {
    "claim": "claim-01", "rule": "count_rows", "inputs": "table: talks | since_day: 2025 | where: kind=call",
    "test": "at_least", "supported": 2.0, "partly_supported": 1.0, "unsupported": None, "otherwise": "contradicted",
    "leaves_out": "why", "reason": "So.", "figure": "industry-waits-and-more", "tables": "deals;talks",
    "computed": "supported", "said": "calls: 2", "tried": 3, "kept": 2, "moved": "supported=3: partly_supported",
}  # fmt: skip


def test_thresholds_are_said_in_the_order_of_trial() -> None:
    up = Thresholds("at_least", {"supported": 0.5, "partly_supported": 0.0}, "unsupported")
    assert threshold_words(up) == "supported at 0.5 or more, partly supported at 0 or more, else not supported"
    assert threshold_words(Thresholds("at_most", {}, "supported")) == "else supported"


@pytest.mark.parametrize(
    ("tried", "kept", "words"),
    [(0, 0, "No other choice is reasonable."), (1, 0, "0 of 1 other choices leave"), (3, 3, "3 of 3 other choices")],
)
def test_other_choices_are_counted(tried: int, kept: int, words: str) -> None:
    assert words in rule_block({**ROW, "tried": tried, "kept": kept}, "supported")


def test_inputs_tables_and_what_moves_the_verdict_are_listed() -> None:
    block = rule_block(ROW, "supported")
    assert "Tables: deals, talks<ul>" in block
    assert "<li>since day: <code>2025</code></li>" in block
    assert "These move it:<ul><li><code>supported=3: partly_supported</code></li></ul>" in block
    assert "These move it" not in rule_block({**ROW, "moved": ""}, "supported")
    assert "Count the rows of a table that meet the conditions. <code>count_rows</code>" in block
    assert "whole interval" not in block


def test_a_rule_without_tables_takes_a_finding_and_says_how_its_interval_is_read() -> None:
    row = {**ROW, "rule": "finding_value", "inputs": "finding: industry.share", "tables": ""}
    block = rule_block(row, "supported")
    assert "A finding of a chapter, with its interval<ul>" in block
    assert "else contradicted. The whole interval counts" in block


@pytest.mark.parametrize(
    ("computed", "read", "words", "why"),
    [
        ("supported", "supported", "agrees with the reading", False),
        ("supported", "contradicted", "differs from the reading", True),
        ("supported", "not_read", "none by reading", False),
    ],
)
def test_what_the_rule_leaves_out_stands_in_view_only_where_the_two_differ(
    computed: str, read: str, words: str, why: bool
) -> None:
    block = rule_block({**ROW, "computed": computed}, read)
    assert f"verdict by rule; {words}" in block
    assert ("Why they differ: the rule leaves out why." in block) is why
    assert "Calls: 2. " in block


def test_a_figure_of_another_chapter_leads_to_its_page() -> None:
    assert figure_address("industry-waits-and-more") == "industry.html#industry-waits-and-more"
    assert ">Figure: industry, waits and more</a>." in figure_link("industry-waits-and-more")
    assert figure_address(float("nan")) == ""
