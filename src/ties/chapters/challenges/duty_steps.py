"""The added US duty on Indian goods by day, and the defence events that fell into each spell."""

from __future__ import annotations

from typing import Any

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.balance.tariffs import duty_spells
from ties.plotting.style import GRID, INK, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words


def duty_steps(steps: pd.DataFrame, events: pd.DataFrame, strands: pd.DataFrame, *, as_of: str) -> Figure:
    """Show the duty in force by day, with the defence events of each of its spells.

    Parameters
    ----------
    steps : DataFrame
        Judgement ``tariff_steps``: ``date``, ``kind``, ``low``, ``high``, ``step``, compiled from the tables.
    events : DataFrame
        Table ``setbacks_and_progress``; events of day precision are used.
    strands : DataFrame
        Judgement ``topic_strands``: ``topic`` and ``strand``.
    as_of : str
        Last day that counts.

    Returns
    -------
    Figure
        ``duties``, with the finding ``duty_days``; its data is empty before the first duty.

    Examples
    --------
    >>> from ties import load
    >>> tables = load("judgements/tariff_steps"), load("setbacks_and_progress"), load("judgements/topic_strands")
    >>> duty_steps(*tables, as_of="2026-06-30").findings[0].text()
    '164 days'
    >>> duty_steps(*tables, as_of="2025-06-30").data.empty
    True
    """
    data = prepare_duty_steps(steps, events, strands, as_of=as_of)
    return Figure(
        "duties", data, draw_duty_steps, None if data.empty else words_duty_steps(data), findings_duty_steps(data),
        sources=steps["sources"], tables=["setbacks_and_progress", "challenges"], height=3.4,
    )  # fmt: skip


def prepare_duty_steps(
    steps: pd.DataFrame, events: pd.DataFrame, strands: pd.DataFrame, *, as_of: str
) -> pd.DataFrame:
    """Give the spells of the duty (parameters of :func:`duty_steps`).

    The columns are those of :func:`ties.analysis.balance.tariffs.duty_spells`, with ``progress`` and ``setbacks``
    (defence events in the spell).
    """
    data = duty_spells(steps, as_of)
    exact = events[events["date"].str.len() == 10]
    defence = exact[exact["topic"].map(strands.set_index("topic")["strand"]) == "defence"]
    day = pd.to_datetime(defence["date"], format="%Y-%m-%d")
    for column, direction in (("progress", "progress"), ("setbacks", "setback")):
        right = day[(defence["direction"] == direction).to_numpy()].to_numpy()
        spells = zip(data["start"].to_numpy(), data["end"].to_numpy(), strict=True)
        data[column] = [int(((right >= start) & (right < end)).sum()) for start, end in spells]
    data.attrs.update(
        as_of=as_of, steps=steps[(steps["kind"] == "in_force") & (steps["date"] <= as_of)]["step"].tolist()
    )
    return data


def draw_duty_steps(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the duty as steps, a band where sources differ, with defence events counted above each spell."""
    size = 6.8 if narrow else 8.5
    for place, row in enumerate(data.to_dict("records")):
        ax.fill_between([row["start"], row["end"]], row["low"], row["high"], color=state("USA"), alpha=0.35, lw=0)
        for level in {row["low"], row["high"]}:
            ax.hlines(level, row["start"], row["end"], color=state("USA"), lw=2.2)
        if place:
            before = data.iloc[place - 1]
            ax.vlines(row["start"], *sorted((before["high"], row["low"])), color=state("USA"), lw=1, alpha=0.6)
        middle = row["start"] + (row["end"] - row["start"]) / 2
        duty = f"{row['low']:.0f}%" if row["low"] == row["high"] else f"{row['low']:.0f}-{row['high']:.0f}%"
        counts = f"+{row['progress']} / -{row['setbacks']}"
        if row["days"] >= 30:
            at, height, offset, across, up = middle, row["high"], (0, 4), "center", "bottom"
        elif place == 0:
            at, height, offset, across, up = row["start"], row["low"], (0, -4), "left", "top"
        else:
            at, height, offset, across, up = row["start"], row["low"], (-6, 0), "right", "center"
        ax.annotate(f"{duty}\n{counts}", (at, height), xytext=offset, textcoords="offset points", fontsize=size,
                    ha=across, va=up, color=INK)  # fmt: skip
    ax.set_ylim(0, float(data["high"].max()) * 1.25)
    ax.set_ylabel("added US duty, per cent")
    ax.xaxis.set_major_locator(mdates.MonthLocator(interval=3 if narrow else 2))  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%b %y"))  # type: ignore[no-untyped-call]
    ax.grid(visible=True, axis="y", color=GRID)
    return ax


def _facts(data: pd.DataFrame) -> dict[str, Any]:
    return {
        "as_of": data.attrs["as_of"], "top": data.sort_values("high").iloc[-1].to_dict(),
        "first": data.iloc[0].to_dict(), "last": data.iloc[-1].to_dict(),
    }  # fmt: skip


def words_duty_steps(data: pd.DataFrame) -> Words:
    """Say how long the highest duty lasted and what defence did meanwhile."""
    return words("challenges", "duties", **_facts(data))


def findings_duty_steps(data: pd.DataFrame) -> list[Finding]:
    """Give the days of the highest duty; before the first duty there are none."""
    if data.empty:
        text = sentence("challenges", "duty_days-none", as_of=data.attrs["as_of"])
        return [Finding("duty_days", 0, text, unit="days", confidence="high")]
    facts = _facts(data)
    text = sentence("challenges", "duty_days", **facts)
    return [Finding("duty_days", int(facts["top"]["days"]), text, unit="days", confidence="high")]
