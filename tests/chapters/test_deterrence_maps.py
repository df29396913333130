"""Maps of the deterrence chapter: what they count and say."""

import pytest

from ties.analysis.geo.place_sets import NESTED, usable_places
from ties.analysis.geo.sea_reach import coverage, ocean
from ties.chapters.deterrence.places_by_gain import access_owed, strait_distances
from ties.chapters.deterrence.reach_by_radius import reach_by_radius
from ties.chapters.deterrence.reach_map import reach_map
from ties.chapters.deterrence.series_venues import prepare_venues, series_venues
from ties.plotting.style import GRID, INK, render
from ties.tables.load import load

TABLES = load("places"), load("judgements/reach_sets"), load("judgements/indian_ocean")


@pytest.fixture(scope="module")
def maps():
    return reach_map(*TABLES, reach_km=1500)


@pytest.mark.parametrize("narrow", [False, True])
def test_maps_and_curves_draw_wide_and_narrow(maps, narrow):
    for figure in (maps, reach_by_radius(*TABLES, reach_km=1500)):
        assert INK in render(figure.draw, figure.data, height=4, narrow=narrow)
    malabar = series_venues(load("exercises"), series="Malabar")
    assert GRID in render(malabar.draw, malabar.data, height=4, narrow=narrow)


def test_words_give_the_shares_of_the_table(maps):
    shares = maps.data[maps.data["radius_km"] == 1500].set_index("name")["share"]
    assert f"{shares['access']:.0%}" in maps.words.title
    assert f"{shares['rival_ports']:.0%}" in maps.words.alt
    assert [finding.value for finding in maps.findings] == (100 * shares).tolist()


def test_the_part_owed_to_one_agreement_is_what_goes_with_its_places(maps):
    usable, straits = usable_places(*TABLES[:2])
    others = usable[~usable["id"].str.contains("lemoa")]
    assert 0 < len(others) < len(usable)
    sea = ocean(TABLES[2])
    both = [coverage(rows, straits, sea, NESTED, 1500).set_index("name")["share"] for rows in (usable, others)]
    lemoa, without_ream = access_owed(*TABLES, reach_km=1500)
    assert lemoa.value == pytest.approx(100 * (both[0]["access"] - both[1]["access"]))
    assert without_ream.value < 100 * both[0]["rival"]


def test_the_farthest_strait_is_that_of_the_table():
    table = strait_distances(*TABLES[:2])
    assert table.findings[0].value == table.data["access"].max()
    assert table.data.set_index("access")["name"][table.data["access"].max()] in table.findings[0].sentence


def test_every_placed_edition_is_in_one_venue():
    exercises = load("exercises")
    malabar = exercises[exercises["series"] == "Malabar"]
    figure = series_venues(exercises, series="Malabar")
    assert figure.data["editions"].sum() == malabar["lon"].notna().sum()
    assert f"; {malabar['lon'].isna().sum()} more have no known place" in figure.words.caption
    assert "Indian Ocean" in figure.words.title


def test_a_series_without_places_is_refused():
    with pytest.raises(ValueError, match="fewer than two"):
        prepare_venues(load("exercises"), series="Tiger")


def test_without_a_place_open_to_india_no_gap_is_told():
    places, sets, _ = TABLES
    table = strait_distances(places, sets[~sets["set"].isin(["own", "access"])])
    assert table.data[["own", "access"]].isna().all(axis=None)
    assert [finding.confidence for finding in table.findings] == ["cannot tell"]
