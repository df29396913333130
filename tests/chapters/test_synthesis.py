"""The figures of the synthesis count each claim once and say what the numbers say."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from ties.analysis.claim_tally import OUTCOMES
from ties.analysis.events.followup import followed
from ties.chapters.synthesis import call_promises, call_trail, verdict_kinds, verdict_tally
from ties.plotting.style import render


@pytest.fixture
def verdicts() -> pd.DataFrame:
    rows = [("industry", "supported"), ("industry", "contradicted"), ("industry", "did_not_happen")]
    rows += [("agreements", "came_true"), ("agreements", "partly_supported")]
    return verdict_tally.prepare_verdict_tally(pd.DataFrame(rows, columns=["theme", "verdict"]))


@pytest.fixture
def promises() -> pd.DataFrame:
    sayings = pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "saying": ["Meet", "Sign", "Deliver"],
            "said_by": ["both", "both", "one"],
            "table": "talks",
            "where": ["kind=meet", "kind=sign", "kind=deliver"],
            "column": "date",
            "since": "2025-07-01",
            "due": [None, None, "2025-12-31"],
        }
    )
    talks = pd.DataFrame(
        {"id": ["m", "s"], "kind": ["meet", "sign"], "date": ["2025-10-31", "2025-07-11"]},
    )
    talks = pd.concat([talks, pd.DataFrame({"id": ["d"], "kind": ["deliver"], "date": [None]})])
    return call_promises.prepare_call_promises(
        followed(sayings, {"talks": talks}, as_of="2026-06-30"), as_of="2026-06-30"
    )


def test_claims_are_counted_by_hand(verdicts: pd.DataFrame) -> None:
    counts = verdicts.set_index(["theme", "outcome"])["claims"]
    assert verdicts["theme"].drop_duplicates().tolist() == ["industry", "agreements"]
    assert counts["industry", "contradicted"] == 2
    assert counts["agreements", "supported"] == 1
    assert counts.sum() == 5
    assert len(counts) == 10


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(sorted(OUTCOMES))), min_size=1, max_size=40))
def test_words_count_what_is_drawn(rows: list[tuple[str, str]]) -> None:
    data = verdict_tally.prepare_verdict_tally(pd.DataFrame(rows, columns=["theme", "verdict"]))
    words = verdict_tally.words_verdict_tally(data)
    held = sum(OUTCOMES[verdict] == "supported" for _, verdict in rows)
    assert words.title.startswith(f"Of {len(rows)} claims of the article, {held} hold, ")


def test_words_say_where_most_and_fewest_hold(verdicts: pd.DataFrame) -> None:
    alt = verdict_tally.words_verdict_tally(verdicts).alt
    assert "is in agreements (1 of 2), the smallest in industry (1 of 3)" in alt


def test_what_came_first_stands_first_and_what_is_open_runs_to_the_last_day(promises: pd.DataFrame) -> None:
    assert promises["id"].tolist() == ["b", "a", "c"]
    assert promises["days"].tolist() == [10, 122, 364]
    assert promises["status"].tolist() == ["came", "came", "overdue"]
    assert promises["until"].iloc[2] == "2026-06-30"


def test_on_the_day_itself_nothing_has_come_and_before_it_there_is_nothing_to_follow() -> None:
    said = {"id": "a", "saying": "Meet", "said_by": "both", "table": "t", "where": "id=m", "column": "date"}
    sayings = pd.DataFrame([{**said, "since": "2025-07-01", "due": None}])
    talks = pd.DataFrame({"id": ["m"], "date": ["2025-10-31"]})
    same = followed(sayings, {"t": talks}, as_of="2025-07-01")
    assert call_promises.prepare_call_promises(same, as_of="2025-07-01")[["status", "days"]].to_numpy().tolist() == [
        ["open", 0]
    ]
    with pytest.raises(ValueError, match="lies before the day"):
        call_promises.prepare_call_promises(same, as_of="2025-06-30")


def test_what_no_table_can_tell_stands_last_and_counts_as_neither() -> None:
    said = {"id": "a", "saying": "Meet", "said_by": "both", "table": "t", "where": "id=m", "column": "date"}
    sayings = pd.DataFrame([{**said, "id": "z", "saying": "Train", "table": None}, said]).assign(due=None)
    talks = pd.DataFrame({"id": ["m"], "date": ["2025-10-31"]})
    found = followed(sayings.assign(since="2025-07-01"), {"t": talks}, as_of="2026-06-30")
    data = call_promises.prepare_call_promises(found, as_of="2026-06-30")
    assert data["status"].tolist() == ["came", "cannot tell"]
    words = call_promises.words_call_promises(data)
    assert words.title.startswith("Of 2 things")
    assert "None is open. Of “Train” no table can tell." in words.alt
    drawn = call_promises.draw_call_promises(data, Figure().add_subplot())
    assert [text.get_text() for text in drawn.texts] == ["Meet: day 122", "Train: cannot tell"]


def test_words_of_the_promises_follow_the_numbers(promises: pd.DataFrame) -> None:
    words = call_promises.words_call_promises(promises)
    assert words.title == "Of 3 things spoken of on 1 July 2025, 2 had come by 30 June 2026"
    assert "Open: “Deliver”." in words.alt
    assert "None is open." in call_promises.words_call_promises(promises.iloc[:2]).alt
    assert "first to come" not in call_promises.words_call_promises(promises.iloc[2:]).alt


def test_findings_of_the_promises_say_none_where_no_framework_came(promises: pd.DataFrame) -> None:
    came, framework = call_promises.findings_call_promises(promises)
    assert (came.value, framework.value) == (2, None)
    _, framework = call_promises.findings_call_promises(promises.assign(id=["framework", "a", "c"]))
    assert framework.sentence == "The ten-year framework was signed 10 days after the call."


def test_findings_of_the_trail_count_each_direction() -> None:
    every = pd.DataFrame({"direction": ["setback", "progress", "setback"], "topic": ["trade", "trade", "arms"]})
    found = {finding.key: finding for finding in call_trail.findings_call_trail(every.iloc[:2], every, 2)}
    assert {key: finding.value for key, finding in found.items()} == {"trail": 2, "trail_all": 3, "trail_trade": 1}
    assert found["trail_all"].sentence == "With the lighter ones they are 3: 1 of progress, 2 setbacks."
    none = call_trail.findings_call_trail(every.iloc[:0], every, 3)[0]
    assert none.sentence == "The tables hold no event of weight 3 or more after the call."


@pytest.mark.parametrize(
    ("kinds", "value"), [(["fact"] * 5 + ["causal"] * 5, "fact"), (["fact"] * 5 + ["causal"] * 4, None)]
)
def test_only_kinds_of_five_claims_are_compared(kinds: list[str], value: str | None) -> None:
    verdicts = ["supported" if kind == "fact" else "unsupported" for kind in kinds]
    (finding,) = verdict_kinds.findings_verdict_kinds(pd.DataFrame({"kind": kinds, "verdict": verdicts}))
    assert finding.value == value


@pytest.mark.parametrize("narrow", [False, True])
def test_both_figures_draw_for_the_column_and_for_a_phone(verdicts, promises, narrow: bool) -> None:
    for draw, data in ((verdict_tally.draw_verdict_tally, verdicts), (call_promises.draw_call_promises, promises)):
        svg = render(draw, data, height=3, narrow=narrow)
        assert svg == render(draw, data, height=3, narrow=narrow)
        assert "<path" in svg


def test_every_claim_is_one_mark(verdicts: pd.DataFrame) -> None:
    ax = verdict_tally.draw_verdict_tally(verdicts, Figure().add_subplot())
    legend = verdicts.groupby("outcome", observed=True)["claims"].sum().gt(0).sum()
    assert sum(len(line.get_xdata()) for line in ax.lines) == verdicts["claims"].sum() + legend
