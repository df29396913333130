"""A thing that was said is settled by the first row dated after it, and by no other."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.events.chronicle import chronicle
from ties.analysis.events.followup import followed, trail
from ties.tables.dates import PATTERN
from ties.tables.query import select_rows

TALKS = pd.DataFrame(
    {
        "id": ["early", "month", "day", "other"],
        "kind": ["visit", "visit", "visit", "call"],
        "states": ["IND;USA", "IND;USA", "AUS;IND;USA", "IND;USA"],
        "date": ["2025-01-05", "2025-10", "2025-10-31", "2025-08-01"],
    }
)


def said(where: str = "kind=visit", since: str | None = "2025-07-01", due: str | None = None) -> pd.DataFrame:
    row = {"id": "x", "table": "talks", "where": where, "column": "date", "since": since, "due": due}
    return pd.DataFrame([row])


def settle(saying: pd.DataFrame, as_of: str) -> pd.Series:
    return followed(saying, {"talks": TALKS}, as_of=as_of).iloc[0]


def test_what_came_before_it_was_said_does_not_count() -> None:
    assert settle(said(), "2025-07-31")["status"] == "open"
    assert settle(said(since=None), "2025-07-31")["row"] == "early"


def test_a_month_counts_once_it_is_over_and_waits_to_its_last_day() -> None:
    assert settle(said(), "2025-10-30")["status"] == "open"
    found = settle(said(), "2025-10-31")
    assert found["row"] == "month"
    assert found["days"] == 122  # 30 + 31 + 31 + 30 days from 1 July to 31 October


def test_status_holds_the_day_against_the_due_day() -> None:
    assert settle(said(due="2025-12-31"), "2026-06-30")["status"] == "came"
    assert settle(said(due="2025-09-30"), "2026-06-30")["status"] == "came late"
    assert settle(said("kind=summit", due="2025-09-30"), "2025-09-30")["status"] == "open"
    assert settle(said("kind=summit", due="2025-09-30"), "2025-10-01")["status"] == "overdue"


@pytest.mark.parametrize("name", ["promises", "signposts"])
class TestJudgements:
    """The two lists of sayings fit the tables that they point to."""

    def test_every_row_points_to_a_row_or_a_kind_that_exists(self, name: str) -> None:
        for saying in load(f"judgements/{name}").dropna(subset=["table"]).itertuples():
            table = load(saying.table)
            named = [part.strip() for part in saying.where.split("&") if part.strip().startswith("id=")]
            assert all(len(select_rows(table, part)) == 1 for part in named), saying.id
            for part in saying.where.split("&"):
                later = ("s400-fourth", "trade-agreement", "flashpoints")
                settled_later = saying.id in later and "id=" not in part
                assert len(select_rows(table, part)) or settled_later, (saying.id, part)
            assert table[saying.column].dropna().astype("str").str.match(PATTERN).all(), saying.id

    def test_every_row_has_sources_that_resolve_and_a_reason(self, name: str) -> None:
        sayings = load(f"judgements/{name}")
        cited = set(";".join(sayings["sources"]).split(";"))
        assert cited <= set(load("sources")["id"])
        assert sayings["reason"].str.len().gt(20).all()
        assert sayings["id"].is_unique


def test_the_framework_of_2025_was_signed_122_days_after_the_call() -> None:
    sayings = load("judgements/promises").assign(since="2025-07-01")
    tables = {name: load(name) for name in sayings["table"].dropna().unique()}
    found = followed(sayings, tables, as_of="2026-06-30").set_index("id")
    assert found.loc["framework", "row"] == "framework-2025"
    assert found.loc["framework", "days"] == 122
    assert found.loc["apache", "row"] == "ah64e-army-2020"
    before = followed(sayings, tables, as_of="2025-07-01")
    assert before["row"].isna().all()


def test_what_no_table_holds_cannot_be_told() -> None:
    both = pd.concat([said(), said().assign(table=None, where=None, column=None)], ignore_index=True)
    found = followed(both, {"talks": TALKS}, as_of="2026-06-30")
    assert found["status"].tolist() == ["came", "cannot tell"]
    assert found["days"].isna().tolist() == [False, True]


def test_every_signpost_has_a_day_by_which_and_says_whose_day_it_is() -> None:
    posts = load("judgements/signposts")
    assert posts["by"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    ours = posts["by_basis"].str.startswith("our choice")
    assert posts.loc[~ours, "by"].eq(posts.loc[~ours, "due"]).all()
    assert posts.loc[ours, "due"].isna().all()


def test_the_trail_of_the_call_tells_all_of_it_in_order_and_what_had_not_come_last() -> None:
    sayings = load("judgements/promises").assign(since="2025-07-01")
    tables = {name: load(name) for name in sayings["table"].dropna().unique()}
    settled = followed(sayings, tables, as_of="2026-06-30")
    events = trail(load("setbacks_and_progress"), since="2025-07-01", as_of="2026-06-30", weight=2)
    told = chronicle(events, settled, as_of="2026-06-30")
    assert len(told) == len(events) + len(sayings) + 1
    assert told["what"].iloc[0] == "said"
    past = told["what"].isin(["said", "progress", "setback", "came"])
    assert told.loc[past, "date"].is_monotonic_increasing
    assert past.tolist() == sorted(past, reverse=True)
    assert {"progress", "setback"} <= set(told.loc[told["text"].str.contains("duty", case=False), "what"])
    assert set(told.loc[~past, "text"]) == set(settled.loc[~settled["status"].str.startswith("came"), "saying"])


def test_a_trail_keeps_to_its_days_and_its_weight() -> None:
    dates = ["2025-07-01", "2025-07-02", "2025-07", "2026-06-30", "2026-07-01", "2025-12-01"]
    events = pd.DataFrame({"date": dates, "weight_1_3": [3, 2, 3, 3, 3, 1]})
    kept = trail(events, since="2025-07-01", as_of="2026-06-30", weight=2)
    assert kept["date"].tolist() == ["2025-07-02", "2026-06-30"]
