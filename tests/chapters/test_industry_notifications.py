"""The flow of notifications: kinds, counts in words, drawing."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.industry.notifications import (
    draw_notifications,
    notification_findings,
    prepare_notifications,
    words_notifications,
)
from ties.plotting.style import render


def prepared() -> pd.DataFrame:
    return prepare_notifications(
        load("fms_notifications"), load("deals"), load("judgements/deal_categories"), "2026-06-30"
    )


def test_each_notification_has_a_kind() -> None:
    assert prepared()["kind"].notna().all()
    with pytest.raises(ValueError, match="without a kind"):
        prepare_notifications(
            load("fms_notifications"),
            load("deals"),
            load("judgements/deal_categories").query("category != 'uav'"),
            "2026-06-30",
        )


def test_shares_are_of_what_was_not_replaced() -> None:
    """Four notified: one contracted, one delivered, one open, one replaced: two of three."""
    data = pd.DataFrame({"outcome": ["contracted", "delivered", "no contract found", "replaced"],
                         "age": [5.0, 5, 1, 9],
                         "value_usd_m": [10.0, 10, 10, 10], "contract_usd_m": None, "deal": list("abcd"),
                         "kind": "support"})  # fmt: skip
    found = notification_findings(data)
    assert found["notified_signed"]["value"] == pytest.approx(200 / 3)
    assert found["notified_old"]["value"] == 100
    assert found["notified_value"]["value"] is None
    assert "of 4 notified, 2 are known" in words_notifications(data, "2026-06-30").title


def test_contract_prices_leave_out_values_that_repeat_the_notice() -> None:
    data = pd.DataFrame({"outcome": "delivered", "age": 9.0, "value_usd_m": 100.0, "deal": list("abcdef"),
                         "contract_usd_m": [50.0, 60, 70, 80, 90, 100], "kind": "weapons"})  # fmt: skip
    assert notification_findings(data)["notified_value"]["value"] == 70


@pytest.mark.parametrize("narrow", [False, True])
def test_drawing_has_a_band_for_every_pair(narrow: bool) -> None:
    data = prepared()
    pairs = data.groupby(["kind", "outcome"]).ngroups
    assert render(draw_notifications, data, height=4, narrow=narrow).count('id="patch_') >= pairs
