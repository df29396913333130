"""Small cases worked by hand: bands over price bases, tried choices, obligations, readings, components, quantiles."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from ties import load
from ties.analysis.alignment import hedging_bands
from ties.analysis.arms.arsenal import Arsenal, share_bands
from ties.analysis.arms.durations import date_sensitivity, median_waits
from ties.analysis.arms.stock_crossings import reweighted, years_under
from ties.analysis.balance.composite import Components, component_values
from ties.analysis.balance.forces import chosen_counts, latest_ratio
from ties.analysis.balance.indices import contributions, geometric_index, weight_bands, weighted_index
from ties.analysis.balance.price_bands import band_over_bases, latest_full
from ties.analysis.balance.risk import category_scores, rank_agreement, rank_intervals, simulate_scores
from ties.analysis.balance.sides import Sides
from ties.analysis.claim_tally import agreement_table, doubt, kappa, tally
from ties.analysis.events.event_study import event_study
from ties.analysis.events.rate_readings import rate_readings
from ties.analysis.events.tempo import rate_interval
from ties.analysis.geo.sea_reach import Ocean, greedy_cover
from ties.analysis.ideal_points import change_in_distance, compare_measures, ideal_point_distance
from ties.analysis.networks.enablement import removal_curve, support_graph
from ties.analysis.networks.exercise_complexity import domain_diversity
from ties.analysis.networks.obligations import obligations_in_force
from ties.analysis.proportions import exact_interval, share_with_interval
from ties.analysis.verdict_robustness import choices_kept, choices_tried, verdicts_firm

HUNDRED = np.arange(101.0)  # its quantile at q is 100 q


def test_a_band_over_price_bases_has_the_value_of_one_and_the_ends_of_all():
    rows = [("g", 2000, "market", 9.0), ("g", 2001, "market", 1.0), ("g", 2001, "constant", 3.0),
            ("g", 2001, "gdp_ppp", 2.0), ("g", 2002, "constant", 4.0), ("g", 2003, "market", 9.0),
            ("h", 2001, "market", 7.0)]  # fmt: skip
    parts = pd.DataFrame(rows, columns=["grouping", "year", "basis", "share"])
    band = band_over_bases(parts, "share", price_basis="market", years=(2001, 2002))
    assert band.columns.tolist() == ["grouping", "year", "share", "low", "high", "bases"]
    assert band.fillna(-1).to_numpy().tolist() == [["g", 2001, 1, 1, 3, 3], ["g", 2002, -1, 4, 4, 1],
                                                   ["h", 2001, 7, 7, 7, 1]]  # fmt: skip


def test_the_latest_full_year_is_the_last_with_every_basis():
    data = pd.DataFrame({"grouping": ["g", "g", "g", "h"], "year": [2002, 2001, 2003, 2004], "bases": [3, 3, 2, 3]})
    assert latest_full(data, "g")["year"] == 2002
    with pytest.raises(ValueError, match="'k'"):
        latest_full(data, "k")
    with pytest.raises(ValueError, match="'g'"):
        latest_full(data.iloc[[2, 3]], "g")


def test_choices_tried_are_counted_by_what_they_change():
    """Two verdicts: of the first a threshold moves it and an input does not; of the second nothing moves it."""
    verdicts = pd.DataFrame(
        {"claim": ["a", "b", "none"], "computed": ["supported", "contradicted", "supported"],
         "alternatives": ["supported=3 | window=5", "unsupported=2 | window=5", None],
         "moved": ["supported=3: unsupported", "", ""]}
    )  # fmt: skip
    tried = choices_tried(verdicts)
    assert tried["of"].tolist() == ["threshold", "input"] * 2
    assert tried["gives"].tolist() == ["unsupported", "supported", "contradicted", "contradicted"]
    counts = choices_kept(tried)
    assert counts.to_numpy().tolist() == [
        ["threshold of supported", 1, 0, 1, 0], ["threshold of not supported", 1, 1, 1, 1],
        ["an input", 2, 2, 2, 2], ["any of them", 2, 1, 4, 3],
    ]  # fmt: skip
    assert verdicts_firm(tried).to_numpy().tolist() == [[2, 1], [2, 2]]
    only = verdicts_firm(tried[tried["of"] == "input"])
    assert only.loc["threshold"].tolist() == [0, 0]


def test_an_obligation_is_in_force_in_the_last_year_whichever_state_stands_first():
    kinds = {"defense": [1, 0, 1, 1], "offense": 0, "neutrality": 0, "nonaggression": [0, 1, 0, 0], "consultation": 0}
    alliances = pd.DataFrame(
        {"country_a": ["IND", "RUS", "IND", "USA"], "country_b": ["RUS", "IND", "RUS", "JPN"],
         "start_year": [1971, 1993, 1950, 1960], "end_year": [2018, 2018, 1991, 2018], **kinds}
    )  # fmt: skip
    table = obligations_in_force(alliances, focal="IND", others=["RUS", "USA"]).set_index("other")
    assert table.loc["RUS"].tolist() == [True, False, False, True, False, 1971]
    assert table.loc["USA"].fillna(0).tolist() == [False] * 5 + [0]
    assert obligations_in_force(alliances.iloc[[1]], focal="IND", others=["RUS"])["defense"].tolist() == [False]


def test_readings_of_a_rate_differ_as_their_names_say():
    dates = [f"{year}-0{month}" for year in range(2001, 2013) for month in range(1, 2 + 6 * (year > 2006))]
    dialogues = pd.DataFrame({"kind": "leaders", "participants": "IND;USA", "date": [*dates, "2003-05"]})
    dialogues.loc[len(dialogues) - 1, "kind"] = "call"
    kinds = pd.DataFrame({"kind": ["leaders", "call"], "group": ["formal", "other"]})
    missing = pd.DataFrame({"first_year": [2001], "last_year": [2006], "missing": [36]})
    options = {
        "focal": "IND",
        "partner": "USA",
        "start_year": 1990,
        "end_year": 2012,
        "as_of": "2026-06-30",
        "seed": 1,
    }
    table = rate_readings(dialogues, kinds, missing, **options).set_index("reading")
    assert table["changes"].tolist() == [1, 1, 1, 1, 0, 1]
    assert table["year"].fillna(0).tolist() == [2007, 2007, 2007, 2007, 0, 2007]
    assert table["last"].isna().all()
    none = table["none"]
    assert none["as drawn"] == none["the Quad left out"]
    assert len({none[name] for name in ("as drawn", "a looser prior", "a tighter prior", "all contacts")}) == 4
    assert none["missing sessions added"] > 0.5 > none["as drawn"]
    later = rate_readings(dialogues, kinds, missing, **{**options, "as_of": "2000-12-31"})
    assert later.empty


@pytest.mark.parametrize(("years", "last"), [([], None), ([2007], None), ([2007, 2015], 2015)])
def test_the_last_change_is_named_where_there_are_two(monkeypatch, years, last):
    places = pd.DataFrame({"year": years, "low": years, "high": years})
    found = pd.DataFrame({"probability": [0.1]}), places, None
    module = "ties.analysis.events.rate_readings"
    monkeypatch.setattr(f"{module}.change_points", lambda *_, **__: found)
    monkeypatch.setattr(f"{module}.covers", lambda *_, **__: True)
    table = rate_readings(
        load("dialogues"), load("judgements/dialogue_kinds"), load("judgements/dialogue_missing"), focal="IND",
        partner="USA", start_year=2000, end_year=2020, as_of="2020-12-31", seed=1,
    )  # fmt: skip
    assert {None if pd.isna(value) else value for value in table["last"]} == {last}


def components(**change: object) -> Components:
    amounts = {"IND": 50.0, "CHN": 200.0, "USA": 500.0}
    spent = pd.DataFrame(
        [(c, y, a) for y in range(2001, 2006) for c, a in amounts.items()], columns=["country", "year", "amount"]
    )
    counts = pd.DataFrame(
        [("IND", 2001, 10, 10), ("CHN", 2001, 100, 100), ("IND", 2003, 20, 40), ("CHN", 2003, 90, 110),
         ("IND", 2005, 30, 30), ("CHN", 2005, 100, 100)], columns=["country", "year", "low", "high"]
    )  # fmt: skip
    counts = counts.assign(basis="actual", item="nuclear_warheads")
    exercises = pd.DataFrame(
        {"start": ["2000", "2001", "2003", "2003", "2004"], "end": None, "personnel": None,
         "domain": ["naval", "naval", "air", "naval", "land"],
         "participants": ["IND;USA", "IND;USA", "IND;USA", "AUS;IND;JPN;USA", "IND;JPN"]}
    ).astype({"end": "str"})  # fmt: skip
    meetings = pd.Series(
        [1.0, 2.0, 4.0, 8.0], index=pd.PeriodIndex(["1999-12", "2000-01", "2003-12", "2004-01"], freq="M")
    )
    agreements = pd.DataFrame(
        {"parties": ["IND;USA", "IND;USA", "IND;USA", "IND;JPN"],
         "kind": ["logistics", "geospatial", "trade", "logistics"],
         "in_force": ["2002", "2001", "2001", "2001"], "expires": [None, "2004-06", None, None]}
    )  # fmt: skip
    sides = Sides(focal="IND", rival="CHN", coalition=["JPN", "AUS"], us_share=0.1)
    return component_values(spent, counts, exercises, meetings, agreements,
                            **{"sides": sides, "years": (2001, 2005), **change})  # fmt: skip


def test_components_are_means_over_the_last_three_years_worked_by_hand():
    found = components()
    table = found.table
    assert table.index.tolist() == [2001, 2002, 2003, 2004, 2005]
    assert table["spending"].tolist() == [0.5] * 5
    assert table["warheads"].tolist() == pytest.approx([0.1, 0.2, 0.3, 0.3, 0.3])
    assert (3 * table["exercises"]).tolist() == pytest.approx([2, 2, 3, 2, 2])
    assert (3 * table["quad"]).tolist() == pytest.approx([0, 0, 1, 1, 1])
    two_to_one = np.exp(-(2 / 3) * np.log(2 / 3) - (1 / 3) * np.log(1 / 3))
    assert table["domains"].tolist() == pytest.approx([1, 1, two_to_one, 2, 2])
    assert (3 * table["meetings"]).tolist() == pytest.approx([3, 2, 4, 12, 12])
    assert table["agreements"].tolist() == [1, 2, 2, 1, 1]
    assert found.interpolated == [2002, 2004]
    assert found.left_out == []


def test_components_over_one_year_only_have_no_domains_where_nothing_was_held():
    table = components(mean_over=1).table
    assert table["exercises"].tolist() == [1, 0, 2, 0, 0]
    assert table["domains"].tolist() == pytest.approx([1, 1, 2, 1, 1])
    assert components(years=(2004, 2009)).table.index.tolist() == [2004, 2005]
    with pytest.raises(ValueError, match="fewer than two years from 2005 to 2005"):
        components(years=(2005, 2005))


def test_quantiles_of_a_hundred_and_one_draws_are_those_of_their_level():
    arsenal = Arsenal(years=np.array([2000, 2001]), all_arms=np.column_stack([HUNDRED, HUNDRED + 1]),
                      imported=np.column_stack([-HUNDRED, HUNDRED]), retired=np.zeros((101, 2)),
                      added=np.zeros((101, 2)), drawn=pd.DataFrame())  # fmt: skip
    bands = share_bands(arsenal)
    assert bands.index.tolist() == [0, 1, 2, 3]
    assert bands["measure"].tolist() == ["all_arms"] * 2 + ["imported"] * 2
    assert bands[["low", "median", "high"]].to_numpy().ravel() == pytest.approx(
        [2.5, 50, 97.5, 3.5, 51, 98.5, -97.5, -50, -2.5, 2.5, 50, 97.5]
    )
    shares = np.array([[0.6, 0.4, 0.4]] * 20 + [[0.6, 0.6, 0.4]] * 60 + [[0.6, 0.6, 0.6]] * 20)
    assert years_under(shares, np.arange(2020, 2023), 0.5).tolist() == [2021, 2022, np.inf]
    drawn = {"IND": pd.DataFrame([HUNDRED * 0], index=[2000]), "USA": pd.DataFrame([HUNDRED], index=[2000])}
    row = ideal_point_distance(drawn, "IND", ["USA"]).iloc[0]
    assert row[["low", "distance", "high", "nearest"]].tolist() == pytest.approx([5, 50, 95, 1])
    spells = {"IND": pd.DataFrame([HUNDRED * 0] * 2, index=[2000, 2001]),
              "USA": pd.DataFrame([HUNDRED * 0, HUNDRED], index=[2000, 2001])}  # fmt: skip
    moved = change_in_distance(spells, "IND", ["USA"], [2000], [2001]).iloc[0]
    assert moved[["low", "change", "high", "nearer"]].tolist() == pytest.approx([5, 50, 95, 0])


def test_the_exact_ends_of_a_rate_and_of_shares():
    """Nothing seen: the upper end is -ln 0.025; one seen: the lower end is -ln 0.975."""
    assert rate_interval(0, 2.0) == pytest.approx((0, -np.log(0.025) / 2))
    assert rate_interval(1, 1.0)[0] == pytest.approx(-np.log(0.975))
    assert rate_interval(0, 1.0, 0.9)[1] == pytest.approx(-np.log(0.05))
    assert exact_interval(0, 10) == pytest.approx((0, 1 - 0.025**0.1))
    assert exact_interval(10, 10) == pytest.approx((0.025**0.1, 1))
    z2 = 1.959963984540054**2
    assert share_with_interval(0, 10) == pytest.approx((0, 0, 100 * z2 / (10 + z2)))
    assert share_with_interval(5, 10)[0] == 50


def test_ways_to_make_one_score_of_two_by_hand():
    register = pd.DataFrame({"severity_1_5": [3, 1], "likelihood_1_5": [4, 1], "trend": ["falling", "falling"],
                             "confidence": "c"})  # fmt: skip
    none = pd.DataFrame({"confidence": ["c"], "sd": [0.0]})
    scored = {how: simulate_scores(register, none, combine=how, draws=1)[0].tolist()
              for how in ("product", "sum", "severity", "expected")}  # fmt: skip
    assert scored == {"product": [12, 1], "sum": [7, 2], "severity": [3, 1], "expected": pytest.approx([5.6, 0.2])}
    assert simulate_scores(register, none, trend_step=2, draws=1)[0].tolist() == [6, 0.5]
    wide = pd.DataFrame({"confidence": ["c"], "sd": [99.0]})
    drawn = simulate_scores(register, wide, draws=200)
    assert (drawn.min(), drawn.max()) == (0.25, 30.25)
    small = simulate_scores(
        register.assign(severity_1_5=3, likelihood_1_5=3), none.assign(sd=0.1), draws=5000, combine="sum"
    )
    assert small.std() == pytest.approx(0.1 * 2**0.5, rel=0.05)


def test_agreement_of_rankings_by_hand():
    """Products 4, 3, 6; sums 5, 4, 5; severities 1, 3, 2; with the trend 4.5, 1.5, 7 (2 - 0.5 times 3 at most)."""
    register = pd.DataFrame(
        {"severity_1_5": [1, 3, 2], "likelihood_1_5": [4, 1, 3], "trend": ["rising", "falling", "rising"]}
    )
    table = rank_agreement(register).set_index("variant")["tau"]
    assert table["trend"] == pytest.approx(1)
    assert table["severity"] == pytest.approx(-1 / 3)
    assert table["sum"] == pytest.approx(2 / (2 * 3) ** 0.5)
    assert table.index.tolist() == ["sum", "severity", "expected", "trend"]
    far = rank_agreement(register.assign(trend=["falling", "rising", "steady"]), trend_step=1.0).set_index("variant")
    assert far.loc["trend", "tau"] == 0  # 3, 6 and 6: of three pairs one turns, one stays, one is tied


def test_columns_of_ranks_and_categories_stand_where_they_are_read():
    register = pd.DataFrame({"id": ["a"], "category": ["x"], "severity_1_5": [2], "likelihood_1_5": [3],
                             "trend": ["steady"], "confidence": ["c"]})  # fmt: skip
    groups = category_scores(register, np.array([[6.0]]))
    assert groups.columns.tolist() == [
        "category", "risks", "mean", "low", "high", "highest", "falling", "steady", "rising",
    ]  # fmt: skip
    ranked = rank_intervals(register, np.array([[6.0]])).iloc[0]
    assert ranked[["score", "rank", "low", "high", "in_top"]].tolist() == [6, 1, 1, 1, 1]


def test_bands_of_an_index_are_those_of_uniform_weights():
    """With two components the weight of the first is uniform: the ends of a are 0.025 and 0.975."""
    table = pd.DataFrame({"a": [1.0, 0.0], "b": [0.0, 0.5]}, index=[2000, 2001])
    equal = pd.Series({"a": 1.0, "b": 3.0})
    band = weight_bands(table, equal, draws=20_000, seed=1)
    assert band["index"].tolist() == [0.25, 0.375]
    assert band["rank"].tolist() == [2, 1]
    assert band[["low", "high"]].to_numpy().ravel() == pytest.approx([0.025, 0.975, 0.0125, 0.4875], abs=0.006)
    assert band["first"].tolist() == pytest.approx([2 / 3, 1 / 3], abs=0.01)
    assert geometric_index(table.clip(lower=0.25), equal).tolist() == pytest.approx(
        [0.25**0.75, 0.25**0.25 * 0.5**0.75]
    )
    parts = contributions(table, equal).set_index("component")
    assert parts.loc["a", ["weight", "first", "last", "contribution", "change_without"]].tolist() == [
        0.25,
        1,
        0,
        -0.25,
        0.5,
    ]
    assert parts.loc["b", ["contribution", "change_without"]].tolist() == [0.375, -1]
    assert weighted_index(table, pd.Series({"a": 0.0, "b": 2.0})).tolist() == [0, 0.5]
    with pytest.raises(ValueError, match="all zero"):
        weighted_index(table, equal * 0)


def test_claims_are_counted_by_outcome_and_doubt_is_what_is_not_of_high_confidence():
    claims = pd.DataFrame({"theme": ["t", "t", "u", "u"], "verdict": ["supported", "came_true", "contradicted", None],
                           "confidence": ["high", "low", "high", "low"]})  # fmt: skip
    counts = tally(claims)
    assert counts.loc["t"].tolist() == [2, 0, 0, 0, 0]
    assert counts.loc["u"].tolist() == [0, 0, 0, 1, 0]
    assert doubt(claims).to_numpy().tolist() == [[2, 1, 2], [0, 0, 1], [0, 0, 1], [1, 1, 2], [0, 0, 1]]
    both = agreement_table(pd.Series(["supported", "supported", "contradicted", "not_read"]),
                           pd.Series(["supported", "contradicted", "contradicted", "supported"]))  # fmt: skip
    assert both.loc["supported"].tolist() == [1, 0, 0, 1, 0]
    assert both.to_numpy().sum() == 3
    assert kappa(both) == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9))  # by chance 2/3 1/3 + 1/3 2/3
    assert np.isnan(kappa(both * 0))
    assert np.isnan(kappa(both.where(np.eye(5) * [1, 0, 0, 0, 0] > 0, 0)))


def test_the_median_wait_is_where_half_are_left_and_its_interval_where_the_band_crosses():
    waits = pd.DataFrame({"g": "a", "years": [1.0, 2, 3, 4], "event": [True, True, True, False],
                          "shortest": [1.0, 2, 3, 4], "longest": [2.0, 4, 6, 8]})  # fmt: skip
    row = median_waits(waits, "g").iloc[0]
    assert row[["n", "reached", "median"]].tolist() == [4, 3, 2]
    assert row["low"] == 1
    assert row["high"] == np.inf
    spread = date_sensitivity(waits, "g", draws=200, seed=1).iloc[0]
    assert spread[["all_shortest", "all_longest"]].tolist() == [2, 4]
    assert 2 <= spread["draw_low"] <= spread["draw_median"] <= spread["draw_high"] <= 4
    assert spread["draw_low"] < 2.3
    assert spread["draw_high"] > 3.5


def test_competing_counts_are_named_beside_the_chosen_one_and_ranges_have_two_ends():
    levels = pd.DataFrame({"id": ["a", "b", "c", "d"], "country": ["CHN", "CHN", "IND", "IND"], "item": "ships",
                           "year": [2020, 2020, 2020, 2021], "basis": "actual", "count": [10.0, 12.5, 4, 5],
                           "count_high": [None, None, 6, None]})  # fmt: skip
    counts = chosen_counts(levels, pd.DataFrame({"chosen": ["a"]}), ["ships"])
    assert counts["rivals"].fillna("").tolist() == ["12.5", "", ""]
    assert counts[["low", "high"]].to_numpy().tolist() == [[10, 10], [4, 6], [5, 5]]
    assert latest_ratio(counts, "ships", "CHN", "IND") == (2.5, 2020)
    assert latest_ratio(counts, "boats", "CHN", "IND") == (None, None)
    for choice in ([], ["a", "b"]):
        with pytest.raises(ValueError, match="a, b"):
            chosen_counts(levels, pd.DataFrame({"chosen": choice}), ["ships"])


def test_a_stock_is_reweighted_to_the_share_that_was_counted():
    """A share of 1/5 that should be 1/2: odds times 4; a share of 1/2 becomes 4/5."""
    arsenal = Arsenal(years=np.array([2000, 2001]), all_arms=np.array([[0.2, 0.5]] * 3), imported=np.zeros((3, 2)),
                      retired=np.zeros((3, 2)), added=np.zeros((3, 2)), drawn=pd.DataFrame())  # fmt: skip
    shares, factor = reweighted(arsenal, 2000, 0.5)
    assert shares[0].tolist() == pytest.approx([0.5, 0.8])
    assert factor == pytest.approx(4)


def test_bands_of_diversity_of_removals_and_of_weights_hold_what_chance_gives():
    found = domain_diversity(
        pd.Series([1, 1]), draws=4000, seed=1
    )  # one domain in half of the draws, two in the rest
    assert (found["n"], found["domains"], found["low"], found["high"]) == (2, 2, 1, pytest.approx(2))
    edges = pd.DataFrame({"source_node": ["a", "b"], "target_node": ["x", "y"], "source_kind": "agreement",
                          "target_kind": "capability", "relation": "provides", "confidence": "high"})  # fmt: skip
    edges = pd.concat([edges, edges.head(1).assign(target_node="z")])
    agreements = pd.DataFrame(
        {"id": ["a", "b"], "signed": "2010", "expires": None, "status": "s", "supersedes": None}
    )
    graph = support_graph(edges, agreements, pd.DataFrame({"relation": ["provides"], "meaning": "support"}),
                          as_of="2020-01-01")  # fmt: skip
    curve = removal_curve(graph, ["b", "a"], draws=2000, seed=1)
    assert curve["worst"].tolist() == [3, 1, 0]
    assert curve["agreement"].fillna("").tolist() == ["", "a", "b"]
    assert curve[["low", "high"]].to_numpy().tolist() == [[3, 3], [1, 2], [0, 0]]
    assert curve["mean"].tolist() == [3, pytest.approx(1.5, abs=0.05), 0]
    profiles = pd.DataFrame({"dimension": ["d", "d", "e", "e"], "period": "p", "pole": ["A", "B"] * 2,
                             "share": [1.0, 0.0, 0.5, 0.5]})  # fmt: skip
    row = hedging_bands(profiles, draws=20_000, seed=1).iloc[0]
    # the weight of e is uniform, and B has half of it
    ends = [-(q / 2 * np.log2(q / 2) + (1 - q / 2) * np.log2(1 - q / 2)) for q in (0.025, 0.975)]
    assert row[["all_low", "all_high"]].tolist() == pytest.approx(ends, abs=0.02)


def test_levels_and_moves_of_two_measures_are_ranked_apart():
    """Levels fall together; of the changes -1, -3, -2 and 20, 10, 30 one pair of three agrees."""
    distance = pd.DataFrame({"country": "USA", "year": [3, 2, 1, 0], "distance": [4.0, 6.0, 9.0, 10.0]})
    agreed = pd.DataFrame({"country": "USA", "year": range(4), "agreement": [10.0, 30.0, 40.0, 70.0]})
    row = compare_measures(distance, agreed).iloc[0]
    assert row[["country", "years"]].tolist() == ["USA", 4]
    assert row[["tau", "tau_changes"]].tolist() == pytest.approx([-1, 1 / 3])


def test_the_first_place_to_add_brings_most_and_what_brings_nothing_is_left():
    sea = Ocean(lon=np.array([0.0, 1, 20, 40]), lat=np.zeros(4), cell_km2=1.0)
    places = pd.DataFrame({"id": ["own", "far", "near", "two"], "lon": [40.0, 20, 0, 0.5], "lat": 0.0,
                           "set": ["own", "us", "us", "us"]})  # fmt: skip
    steps = greedy_cover(places, sea, 100, have=["own"], add=["us"])
    assert steps.to_numpy().tolist() == [[1, "two", "us", 0.5, 0.75, 0.5], [2, "far", "us", 0.25, 1.0, 0.25]]
    assert greedy_cover(places, sea, 100, have=[], add=["us"])["share"].tolist() == [0.5, 0.75]


def test_a_study_of_placebo_months_has_the_quantiles_of_their_changes():
    months = pd.period_range("2000-01", periods=40, freq="M")
    counts = pd.DataFrame({"x": np.arange(40.0) ** 2}, index=months)
    table = event_study(counts, ["2001-06"], windows=[1], lags=[0], draws=4000, seed=1, start="2000-01").iloc[0]
    changes = np.arange(1, 40) ** 2 - np.arange(39) ** 2  # from the second month to the last, 1, 3 to 77
    assert table["change"] == 17**2 - 16**2
    assert table["placebo"] == pytest.approx(changes.mean(), abs=1.5)
    expected = np.quantile(changes, [0.025, 0.975, 0.95])
    assert table[["low", "high", "detectable"]].tolist() == pytest.approx(expected, abs=2.1)
    assert table["p"] == pytest.approx(np.mean(changes >= 33), abs=0.03)
    assert table["p_adjusted"] == table["p"]


@pytest.mark.parametrize(
    "record",
    [
        Sides("IND", "CHN"), Components(pd.DataFrame()), Ocean(HUNDRED, HUNDRED, 2.0),
        Arsenal(HUNDRED, HUNDRED, HUNDRED, HUNDRED, HUNDRED, pd.DataFrame()),
    ],
    ids=lambda record: type(record).__name__,
)  # fmt: skip
def test_a_record_cannot_be_changed(record):
    field = dataclasses.fields(record)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, field, None)


def test_records_start_with_nothing_and_share_no_list():
    one, other = Sides("IND", "CHN"), Sides("IND", "CHN")
    assert (one.coalition, one.us_share) == ([], 0)
    assert one.coalition is not other.coalition
    assert (Components(pd.DataFrame()).interpolated, Components(pd.DataFrame()).left_out) == ([], [])
    assert Ocean(HUNDRED, HUNDRED, 2.0).area_km2 == 202
