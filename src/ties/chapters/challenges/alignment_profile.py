"""How India's ties divide among the powers, by dimension and period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from ties.analysis.alignment import DIMENSIONS, profile, shared_events, shared_memberships
from ties.analysis.arms.concentration import newest_split
from ties.analysis.balance.tariffs import trade_shares
from ties.plotting.style import INK, PAPER, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words


def ties_by_power(
    transfers: pd.DataFrame,
    exercises: pd.DataFrame,
    memberships: pd.DataFrame,
    trade: pd.DataFrame,
    points: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    poles: Sequence[str],
    length: int,
    focal: str = "IND",
    start: int = 2000,
    end: int | None = None,
) -> pd.DataFrame:
    """Divide the focal state's ties among the powers, by dimension and period.

    Parameters
    ----------
    transfers, exercises, memberships, trade, points, countries : DataFrame
        Tables ``arms_transfers``, ``exercises``, ``memberships``, ``trade``, ``un_voting`` and ``countries``.
    poles : sequence of str
        Country codes, two or more.
    length, start : int
        Years in a period, and first year; a last period that is not complete is left out.
    focal : str
        Country code.
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

    Examples
    --------
    >>> from ties import load
    >>> used = ("arms_transfers", "exercises", "memberships", "trade", "un_voting", "countries")
    >>> data = ties_by_power(*map(load, used), poles=["USA", "RUS"], length=5)
    >>> data.groupby(["dimension", "period"])["share"].sum().round(9).unique().tolist()
    [1.0]
    """
    if len(poles) < 2:
        raise ValueError("hedging needs two powers or more")
    arms = newest_split(transfers, focal)
    if end is None:
        end = min(int(arms["year"].max()), int(points["year"].max()))
    last = start + (end - start + 1) // length * length - 1
    ideal = points.pivot_table(index="year", columns="country", values="ideal_point").astype("float64")
    votes = [
        (1 / (1 + (ideal[pole] - ideal[focal]).abs())).dropna().rename("value").reset_index().assign(pole=pole)
        for pole in poles
    ]
    goods = trade_shares(trade, poles, reporter=focal)
    measures = {
        "arms": arms.rename(columns={"supplier": "pole", "tiv_m": "value"})[["pole", "year", "value"]],
        "exercises": shared_events(exercises, focal, poles),
        "memberships": shared_memberships(memberships, focal, poles, range(start, last + 1)),
        "trade": goods.rename(columns={"partner": "pole", "turnover_usd_m": "value"})[["pole", "year", "value"]],
        "votes": pd.concat(votes, ignore_index=True),
    }
    inside = {name: t[(t["year"] >= start) & (t["year"] <= last)] for name, t in measures.items()}
    data, names = profile(inside, poles, start=start, length=length), countries.set_index("code")["name"]
    data.attrs.update(
        focal=names[focal], names={pole: names[pole] for pole in poles}, edition=str(arms["edition"].iloc[0])
    )
    return data


def alignment_profile(data: pd.DataFrame) -> Figure:
    """Show on which power a state leans in each dimension and period.

    Parameters
    ----------
    data : DataFrame
        Of :func:`ties_by_power`.

    Returns
    -------
    Figure
        ``alignment``, with the finding ``leans``.

    Examples
    --------
    >>> from ties import load
    >>> used = ("arms_transfers", "exercises", "memberships", "trade", "un_voting", "countries")
    >>> figure = alignment_profile(ties_by_power(*map(load, used), poles=["USA", "RUS"], length=5))
    >>> figure.findings[0].value
    '2020-2024'
    """
    return Figure(
        "alignment", data, draw_alignment_profile, words_alignment_profile(data), findings_alignment_profile(data),
        height=5.6,
    )  # fmt: skip


def draw_alignment_profile(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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
    ax.set_yticks(rows, [short_period(period) for _ in dimensions for period in periods], fontsize=size)
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


def _facts(data: pd.DataFrame) -> dict[str, Any]:
    periods = sorted(data["period"].unique())
    heads, first = _heads(data, periods[-1]), _heads(data, periods[0])
    led = [
        (name, [head["dimension"] for head in heads if head["name"] == name]) for name in data.attrs["names"].values()
    ]
    return {
        "focal": data.attrs["focal"], "powers": len(data.attrs["names"]), "edition": data.attrs["edition"],
        "period": periods[-1], "heads": heads, "first_heads": first,
        "led": [(name, dimensions) for name, dimensions in led if dimensions],
    }  # fmt: skip


def words_alignment_profile(data: pd.DataFrame) -> Words:
    """Say on whom the focal state leans in each dimension of the last period."""
    return words("challenges", "alignment", **_facts(data))


def findings_alignment_profile(data: pd.DataFrame) -> list[Finding]:
    """Give the power with the largest share of each dimension in the last period."""
    facts = _facts(data)
    return [Finding("leans", facts["period"], sentence("challenges", "leans", **facts))]


def _heads(data: pd.DataFrame, period: str) -> list[dict[str, Any]]:
    """Give, by dimension, the power with the largest share in a period: ``dimension``, ``name``, ``share``."""
    rows = data[data["period"] == period].sort_values(["dimension", "share"], kind="stable")
    heads = rows.groupby("dimension").tail(1)
    named = heads.assign(name=heads["pole"].map(data.attrs["names"]))
    found: list[dict[Any, Any]] = named[["dimension", "name", "share"]].to_dict("records")
    return found


def short_period(period: str) -> str:
    """Write a period in short.

    Examples
    --------
    >>> short_period("2020-2024")
    '2020-24'
    """
    return f"{period[:4]}-{period[-2:]}"
