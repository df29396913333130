"""Deterrence: how much of the Indian Ocean lies within reach of usable places, on a map and by radius."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from ties.analysis.geo.reach import Ocean, coverage
from ties.analysis.geo.sphere import lambert_azimuthal
from ties.plotting.maps import base_map, disc, draw_shape, project
from ties.plotting.style import INK, MUTED, PAPER, state
from ties.records import Words

NESTED: dict[str, Sequence[str]] = {
    "own": ("own",),
    "access": ("own", "access"),
    "us": ("own", "access", "us"),
    "rival": ("rival",),
    "rival_ports": ("rival", "rival_port"),
}
LABELS = {
    "own": "India's own bases",
    "access": "with logistics access",
    "us": "with US bases too",
    "rival": "China's bases",
    "rival_ports": "with ports run by Chinese firms",
}
CENTRE, BOX = (76.0, -14.0), (-6200.0, -6100.0, 5700.0, 5600.0)


def reach_places(places: pd.DataFrame, sets: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the places that count, with their set, and the straits.

    Parameters
    ----------
    places, sets : DataFrame
        Table ``places`` and judgement ``reach_sets`` (``place``, ``set``, ``reason``).

    Returns
    -------
    usable, straits : DataFrame
        Rows of `places` with ``set`` and ``reason``; what is excluded or not named is in neither.

    Raises
    ------
    ValueError
        If the judgement names a place that is not in the table.
    """
    unknown = sorted(set(sets["place"]) - set(places["id"]))
    if unknown:
        raise ValueError(f"no such place: {', '.join(unknown)}")
    chosen = places.merge(sets.rename(columns={"place": "id"}), on="id")
    usable = chosen[~chosen["set"].isin(["excluded", "strait"])].reset_index(drop=True)
    return usable, chosen[chosen["set"] == "strait"].sort_values("id", ignore_index=True)


def prepare_reach(
    places: pd.DataFrame, sets: pd.DataFrame, sea: Ocean, limits: pd.DataFrame, *, reach_km: float
) -> pd.DataFrame:
    """Give the share of the ocean and the straits within reach, over a range of radii.

    Parameters
    ----------
    places, sets : DataFrame
        As in :func:`reach_places`.
    sea, limits : Ocean, DataFrame
        The ocean as cells (:func:`ties.analysis.geo.reach.ocean`), and its ring (judgement ``indian_ocean``) for the
        map.
    reach_km : float
        The radius spoken of.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.geo.reach.coverage` gives it, for radii from 250 to 3,000 km and for `reach_km`;
        places, straits and ring in ``attrs``.
    """
    usable, straits = reach_places(places, sets)
    radii = sorted({*range(250, 3001, 250), reach_km})
    data = coverage(usable, straits, sea, NESTED, radii)
    ring = limits.sort_values("order")[["lon", "lat"]].to_numpy().tolist()
    data.attrs.update(
        reach_km=float(reach_km), area=sea.area_km2, ring=ring, straits=len(straits),
        places=usable[["id", "lon", "lat", "set"]].to_dict("list"),
        narrows=straits[["id", "lon", "lat"]].to_dict("list"),
    )  # fmt: skip
    return data


def at_reach(data: pd.DataFrame) -> pd.DataFrame:
    """Give the rows at the radius spoken of, by name of the nested set."""
    rows: pd.DataFrame = data[data["radius_km"] == data.attrs["reach_km"]]
    return rows.set_index("name")


def draw_reach(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw two maps: what lies within reach of India and its partners, and of China."""
    figure = ax.figure
    ax.remove()
    ours, theirs = figure.subplots(*((2, 1) if narrow else (1, 2)))
    looks = {
        "own": (state("IND"), 0.75, "o"),
        "access": (state("IND"), 0.33, "D"),
        "us": (state("USA"), 0.38, "s"),
        "rival": (state("CHN"), 0.7, "o"),
        "rival_ports": (state("CHN"), 0.28, "D"),
    }
    ring = project(shapely.segmentize(shapely.Polygon(data.attrs["ring"]), 2.0), CENTRE)
    places = pd.DataFrame(data.attrs["places"])
    narrows = pd.DataFrame(data.attrs["narrows"])
    shares = at_reach(data)["share"]
    for panel, names in ((ours, ("own", "access", "us")), (theirs, ("rival", "rival_ports"))):
        base_map(panel, centre=CENTRE, box_km=BOX)
        covered: shapely.Geometry = shapely.Polygon()
        for row, name in enumerate(names):
            colour, alpha, marker = looks[name]
            new = places[places["set"] == NESTED[name][-1]]
            discs = [
                disc(lon, lat, data.attrs["reach_km"], CENTRE)
                for lon, lat in zip(new["lon"], new["lat"], strict=True)
            ]
            area = shapely.union_all(discs).intersection(ring)
            draw_shape(panel, area.difference(covered), facecolor=colour, edgecolor="none", alpha=alpha, zorder=1)
            covered = covered.union(area)
            x, y = lambert_azimuthal(new["lon"], new["lat"], centre=CENTRE)
            inside = (x > BOX[0]) & (x < BOX[2]) & (y > BOX[1]) & (y < BOX[3])
            panel.scatter(
                x[inside], y[inside], s=13, color=colour, marker=marker, edgecolor=PAPER, linewidth=0.4, zorder=4
            )
            panel.text(
                0.99, 0.02 + 0.06 * (len(names) - 1 - row), f"{LABELS[name]}: {shares[name]:.0%}", color=colour,
                ha="right", va="bottom", fontsize=8.5, transform=panel.transAxes, zorder=6,
            )  # fmt: skip
        x, y = lambert_azimuthal(narrows["lon"], narrows["lat"], centre=CENTRE)
        panel.scatter(x, y, s=22, color=INK, marker="x", linewidth=1.0, zorder=5)
    first: Axes = ours
    return first


def draw_radius(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the share of the ocean within reach against the radius, a line for each nested set."""
    dashes = {"own": "-", "access": (0, (5, 1.5)), "us": "-", "rival": "-", "rival_ports": (0, (5, 1.5))}
    colours = {"own": "IND", "access": "IND", "us": "USA", "rival": "CHN", "rival_ports": "CHN"}
    for name in NESTED:
        part = data[data["name"] == name].sort_values("radius_km")
        colour = state(colours[name])
        ax.plot(part["radius_km"], part["share"], color=colour, linestyle=dashes[name], label=LABELS[name])
        if not narrow:
            last = part.iloc[-1]
            ax.annotate(
                LABELS[name], (last["radius_km"], last["share"]), xytext=(6, 0), textcoords="offset points",
                va="center", fontsize=8.5, color=colour, annotation_clip=False,
            )  # fmt: skip
    if narrow:
        ax.legend(loc="upper left", fontsize=7, labelcolor="linecolor", handlelength=1.5, borderaxespad=0.0)
        ax.set_ylim(top=1.15)
    ax.axvline(data.attrs["reach_km"], color=MUTED, linewidth=0.9, linestyle=":")
    ax.xaxis.set_major_locator(MaxNLocator(6))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set(xlabel="radius, km", ylabel="share of the Indian Ocean")
    ax.set_xlim(data["radius_km"].min(), data["radius_km"].max())
    ax.set_ylim(bottom=0)
    return ax


def words_reach(data: pd.DataFrame) -> Words:
    """Say what share of the ocean each nested set reaches."""
    now, reach = at_reach(data), data.attrs["reach_km"]
    share, straits = now["share"], now["straits"]
    return Words(
        title=(
            f"Within {reach:,.0f} km of its own bases India reaches {share['own']:.0%} of the Indian Ocean, with "
            f"logistics access {share['access']:.0%}, with US bases {share['us']:.0%}"
        ),
        subtitle=(
            f"Sea within {reach:,.0f} km of a usable place; Lambert's equal-area projection, coastlines only; "
            "diamonds: access or commercial ports; crosses: straits"
        ),
        caption=(
            f"The ocean of {data.attrs['area'] / 1e6:.1f} million square kilometres is that of the hydrographic "
            "limits, to 60 degrees south. A circle says what can be reached and not what is patrolled, and treats a "
            "naval base and an airfield alike. Ports run by Chinese firms are commercial; no naval right is known "
            "for them."
        ),
        alt=(
            f"Two maps of the Indian Ocean. Left: India's own bases reach {share['own']:.0%} and {straits['own']} of "
            f"{data.attrs['straits']} straits, with logistics access {share['access']:.0%} and {straits['access']}, "
            f"with US bases {share['us']:.0%} and {straits['us']}. Right: China's bases reach {share['rival']:.0%} "
            f"and {straits['rival']}, with ports run by Chinese firms {share['rival_ports']:.0%} and "
            f"{straits['rival_ports']}."
        ),
    )


def words_radius(data: pd.DataFrame) -> Words:
    """Say whether the order of the sets depends on the radius."""
    wide = data.pivot_table(index="radius_km", columns="name", values="share")
    gain = wide["access"] - wide["own"]
    best = gain.idxmax()
    crossing = wide.index[wide["rival_ports"] > wide["own"]]
    beyond = (
        f"China's bases and ports together pass India's own bases at {len(crossing)} of {len(wide)} radii"
        if len(crossing)
        else "at no radius do China's bases and ports together pass India's own bases"
    )
    return Words(
        title=(
            f"At every radius from {wide.index.min():,.0f} to {wide.index.max():,.0f} km logistics access adds to "
            f"India's own reach: {gain[data.attrs['reach_km']]:.0%} of the ocean at {data.attrs['reach_km']:,.0f} km"
        ),
        subtitle=(
            "Share of the Indian Ocean within the radius of a usable place; dotted: the radius used in this chapter"
        ),
        caption=(
            "The choice of a radius decides the level and not the order of access: its gain is largest at "
            f"{best:,.0f} km. Dashed lines add access, or commercial ports, to the solid line of the same colour."
        ),
        alt=(
            f"Line chart from {wide.index.min():,.0f} to {wide.index.max():,.0f} km. India's own reach rises from "
            f"{wide['own'].iloc[0]:.0%} to {wide['own'].iloc[-1]:.0%}, with access and US bases to "
            f"{wide['us'].iloc[-1]:.0%}. As for China, {beyond}."
        ),
    )


def longest_gap(distances: pd.DataFrame, name: str) -> tuple[str, float]:
    """Give the strait farthest from a set of places, and how far it is."""
    worst = int(np.nanargmax(distances[name].to_numpy()))
    return str(distances["id"].iloc[worst]), float(distances[name].iloc[worst])
