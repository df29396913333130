"""Deterrence: the claim of joint patrols in the Red Sea, event by event."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.events.patrols import CONDITIONS, patrol_tests
from ties.plotting.style import INK, MUTED, PAPER, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell

SHORT = ("both", "one command", "operation", "Red Sea or Aden", "Houthis")  # the conditions, for a phone
KEYS = ("joint_patrols", "nearest_patrol", "operations_under_one_command")


def red_sea_patrols(events: pd.DataFrame, judged: pd.DataFrame) -> Figure:
    """Show each event with the conditions of the claim that it meets.

    Parameters
    ----------
    events, judged : DataFrame
        Table ``red_sea`` and judgement ``houthi_events``.

    Returns
    -------
    Figure
        Data as :func:`ties.analysis.events.patrols.patrol_tests`; empty if no event is recorded.

    Examples
    --------
    >>> from ties import load
    >>> figure = red_sea_patrols(load("red_sea"), load("judgements/houthi_events"))
    >>> [finding.key for finding in figure.findings]
    ['joint_patrols', 'nearest_patrol', 'operations_under_one_command']
    """
    data = patrol_tests(events, judged)
    if data.empty:
        return Figure(
            "red-sea", data, draw_patrols, None, cannot_tell(KEYS, sentence("deterrence", "joint_patrols-none"))
        )
    return Figure(
        "red-sea",
        data,
        draw_patrols,
        words_patrols(data),
        findings_patrols(data),
        sources=events["sources"],
        height=5.6,
    )


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
    counts = data["met"].value_counts().sort_index(ascending=False)
    return words("deterrence", "red-sea", counts=list(counts.items()), **_facts(data))


def findings_patrols(data: pd.DataFrame) -> list[Finding]:
    """Record events that meet all conditions, the nearest one, and operations of both under one command."""
    facts = _facts(data)
    joint, nearest, one_command = (sentence("deterrence", key, **facts) for key in KEYS)
    unit = f"of {facts['conditions']} conditions"
    return [
        Finding("joint_patrols", facts["joint"], joint, "events", confidence="high"),
        Finding("nearest_patrol", facts["nearest"]["met"], nearest, unit),
        Finding("operations_under_one_command", facts["one_command"], one_command, confidence="high"),
    ]


def _facts(data: pd.DataFrame) -> dict[str, Any]:
    nearest = nearest_event(data).to_dict()
    return {
        "events": len(data),
        "conditions": len(CONDITIONS),
        "joint": int((data["met"] == len(CONDITIONS)).sum()),
        "nearest": nearest,
        "lacking": [label for key, label in CONDITIONS.items() if not nearest[key]],
        "one_command": int((data["command"] & data["patrol"] & data["both"]).sum()),
    }
