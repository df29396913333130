"""Industry: how the links between foreign and Indian firms grew."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.networks.supply_network import growth, stage_links
from ties.plotting.labels import label_ends, year_ticks
from ties.plotting.style import INK, MUTED, OTHER, state
from ties.plotting.text import words
from ties.records import Figure, Words


def link_growth(links: pd.DataFrame, statuses: pd.DataFrame, *, as_of: str) -> Figure:
    """Show how many links of US and of other firms with Indian ones had begun by each year.

    Parameters
    ----------
    links : DataFrame
        Table ``firm_links``.
    statuses : DataFrame
        Judgement ``link_status``.
    as_of : str
        Last day that counts (ISO 8601); its year is the last one shown.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from ties import load
    >>> figure = link_growth(load("firm_links"), load("judgements/link_status"), as_of="2026-06-30")
    >>> sorted(figure.data["partner"].unique()), int(figure.data["year"].max())
    (['USA', 'other'], 2026)
    """
    data = prepare_link_growth(links, statuses, int(as_of[:4]))
    return Figure(
        "network-growth", data, draw_link_growth, words_link_growth(data), sources=links["sources"], height=3.8
    )


def prepare_link_growth(links: pd.DataFrame, statuses: pd.DataFrame, last_year: int) -> pd.DataFrame:
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


def draw_link_growth(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw cumulative links; the last year is dotted because it is not complete."""
    last, first = int(data["year"].max()), 1998
    ends = []
    for partner, rows in data.groupby("partner"):
        rows = rows[rows["year"] >= first - 1].sort_values("year")
        colour, name = (state("USA"), "US") if partner == "USA" else (OTHER, "others")
        for column, style, label in (("working", "-", "working"), ("live", (0, (4, 2)), "with planned")):
            complete, width = rows[rows["year"] < last], 2.1 if style == "-" else 1.4
            ax.plot(complete["year"], complete[column], color=colour, linestyle=style, linewidth=width)
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


def words_link_growth(data: pd.DataFrame) -> Words:
    """Say how many US links work, against the planned ones and against all others."""
    last = data[data["year"] == data["year"].max()].set_index("partner")
    us, other = last.loc["USA"], last.loc["other"]
    return words(
        "industry", "network-growth", us=us, other=other, year=int(data["year"].max()),
        undated=data["undated"].iloc[0],
    )  # fmt: skip
