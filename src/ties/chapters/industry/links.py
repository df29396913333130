"""Industry: how the links between foreign and Indian firms grew."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.networks.supply_network import growth, stage_links
from ties.plotting.labels import label_ends, year_ticks
from ties.plotting.style import INK, MUTED, OTHER, state
from ties.records import Words


def prepare_growth(links: pd.DataFrame, statuses: pd.DataFrame, last_year: int) -> pd.DataFrame:
    """Prepare cumulative links by partner: those that work, and those that work or are planned.

    Returns
    -------
    DataFrame
        ``partner`` (``USA`` or ``other``), ``year``, ``working``, ``live`` (with the planned ones), ``undated``.
    """
    counts = growth(stage_links(links, statuses), last_year)
    wide = counts.pivot_table(index=["partner", "year"], columns="stage", values="links", aggfunc="sum").reset_index()
    out = wide.assign(live=wide["working"] + wide["planned"], undated=counts.attrs["undated"])
    return pd.DataFrame(out[["partner", "year", "working", "live", "undated"]].to_dict("list"))


def draw_growth(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw cumulative links; the last year is dotted because it is not complete."""
    last, first = int(data["year"].max()), 1998
    ends = []
    for partner, rows in data.groupby("partner"):
        rows = rows[rows["year"] >= first - 1].sort_values("year")
        colour, name = (state("USA"), "US") if partner == "USA" else (OTHER, "others")
        for column, style, label in (("working", "-", "working"), ("live", (0, (4, 2)), "with planned")):
            whole = rows[rows["year"] < last]
            ax.plot(
                whole["year"], whole[column], color=colour, linestyle=style, linewidth=2.1 if style == "-" else 1.4
            )
            ax.plot(rows["year"].tail(2), rows[column].tail(2), color=colour, linestyle=":", linewidth=1.6)
            ends.append((last, float(rows[column].iloc[-1]), f"{name} {label} {rows[column].iloc[-1]}", INK))
    label_ends(ax, sorted(ends), gap=2.6, offset=6, fontsize=8)
    ax.set_xlim(first, last + (15 if narrow else 7))
    ax.set_ylim(0, None)
    ax.set_xticks(year_ticks(first, last, 3 if narrow else 6))
    ax.set_ylabel("Links, cumulative")
    ax.set_xlabel("Year in which the link began")
    ax.spines["bottom"].set_color(MUTED)
    return ax


def words_growth(data: pd.DataFrame) -> Words:
    """Say how many US links work, against the planned ones and against all others."""
    last = data[data["year"] == data["year"].max()].set_index("partner")
    us, other = last.loc["USA"], last.loc["other"]
    more = "more" if us["live"] > other["live"] else "fewer" if us["live"] < other["live"] else "as many"
    works = "more" if us["working"] > other["working"] else "fewer" if us["working"] < other["working"] else "as many"
    year = int(data["year"].max())
    return Words(
        title=(
            f"US firms have {more} links with Indian firms than all others together, {us['live']} against "
            f"{other['live']}, but {works} that work, {us['working']} against {other['working']}"
        ),
        subtitle=(
            f"Links by the year in which they began, cumulative to {year} ({year} is not complete); full: working; "
            "dashed: with planned ones"
        ),
        caption=(
            f"{data['undated'].iloc[0]} links have no known year and are left out. Links that ended or went dormant "
            "before they were noticed are missing, "
            "so early years are too low. A link counts once, whatever its size."
        ),
        alt=(
            f"Four rising lines to {year}. US links: {us['working']} working and {us['live']} with the planned ones. "
            f"All other countries: {other['working']} working and {other['live']} with the planned ones."
        ),
    )
