"""Laws of the partner grid: first signature per kind, ends seen from the day that counts, unknown is not none."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ties import load
from ties.analysis.events.partner_grid import lag_behind, partner_grid

ROWS = [
    # id, parties, kind, signed, expires, status, supersedes
    ("ind-com", "IND;USA", "communications", "2018-09-06", "2028-09-06", "in_force", None),
    ("pak-com", "PAK;USA", "communications", "2005-10", "2020-10", "lapsed", None),
    ("pak-com-2", "PAK;USA", "communications", None, None, None, "pak-com"),
    ("lka-log", "LKA;USA", "logistics", "2007", "2017-03", "superseded", None),
    ("lka-log-2", "LKA;USA", "logistics", "2017", None, "in_force", "lka-log"),
    ("ind-log", "IND;USA", "logistics", "2016-08-29", None, "in_force", None),
    ("bgd-log", "BGD;USA", "logistics", None, None, "negotiating", None),
    ("omn-log", "OMN;USA", "logistics", None, None, "in_force", None),
    ("quad", "AUS;IND;JPN;USA", "logistics", "2024-09-21", None, "in_force", None),
    ("other", "IND;JPN", "logistics", "2020-09-09", None, "in_force", None),
]
TABLE = pd.DataFrame(ROWS, columns=["id", "parties", "kind", "signed", "expires", "status", "supersedes"]).assign(
    sources="s"
)


def cells(as_of: str = "2026-06-30") -> pd.DataFrame:
    return partner_grid(TABLE, hub="USA", as_of=as_of).set_index(["partner", "kind"])


def test_states_of_cells_worked_by_hand():
    state = cells()["state"]
    assert state["IND", "communications"] == "signed"
    assert state["PAK", "communications"] == "ended"  # the renewal is not signed
    assert state["LKA", "logistics"] == "signed"  # replaced, but by a text that runs
    assert state["BGD", "logistics"] == "open"
    assert state["OMN", "logistics"] == "undated"
    assert state["IND", "geospatial"] == "none"


def test_more_than_two_parties_and_other_hubs_do_not_count():
    assert set(cells().index.get_level_values("partner")) == {"BGD", "IND", "LKA", "OMN", "PAK"}


def test_first_signature_stands_even_where_a_later_text_replaced_it():
    assert cells()["signed"]["LKA", "logistics"] == "2007"


def test_an_agreement_ends_on_its_day_and_not_before():
    assert cells("2020-10-30")["state"]["PAK", "communications"] == "signed"
    assert cells("2020-10-31")["state"]["PAK", "communications"] == "ended"
    assert cells("2028-09-06")["state"]["IND", "communications"] == "ended"


def test_the_future_is_not_known():
    assert cells("2016-01-01")["state"]["IND", "logistics"] == "open"


def test_lag_worked_by_hand():
    lag = lag_behind(cells().reset_index(), "IND").set_index(["partner", "kind"])
    # 31 October 2005 to 6 September 2018 is 4693 days, from 1 October 4723
    assert lag.loc[("PAK", "communications"), ["low", "high"]].tolist() == pytest.approx(
        [4693 / 365.2425, 4723 / 365.2425]
    )
    assert lag.loc[("IND", "logistics"), ["low", "high"]].tolist() == [0, 0]
    assert pd.isna(lag.loc[("OMN", "logistics"), "low"])


@settings(max_examples=25)
@given(st.permutations(ROWS))
def test_order_of_rows_does_not_matter(rows):
    table = pd.DataFrame(rows, columns=TABLE.columns[:-1]).assign(sources="s")
    pd.testing.assert_frame_equal(
        partner_grid(table, hub="USA", as_of="2026-06-30"), partner_grid(TABLE, hub="USA", as_of="2026-06-30")
    )


def test_a_hub_without_such_agreements_has_no_rows_and_a_stranger_is_refused():
    assert partner_grid(TABLE, hub="CHE", as_of="2026-06-30").empty
    with pytest.raises(ValueError, match="CHE is not a partner"):
        lag_behind(cells().reset_index(), "CHE")


def test_pakistan_signed_thirteen_years_before_india():
    lag = lag_behind(partner_grid(load("agreements"), hub="USA", as_of="2026-06-30"), "IND")
    row = lag[(lag["partner"] == "PAK") & (lag["kind"] == "communications")].iloc[0]
    assert round(row["low"]) == round(row["high"]) == 13
    assert row["state"] == "ended"
