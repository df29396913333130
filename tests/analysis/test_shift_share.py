"""The split of a change of share is complete, symmetric, and zero for those who changed nothing."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.analysis.arms.shift_share import share_change_by_supplier, split_share_change

amounts = st.lists(st.tuples(st.floats(0.5, 100), st.floats(0.5, 100)), min_size=2, max_size=5)


@given(amounts)
def test_contributions_sum_to_the_change(pairs: list[tuple[float, float]]) -> None:
    before, after = (pd.Series([pair[i] for pair in pairs]) for i in (0, 1))
    points = split_share_change(before, after, 0)  # type: ignore[arg-type]
    change = 100 * (after[0] / after.sum() - before[0] / before.sum())
    assert points.sum() == pytest.approx(change, abs=1e-8)


@given(amounts)
def test_who_changes_nothing_contributes_nothing(pairs: list[tuple[float, float]]) -> None:
    before, after = (pd.Series([pair[i] for pair in pairs]) for i in (0, 1))
    after[1] = before[1]
    assert split_share_change(before, after, 0)[1] == pytest.approx(0, abs=1e-9)  # type: ignore[arg-type]


@given(amounts)
def test_own_growth_raises_and_growth_of_others_lowers(pairs: list[tuple[float, float]]) -> None:
    before, after = (pd.Series([pair[i] for pair in pairs]) for i in (0, 1))
    points = split_share_change(before, after, 0)  # type: ignore[arg-type]
    for member in before.index:
        more = after[member] >= before[member]
        assert points[member] * (1 if more == (member == 0) else -1) >= -1e-9


def test_two_members_by_hand() -> None:
    """From 60:40 to 30:70: the mean of both orders, (-17.14 - 16.15) / 2 for the first."""
    points = split_share_change(pd.Series({"A": 60.0, "B": 40.0}), pd.Series({"A": 30.0, "B": 70.0}), "A")
    assert points["A"] == pytest.approx((100 * (30 / 70 - 0.6) + 100 * (0.3 - 60 / 130)) / 2)


def test_the_own_part_does_not_depend_on_how_others_are_told_apart() -> None:
    whole = split_share_change(pd.Series({"A": 60.0, "B": 40.0}), pd.Series({"A": 30.0, "B": 70.0}), "A")
    parts = split_share_change(
        pd.Series({"A": 60.0, "B": 30.0, "C": 10.0}), pd.Series({"A": 30.0, "B": 20.0, "C": 50.0}), "A"
    )
    assert parts["A"] == pytest.approx(whole["A"])
    assert parts["B"] + parts["C"] == pytest.approx(whole["B"])
    assert parts["B"] > 0 > parts["C"]


@pytest.mark.parametrize(
    ("before", "after", "focus", "error"),
    [
        ({"A": 1.0}, {"B": 1.0}, "A", ValueError),
        ({"A": 1.0}, {"A": 1.0}, "B", KeyError),
        ({"A": -1.0, "B": 3.0}, {"A": 1.0, "B": 1.0}, "A", ValueError),
        ({"A": 0.0}, {"A": 1.0}, "A", ValueError),
    ],
)
def test_unsound_amounts_are_refused(before: dict, after: dict, focus: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        split_share_change(pd.Series(before), pd.Series(after), focus)


def windows(rows: list[tuple[int, int, str, float]], edition: int = 1) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["period_start", "period_end", "supplier", "tiv_m"]).assign(edition=edition)


def test_bases_do_not_overlap_and_end_at_the_last_window() -> None:
    shares = windows([(y - 1, y, s, 1.0) for y in range(2001, 2007) for s in "AB"])
    change = share_change_by_supplier(shares, "A", [])
    assert change["base_end"].drop_duplicates().tolist() == [2002, 2004]
    assert change["last_end"].unique().tolist() == [2006]
    assert set(change["supplier"]) == {"A", "other"}


def test_one_overlapping_base_where_years_do_not_suffice() -> None:
    change = share_change_by_supplier(windows([(2000, 2002, "A", 1.0), (2001, 2003, "A", 2.0)]), "A", [])
    assert change["base_end"].unique().tolist() == [2002]


def test_editions_are_never_compared() -> None:
    mixed = pd.concat([windows([(2000, 2001, "A", 1.0)]), windows([(2002, 2003, "A", 1.0)], edition=2)])
    with pytest.raises(ValueError, match="editions"):
        share_change_by_supplier(mixed, "A", [])
