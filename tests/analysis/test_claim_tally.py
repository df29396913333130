"""Every claim is counted once, in the outcome that its verdict means."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties import load
from ties.analysis.claim_tally import LABELS, NOT_READ, ORDER, OUTCOMES, agreement_table, doubt, held, outcome, tally
from ties.plotting.style import VERDICTS
from ties.tables.contracts import contracts


def test_a_forecast_that_came_true_is_supported_and_one_that_failed_is_contradicted() -> None:
    verdicts = pd.Series(["came_true", "did_not_happen", "too_early"], index=[7, 8, 9])
    assert outcome(verdicts).to_dict() == {7: "supported", 8: "contradicted", 9: "cannot_tell"}


def test_unknown_verdicts_are_refused() -> None:
    with pytest.raises(ValueError, match="no such verdict: maybe, perhaps; there are"):
        outcome(pd.Series(["maybe", None, "supported", "perhaps"]))


def test_a_claim_that_was_not_read_is_in_no_count() -> None:
    claims = pd.DataFrame(
        {
            "theme": ["a", "a", "b"],
            "verdict": ["supported", None, None],
            "confidence": ["high", None, None],
        }
    )
    assert outcome(claims["verdict"]).tolist() == ["supported", NOT_READ, NOT_READ]
    assert tally(claims).loc["a"].sum() == 1
    assert tally(claims).to_numpy().sum() == 1
    assert held(claims, "theme")["claims"].to_dict() == {"a": 1}
    assert doubt(claims).loc["supported"].tolist() == [1, 1, 1]
    computed = pd.Series(["supported", "supported", None])
    assert agreement_table(outcome(claims["verdict"]).astype("str"), computed).to_numpy().sum() == 1


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(sorted(OUTCOMES))), min_size=1))
def test_tally_counts_each_claim_once(rows: list[tuple[str, str]]) -> None:
    claims = pd.DataFrame(rows, columns=["theme", "verdict"])
    counts = tally(claims)
    assert counts.to_numpy().sum() == len(claims)
    assert list(counts.columns) == ORDER
    assert counts.sum(axis=1).to_dict() == claims["theme"].value_counts().to_dict()


def test_every_outcome_has_a_shape_a_colour_and_a_label() -> None:
    assert list(VERDICTS) == [*ORDER, NOT_READ]
    assert len({shape for _, shape in VERDICTS.values()}) == len(VERDICTS)
    assert {*OUTCOMES, *ORDER, NOT_READ} == set(LABELS)


def test_the_article_is_split_into_67_claims_each_with_an_outcome() -> None:
    claims = load("claims")
    assert len(claims) == 67
    assert outcome(claims["verdict"]).notna().all()


@given(st.lists(st.tuples(st.sampled_from(sorted(OUTCOMES)), st.sampled_from(["high", "medium", "low"])), min_size=1))
def test_the_count_as_read_lies_between_its_bounds(rows: list[tuple[str, str]]) -> None:
    bounded = doubt(pd.DataFrame(rows, columns=["verdict", "confidence"]))
    assert (bounded["low"] <= bounded["claims"]).all()
    assert (bounded["claims"] <= bounded["high"]).all()
    firm = all(confidence == "high" for _, confidence in rows)
    assert (bounded["low"] == bounded["high"]).all() == firm


def test_groups_are_ranked_by_the_share_that_holds() -> None:
    rows = [("fact", "supported"), ("fact", "contradicted"), ("causal", "unsupported"), ("forecast", "came_true")]
    ranked = held(pd.DataFrame(rows, columns=["kind", "verdict"]), "kind")
    assert ranked.index.tolist() == ["forecast", "fact", "causal"]
    assert ranked["share"].tolist() == [1.0, 0.5, 0.0]


def test_the_contract_allows_the_verdicts_of_the_vocabulary_and_no_others() -> None:
    (allowed,) = (
        check.statistics["allowed_values"]
        for check in contracts()["claims"].to_schema().columns["verdict"].checks
        if "allowed_values" in check.statistics
    )
    assert set(allowed) == set(OUTCOMES)
