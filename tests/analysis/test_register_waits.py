"""Waits in the register: whole years, censored at the last year that an edition covers."""

from __future__ import annotations

import pandas as pd
import pytest

from ties import load
from ties.analysis.arms.register_waits import register_spells

ROWS = pd.DataFrame(
    {"recipient": ["IND", "IND", "IND", "PAK"], "order_year": [2000, 2010, 2020, 2000],
     "order_year_estimated": ["no", "yes", "no", "no"], "delivery_years": ["2003;2004", "2010", None, "2001"],
     "edition": ["2025", "2026", "2026", "2025"]}
)  # fmt: skip


def test_first_delivery_counts_and_the_open_order_is_censored_with_its_edition() -> None:
    waits = register_spells(ROWS, "IND", since=1995)
    assert waits["years"].tolist() == [3, 0.5, 5]
    assert waits["event"].tolist() == [True, True, False]
    assert waits["shortest"].tolist() == [2, 0, 4]


def test_estimated_years_can_be_left_out() -> None:
    assert register_spells(ROWS, "IND", since=1995, firm_only=True)["order_year"].tolist() == [2000, 2020]


def test_orders_before_the_register_starts_are_refused() -> None:
    with pytest.raises(ValueError, match="1992"):
        register_spells(ROWS, "IND", since=1980)


def test_known_orders_on_file() -> None:
    """C-17 ordered 2011, first delivered 2013; the S-400 ordered 2018 came three years later."""
    waits = register_spells(load("arms_register"), "IND", since=1995).set_index("id")
    assert waits.loc["usa-2011-c-17a-globemaster-3", "years"] == 2
    assert (waits["years"] > 0).all()
