"""The flow of notifications: kinds, counts in words, drawing."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.chapters.industry.notified_sales import (
    draw_notified_sales,
    findings_notified_sales,
    prepare_notified_sales,
    words_notified_sales,
)
from ties.plotting.style import render


def prepared() -> pd.DataFrame:
    return prepare_notified_sales(
        load("fms_notifications"), load("deals"), load("judgements/deal_categories"), "2026-06-30"
    )


def test_each_notification_has_a_kind() -> None:
    assert prepared()["kind"].notna().all()
    with pytest.raises(ValueError, match="without a kind"):
        prepare_notified_sales(
            load("fms_notifications"),
            load("deals"),
            load("judgements/deal_categories").query("category != 'uav'"),
            "2026-06-30",
        )


def by_key(data: pd.DataFrame) -> dict[str, object]:
    return {finding.key: finding.value for finding in findings_notified_sales(data)}


def test_shares_are_of_what_was_not_replaced() -> None:
    """Four notified: one contracted, one delivered, one open, one replaced: two of three."""
    data = pd.DataFrame({"outcome": ["contracted", "delivered", "no contract found", "replaced"],
                         "age": [5.0, 5, 1, 9],
                         "value_usd_m": [10.0, 10, 10, 10], "contract_usd_m": None, "deal": list("abcd"),
                         "kind": "support"})  # fmt: skip
    found = by_key(data)
    assert found["notified_signed"] == pytest.approx(200 / 3)
    assert found["notified_old"] == 100
    assert found["notified_value"] is None
    assert "of 4 notified, 2 are known" in words_notified_sales(data, "2026-06-30").title


def test_contract_prices_leave_out_values_that_repeat_the_notice() -> None:
    data = pd.DataFrame({"outcome": "delivered", "age": 9.0, "value_usd_m": 100.0, "deal": list("abcdef"),
                         "contract_usd_m": [50.0, 60, 70, 80, 90, 100], "kind": "weapons"})  # fmt: skip
    assert by_key(data)["notified_value"] == 70


@pytest.mark.parametrize("narrow", [False, True])
def test_drawing_has_a_band_for_every_pair(narrow: bool) -> None:
    data = prepared()
    pairs = data.groupby(["kind", "outcome"]).ngroups
    assert render(draw_notified_sales, data, height=4, narrow=narrow).count('id="patch_') >= pairs
