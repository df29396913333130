"""Deterrence: where a series of exercises was held, on a map."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.geo.clusters import group_places
from ties.analysis.networks.exercise_rows import described
from ties.chapters.deterrence.series_editions import EAST
from ties.plotting.map_projection import lambert_azimuthal
from ties.plotting.maps import base_map
from ties.plotting.style import INK, PAPER, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words

CENTRE, BOX = (108.0, 4.0), (-5200.0, -5000.0, 5600.0, 4600.0)


def series_venues(exercises: pd.DataFrame, *, series: str, apart_km: float = 900.0) -> Figure:
    """Show where the editions of a series were held.

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
    Figure

    Raises
    ------
    ValueError
        If fewer than two editions have a place.

    Examples
    --------
    >>> from ties import load
    >>> series_venues(load("exercises"), series="Malabar").data.columns.tolist()
    ['venue', 'lon', 'lat', 'editions', 'first', 'last', 'years', 'states']
    """
    data = prepare_venues(exercises, series=series, apart_km=apart_km)
    rows = exercises[exercises["series"] == series]
    return Figure(
        "malabar-map",
        data,
        draw_venues,
        words_venues(data, series=series, unplaced=len(rows) - int(data["editions"].sum())),
        findings_venues(data, series=series),
        sources=rows["sources"],
        height=4.6,
        narrow_height=3.3,
    )


def prepare_venues(exercises: pd.DataFrame, *, series: str, apart_km: float = 900.0) -> pd.DataFrame:
    """Group the editions of a series by where they were held.

    Parameters as of :func:`series_venues`. Columns: ``venue`` (the most frequent location), ``lon``, ``lat`` (mean),
    ``editions``, ``first``, ``last`` (years), ``years``, ``states`` (most in one edition).
    """
    rows = described(exercises[exercises["series"] == series])
    placed = rows.dropna(subset=["lon", "lat"]).sort_values("start", ignore_index=True)
    if len(placed) < 2:
        raise ValueError(f"series {series!r} has fewer than two editions with a place")
    data = placed.groupby(group_places(placed["lon"], placed["lat"], apart_km=apart_km)).agg(
        venue=("location", lambda names: names.mode().iloc[0]),
        lon=("lon", lambda degrees: degrees.mean()),
        lat=("lat", lambda degrees: degrees.mean()),
        editions=("id", "size"),
        first=("year", "min"),
        last=("year", "max"),
        years=("year", lambda years: ";".join(map(str, years))),
        states=("states", "max"),
    )
    return data.sort_values(["editions", "first"], ascending=[False, True], ignore_index=True)


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


def words_venues(data: pd.DataFrame, *, series: str, unplaced: int) -> Words:
    """Say how the editions divide between the two oceans, and where the most were held."""
    return words(
        "deterrence", "malabar-map", series=series, total=data["editions"].sum(), unplaced=unplaced,
        west=data.loc[data["lon"] <= EAST, "editions"].sum(), first=data["first"].min(), last=data["last"].max(),
        venues=len(data), most=data.to_dict("records")[0],
        farthest=data.sort_values("lon").to_dict("records")[-1],
    )  # fmt: skip


def findings_venues(data: pd.DataFrame, *, series: str) -> list[Finding]:
    """Record at how many venues the series was held."""
    text = sentence("deterrence", "malabar_venues", series=series, venues=len(data), most=data["venue"].iloc[0])
    return [Finding("malabar_venues", len(data), text, "venues", confidence="high")]
