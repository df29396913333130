"""Industry: curves of the deals that still wait, with medians and numbers at risk."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.durations import kaplan_meier, logrank, median_waits
from ties.chapters.industry.deal_waits import DELIVERY, SIGNIFICANT, SIGNING, say_interval, say_years
from ties.plotting.style import INK, MUTED, OTHER, state
from ties.plotting.text import words
from ties.records import Figure, Finding, Words

CLOCKS = {SIGNING: ("announcement to contract", "unsigned"), DELIVERY: ("contract to first delivery", "undelivered")}
DASHES = ["-", "--", ":", "-."]


def deal_curves(
    name: str, waits: pd.DataFrame, by: str, countries: pd.DataFrame, findings: Sequence[Finding]
) -> Figure:
    """Show the curves of those that still wait, by group; words and findings are those of the figure `name`.

    Parameters
    ----------
    name : str
        Name of the figure, by which its words are found.
    waits : DataFrame
        As :func:`ties.chapters.industry.deal_waits.prepare_deal_waits` gives it, or
        :func:`ties.analysis.arms.register_waits.register_spells`.
    by : str
        Column that names the group: ``by_supplier`` or ``by_route``.
    countries : DataFrame
        Table ``countries``.
    findings : sequence of Finding
        What the figure shows.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from ties import load
    >>> from ties.chapters.industry.deal_waits import prepare_deal_waits
    >>> waits = prepare_deal_waits(load("deals"), load("judgements/deal_routes"), clock=DELIVERY,
    ...     chosen=["FMS", "lease"], as_of="2026-06-30")
    >>> figure = deal_curves("delivery-by-route", waits, "by_route", load("countries"), [])
    >>> bool(figure.data["waiting"].between(0, 1).all())
    True
    """
    curves = prepare_deal_curves(waits, by, countries)
    return Figure(
        name, curves, draw_deal_curves, words_deal_curves(name, curves), findings, sources=waits["sources"],
        height=4.4, narrow_height=4.9,
    )  # fmt: skip


def prepare_deal_curves(waits: pd.DataFrame, by: str, countries: pd.DataFrame) -> pd.DataFrame:
    """Prepare the curves of those that still wait (parameters as of :func:`deal_curves`).

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.arms.durations.kaplan_meier` gives it, with ``n``, ``all_reached``, ``median``,
        ``median_low`` and ``median_high`` (years, infinite if not reached), ``p`` (log-rank over all groups),
        ``clock``, ``still`` (words) and ``code`` (of a supplier, or empty).
    """
    medians = median_waits(waits, by).rename(
        columns={"low": "median_low", "high": "median_high", "reached": "all_reached"}
    )
    clock, still = CLOCKS[waits.attrs["start"], waits.attrs["end"]]
    # a route has no code: it is drawn in ink and told apart by its dash
    codes = countries.set_index("name")["code"]
    curves = kaplan_meier(waits, by).merge(medians, on="group")
    return curves.assign(
        p=logrank(waits, by), clock=clock, still=still, code=curves["group"].map(codes).fillna(""), by=by
    )


def draw_deal_curves(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw steps with their bands, the median on the way, and the numbers at risk under the axis."""
    groups = list(data.drop_duplicates("group").sort_values("n", ascending=False)["group"])
    # beyond the last event the curve is flat, and after 14 years hardly any deal is left at risk
    horizon = int(min(14, np.ceil(data.loc[data["reached"] > 0, "years"].max() + 0.5)))
    ticks = list(range(0, horizon + 1, 3 if narrow and horizon > 6 else 2 if horizon > 4 else 1))
    small, suppliers = 7.0 if narrow else 8.0, data["by"].iloc[0] == "by_supplier"
    for place, group in enumerate(groups):
        rows = data[data["group"] == group]
        code = str(rows["code"].iloc[0])
        colour = state(code) if code else OTHER if suppliers else [INK, MUTED, OTHER][place % 3]
        dash = "-" if code else DASHES[place % 4]
        ax.step(rows["years"], 100 * rows["waiting"], where="post", color=colour, linestyle=dash)
        ax.fill_between(
            rows["years"], 100 * rows["low"], 100 * rows["high"], step="post",
            color=colour, alpha=0.13, linewidth=0,
        )  # fmt: skip
        median = rows["median"].iloc[0]
        if np.isfinite(median) and median <= horizon:
            ax.plot([median], [50], "o", markersize=4.5, color=colour)
        reached = f"median {median:.1f} y" if np.isfinite(median) else "median not reached"
        label = f"{_short(group)} (n={rows['n'].iloc[0]}), {reached}"
        ax.plot([], [], color=colour, linestyle=dash, label=label)
        # under the axis and its label, a line for each group
        low = -34 - (9 if narrow else 11) * (place + 1)
        for tick in ticks:
            later = data[(data["group"] == group) & (data["years"] >= tick)]
            count = int(later["at_risk"].iloc[0]) if len(later) else 0
            ax.annotate(str(count), (tick, 0), xycoords=("data", "axes fraction"), xytext=(0, low),
                        textcoords="offset points", ha="center", fontsize=small, color=MUTED)  # fmt: skip
        ax.annotate(_short(group), (0, 0), xycoords="axes fraction", xytext=(-8, low),
                    textcoords="offset points", ha="right", fontsize=small, color=INK)  # fmt: skip
    ax.axhline(50, color=MUTED, linewidth=0.8, linestyle=(0, (2, 3)))
    ax.legend(loc="lower left" if narrow else "upper right", bbox_to_anchor=(0, 1) if narrow else None,
              fontsize=small, borderaxespad=0.2)  # fmt: skip
    ax.set_xlim(0, horizon)
    ax.set_ylim(0, 100)
    ax.set_xticks(ticks)
    ax.set_ylabel(f"Still {data['still'].iloc[0]} (per cent)")
    ax.set_xlabel(f"Years from {str(data['clock'].iloc[0]).split(' to ')[0]}; below: deals at risk")
    return ax


def words_deal_curves(name: str, data: pd.DataFrame) -> Words:
    """Say the medians with their intervals, and whether the curves can be told apart, as the figure `name`."""
    groups = data.drop_duplicates("group").sort_values("n", ascending=False)
    p = float(data["p"].iloc[0])
    return words(
        "industry", name,
        medians=", ".join(f"{_short(row['group'])} {say_years(row['median'])}" for _, row in groups.iterrows()),
        spans="; ".join(
            f"{row['group']} {say_years(row['median'])} ({say_interval(row)}, {row['all_reached']} of {row['n']} got "
            "there)"
            for _, row in groups.iterrows()
        ),
        p=p, apart=p < SIGNIFICANT, compared=not np.isnan(p),
    )  # fmt: skip


def _short(group: object) -> str:
    return {"United States": "US", "US government sale": "US gov’t sale"}.get(str(group), str(group))
