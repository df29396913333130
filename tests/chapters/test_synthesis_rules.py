"""Rules held against reading: counts by hand, words that follow them, and drawings for both widths."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.analysis.claim_tally import ORDER, OUTCOMES
from ties.analysis.verdict_robustness import choices_kept, choices_tried, verdicts_firm
from ties.chapters.synthesis import rule_agreement
from ties.plotting.style import render


@pytest.fixture
def claims() -> pd.DataFrame:
    ids = [f"claim-0{n}" for n in range(1, 6)]
    return pd.DataFrame(
        {"id": ids, "verdict": ["supported", "came_true", "partly_supported", "contradicted", "untestable"]}
    )


@pytest.fixture
def verdicts() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "claim": [f"claim-0{n}" for n in range(1, 6)],
            "rule": ["count_rows", "count_rows", "trend", "trend", None],
            "computed": ["supported", "supported", "unsupported", "partly_supported", None],
            "said": ["calls: 1", "calls: 2", "+0.10 is the trend", "+0.20 is the trend", None],
            "leaves_out": ["a", "b", "c", "d", None],
            "tried": pd.array([2, 0, 3, 1, None], "Int64"),
            "kept": pd.array([2, 0, 1, 1, None], "Int64"),
        }
    )


def test_cells_are_counted_by_hand(claims, verdicts) -> None:
    data = rule_agreement.prepare_rule_agreement(claims, verdicts)
    cells = data.set_index(["read", "computed"])["claims"]
    assert len(cells) == 25
    assert cells.sum() == 4
    assert cells["supported", "supported"] == 2
    assert cells["partly_supported", "unsupported"] == 1
    assert cells["contradicted", "partly_supported"] == 1


def test_words_count_agreement_and_its_direction(claims, verdicts) -> None:
    words = rule_agreement.words_rule_agreement(rule_agreement.prepare_rule_agreement(claims, verdicts))
    assert words.title == "Of 4 claims that a rule can decide, rule and reading agree on 2"
    assert "The other 1 claims" in words.caption
    assert "harder on the article 1 times and milder 1 times" in words.alt


def test_words_follow_the_numbers_when_all_agree(claims, verdicts) -> None:
    agreed = verdicts.assign(computed=["supported", "supported", "partly_supported", "contradicted", None])
    words = rule_agreement.words_rule_agreement(rule_agreement.prepare_rule_agreement(claims, agreed))
    assert "agree on 4" in words.title
    assert "kappa is 1.00" in words.caption
    assert "harder on the article 0 times" in words.alt


def test_one_outcome_for_all_has_no_kappa(claims, verdicts) -> None:
    same = verdicts.iloc[:2]
    assert (
        "kappa"
        not in rule_agreement.words_rule_agreement(
            rule_agreement.prepare_rule_agreement(claims.iloc[:2], same)
        ).caption
    )


@given(
    st.lists(st.tuples(st.sampled_from(sorted(OUTCOMES)), st.sampled_from([*ORDER, None])), min_size=1, max_size=30)
)
def test_every_claim_with_a_rule_is_in_one_cell(pairs: list[tuple[str, str | None]]) -> None:
    ids = [f"claim-{n}" for n in range(len(pairs))]
    claims = pd.DataFrame({"id": ids, "verdict": [verdict for verdict, _ in pairs]})
    verdicts = pd.DataFrame({"claim": ids, "computed": pd.Series([c for _, c in pairs], dtype="object")})
    data = rule_agreement.prepare_rule_agreement(claims, verdicts)
    assert data["claims"].sum() == sum(computed is not None for _, computed in pairs)


def test_robustness_is_counted_by_hand_for_each_threshold() -> None:
    rows = [
        ("a", "supported=2", "supported", "supported"),
        ("a", "supported=9", "supported", "contradicted"),
        ("a", "where=k=x", "supported", "supported"),
        ("b", "supported=2", "contradicted", "contradicted"),
        ("b", "partly_supported=1", "contradicted", "partly_supported"),
    ]
    tried = pd.DataFrame(rows, columns=["claim", "choice", "computed", "gives"])
    counts = choices_kept(tried)
    assert counts.to_numpy().tolist() == [
        ["threshold of supported", 2, 1, 3, 2],
        ["threshold of partly supported", 1, 0, 1, 0],
        ["an input", 1, 1, 1, 1],
        ["any of them", 2, 0, 5, 3],
    ]


def test_choices_of_thresholds_and_of_inputs_are_counted_apart() -> None:
    tried = pd.DataFrame(
        {
            "claim": ["a", "b", "c"],
            "computed": ["supported", "contradicted", None],
            "alternatives": ["supported=2 | where=k=x", "supported=1 | partly_supported=2", None],
            "moved": ["where=k=x: contradicted", "", None],
        }
    )
    listed = choices_tried(tried)
    assert listed["of"].tolist() == ["threshold", "input", "threshold", "threshold"]
    assert listed["gives"].tolist() == ["supported", "contradicted", "contradicted", "contradicted"]
    assert verdicts_firm(listed).to_numpy().tolist() == [[2, 2], [1, 0]]
    assert verdicts_firm(listed.iloc[:0]).to_numpy().tolist() == [[0, 0], [0, 0]]


def test_differences_list_only_what_differs(claims, verdicts) -> None:
    listed = rule_agreement.prepare_rule_differences(claims, verdicts)
    assert listed["claim"].tolist() == ["3", "4"]
    assert listed["reading"].tolist() == ["partly supported", "contradicted"]
    assert listed["rule"].tolist() == ["not supported", "partly supported"]


def test_what_is_shown_records_what_it_counts(claims, verdicts) -> None:
    claims = claims.assign(sources="s")
    figure, table = (
        show(claims, verdicts) for show in (rule_agreement.rule_agreement, rule_agreement.rule_differences)
    )
    found = {finding.key: (finding.value, finding.sentence) for item in (figure, table) for finding in item.findings}
    assert found == {
        "rules": (4, "4 of 5 claims have a rule."),
        "rules_agree": (2, f"{figure.words.title}."),
        "rules_open": (0, "0 of 4 rules cannot tell."),
        "rules_differ": (2, "On 2 of 4 claims rule and reading differ."),
    }
    assert table.links == {"claim": ["#claim-03", "#claim-04"]}


@pytest.mark.parametrize("narrow", [False, True])
def test_the_grid_draws_for_the_column_and_for_a_phone(claims, verdicts, narrow: bool) -> None:
    data = rule_agreement.prepare_rule_agreement(claims, verdicts)
    svg = render(rule_agreement.draw_rule_agreement, data, height=3.4, narrow=narrow)
    assert "<path" in svg


def test_only_outcomes_that_occur_have_a_row(claims, verdicts) -> None:
    from matplotlib.figure import Figure

    ax = rule_agreement.draw_rule_agreement(
        rule_agreement.prepare_rule_agreement(claims, verdicts), Figure().add_subplot()
    )
    assert len(ax.get_yticklabels()) == 4
    assert sorted(int(text.get_text()) for text in ax.texts) == [1, 1, 2]
