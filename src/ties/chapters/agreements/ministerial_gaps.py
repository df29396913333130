"""Agreements: the gaps between the ministerial 2+2 meetings."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.events.tempo import chance_of_longest, gaps
from ties.plotting.style import INK, PAPER, state
from ties.plotting.text import sentence, words
from ties.plotting.time_axis import decimal_year
from ties.records import Figure, Finding, Words, cannot_tell
from ties.tables.dates import bounds


def ministerial_gaps(dialogues: pd.DataFrame, *, focal: str, partner: str, as_of: str) -> Figure:
    """Show the gaps between ministerial 2+2 meetings of two states, with the meetings of officials inside them.

    Parameters
    ----------
    dialogues : DataFrame
        Table ``dialogues``; ministerials are of kind ``2plus2``, meetings of officials are working groups whose title
        names the 2+2.
    focal, partner : str
        The two states.
    as_of : str
        Last day that counts.

    Returns
    -------
    Figure
        Without data if there was no ministerial.

    Examples
    --------
    >>> from ties import load
    >>> ministerial_gaps(load("dialogues"), focal="IND", partner="USA", as_of="2026-06-30").findings[0].value
    963
    """
    data = prepare_ministerial_gaps(dialogues, focal=focal, partner=partner, as_of=as_of)
    text = words_ministerial_gaps(data) if len(data) else None
    found, sources = findings_ministerial_gaps(data), data.attrs["sources"]
    return Figure("ministerials", data, draw_ministerial_gaps, text, found, sources=sources, height=2.6)


def prepare_ministerial_gaps(dialogues: pd.DataFrame, *, focal: str, partner: str, as_of: str) -> pd.DataFrame:
    """Give one row per gap; parameters as of :func:`ministerial_gaps`.

    As :func:`ties.analysis.events.tempo.gaps` with ``officials`` (``;``-joined days of the meetings of officials
    in the gap). ``attrs``: ``chance``, ``sources``.
    """
    both = dialogues["participants"].fillna("").str.split(";").map(lambda states: {focal, partner} <= set(states))
    ministers = dialogues[both & dialogues["kind"].eq("2plus2")]
    officials = dialogues[
        both & dialogues["kind"].eq("working_group") & dialogues["title"].str.contains("2+2", regex=False)
    ]
    data = gaps(ministers["date"], as_of=as_of)
    days = bounds(officials["date"])["earliest"].sort_values()
    last = pd.Timestamp(as_of)
    data["officials"] = [
        ";".join(day.strftime("%Y-%m-%d") for day in days if start <= day < (last if pd.isna(end) else end))
        for start, end in zip(data["start"], data["end"], strict=True)
    ]
    data.attrs.update(
        focal_code=focal, as_of=as_of, chance=chance_of_longest(data) if len(data) else None,
        sources=sorted(set(pd.concat([ministers, officials])["sources"])),
    )  # fmt: skip
    return data


def draw_ministerial_gaps(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw one bar per gap, in order; the open one is hatched, ticks are meetings of officials."""
    own = state(data.attrs["focal_code"])
    last = pd.Timestamp(data.attrs["as_of"])
    for y, row in enumerate(data.to_dict("records")):
        end = last if row["is_open"] else row["end"]
        left, right = decimal_year(row["start"]), decimal_year(end)
        if row["is_open"]:
            ax.barh(
                y, right - left, left=left, height=0.5, facecolor="none", edgecolor=own, hatch="////", linewidth=1
            )
        else:
            ax.barh(y, right - left, left=left, height=0.5, color=own)
        for day in filter(None, row["officials"].split(";")):
            ax.plot([decimal_year(pd.Timestamp(day))], [y], marker="D", markersize=5, markerfacecolor=PAPER,
                    markeredgecolor=INK, linestyle="")  # fmt: skip
        text = f"{row['days']:,} days" + (" and open" if row["is_open"] else "")
        side = "right" if row["is_open"] else "left"
        ax.annotate(
            text, (left if row["is_open"] else right, y), xytext=(-5 if row["is_open"] else 5, 0), va="center",
            ha=side, textcoords="offset points", fontsize=7.5 if narrow else 8.5, color=INK,
        )  # fmt: skip
    ax.set_yticks([])
    ax.set_ylim(len(data) - 0.4, -0.6)
    ax.set_xlim(decimal_year(data["start"].min()) - 0.3, decimal_year(last) + 0.4)
    ax.xaxis.set_major_locator(MaxNLocator(5 if narrow else 9, integer=True))
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    ax.spines["left"].set_visible(False)
    return ax


def words_ministerial_gaps(data: pd.DataFrame) -> Words:
    """Say how long the open gap is against the closed ones."""
    now, closed = data[data["is_open"]].iloc[0], data.loc[~data["is_open"], "days"]
    return words(
        "agreements", "ministerials", as_of=data.attrs["as_of"], last=now["start"], days=now["days"],
        first=data["start"].min(), gaps=len(data), closed=closed.tolist(),
        longest=int(closed.max()) if len(closed) else 0,
        officials=len([day for day in now["officials"].split(";") if day]),
    )  # fmt: skip


def findings_ministerial_gaps(data: pd.DataFrame) -> list[Finding]:
    """Give the open gap, and how surprising it is."""
    if data.empty:
        return cannot_tell(["open_gap", "gap_ratio", "gap_chance"], sentence("agreements", "open_gap-none"))
    now, closed = data[data["is_open"]].iloc[0], data[~data["is_open"]]
    text = sentence("agreements", "open_gap", last=now["start"], days=now["days"], as_of=data.attrs["as_of"])
    gap = Finding("open_gap", int(now["days"]), text, unit="days", confidence="high")
    if closed.empty:
        return [gap, *cannot_tell(["gap_ratio", "gap_chance"], sentence("agreements", "gap_ratio-none"))]
    ratio, chance = now["days"] / closed["days"].max(), data.attrs["chance"]
    times = sentence("agreements", "gap_ratio", ratio=ratio)
    odds = sentence("agreements", "gap_chance", closed=len(closed), chance=chance)
    return [
        gap,
        Finding("gap_ratio", ratio, times, unit="times the longest before", precision=1, confidence="high"),
        Finding("gap_chance", chance, odds, precision=2, confidence="low"),
    ]
