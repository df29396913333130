"""Deterrence: where a series of exercises was held, on a map."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from ties.analysis.geo.sphere import great_circle_km, lambert_azimuthal
from ties.analysis.networks.exercises import described
from ties.chapters.deterrence.malabar import EAST
from ties.plotting.maps import base_map
from ties.plotting.style import INK, PAPER, state
from ties.records import Words

CENTRE, BOX = (108.0, 4.0), (-5200.0, -5000.0, 5600.0, 4600.0)


def prepare_venues(exercises: pd.DataFrame, *, series: str, apart_km: float = 900.0) -> pd.DataFrame:
    """Group the editions of a series by where they were held.

    Parameters
    ----------
    exercises : DataFrame
        Table ``exercises``.
    series : str
        Name of the series.
    apart_km : float
        Editions are one venue as long as no two of them are farther apart (complete linkage).

    Returns
    -------
    DataFrame
        ``venue`` (the most frequent location), ``lon``, ``lat`` (mean), ``editions``, ``first``, ``last`` (years),
        ``years``, ``states`` (most in one edition); how many have no place in ``attrs["unknown"]``.

    Raises
    ------
    ValueError
        If fewer than two editions have a place.
    """
    known = described(exercises[exercises["series"] == series])
    placed = known.dropna(subset=["lon", "lat"]).sort_values("start", ignore_index=True)
    if len(placed) < 2:
        raise ValueError(f"series {series!r} has fewer than two editions with a place")
    lon, lat = placed["lon"].to_numpy(), placed["lat"].to_numpy()
    apart = great_circle_km(lon[:, None], lat[:, None], lon[None, :], lat[None, :])
    np.fill_diagonal(apart, 0.0)
    group = fcluster(linkage(squareform(apart, checks=False), "complete"), apart_km, "distance")
    rows = [
        {
            "venue": part["location"].mode().iloc[0],
            "lon": part["lon"].mean(),
            "lat": part["lat"].mean(),
            "editions": len(part),
            "first": int(part["year"].min()),
            "last": int(part["year"].max()),
            "years": ";".join(str(year) for year in part["year"]),
            "states": int(part["states"].max()),
        }
        for _, part in placed.groupby(group)
    ]
    data = pd.DataFrame(rows).sort_values(["editions", "first"], ascending=[False, True], ignore_index=True)
    data.attrs.update(series=series, unknown=len(known) - len(placed))
    return data


def draw_venues(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the venues as discs, with the number of editions in them and their years beside."""
    base_map(ax, centre=CENTRE, box_km=BOX)
    x, y = lambert_azimuthal(data["lon"], data["lat"], centre=CENTRE)
    scale = 26 if narrow else 55
    ax.scatter(x, y, s=60 + scale * data["editions"], color=state("USA"), alpha=0.85, edgecolor=PAPER, zorder=4)
    for place, (east, north) in enumerate(zip(x, y, strict=True)):
        count, first, last = (int(data[name].iloc[place]) for name in ("editions", "first", "last"))
        ax.text(east, north, str(count), ha="center", va="center", fontsize=8, color=PAPER, zorder=5)
        if not narrow:
            up = place % 2  # neighbours in the ranking are often neighbours on the map
            ax.annotate(
                f"{first}" if first == last else f"{first}–{last}", (east, north), zorder=5,
                xytext=(0, (1 if up else -1) * (9 + 2.2 * count**0.5)), va="bottom" if up else "top", ha="center",
                textcoords="offset points", fontsize=8, color=INK,
            )  # fmt: skip
    return ax


def words_venues(data: pd.DataFrame) -> Words:
    """Say how the editions divide between the two oceans, and where the most were held."""
    series, total = data.attrs["series"], int(data["editions"].sum())
    west = int(data.loc[data["lon"] <= EAST, "editions"].sum())
    most = data.iloc[0]
    farthest = data.sort_values("lon").iloc[-1]
    return Words(
        title=f"{series} was held {west} times in the Indian Ocean and {total - west} times in the Pacific",
        subtitle=f"Editions and phases of {series} by venue, {data['first'].min()}-{data['last'].max()}; n = {total}",
        caption=(
            "Number of editions in each disc, with the years of the first and the last. Places closer than about "
            f"900 km are one venue; {data.attrs['unknown']} more have no known place. Points are where sources put "
            "an exercise at sea, often to the nearest port. Lambert's equal-area projection, coastlines only."
        ),
        alt=(
            f"Map of the Indian Ocean and the western Pacific with {len(data)} venues of {series}. Most editions, "
            f"{most['editions']}, were at {most['venue']}. The easternmost venue is {farthest['venue']}, first used "
            f"in {farthest['first']}."
        ),
    )
