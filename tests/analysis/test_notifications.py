"""Every notification has one outcome, which follows from its deal and the as-of date."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.arms.notifications import OUTCOMES, notification_outcomes
from ties.analysis.proportions import share_with_interval

DEAL = {"id": "d", "category": "missile", "status": "delivered", "value_usd_m": 80.0, "announced": "2010",
        "contracted": "2012-01-01", "first_delivery": "2014-01-01", "completed": None}  # fmt: skip
SENT = {"id": "n", "notified": "2010-06-01", "value_usd_m": 100.0, "deal": "d", "replaced_by": None}


def outcome(deal: dict, sent: dict, as_of: str = "2026-06-30") -> list[str]:
    table = notification_outcomes(pd.DataFrame([SENT | sent]), pd.DataFrame([DEAL | deal]), as_of)
    return table["outcome"].tolist()


@pytest.mark.parametrize(
    ("deal", "sent", "as_of", "expected"),
    [
        ({}, {}, "2026-06-30", ["delivered"]),
        ({}, {}, "2013-01-01", ["contracted"]),
        ({}, {}, "2011-01-01", ["no contract found"]),
        ({}, {}, "2009-01-01", []),
        ({"contracted": None, "first_delivery": None, "status": "cancelled"}, {}, "2026-06-30", ["dropped"]),
        ({"contracted": None, "first_delivery": None, "status": "approved"}, {}, "2026-06-30", ["no contract found"]),
        ({}, {"replaced_by": "later"}, "2026-06-30", ["replaced"]),
        ({}, {"deal": None}, "2026-06-30", ["no contract found"]),
    ],
)
def test_outcome(deal: dict, sent: dict, as_of: str, expected: list[str]) -> None:
    assert outcome(deal, sent, as_of) == expected


def test_a_deal_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError, match="zz"):
        outcome({}, {"deal": "zz"})


def test_all_notifications_on_file_have_an_outcome_and_the_known_ones_are_right() -> None:
    """The C-17 came, the naval gun was dropped, the first M777 notice was replaced, six P-8I have no contract."""
    table = notification_outcomes(load("fms_notifications"), load("deals"), "2026-06-30").set_index("id")["outcome"]
    assert set(table) <= set(OUTCOMES)
    assert table[["fms-c17-2010", "fms-mk45-2019", "fms-m777-2010", "fms-p8i-2021"]].tolist() == [
        "delivered", "dropped", "replaced", "no contract found",
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "total"), [(0, 10), (10, 10), (3, 7)])
def test_wilson_interval_holds_the_share_and_stays_in_bounds(count: int, total: int) -> None:
    share, low, high = share_with_interval(count, total)
    assert -1e-9 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 100 + 1e-9
