"""Distance and area on the sphere, and a grid of equal areas."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_KM = 6371.0088  # mean radius of the Earth (IUGG)

Floats = NDArray[np.float64]


def great_circle_km(lon: ArrayLike, lat: ArrayLike, to_lon: ArrayLike, to_lat: ArrayLike) -> Floats:
    """Give great-circle distances by the haversine formula.

    Parameters
    ----------
    lon, lat, to_lon, to_lat : array_like
        Degrees; shapes broadcast against each other.

    Returns
    -------
    ndarray
        Kilometres on the sphere of mean radius; within 0.6 per cent of the ellipsoid.

    References
    ----------
    Sinnott, R. W. (1984). Virtues of the haversine. Sky and Telescope, 68(2), 159.

    Examples
    --------
    >>> round(float(great_circle_km(0, 0, 90, 0)))  # a quarter of the equator
    10008
    """
    x, y, to_x, to_y = (np.radians(np.asarray(angle, dtype="float64")) for angle in (lon, lat, to_lon, to_lat))
    half = np.sin((to_y - y) / 2) ** 2 + np.cos(y) * np.cos(to_y) * np.sin((to_x - x) / 2) ** 2
    distance: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return distance


def cap_area_km2(radius_km: float) -> float:
    """Give the area of a spherical cap: all that lies within a great-circle distance of a point.

    Parameters
    ----------
    radius_km : float
        Great-circle radius in kilometres.

    Returns
    -------
    float
        Square kilometres.

    Examples
    --------
    >>> half = cap_area_km2(np.pi / 2 * EARTH_KM)
    >>> round(half / (2 * np.pi * EARTH_KM**2), 12)
    1.0
    """
    return float(2 * np.pi * EARTH_KM**2 * (1 - np.cos(radius_km / EARTH_KM)))


def equal_area_grid(
    west: float, south: float, east: float, north: float, *, cell_km: float
) -> tuple[Floats, Floats, float]:
    """Lay a grid of cells of equal area over a part of the sphere.

    Cells are even in longitude and in the sine of latitude (Lambert's cylindrical equal-area projection), so that
    counting cell centres measures area without weights.

    Parameters
    ----------
    west, south, east, north : float
        Degrees.
    cell_km : float
        Side of a cell at the equator; its area is the square of it, a little less where the box does not divide.

    Returns
    -------
    lon, lat : ndarray, shape (n,)
        Centres of the cells, degrees.
    area : float
        Square kilometres of each cell.

    Examples
    --------
    >>> lon, lat, area = equal_area_grid(-180, -90, 180, 90, cell_km=200)
    >>> round(len(lon) * area / 1e6, 1)  # the whole sphere, million square kilometres
    510.1
    """
    width = np.radians(east - west) * EARTH_KM
    height = (np.sin(np.radians(north)) - np.sin(np.radians(south))) * EARTH_KM
    columns, rows = (max(1, int(np.ceil(length / cell_km))) for length in (width, height))
    x = west + (np.arange(columns) + 0.5) * (east - west) / columns
    low, high = np.sin(np.radians([south, north]))
    y = np.degrees(np.arcsin(low + (np.arange(rows) + 0.5) * (high - low) / rows))
    lon, lat = np.meshgrid(x, y)
    return lon.ravel(), lat.ravel(), float(width * height / (columns * rows))
