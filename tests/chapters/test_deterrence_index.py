"""The index of the deterrence chapter: words that follow, parameters that act."""

from dataclasses import replace
from functools import cache

import pytest

from ties.analysis.balance.composite import gathered_components
from ties.analysis.balance.sides import Sides
from ties.chapters.deterrence.deterrence_index import deterrence_index, index_parts
from ties.plotting.style import INK, render
from ties.tables.load import load

POSTS = load("judgements/index_components")
TABLES = (
    "military_expenditure", "ppp_factors", "exchange_rates", "force_levels", "judgements/force_level_choices",
    "exercises", "dialogues", "judgements/meeting_kinds", "agreements",
)  # fmt: skip


@cache
def components(rival="CHN", us_share=0.2):
    sides = Sides("IND", rival, [code for code in ("JPN", "AUS") if code != rival], us_share)
    ask = {"sides": sides, "years": (2005, 2026), "price_basis": "market", "as_of": "2026-06-30"}
    return gathered_components(*map(load, TABLES), **ask)


def index(values):
    return deterrence_index(values, POSTS, draws=500, seed=1)


def test_more_us_power_never_lowers_the_index():
    low, high = (index(components(us_share=share)).data["index"] for share in (0.0, 0.3))
    assert (high >= low - 1e-12).all()


@pytest.mark.parametrize("narrow", [False, True])
def test_it_draws_and_its_words_follow_the_numbers(narrow):
    figure = index(components())
    assert INK in render(figure.draw, figure.data, height=4, narrow=narrow)
    assert ("rose" in figure.words.title) == (figure.data["index"].iloc[-1] > figure.data["index"].iloc[0])


def test_a_falling_index_is_said_to_fall():
    table = components().table
    turned = replace(components(), table=table.iloc[::-1].set_axis(table.index), interpolated=[])
    assert "fell" in index(turned).words.title


def test_a_component_that_is_unknown_is_named():
    assert "Left out as unknown" not in index(components()).words.caption
    assert "Left out as unknown: warheads" in index(components(rival="JPN")).words.caption


def test_contributions_add_up_to_the_change_of_the_index():
    data, parts = index(components()).data, index_parts(components(), POSTS, draws=500, seed=1)
    change = data["index"].iloc[-1] - data["index"].iloc[0]
    assert parts.data["contribution"].sum() == pytest.approx(change)


def test_halves_that_move_alike_are_said_to_move_together():
    table = components().table
    steps = [n / (len(table) - 1) for n in range(len(table))]
    rising = {row.component: [row.zero + step * (row.one - row.zero) for step in steps] for row in POSTS.itertuples()}
    together = replace(components(), table=table.assign(**rising))
    apart = replace(together, table=together.table.assign(**together.table[["spending", "warheads"]].iloc[::-1]
                                                          .reset_index(drop=True).set_axis(table.index)))  # fmt: skip
    values = [
        {finding.key: finding.value for finding in index_parts(values, POSTS, draws=50, seed=1).findings}
        for values in (together, apart)
    ]
    assert [found["index_halves"] for found in values] == ["together", "apart"]
