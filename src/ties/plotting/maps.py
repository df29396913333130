"""A base map: coastlines, no borders, on Lambert's azimuthal equal-area projection."""

from __future__ import annotations

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ties.analysis.geo.coastlines import land
from ties.analysis.geo.sphere import great_circle_km
from ties.plotting.map_projection import Centre, lambert_azimuthal, project
from ties.plotting.style import GRID, INK, MUTED

FARTHEST_KM = 17000.0  # of a shore from the centre; the antipode is at 20,015


def draw_shape(ax: Axes, shape: shapely.Geometry, **look: object) -> None:
    """Draw a polygon, or several, holes and all."""
    for polygon in shapely.get_parts(shape):
        if polygon.geom_type != "Polygon" or polygon.is_empty:
            continue
        rings = [polygon.exterior, *polygon.interiors]
        path = Path.make_compound_path(*(Path(np.asarray(ring.coords), closed=True) for ring in rings))
        ax.add_patch(PathPatch(path, **look))


def base_map(ax: Axes, *, centre: Centre, box_km: tuple[float, float, float, float], scale_km: int = 2000) -> Axes:
    """Prepare an Axes as a map: graticule, land, scale.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    centre : tuple of float
        Longitude and latitude of the centre of the projection.
    box_km : tuple of float
        West, south, east and north edge, kilometres from the centre.
    scale_km : int
        Length of the scale bar, true at the centre.

    Returns
    -------
    Axes
    """
    west, south, east, north = box_km
    frame = shapely.box(*box_km)
    turned = np.linspace(-88, 88, 90)
    for meridian in range(-180, 180, 20):
        _faint(ax, np.full_like(turned, meridian), turned, centre)
    around = np.linspace(centre[0] - 100, centre[0] + 100, 120)
    for parallel in range(-80, 81, 20):
        _faint(ax, around, np.full_like(around, parallel), centre)
    for shore in land("c", least_km2=1500.0):
        # land around the antipode has no place on this map, and would turn inside out
        if great_circle_km(*centre, *shapely.get_coordinates(shore).T).max() > FARTHEST_KM:
            continue
        shape = shapely.make_valid(project(shore, centre)).simplify(12).intersection(frame)
        draw_shape(ax, shape, facecolor=GRID, edgecolor=MUTED, linewidth=0.35, zorder=2)
    ax.set(xlim=(west, east), ylim=(south, north), aspect="equal")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(visible=False)
    for side in ax.spines.values():
        side.set_visible(False)
    left, low = west + 0.04 * (east - west), south + 0.04 * (north - south)
    ax.plot([left, left + scale_km], [low, low], color=INK, linewidth=1.4, solid_capstyle="butt", zorder=6)
    ax.text(left + scale_km / 2, low, f"{scale_km:,} km", ha="center", va="bottom", fontsize=7, color=INK, zorder=6)
    return ax


def _faint(ax: Axes, lon: np.ndarray, lat: np.ndarray, centre: Centre) -> None:
    x, y = lambert_azimuthal(lon, lat, centre=centre)
    ax.plot(x, y, color=GRID, linewidth=0.4, zorder=0)
