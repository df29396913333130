"""Lambert's azimuthal equal-area map: points, shapes and circles on it."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from ties.analysis.geo.sphere import EARTH_KM

Centre = tuple[float, float]
Floats = NDArray[np.float64]


def lambert_azimuthal(lon: ArrayLike, lat: ArrayLike, *, centre: Centre) -> tuple[Floats, Floats]:
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


def project(shape: shapely.Geometry, centre: Centre) -> shapely.Geometry:
    """Project a shape of longitudes and latitudes onto the map; kilometres from its centre."""
    return shapely.transform(shape, lambda points: np.column_stack(lambert_azimuthal(*points.T, centre=centre)))


def circle_around(lon: float, lat: float, radius_km: float, *, points: int = 181) -> tuple[Floats, Floats]:
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
    >>> from ties.analysis.geo.sphere import great_circle_km
    >>> lon, lat = circle_around(72.0, -7.0, 1500)
    >>> bool(np.allclose(great_circle_km(72.0, -7.0, lon, lat), 1500))
    True
    """
    bearing = np.linspace(0, 2 * np.pi, points)
    y, arc = np.radians(lat), radius_km / EARTH_KM
    sine = np.sin(y) * np.cos(arc) + np.cos(y) * np.sin(arc) * np.cos(bearing)
    turn = np.arctan2(np.sin(bearing) * np.sin(arc) * np.cos(y), np.cos(arc) - np.sin(y) * sine)
    return lon + np.degrees(turn), np.degrees(np.arcsin(np.clip(sine, -1, 1)))


def disc(lon: float, lat: float, radius_km: float, centre: Centre) -> shapely.Polygon:
    """Give all that lies within a great-circle distance of a place, on the map."""
    return shapely.Polygon(np.column_stack(lambert_azimuthal(*circle_around(lon, lat, radius_km), centre=centre)))
