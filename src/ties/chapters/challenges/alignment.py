"""Challenges: how India's ties divide among the powers, and the index of hedging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from ties.analysis.alignment import (
    DIMENSIONS,
    hedging_bands,
    leave_one_out,
    profile,
    shared_events,
    shared_memberships,
)
from ties.analysis.arms.concentration import newest_split
from ties.analysis.balance.tariffs import trade_shares
from ties.plotting.country_names import in_prose
from ties.plotting.style import GRID, INK, OTHER, PAPER, state
from ties.records import Words


def prepare_alignment(
    tables: Mapping[str, pd.DataFrame],
    *,
    focal: str,
    poles: Sequence[str],
    start: int,
    length: int,
    names: Mapping[str, str],
    end: int | None = None,
) -> pd.DataFrame:
    """Divide the focal state's ties among the powers, by dimension and period.

    Parameters
    ----------
    tables : mapping
        ``arms_transfers``, ``exercises``, ``memberships``, ``trade``, ``un_voting``.
    focal : str
        Country code.
    poles : sequence of str
        Country codes, two or more.
    start, length : int
        First year, and years in a period; a last period that is not whole is left out.
    names : mapping
        Code to name.
    end : int, optional
        Last year; if left out, the last one that both the newest edition of the arms and the ideal points have.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.alignment.profile`, with names in ``attrs``. Arms: TIV delivered. Exercises: shared
        exercises. Memberships: shared groupings at each year's end, summed. Trade: turnover by Indian customs. Votes:
        1 / (1 + distance of ideal points), summed over years.

    Raises
    ------
    ValueError
        If there are fewer than two powers.
    """
    if len(poles) < 2:
        raise ValueError("hedging needs two powers or more")
    arms = newest_split(tables["arms_transfers"], focal)
    if end is None:
        end = min(int(arms["year"].max()), int(tables["un_voting"]["year"].max()))
    last = start + (end - start + 1) // length * length - 1
    points = tables["un_voting"].pivot_table(index="year", columns="country", values="ideal_point").astype("float64")
    votes = [
        (1 / (1 + (points[pole] - points[focal]).abs())).dropna().rename("value").reset_index().assign(pole=pole)
        for pole in poles
    ]
    trade = trade_shares(tables["trade"], poles, reporter=focal)
    measures = {
        "arms": arms.rename(columns={"supplier": "pole", "tiv_m": "value"})[["pole", "year", "value"]],
        "exercises": shared_events(tables["exercises"], focal, poles),
        "memberships": shared_memberships(tables["memberships"], focal, poles, range(start, last + 1)),
        "trade": trade.rename(columns={"partner": "pole", "turnover_usd_m": "value"})[["pole", "year", "value"]],
        "votes": pd.concat(votes, ignore_index=True),
    }
    kept = {name: t[(t["year"] >= start) & (t["year"] <= last)] for name, t in measures.items()}
    data = profile(kept, poles, start=start, length=length)
    data.attrs.update(
        focal=names[focal], names={pole: names[pole] for pole in poles}, edition=str(arms["edition"].iloc[0])
    )
    return data


def draw_alignment(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw stacked shares of the powers: a group of bars for each dimension, a bar for each period."""
    size = 6.6 if narrow else 8.5
    periods = sorted(data["period"].unique())
    names = data.attrs["names"]
    dimensions = [d for d in DIMENSIONS if d in set(data["dimension"])]
    step = len(periods) + 1
    for place, dimension in enumerate(dimensions):
        for k, period in enumerate(periods):
            part = data[(data["dimension"] == dimension) & (data["period"] == period)].set_index("pole")["share"]
            left = 0.0
            row = place * step + k
            for pole in names:
                width = float(part.get(pole, 0.0))
                ax.barh(row, width, left=left, color=state(pole), height=0.86, edgecolor=PAPER, linewidth=0.6)
                left += width
        ax.annotate(dimension, (0, place * step - 0.6), fontsize=size + 0.5, color=INK, va="bottom", weight="bold")
    rows = [place * step + k for place in range(len(dimensions)) for k in range(len(periods))]
    ax.set_yticks(rows, [_short(period) for _ in dimensions for period in periods], fontsize=size)
    ax.set_ylim(len(dimensions) * step - 0.6, -2.2)
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.grid(visible=False)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    handles = [ax.barh([0], [0], color=state(pole), label=name) for pole, name in names.items()]
    ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(names), fontsize=size,
              handlelength=1.0, columnspacing=1.0)  # fmt: skip
    return ax


def words_alignment(data: pd.DataFrame) -> Words:
    """Say on whom the focal state leans in each dimension of the last period."""
    names, period = data.attrs["names"], sorted(data["period"].unique())[-1]
    heads = _heads(data, period)
    listed = _listed(heads, names)
    led = {pole: [d for d, p, _ in heads if p == pole] for pole in names}
    parts = [f"on {in_prose(names[pole])} in {_and(things)}" for pole, things in led.items() if things]
    return Words(
        title=f"In {period} {data.attrs['focal']} leant most {_and(parts, ', and ')}",
        subtitle=(
            f"Division of {data.attrs['focal']}'s ties among {len(names)} powers by dimension and period; "
            f"arms: SIPRI TIV, edition {data.attrs['edition']}"
        ),
        caption=(
            "Shares are among these powers only: other partners, such as France in arms, are left out. Votes "
            "are nearness of ideal points, so no power can have none. Exercises with cut lists of "
            "participants may lack a power."
        ),
        alt=(
            f"Stacked bars of five dimensions by period. In {period} the largest parts are: {listed}. In the "
            f"first period they were: {_listed(_heads(data, sorted(data['period'].unique())[0]), names)}."
        ),
    )


def prepare_hedging(profiles: pd.DataFrame, *, draws: int, seed: int) -> pd.DataFrame:
    """Give the index of hedging by period with its band; see :func:`ties.analysis.alignment.hedging_bands`."""
    data = hedging_bands(profiles, draws=draws, seed=seed)
    data.attrs.update(focal=profiles.attrs["focal"], names=profiles.attrs["names"], draws=draws)
    return data


def draw_hedging(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the index, its part within dimensions and its part across them, with bands over weights."""
    size = 7.5 if narrow else 9
    places = np.arange(len(data))
    for column, colour, label in (("all", INK, "all ties"), ("across", OTHER, "across\ndimensions")):
        ax.fill_between(places, data[f"{column}_low"], data[f"{column}_high"], color=colour, alpha=0.18, lw=0)
        ax.plot(places, data[column], "o-", color=colour, ms=4.5)
        ax.annotate(label, (places[-1], data[column].iloc[-1]), xytext=(7, 0), textcoords="offset points",
                    va="center", fontsize=size, color=INK)  # fmt: skip
    ax.plot(places, data["within"], "o--", color=OTHER, ms=4, mfc="none")
    ax.annotate("within\ndimensions", (places[-1], data["within"].iloc[-1]), xytext=(7, 0), va="center",
                textcoords="offset points", fontsize=size, color=INK)  # fmt: skip
    ax.set_xticks(places, [_short(p) if narrow else p for p in data["period"]], fontsize=size)
    ax.set_xlim(-0.2, len(data) - 1 + (1.5 if narrow else 0.8))
    ax.set_ylim(0, 1.04)
    ax.set_ylabel("evenness (0 to 1)")
    ax.grid(visible=True, axis="y", color=GRID)
    return ax


def words_hedging(data: pd.DataFrame) -> Words:
    """Say whether the index rose, and how much of it lies across dimensions."""
    first, last = data.iloc[0], data.iloc[-1]
    rise = data.attrs["rise"]
    way = "rose" if rise >= 0.95 else "fell" if rise <= 0.05 else "shows no sure change"
    part = last["across"] / last["all"]
    return Words(
        title=(
            f"{data.attrs['focal']}'s hedging {way} from {first['all']:.2f} to {last['all']:.2f}; {part:.0%} "
            "of it now lies in leaning on different powers for different things"
        ),
        subtitle=(
            f"Evenness of ties among {len(data.attrs['names'])} powers (Shannon, 1 = even), by period; equal "
            f"weights, bands over {data.attrs['draws']:,} draws of weights"
        ),
        caption=(
            f"All ties = within + across. In {rise:.0%} of the draws of weights the last period is above the "
            "first. Evenness says how ties divide, not how strong they are."
        ),
        alt=(
            f"Line chart of evenness by period. All ties go from {first['all']:.2f} ({first['all_low']:.2f} to "
            f"{first['all_high']:.2f}) in {first['period']} to {last['all']:.2f} ({last['all_low']:.2f} to "
            f"{last['all_high']:.2f}) in {last['period']}. The part across dimensions goes from "
            f"{first['across']:.2f} to {last['across']:.2f}."
        ),
    )


def findings_alignment(profiles: pd.DataFrame, data: pd.DataFrame) -> list[dict[str, Any]]:
    """Compose the findings on the profile, the index and its sensitivity.

    Parameters
    ----------
    profiles, data : DataFrame
        From :func:`prepare_alignment` and :func:`prepare_hedging`.

    Returns
    -------
    list of dict
        Arguments of :func:`ties.findings.record.record`.
    """
    names, focal = profiles.attrs["names"], profiles.attrs["focal"]
    first, last, rise = data.iloc[0], data.iloc[-1], data.attrs["rise"]
    without = leave_one_out(profiles)
    base = without.loc[without["without"] == "nothing", "change"].iloc[0]
    turned = without[np.sign(without["change"]) != np.sign(base)]["without"]
    told = _and([in_prose(str(names.get(w, w))) for w in turned], " or ") if len(turned) else ""
    robust = f"turns round without {told}" if told else "keeps its sign whichever dimension or power is left out"
    return [
        {
            "key": "leans", "value": last["period"], "figure": "alignment",
            "sentence": f"In {last['period']} {focal}'s ties among these powers went most to: "
            f"{_listed(_heads(profiles, last['period']), names)}.",
        },
        {
            "key": "hedging", "value": last["all"], "interval": (last["all_low"], last["all_high"]), "precision": 2,
            "interval_means": "95% band over weights", "figure": "hedging",
            "sentence": f"The index of hedging stood at {last['all']:.2f} of 1 in {last['period']}, after "
            f"{first['all']:.2f} in {first['period']}.",
        },
        {
            "key": "hedging_rise", "value": 100 * rise, "unit": "per cent of draws", "figure": "hedging",
            "confidence": "medium" if rise >= 0.95 or rise <= 0.05 else "cannot tell",
            "sentence": f"In {rise:.0%} of {data.attrs['draws']:,} draws of weights the index is higher in "
            f"{last['period']} than in {first['period']}; the change {robust}.",
        },
        {
            "key": "hedging_across", "value": 100 * last["across"] / last["all"], "unit": "per cent",
            "interval": (100 * last["across_low"] / last["all"], 100 * last["across_high"] / last["all"]),
            "interval_means": "band of the part across, over the index at equal weights", "figure": "hedging",
            "sentence": f"{last['across'] / last['all']:.0%} of the hedging of {last['period']} is of one "
            f"kind: different powers for different things; in {first['period']} it was "
            f"{first['across'] / first['all']:.0%}.",
        },
    ]  # fmt: skip


def prepare_leave_one_out(profiles: pd.DataFrame) -> pd.DataFrame:
    """Give the change of the index without each dimension and each power, with names."""
    data = leave_one_out(profiles)
    return data.assign(without=data["without"].map(lambda w: profiles.attrs["names"].get(w, w)))


def _heads(data: pd.DataFrame, period: str) -> list[tuple[str, str, float]]:
    """Give, by dimension, the power with the largest share in a period."""
    rows = data[data["period"] == period].sort_values(["dimension", "share"], kind="stable")
    heads = rows.groupby("dimension").tail(1)
    return [
        (str(d), str(p), float(s)) for d, p, s in zip(heads["dimension"], heads["pole"], heads["share"], strict=True)
    ]


def _listed(heads: Sequence[tuple[str, str, float]], names: Mapping[str, str]) -> str:
    return ", ".join(f"{dimension} with {in_prose(names[pole])} ({share:.0%})" for dimension, pole, share in heads)


def _and(parts: Sequence[str], last: str = " and ") -> str:
    """Join names as a list in prose."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + last + parts[-1]


def _short(period: str) -> str:
    """Write a period in short ("2020-24")."""
    return f"{period[:4]}-{period[-2:]}"
