"""A list of findings says of each its interval or why it has none, how sure it is, and what would change our mind."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ties.findings.headlines import deciding, finding_link, headlines, interval_words, show_findings
from ties.findings.mime import TABLE as MIME

FINDING = {
    "key": "industry.share", "chapter": "industry", "figure": "shares", "sentence": "It fell & rose.", "low": 1.0,
    "high": 2.0, "unit": "per cent", "precision": 1, "interval": "over windows", "confidence": "low",
}  # fmt: skip
CHOSEN = {"reason": "r", "no_interval": None, "what_would_change": "New Data."}


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    bundles: list[dict[str, Any]] = []
    monkeypatch.setattr("ties.findings.mime.emit", lambda bundle: bundles.append(bundle))
    return bundles


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        (1900, 2100, "", "1900 to 2100"),  # years
        (1899, 2000, "", "1,899 to 2,000"),
        (2100, 2101, "", "2100 to 2101"),
        (2101, 2102, "", "2,101 to 2,102"),
        (1950, 2000, "rows", "1,950 to 2,000 rows"),  # a unit: no years
        (2000, 2000, "", "2000 to 2000"),
        (999, 1000, "", "999 to 1,000"),
    ],
)
def test_years_are_written_without_separator_and_other_thousands_with(low, high, unit, words) -> None:
    finding = {"low": low, "high": high, "unit": unit, "precision": 0, "interval": ""}
    assert interval_words(finding) == f"Interval: {words}."


def test_an_interval_has_the_decimals_of_its_finding_and_says_what_it_is() -> None:
    finding = {"low": 1.25, "high": 2.0, "unit": "years", "precision": 2, "interval": "95% interval"}
    assert interval_words(finding) == "Interval: 1.25 to 2.00 years (95% interval)."


@pytest.mark.parametrize("missing", ["low", "high"])
def test_an_interval_with_one_end_is_none(missing: str) -> None:
    finding = {**FINDING, missing: None, "no_interval": "a count"}
    assert interval_words(finding) == "No interval: a count."
    assert interval_words({**finding, "no_interval": float("nan")}) == "No interval: not computed."


def test_a_finding_leads_to_its_figure_or_else_to_its_chapter() -> None:
    assert finding_link(FINDING) == '<a href="industry.html#industry-shares">It fell &amp; rose.</a>'
    for figure in ("", None):
        assert finding_link({**FINDING, "figure": figure}) == '<a href="industry.html">It fell &amp; rose.</a>'


def test_a_list_is_numbered_in_the_order_of_the_choice_and_may_stand_on_another_page(shown) -> None:
    rows = pd.DataFrame([{**FINDING, **CHOSEN}, {**FINDING, **CHOSEN, "key": "industry.other", "sentence": "Two."}])
    show_findings(rows, name="findings", tables=["judgements/headlines"])
    payload = shown[0][MIME]
    first, second, rest = shown[0]["text/html"].split("</li>")
    assert first.startswith(
        '<ol class="ties-findings"><li><a href="industry.html#industry-shares">It fell &amp; rose.'
    )
    assert "How sure: low. What would change our mind: new Data." in first
    assert "Two." in second
    assert rest == "</ol>"
    assert shown[0]["text/plain"] == "industry.share: It fell & rose.\nindustry.other: Two."
    assert (payload["caption"], payload["rows"], payload["shown"]) == ("2 findings", 2, 2)
    assert payload["embed"] is True
    assert (payload["sources"], payload["tables"]) == ([], ["judgements/headlines"])


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(ValueError, match="'My list' is not lower-case"):
        show_findings(pd.DataFrame([{**FINDING, **CHOSEN}]), name="My list")


def test_all_findings_that_are_chosen_and_not_recorded_are_named() -> None:
    found = pd.DataFrame([FINDING])
    chosen = pd.DataFrame([{**CHOSEN, "key": key, "claim": "claim-01"} for key in ("b.y", "industry.share", "a.x")])
    for choose in (headlines, deciding):
        with pytest.raises(KeyError, match=r"no chapter records them: a\.x, b\.y"):
            choose(found, chosen)


def test_a_choice_takes_each_finding_once_and_for_claims_as_often_as_they_ask() -> None:
    found = pd.DataFrame([FINDING, {**FINDING, "key": "industry.other"}])
    chosen = pd.DataFrame([{**CHOSEN, "key": "industry.share", "claim": claim} for claim in ("claim-02", "claim-01")])
    assert deciding(found, chosen)["claim"].tolist() == ["claim-02", "claim-01"]
    with pytest.raises(pd.errors.MergeError):
        headlines(found, chosen)
    assert len(headlines(found, chosen.head(1))) == 1
