"""Where each rule turns: the first and last day, year and row that count, and the fewest that are enough."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import pandas as pd
import pytest

from ties.claims.rules.arms_rules import ratio_of_suppliers, share_of_loss
from ties.claims.rules.events_rules import change_of_balance, net_balance_of, years_of_progress
from ties.claims.rules.findings_rules import finding_value
from ties.claims.rules.graph_rules import share_enabled, uses_enabled
from ties.claims.rules.rows_rules import (
    conditions_met,
    count_rows,
    days_to_first,
    highest_grade,
    highest_rung,
    members_apart,
    share_of_rows,
    years_apart,
)
from ties.claims.rules.values_rules import gap_to, growth_of, mean_of, measure_values, total_of, trend, trends_rising

ROWS: dict[str, Any] = {"table": "t", "where": "k=a"}
VALUES: dict[str, Any] = {**ROWS, "column": "v"}
nan = pytest.approx(math.nan, nan_ok=True)


def table(**columns: Any) -> dict[str, pd.DataFrame]:
    return {"t": pd.DataFrame({"k": "a", **columns})}


def events(*dated: tuple[str, int]) -> dict[str, pd.DataFrame]:
    """Give events from day and signed weight."""
    direction = ["progress" if weight > 0 else "setback" for _, weight in dated]
    frame = {"date": [day for day, _ in dated], "direction": direction, "weight_1_3": [abs(w) for _, w in dated]}
    return {"setbacks_and_progress": pd.DataFrame(frame)}


class TestDaysToFirst:
    @pytest.mark.parametrize(
        ("dates", "days"),
        [
            (["2025-07-01"], math.inf),  # the day itself is not after it
            (["2025-07-02"], 1),
            (["2025-07"], math.inf),  # may have been before
            (["2025-08"], 61),  # by the last day that it can mean
            (["2026"], 548),
            (["2025-10-31", "2025-08-01", "2025-06-01"], 31),
            (["2025-08", "2025-08-02"], 32),
            ([None], math.inf),
        ],
    )
    def test_days_are_counted_from_the_day_after(self, dates: list[str | None], days: float) -> None:
        assert days_to_first(table(v=dates), **VALUES, since="2025-07-01") == days

    def test_a_table_without_rows_of_the_kind_cannot_tell(self) -> None:
        assert days_to_first(table(v=["2026"]), table="t", where="k=b", column="v", since="2025") == nan


class TestYears:
    @pytest.mark.parametrize(
        ("dates", "apart"), [(["2015-12-31"], 1), (["2017"], 1), (["2016-08"], 0), ([None], nan)]
    )
    def test_years_are_counted_to_both_sides(self, dates: list[str | None], apart: float) -> None:
        assert years_apart(table(v=dates), **VALUES, year=2016) == apart

    def test_the_first_date_is_the_one_that_counts(self) -> None:
        assert years_apart(table(v=["2019", None, "2018-05", "2018-06"]), **VALUES, year=2016) == 2


class TestCounts:
    def test_rows_are_counted_where_the_table_covers_the_question(self) -> None:
        tables = {"t": pd.DataFrame({"k": ["a", "b", "c"]})}
        assert count_rows(tables, table="t", where="k=a|b") == 2
        assert count_rows(tables, table="t", where="k=d") == 0
        assert count_rows(tables, table="t", where="k=a|b", among="k=b|c") == 1
        assert count_rows(tables, table="t", where="k=a", among="k=d") == nan
        assert count_rows({"t": tables["t"].iloc[:0]}, table="t", where="k=a") == nan

    def test_a_share_is_of_the_rows_among_which_it_is_taken(self) -> None:
        tables = {"t": pd.DataFrame({"k": ["a", "b", "b", "a"], "s": ["x", "x", "x", "y"]})}
        assert share_of_rows(tables, table="t", where="k=a", among="s=x") == pytest.approx(100 / 3)
        assert share_of_rows(tables, table="t", where="k=b", among="s=x|y") == 50

    def test_a_condition_named_no_is_met_where_nothing_is_found(self) -> None:
        tables = {"t": pd.DataFrame({"k": ["a"]}), "none": pd.DataFrame({"k": []})}
        assert conditions_met(tables, no_b="t: k=b", no_a="t: k=a") == 50
        assert conditions_met(tables, a="t: k=a", b="t: k=b", nothing="t: k=c") == pytest.approx(100 / 3)
        assert conditions_met(tables, a="t: k=a", b="none: k=a") == nan

    def test_only_members_that_have_not_left_are_counted(self) -> None:
        frame = pd.DataFrame(
            [("quad", "IND", None, "member"), ("quad", "USA", "2020", "member"), ("quad", "JPN", None, "observer"),
             ("sco", "RUS", None, "member")],
            columns=["grouping", "country", "left", "role"],
        )  # fmt: skip
        tables = {"memberships": frame}
        assert members_apart(tables, grouping="quad", members="IND") == 0
        assert members_apart(tables, grouping="quad", members="IND;USA;JPN") == 2
        assert members_apart(tables, grouping="quad", members="RUS") == 2
        assert members_apart(tables, grouping="g7", members="IND") == nan


class TestGrades:
    def test_the_lowest_rung_is_one_and_a_deal_of_its_own_rung_overrides_its_route(self) -> None:
        tables = {
            "deals": pd.DataFrame({"id": ["a", "b", "c"], "route": ["FMS", "FMS", "swap"]}),
            "judgements/deal_routes": pd.DataFrame({"route": ["FMS"], "rung": ["buy"]}),
            "judgements/depth_ladder": pd.DataFrame({"deal": ["b"], "rung": ["co-development"]}),
        }
        rungs = [highest_rung(tables, where=f"id={deal}") for deal in ("a", "b", "a|b")]
        assert rungs == [1, 5, 5]
        assert highest_rung(tables, where="id=c") == nan  # no rung is set down for its route

    def test_the_lowest_grade_is_nought(self) -> None:
        tables = {
            "initiatives": pd.DataFrame({"id": ["a", "b", "c"]}),
            "judgements/initiative_grades": pd.DataFrame({"initiative": ["a", "b"], "grade": ["stopped", "in use"]}),
        }
        grades = [highest_grade(tables, where=f"id={name}") for name in ("a", "b", "c")]
        assert grades == [0, 3, nan]


class TestValues:
    def test_a_gap_is_taken_from_the_median_to_both_sides(self) -> None:
        assert gap_to(table(v=[10.0, 20.0, None, 90.0]), **VALUES, claimed=25) == 5
        assert gap_to(table(v=[10.0, 20.0]), **VALUES, claimed=10) == 5
        assert gap_to(table(v=[None]), **VALUES, claimed=10) == nan

    def test_as_many_years_as_are_asked_for_are_enough_and_one_fewer_is_not(self) -> None:
        tables = table(v=[30.0, 90.0, None, 20.0], year=[2019, 2017, 2020, 2018])
        assert mean_of(tables, **VALUES, last=3) == pytest.approx(140 / 3)
        assert mean_of(tables, **VALUES, last=2) == 25  # 2018 and 2019, whatever the order of rows
        assert mean_of(tables, **VALUES, last=4) == nan

    def test_a_total_of_noughts_is_nought_and_one_of_nothing_is_none(self) -> None:
        assert total_of(table(v=[0.0, None]), **VALUES) == 0
        assert total_of(table(v=[1.5, None, 2.0]), **VALUES) == 3.5
        assert total_of(table(v=[None]), **VALUES) == nan

    def test_growth_is_from_the_first_year_to_the_last_and_needs_two(self) -> None:
        assert growth_of(table(v=[30.0, 10.0, 50.0], year=[2022, 2020, 2022]), **VALUES) == 300
        assert growth_of(table(v=[8.0, 10.0], year=[2021, 2020]), **VALUES) == pytest.approx(-20)
        assert growth_of(table(v=[8.0, 10.0, None], year=[2020, 2020, 2021]), **VALUES) == nan


class TestTrends:
    ASK: ClassVar[dict[str, Any]] = {**ROWS, "column": "d"}

    def test_four_points_are_a_trend_and_three_are_none(self) -> None:
        years = ["2020", "2021", "2022", "2023"]
        assert trend(table(d=years, v=[1, 2, 3, 4]), **self.ASK, value="v") == pytest.approx(1)
        assert trend(table(d=years, v=[4.0, 3.0, 2.0, 1.0]), **self.ASK, value="v") == pytest.approx(-1)
        assert trend(table(d=years, v=[1.0, 2.0, 3.0, None]), **self.ASK, value="v") == nan
        assert trend(table(d=[*years[:3], None], v=[1, 2, 3, 4]), **self.ASK, value="v") == nan

    def test_one_pair_out_of_order_is_counted(self) -> None:
        """By hand: of six pairs five rise and one falls: (5 - 1) / 6."""
        rows = table(d=["2020", "2021", "2022", "2023"], v=[1, 2, 4, 3])
        assert trend(rows, **self.ASK, value="v") == pytest.approx(4 / 6)

    def test_what_never_changes_has_no_trend_and_one_change_makes_one(self) -> None:
        years = ["2020", "2021", "2022", "2023"]
        assert trend(table(d=years, v=[2, 2, 2, 2]), **self.ASK, value="v") == 0
        assert trend(table(d=years, v=[2, 2, 2, 3]), **self.ASK, value="v") > 0

    @pytest.mark.parametrize(("weak", "share"), [(-0.1, 100), (0.0, 100), (0.1, 0)])
    def test_a_trend_as_weak_as_is_allowed_counts_as_a_rise(self, weak: float, share: float) -> None:
        rows = table(d=["2020", "2021", "2022", "2023"], v=[2, 2, 2, 2])
        assert trends_rising(rows, **self.ASK, values="v", weak=weak) == share

    def test_measures_that_cannot_be_computed_are_in_no_share(self) -> None:
        rows = table(d=["2020", "2021", "2022", "2023"], v=[1, 2, 3, 4], w=[1.0, None, None, None], u=[4, 3, 2, 1])
        assert trends_rising(rows, **self.ASK, values="v;w;u", weak=0.3) == 50
        assert trends_rising(rows, **self.ASK, values="v;w", weak=0.3) == 100
        assert trends_rising(rows, **self.ASK, values="w", weak=0.3) == nan

    def test_a_list_counts_its_items_and_a_span_both_its_days(self) -> None:
        rows = pd.DataFrame(
            {
                "who": ["A", "A;B;C", None],
                "start": ["2019-05-01", "2019-12-31", "2020-05"],
                "end": ["2019-05-01", "2020-01-01", "2020-05-03"],
            }
        )
        assert measure_values(rows, "count:who").tolist() == [1, 3, nan]
        assert measure_values(rows, "days:start:end").tolist() == [1, 2, nan]
        assert measure_values(rows.assign(end="2020"), "days:start:end").isna().all()


class TestEvents:
    """Windows of 30 days around 1 July 2025: 1 to 30 June, and 2 to 31 July."""

    ASK: ClassVar[dict[str, Any]] = {"day": "2025-07-01", "days": 30.0}

    @pytest.mark.parametrize(
        ("day", "counts"),
        [
            ("2025-05-31", 0), ("2025-06-01", -3), ("2025-06-30", -3), ("2025-07-01", 0), ("2025-07-02", 3),
            ("2025-07-31", 3), ("2025-08-01", 0), ("2025-06", -3), ("2025-07", 0), ("2025", 0),
        ],
    )  # fmt: skip
    def test_the_first_and_the_last_day_of_a_window_count_and_the_day_itself_does_not(
        self, day: str, counts: float
    ) -> None:
        tables = events(("2025-06-15", 1), ("2025-07-15", 1), (day, 3))
        assert change_of_balance(tables, **self.ASK, as_of="2026-06-30") == counts

    @pytest.mark.parametrize(("as_of", "change"), [("2025-07-31", 3), ("2025-07-30", nan)])
    def test_a_window_is_over_on_its_last_day(self, as_of: str, change: float) -> None:
        tables = events(("2025-06-15", -1), ("2025-07-15", 2))
        assert change_of_balance(tables, **self.ASK, as_of=as_of) == change

    @pytest.mark.parametrize("day", ["2025-06-15", "2025-07-15"])
    def test_a_window_without_events_cannot_tell(self, day: str) -> None:
        assert change_of_balance(events((day, 1)), **self.ASK, as_of="2026-06-30") == nan

    def test_a_year_in_balance_is_no_year_of_progress(self) -> None:
        tables = events(("2015", 1), ("2015", -1), ("2016-01", 2), ("2016-02", -1))
        assert years_of_progress(tables, first=2015, last=2016) == 50

    def test_half_of_the_years_are_enough_and_fewer_are_not(self) -> None:
        tables = events(("2015", 1), ("2016", 1), ("2019", -1))
        assert years_of_progress(tables, first=2015, last=2018) == 100
        assert years_of_progress(tables, first=2014, last=2018) == nan
        assert years_of_progress(tables, first=2015, last=2019) == pytest.approx(200 / 3)
        assert years_of_progress(tables, first=2016, last=2019) == 50

    def test_a_balance_lies_between_setbacks_alone_and_progress_alone(self) -> None:
        every = "weight_1_3>=1"
        assert net_balance_of(events(("2015", 3), ("2015", 1)), where=every) == 1
        assert net_balance_of(events(("2015", -2)), where=every) == -1
        assert net_balance_of(events(("2015", 3), ("2015", -1)), where=every) == 0.5
        assert net_balance_of(events(("2015", 3)), where="weight_1_3>3") == nan


class TestArms:
    ASK: ClassVar[dict[str, Any]] = {"recipient": "IND", "window": 2.0, "first": 2002.0, "last": 2004.0}

    @staticmethod
    def transfers(*rows: tuple[int, str, float]) -> dict[str, pd.DataFrame]:
        frame = pd.DataFrame(rows, columns=["year", "supplier", "tiv_m"]).assign(recipient="IND", edition=2025)
        return {"arms_transfers": frame}

    TWO: ClassVar[list[tuple[int, str, float]]] = [
        (2001, "RUS", 8.0),
        (2002, "USA", 2.0),
        (2003, "RUS", 5.0),
        (2004, "USA", 5.0),
    ]

    def test_shares_and_suppliers_are_those_of_whole_windows(self) -> None:
        """By hand: 80 and 20 per cent are 1/0.68 suppliers, 50 and 50 are 2; of 30 points lost 30 went to one."""
        tables = self.transfers(*self.TWO)
        assert ratio_of_suppliers(tables, **self.ASK) == pytest.approx(2 * 0.68)
        assert share_of_loss(tables, **self.ASK, loser="RUS", supplier="USA") == pytest.approx(100)
        assert share_of_loss(tables, **self.ASK, loser="RUS", supplier="FRA") == 0

    def test_half_a_point_lost_is_a_loss(self) -> None:
        """By hand: 50 per cent, then 49.5; the other of the two has the half point."""
        little = self.transfers((2001, "RUS", 500), (2002, "USA", 500), (2003, "RUS", 495), (2004, "USA", 505))
        assert share_of_loss(little, **self.ASK, loser="RUS", supplier="USA") == pytest.approx(100)

    def test_who_lost_nothing_has_no_loss_to_share(self) -> None:
        same = self.transfers((2001, "RUS", 5), (2002, "USA", 5), (2003, "RUS", 5), (2004, "USA", 5))
        assert share_of_loss(same, **self.ASK, loser="RUS", supplier="USA") == nan
        assert share_of_loss(same, **self.ASK, loser="FRA", supplier="USA") == nan
        assert share_of_loss(self.transfers(*self.TWO), **self.ASK, loser="USA", supplier="RUS") == nan

    @pytest.mark.parametrize("window", [{"first": 2001.0}, {"first": 2004.0, "last": 2006.0}])
    def test_a_window_that_the_table_does_not_cover_cannot_tell(self, window: dict[str, float]) -> None:
        ask = {**self.ASK, **window}
        assert ratio_of_suppliers(self.transfers(*self.TWO), **ask) == nan
        assert share_of_loss(self.transfers(*self.TWO), **ask, loser="RUS", supplier="USA") == nan


class TestGraph:
    EDGES = pd.DataFrame(
        [
            ("a", "fuel", "capability"),
            ("fuel", "sortie", "activity"),
            ("b", "maps", "capability"),
            ("b", "fuel", "capability"),
        ],
        columns=["source_node", "target_node", "target_kind"],
    )
    TEXTS = pd.DataFrame({"id": ["a", "b"], "parties": "IND;USA"})

    def test_a_use_counts_once_and_only_where_a_path_leads_to_it(self) -> None:
        graded = pd.DataFrame({"activity": ["sortie", "elsewhere"], "grade": "use"})
        tables = {"enablement": self.EDGES, "judgements/agreement_uses": graded}
        assert uses_enabled(tables, agreements="a;b", grade="use") == 1
        assert uses_enabled(tables, agreements="a;none", grade="use") == 1
        assert uses_enabled(tables, agreements="a", grade="claimed") == 0
        assert uses_enabled(tables, agreements="none", grade="use") == nan

    def test_a_share_is_of_all_that_the_two_states_have(self) -> None:
        tables = {"enablement": self.EDGES, "agreements": self.TEXTS}
        assert share_enabled(tables, agreements="a", parties="IND;USA", kind="capability") == 50
        assert share_enabled(tables, agreements="b", parties="IND;USA", kind="capability") == 100
        assert share_enabled(tables, agreements="b", parties="IND;USA", kind="platform") == nan
        assert share_enabled(tables, agreements="none", parties="IND;USA", kind="capability") == nan
        assert share_enabled(tables, agreements="a", parties="IND;FRA", kind="capability") == nan


def test_a_finding_with_one_end_missing_keeps_the_other() -> None:
    found = {"findings": pd.DataFrame({"key": ["a.b"], "value": [2], "low": [None], "high": [3.5]})}
    estimate = finding_value(found, finding="a.b")
    assert (float(estimate), estimate.high) == (2.0, 3.5)
    assert math.isnan(estimate.low)
