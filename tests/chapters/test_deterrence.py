"""Figures of the deterrence chapter: numbers by hand, words that follow the numbers, drawings that run."""

import pandas as pd
import pytest

from ties.chapters.deterrence import balance, exercises, forces, malabar
from ties.chapters.deterrence import break_even as even
from ties.plotting.style import INK, render
from ties.tables.judgements import judgement
from ties.tables.load import load

NAMES = load("countries").set_index("code")["name"].to_dict()
SIDES = {"rival": "CHN", "focal": "IND", "coalition": ["JPN", "AUS"], "us_share": 0.2, "names": NAMES}
YEARS = {"start_year": 1992, "end_year": 2026}
SPANS = {**YEARS, "period_years": 7, "names": NAMES}
MONEY = ("military_expenditure", "ppp_factors", "exchange_rates")


def spending(**change):
    arguments = {**SIDES, **YEARS, "price_basis": "market", **change}
    return balance.prepare_spending(*map(load, MONEY), **arguments)


def break_even(**change):
    arguments = {**SIDES, **YEARS, "price_basis": "market", "rival_share": 1.0, **change}
    return even.prepare_break_even(*map(load, MONEY), load("military_ppp"), **arguments)


def partners(**change):
    return exercises.prepare_partners(load("exercises"), focal="IND", **{"as_of": "2026-06-30", **SPANS, **change})


def domains():
    return exercises.prepare_domains(load("exercises"), focal="IND", partner="USA", draws=200, seed=1, **SPANS)


def counts():
    sides = {"rival": "CHN", "focal": "IND", "coalition": ["JPN", "AUS"], "names": NAMES}
    return forces.prepare_forces(load("force_levels"), judgement("force_level_choices"), start_year=1992, **sides)


def editions():
    return malabar.prepare_editions(load("exercises"), series="Malabar", names=NAMES)


FIGURES = {
    "spending": (spending, balance.draw_spending, balance.words_spending),
    "break_even": (break_even, even.draw_break_even, even.words_break_even),
    "forces": (counts, forces.draw_forces, forces.words_forces),
    "partners": (partners, exercises.draw_partners, exercises.words_partners),
    "network": (partners, exercises.draw_network, exercises.words_network),
    "domains": (domains, exercises.draw_domains, exercises.words_domains),
    "malabar": (editions, malabar.draw_editions, malabar.words_editions),
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("narrow", [False, True])
def test_every_figure_draws_wide_and_narrow_in_tokens(name, narrow):
    prepare, draw, words = FIGURES[name]
    data = prepare()
    svg = render(draw, data, height=4.2, narrow=narrow)
    assert INK in svg
    assert words(data).title


@pytest.mark.parametrize("rival", ["CHN", "PAK", "RUS"])
def test_another_rival_gives_other_words(rival):
    text = balance.words_spending(spending(rival=rival))
    assert NAMES[rival] in text.title


def test_the_band_holds_the_line_and_ends_with_a_basis():
    data = spending()
    known = data.dropna(subset=["ratio"])
    assert (known["low"] <= known["ratio"]).all()
    assert (known["ratio"] <= known["high"]).all()
    assert balance.latest(data, "focal")["bases"] == 3


def test_more_us_power_raises_the_sum_and_flips_the_words():
    assert "stays below parity" in balance.words_spending(spending(us_share=0.0)).title
    assert "passes parity" in balance.words_spending(spending(us_share=1.0)).title


def test_words_say_whether_the_assumed_share_is_enough():
    assert "is less than what India needed" in even.words_break_even(break_even(us_share=0.05)).caption
    assert "is more than what India needed" in even.words_break_even(break_even(us_share=0.9)).caption


def test_matching_half_of_the_rival_needs_less():
    whole, half = (balance.latest(break_even(rival_share=share), "focal")["share"] for share in (1.0, 0.5))
    assert half == pytest.approx(whole - 0.5 * 311900.4 / 1004901.0)


def test_measures_reach_from_money_to_capabilities():
    table = even.prepare_measures(
        *map(load, MONEY),
        load("military_ppp"),
        load("national_capabilities"),
        rival="CHN",
        focal="IND",
        coalition=["JPN"],
    ).set_index("measure")
    cinc = load("national_capabilities").query("year == 2022").set_index("country")["cinc"]
    by_hand = 100 * (cinc["CHN"] - cinc["IND"]) / cinc["USA"]
    assert table.loc["index of national capabilities", "focal_low"] == pytest.approx(by_hand)


def test_forces_keep_actual_and_projection_apart():
    data = counts()
    later = data[data["year"] > 2026]
    assert set(later["basis"]) == {"projection"}


def test_first_partner_of_the_words_is_that_of_the_table():
    data = partners()
    last = data[data["period"] == data["period"].max()]
    top = NAMES[last.loc[last["known"].idxmax(), "partner"]]
    assert top in exercises.words_partners(data).title


def test_periods_follow_the_parameter():
    assert len(partners(period_years=5)["period"].unique()) == 7


def test_domains_count_each_exercise_once():
    data = domains()
    assert (data.groupby("period")["exercises"].sum() == data.groupby("period")["n"].first()).all()


def test_malabar_of_2007_in_the_bay_of_bengal_had_five_navies():
    data = editions()
    assert set(data.loc[data["id"] == "malabar-2007-2", "state"]) == {"IND", "USA", "JPN", "AUS", "SGP"}
    assert set(data.loc[data["id"] == "malabar-2025", "sea"]) == {"western Pacific"}


def test_a_growing_series_is_said_to_grow():
    years = range(2000, 2010)
    made = pd.DataFrame(
        {
            "id": [f"m{y}" for y in years],
            "series": "Malabar",
            "edition": None,
            "start": [f"{y}-05-01" for y in years],
            "end": [f"{y}-05-{y - 1995:02d}" for y in years],
            "location": "sea",
            "lon": 72.0,
            "participants": "IND;USA",
            "participants_complete": "yes",
            "personnel": None,
        }
    )
    assert (
        "grew by 1.00 days a year"
        in malabar.words_editions(malabar.prepare_editions(made, series="Malabar", names=NAMES)).title
    )
    with pytest.raises(ValueError, match="no exercise"):
        malabar.prepare_editions(made, series="Varuna", names=NAMES)


@pytest.mark.parametrize("rival", ["PAK", "JPN"])
def test_a_rival_without_counts_is_said_to_have_none(rival):
    sides = {"rival": rival, "focal": "IND", "coalition": [], "start_year": 1992, "names": NAMES}
    data = forces.prepare_forces(load("force_levels"), judgement("force_level_choices"), **sides)
    title = forces.words_forces(data).title
    assert ("no comparable count" in title) == (rival == "PAK")
    assert ("not counted for both" in title) == (rival == "JPN")
    render(forces.draw_forces, data, height=4, narrow=True)


def test_a_partial_year_is_said_to_be_partial_and_a_full_one_is_not():
    assert "2026 runs to June" in exercises.words_partners(partners()).subtitle
    assert "runs to" not in exercises.words_partners(partners(end_year=2024)).subtitle


def test_an_exercise_that_begins_after_the_last_day_is_not_counted():
    table = load("exercises")
    later = table[table["start"] > "2026-07"]
    assert len(later[later["series"] == "Yudh Abhyas"]) == 1
    ask = {"focal": "IND", "partner": "USA", "series": ["Yudh Abhyas"]}
    whole, known = (malabar.prepare_sizes(table, **ask, as_of=day) for day in (None, "2026-06-30"))
    n = [part.set_index(["what", "measure"])["n"]["Yudh Abhyas", "personnel"] for part in (whole, known)]
    assert n[0] - n[1] == 1
    counts = [
        exercises.prepare_partners(table, focal="IND", **SPANS, as_of=day).query("partner == 'USA'")["known"].sum()
        for day in ("2026-12-31", "2026-06-30")
    ]
    with_both = later["participants"].fillna("").str.split(";").map({"IND", "USA"}.issubset)
    assert counts[0] - counts[1] == with_both.sum()


def test_measures_stand_in_the_last_year_that_every_state_has() -> None:
    """A newer year of US spending and of parities, without the others' exchange rates, moves no measure to it."""
    spending, parities, rates = map(load, MONEY)
    newest = int(spending["year"].max()) + 1
    spending = pd.concat([spending, spending[spending["year"] == newest - 1].assign(year=newest)])
    parities = pd.concat([parities, parities[parities["country"] == "USA"].tail(1).assign(year=newest)])
    table = even.prepare_measures(
        spending, parities, rates, load("military_ppp"), load("national_capabilities"),
        rival="CHN", focal="IND", coalition=["JPN"],
    )  # fmt: skip
    assert table["year"].max() < newest
    assert table["focal_low"].notna().all()
