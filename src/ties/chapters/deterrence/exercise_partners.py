"""Deterrence: with whom the focal state exercises, by period."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.networks.exercise_rows import in_periods
from ties.analysis.networks.exercises import exercise_network, strength
from ties.plotting.style import MUTED, PAPER, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words


def exercise_partners(
    exercises: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    focal: str,
    years: tuple[int, int],
    period_years: int,
    as_of: str,
    partner: str = "USA",
) -> Figure:
    """Show the focal state's exercises with each partner in the last period, and what incomplete lists leave open.

    Parameters
    ----------
    exercises, countries : DataFrame
        Tables of those names.
    focal : str
        The state whose partners are counted.
    years : tuple of int
        First and last year that count, both included.
    period_years : int
        Length of a period, counted back from the last year.
    as_of : str
        Last day covered in full: an exercise that begins after it is left out, and where it falls inside the last
        year, that year is said to be partial.
    partner : str
        The partner that the findings speak of.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from ties import load
    >>> spans = {"years": (1992, 2026), "period_years": 7, "as_of": "2026-06-30"}
    >>> figure = exercise_partners(load("exercises"), load("countries"), focal="IND", **spans)
    >>> figure.words.title[:49]
    "India's first exercise partner is the United Stat"
    """
    names = countries.set_index("code")["name"]
    data = prepare_partners(exercises, focal=focal, years=years, period_years=period_years, as_of=as_of)
    return Figure(
        "partners",
        data,
        partial(draw_partners, names=names),
        words_partners(data, names=names, focal=names[focal], coverage=partial_year(as_of, years[1])),
        findings_partners(data, names=names, focal=names[focal], partner=partner),
    )


def prepare_partners(
    exercises: pd.DataFrame, *, focal: str, years: tuple[int, int], period_years: int, as_of: str
) -> pd.DataFrame:
    """Give the focal state's strength to each partner by period.

    Parameters as of :func:`exercise_partners`. Columns: ``period`` and those of
    :func:`ties.analysis.networks.exercises.strength`.
    """
    rows = in_periods(exercises, years=years, period_years=period_years, as_of=as_of)
    parts = [strength(exercise_network(part), focal).assign(period=period) for period, part in rows.groupby("period")]
    return pd.concat(parts, ignore_index=True)


def partial_year(as_of: str, end_year: int) -> str:
    """Name the month to which a last year runs that `as_of` falls into; nothing where it is covered in full.

    Examples
    --------
    >>> partial_year("2026-06-30", 2026), partial_year("2026-06-30", 2020)
    ('2026 runs to June', '')
    """
    day = pd.Timestamp(as_of)
    return f"{end_year} runs to {day:%B}" if day.year == end_year and day.month < 12 else ""


def draw_partners(data: pd.DataFrame, ax: Axes, *, names: pd.Series, narrow: bool = False) -> Axes:
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
    ax.set_yticks(now.index, [names.get(code, code) for code in now["partner"]])
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.set_xlim(left=-0.5)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    label = f"filled: {order[-1]}" + (f"; hollow: {order[-2]}" if len(order) > 1 else "")
    ax.set_xlabel(label.replace("; ", "\n") if narrow else f"exercises together ({label})")
    return ax


def words_partners(data: pd.DataFrame, *, names: pd.Series, focal: str, coverage: str) -> Words:
    """Say who the first partner is now, how that moved, and how much is unknown."""
    order = sorted(data["period"].unique())
    now = data[data["period"] == order[-1]].sort_values("known", ascending=False)
    top, second = now.iloc[0], now.iloc[1]
    prior = data[(data["period"] == order[max(len(order) - 2, 0)]) & (data["partner"] == top["partner"])]
    return words(
        "deterrence", "partners", focal=focal, period=order[-1], coverage=coverage, top=top, second=second,
        first_name=names[top["partner"]], second_name=names[second["partner"]],
        prior=prior.iloc[0] if len(prior) else None, left_open=int((now["possible"] - now["known"]).max()),
    )  # fmt: skip


def findings_partners(data: pd.DataFrame, *, names: pd.Series, focal: str, partner: str) -> list[Finding]:
    """Record the rank of a partner, the most that any other can have, and the exercises with it now and before."""
    last = data[data["period"] == data["period"].max()].set_index("partner")
    ranks = {way: int(last[way].rank(ascending=False, method="min")[partner]) for way in ("known", "newman")}
    other = last.drop(index=partner)["possible"]
    own = data[data["partner"] == partner].set_index("period").sort_index()
    facts = {"focal": focal, "partner": names[partner], "now": own.iloc[-1], "before": own.iloc[-2], "ranks": ranks}
    facts |= {"runner_up": names[other.idxmax()], "at_most": other.max(), "periods": own.index[-2:].tolist()}
    text = {key: sentence("deterrence", key, **facts) for key in ("us_rank", "runner_up_at_most", "answer_exercises")}
    return [
        Finding("us_rank", ranks["newman"], text["us_rank"], confidence="high"),
        Finding("runner_up_at_most", int(other.max()), text["runner_up_at_most"], "exercises", confidence="high"),
        Finding("answer_exercises", int(own["known"].iloc[-1]), text["answer_exercises"], "exercises"),
    ]
