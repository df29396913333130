"""Agreements: the gaps between the ministerial 2+2 meetings."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.events.tempo import chance_of_longest, gaps
from ties.chapters.agreements.timeline import decimal_year
from ties.plotting.style import INK, PAPER, state
from ties.plotting.text import untold
from ties.records import Words
from ties.tables.dates import bounds


def prepare_ministerials(dialogues: pd.DataFrame, *, focal: str, partner: str, as_of: str) -> pd.DataFrame:
    """Give the gaps between ministerial 2+2 meetings of two states, with the meetings of officials inside them.

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
    DataFrame
        As :func:`ties.analysis.events.tempo.gaps` with ``officials`` (``;``-joined days of the meetings of officials
        in the gap); empty if there was no ministerial. ``attrs``: ``chance``, ``sources``.
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


def draw_ministerials(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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


def words_ministerials(data: pd.DataFrame) -> Words:
    """Say how long the open gap is against the closed ones."""
    now, closed = data[data["is_open"]].iloc[0], data[~data["is_open"]]
    officials = [day for day in now["officials"].split(";") if day]
    longest = int(closed["days"].max()) if len(closed) else 0
    rank = "longer than any before" if now["days"] > longest else "not the longest so far"
    return Words(
        title=(
            f"No ministerial 2+2 since {now['start']:%B %Y}: {now['days']:,} days by {data.attrs['as_of']}, {rank}"
        ),
        subtitle=f"Days between ministerial 2+2 meetings, from {data['start'].min():%B %Y} to {data.attrs['as_of']}",
        caption=(
            "Solid: from one meeting to the next. Hatched: no next meeting yet. Diamonds: meetings "
            "of officials in the "
            "same format."
        ),
        alt=(
            f"Bar chart of {len(data)} gaps between ministerial 2+2 meetings, the last one open. "
            + (
                f"The {len(closed)} closed gaps last {int(closed['days'].min())} to {longest} days. "
                if len(closed)
                else "No gap is closed. "
            )
            + f"The open one had lasted {now['days']} days, with {len(officials)} meetings of officials in it."
        ),
    )


def findings_ministerials(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the findings: the open gap, and how surprising it is."""
    if data.empty:
        nothing = "The table of meetings holds no ministerial 2+2 of the two states."
        return untold(["open_gap", "gap_ratio", "gap_chance"], nothing)
    now, closed = data[data["is_open"]].iloc[0], data[~data["is_open"]]
    gap: dict[str, Any] = {
        "key": "open_gap", "value": int(now["days"]), "unit": "days", "figure": "ministerials", "confidence": "high",
        "sentence": (
            f"The ministers last met in the 2+2 in {now['start']:%B %Y}; {now['days']:,} days had passed by "
            f"{data.attrs['as_of']}."
        ),
    }  # fmt: skip
    if closed.empty:
        return [gap, *untold(["gap_ratio", "gap_chance"], "There is no closed gap to compare with.")]
    ratio, chance = now["days"] / closed["days"].max(), data.attrs["chance"]
    return [
        gap,
        {
            "key": "gap_ratio", "value": ratio, "precision": 1, "unit": "times the longest before", "confidence": "high",
            "figure": "ministerials", "sentence": f"The open gap is {ratio:.1f} times the longest before it.",
        },
        {
            "key": "gap_chance", "value": chance, "precision": 2, "figure": "ministerials", "confidence": "low",
            "sentence": (
                f"With only {len(closed)} closed gaps, the open one would be the longest with "
                f"probability {chance:.2f} "
                "even if nothing had changed."
            ),
        },
    ]  # fmt: skip
