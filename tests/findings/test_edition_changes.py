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
from ties.findings.edition_store import (
    CLAIMS,
    FINDINGS,
    Edition,
    EditionError,
    list_editions,
    read_edition,
    row_digests,
    write_edition,
)
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


def test_an_edition_is_read_as_it_was_written(tmp_path):
    made = [finding(low=34.0, high=38.0), finding("words", "Russia", unit=""), finding("open", None)]
    old = edition(
        made=made, claims=[claim(), claim(id="claim-02", computed=None, rows=None)], rows=[("t", "007", "00e1")]
    )
    write_edition(old, tmp_path)
    again = read_edition(tmp_path)
    assert again.name == old.name
    assert again.about == old.about
    assert compare_editions(old, again).findings["kind"].tolist() == ["same"] * 3
    assert compare_editions(old, again).rows.empty
    assert again.claims["rows"].tolist() == [["talks:a"], None]


def test_a_broken_record_says_what_is_wrong(tmp_path):
    with pytest.raises(EditionError, match=r"it has no about\.json"):
        read_edition(tmp_path)
    write_edition(edition(), tmp_path)
    (tmp_path / "claims.json").write_text("[")
    with pytest.raises(EditionError, match="cannot be read"):
        read_edition(tmp_path)


def test_editions_are_sorted_by_year_month_and_number(tmp_path):
    for name in ("2026.11", "2025.07", "2026.11.1", "2026.03", "notes"):
        write_edition(edition(name), tmp_path / name)
    assert list_editions(tmp_path) == ["2025.07", "2026.03", "2026.11", "2026.11.1"]
    assert list_editions(tmp_path / "absent") == []


def test_a_new_empty_column_changes_no_row_and_any_other_cell_does():
    old = pd.DataFrame({"id": ["a"], "year": ["2016"]})
    assert row_digests(old)[1].equals(row_digests(old.assign(note=""))[1])
    assert not row_digests(old)[1].equals(row_digests(old.assign(year="2017"))[1])


def test_rows_without_a_declared_key_are_named_by_the_leading_columns_that_tell_them_apart():
    table = pd.DataFrame({"grouping": ["quad", "quad"], "country": ["IND", "USA"], "joined": ["2007", "2007"]})
    key, rows = row_digests(table)
    assert key == ["grouping", "country"]
    assert rows.index.tolist() == ["quad|IND", "quad|USA"]


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
