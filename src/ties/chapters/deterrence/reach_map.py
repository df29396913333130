"""Deterrence: how much of the Indian Ocean lies within reach of usable places, on two maps."""

from __future__ import annotations

from functools import partial

import pandas as pd
import shapely
from matplotlib.axes import Axes

from ties.analysis.geo.place_sets import NESTED, usable_places
from ties.analysis.geo.sea_reach import Ocean, coverage, ocean
from ties.plotting.map_projection import disc, lambert_azimuthal, project
from ties.plotting.maps import base_map, draw_shape
from ties.plotting.style import INK, PAPER, state
from ties.plotting.text import percent, sentence, words
from ties.records import Figure, Finding, Words

SET_NAMES = {
    "own": "India's own bases",
    "access": "with logistics access",
    "us": "with US bases too",
    "rival": "China's bases",
    "rival_ports": "with ports run by Chinese firms",
}
LOOKS = {  # colour, opacity and marker
    "own": (state("IND"), 0.75, "o"),
    "access": (state("IND"), 0.33, "D"),
    "us": (state("USA"), 0.38, "s"),
    "rival": (state("CHN"), 0.7, "o"),
    "rival_ports": (state("CHN"), 0.28, "D"),
}
CENTRE, BOX = (76.0, -14.0), (-6200.0, -6100.0, 5700.0, 5600.0)


def reach_map(places: pd.DataFrame, sets: pd.DataFrame, limits: pd.DataFrame, *, reach_km: float) -> Figure:
    """Show what of the Indian Ocean lies within reach of India and its partners, and of China.

    Parameters
    ----------
    places, sets, limits : DataFrame
        Table ``places``; judgements ``reach_sets`` (which places count, in which set) and ``indian_ocean`` (ring of
        the ocean's limits).
    reach_km : float
        The radius spoken of.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If the judgement names a place that is not in the table.

    Examples
    --------
    >>> from ties import load
    >>> tables = load("places"), load("judgements/reach_sets"), load("judgements/indian_ocean")
    >>> [finding.key for finding in reach_map(*tables, reach_km=1500).findings]
    ['reach_own', 'reach_access', 'reach_us', 'reach_rival', 'reach_rival_ports']
    """
    usable, straits = usable_places(places, sets)
    sea = ocean(limits)
    data = prepare_reach(usable, straits, sea, reach_km=reach_km)
    return Figure(
        "reach",
        data,
        partial(draw_reach_map, usable=usable, straits=straits, limits=limits, reach_km=reach_km),
        words_reach_map(data, reach_km=reach_km, area_km2=sea.area_km2, straits=len(straits)),
        findings_reach_map(data, reach_km=reach_km, straits=len(straits)),
        height=3.6,
        narrow_height=7.2,
    )


def prepare_reach(usable: pd.DataFrame, straits: pd.DataFrame, sea: Ocean, *, reach_km: float) -> pd.DataFrame:
    """Give the share of the ocean and the straits within reach, over a range of radii.

    Places and straits as :func:`ties.analysis.geo.place_sets.usable_places` gives them. Columns: as
    :func:`ties.analysis.geo.sea_reach.coverage`, without the names of the straits, for radii from 250 to 3,000 km and
    for `reach_km`.
    """
    radii = sorted({*range(250, 3001, 250), reach_km})
    return coverage(usable, straits, sea, NESTED, radii).drop(columns="which")


def draw_reach_map(
    data: pd.DataFrame,
    ax: Axes,
    *,
    usable: pd.DataFrame,
    straits: pd.DataFrame,
    limits: pd.DataFrame,
    reach_km: float,
    narrow: bool = False,
) -> Axes:
    """Draw two maps: what lies within reach of India and its partners, and of China."""
    figure = ax.figure
    ax.remove()
    ours, theirs = figure.subplots(*((2, 1) if narrow else (1, 2)))
    outline = shapely.Polygon(limits.sort_values("order")[["lon", "lat"]].to_numpy())
    ring = project(shapely.segmentize(outline, 2.0), CENTRE)
    shares = _at_reach(data, reach_km)["share"]
    for panel, names in ((ours, ("own", "access", "us")), (theirs, ("rival", "rival_ports"))):
        base_map(panel, centre=CENTRE, box_km=BOX)
        covered: shapely.Geometry = shapely.Polygon()
        for row, name in enumerate(names):
            added = usable[usable["set"] == NESTED[name][-1]]
            discs = [disc(lon, lat, reach_km, CENTRE) for lon, lat in zip(added["lon"], added["lat"], strict=True)]
            area = shapely.union_all(discs).intersection(ring)
            colour, alpha, _ = LOOKS[name]
            draw_shape(panel, area.difference(covered), facecolor=colour, edgecolor="none", alpha=alpha, zorder=1)
            covered = covered.union(area)
            _mark(panel, added, name)
            panel.text(
                0.99, 0.02 + 0.06 * (len(names) - 1 - row), f"{SET_NAMES[name]}: {percent(shares[name])}",
                color=colour, ha="right", va="bottom", fontsize=8.5, transform=panel.transAxes, zorder=6,
            )  # fmt: skip
        x, y = lambert_azimuthal(straits["lon"], straits["lat"], centre=CENTRE)
        panel.scatter(x, y, s=22, color=INK, marker="x", linewidth=1.0, zorder=5)
    first: Axes = ours
    return first


def _mark(panel: Axes, places: pd.DataFrame, name: str) -> None:
    """Mark the places of a set that the map shows."""
    x, y = lambert_azimuthal(places["lon"], places["lat"], centre=CENTRE)
    inside = (x > BOX[0]) & (x < BOX[2]) & (y > BOX[1]) & (y < BOX[3])
    colour, _, marker = LOOKS[name]
    panel.scatter(x[inside], y[inside], s=13, color=colour, marker=marker, edgecolor=PAPER, linewidth=0.4, zorder=4)


def words_reach_map(data: pd.DataFrame, *, reach_km: float, area_km2: float, straits: int) -> Words:
    """Say what share of the ocean each nested set reaches."""
    now = _at_reach(data, reach_km).to_dict("index")
    return words("deterrence", "reach", now=now, reach_km=reach_km, area_km2=area_km2, straits=straits)


def findings_reach_map(data: pd.DataFrame, *, reach_km: float, straits: int) -> list[Finding]:
    """Record the share of the ocean, and the straits, within reach of each nested set."""
    findings = []
    for name, row in _at_reach(data, reach_km).to_dict("index").items():
        text = sentence("deterrence", f"reach_{name}", row=row, reach_km=reach_km, straits=straits)
        findings.append(Finding(f"reach_{name}", 100 * row["share"], text, "per cent"))
    return findings


def _at_reach(data: pd.DataFrame, reach_km: float) -> pd.DataFrame:
    """Give the rows at the radius spoken of, by name of the nested set."""
    return data[data["radius_km"] == reach_km].set_index("name")
