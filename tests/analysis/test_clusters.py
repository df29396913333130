"""Groups of places: no two of a group too far apart, and near ones together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ties.analysis.geo.clusters import group_places
from ties.analysis.geo.sphere import great_circle_km

points = st.lists(st.tuples(st.floats(-170, 170), st.floats(-80, 80)), min_size=2, max_size=12)


@given(points, st.floats(50, 5000))
def test_no_two_places_of_a_group_are_farther_apart(places, apart):
    lon, lat = np.transpose(places)
    groups = group_places(lon, lat, apart_km=apart)
    for group in set(groups):
        x, y = lon[groups == group], lat[groups == group]
        assert great_circle_km(x[:, None], y[:, None], x, y).max() <= apart + 1e-6


def test_the_same_place_is_one_group():
    assert len(set(group_places([80.0, 80.0, 80.0], [10.0, 10.0, 10.0], apart_km=1))) == 1
