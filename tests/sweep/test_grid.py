"""A grid is what a person wrote: both ends, no drift, every value allowed; all faults at once, before a run."""

from decimal import Decimal
from itertools import pairwise
from math import prod
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.project.chapter_config import Chapter, Parameter, read_chapters
from ties.sweep.grid import GridError, parse_grid

ROOT = Path(__file__).parents[2]
CHAPTER = Chapter(
    "balance",
    "Balance",
    Path("x"),
    (),
    {
        "share": Parameter("share", "number", 0.2, "Share", minimum=0, maximum=1),
        "free": Parameter("free", "number", 0.0, "Any number"),
        "year": Parameter("year", "integer", 2000, "Year", minimum=1990, maximum=2020),
        "basis": Parameter("basis", "choice", "market", "Prices", choices=("market", "FMS+DCS")),
        "routes": Parameter("routes", "choices", ["FMS"], "Routes", choices=("FMS", "FMS+DCS")),
        "friends": Parameter("friends", "countries", ["JPN"], "Friends"),
        "rival": Parameter("rival", "country", "CHN", "Rival"),
        "day": Parameter("day", "date", "2026-06-30", "Day"),
        "strict": Parameter("strict", "boolean", True, "Strict"),
        "value": Parameter("value", "integer", 1, "Named as a column of the findings"),
    },
)
DECIMALS = st.decimals(min_value=-1000, max_value=1000, places=3)


def faults(*grids, settings=(), **how):
    with pytest.raises(GridError) as caught:
        parse_grid(CHAPTER, grids, settings, **how)
    return str(caught.value).splitlines()


def test_the_grid_of_the_book_is_read_as_it_is_meant():
    grid = parse_grid(read_chapters(ROOT)["deterrence"], ["us_share=0:0.6:0.05", "start_year=2000,2010"])
    assert grid.swept["us_share"] == [0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6]
    assert grid.swept["start_year"] == [2000, 2010]
    assert len(grid) == 26


@given(first=DECIMALS, step=st.decimals(min_value=Decimal("0.001"), max_value=10, places=3), steps=st.integers(0, 60))
def test_a_range_has_both_ends_and_the_numbers_that_a_person_would_write(first, step, steps):
    last = first + steps * step
    values = parse_grid(CHAPTER, [f"free={first}:{last}:{step}"]).swept["free"]
    assert values == [float(str(first + at * step)) for at in range(steps + 1)]
    assert (values[0], values[-1]) == (float(first), float(last))
    assert all(isinstance(value, float) for value in values)
    assert all(one < other for one, other in pairwise(values))


@given(first=DECIMALS, step=st.integers(2, 50), over=st.integers(1, 49), steps=st.integers(0, 20))
def test_a_range_that_misses_its_end_says_where_it_would_end(first, step, over, steps):
    end = first + steps * step
    missed = end + over % step if over % step else end + 1
    assert faults(f"free={first}:{missed}:{step}") == [
        f"balance.free: the range {first}:{missed}:{step} does not end on {missed}; end it at {end}"
    ]


def test_a_range_of_integers_stays_one_and_steps_by_one():
    values = parse_grid(CHAPTER, ["year=1990:1993,2000:2010:5,2020"]).swept["year"]
    assert values == [1990, 1991, 1992, 1993, 2000, 2005, 2010, 2020]
    assert all(isinstance(value, int) for value in values)


def test_every_type_is_read_as_a_setting_is():
    assert parse_grid(CHAPTER, ["friends=[JPN, AUS],[],[KOR]"]).swept["friends"] == [["JPN", "AUS"], [], ["KOR"]]
    assert parse_grid(CHAPTER, ["routes=[FMS+DCS],[FMS,FMS+DCS]"]).swept["routes"] == [
        ["FMS+DCS"],
        ["FMS", "FMS+DCS"],
    ]
    assert parse_grid(CHAPTER, ["basis=FMS+DCS,market"]).swept["basis"] == ["FMS+DCS", "market"]
    assert parse_grid(CHAPTER, ["rival=CHN, PAK"]).swept["rival"] == ["CHN", "PAK"]
    assert parse_grid(CHAPTER, ["day=2025-01-01,2026-06-30"]).swept["day"] == ["2025-01-01", "2026-06-30"]
    assert parse_grid(CHAPTER, ["strict=true,false"]).swept["strict"] == [True, False]
    assert parse_grid(CHAPTER, ["balance.share=0,1"]).swept["share"] == [0.0, 1.0]


def test_the_last_parameter_moves_fastest_and_the_others_stay():
    grid = parse_grid(CHAPTER, ["year=2000,2001", "share=0,1"], ["rival=PAK", "balance.day=2026-01-01"])
    runs = list(grid.combinations())
    assert [(run["year"], run["share"]) for run in runs] == [(2000, 0), (2000, 1), (2001, 0), (2001, 1)]
    assert all(list(run) == list(CHAPTER.parameters) for run in runs)
    assert {(run["rival"], run["day"], run["basis"]) for run in runs} == {("PAK", "2026-01-01", "market")}


@given(sizes=st.lists(st.integers(1, 5), min_size=3, max_size=3))
def test_every_combination_comes_once(sizes):
    names = ("year", "share", "free")
    starts = (1990, 0, 0)
    steps = (1, 0.1, 1)
    texts = [
        f"{name}="
        + ",".join(str(round(start + at * step, 1)) if step == 0.1 else str(start + at) for at in range(size))
        for name, start, step, size in zip(names, starts, steps, sizes, strict=True)
    ]
    runs = [tuple(run[name] for name in names) for run in parse_grid(CHAPTER, texts).combinations()]
    assert len(runs) == len(set(runs)) == prod(sizes) == len(parse_grid(CHAPTER, texts))


def test_all_faults_come_at_once():
    said = faults(
        "shar=1", "share=0.5:1.5:0.5", "year=1980,2000,1999.5", "friends=JPN", "basis=x", "year=2001", "day=tomorrow",
        settings=["rival=china", "rivl=1", "share=1"],
    )  # fmt: skip
    assert said == [
        "balance.shar: no such parameter; did you mean balance.share?",
        "balance.share: is 1.5, above the maximum 1",
        "balance.year: is 1980, below the minimum 1990",
        "balance.year: is 1999.5, not an integer",
        "balance.friends: is 'JPN', not a list of three-letter country codes",
        "balance.basis: is 'x', not one of market, FMS+DCS",
        "balance.year: stands twice in the grid",
        "balance.day: is 'tomorrow', not a day (YYYY-MM-DD)",
        "balance.rival: is 'china', not a three-letter country code",
        "balance.rivl: no such parameter; did you mean balance.rival?",
        "balance.share: moves in the grid, so it cannot be set",
    ]


@pytest.mark.parametrize(
    ("grid", "said"),
    [
        ("share", "--grid share: is not NAME=VALUES"),
        ("share=", "--grid share=: is not NAME=VALUES"),
        ("share=0.5,0.50", "balance.share: 0.5 stands twice in the grid"),
        ("share=0:0.2:0.1,0.1", "balance.share: 0.1 stands twice in the grid"),
        (
            "share=1:0:0.1",
            "balance.share: the range 1:0:0.1 does not rise: it is first:last:step, with a step above 0",
        ),
        ("share=0:1:0", "balance.share: the range 0:1:0 does not rise: it is first:last:step, with a step above 0"),
        ("share=0:1:x", "balance.share: the range 0:1:x is not made of numbers"),
        ("share=0:inf:1", "balance.share: the range 0:inf:1 has a number that is too large or too small"),
        ("free=.inf", "balance.free: is '.inf', not a number"),
        ("year=1990:1995:0.5", "balance.year: the range 1990:1995:0.5 has values that are not integers"),
        ("rival=CHN:PAK", "balance.rival: is 'CHN:PAK', not a three-letter country code"),
        ("friends=[JPN", "balance.friends: '[JPN' is not a list of values"),
        ("friends={a: b}", "balance.friends: '{a: b}' is not a list of values"),
        ("value=1,2", "balance.value: the table of findings has a column of that name; it cannot move"),
    ],
)
def test_a_fault_is_named(grid, said):
    assert faults(grid) == [said]


def test_a_setting_twice_and_an_empty_grid_are_faults():
    assert faults("year=2000", settings=["rival=CHN", "rival=PAK"]) == ["balance.rival: is set twice"]
    assert faults()[0].startswith("no parameter moves; give --grid NAME=VALUES (share, free, year")


def test_an_absurd_grid_is_refused_before_it_is_made():
    said = "has 10,000,000,001 values, more than 1,000 combinations; --limit allows more"
    assert faults("share=0:1:0.0000000001") == [f"balance.share: the range 0:1:0.0000000001 {said}"]
    assert faults("share=0:1:0.01", "year=1990:2020") == [
        "the grid has 3,131 combinations, more than 1,000; --limit 3131 allows them"
    ]
    assert len(parse_grid(CHAPTER, ["share=0:1:0.01", "year=1990:2020"], limit=3131)) == 3131
