"""Laws of reach: areas against closed forms and a published figure, nested sets, greedy order."""

import numpy as np
import pandas as pd
import pytest

from ties.analysis.geo.coastlines import at_sea, land
from ties.analysis.geo.place_sets import NESTED, usable_places
from ties.analysis.geo.sea_reach import Ocean, coverage, greedy_cover, nearest_km, ocean, within
from ties.analysis.geo.sphere import cap_area_km2, equal_area_grid
from ties.tables.load import load


@pytest.fixture(scope="module")
def indian_ocean():
    return ocean(load("judgements/indian_ocean"))


@pytest.fixture(scope="module")
def usable():
    return usable_places(load("places"), load("judgements/reach_sets"))


def open_sea():
    return Ocean(*equal_area_grid(-180, -90, 180, 90, cell_km=60))  # a sphere without land


def place(**columns):
    return pd.DataFrame({"id": ["a"], "lon": [10.0], "lat": [0.0], "set": ["own"], **columns})


def test_the_indian_ocean_has_its_published_area(indian_ocean):
    # Eakins and Sharman 2010 (ETOPO1): 70.56 million km2, with the Malacca Strait and the Java Sea, to 60 S
    assert indian_ocean.area_km2 == pytest.approx(70.56e6, rel=0.02)


def test_the_area_of_the_ocean_hardly_depends_on_the_cell(indian_ocean):
    assert ocean(load("judgements/indian_ocean"), cell_km=120).area_km2 == pytest.approx(
        indian_ocean.area_km2, rel=0.005
    )


@pytest.mark.parametrize("radius", [500, 1500, 3000])
def test_reach_of_one_place_on_open_sea_is_the_spherical_cap(radius):
    sea = open_sea()
    assert within(place(), sea, radius).sum() * sea.cell_km2 == pytest.approx(cap_area_km2(radius), rel=0.01)


def test_two_places_a_quarter_turn_apart_reach_twice_one():
    sea, two = open_sea(), pd.concat([place(), place(id=["b"], lon=[100.0])])
    table = coverage(two, place(), sea, {"both": ["own"]}, 1000)
    assert table["share"].item() * sea.area_km2 == pytest.approx(2 * cap_area_km2(1000), rel=0.01)


def test_more_sets_or_a_longer_radius_never_reach_less(usable, indian_ocean):
    places, straits = usable
    near, far = (coverage(places, straits, indian_ocean, NESTED, r).set_index("name") for r in (1000, 2000))
    for table in (near, far):
        assert table["share"]["own"] <= table["share"]["access"] <= table["share"]["us"]
        assert table["straits"]["rival"] <= table["straits"]["rival_ports"]
    assert (near["share"] <= far["share"]).all()


def test_distance_to_a_strait_agrees_with_what_is_counted(usable, indian_ocean):
    places, straits = usable
    table = coverage(places, straits, indian_ocean, NESTED, 1500).set_index("name")
    distances = nearest_km(places, straits, NESTED)
    for name in NESTED:
        assert (distances[name] <= 1500).sum() == table.loc[name, "straits"]


def test_greedy_gains_fall_add_up_and_start_with_the_best(usable, indian_ocean):
    places, straits = usable
    steps = greedy_cover(places, indian_ocean, 1500, have=["own"], add=["access", "us"])
    table = coverage(places, straits, indian_ocean, NESTED, 1500).set_index("name")["share"]
    assert (steps["gain"].diff().dropna() <= 1e-12).all()
    assert steps["gain"].iloc[0] == steps["alone"].max()
    assert table["own"] + steps["gain"].sum() == pytest.approx(table["us"])


def test_a_place_on_top_of_another_brings_nothing():
    twice = pd.concat([place(), place(id=["twin"], set=["access"])])
    assert greedy_cover(twice, open_sea(), 1000, have=["own"], add=["access"]).empty


def test_every_place_of_the_judgement_exists_and_no_excluded_one_counts(usable):
    places, straits = usable
    assert not set(places["set"]) & {"excluded", "strait"}
    assert set(straits["kind"]) == {"chokepoint"}
    with pytest.raises(ValueError, match="no such place: nowhere"):
        usable_places(load("places"), pd.DataFrame({"place": ["nowhere"], "set": ["own"], "reason": ["made up"]}))


def test_known_points_are_on_land_or_at_sea():
    lon = np.array([77.2, 72.0, 133.0, 47.0, 80.0])  # Delhi, Arabian Sea, Australia, Madagascar, south of Sri Lanka
    lat = np.array([28.6, 15.0, -25.0, -19.0, 2.0])
    assert at_sea(lon, lat).tolist() == [False, True, False, False, True]


def test_an_unknown_resolution_is_refused():
    with pytest.raises(ValueError, match="neither"):
        land("x")


def test_the_largest_land_comes_first_and_small_islands_are_left_out():
    shores = land("c")
    widths = [shore.bounds[2] - shore.bounds[0] for shore in shores]
    assert max(widths[:2]) > 180 > 2 > widths[-1]  # degrees of longitude; the first two are the parts of Eurasia
    few = land("c", least_km2=1e6)
    assert [shore.bounds for shore in few] == [shore.bounds for shore in shores[: len(few)]]
    assert 6 <= len(few) < len(shores)
