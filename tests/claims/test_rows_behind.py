"""The rows behind a rule are those that meet its conditions, by the last day that counts."""

from __future__ import annotations

import pandas as pd
import pytest

from ties.claims.rows_behind import rows_behind

TALKS = pd.DataFrame(
    {"kind": ["visit", "call", "call", "call"], "date": ["2025", "2026-06-30", "2026-07-01", "2025-01"]},
    index=[9, 8, 7, 6],
)
NAMES = {"talks": pd.Index(["d", "c", "b", "a"]), "deals": pd.Index(["x"])}
TABLES = {"talks": TALKS, "deals": pd.DataFrame({"buyer": ["IND"]})}


def behind(inputs: str | None) -> pd.Series:
    rules = pd.DataFrame({"claim": ["claim-01"], "inputs": [inputs]})
    return rows_behind(rules, TABLES, NAMES, as_of="2026-06-30")


@pytest.mark.parametrize(
    ("inputs", "rows"),
    [
        ("table: talks | where: kind=call", ["talks:a", "talks:c"]),  # sorted; the row of the day after is not known
        ("table: talks | where: kind=call & date>=2026", ["talks:c"]),
        ("table: talks | where: kind=none", []),
        ("table: talks | column: date", []),  # no condition
        ("one: talks: kind=visit | no_two: deals: buyer=IND", ["deals:x", "talks:d"]),
        ("one: talks: kind=call | two: talks: date>=2025-01", ["talks:a", "talks:c"]),  # each row once
        ("one: other: kind=visit", []),  # a table that is not given
        ("finding: industry.share", []),
        ("where: topic=trade", []),  # the table is the rule's own
        ("last: 2", []),
    ],
)
def test_rows_are_named_with_their_table(inputs: str, rows: list[str]) -> None:
    assert behind(inputs)["claim-01"] == rows


def test_a_claim_without_inputs_has_no_entry() -> None:
    assert behind(None).empty


def test_each_claim_has_its_own_rows() -> None:
    rules = pd.DataFrame(
        {
            "claim": ["claim-02", "claim-01"],
            "inputs": ["table: deals | where: buyer=IND", "table: talks | where: kind=visit"],
        }
    )
    found = rows_behind(rules, TABLES, NAMES, as_of="2026-06-30")
    assert found.to_dict() == {"claim-02": ["deals:x"], "claim-01": ["talks:d"]}
