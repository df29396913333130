"""Laws of the map: circles keep their radius, areas are true, and no shore turns inside out."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ties.analysis.geo.sphere import cap_area_km2, great_circle_km
from ties.plotting.map_projection import circle_around, disc, lambert_azimuthal
from ties.plotting.maps import base_map

lons, lats = st.floats(-180, 180), st.floats(-85, 85)
radii = st.floats(50, 3000)


@given(lons, lats, radii)
def test_every_point_of_a_circle_is_at_its_radius(lon, lat, radius):
    assert np.allclose(great_circle_km(lon, lat, *circle_around(lon, lat, radius)), radius, rtol=1e-6)


@given(lons, lats, radii)
def test_the_map_keeps_the_area_of_a_cap(lon, lat, radius):
    x, y = lambert_azimuthal(*circle_around(lon, lat, radius, points=721), centre=(lon + 20, lat * 0.8))
    assert shapely.Polygon(np.column_stack([x, y])).area == pytest.approx(cap_area_km2(radius), rel=0.002)


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
