"""Deterrence: the network of exercises by period, the focal state's partners and the domains they train in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.networks.exercises import begun, described, domain_diversity, exercise_network, periods, strength
from ties.plotting.style import GRID, INK, MUTED, PAPER, state
from ties.plotting.text import with_article
from ties.records import Words

DOMAINS = {
    "naval": "naval",
    "army": "army",
    "special_forces": "special forces",
    "air": "air",
    "triservice": "tri-service",
    "multidomain": "several domains",
}
ENOUGH = 10  # exercises in a period, under which its diversity is shown and not compared


def in_periods(
    exercises: pd.DataFrame, *, start_year: int, end_year: int, period_years: int, as_of: str | None = None
) -> pd.DataFrame:
    """Give the exercises of the years wanted, begun by the last day that counts, described and with their period."""
    known = described(exercises if as_of is None else begun(exercises, as_of))
    known["period"] = periods(known["year"], first=start_year, last=end_year, length=period_years)
    return known.dropna(subset=["period"])


def partly(as_of: str, end_year: int) -> str:
    """Say how far a last year is covered that `as_of` falls into; nothing where it is covered in full.

    Examples
    --------
    >>> partly("2026-06-30", 2026), partly("2026-06-30", 2020)
    ('2026 runs to June', '')
    """
    day = pd.Timestamp(as_of)
    return f"{end_year} runs to {day:%B}" if day.year == end_year and day.month < 12 else ""


def prepare_partners(
    exercises: pd.DataFrame,
    *,
    focal: str,
    start_year: int,
    end_year: int,
    period_years: int,
    as_of: str,
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Give the focal state's strength to each partner by period.

    Parameters
    ----------
    exercises : DataFrame
        Table ``exercises``.
    focal : str
        The state whose partners are counted.
    start_year, end_year, period_years : int
        Years kept and the length of a period, counted back from `end_year`.
    as_of : str
        Last day covered in full: an exercise that begins after it is left out, and where it falls inside the last
        year, that year is said to be partial.
    names : mapping of str to str
        Name of each state by its code.

    Returns
    -------
    DataFrame
        ``period`` and the columns of :func:`ties.analysis.networks.exercises.strength`.
    """
    rows = in_periods(exercises, start_year=start_year, end_year=end_year, period_years=period_years, as_of=as_of)
    parts = []
    for period, part in rows.groupby("period"):
        parts.append(strength(exercise_network(part), focal).assign(period=period))
    data = pd.concat(parts, ignore_index=True)
    data.attrs.update(focal=names[focal], focal_code=focal, names=dict(names), partial=partly(as_of, end_year))
    return data


def draw_partners(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw known exercises by partner as dots (last period filled, the one before hollow), what is open as lines."""
    order = sorted(data["period"].unique())
    now = data[data["period"] == order[-1]].head(12 if narrow else 14).iloc[::-1].reset_index(drop=True)
    before = (
        data[data["period"] == order[-2]].set_index("partner")["known"] if len(order) > 1 else pd.Series(dtype=int)
    )
    colours = [state(code) for code in now["partner"]]
    ax.hlines(now.index, now["known"], now["possible"], color=MUTED, linewidth=1.1, alpha=0.75)
    ax.scatter(
        before.reindex(now["partner"]).to_numpy(), now.index, s=26, facecolor=PAPER, edgecolor=colours, zorder=3
    )
    ax.scatter(now["known"], now.index, s=40, color=colours, zorder=4)
    ax.set_yticks(now.index, [data.attrs["names"].get(code, code) for code in now["partner"]])
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.set_xlim(left=-0.5)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    label = f"filled: {order[-1]}" + (f"; hollow: {order[-2]}" if len(order) > 1 else "")
    ax.set_xlabel(label.replace("; ", "\n") if narrow else f"exercises together ({label})")
    return ax


def draw_network(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a star for each of the last four periods: the focal state in the middle, width by exercises together."""
    figure = ax.figure
    ax.remove()
    order = sorted(data["period"].unique())[-4:]
    ring = data.groupby("partner")["known"].sum().nlargest(10).index.tolist()
    angle = dict(zip(sorted(ring), np.linspace(np.pi / 2, np.pi / 2 - 2 * np.pi, len(ring) + 1)[:-1], strict=True))
    place = {code: (float(np.cos(a)), float(np.sin(a))) for code, a in angle.items()}
    widest = data["known"].max()
    axes = figure.subplots(2, 2).ravel()
    for panel, period in zip(axes, order, strict=False):
        part = data[(data["period"] == period) & data["partner"].isin(ring)].set_index("partner")
        panel.set_title(
            f"{period}: {int(data.loc[data['period'] == period, 'exercises'].max())} exercises", color=INK
        )
        for code, (x, y) in place.items():
            known = int(part["known"].get(code, 0))
            if known:
                panel.plot(
                    [0, x],
                    [0, y],
                    color=state(code),
                    linewidth=0.6 + (4 if narrow else 7) * known / widest,
                    alpha=0.8,
                    zorder=1,
                )
            label = f"{code} {known}" if known else code
            panel.text(
                1.14 * x, 1.14 * y, label, ha="left" if x > 0.1 else "right" if x < -0.1 else "center",
                va="center", fontsize=6.8 if narrow else 8, color=INK if known else MUTED,
            )  # fmt: skip
            panel.scatter([x], [y], s=16, color=state(code) if known else GRID, linewidth=0, zorder=2)
        panel.scatter([0], [0], s=60, color=state(data.attrs["focal_code"]), zorder=3)
        panel.set(xlim=(-1.75, 1.75), ylim=(-1.3, 1.3), aspect="equal")
        panel.axis("off")
    for panel in axes[len(order) :]:
        panel.axis("off")
    first: Axes = axes[0]
    return first


def words_partners(data: pd.DataFrame) -> Words:
    """Say who the first partner is now, how that moved, and how much is unknown."""
    order = sorted(data["period"].unique())
    now = data[data["period"] == order[-1]].sort_values("known", ascending=False)
    top, second = now.iloc[0], now.iloc[1]
    prior = data[(data["period"] == order[max(len(order) - 2, 0)]) & (data["partner"] == top["partner"])]
    was = f"{int(prior['known'].iloc[0])} of {int(prior['exercises'].iloc[0])}" if len(prior) else "none"
    name, runner_up = (with_article(data.attrs["names"][row["partner"]]) for row in (top, second))
    focal, open_lists = data.attrs["focal"], int((now["possible"] - now["known"]).max())
    return Words(
        title=(
            f"{focal}'s first exercise partner is {name}: {top['known']} of {top['exercises']} exercises in "
            f"{order[-1]}, against {was} in the period before"
        ),
        subtitle=(
            f"Exercises of {focal} with each partner by period; the line reaches what incomplete participant lists "
            f"leave open{data.attrs['partial'] and '; ' + data.attrs['partial']}"
        ),
        caption=(
            f"A state missing from a list known to be cut is unknown, not absent: up to {open_lists} more exercises "
            "for one partner. The table gathers what open sources report, and older years less fully, so shares "
            "compare better than counts. An exercise of many states counts once for each partner."
        ),
        alt=(
            f"Dot chart of partners. First is {name} with {top['known']} exercises in {order[-1]} (before: {was}), "
            f"then {runner_up} with {second['known']}. Incomplete lists leave up to {open_lists} more open for one "
            "partner."
        ),
    )


def words_network(data: pd.DataFrame) -> Words:
    """Say how many exercises and partners there were, and the share that the United States joined."""
    order = sorted(data["period"].unique())[-4:]
    counts = data.groupby("period").agg(partners=("partner", "size"), exercises=("exercises", "max"))
    first, last = order[0], order[-1]
    us = data[data["partner"] == "USA"].set_index("period")[["share", "share_high"]].reindex(order).fillna(0.0)
    focal, low, high = data.attrs["focal"], us["share"].min(), us["share"].max()
    return Words(
        title=(
            f"{focal}'s exercises grew from {counts.loc[first, 'exercises']} to {counts.loc[last, 'exercises']} a "
            f"period; the United States joined {low:.0%} to {high:.0%} of them in each"
        ),
        subtitle=f"Exercises of {focal} with its ten most frequent partners; width: number together; by period",
        caption=(
            "Each star has the same ten partners in the same places, by alphabet; the numbers count exercises "
            "together, listed participants only. Growth in counts is partly better reporting of recent years."
            + (f" Of the last period, {data.attrs['partial']}." if data.attrs["partial"] else "")
        ),
        alt=(
            f"Star diagrams for {len(order)} periods with {focal} in the middle: "
            + "; ".join(f"{p}, {counts.loc[p, 'exercises']} exercises, US in {us['share'][p]:.0%}" for p in order)
            + f". Partners listed at least once went from {counts.loc[first, 'partners']} to "
            f"{counts.loc[last, 'partners']}."
        ),
    )


def prepare_domains(
    exercises: pd.DataFrame,
    *,
    focal: str,
    partner: str,
    start_year: int,
    end_year: int,
    period_years: int,
    draws: int,
    seed: int,
    names: Mapping[str, str],
    as_of: str | None = None,
) -> pd.DataFrame:
    """Give exercises of two states by period and domain, with the effective number of domains.

    Parameters
    ----------
    exercises, focal, start_year, end_year, period_years, names, as_of
        As in :func:`prepare_partners`.
    partner : str
        The other state.
    draws, seed : int
        Bootstrap of the interval of the effective number.

    Returns
    -------
    DataFrame
        ``period``, ``domain``, ``exercises``, ``effective``, ``low``, ``high``, ``n`` (of the period).
    """
    rows = in_periods(exercises, start_year=start_year, end_year=end_year, period_years=period_years, as_of=as_of)
    listed = rows["participants"].str.split(";")
    both = rows[listed.map(lambda states: focal in states and partner in states)]
    counts = pd.crosstab(both["period"], both["domain"])
    stats = pd.DataFrame(
        [{"period": p, **domain_diversity(row, draws=draws, seed=seed)} for p, row in counts.iterrows()]
    )
    data = counts.reset_index().melt("period", var_name="domain", value_name="exercises")
    data = data.merge(stats.drop(columns="domains"), on="period")
    data.attrs.update(focal=names[focal], partner=names[partner], partner_code=partner)
    return data


def draw_domains(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a disc for each period and domain, by number of exercises, with the effective number of domains on top."""
    order = sorted(data["period"].unique())
    levels = [domain for domain in DOMAINS if domain in set(data["domain"])]
    shown = data[data["exercises"] > 0]
    x, y = shown["period"].map(order.index), shown["domain"].map(levels.index)
    scale = (420 if narrow else 800) / data["exercises"].max()
    ax.scatter(x, y, s=shown["exercises"] * scale, color=state(data.attrs["partner_code"]), alpha=0.45, linewidth=0)
    for column, row, count in zip(x, y, shown["exercises"], strict=True):
        ax.text(column, row, str(count), ha="center", va="center", fontsize=7.5 if narrow else 9, color=INK)
    ax.set_xticks(range(len(order)), [p.replace("-", "–\n") for p in order])
    ax.set_yticks(range(len(levels)), [DOMAINS[level] for level in levels])
    ax.set(xlim=(-0.6, len(order) - 0.4), ylim=(len(levels) - 0.4, -1.2))
    for column, row in data.drop_duplicates("period").set_index("period").loc[order].reset_index().iterrows():
        ax.text(
            int(str(column)), -0.85, f"{row['effective']:.1f}", ha="center", va="center", fontweight="bold", color=INK
        )
    ax.annotate(
        "effective\nnumber", (0, -0.85), xycoords=("axes fraction", "data"), xytext=(-6, 0), ha="right", va="center",
        textcoords="offset points", color=INK, fontsize=7.5 if narrow else 9,
    )  # fmt: skip
    ax.grid(visible=False)
    return ax


def words_domains(data: pd.DataFrame) -> Words:
    """Say how the spread over domains moved, with its interval."""
    stats = data.drop_duplicates("period").set_index("period").sort_index()
    enough = stats[stats["n"] >= ENOUGH] if stats["n"].max() >= ENOUGH else stats
    first, last = enough.iloc[0], stats.iloc[-1]
    apart = last["low"] > first["high"] or last["high"] < first["low"]
    pair = f"{data.attrs['focal']} and {with_article(data.attrs['partner'])}"
    leading = data[data["period"] == stats.index[-1]].sort_values("exercises").iloc[-1]
    return Words(
        title=(
            f"{pair} spread their exercises over {last['effective']:.1f} effective domains in {stats.index[-1]}, "
            f"against {first['effective']:.1f} in {enough.index[0]}"
        ),
        subtitle="Exercises with both states listed, by domain and period; top: effective number (Hill, order one)",
        caption=(
            f"95% bootstrap intervals: {first['low']:.1f} to {first['high']:.1f} at first (n = {int(first['n'])}), "
            f"{last['low']:.1f} to {last['high']:.1f} at last (n = {int(last['n'])}), which "
            f"{'do not overlap' if apart else 'overlap'}. Periods with fewer than {ENOUGH} exercises are shown and "
            "not compared: small numbers bias the measure downwards. A domain is "
            "ours to assign where a source names several services."
        ),
        alt=(
            f"Grid of discs by domain and period for {pair}. The effective number of domains goes from "
            f"{first['effective']:.1f} in {enough.index[0]} to {last['effective']:.1f}. In "
            f"{stats.index[-1]} most exercises are {DOMAINS[str(leading['domain'])]} "
            f"({leading['exercises']} of {int(last['n'])})."
        ),
    )
