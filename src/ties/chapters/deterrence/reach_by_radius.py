"""Deterrence: how much of the Indian Ocean lies within reach of usable places, by radius."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from ties.analysis.geo.place_sets import usable_places
from ties.analysis.geo.sea_reach import ocean
from ties.chapters.deterrence.reach_map import LOOKS, SET_NAMES, prepare_reach
from ties.plotting.labels import label_ends
from ties.plotting.style import MUTED
from ties.plotting.text import fixed, sentence, words
from ties.records import Figure, Finding, Words

DASHES = {"own": "-", "access": (0, (5, 1.5)), "us": "-", "rival": "-", "rival_ports": (0, (5, 1.5))}


def reach_by_radius(places: pd.DataFrame, sets: pd.DataFrame, limits: pd.DataFrame, *, reach_km: float) -> Figure:
    """Show the share of the Indian Ocean within reach against the radius.

    Parameters
    ----------
    places, sets, limits, reach_km
        As in :func:`ties.chapters.deterrence.reach_map.reach_map`.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from ties import load
    >>> tables = load("places"), load("judgements/reach_sets"), load("judgements/indian_ocean")
    >>> [finding.key for finding in reach_by_radius(*tables, reach_km=1500).findings]
    ['reach_gain']
    """
    data = prepare_reach(*usable_places(places, sets), ocean(limits), reach_km=reach_km)
    return Figure(
        "radius",
        data,
        partial(draw_reach_by_radius, reach_km=reach_km),
        words_reach_by_radius(data, reach_km=reach_km),
        findings_reach_by_radius(data, reach_km=reach_km),
        height=3.8,
    )


def draw_reach_by_radius(data: pd.DataFrame, ax: Axes, *, reach_km: float, narrow: bool = False) -> Axes:
    """Draw the share of the ocean within reach against the radius, a line for each nested set."""
    ends = []
    for name, label in SET_NAMES.items():
        part = data[data["name"] == name].sort_values("radius_km")
        colour, _, _ = LOOKS[name]
        ax.plot(part["radius_km"], part["share"], color=colour, linestyle=DASHES[name], label=label)
        last = part.iloc[-1]
        ends.append((last["radius_km"], last["share"], label, colour))
    if narrow:
        ax.legend(loc="upper left", fontsize=7, labelcolor="linecolor", handlelength=1.5, borderaxespad=0.0)
        ax.set_ylim(top=1.15)
    else:
        label_ends(ax, ends, offset=6, fontsize=8.5)
    ax.axvline(reach_km, color=MUTED, linewidth=0.9, linestyle=":")
    ax.xaxis.set_major_locator(MaxNLocator(6))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: fixed(value)))
    ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set(xlabel="radius, km", ylabel="share of the Indian Ocean")
    ax.set_xlim(data["radius_km"].min(), data["radius_km"].max())
    ax.set_ylim(bottom=0)
    return ax


def words_reach_by_radius(data: pd.DataFrame, *, reach_km: float) -> Words:
    """Say whether the order of the sets depends on the radius."""
    wide = data.pivot_table(index="radius_km", columns="name", values="share")
    gain = wide["access"] - wide["own"]
    return words(
        "deterrence", "radius", low=wide.index.min(), high=wide.index.max(), gain=gain[reach_km], reach_km=reach_km,
        best=gain.idxmax(), first=wide.iloc[0], last=wide.iloc[-1], radii=len(wide),
        passes=(wide["rival_ports"] > wide["own"]).sum(),
    )  # fmt: skip


def findings_reach_by_radius(data: pd.DataFrame, *, reach_km: float) -> list[Finding]:
    """Record what logistics access adds, with its range over the middle radii."""
    wide = data.pivot_table(index="radius_km", columns="name", values="share")
    gain = 100 * (wide["access"] - wide["own"])
    low, high = gain.loc[500:2500].min(), gain.loc[500:2500].max()
    text = sentence("deterrence", "reach_gain", gain=gain[reach_km], reach_km=reach_km, low=low, high=high)
    band = (low, high, "range over radii from 500 to 2,500 km")
    return [Finding("reach_gain", gain[reach_km], text, "per cent", *band)]
