"""First and last days, years and draws that count: on the very end, one before it and one after it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ties.analysis.alignment import period_labels, shared_memberships
from ties.analysis.arms.arsenal import simulate_arsenal
from ties.analysis.arms.concentration import window_sensitivity
from ties.analysis.arms.durations import spells
from ties.analysis.arms.engines import delivery_pace, engine_balance
from ties.analysis.arms.inventory import units_in_service
from ties.analysis.arms.ladder import place_on_ladder
from ties.analysis.arms.notifications import notification_outcomes
from ties.analysis.arms.register_waits import register_spells
from ties.analysis.arms.shift_share import share_change_by_supplier, split_share_change
from ties.analysis.arms.stock_crossings import year_on_curve, year_under
from ties.analysis.arms.transfer import step_days
from ties.analysis.balance.deflate import fiscal_start, to_constant
from ties.analysis.balance.grades import grade_initiatives
from ties.analysis.balance.risk import open_risks
from ties.analysis.balance.spending import break_even_share, coalition_ratio, last_common_year
from ties.analysis.balance.tariffs import duty_spells
from ties.analysis.events.crises import crisis_months, last_start
from ties.analysis.events.designations import listed_spells
from ties.analysis.events.event_study import change_after, event_study, monthly_counts, single_changes
from ties.analysis.events.followup import followed, trail
from ties.analysis.events.net_balance import coverage_sensitivity, signed_events, unrecorded_setbacks
from ties.analysis.events.partner_grid import partner_grid, signed_before
from ties.analysis.events.rate_readings import covers, first_year
from ties.analysis.events.signatures import signature_lag, signed_by
from ties.analysis.events.tempo import add_missing, gaps, yearly_counts
from ties.analysis.events.uses import dated_uses
from ties.analysis.networks.enablement import can_lapse, running, support_graph
from ties.analysis.networks.exercise_complexity import size_trend
from ties.analysis.networks.exercise_rows import begun, described, in_periods, periods
from ties.analysis.networks.exercises import exercise_network, strength
from ties.analysis.networks.membership import leading_since, membership_bounds
from ties.analysis.networks.supply_network import growth, old_links
from ties.analysis.sensitivity import given_data_sensitivity

DAY = "2026-06-30"
AROUND = ["2026-06-29", "2026-06-30", "2026-07-01"]  # one before the last day that counts, the day, one after


def counted(rows: pd.DataFrame) -> list[str]:
    return rows["id"].tolist()


def around(column: str, **others: object) -> pd.DataFrame:
    return pd.DataFrame({"id": ["before", "day", "after"], column: AROUND, **others})


def deals(stage: str) -> pd.DataFrame:
    dates = {name: None for name in ("announced", "contracted", "first_delivery", "completed") if name != stage}
    return around(stage, **dates).assign(
        platform="p", supplier="FRA", category="aircraft", route="buy", status="contracted", value_usd_m=1.0,
        sources="s", announced_basis="tender", quantity=2.0,
    )  # fmt: skip


def test_what_is_of_the_last_day_counts_and_what_is_of_the_next_does_not():
    both = {"parties": "IND;USA", "expires": None, "status": "in_force", "supersedes": None}
    signed = around("signed", **both)
    assert running(signed, DAY) == ["before", "day"]
    forms = pd.DataFrame({"id": signed["id"], "form": "pact"})
    assert counted(signed_by(signed, forms, focal="IND", partner="USA", as_of=DAY)) == ["before", "day"]
    none = pd.DataFrame({"deal": [], "rung": []})
    routes = pd.DataFrame({"route": ["buy"], "rung": ["buy"]})
    assert counted(place_on_ladder(deals("contracted"), routes, none, DAY)) == ["before", "day"]
    started = around("started", name="n", kind="k", objective="o", outputs="u", sources="s")
    grades = pd.DataFrame({"initiative": started["id"], "grade": "talk", "material": "no", "reason": "r"})
    assert counted(grade_initiatives(started, grades, DAY).sort_values("started")) == ["before", "day"]
    assert counted(begun(around("start"), DAY)) == ["before", "day"]
    events = around("date", direction="progress", weight_1_3=[2, 1, 1])
    assert counted(signed_events(events, until=DAY)) == ["before", "day"]
    assert counted(trail(events, since="2026-06-28", as_of=DAY, weight=1)) == ["before", "day"]
    assert counted(trail(events, since="2026-06-29", as_of=DAY, weight=1)) == ["day"]
    assert counted(trail(events, since="2026-06-28", as_of=DAY, weight=2)) == ["before"]
    assert step_days(around("date", step="s"), DAY)["step"].tolist() == ["s", "s", "open"]
    assert gaps(around("date")["date"], as_of=DAY)["days"].tolist() == [1, 0]
    assert yearly_counts(around("date")["date"], start_year=2026, end_year=2026, as_of=DAY)["count"].tolist() == [2]
    assert len(listed_spells(around("date", country=list("abc"), list="x", status="listed"), DAY)) == 2
    assert duty_spells(around("date", kind="in_force", low=1, high=1), DAY)["days"].tolist() == [1, 1]
    sent = around("notified", deal=None, replaced_by=None)
    assert counted(notification_outcomes(sent, deals("contracted"), DAY)) == ["before", "day"]


@pytest.mark.parametrize(("day", "is_there"), [("2026-06-29", False), ("2026-06-30", True), ("2026-07-01", True)])
def test_what_happens_on_a_day_has_happened_on_that_day(day, is_there):
    formal = pd.DataFrame({"participants": ["USA;IND"], "date": ["2026-06-30"]})
    assert covers(formal, focal="IND", partner="USA", as_of=day) is is_there
    grid = partner_grid(
        pd.DataFrame({"id": ["a"], "parties": "IND;USA", "kind": "logistics", "signed": "2026-06-30", "expires": None,
                      "status": "in_force", "supersedes": None, "sources": "s"}), hub="USA", as_of=day,
    )  # fmt: skip
    assert grid.set_index("kind").loc["logistics", "state"] == ("signed" if is_there else "open")
    waits = spells(deals("contracted").iloc[[1]].assign(announced="2026-01-01"), "announced", "contracted", day)
    assert waits["event"].tolist() == [is_there]
    notice = pd.DataFrame({"id": ["n"], "deal": ["day"], "notified": ["2020"], "replaced_by": None})
    row = notification_outcomes(notice, deals("contracted"), day)["outcome"].item()
    assert row == ("contracted" if is_there else "no contract found")


def test_a_wait_between_two_stages_has_its_shortest_its_longest_and_its_middle():
    """By hand: announced in 2020, signed in 2022: from 365 to 1095 days, the middle 730."""
    table = deals("contracted").iloc[[0]].assign(announced="2020", contracted="2022")
    row = spells(table, "announced", "contracted", DAY).iloc[0]
    assert (row[["shortest", "longest", "years"]] * 365.25).tolist() == pytest.approx([366 - 1, 1095, 730], abs=1)
    left = spells(table.assign(announced="2027"), "announced", "contracted", DAY)
    assert left.attrs["left_out"] == {"that start after the as-of date": 1}
    same = spells(table.assign(announced="2022"), "announced", "contracted", DAY).iloc[0]
    assert same["shortest"] == 0


def test_what_ends_on_the_last_day_is_over():
    ended = around("expires", parties="IND;USA", signed="2010", status="in_force", supersedes=None)
    assert running(ended, DAY) == ["after"]
    assert counted(open_risks(around("until", since=None), DAY)) == ["after"]
    assert counted(open_risks(around("since", until=None), DAY)) == ["before", "day"]
    assert counted(open_risks(pd.DataFrame({"id": ["a"], "since": [None], "until": [None]}), DAY)) == ["a"]


def test_half_of_the_agreements_named_are_no_cover_and_more_are():
    edges = pd.DataFrame(
        [(name, "agreement", f"thing of {name}", "capability", "provides", "high") for name in "abc"],
        columns=["source_node", "source_kind", "target_node", "target_kind", "relation", "confidence"],
    )
    relations = pd.DataFrame({"relation": ["provides"], "meaning": ["support"]})
    agreements = pd.DataFrame({"id": list("abcdef"), "parties": "IND;USA", "signed": "2010", "expires": None,
                               "status": "in_force", "supersedes": None})  # fmt: skip
    forms, sides = pd.DataFrame({"id": [], "form": []}), {"focal": "IND", "partner": "USA", "as_of": DAY}
    graph = support_graph(edges, agreements, relations, as_of=DAY)
    assert can_lapse(graph, agreements, forms, **sides) == []
    assert can_lapse(graph, agreements.head(5), forms, **sides) == ["a", "b", "c"]
    two = support_graph(edges.head(2), agreements, relations, as_of=DAY)
    assert can_lapse(two, agreements.head(3), forms, **sides) == ["a", "b"]


def test_a_saying_is_met_after_its_day_until_its_last_and_late_after_that():
    sayings = pd.DataFrame({"table": "talks", "where": [f"kind={kind}" for kind in "abcde"], "column": "date",
                            "since": "2025-01-01", "due": ["2025-12-31"] * 3 + [DAY, "2026-06-29"]})  # fmt: skip
    talks = pd.DataFrame({"id": list("stu"), "kind": list("abc"), "date": ["2025-01-01", "2025-12-31", "2026-01-01"]})
    table = followed(sayings, {"talks": talks}, as_of=DAY)
    assert table["status"].tolist() == ["overdue", "came", "came late", "open", "overdue"]
    assert table["days"].fillna(-1).tolist() == [-1, 364, 365, -1, -1]


def test_the_stock_is_retired_only_after_the_last_delivery():
    """In 2005 the stock falls while 40 come: no retirement; that of 2000 leaves in 2010 and is replaced."""
    lives = pd.DataFrame({"low": [10.0], "mode": [10.0], "high": [10.0]}, index=["tank"])
    columns = ["origin", "platform_class", "year", "tiv_m"]
    cohorts = pd.DataFrame([("RUS", "tank", 2000, 60.0), ("other", "tank", 2005, 40.0)], columns=columns)
    early = pd.DataFrame([("RUS", "tank", 1995, 100.0), ("other", "tank", 1995, 100.0)], columns=columns)
    fixed = {"soviet_share_before": 0.6, "life_correlation": 0, "class_correlation": 0, "indian_share_stock": 0.2,
             "indian_share_new": 0.5, "russian_share_new": 0.25, "replacement_rate": 1}  # fmt: skip
    assumed = pd.DataFrame([(k, v, v, v) for k, v in fixed.items()], columns=["name", "low", "mode", "high"])
    options = {"origin": "RUS", "first_year": 2000, "last_year": 2012}
    arsenal = simulate_arsenal(cohorts, early, lives, assumed, draws=1, **options)
    assert arsenal.years.tolist() == list(range(2000, 2013))
    assert arsenal.retired[0].tolist() == pytest.approx([0] * 10 + [75, 0, 0])
    assert arsenal.added[0].tolist() == pytest.approx([0] * 10 + [75, 0, 0])
    assert arsenal.drawn["replacement_rate"].tolist() == [1]
    none = simulate_arsenal(cohorts, early, lives, assumed, draws=1, replacement_scale=0.0, **options)
    assert not none.added.any()
    for wrong in ({"draws": 0}, {"replacement_scale": -0.1}):
        with pytest.raises(ValueError, match="scale of replacement"):
            simulate_arsenal(cohorts, early, lives, assumed, **options, **wrong)
    with pytest.raises(ValueError, match=r"missing: \['soviet_share_before'\]; not in ascending order: \[\]"):
        simulate_arsenal(cohorts, early, lives, assumed.iloc[1:], **options)
    with pytest.raises(ValueError, match=r"missing: \[\]; not in ascending order: \['replacement_rate'\]"):
        simulate_arsenal(cohorts, early, lives, assumed.assign(high=[*assumed["high"][:-1], 0.5]), **options)


def test_a_count_may_miss_the_interval_by_half_a_unit():
    lives = pd.DataFrame({"low": [50.0], "mode": [50.0], "high": [50.0]}, index=["tank"])
    register = pd.DataFrame({"id": ["a"], "delivered_number": [10], "delivery_years": ["2000;2020;2021"]})
    items = pd.DataFrame({"inventory_id": ["t"], "register_ids": ["a"], "platform_class": ["tank"]})
    inside = {}
    for total in (6.0, 6.2, 7.1, 7.3):  # two of three deliveries have come: 6.67
        counts = pd.DataFrame({"id": ["t"], "system_class": ["tanks"], "as_of": ["2020-06"], "total": [total]})
        row = units_in_service(register, lives, items, counts, correlation=(0, 0, 0), draws=2, seed=1).iloc[0]
        inside[total] = bool(row["inside"])
    assert inside == {6.0: False, 6.2: True, 7.1: True, 7.3: False}
    assert row["delivered"] == pytest.approx(20 / 3)


def test_a_share_at_the_threshold_is_not_under_it():
    years = np.arange(2021, 2024)
    assert year_under(np.array([[0.6, 0.5, 0.4]]), years, 0.5).tolist() == [2023]
    curve = pd.DataFrame({"year": [2023, 2021, 2022], "share": [0.4, 0.6, 0.5]})
    assert year_on_curve(curve, 0.5) == 2022
    assert year_on_curve(curve, 0.4) is None
    assert year_on_curve(curve, 0.7) is None


def test_waits_of_the_register_start_in_the_first_year_asked_for():
    register = pd.DataFrame({"recipient": "IND", "order_year": [1991, 1992, 2026], "order_year_estimated": "no",
                             "delivery_years": ["1995", "1993", None], "edition": "2026"})  # fmt: skip
    waits = register_spells(register, "IND", since=1992)
    assert waits[["years", "shortest", "longest"]].to_numpy().tolist() == [[1, 0, 2]]
    assert waits.attrs == {"start": "contracted", "end": "first_delivery", "left_out": {}}
    equal = register_spells(register.assign(delivery_years=None, order_year=[2025, 2024, 2026]), "IND", since=1992)
    assert equal["years"].tolist() == [0.5, 1]
    assert not equal["event"].any()
    with pytest.raises(ValueError, match="since 1991"):
        register_spells(register, "IND", since=1991)


def test_shares_change_between_windows_that_do_not_overlap():
    """Windows of two years to 2001, 2002 and 2003: the first and the last do not overlap."""
    rows = [(2000, 2001, "A", 30.0), (2000, 2001, "B", 10.0), (2001, 2002, "A", 1.0), (2002, 2003, "A", 10.0),
            (2002, 2003, "C", 30.0)]  # fmt: skip
    shares = pd.DataFrame(rows, columns=["period_start", "period_end", "supplier", "tiv_m"]).assign(edition=1)
    table = share_change_by_supplier(shares, "A", ["B"])
    assert table.index.tolist() == [0, 1, 2]
    assert table["base_start"].unique().tolist() == [2000]
    assert table[["base_end", "last_start", "last_end"]].drop_duplicates().to_numpy().tolist() == [[2001, 2002, 2003]]
    assert table["before_tiv_m"].tolist() == [30, 10, 0]
    assert table["after_tiv_m"].tolist() == [10, 0, 30]
    assert table["points"].sum() == pytest.approx(25 - 75)
    assert table["change_points"].tolist() == pytest.approx([-50] * 3)
    longer = pd.concat([shares, shares.tail(2).assign(period_start=2004, period_end=2005)])
    assert share_change_by_supplier(longer, "A", ["B"])["base_end"].unique().tolist() == [2001, 2003]
    assert share_change_by_supplier(longer, "A", ["B"]).index.tolist() == list(range(6))
    with pytest.raises(ValueError, match="only one window"):
        share_change_by_supplier(shares.tail(2), "A", [])


def test_a_switch_through_a_total_of_nothing_counts_as_no_share():
    """From A alone to B alone, by hand: half of the ways pass through nothing, where A has no share."""
    before, after = pd.Series({"A": 4.0, "B": 0.0}), pd.Series({"A": 0.0, "B": 4.0})
    assert split_share_change(before, after, "A").tolist() == [-75, -25]
    for one, other in ((before * 0, after), (before, after * 0), (before - 1, after), (before, after - 1)):
        with pytest.raises(ValueError, match="must not be negative"):
            split_share_change(one, other, "A")


def test_a_window_as_long_as_the_period_is_the_longest():
    rows = pd.DataFrame({"recipient": "IND", "supplier": ["A", "B", "A"], "year": [2000, 2001, 2002],
                         "tiv_m": [1.0, 2.0, 1.0], "edition": 1})  # fmt: skip
    table = window_sensitivity(rows, "IND", "A", range(1, 9), start_year=2000, end_year=2002)
    assert table["window"].tolist() == [1, 2, 3]
    assert table["peak_pct"].tolist() == pytest.approx([100, 100 / 3, 50])
    assert table["peak_period_end"].tolist() == [2000, 2001, 2002]
    assert window_sensitivity(rows, "IND", "C", range(1, 2), start_year=2000, end_year=2002)["peak_pct"].item() == 0


def test_pace_is_counted_from_the_first_delivery_to_the_last():
    """Ten after the first in 730 days; the ends of the exact interval are 4.795 and 18.39 of ten."""
    came = pd.DataFrame({"deal": "day", "date": ["2024-06-30", "2026-06-30", "2026-07-01"], "delivered": [3, 13, 14]})
    balance = engine_balance(deals("contracted"), came, ["day", "after"], DAY)
    assert balance["engines"].tolist() == [3, 13, 2]
    pace = delivery_pace(balance)
    assert pace["years"] == pytest.approx(730 / 365.25)
    assert [pace[name] * pace["years"] for name in ("low", "rate", "high")] == pytest.approx(
        [4.795, 10, 18.39], rel=1e-3
    )
    assert np.isnan(delivery_pace(balance.iloc[1:])["rate"])
    still = delivery_pace(balance.assign(engines=3).head(2))
    assert (still["rate"], still["low"]) == (0, 0)
    assert still["high"] * still["years"] == pytest.approx(-np.log(0.025))


def test_fiscal_years_turn_the_century_and_base_years_divide():
    assert fiscal_start(pd.Series(["1999-00", "2009-10"])).tolist() == [1999, 2009]
    for wrong in ("1999-01", "2009-09", "2009-2010", "09-10"):
        with pytest.raises(ValueError, match="not a fiscal year"):
            fiscal_start(pd.Series([wrong]))
    values = to_constant(pd.Series({2000: 10.0, 2001: 30.0}), pd.Series({2000: 100.0, 2001: 150.0}), 2000)
    assert values.tolist() == [10, 20]


def test_shares_of_spending_lie_between_none_and_all():
    spent = pd.DataFrame({"country": ["CHN", "IND", "USA"], "year": 2024, "amount": [300.0, 90.0, 900.0]})
    sides = {"rival": "CHN", "members": ["IND"]}
    assert coalition_ratio(spent, **sides)["ratio"].tolist() == [0.3]
    assert coalition_ratio(spent, lead_share=1, **sides)["ratio"].tolist() == [3.3]
    assert break_even_share(spent, rival_share=1, **sides)["share"].tolist() == pytest.approx([210 / 900])
    assert break_even_share(spent, rival_share=0, **sides)["share"].tolist() == pytest.approx([-0.1])
    for wrong in (-0.01, 1.01):
        with pytest.raises(ValueError, match="not between 0 and 1"):
            coalition_ratio(spent, lead_share=wrong, **sides)
        with pytest.raises(ValueError, match="not between 0 and 1"):
            break_even_share(spent, rival_share=wrong, **sides)
    assert last_common_year(pd.concat([spent, spent.head(2).assign(year=2025)]), ["CHN", "USA"]) == 2024


def test_months_at_the_ends_are_counted_and_windows_may_touch_them():
    counts = monthly_counts(pd.Series(["2020-01-01", "2020-03-31", "2019-12-31", "2020-04-01"]), first="2020-01",
                            last="2020-03")  # fmt: skip
    assert counts.tolist() == [1, 0, 1]
    values = np.arange(6.0) ** 2
    assert change_after(values, np.array([2]), window=2, lag=2).tolist() == [16 + 25 - 0 - 1]
    for at in (1, 3):
        with pytest.raises(ValueError, match="leaves"):
            change_after(values, np.array([at]), window=2, lag=2)
    assert last_start(DAY, window=12, lag=3) == "2025-04"
    months = pd.period_range("2000-01", periods=6, freq="M")
    table = event_study(pd.DataFrame({"x": values}, index=months), ["2000-03", "2000-04"], windows=[2], lags=[1],
                        draws=4, seed=1, start="2000-01")  # fmt: skip
    assert table["change"].item() == ((9 + 16 - 0 - 1) + (16 + 25 - 1 - 4)) / 2
    assert table["p"].item() == 1  # the only placebo months are the two themselves
    single = single_changes(pd.DataFrame({"x": values}, index=months), ["2000-03"], window=2, lag=1, start="2000-01")
    assert single[["before", "after", "change"]].to_numpy().tolist() == [[1, 25, 24]]
    assert single[["low", "high"]].to_numpy().ravel() == pytest.approx([24 + 0.025 * 12, 24 + 0.975 * 12])


def test_two_crises_are_enough_and_the_last_month_counts():
    incidents = pd.DataFrame({"id": ["a", "b"], "date": ["2013-04-15", "2020-06-15"]})
    crises = pd.DataFrame({"incident": ["a", "b"], "set": "main"})
    assert crisis_months(incidents, crises, until="2020-06") == ["2013-04", "2020-06"]
    with pytest.raises(ValueError, match="1 of 2"):
        crisis_months(incidents, crises, until="2020-05")


def test_recent_years_begin_with_the_first_and_are_thinned_to_the_earlier_rate():
    """Earlier: 4 in the four years 2010-13, so one a year; recent: 6 in the two years 2025-26, thinned to 2."""
    events = pd.DataFrame({"year": [2010, 2011, 2012, 2013] + [2025] * 3 + [2026] * 3,
                           "sign": [1.0, 1, 1, -1] + [-1.0] * 5 + [1],
                           "weight": [1.0, 2, 3, 3, 3, 2, 1, 1, 1, 3], "confidence": "high"})  # fmt: skip
    table = coverage_sensitivity(events, 2025).set_index("reading")
    assert table.loc["thinned", ["earlier_n", "recent_n", "earlier"]].tolist() == [4, 2, 0.5]
    assert table.loc["thinned", "recent"] == 0  # in a third of the pairs the one progress is drawn
    assert table["earlier_n"].tolist() == [4, 4, 3, 2, 4, 4]
    assert table["recent_n"].tolist() == [6, 6, 3, 2, 6, 2]
    assert table["earlier"].tolist() == pytest.approx([1 / 2, 3 / 9, 1 / 3, 0, 1 / 2, 1 / 2])
    assert table.loc["weighted", "recent"] == pytest.approx((3 - 8) / 11)
    dense = events.iloc[[4, 5, 6, 7, 8, 9, 3, 2]].assign(year=[2010] * 6 + [2026] * 2)
    assert coverage_sensitivity(dense, 2026).set_index("reading").loc["thinned", "recent_n"] == 2
    sparse = events.assign(year=[1910, 1930, 1960, 2013] + [2026] * 6)
    assert coverage_sensitivity(sparse, 2026).set_index("reading").loc["thinned", "recent_n"] == 1
    factor = unrecorded_setbacks(events, 2026, draws=1)
    assert factor[0] == pytest.approx((3 / 4) * (2 / 1))
    assert len(factor) == 2


def test_equal_middles_are_neither_before_nor_after():
    table = pd.DataFrame({"low": [-1.0, -1.0, -2.0], "high": [1.0, 2.0, 1.0]})
    assert signed_before(table).index.tolist() == [1]
    assert signed_before(table, later=True).index.tolist() == [2]


def test_the_first_year_of_a_rate_is_the_first_with_a_date():
    formal = pd.DataFrame({"date": ["2005-01", "2003"]})
    assert [first_year(formal, year) for year in (2000, 2003, 2004)] == [2003, 2003, 2004]


def test_a_draft_of_the_last_day_counts_and_a_signature_after_it_does_not():
    agreements = pd.DataFrame({"id": ["a", "b"], "parties": "IND;USA", "signed": ["2026-06-30", "2026-07-01"],
                               "short_name": "n", "kind": "k", "sources": "s"})  # fmt: skip
    lineage = pd.DataFrame({"agreement": ["a", "b", "b"], "drafted": ["2025-06-30", "2025-06-30", "2026-07-01"],
                            "trace": "t", "sources": "u"})  # fmt: skip
    table = signature_lag(agreements, lineage, focal="IND", partner="USA", as_of=DAY).set_index("id")
    assert table["is_signed"].to_dict() == {"a": True, "b": False}
    assert table["low"].tolist() == pytest.approx([365 / 365.2425] * 2)
    assert table["sources"].tolist() == ["s;u", "s;u"]


def test_years_between_a_signature_and_a_use_are_those_of_their_middles():
    agreements = pd.DataFrame({"id": ["a"], "signed": ["2020-01-01"], "expires": None, "status": "in_force",
                               "supersedes": None})  # fmt: skip
    edges = pd.DataFrame(
        [("a", "agreement", name, "activity", "shown", "high", "s") for name in ("after", "day", "year", "earlier")],
        columns=["source_node", "source_kind", "target_node", "target_kind", "relation", "confidence", "sources"],
    )
    dates = pd.DataFrame({"activity": ["after", "day", "year", "earlier"], "grade": "use",
                          "date": ["2026-07-01", "2026-06-30", "2021", "2019-12-31"], "agreement": None,
                          "sources": "d"})  # fmt: skip
    relations = pd.DataFrame({"relation": ["shown"], "meaning": ["use"]})
    found = dated_uses(edges, agreements, relations, dates, as_of=DAY).set_index("activity")
    assert found.index.tolist() == ["earlier", "year", "day"]
    assert found["grade"].tolist() == ["earlier", "use", "use"]
    assert (found["years"] * 365.2425).tolist() == pytest.approx([-1, 366 + 182, 2372], abs=0.5)


def test_missing_meetings_are_spread_over_the_years_from_first_to_last():
    counts = pd.DataFrame({"year": [2000, 2001, 2002, 2003], "count": [1, 1, 1, 1]})
    more = add_missing(counts, pd.DataFrame({"first_year": [2001], "last_year": [2002], "missing": [3]}))
    assert more["count"].tolist() == [1, 2.5, 2.5, 1]


def test_periods_hold_their_first_and_last_year_and_the_oldest_takes_the_rest():
    years = pd.Series([1999, 2000, 2002, 2003, 2004, 2008, 2009], index=list("abcdefg"))
    labels = periods(years, first=2000, last=2008, length=3)
    assert labels.fillna("").tolist() == [
        "", "2000-2002", "2000-2002", "2003-2005", "2003-2005", "2006-2008", "",
    ]  # fmt: skip
    assert labels.index.tolist() == list("abcdefg")
    assert periods(pd.Series([2000, 2001, 2002]), first=2000, last=2002, length=2).tolist() == ["2000-2002"] * 3
    assert periods(pd.Series([2000]), first=2000, last=2000, length=1).tolist() == ["2000-2000"]
    for last, length in ((2000, 0), (2001, 3)):
        with pytest.raises(ValueError, match="no room"):
            periods(years, first=2000, last=last, length=length)
    assert period_labels(pd.Series([1999, 2000, 2004, 2005]), start=2000, length=5).fillna("").tolist() == [
        "", "2000-2004", "2000-2004", "2005-2009",
    ]  # fmt: skip


def test_exercises_have_their_days_states_and_period():
    rows = around("start", participants=["IND;USA", "IND", "IND;USA;JPN"], personnel=["10", None, "20"])
    table = described(rows.assign(end=pd.Series(["2026-07-01", None, "2026-07"], dtype="string")))
    assert table["days"].fillna(-1).tolist() == [3, -1, -1]
    assert table["states"].tolist() == [2, 1, 3]
    inside = in_periods(rows.assign(end=None, start=["2019", "2020", "2026-07-01"]).astype({"end": "str"}),
                        years=(2020, 2026), period_years=7, as_of=DAY)  # fmt: skip
    assert inside["period"].tolist() == ["2020-2026"]
    alone = rows.assign(series="s", domain="naval", participants_complete="yes").iloc[[1]]
    graph = exercise_network(alone)
    assert (list(graph), graph.number_of_edges()) == (["IND"], 0)
    assert strength(graph, "IND").empty
    assert strength(graph, "USA").columns.tolist() == strength(exercise_network(rows.assign(
        series="s", domain="naval", participants_complete="yes")), "IND").columns.tolist()  # fmt: skip


def test_a_trend_of_sizes_needs_four_and_its_ends_are_the_medians_of_the_halves():
    table = pd.DataFrame({"year": [2004, 2000, 2001, 2002, 2003], "days": [50.0, 10, 20, 30, 40]})
    trend = size_trend(table, "days")
    assert (trend["n"], trend["first"], trend["last"], trend["slope"], trend["tau"]) == pytest.approx(
        (5, 15, 45, 10, 1)
    )
    assert size_trend(table.iloc[1:], "days")["slope"] == pytest.approx(10)
    assert np.isnan(size_trend(table.iloc[2:], "days")["slope"])


def test_a_member_belongs_in_the_year_it_joins_and_not_in_the_year_it_leaves():
    rows = pd.DataFrame({"grouping": "g", "country": ["IND", "USA"], "joined": ["2000-12-31", "1999"],
                         "left": [None, "2002-12-31"], "role": "member"})  # fmt: skip
    shared = shared_memberships(rows, "IND", ["USA"], [1999, 2000, 2001, 2002])["value"]
    assert shared.tolist() == [0, 1, 1, 0]
    groupings = pd.DataFrame(
        {"grouping": ["g"], "founded": 1990, "ended": None, "known_by": None, "covers_all": "yes"}
    )
    roles = pd.DataFrame({"role": ["member"], "counts": ["full"]})
    options = {"countries": ["IND", "USA"], "start_year": 1999, "end_year": 2002, "as_of": DAY}
    table = membership_bounds(rows, groupings, roles, **options)
    assert table["low"].tolist() == [0, 1, 1, 1, 1, 1, 1, 0]
    assert table["high"].tolist() == table["low"].tolist()


def test_a_lead_lasts_to_the_end_and_equals_do_not_lead():
    rows = [("USA", 2000, 0.5, 0.5), ("USA", 2001, 0.4, 0.4), ("USA", 2002, 0.5, 0.5), ("USA", 2003, 0.6, 0.6),
            ("CHN", 2000, 0.1, 0.2), ("CHN", 2001, 0.1, 0.4), ("CHN", 2002, 0.1, 0.2)]  # fmt: skip
    data = pd.DataFrame(rows, columns=["other", "year", "low", "high"])
    assert leading_since(data, "USA") == 2002
    assert leading_since(data, "CHN") is None


def test_links_are_old_from_the_year_on_and_growth_ends_with_its_last_year():
    links = pd.DataFrame({"since": ["2018", "2019", "2020", "2024"], "foreign_country": "USA", "stage": "working"})
    assert old_links(links, 5)["since"].tolist() == ["2018", "2019"]
    table = growth(links, 2019)
    assert table.loc[table["partner"].eq("USA") & table["stage"].eq("working"), "links"].tolist() == [1, 2]


def test_equal_results_have_no_variance_to_share_and_few_draws_are_refused():
    drawn = pd.DataFrame({"a": np.arange(100.0), "fixed": 1.0})
    table = given_data_sensitivity(drawn, np.ones(100))
    assert table["name"].tolist() == ["a"]
    assert table["swing"].tolist() == [0]
    assert table["variance_share"].isna().all()
    linear = given_data_sensitivity(drawn, np.arange(100.0))
    assert linear[["lowest_fifth", "highest_fifth", "swing"]].to_numpy().tolist() == [[9.5, 89.5, 80]]
    one = given_data_sensitivity(drawn, np.where(np.arange(100) < 10, np.inf, np.arange(100.0)))
    assert np.isnan(one["variance_share"].item())
    with pytest.raises(ValueError, match="99 draws are too few for 20 bins"):
        given_data_sensitivity(drawn.head(99), np.arange(99.0))
