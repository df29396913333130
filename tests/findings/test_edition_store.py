"""An edition is read as it was written, and its rows have names and digests that only their cells change."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd
import pytest

from ties.findings.edition_changes import compare_editions
from ties.findings.edition_store import (
    CLAIMS,
    FINDINGS,
    Edition,
    EditionError,
    describe_evidence,
    edition_order,
    list_editions,
    read_edition,
    row_digests,
    write_edition,
)
from ties.records import Finding


def finding(key="share", value=36.0, **about):
    confidence = "medium" if value is not None else "cannot tell"
    return {"chapter": "industry", **asdict(Finding(key, value, "It is so.", confidence=confidence, **about))}


def claim(**about):
    ruled = {"id": "claim-01", "claim": "They spoke.", "reading": "supported", "computed": "supported"}
    return dict.fromkeys(CLAIMS) | ruled | {"rows": ["talks:a"]} | about


def edition(name="2025.07", rows=(), made=(), claims=()):
    table = pd.DataFrame(list(rows), columns=["table", "key", "digest"])
    tables = table.groupby("table", as_index=False).size().rename(columns={"size": "rows"})
    about = {"package": "2026.11.0", "data_until": "30 June 2026", "known_on": None, "parameters": {}}
    frames = pd.DataFrame(list(made), columns=FINDINGS), pd.DataFrame(list(claims), columns=CLAIMS)
    return Edition(name, about, *frames, tables.assign(digest="", key="id"), table)


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


def test_an_edition_is_one_that_has_a_record(tmp_path):
    write_edition(edition("2026.03"), tmp_path / "2026.03")
    (tmp_path / "2026.11").mkdir()
    assert list_editions(tmp_path) == ["2026.03"]
    assert sorted(["2026.11-b", "2026.11-a", "2026.11", "2026.2.1"], key=edition_order) == [
        "2026.2.1", "2026.11", "2026.11-a", "2026.11-b",
    ]  # fmt: skip


def test_evidence_is_described_by_table_with_its_rows_and_keys(tmp_path):
    (tmp_path / "b.csv").write_text("id,x\na,1\nb,\n")
    (tmp_path / "a.csv").write_text("x,y\n1,1\n1,2\n")
    tables, rows = describe_evidence({n: tmp_path / f"{n}.csv" for n in ("b", "a")}, {"b": ["id"]})
    assert tables[["table", "rows", "key"]].to_numpy().tolist() == [["a", 2, "x;y"], ["b", 2, "id"]]
    assert tables["digest"].str.len().tolist() == [64, 64]
    assert rows[["table", "key"]].to_numpy().tolist() == [["a", "1|1"], ["a", "1|2"], ["b", "a"], ["b", "b"]]
    assert rows["digest"].is_unique
    assert rows.index.tolist() == [0, 1, 2, 3]


def test_rows_that_no_columns_tell_apart_are_named_by_all():
    key, rows = row_digests(pd.DataFrame({"a": ["x", "x"], "b": ["y", "y"]}))
    assert key == ["a", "b"]
    assert rows.index.tolist() == ["x|y", "x|y"]
    assert row_digests(pd.DataFrame({"a": ["x"], "b": ["y"]}), ["b"])[1].index.tolist() == ["y"]


def test_an_old_record_that_calls_confidence_by_its_old_name_is_read(tmp_path):
    write_edition(edition(made=[finding()]), tmp_path)
    path = tmp_path / "findings.json"
    path.write_text(path.read_text().replace('"confidence"', '"sure"'))
    assert read_edition(tmp_path).findings["confidence"].tolist() == ["medium"]


def test_a_record_is_text_that_shows_its_changes_line_by_line(tmp_path):
    write_edition(edition(made=[finding(value=1.0)], rows=[("t", "a", "1")]), tmp_path)
    lines = (tmp_path / "findings.json").read_text(encoding="utf-8").splitlines(keepends=True)
    assert lines[:3] == ["[\n", " {\n", '  "chapter": "industry",\n']
    assert lines[-1] == "]\n"
    assert (tmp_path / "rows.csv").read_bytes() == b"table,key,digest\nt,a,1\n"
