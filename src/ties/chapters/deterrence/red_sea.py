"""Deterrence: the claim of joint patrols in the Red Sea, event by event."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.events.patrols import CONDITIONS, patrol_tests
from ties.plotting.style import INK, MUTED, PAPER, state
from ties.records import Words

SHORT = ("both", "one command", "operation", "Red Sea or Aden", "Houthis")  # the conditions, for a phone


def prepare_patrols(events: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """Give each event with the conditions of the claim that it meets.

    Parameters
    ----------
    events, judged : DataFrame
        Table ``red_sea`` and judgement ``houthi_events``.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.events.patrols.patrol_tests`.
    """
    return patrol_tests(events, judged)


def nearest_event(data: pd.DataFrame) -> pd.Series:
    """Give the event that meets most conditions; of several, one with both states, and then the latest."""
    return data.sort_values(["met", "both", "start"]).iloc[-1]


def draw_patrols(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a row per event and a column per condition: filled where it is met, hollow where it is not."""
    table = data.sort_values(["start", "id"], ascending=False, ignore_index=True)
    colour = state("USA")
    for column, condition in enumerate(CONDITIONS):
        met = table[condition].to_numpy(dtype=bool)
        rows = np.arange(len(table))
        size = 30 if narrow else 46
        ax.scatter(np.full(met.sum(), column), rows[met], s=size, color=colour, zorder=3)
        hollow = np.full((~met).sum(), column)
        ax.scatter(hollow, rows[~met], s=size, facecolor=PAPER, edgecolor=MUTED, linewidth=0.9, zorder=3)
    full = len(CONDITIONS)
    for row, met in enumerate(table["met"]):
        ax.text(full - 0.35, row, f"{met}", ha="left", va="center", fontsize=7.5 if narrow else 8.5, color=INK)
    width = 25 if narrow else 46
    labels = [
        f"{start[:4]}  {name if len(name) <= width else name[: width - 1].rstrip() + '…'}"
        for start, name in zip(table["start"], table["operation"], strict=True)
    ]
    ax.set_yticks(range(len(table)), labels, fontsize=6.8 if narrow else 8)
    if narrow:
        ax.set_xticks(range(full), list(SHORT), fontsize=6.8, rotation=60, ha="left", rotation_mode="anchor")
    else:
        ax.set_xticks(range(full), [textwrap.fill(label, 10) for label in CONDITIONS.values()], fontsize=8)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set_xlim(-0.6, full + 0.1)
    ax.set_ylim(-0.7, len(table) - 0.3)
    ax.grid(visible=True, axis="y")
    for side in ax.spines.values():
        side.set_visible(False)
    return ax


def words_patrols(data: pd.DataFrame) -> Words:
    """Say whether any event meets all conditions of the claim, and which comes nearest."""
    full = len(CONDITIONS)
    all_met = data[data["met"] == full]
    best = nearest_event(data)
    missing = [label for key, label in CONDITIONS.items() if not best[key]]
    lacking = " and ".join(f"“{label}”" for label in missing)
    if len(all_met):
        title = f"{len(all_met)} of {len(data)} events meet every condition of a joint patrol against the Houthis"
    else:
        title = f"None of {len(data)} events was a joint Indian and US patrol against the Houthis"
    counts = data["met"].value_counts().sort_index(ascending=False)
    spread = ", ".join(f"{met} by {n}" for met, n in counts.items())
    return Words(
        title=title,
        subtitle=f"Events by date; filled: the condition is met; the number counts conditions met, of {full}",
        caption=(
            "The claim needs one event that meets all conditions at once. Place is read generously, approaches "
            "included. Whether an event was aimed at the Houthis is our judgement, kept with reasons. The events are "
            "those found in open sources: a patrol that nobody reported would not be here."
        ),
        alt=(
            f"Grid of {len(data)} events and {full} conditions. How many conditions are met by how many events: "
            f"{spread}. The nearest is {best['operation']} ({best['start']}), with {best['met']}"
            + (f", lacking {lacking}." if missing else ".")
        ),
    )
