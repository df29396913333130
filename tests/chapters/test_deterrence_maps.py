"""Maps of the deterrence chapter: what they count, what they say, and that no shore turns inside out."""

import matplotlib.pyplot as plt
import pytest
import shapely

from ties.analysis.geo.reach import ocean
from ties.analysis.geo.sphere import cap_area_km2
from ties.chapters.deterrence import places as venues
from ties.chapters.deterrence import reach
from ties.plotting.maps import base_map, disc
from ties.plotting.style import GRID, INK, render
from ties.tables.judgements import judgement
from ties.tables.load import load


@pytest.fixture(scope="module")
def data():
    limits = judgement("indian_ocean")
    return reach.prepare_reach(load("places"), judgement("reach_sets"), ocean(limits), limits, reach_km=1500)


@pytest.mark.parametrize("narrow", [False, True])
def test_maps_and_curves_draw_wide_and_narrow(data, narrow):
    for draw in (reach.draw_reach, reach.draw_radius):
        assert INK in render(draw, data, height=4, narrow=narrow)
    malabar = venues.prepare_venues(load("exercises"), series="Malabar")
    assert GRID in render(venues.draw_venues, malabar, height=4, narrow=narrow)


def test_words_give_the_shares_of_the_table(data):
    shares = reach.at_reach(data)["share"]
    words = reach.words_reach(data)
    assert f"{shares['access']:.0%}" in words.title
    assert f"{shares['rival_ports']:.0%}" in words.alt
    assert reach.words_radius(data).alt


def test_every_placed_edition_is_in_one_venue():
    exercises = load("exercises")
    malabar = exercises[exercises["series"] == "Malabar"]
    table = venues.prepare_venues(exercises, series="Malabar")
    assert table["editions"].sum() == malabar["lon"].notna().sum()
    assert table.attrs["unknown"] == malabar["lon"].isna().sum()
    assert "Indian Ocean" in venues.words_venues(table).title


def test_a_series_without_places_is_refused():
    with pytest.raises(ValueError, match="fewer than two"):
        venues.prepare_venues(load("exercises"), series="Tiger")


@pytest.mark.parametrize("centre", [(76.0, -14.0), (108.0, 4.0)])
def test_no_land_covers_the_whole_map(centre):
    figure, ax = plt.subplots()
    base_map(ax, centre=centre, box_km=(-5000, -5000, 5000, 5000))
    box = shapely.box(-5000, -5000, 5000, 5000).area
    largest = max(shapely.Polygon(patch.get_path().vertices).area for patch in ax.patches)
    plt.close(figure)
    assert largest < 0.5 * box


def test_a_disc_on_the_map_has_the_area_of_its_cap():
    assert disc(60.0, 10.0, 1500, (76.0, -14.0)).area == pytest.approx(cap_area_km2(1500), rel=0.002)
