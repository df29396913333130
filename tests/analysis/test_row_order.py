"""The order in which tables give their rows, equals among them, and an index that counts from nought."""

from __future__ import annotations

import pandas as pd
import pytest

from ties.analysis.alignment import profile
from ties.analysis.arms.borrowed_lives import with_borrowed
from ties.analysis.arms.cohorts import early_cohorts, register_deliveries
from ties.analysis.arms.concentration import latest_edition, rolling_shares
from ties.analysis.arms.durations import date_sensitivity, kaplan_meier
from ties.analysis.arms.engines import engine_balance
from ties.analysis.arms.ladder import place_on_ladder
from ties.analysis.arms.notifications import notification_outcomes
from ties.analysis.arms.promises import delays
from ties.analysis.arms.register_waits import register_spells
from ties.analysis.arms.transfer import step_days
from ties.analysis.balance.forces import chosen_counts, latest_actual
from ties.analysis.balance.grades import grade_initiatives
from ties.analysis.balance.risk import category_scores, rank_intervals, simulate_scores
from ties.analysis.balance.spending import military_parity_break_even, spending
from ties.analysis.balance.tariffs import duty_spells, trade_shares
from ties.analysis.claim_tally import held
from ties.analysis.events.chronicle import chronicle
from ties.analysis.events.crises import sensitivity_to_crises
from ties.analysis.events.designations import listed_spells
from ties.analysis.events.followup import followed, trail
from ties.analysis.events.patrols import patrol_tests
from ties.analysis.events.signatures import signature_lag, signed_by
from ties.analysis.events.tempo import gaps
from ties.analysis.events.uses import dated_uses, use_summary
from ties.analysis.geo.place_sets import usable_places
from ties.analysis.geo.sea_reach import nearest_km
from ties.analysis.ideal_points import agreement, ideal_point_distance
from ties.analysis.networks.enablement import losses, support_graph, worst_order
from ties.analysis.networks.exercises import exercise_network, strength, without_each_series
from ties.analysis.networks.membership import share_readings, similarity_bounds
from ties.analysis.networks.supply_network import growth
from ties.analysis.sensitivity import given_data_sensitivity

AS_OF = "2026-06-30"
DEALS = pd.DataFrame(
    [("z", "2010", 1.0), ("b", "2005", 2.0), ("a", "2010", 3.0)], columns=["id", "contracted", "quantity"]
).assign(
    platform="p", supplier="FRA", category="aircraft", route="buy", status="contracted", value_usd_m=1.0, sources="s",
    announced=None, first_delivery=None, completed=None, announced_basis="tender",
)  # fmt: skip
TEXT = {"sources": "s", "confidence": "high"}


def fresh(table: pd.DataFrame) -> pd.DataFrame:
    """Check that the index counts from nought, and give the table."""
    assert table.index.tolist() == list(range(len(table)))
    return table


def mixed(**columns: object) -> pd.DataFrame:
    """Give a table whose index is neither in order nor from nought."""
    table = pd.DataFrame(columns)
    return table.set_axis([7 - 2 * i for i in range(len(table))])


def test_a_chronicle_runs_by_date_and_what_is_pending_stands_at_the_end():
    events = mixed(id=["late", "early", "twin"], date=["2025-12-01", "2025-08-01", "2025-08-01"],
                   direction="setback", summary=["L", "E", "T"], sources="s")  # fmt: skip
    settled = mixed(saying=["Meet", "Visit"], status=["open", "came"], table="talks", since="2025-07-01",
                    row=[None, "v"], sources="t", latest=pd.to_datetime([None, "2025-10-31"]))  # fmt: skip
    table = fresh(chronicle(events, settled, as_of="2025-11-01"))
    assert table["what"].tolist() == ["said", "setback", "setback", "came", "setback", "open"]
    assert table["text"].tolist() == ["Meet; Visit", "E", "T", "Visit", "L", "Meet"]
    assert table["date"].iloc[-1] == "2025-11-01"


def test_a_trail_runs_by_its_first_days_and_equals_keep_their_order():
    events = mixed(id=["c", "b", "a"], date=["2025-12-01", "2025-08", "2025-08-01"], weight_1_3=[2, 3, 1])
    assert fresh(trail(events, since="2025-07-31", as_of=AS_OF, weight=1))["id"].tolist() == ["b", "a", "c"]


def test_a_saying_is_followed_by_the_first_row_in_time():
    sayings = mixed(table=["talks"], where=["kind=call"], column=["date"], since=["2024-01-01"], due=["2025-12-31"])
    talks = mixed(id=["late", "first"], kind="call", date=["2025-02", "2025-01-05"])
    assert followed(sayings, {"talks": talks}, as_of=AS_OF)["row"].tolist() == ["first"]


def test_agreements_that_both_signed_run_by_the_middle_of_their_dates_then_by_id():
    agreements = mixed(id=["late", "b", "a"], parties="IND;USA", signed=["2020", "2016-08-29", "2016-08-29"])
    forms = pd.DataFrame({"id": ["a", "b"], "form": "pact"})
    table = fresh(signed_by(agreements, forms, focal="IND", partner="USA", as_of=AS_OF))
    assert table["id"].tolist() == ["a", "b", "late"]


def test_the_longest_lag_stands_first_then_the_id():
    agreements = mixed(
        id=["b", "a", "long"], parties="IND;USA", signed="2020-01-01", short_name="n", kind="k", **TEXT
    )
    lineage = pd.DataFrame(
        {"agreement": ["b", "a", "long", "long"], "drafted": ["2010", "2010", "2004", "2002"], "trace": list("wxyz"),
         "sources": "t"}
    )  # fmt: skip
    table = fresh(signature_lag(agreements, lineage, focal="IND", partner="USA", as_of=AS_OF))
    assert table["id"].tolist() == ["long", "a", "b"]
    assert table.loc[0, ["drafted", "latest", "trace"]].tolist() == ["2002", "2004", "z"]


def test_uses_run_by_agreement_date_and_activity_and_most_used_agreements_stand_first():
    agreements = mixed(id=["b", "a", "c"], signed="2016-08-29", short_name="n", kind="k", sources="s",
                       parties="IND;USA", expires=None, status="in_force", supersedes=None)  # fmt: skip
    rows = [("b", "agreement", "sail", "activity"), ("a", "agreement", "sail", "activity"),
            ("a", "agreement", "drill", "activity"), ("a", "agreement", "fly", "activity")]  # fmt: skip
    edges = pd.DataFrame(rows, columns=["source_node", "source_kind", "target_node", "target_kind"])
    edges = edges.assign(relation="demonstrated_in", **TEXT)
    relations = pd.DataFrame({"relation": ["demonstrated_in"], "meaning": ["use"]})
    dates = pd.DataFrame(
        {"activity": ["sail", "drill", "fly", "call"], "date": ["2020", "2019", "2019", "2021"], "grade": "use",
         "agreement": [None, None, None, "b"], "sources": "d"}
    )  # fmt: skip
    found = fresh(dated_uses(edges, agreements, relations, dates, as_of=AS_OF))
    pairs = list(zip(found["agreement"], found["activity"], strict=True))
    assert pairs == [("a", "drill"), ("a", "fly"), ("a", "sail"), ("b", "sail"), ("b", "call")]
    visibility = pd.DataFrame({"kind": ["k"], "visible": ["yes"]})
    summary = fresh(use_summary(found, agreements.assign(signed=["2016", "2015", "2014"]), visibility))
    assert summary["id"].tolist() == ["a", "b", "c"]
    assert summary["use"].tolist() == [3, 2, 0]
    assert summary["last"].tolist()[:2] == ["2020", "2021"]
    equal = use_summary(found.iloc[:0], agreements.assign(signed=["2016", "2015", "2014"]), visibility)
    assert equal["signed"].tolist() == ["2014", "2015", "2016"]


def test_deals_on_the_ladder_run_by_year_then_id():
    routes = pd.DataFrame({"route": ["buy"], "rung": ["buy"]})
    none = pd.DataFrame({"deal": [], "rung": []})
    assert fresh(place_on_ladder(DEALS, routes, none, AS_OF))["id"].tolist() == ["b", "a", "z"]


def test_promises_and_notifications_keep_the_order_of_the_table_under_a_fresh_index():
    promises = mixed(deal=["z", "a"], stage="first_delivery", promised="2030", stated_delay_months=None,
                     outcome_known="yes")  # fmt: skip
    assert fresh(delays(DEALS, promises, AS_OF))["deal"].tolist() == ["z", "a"]
    sent = mixed(id=["n", "later", "m"], deal=["z", None, "a"], notified=["2012", "2027", "2009"], replaced_by=None)
    table = fresh(notification_outcomes(sent, DEALS, AS_OF))
    assert table["id"].tolist() == ["n", "m"]


def test_waits_of_the_register_have_a_fresh_index():
    register = mixed(recipient=["PAK", "IND"], order_year=2000, order_year_estimated="no", delivery_years="2003",
                     edition="2026")  # fmt: skip
    assert len(fresh(register_spells(register, "IND", since=1995))) == 1


def test_steps_run_by_their_last_day_and_equals_keep_their_order():
    steps = pd.DataFrame({"date": ["2024-05", "2024-01-02", "2024-05-31"], "step": ["b", "a", "c"]})
    table = fresh(step_days(steps, AS_OF))
    assert table["step"].tolist() == ["a", "b", "c", "open"]
    assert table["since_before_low"].tolist() == [0, 120, 0, 760]
    assert table["since_first_high"].tolist() == [0, 150, 150, 910]


def test_counts_run_by_country_item_year_and_basis_and_the_latest_by_size():
    levels = mixed(id=list("abcd"), country=["PAK", "CHN", "CHN", "IND"], item="ships",
                   year=[2020, 2024, 2020, 2022], basis="actual", count=[5, 9, 7, 8], count_high=None)  # fmt: skip
    counts = fresh(chosen_counts(levels, pd.DataFrame({"chosen": []}), ["ships"]))
    assert counts["id"].tolist() == ["c", "b", "d", "a"]
    assert fresh(latest_actual(counts, "ships"))["id"].tolist() == ["b", "d", "a"]


def test_initiatives_run_by_start_then_id():
    rows = mixed(id=["c", "b", "a"], name="n", kind="k", started=["2012", "2023", "2012"], objective="o", outputs="u",
                 sources="s")  # fmt: skip
    grades = pd.DataFrame({"initiative": ["a", "b", "c"], "grade": "talk", "material": "no", "reason": "r"})
    assert fresh(grade_initiatives(rows, grades, AS_OF))["id"].tolist() == ["a", "c", "b"]


def test_spending_runs_by_country_then_year_and_studies_by_year():
    rows = mixed(country=["IND", "CHN", "IND", "USA"], year=[2021, 2020, 2020, 2020], usd_m_current=[3.0, 1, 2, None])
    table = fresh(spending(rows, basis="market"))
    assert table["amount"].tolist() == [1, 2, 3]
    money = pd.DataFrame({"country": ["CHN", "IND", "USA"] * 2, "year": [2020] * 3 + [2021] * 3,
                          "amount": [300.0, 80, 1000, 300, 80, 1000]})  # fmt: skip
    studies = mixed(id=["new", "old", "part"], country="CHN", year=[2021, 2020, 2020], basis="military_ppp",
                    bound=["exact", "exact", "least"], share_of_usa_pct=60.0, confidence="high")  # fmt: skip
    bounds = fresh(military_parity_break_even(studies, money, money, rival="CHN", focal="IND"))
    assert bounds["id"].tolist() == ["old", "new"]
    assert bounds[["low", "high"]].to_numpy().tolist() == [pytest.approx([0.44, 0.52])] * 2


def test_duties_run_by_day_and_shares_by_partner():
    steps = mixed(kind="in_force", date=["2025-08-27", "2025-04-05"], low=[50, 10], high=[50, 10])
    table = fresh(duty_spells(steps, "2025-08-31"))
    assert table["days"].tolist() == [144, 5]
    trade = mixed(reporter="IND", period_type="fy_apr_mar", partner=["USA", "WLD", "CHN"], year=2024,
                  exports_usd_m=[2.0, 10, 1], imports_usd_m=[1.0, 10, 4])  # fmt: skip
    shares = fresh(trade_shares(trade, ["USA", "CHN"], reporter="IND"))
    assert shares["total"].tolist() == pytest.approx([0.15, 0.25])
    assert shares[["exports", "imports"]].to_numpy().ravel() == pytest.approx([0.2, 0.1, 0.1, 0.4])


def test_risks_run_by_mean_rank_then_id_and_categories_by_falling_mean():
    register = mixed(id=["z", "a", "top"], category=["low", "low", "high"], severity_1_5=[1, 1, 5],
                     likelihood_1_5=[2, 2, 5], trend="steady", confidence="high")  # fmt: skip
    scores = simulate_scores(register, pd.DataFrame({"confidence": ["high"], "sd": [0.0]}), draws=2)
    assert fresh(rank_intervals(register, scores))["id"].tolist() == ["top", "a", "z"]
    assert fresh(category_scores(register, scores))["category"].tolist() == ["high", "low"]


def test_borrowed_orders_run_by_falling_volume_then_name():
    lives = pd.DataFrame({"platform_class": ["tank"], "years_low": [10], "years_mode": [20], "years_high": [30],
                          "sipri_descriptions": ["tank"]})  # fmt: skip
    kinds = pd.DataFrame({"words": ["gun"], "platform_classes": ["tank"]})
    register = mixed(description=["gun", "boat", "radar", "tank"], tiv_delivered_m=[1.0, 4.0, 4.0, 9.0])
    orders = fresh(with_borrowed(register, lives, kinds).orders)
    assert orders["description"].tolist() == ["boat", "radar", "gun"]


def test_deliveries_and_early_cohorts_keep_the_order_of_their_tables():
    lives = pd.DataFrame({"platform_class": ["tank"], "sipri_descriptions": ["tank; apc"]})
    register = mixed(id=["b", "a"], supplier="RUS", description=["apc", "tank"], delivery_years=["2001;2000", "1999"],
                     tiv_delivered_m=[4.0, 1.0])  # fmt: skip
    table = fresh(register_deliveries(register, lives))
    assert table["year"].tolist() == [2001, 2000, 1999]
    cohorts = pd.DataFrame(
        {"origin": ["RUS", "UK"], "platform_class": "tank", "year": [1960, 1961], "tiv_m": [1.0, 3]}
    )
    totals = pd.DataFrame({"year": [1949, 1950, 1951, 1952], "tiv_m": [8.0, 2, 4, 8]})
    early = early_cohorts(totals, cohorts, first=1950, last=1951, like=(1960, 1961))
    assert early["year"].tolist() == [1950, 1950, 1951, 1951]
    assert early["tiv_m"].tolist() == [2, 2, 4, 4]
    assert set(early_cohorts(totals, cohorts, first=1950, last=1951, like=(1961, 1970))["origin"]) == {"UK"}


def test_shares_run_by_edition_window_and_falling_share():
    rows = [("A", 2000, 1.0, 2), ("B", 2000, 3.0, 2), ("A", 2001, 6.0, 2), ("A", 2000, 1.0, 1)]
    data = pd.DataFrame(rows, columns=["supplier", "year", "tiv_m", "edition"]).assign(recipient="IND")
    table = fresh(rolling_shares(data, "IND", 1, start_year=2000, end_year=2001))
    assert table["edition"].tolist() == [1, 2, 2, 2]
    assert table["supplier"].tolist() == ["A", "B", "A", "A"]
    assert fresh(latest_edition(table))["share_pct"].tolist() == [75, 25, 100]


def test_groups_of_waits_run_by_name_with_a_fresh_index():
    waits = pd.DataFrame({"g": ["b", "b", "a"], "years": [1.0, 2, 3], "event": True, "shortest": [1.0, 2, 3],
                          "longest": [1.0, 2, 3]})  # fmt: skip
    curve = fresh(kaplan_meier(waits, "g"))
    assert curve["group"].tolist() == ["a", "a", "b", "b", "b"]
    assert curve["at_risk"].tolist() == [1, 1, 2, 2, 1]
    assert curve["reached"].tolist() == [0, 1, 0, 1, 1]
    table = fresh(date_sensitivity(waits, "g", draws=3, seed=1))
    assert table["draw_median"].tolist() == [3, 1]


def test_engines_that_came_run_before_those_that_were_ordered_each_by_date():
    came = mixed(deal=["z", "b", "z"], date=["2020-05", "2019", "2018"], delivered=[3, 2, 1])
    table = fresh(engine_balance(DEALS, came.sort_index(ascending=True), ["z", "b"], AS_OF))
    assert table["series"].tolist() == ["delivered"] * 3 + ["ordered"] * 2
    assert table["engines"].iloc[-2:].tolist() == [2, 3]


def test_groups_of_claims_run_by_share_then_number():
    claims = pd.DataFrame({"theme": [*list("aabbcc"), "d"], "verdict": ["supported", "unsupported"] * 2
                           + ["unsupported", "unsupported", "supported"]})  # fmt: skip
    assert held(claims, "theme").index.tolist() == ["d", "a", "b", "c"]


def test_sets_of_crises_stand_one_after_the_other_under_one_index():
    counts = pd.DataFrame({"x": 1.0}, index=pd.period_range("2000-01", periods=240, freq="M"))
    sets = {"b": ["2010-01", "2012-01"], "a": ["2010-01", "2014-01"]}
    table = fresh(sensitivity_to_crises(counts, sets, windows=[3], lags=[0], draws=3, seed=1))
    assert table["crises"].tolist() == ["b", "a"]


def test_spells_on_lists_run_by_state_and_list_and_equal_days_keep_their_order():
    rows = mixed(country=["PAK", "IND", "IND"], list=["x", "x", "x"], date=["2001", "2002", "2002"],
                 status=["listed", "listed", "removed"])  # fmt: skip
    table = fresh(listed_spells(rows, AS_OF))
    assert table[["country", "open", "renewals"]].to_numpy().tolist() == [["IND", False, 0], ["PAK", True, 0]]
    renewed = mixed(country="IND", list="x", date=["2001", "2002", "2003", "2004"],
                    status=["listed", "retained", "retained", "removed"])  # fmt: skip
    assert listed_spells(renewed, AS_OF)["renewals"].tolist() == [2]


def test_patrols_run_by_start_then_id():
    events = mixed(
        id=["c", "b", "a"],
        operation="o",
        kind=["operation", "operation", "claim"],
        start=["2024-05", "2024-01", "2023"],
        area="Red Sea",
        participants="IND;USA",
        relation="joint",
    )
    table = fresh(patrol_tests(events, pd.DataFrame({"event": ["b", "c"], "houthi": ["no", "yes"]})))  # fmt: skip
    assert table["id"].tolist() == ["b", "c"]
    assert table["met"].tolist() == [4, 5]


def test_gaps_run_by_date_with_the_open_one_last():
    table = fresh(gaps(pd.Series(["2024-01-11", "2026-07-01", "2024-01-01"]), as_of="2024-01-31"))
    assert table["days"].tolist() == [10, 20]
    assert table["is_open"].tolist() == [False, True]
    assert fresh(gaps(pd.Series(["2024-01-31"]), as_of="2024-01-31"))["days"].tolist() == [0]


def test_straits_run_by_id_and_places_keep_the_order_of_the_table():
    places = pd.DataFrame({"id": ["z", "m", "b", "a"], "lon": [0.0, 1, 2, 90], "lat": 0.0})
    sets = pd.DataFrame({"place": ["a", "b", "m", "z"], "set": ["strait", "strait", "excluded", "own"]})
    usable, straits = usable_places(places, sets)
    assert fresh(usable)["id"].tolist() == ["z"]
    assert fresh(straits)["id"].tolist() == ["a", "b"]
    table = fresh(nearest_km(usable, straits, {"own": ("own",), "none": ("us",)}))
    assert table["own"].tolist() == pytest.approx([6371.0088 * 3.14159265 / 2, 222.39], rel=1e-4)
    assert table["none"].isna().all()


def test_distances_and_agreement_run_by_state_then_year():
    drawn = {
        c: pd.DataFrame([[x], [x + 1]], index=[2001, 2000]) for c, x in {"IND": 0.0, "USA": 2.0, "CHN": 5.0}.items()
    }
    table = fresh(ideal_point_distance(drawn, "IND", ["USA", "CHN"]))
    assert table[["country", "year"]].to_numpy().tolist() == [[c, y] for c in ("CHN", "USA") for y in (2000, 2001)]
    pairs = mixed(country_a=["USA", "IND", "IND"], country_b=["IND", "CHN", "USA"], year=[2001, 2000, 2000],
                  n_votes=10, agreement_pct=50.0)  # fmt: skip
    agreed = fresh(agreement(pairs, "IND", ["USA", "CHN"]))
    assert agreed[["country", "year"]].to_numpy().tolist() == [["CHN", 2000], ["USA", 2000], ["USA", 2001]]


def test_profiles_run_by_period_dimension_and_power():
    rows = pd.DataFrame({"pole": ["USA", "CHN", "USA"], "year": [2006, 2001, 2001], "value": 1.0})
    table = fresh(profile({"votes": rows, "arms": rows.tail(2)}, ["USA", "CHN"], start=2000, length=5))
    assert table[["period", "dimension", "pole"]].agg(" ".join, axis=1).tolist() == [
        "2000-2004 arms CHN", "2000-2004 arms USA", "2000-2004 votes CHN", "2000-2004 votes USA",
        "2005-2009 votes CHN", "2005-2009 votes USA",
    ]  # fmt: skip


def test_agreements_run_by_what_only_they_support_then_reach_then_name():
    edges = [("b", "x"), ("b", "shared"), ("a", "y"), ("a", "shared"), ("c", "z"), ("d", "shared")]
    table = pd.DataFrame(edges, columns=["source_node", "target_node"]).assign(
        source_kind="agreement", target_kind="capability", relation="provides", **TEXT
    )
    agreements = pd.DataFrame({"id": list("abcd"), "signed": "2010", "expires": None, "status": "in_force",
                               "supersedes": None})  # fmt: skip
    graph = support_graph(
        table, agreements, pd.DataFrame({"relation": ["provides"], "meaning": "support"}), as_of=AS_OF
    )
    assert fresh(losses(graph, "dcba"))["agreement"].tolist() == ["a", "b", "c", "d"]
    assert worst_order(graph, list("dcba")) == ["a", "b", "c", "d"]


def test_partners_run_by_number_then_name_and_series_by_name():
    rows = pd.DataFrame({"id": list("wxyz"), "series": ["B", "A", "A", "C"], "domain": "naval",
                         "participants": ["IND;USA", "IND;USA", "IND;JPN", "AUS;IND"],
                         "participants_complete": "yes"})  # fmt: skip
    table = fresh(strength(exercise_network(rows), "IND"))
    assert table["partner"].tolist() == ["USA", "AUS", "JPN"]
    assert table["share"].tolist() == [0.5, 0.25, 0.25]
    each = fresh(without_each_series(rows, "IND", "JPN"))
    assert each["series"].tolist() == ["none", "A", "B", "C"]
    assert each["editions"].tolist() == [0, 2, 1, 1]
    assert each["rank"].fillna(0).tolist() == [2, 0, 1, 2]


def test_similarities_stand_by_partner_and_readings_by_name():
    members = pd.DataFrame(
        [(g, c, 2020, 1, 1) for g in "pq" for c in ("IND", "USA", "CHN")],
        columns=["grouping", "country", "year", "low", "high"],
    )
    assert fresh(similarity_bounds(members, focal="IND", others=["USA", "CHN"]))["other"].tolist() == ["USA", "CHN"]
    stored = pd.DataFrame(
        [(g, c, "2000", None, "member") for g in "pq" for c in ("IND", "USA")],
        columns=["grouping", "country", "joined", "left", "role"],
    )
    groupings = pd.DataFrame({"grouping": ["p", "q"], "founded": 2000, "ended": None, "known_by": None,
                              "covers_all": "yes", "control_regime": ["no", "yes"]})  # fmt: skip
    roles = pd.DataFrame({"role": ["member"], "counts": ["full"]})
    readings = fresh(share_readings(stored, groupings, roles, focal="IND", others=["USA"], start_year=2019,
                                    end_year=2020, as_of=AS_OF))  # fmt: skip
    assert readings["low"].tolist() == [1, 1, 1]
    assert readings["reading"].tolist() == [
        "lesser standings counted too", "export-control groups left out", "each grouping left out in turn",
    ]  # fmt: skip


def test_growth_runs_by_partner_stage_and_year_up_to_the_last_year():
    links = pd.DataFrame({"foreign_country": ["USA", "FRA", "USA"], "stage": "working",
                          "since": ["2019", "2018", "2021"]})  # fmt: skip
    table = fresh(growth(links, 2019))
    assert table["year"].tolist() == [2018, 2019] * 6
    assert table["partner"].tolist() == ["USA"] * 6 + ["other"] * 6
    working = table[table["stage"] == "working"]
    assert working["links"].tolist() == [0, 1, 1, 1]


def test_the_largest_swing_stands_first_whatever_its_sign():
    drawn = pd.DataFrame({"little": [float(i * 7 % 100) for i in range(100)], "much": [float(i) for i in range(100)]})
    table = fresh(given_data_sensitivity(drawn, (drawn["little"] - 3 * drawn["much"]).to_numpy(), bins=5))
    assert table["name"].tolist() == ["much", "little"]
    assert table["swing"].iloc[0] < 0 < table["swing"].iloc[1]
