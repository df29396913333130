"""Shares sum to a hundred, reproduce SIPRI's print of the same edition, and effective numbers keep their bounds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties import load
from ties.analysis.arms.concentration import (
    effective_suppliers,
    latest_edition,
    newest_each_year,
    newest_split,
    rolling_shares,
    window_sensitivity,
)


def deliveries(rows: list[tuple[str, int, float, int]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["supplier", "year", "tiv_m", "edition"])
    return frame.assign(recipient="IND")


def test_shares_worked_by_hand() -> None:
    """A gets 10 of 40 in 2000-01 and 30 of 40 in 2001-02; a supplier that stops has no row."""
    data = deliveries([("A", 2001, 10, 1), ("B", 2000, 30, 1), ("A", 2002, 20, 1), ("C", 2002, 10, 1)])
    shares = rolling_shares(data, "IND", 2, start_year=2000, end_year=2002)
    got = shares.set_index(["period_end", "supplier"])["share_pct"].round(6).to_dict()
    assert got == {(2001, "B"): 75.0, (2001, "A"): 25.0, (2002, "A"): 75.0, (2002, "C"): 25.0}


def test_no_window_crosses_an_edition() -> None:
    """Years 2000-01 of edition 1 and 2002-03 of edition 2 give one window each, never 2001-02."""
    data = deliveries([("A", y, 1, 1 if y < 2002 else 2) for y in range(2000, 2004)])
    shares = rolling_shares(data, "IND", 2, start_year=1990, end_year=2030)
    assert shares[["edition", "period_start", "period_end"]].to_numpy().tolist() == [[1, 2000, 2001], [2, 2002, 2003]]
    assert latest_edition(shares)["period_end"].tolist() == [2003]


@pytest.mark.parametrize(("window", "first"), [(0, 2000), (5, 2000)])
def test_an_impossible_window_is_refused(window: int, first: int) -> None:
    with pytest.raises(ValueError, match="window"):
        rolling_shares(deliveries([("A", 2000, 1, 1), ("A", 2001, 1, 1)]), "IND", window, start_year=first)


@given(st.lists(st.floats(0.1, 1e4), min_size=1, max_size=12))
def test_effective_numbers_lie_between_one_and_the_count(amounts: list[float]) -> None:
    """1 <= inverse HHI <= exp Shannon <= number of suppliers (Hill numbers fall with their order)."""
    data = deliveries([(f"S{i}", 2000, amount, 1) for i, amount in enumerate(amounts)])
    shares = rolling_shares(data, "IND", 1, start_year=2000, end_year=2000)
    assert shares["share_pct"].sum() == pytest.approx(100)
    row = effective_suppliers(shares).iloc[0]
    tiny = 1e-9
    assert 1 - tiny <= row["inverse_hhi"] <= row["exp_shannon"] + tiny
    assert row["exp_shannon"] <= len(amounts) * (1 + tiny)


def test_effective_number_closed_form() -> None:
    """Shares of 1/2, 1/4, 1/4: HHI 3/8, and two to the power of 1.5 bits."""
    shares = rolling_shares(
        deliveries([("A", 2000, 2, 1), ("B", 2000, 1, 1), ("C", 2000, 1, 1)]), "IND", 1, start_year=0
    )
    row = effective_suppliers(shares).iloc[0]
    assert row["inverse_hhi"] == pytest.approx(8 / 3)
    assert row["exp_shannon"] == pytest.approx(2**1.5)


def test_shares_reproduce_the_fact_sheet_of_the_same_edition() -> None:
    """SIPRI's fact sheet of 2025 prints 72, 55 and 36 per cent for Russia in India's imports."""
    shares = rolling_shares(load("arms_transfers"), "IND", 5)
    russia = latest_edition(shares).query("supplier == 'RUS'").set_index("period_end")["share_pct"]
    assert russia[[2014, 2019, 2024]].round().tolist() == [72, 55, 36]


def test_computed_shares_of_the_table_agree() -> None:
    """Each share that table arms_shares calls computed is the one computed here, within its rounding."""
    table = load("arms_shares")
    table = table[(table["basis"] == "computed") & (table["edition"].astype(str) == "2025")]
    for recipient in ("IND", "PAK"):
        ours = rolling_shares(load("arms_transfers"), recipient, 5)
        both = table[table["recipient"] == recipient].merge(ours, on=["supplier", "period_start", "period_end"])
        assert len(both) > 100
        assert np.abs(both["share_pct_x"] - both["share_pct_y"]).max() <= 0.051


def test_sensitivity_contains_the_window_itself() -> None:
    """The row of a window holds what the shares of that window say."""
    data = deliveries([("A", 2000, 8, 1), ("B", 2000, 2, 1), ("A", 2001, 1, 1), ("B", 2001, 1, 1)])
    table = window_sensitivity(data, "IND", "A", range(1, 3), start_year=2000, end_year=2001).set_index("window")
    assert table.loc[1, ["peak_pct", "peak_period_end", "last_pct", "inverse_hhi"]].tolist() == [80, 2000, 50, 2]
    assert table.loc[2, "last_pct"] == pytest.approx(75)


def test_a_table_of_one_supplier_makes_no_shares() -> None:
    """Edition 3 has A alone, marked so: no window of it, and the years stay those of edition 2."""
    whole = deliveries([("A", y, 1, 2) for y in (2000, 2001)] + [("B", y, 3, 2) for y in (2000, 2001)])
    alone = deliveries([("A", y, 1, 3) for y in (2000, 2001, 2002)]).assign(coverage="one supplier")
    both = pd.concat([whole.assign(coverage=None), alone])
    shares = rolling_shares(both, "IND", 2, start_year=2000, end_year=2002)
    assert set(shares["edition"]) == {2}
    assert shares.set_index("supplier").loc["A", "share_pct"] == 25
    assert set(newest_each_year(both)["edition"]) == {2}
    assert set(newest_split(both, "IND")["edition"]) == {2}
    with pytest.raises(ValueError, match="all suppliers of IND"):
        newest_split(alone, "IND")


def test_a_row_of_one_supplier_beside_the_others_is_part_of_the_whole() -> None:
    rows = deliveries([("A", 2000, 1, 2), ("B", 2000, 3, 2)]).assign(coverage=["one supplier", None])
    assert len(newest_split(rows, "IND")) == 2


def test_years_that_an_edition_has_of_other_recipients_only_make_no_window() -> None:
    """Pakistan from 1990, India from 2000: the windows of India begin in 2000."""
    rows = deliveries([("A", y, 1, 1) for y in (2000, 2001)])
    other = deliveries([("A", y, 1, 1) for y in range(1990, 2002)]).assign(recipient="PAK")
    shares = rolling_shares(pd.concat([rows, other]), "IND", 2, start_year=1990, end_year=2010)
    assert shares["period_end"].tolist() == [2001]


def test_a_newer_edition_of_another_recipient_does_not_hide_ours() -> None:
    rows = pd.concat([deliveries([("A", 2000, 1, 1)]), deliveries([("A", 2000, 1, 2)]).assign(recipient="PAK")])
    assert newest_split(rows, "IND")["edition"].tolist() == [1]


def test_without_years_of_their_own_windows_lie_from_1995_to_2024() -> None:
    years = pd.DataFrame(
        {"recipient": "IND", "supplier": "RUS", "year": range(1985, 2031), "tiv_m": 1.0, "edition": 2031}
    )
    shares = rolling_shares(years, "IND")
    assert (shares["period_start"].min(), shares["period_end"].max()) == (1995, 2024)
    assert (shares["period_end"] - shares["period_start"]).eq(4).all()
