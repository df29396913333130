"""Figures of the deterrence chapter: numbers by hand, words that follow the numbers, drawings that run."""

import pandas as pd
import pytest

from ties.analysis.balance.price_bands import latest_full
from ties.analysis.balance.sides import Sides
from ties.chapters.deterrence.break_even_by_year import break_even_by_year
from ties.chapters.deterrence.exercise_domains import exercise_domains, prepare_domains
from ties.chapters.deterrence.exercise_partners import exercise_partners, prepare_partners
from ties.chapters.deterrence.exercise_sizes import exercise_sizes, prepare_sizes
from ties.chapters.deterrence.exercise_stars import exercise_stars
from ties.chapters.deterrence.fleet_and_warheads import fleet_and_warheads
from ties.chapters.deterrence.measures_of_power import prepare_measures
from ties.chapters.deterrence.series_editions import prepare_series_editions, series_editions
from ties.chapters.deterrence.spending_balance import spending_balance
from ties.plotting.style import INK, render
from ties.tables.load import load

COUNTRIES = load("countries")
NAMES = COUNTRIES.set_index("code")["name"]
YEARS = (1992, 2026)
SPANS = {"years": YEARS, "period_years": 7, "as_of": "2026-06-30"}
MONEY = ("military_expenditure", "ppp_factors", "exchange_rates")


def sides(**change):
    return Sides(**{"focal": "IND", "rival": "CHN", "coalition": ["JPN", "AUS"], "us_share": 0.2, **change})


def spending(**change):
    return spending_balance(*map(load, MONEY), COUNTRIES, sides=sides(**change), price_basis="market", years=YEARS)


def break_even(rival_share=1.0, **change):
    tables = (*map(load, MONEY), load("military_ppp"), COUNTRIES)
    ask = {"sides": sides(**change), "rival_share": rival_share, "price_basis": "market", "years": YEARS}
    return break_even_by_year(*tables, **ask)


def partners(**change):
    return exercise_partners(load("exercises"), COUNTRIES, focal="IND", **{**SPANS, **change})


def stars():
    return exercise_stars(load("exercises"), COUNTRIES, focal="IND", **SPANS)


def domains():
    return exercise_domains(load("exercises"), COUNTRIES, pair=("IND", "USA"), draws=200, seed=1, **SPANS)


def forces(**change):
    tables = load("force_levels"), load("judgements/force_level_choices"), COUNTRIES
    return fleet_and_warheads(*tables, sides=sides(**change), start_year=1992)


def editions():
    return series_editions(load("exercises"), COUNTRIES, series="Malabar")


@pytest.mark.parametrize("make", [spending, break_even, forces, partners, stars, domains, editions])
@pytest.mark.parametrize("narrow", [False, True])
def test_every_figure_draws_wide_and_narrow_in_tokens(make, narrow):
    figure = make()
    assert INK in render(figure.draw, figure.data, height=4.2, narrow=narrow)
    assert figure.words.title
    assert figure.findings


@pytest.mark.parametrize("rival", ["CHN", "PAK", "RUS"])
def test_another_rival_gives_other_words(rival):
    assert NAMES[rival] in spending(rival=rival).words.title


def test_the_band_holds_the_line_and_ends_with_a_basis():
    data = spending().data
    complete = data.dropna(subset=["ratio"])
    assert (complete["low"] <= complete["ratio"]).all()
    assert (complete["ratio"] <= complete["high"]).all()
    assert latest_full(data, "focal")["bases"] == 3


def test_more_us_power_raises_the_sum_and_flips_the_words():
    assert "stays below parity" in spending(us_share=0.0).words.title
    assert "passes parity" in spending(us_share=1.0).words.title


def test_words_say_whether_the_assumed_share_is_enough():
    few, many = break_even(us_share=0.05), break_even(us_share=0.9)
    assert "is less than what India needed" in few.words.caption
    assert "is more than what India needed" in many.words.caption
    assert [figure.findings[-1].value for figure in (few, many)] == ["not enough", "enough"]


def test_matching_half_of_the_rival_needs_less():
    full, half = (latest_full(break_even(rival_share=share).data, "focal")["share"] for share in (1.0, 0.5))
    assert half == pytest.approx(full - 0.5 * 311900.4 / 1004901.0)


def test_measures_reach_from_money_to_capabilities():
    studies, power = load("military_ppp"), load("national_capabilities")
    table = prepare_measures(*map(load, MONEY), studies, power, sides=sides(coalition=["JPN"])).set_index("measure")
    cinc = power.query("year == 2022").set_index("country")["cinc"]
    by_hand = 100 * (cinc["CHN"] - cinc["IND"]) / cinc["USA"]
    assert table.loc["index of national capabilities", "focal_low"] == pytest.approx(by_hand)


def test_forces_keep_actual_and_projection_apart():
    data = forces().data
    assert set(data.loc[data["year"] > 2026, "basis"]) == {"projection"}


def test_first_partner_of_the_words_is_that_of_the_table():
    figure = partners()
    last = figure.data[figure.data["period"] == figure.data["period"].max()]
    assert NAMES[last.loc[last["known"].idxmax(), "partner"]] in figure.words.title


def test_periods_follow_the_parameter():
    assert len(partners(period_years=5).data["period"].unique()) == 7


def test_domains_count_each_exercise_once():
    data = domains().data
    assert (data.groupby("period")["exercises"].sum() == data.groupby("period")["n"].first()).all()


def test_malabar_of_2007_in_the_bay_of_bengal_had_five_navies():
    data = editions().data
    assert set(data.loc[data["id"] == "malabar-2007-2", "state"]) == {"IND", "USA", "JPN", "AUS", "SGP"}
    assert set(data.loc[data["id"] == "malabar-2025", "sea"]) == {"western Pacific"}


def test_a_growing_series_is_said_to_grow():
    years = range(2000, 2010)
    invented = pd.DataFrame(
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
            "sources": "s",
        }
    )
    figure = series_editions(invented, COUNTRIES, series="Malabar")
    assert "grew by 1.00 days a year" in figure.words.title
    assert "no edition had another group. The length" in figure.words.alt
    with pytest.raises(ValueError, match="no exercise"):
        prepare_series_editions(invented, series="Varuna")


@pytest.mark.parametrize("rival", ["PAK", "JPN"])
def test_a_rival_without_counts_is_said_to_have_none(rival):
    figure = forces(rival=rival, coalition=[])
    assert ("no comparable count" in figure.words.title) == (rival == "PAK")
    assert ("not counted for both" in figure.words.title) == (rival == "JPN")
    assert {finding.key: finding.confidence for finding in figure.findings} == {
        "tonnage_ratio": "cannot tell" if rival == "PAK" else "low",
        "warhead_ratio": "cannot tell" if rival == "JPN" else "high",
    }
    render(figure.draw, figure.data, height=4, narrow=True)


def test_a_partial_year_is_said_to_be_partial_and_a_full_one_is_not():
    assert "2026 runs to June" in partners().words.subtitle
    assert "runs to" not in partners(years=(1992, 2024)).words.subtitle


def test_an_exercise_that_begins_after_the_last_day_is_not_counted():
    table = load("exercises")
    later = table[table["start"] > "2026-07"]
    assert len(later[later["series"] == "Yudh Abhyas"]) == 1
    ask = {"pair": ("IND", "USA"), "series": ["Yudh Abhyas"]}
    n = [
        prepare_sizes(table, **ask, as_of=day).set_index(["what", "measure"])["n"]["Yudh Abhyas", "personnel"]
        for day in (None, "2026-06-30")
    ]
    assert n[0] - n[1] == 1
    counts = [
        prepare_partners(table, focal="IND", **{**SPANS, "as_of": day}).query("partner == 'USA'")["known"].sum()
        for day in ("2026-12-31", "2026-06-30")
    ]
    with_both = later["participants"].fillna("").str.split(";").map({"IND", "USA"}.issubset)
    assert counts[0] - counts[1] == with_both.sum()


def test_domains_of_all_exercises_hold_those_of_a_day():
    ask = {"pair": ("IND", "USA"), "draws": 10, "seed": 1}
    every, then = (
        prepare_domains(load("exercises"), **ask, **{**SPANS, "as_of": day})["exercises"].sum()
        for day in (None, "2026-06-30")
    )
    assert every > then


def test_measures_stand_in_the_last_year_that_every_state_has() -> None:
    """A newer year of US spending and of parities, without the others' exchange rates, moves no measure to it."""
    spent, parities, rates = map(load, MONEY)
    newest = int(spent["year"].max()) + 1
    spent = pd.concat([spent, spent[spent["year"] == newest - 1].assign(year=newest)])
    parities = pd.concat([parities, parities[parities["country"] == "USA"].tail(1).assign(year=newest)])
    power = load("military_ppp"), load("national_capabilities")
    table = prepare_measures(spent, parities, rates, *power, sides=sides(coalition=["JPN"]))
    assert table["year"].max() < newest
    assert table["focal_low"].notna().all()


def test_a_trend_needs_four_editions():
    table = load("exercises")
    few = table[table["series"] != "Malabar"]
    figure = exercise_sizes(few, pair=("IND", "USA"), series=["Malabar", "Yudh Abhyas"], as_of="2026-06-30")
    states = figure.findings[0]
    assert (states.key, states.value, states.figure) == ("malabar_states", None, "sizes")
    assert states.sentence == "For states of Malabar no trend can be estimated (n = 0)."
