"""Delays against promised dates, each outcome once, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.arms.promises import delays

DEAL = {"id": "a", "platform": "Ship", "supplier": "FRA", "sources": "s", "status": "delivered", "announced": None,
        "contracted": "2005", "first_delivery": "2012-07-01", "completed": None}  # fmt: skip
PROMISE = {
    "deal": "a",
    "stage": "first_delivery",
    "promised": "2010",
    "stated_delay_months": None,
    "outcome_known": "yes",
}


@pytest.mark.parametrize(
    ("deal", "promise", "outcome", "years"),
    [
        ({}, {}, "late", 1.5),  # after 2010-12-31
        ({}, {"promised": "2013"}, "kept", -1.5),
        ({}, {"promised": "2012-07-01"}, "kept", 0.0),  # on the very day
        ({}, {"promised": "2012-06-30"}, "late", 1 / 365.25),
        ({"first_delivery": "2026-06-30"}, {"promised": "2026-06-30"}, "kept", 0.0),  # the last day counts
        ({"first_delivery": "2026-07-01"}, {"promised": "2026-06-30"}, "overdue", 0.0),
        ({"first_delivery": None}, {"promised": "2026-07-01"}, "not yet due", None),
        ({"first_delivery": "2010"}, {"promised": "2010-06"}, "cannot tell", None),  # may be either
        ({"first_delivery": None, "status": "contracted"}, {}, "overdue", 15.5),
        ({"first_delivery": None, "status": "contracted"}, {"outcome_known": "no"}, "cannot tell", None),
        ({"first_delivery": None, "status": "contracted"}, {"promised": "2030"}, "not yet due", None),
        ({}, {"promised": None, "stated_delay_months": 18}, "late", 1.5),
        ({}, {"promised": None, "stated_delay_months": 0}, "kept", 0.0),
    ],
)
def test_each_outcome(deal: dict, promise: dict, outcome: str, years: float | None) -> None:
    row = delays(pd.DataFrame([DEAL | deal]), pd.DataFrame([PROMISE | promise]), "2026-06-30").iloc[0]
    assert row["outcome"] == outcome
    assert pd.isna(row["years_late"]) if years is None else row["years_late"] == pytest.approx(years, abs=0.01)


def test_a_promise_of_an_unknown_deal_is_refused() -> None:
    with pytest.raises(KeyError, match="zz"):
        delays(pd.DataFrame([DEAL]), pd.DataFrame([PROMISE | {"deal": "zz"}]), "2026-06-30")


def test_the_promises_on_file_name_deals_and_stages_that_exist() -> None:
    """Every judgement resolves, gives a promise or a delay, and its reason."""
    promises = load("judgements/promised_dates")
    assert set(promises["deal"]) <= set(load("deals")["id"])
    assert set(promises["stage"]) <= {"first_delivery", "completed"}
    assert (promises["promised"].notna() ^ promises["stated_delay_months"].notna()).all()
    assert promises["reason"].notna().all()
