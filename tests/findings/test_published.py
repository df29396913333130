"""The synthesis reads what the chapters of the same build recorded, and shows what was chosen."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from ties import load
from ties.findings.headlines import deciding, headlines, interval_words, show_findings
from ties.findings.mime import TABLE as MIME
from ties.findings.published import COLUMNS, published

RECORD = {
    "key": "share", "chapter": "industry", "value": 36.0, "unit": "per cent", "low": 34.0, "high": 38.0,
    "sentence": "It is <36> per cent.", "confidence": "high", "figure": "shares", "precision": 0, "interval": "",
}  # fmt: skip


@pytest.fixture
def run(tmp_path, monkeypatch) -> Any:
    def given(records: list[dict[str, Any]] | None) -> None:
        findings = tmp_path / "findings.json"
        if records is not None:
            findings.write_text(json.dumps(records), encoding="utf-8")
        context = tmp_path / "run.json"
        context.write_text(json.dumps({"findings": str(findings)}), encoding="utf-8")
        monkeypatch.setenv("TIES_RUN", str(context))

    return given


def test_in_a_build_the_findings_of_that_build_are_read(run) -> None:
    run([RECORD])
    found = published()
    assert found["key"].tolist() == ["industry.share"]
    assert list(found.columns) == COLUMNS


def test_before_any_chapter_has_run_there_are_none(run) -> None:
    run(None)
    assert published().empty
    assert list(published().columns) == COLUMNS


def test_chosen_findings_keep_the_order_of_the_choice_and_missing_ones_are_named(run) -> None:
    run([RECORD, {**RECORD, "key": "other"}])
    chosen = pd.DataFrame(
        {"key": ["industry.other", "industry.share"], "reason": "r", "no_interval": None, "what_would_change": "W."}
    )
    assert headlines(published(), chosen)["key"].tolist() == ["industry.other", "industry.share"]
    with pytest.raises(KeyError, match=r"industry\.gone"):
        headlines(published(), chosen.assign(key=["industry.gone", "industry.share"]))


def test_a_finding_links_to_its_figure_and_is_escaped(run, monkeypatch) -> None:
    run([RECORD])
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr("ties.findings.mime.emit", lambda bundle: shown.append(bundle))
    chosen = pd.DataFrame({"key": ["industry.share"], "reason": ["r"], "what_would_change": ["A new edition."]})
    chosen["no_interval"] = None
    show_findings(headlines(published(), chosen), name="findings")
    page = shown[0]["text/html"]
    assert '<a href="industry.html#industry-shares">It is &lt;36&gt; per cent.</a>' in page
    assert "Interval: 34 to 38 per cent. How sure: high. What would change our mind: a new edition." in page
    assert shown[0][MIME]["rows"] == 1


def test_the_interval_of_a_finding_is_said_with_what_it_is_or_why_there_is_none() -> None:
    year = {
        "low": 2021.0,
        "high": 2033.0,
        "precision": 0,
        "unit": "",
        "interval": "95% interval",
        "no_interval": None,
    }
    assert interval_words(year) == "Interval: 2021 to 2033 (95% interval)."
    assert interval_words({**year, "low": 1200.0, "high": 3400.0, "unit": "ships"}).startswith(
        "Interval: 1,200 to 3,400 ships"
    )
    assert interval_words({**year, "low": None, "high": None, "no_interval": "a count"}) == "No interval: a count."
    assert interval_words({**year, "low": None, "high": None}) == "No interval: not computed."


def test_ten_findings_are_chosen_each_with_reason_and_what_would_change_our_mind() -> None:
    chosen = load("judgements/headlines")
    assert len(chosen) == 10
    assert chosen["key"].is_unique
    assert chosen[["reason", "what_would_change"]].apply(lambda cells: cells.str.len().gt(20)).all(axis=None)
    assert set(chosen["key"].str.partition(".")[0]) == {"agreements", "industry", "deterrence", "challenges"}


def test_no_findings_are_said_to_be_none(run, monkeypatch) -> None:
    run(None)
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr("ties.findings.mime.emit", lambda bundle: shown.append(bundle))
    show_findings(published().assign(reason="", what_would_change=""), name="findings")
    assert "No other chapter has run" in shown[0]["text/html"]
    assert shown[0][MIME]["csv"].startswith("key,chapter,value")


def test_a_finding_may_bear_on_many_claims_and_a_claim_on_many_findings(run) -> None:
    run([RECORD, {**RECORD, "key": "other"}])
    chosen = pd.DataFrame(
        {"claim": ["claim-01", "claim-01", "claim-02"], "key": ["industry.share", "industry.other", "industry.share"]}
    ).assign(reason="r")
    pairs = ["claim", "key"]
    assert deciding(published(), chosen)[pairs].to_numpy().tolist() == chosen[pairs].to_numpy().tolist()
    with pytest.raises(KeyError, match=r"industry\.share"):
        deciding(published().iloc[1:], chosen)


def test_the_list_of_deciding_findings_names_claims_that_exist_once() -> None:
    chosen = load("judgements/deciding")
    assert set(chosen["claim"]) <= set(load("claims")["id"])
    assert not chosen.duplicated(["claim", "key"]).any()
    assert chosen["reason"].str.len().gt(20).all()
