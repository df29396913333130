"""Figure of uses: rows, words that follow the numbers, drawings at both widths."""

from __future__ import annotations

import pytest

from ties import load
from ties.analysis.networks.enablement import can_lapse, support_graph
from ties.chapters.agreements import agreement_uses
from ties.plotting.style import render


def prepared(as_of="2026-06-30"):
    edges, agreements = load("enablement"), load("agreements")
    relations, forms = load("judgements/enablement_relations"), load("judgements/agreement_forms")
    graph = support_graph(edges, agreements, relations, as_of=as_of)
    names = can_lapse(graph, agreements, forms, focal="IND", partner="USA", as_of=as_of)
    dates, visibility = load("judgements/agreement_uses"), load("judgements/use_visibility")
    return agreement_uses.prepare_agreement_uses(
        agreements, edges, relations, dates, visibility, forms, names, focal="IND", as_of=as_of
    )


def values(data):
    return {finding.key: finding.value for finding in agreement_uses.findings_agreement_uses(data)}


def test_uses_of_the_logistics_pact_counted_by_hand():
    data = prepared()
    rows = data[(data["id"] == "lemoa-2016") & (data["grade"] == "use")]
    # Malabar, Yudh Abhyas and Satpura in 2017, Talwar and Port Blair in 2020
    assert rows["date"].str[:4].tolist() == ["2017"] * 3 + ["2020"] * 2


def test_a_purchase_and_a_rule_are_no_agreement_that_is_used():
    assert not {"mq9b-2024", "sta1-2018", "mdp-ear-2017"} & set(prepared()["id"])


def test_words_follow_the_numbers():
    data = prepared()
    assert agreement_uses.words_agreement_uses(data).title.startswith(
        f"{values(data)['used']} of {data['id'].nunique()} "
    )
    none = data[data["uses"] == 0]
    words = agreement_uses.words_agreement_uses(none)
    assert words.title == f"0 of {none['id'].nunique()} agreements in force have a dated use"


def test_findings_without_any_use_cannot_tell_the_first_and_the_last():
    data = prepared()
    found = values(data[data["uses"] == 0])
    assert (found["used"], found["denied"], found["first_use"], found["since_last_use"]) == (0, 0, None, None)


def test_before_the_denial_there_is_none():
    assert values(prepared("2026-02-28"))["denied"] == 0
    assert values(prepared())["denied"] == 1


@pytest.mark.parametrize("narrow", [False, True])
def test_figure_draws_at_both_widths(narrow):
    assert render(agreement_uses.draw_agreement_uses, prepared(), height=5, narrow=narrow).count("<path") > 10
