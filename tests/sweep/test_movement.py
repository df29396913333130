"""What a sweep shows: how far findings move, and what moves them, against grids worked by hand."""

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.sweep.movement import base, movement, movers, one_at_a_time, reference


def swept(values, result):
    """Findings over a full grid: one finding ``r`` with the value that a function of the parameters gives."""
    rows = [
        {**dict(zip(values, point, strict=True)), "key": "r", "unit": "", "precision": 1,
         "value": result(*point), "low": None, "high": None}
        for point in itertools.product(*values.values())
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_the_point_of_the_defaults_is_the_default_or_the_nearest_or_the_first():
    values = {"a": [0.0, 0.2, 0.4], "b": [2000, 2010], "c": [1990, 2000], "d": ["x", "y"], "e": ["y", "x"]}
    assert reference(values, {"a": 0.2, "b": 2005, "c": 2026, "d": "z", "e": "x"}) == {
        "a": 0.2, "b": 2000, "c": 2000, "d": "x", "e": "x",
    }  # fmt: skip


def test_where_the_run_at_the_defaults_failed_the_most_alike_stands_for_it():
    findings = swept({"a": [1, 2], "b": [1, 2], "c": [1, 2]}, lambda a, b, c: 100 * a + 10 * b + c)
    point = {"a": 2, "b": 2, "c": 2}
    assert base(findings, point)["value"] == 222
    assert base(findings[findings["value"] != 222], point)["value"] == 122


NUMBERS = st.lists(st.integers(-50, 50), min_size=1, max_size=4, unique=True)


@given(a=NUMBERS, b=NUMBERS, c=NUMBERS)
def test_one_at_a_time_lies_within_all_and_holds_the_base(a, b, c):
    findings = swept({"a": a, "b": b, "c": c}, lambda x, y, z: 3.0 * x - y * z)
    point = {"a": a[0], "b": b[0], "c": c[0]}
    table = one_at_a_time(findings, point)
    stay = base(findings, point)["value"]
    assert list(table["parameter"])[-1] == "all"
    assert sorted(table["parameter"][:-1]) == ["a", "b", "c"]
    assert (table["low"] <= stay).all()
    assert (table["high"] >= stay).all()
    assert (table["low"] >= table["low"].iloc[-1]).all()
    assert (table["high"] <= table["high"].iloc[-1]).all()
    spans = (table["high"] - table["low"])[:-1]
    assert spans.is_monotonic_decreasing
    alone = table.set_index("parameter").loc["a"]
    assert alone["high"] - alone["low"] == pytest.approx(3.0 * (max(a) - min(a)))


@given(a=NUMBERS, b=NUMBERS)
def test_a_parameter_moves_a_finding_if_and_only_if_the_result_depends_on_it(a, b):
    findings = swept({"a": a, "b": b}, lambda x, y: 2.0 * x)
    assert movers(findings, ["a", "b"]) == (["a"] if len(a) > 1 else [])


def test_an_interval_that_moves_counts_as_moving():
    findings = swept({"a": [1, 2]}, lambda a: 5.0).assign(low=[4.0, 3.0], high=[6.0, 7.0])
    assert movers(findings, ["a"]) == ["a"]
    assert not movement(findings, {"a": 1})["moves"].iloc[0], "the value itself stands still"


def test_findings_are_ranked_by_how_far_they_move_against_their_own_interval():
    near = swept({"a": [1, 2, 3]}, lambda a: 10.0 * a).assign(key="wide", low=0.0, high=40.0)
    far = swept({"a": [1, 2, 3]}, lambda a: 1.0 * a).assign(key="sharp", low=[0.9, 1.9, 2.9], high=[1.1, 2.1, 3.1])
    bare = swept({"a": [1, 2, 3]}, lambda a: 100.0 * a).assign(key="bare")
    text = swept({"a": [1, 2, 3]}, lambda a: "odd" if a % 2 else "even").assign(key="text")
    still = swept({"a": [1, 2, 3]}, lambda a: 7.0 + a / 1000).assign(key="still")
    table = movement(pd.concat([still, text, bare, near, far]).astype({"value": object}), {"a": 2}).set_index("key")
    assert list(table.index) == ["sharp", "wide", "bare", "text", "still"]
    assert table.loc["sharp", "ratio"] == pytest.approx(2.0 / 0.2)
    assert table.loc["wide", "ratio"] == pytest.approx(20 / 40)
    assert pd.isna(table.loc["bare", "ratio"])
    assert table.loc["bare", "relative"] == pytest.approx(1.0)
    assert table.loc["text", "base"] == "even"
    assert list(table["moves"]) == [True, True, True, True, False], "7.001 and 7.003 are printed the same"


def test_what_the_data_cannot_tell_at_one_place_is_no_number():
    findings = swept({"a": [1, 2]}, lambda a: 5.0 if a == 1 else None).astype({"value": object})
    findings.loc[1, "value"] = None
    assert not movement(findings, {"a": 1})["numeric"].iloc[0]
