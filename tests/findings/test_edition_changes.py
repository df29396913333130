"""The difference of two editions names what moved, how far beside its interval, and what moved a verdict."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.book.change_report import change_markdown, change_summary
from ties.findings.edition_changes import (
    compare_editions,
    compare_findings,
    compare_rows,
    compare_verdicts,
    count_changed_rows,
)
from ties.findings.edition_store import CLAIMS, FINDINGS, Edition
from ties.records import Finding


def finding(key="share", value=36.0, **about):
    about = {"sentence": "It is so.", "unit": "per cent", "precision": 1} | about
    if value is None:
        about["confidence"] = "cannot tell"
    return {"chapter": "industry", **asdict(Finding(key, value, **about))}


def findings(*rows):
    return pd.DataFrame(list(rows), columns=FINDINGS)


def claim(**about):
    usual = dict.fromkeys(CLAIMS) | {
        "id": "claim-01", "theme": "agreements", "claim": "They spoke.", "reading": "supported",
        "computed": "supported",
        "value": 1.0, "said": "calls: 1", "rule": "count_rows", "inputs": "table: talks | where: kind=call",
        "test": "at_least", "supported": 1.0, "otherwise": "unsupported", "tables": "talks", "rows": ["talks:a"],
    }  # fmt: skip
    return usual | about


def edition(name="2025.07", rows=(), made=(), claims=(), until="30 June 2026"):
    table = pd.DataFrame(list(rows), columns=["table", "key", "digest"])
    tables = table.groupby("table", as_index=False).size().rename(columns={"size": "rows"})
    about = {"package": "2026.11.0", "data_until": until, "known_on": None, "parameters": {}}
    held = pd.DataFrame(list(claims), columns=CLAIMS)
    return Edition(name, about, findings(*made), held, tables.assign(digest="", key="id"), table)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (36.0, 41.0, "moved"),
        (36.04, 36.01, "same"),  # the same at the one decimal that is shown
        (36.0, 36.0, "same"),
        ("Russia", "France", "words"),
        (None, 3.0, "told"),
        (3.0, None, "untold"),
        (None, None, "same"),
    ],
)
def test_the_kind_of_a_change_is_told_by_the_values_as_shown(old, new, kind):
    assert compare_findings(findings(finding(value=old)), findings(finding(value=new)))["kind"].tolist() == [kind]


def test_a_finding_that_only_one_edition_makes_came_or_is_gone():
    table = compare_findings(findings(finding("a")), findings(finding("b")))
    assert dict(zip(table["key"], table["kind"], strict=True)) == {"b": "came", "a": "gone"}


def test_size_is_the_change_over_half_the_old_interval():
    """By hand: from 36 with interval 34 to 38 (half width 2) to 41: 5 points, 2.5 half widths, outside."""
    row = compare_findings(findings(finding(low=34.0, high=38.0)), findings(finding(value=41.0))).iloc[0]
    assert (row["change"], row["size"], row["inside"]) == (5.0, 2.5, False)
    row = compare_findings(findings(finding(low=34.0, high=38.0)), findings(finding(value=37.0))).iloc[0]
    assert (row["change"], row["size"], row["inside"]) == (1.0, 0.5, True)
    assert pd.isna(compare_findings(findings(finding()), findings(finding(value=41.0)))["inside"].iloc[0])


numbers = st.floats(-1e6, 1e6, allow_nan=False)


@given(st.dictionaries(st.sampled_from("abcdef"), numbers), st.dictionaries(st.sampled_from("abcdef"), numbers))
def test_every_finding_of_either_edition_stands_once_and_the_reverse_is_the_mirror(old, new):
    first, second = (findings(*(finding(k, v) for k, v in part.items())) for part in (old, new))
    there, back = compare_findings(first, second), compare_findings(second, first)
    assert sorted(there["key"]) == sorted(old.keys() | new.keys())
    mirror = {"came": "gone", "gone": "came"}
    kinds = dict(zip(back["key"], back["kind"], strict=True))
    assert dict(zip(there["key"], there["kind"], strict=True)) == {k: mirror.get(v, v) for k, v in kinds.items()}
    changes_ = dict(zip(back["key"], -back["change"], strict=True))
    assert all(c == changes_[k] or pd.isna(c) for k, c in zip(there["key"], there["change"], strict=True))


def test_rows_are_added_removed_and_changed_by_name():
    old = edition(rows=[("talks", "a", "1"), ("talks", "b", "1"), ("deals", "x", "1")])
    new = edition(rows=[("talks", "a", "2"), ("talks", "c", "1"), ("deals", "x", "1")])
    table = compare_rows(old, new)
    assert sorted(table.itertuples(index=False, name=None)) == [
        ("talks", "a", "changed"), ("talks", "b", "removed"), ("talks", "c", "added"),
    ]  # fmt: skip
    assert count_changed_rows(table, old, new).loc["talks"].tolist() == [2, 1, 1, 1, 2]
    assert "deals" not in count_changed_rows(table, old, new).index


@pytest.mark.parametrize(
    ("before", "after", "rows", "why"),
    [
        ({}, {"computed": "unsupported", "rows": []}, [], "rows that went: talks:a"),
        ({"rows": []}, {"computed": "unsupported", "rows": ["talks:z"]}, [], "rows that came: talks:z"),
        ({}, {"computed": "unsupported"}, [("talks", "a", "2")], "rows that were changed: talks:a"),
        ({}, {"computed": "unsupported", "supported": 2.0}, [], "the rule itself was changed"),
        ({"rows": []}, {"computed": "unsupported", "rows": []}, [("talks", "a", "2")], "1 row of talks"),
        ({}, {"computed": "unsupported"}, [], "its function did"),
    ],
)
def test_a_flip_names_the_input_that_moved(before, after, rows, why):
    old, new = edition(claims=[claim(**before)], rows=[("talks", "a", "1")]), edition(claims=[claim(**after)])
    new = Edition(new.name, new.about, new.findings, new.claims, old.tables, old.rows)
    if rows:
        new = Edition(new.name, new.about, new.findings, new.claims, old.tables, edition(rows=rows).rows)
    found = compare_verdicts(old, new, compare_rows(old, new))
    assert found[["id", "old", "new", "by"]].to_numpy().tolist() == [["claim-01", "supported", "unsupported", "rule"]]
    assert why in found["why"].iloc[0]


def test_a_verdict_that_one_edition_does_not_give_is_no_flip():
    old, new = edition(claims=[claim(reading=None, computed=None)]), edition(claims=[claim()])
    assert compare_verdicts(old, new, compare_rows(old, new)).empty


def test_the_last_day_is_named_where_nothing_else_moved():
    old = edition(claims=[claim(rows=[])], until="1 July 2025")
    new = edition(claims=[claim(rows=[], computed="unsupported")])
    assert (
        "the last day that counts (1 July 2025, now 30 June 2026)" in compare_editions(old, new).claims["why"].iloc[0]
    )


def test_what_changed_is_text_whatever_the_tables_hold():
    evil = "<script>alert(1)</script> [x](javascript:y) {{ a.b }}"
    old = edition(made=[finding(value="a", sentence=f"{evil}.")], claims=[claim(claim=evil)])
    new = edition(made=[finding(value=evil, sentence=f"{evil}.")], claims=[claim(claim=evil, computed="unsupported")])
    text = change_markdown(compare_editions(old, new), linked=True)
    assert "<script>" not in text
    assert "](javascript" not in text.replace(r"\]", "")
    assert "{{" not in text.replace(r"\{\{", "")


def test_the_summary_counts_what_moved():
    """By hand: of two findings made twice one moved, one is new; one verdict by rule flipped; one row came."""
    old = edition(made=[finding("a"), finding("b")], claims=[claim()], rows=[("talks", "a", "1")])
    new = edition(
        made=[finding("a", 40.0), finding("b"), finding("c")],
        claims=[claim(computed="unsupported", rows=["talks:a", "talks:b"])],
        rows=[("talks", "a", "1"), ("talks", "b", "1")],
    )
    assert change_summary(compare_editions(old, new)) == (
        "1 of 2 findings moved, 1 is new; 1 verdict by rule flipped; rows of evidence: 1 added."
    )
    assert change_summary(compare_editions(old, old)) == (
        "0 of 2 findings moved; 0 verdicts by rule flipped; the evidence is the same."
    )


@pytest.mark.parametrize(
    ("number", "names"),
    [(3, "talks:0, talks:1, talks:2"), (4, "talks:0, talks:1, talks:2, talks:3"),
     (5, "talks:0, talks:1, talks:2, talks:3 and 1 more"), (7, "talks:0, talks:1, talks:2, talks:3 and 3 more")],
)  # fmt: skip
def test_four_rows_are_named_and_the_others_counted(number, names):
    old = edition(claims=[claim(rows=[])])
    new = edition(claims=[claim(computed="unsupported", rows=[f"talks:{at}" for at in range(number)])])
    assert compare_editions(old, new).claims["why"].tolist() == [f"rows that came: {names}"]


@pytest.mark.parametrize(
    ("value", "inside"), [(34.0, True), (38.0, True), (33.9, False), (38.1, False), (36.5, True)]
)
def test_the_ends_of_an_interval_lie_within_it(value, inside):
    row = compare_findings(findings(finding(low=34.0, high=38.0)), findings(finding(value=value))).iloc[0]
    assert row["inside"] == inside


def test_an_interval_without_width_has_no_size_and_still_an_inside():
    row = compare_findings(findings(finding(low=36.0, high=36.0)), findings(finding(value=41.0))).iloc[0]
    assert pd.isna(row["size"])
    assert not row["inside"]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ({"precision": 1}, {"precision": 0}, "moved"),  # the finer of the two decides: 36.0 and 36.4
        ({"precision": 0}, {"precision": 1}, "moved"),
        ({"precision": 0}, {"precision": 0}, "same"),
    ],
)
def test_numbers_are_compared_as_finely_as_the_finer_of_them_is_shown(before, after, kind):
    table = compare_findings(findings(finding(value=36.0, **before)), findings(finding(value=36.4, **after)))
    assert table["kind"].tolist() == [kind]


def test_another_unit_is_another_number_and_a_word_for_a_number_other_words():
    same = compare_findings(findings(finding()), findings(finding(unit="points")))
    assert same[["kind", "unit", "change"]].to_numpy().tolist() == [["moved", "points", 0.0]]
    for old, new in ((36.0, "Russia"), ("Russia", 36.0)):
        assert compare_findings(findings(finding(value=old)), findings(finding(value=new)))["kind"].item() == "words"


def test_changes_are_ordered_by_kind_and_then_the_largest_first():
    span = {"low": 30.0, "high": 40.0}
    old = findings(finding("same"), finding("small", **span), finding("gone"), finding("large", **span))
    new = findings(finding("came"), finding("same"), finding("small", 37.0), finding("large", 50.0))
    assert compare_findings(old, new)["key"].tolist() == ["large", "small", "came", "gone", "same"]


def test_a_finding_reads_as_the_newer_edition_says_it():
    old, new = finding(sentence="Old.", figure="a"), finding(value=40.0, sentence="New.", figure="b")
    row = compare_findings(findings(old), findings(new)).iloc[0]
    assert (row["old"], row["new"], row["sentence"], row["figure"]) == ("36.0 per cent", "40.0 per cent", "New.", "b")
    gone = compare_findings(findings(old), findings()).iloc[0]
    assert (gone["old"], gone["new"], gone["sentence"], gone["unit"]) == ("36.0 per cent", "", "Old.", "per cent")


def test_a_verdict_that_is_read_again_has_no_number():
    old, new = edition(claims=[claim()]), edition(claims=[claim(reading="contradicted", claim="They met.")])
    flips = compare_editions(old, new).claims
    assert flips[["claim", "by", "why"]].to_numpy().tolist() == [["They met.", "reading", "read again"]]
    assert flips[["old_said", "new_said"]].isna().all(axis=None)


def test_a_verdict_by_rule_is_given_with_both_its_numbers():
    old, new = edition(claims=[claim()]), edition(claims=[claim(computed="unsupported", said="calls: 0", rows=[])])
    assert compare_editions(old, new).claims[["old_said", "new_said"]].to_numpy().tolist() == [
        ["calls: 1", "calls: 0"]
    ]


def test_two_rows_of_a_table_are_plural_and_tables_that_a_rule_does_not_read_are_left_out():
    none = {"rows": []}
    old = edition(claims=[claim(**none)], rows=[("talks", "a", "1"), ("talks", "b", "1"), ("deals", "x", "1")])
    new = edition(claims=[claim(computed="unsupported", **none)], rows=[("talks", "a", "2"), ("talks", "c", "1")])
    assert compare_editions(old, new).claims["why"].item() == "3 rows of talks came, went or changed"


def test_a_finding_that_a_rule_takes_is_named_and_the_day_only_where_nothing_else_is():
    rule = {"rule": "finding_value", "inputs": "finding: industry.share | last: 2", "tables": None, "rows": None}
    old = edition(claims=[claim(**rule)], until="1 July 2025")
    new = edition(claims=[claim(computed="unsupported", **rule)])
    assert compare_editions(old, new).claims["why"].item() == "the finding industry.share"


def test_tables_count_their_rows_before_and_after_also_where_one_edition_lacks_them():
    old, new = edition(rows=[("talks", "a", "1")]), edition(rows=[("deals", "x", "1"), ("deals", "y", "1")])
    counts = count_changed_rows(compare_rows(old, new), old, new)
    assert list(counts.columns) == ["before", "added", "removed", "changed", "after"]
    assert counts.loc["talks"].tolist() == [1, 0, 1, 0, 0]
    assert counts.loc["deals"].tolist() == [0, 2, 0, 0, 2]
