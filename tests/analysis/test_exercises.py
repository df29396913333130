"""Laws of the exercise network: counts by hand, unknown is not absent, and robustness tables."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.analysis.networks.exercise_complexity import domain_diversity, size_trend
from ties.analysis.networks.exercise_rows import described, periods
from ties.analysis.networks.exercises import exercise_network, strength, without_each_series
from ties.tables.load import load


def rows(*lists, complete="yes", series="S"):
    return pd.DataFrame(
        {
            "id": [f"e{i}" for i in range(len(lists))],
            "series": series,
            "domain": "naval",
            "participants": lists,
            "participants_complete": complete,
        }
    )


def test_indian_exercises_with_the_united_states_in_2019_counted_by_hand():
    # Cutlass Express, P-8 off Diego Garcia, joint sail with JPN and PHL, Yudh Abhyas, Malabar, Tiger Triumph
    known = described(load("exercises"))
    table = strength(exercise_network(known[known["year"] == 2019]), "IND").set_index("partner")
    assert table.loc["USA", "known"] == 6


def test_an_absent_state_is_unknown_where_the_list_is_cut():
    table = strength(
        exercise_network(pd.concat([rows("IND;USA"), rows("IND;JPN", complete="no").assign(id="x")])), "IND"
    )
    by = table.set_index("partner")
    assert (by.loc["USA", "known"], by.loc["USA", "possible"]) == (1, 2)
    assert (by.loc["JPN", "known"], by.loc["JPN", "possible"]) == (1, 1)


def test_a_cut_list_without_the_focal_state_leaves_nothing_open():
    data = pd.concat([rows("IND;USA"), rows("USA;JPN", complete="no").assign(id="x")])
    assert strength(exercise_network(data), "IND")["possible"].tolist() == [1]


codes = st.lists(st.sampled_from(["IND", "USA", "JPN", "AUS", "FRA"]), min_size=2, max_size=5, unique=True)


@given(st.lists(codes, min_size=1, max_size=8))
def test_strength_is_the_degree_in_the_multigraph_and_newman_sums_to_exercises(lists):
    graph = exercise_network(rows(*(";".join(states) for states in lists)))
    table = strength(graph, "IND")
    own = sum("IND" in states for states in lists)
    assert table["known"].sum() == (graph.degree("IND") if "IND" in graph else 0)
    assert table["newman"].sum() == pytest.approx(own)
    assert (table["share"] <= 1).all()


def test_every_pair_of_an_exercise_is_one_edge():
    graph = exercise_network(rows("IND;USA;JPN;AUS"))
    assert nx.MultiGraph(graph).number_of_edges() == 6


@given(st.integers(1990, 2000), st.integers(2010, 2026), st.integers(1, 9))
def test_periods_cover_every_year_once_and_have_the_length_asked(first, last, length):
    years = pd.Series(range(first, last + 1))
    labels = periods(years, first=first, last=last, length=length)
    assert labels.notna().all()
    sizes = labels.value_counts()
    assert (sizes.drop(labels.iloc[0]) == length).all()
    assert length <= sizes[labels.iloc[0]] < 2 * length


def test_years_outside_have_no_period():
    assert periods(pd.Series([1980, 2030]), first=1990, last=2026, length=7).isna().all()


def test_days_need_both_ends_to_the_day():
    data = described(
        pd.DataFrame(
            {
                "start": ["2024-10-08", "2024-10", "2024"],
                "end": ["2024-10-18", "2024-10-18", None],
                "participants": ["IND;USA"] * 3,
                "personnel": [None, 10, 20],
            }
        )
    )
    assert data["days"].tolist()[0] == 11
    assert data["days"].isna().tolist() == [False, True, True]


def test_diversity_of_equal_domains_is_their_number_and_of_one_is_one():
    assert domain_diversity(pd.Series([4, 4, 4]), draws=50, seed=1)["effective"] == pytest.approx(3)
    only = domain_diversity(pd.Series([7, 0]), draws=50, seed=1)
    assert (only["effective"], only["low"], only["high"], only["domains"]) == (1, 1, 1, 1)


@given(st.lists(st.integers(0, 30), min_size=2, max_size=6).filter(lambda c: sum(c) > 0))
def test_diversity_lies_between_one_and_the_number_of_domains(counts):
    result = domain_diversity(pd.Series(counts), draws=20, seed=3)
    assert 1 - 1e-9 <= result["effective"] <= result["domains"] + 1e-9


def test_diversity_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no exercise"):
        domain_diversity(pd.Series([0, 0]), draws=10, seed=1)


def test_leaving_out_the_only_series_with_a_partner_leaves_no_share():
    data = pd.concat([rows("IND;USA", series="A"), rows("IND;JPN", series="B").assign(id="x")])
    table = without_each_series(data, "IND", "USA").set_index("series")
    assert table.loc["none", "share"] == 0.5
    assert table.loc["A", "share"] == 0
    assert table.loc["B", "share"] == 1


def test_a_flat_or_short_series_has_no_trend_and_a_line_has_its_slope():
    flat = pd.DataFrame({"year": range(2000, 2010), "days": 14.0})
    assert np.isnan(size_trend(flat, "days")["slope"])
    line = pd.DataFrame({"year": range(2000, 2010), "days": np.arange(10) * 0.5 + 3})
    trend = size_trend(line, "days")
    assert (trend["n"], trend["slope"], trend["low"], trend["high"]) == pytest.approx((10, 0.5, 0.5, 0.5))
    assert size_trend(line.head(3), "days")["n"] == 3
    assert np.isnan(size_trend(line.head(3), "days")["p"])


def test_incomplete_lists_do_not_count_as_sizes():
    data = pd.DataFrame(
        {"year": range(2000, 2006), "states": [2, 3, 4, 5, 6, 99], "participants_complete": ["yes"] * 5 + ["no"]}
    )
    assert size_trend(data, "states")["n"] == 5
