"""Laws of the sphere: distances, caps and the equal-area grid against closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties.analysis.geo.sphere import (
    EARTH_KM,
    cap_area_km2,
    equal_area_grid,
    great_circle_km,
)

lons, lats = st.floats(-180, 180), st.floats(-85, 85)


def test_mumbai_to_diego_garcia_by_hand():
    # cos c = sin a sin b + cos a cos b cos d for 18.93 N 72.84 E and 7.31 S 72.41 E
    a, b, d = np.radians([18.93, -7.31, 0.43])
    by_hand = EARTH_KM * np.arccos(np.sin(a) * np.sin(b) + np.cos(a) * np.cos(b) * np.cos(d))
    assert great_circle_km(72.84, 18.93, 72.41, -7.31) == pytest.approx(by_hand)
    assert by_hand == pytest.approx(2918, abs=2)


@given(lons, lats, lons, lats)
def test_distance_is_symmetric_and_at_most_half_the_earth(a, b, c, d):
    there, back = great_circle_km(a, b, c, d), great_circle_km(c, d, a, b)
    assert there == pytest.approx(back)
    assert 0 <= there <= np.pi * EARTH_KM + 1e-6


@given(st.floats(-60, 60), st.floats(1000, 3000))
def test_grid_area_of_a_cap_is_its_closed_form(lat, radius):
    lon, y, cell = equal_area_grid(-180, -90, 180, 90, cell_km=60)
    inside = great_circle_km(0, lat, lon, y) <= radius
    assert inside.sum() * cell == pytest.approx(cap_area_km2(radius), rel=0.03)


def test_grid_of_the_whole_sphere_has_its_area():
    lon, _, cell = equal_area_grid(-180, -90, 180, 90, cell_km=111)
    assert len(lon) * cell == pytest.approx(4 * np.pi * EARTH_KM**2)
