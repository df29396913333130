"""Distance, area and an equal-area map on the sphere."""

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


def lambert_azimuthal(lon: ArrayLike, lat: ArrayLike, *, centre: tuple[float, float]) -> tuple[Floats, Floats]:
    """Project onto Lambert's azimuthal equal-area map.

    Parameters
    ----------
    lon, lat : array_like
        Degrees.
    centre : tuple of float
        Longitude and latitude of the centre, degrees.

    Returns
    -------
    x, y : ndarray
        Kilometres on the map, from the centre. Areas are true; the antipode of the centre has no place.

    References
    ----------
    Snyder, J. P. (1987). Map projections: a working manual. US Geological Survey Professional Paper 1395, 182-190.

    Examples
    --------
    >>> x, y = lambert_azimuthal([75, 76], [-5, -5], centre=(75, -5))
    >>> [round(float(v)) for v in (x[0], y[0], x[1])]
    [0, 0, 111]
    """
    x, y = (np.radians(np.asarray(angle, dtype="float64")) for angle in (lon, lat))
    x0, y0 = np.radians(centre)
    cosine = np.sin(y0) * np.sin(y) + np.cos(y0) * np.cos(y) * np.cos(x - x0)
    scale = EARTH_KM * np.sqrt(2 / (1 + np.maximum(cosine, -0.9999)))
    east: Floats = scale * np.cos(y) * np.sin(x - x0)
    north: Floats = scale * (np.cos(y0) * np.sin(y) - np.sin(y0) * np.cos(y) * np.cos(x - x0))
    return east, north


def circle(lon: float, lat: float, radius_km: float, *, points: int = 181) -> tuple[Floats, Floats]:
    """Give the points at one great-circle distance of a place.

    Parameters
    ----------
    lon, lat : float
        The place, degrees.
    radius_km : float
        Kilometres.
    points : int
        Points on the circle; the first is repeated at the end.

    Returns
    -------
    lon, lat : ndarray
        Degrees.

    Examples
    --------
    >>> lon, lat = circle(72.0, -7.0, 1500)
    >>> bool(np.allclose(great_circle_km(72.0, -7.0, lon, lat), 1500))
    True
    """
    bearing = np.linspace(0, 2 * np.pi, points)
    y, arc = np.radians(lat), radius_km / EARTH_KM
    sine = np.sin(y) * np.cos(arc) + np.cos(y) * np.sin(arc) * np.cos(bearing)
    turn = np.arctan2(np.sin(bearing) * np.sin(arc) * np.cos(y), np.cos(arc) - np.sin(y) * sine)
    return lon + np.degrees(turn), np.degrees(np.arcsin(np.clip(sine, -1, 1)))
