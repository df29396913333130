"""Places that lie close together."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from ties.analysis.geo.sphere import great_circle_km


def group_places(lon: ArrayLike, lat: ArrayLike, *, apart_km: float) -> NDArray[np.int_]:
    """Group points so that no two of a group are farther apart than a distance (complete linkage).

    Parameters
    ----------
    lon, lat : array_like, shape (n,)
        Degrees; at least two points.
    apart_km : float
        Greatest distance inside a group.

    Returns
    -------
    ndarray of int, shape (n,)
        Number of the group of each point.

    Examples
    --------
    >>> group_places([72.0, 73.0, 129.0], [18.0, 18.0, 33.0], apart_km=900).tolist()
    [1, 1, 2]
    """
    x, y = (np.asarray(angle, dtype="float64") for angle in (lon, lat))
    apart = great_circle_km(x[:, None], y[:, None], x[None, :], y[None, :])
    condensed = squareform(apart, checks=False)  # rounding can leave the two directions a little different
    groups: NDArray[np.int_] = fcluster(linkage(condensed, "complete"), apart_km, "distance")
    return groups
