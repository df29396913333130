"""Deterrence: whether exercises and meetings rise after border crises."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.events.crises import START, TooFewCrisesError, counts_by_month, crisis_months, last_start
from ties.analysis.events.event_study import event_study, single_changes
from ties.plotting.style import INK, MUTED, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell

OUTCOMES = {"exercises": "exercises of India and the US", "meetings": "meetings of India and the US"}
CLEAR = 0.05  # a p-value under it is taken for more than chance


def crisis_response(
    exercises: pd.DataFrame,
    dialogues: pd.DataFrame,
    kinds: pd.DataFrame,
    incidents: pd.DataFrame,
    crises: pd.DataFrame,
    *,
    as_of: str,
    window: int,
    lag: int,
    draws: int,
    seed: int,
    pair: tuple[str, str] = ("IND", "USA"),
) -> Figure:
    """Show the change in exercises and meetings of two states after each border crisis, beside placebo dates.

    Parameters
    ----------
    exercises, dialogues, kinds : DataFrame
        Tables ``exercises`` and ``dialogues``; judgement ``meeting_kinds``: which kinds of dialogue are meetings.
    incidents, crises : DataFrame
        Table ``border_incidents`` and judgement ``border_crises``: which of them count.
    as_of : str
        Last day covered in full; a crisis whose window after ends later is left out.
    window, lag : int
        Months compared before and after a crisis, and months left out before the window after begins.
    draws, seed : int
        Placebo sets, and the seed.
    pair : tuple of str
        The two states.

    Returns
    -------
    Figure
        Empty if fewer than two crises are left.

    Examples
    --------
    >>> from ties import load
    >>> events = load("exercises"), load("dialogues"), load("judgements/meeting_kinds")
    >>> crises = load("border_incidents"), load("judgements/border_crises")
    >>> ask = {"as_of": "2026-06-30", "window": 12, "lag": 0, "draws": 100, "seed": 1}
    >>> [finding.key for finding in crisis_response(*events, *crises, **ask).findings][:2]
    ['rise_exercises', 'detectable_exercises']
    """
    counts = counts_by_month(exercises, dialogues, kinds, pair=pair, last=as_of[:7])
    try:
        months = crisis_months(incidents, crises, until=last_start(as_of, window=window, lag=lag))
    except TooFewCrisesError as few:
        keys = [f"{part}_{outcome}" for outcome in OUTCOMES for part in ("rise", "detectable")]
        return Figure("events", pd.DataFrame(), draw_crisis_response, None, too_few_crises(few, *keys))
    data = prepare_crisis_response(counts, months, window=window, lag=lag, draws=draws, seed=seed)
    return Figure(
        "events",
        data,
        draw_crisis_response,
        words_crisis_response(data, window=window, lag=lag, draws=draws),
        findings_crisis_response(data),
        height=3.2,
        narrow_height=4.8,
    )


def prepare_crisis_response(
    counts: pd.DataFrame, months: list[str], *, window: int, lag: int, draws: int, seed: int
) -> pd.DataFrame:
    """Give the change after each crisis and the mean over them, with placebo ranges.

    Counts and months as :func:`ties.analysis.events.crises.counts_by_month` and ``crisis_months`` give them, other
    parameters as of :func:`crisis_response`. Columns: ``outcome``, ``event`` (month, or "mean"), ``before``,
    ``after``, ``change``, ``low``, ``high``; ``p`` and ``detectable`` on the rows of the mean.
    """
    single = single_changes(counts, months, window=window, lag=lag, start=START)
    tested = event_study(counts, months, windows=[window], lags=[lag], draws=draws, seed=seed, start=START)
    means = single.groupby("outcome")[["before", "after"]].mean().reset_index()
    means = means.merge(tested[["outcome", "change", "low", "high", "p", "detectable"]], on="outcome")
    return pd.concat([single, means.assign(event="mean")], ignore_index=True)


def mean_changes(data: pd.DataFrame) -> pd.DataFrame:
    """Give the mean over the crises by outcome: ``change``, ``low``, ``high``, ``p``, ``detectable``."""
    rows = data[data["event"] == "mean"].set_index("outcome")
    return rows[["change", "low", "high", "p", "detectable"]].astype("float64")


def draw_crisis_response(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the change after each crisis as a dot, on the range over placebo dates."""
    figure = ax.figure
    ax.remove()
    panels = np.ravel(figure.subplots(*((2, 1) if narrow else (1, 2)), sharey=True))
    for panel, (outcome, label) in zip(panels, OUTCOMES.items(), strict=True):
        part = data[data["outcome"] == outcome].reset_index(drop=True)
        rows = np.arange(len(part))[::-1]
        mean = (part["event"] == "mean").to_numpy()
        panel.hlines(rows, part["low"], part["high"], color=MUTED, linewidth=7 if narrow else 9, alpha=0.3)
        panel.axvline(0, color=MUTED, linewidth=0.9)
        colours = np.where(mean, INK, state("USA")).tolist()
        panel.scatter(part["change"], rows, s=np.where(mean, 60, 36), color=colours, marker="o", zorder=3)
        panel.set_yticks(rows, part["event"].astype(str).tolist())
        panel.set_ylim(-0.6, len(part) - 0.4)
        panel.set_xlabel(f"change in {label}", fontsize=8)
        panel.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        panel.grid(visible=False, axis="y")
        panel.grid(visible=True, axis="x")
    first: Axes = panels[0]
    return first


def words_crisis_response(data: pd.DataFrame, *, window: int, lag: int, draws: int) -> Words:
    """Say whether either count rose more than after placebo dates."""
    means = mean_changes(data).loc[list(OUTCOMES)]
    return words(
        "deterrence", "events", window=window, lag=lag, draws=draws, crises=len(data) // len(OUTCOMES) - 1,
        means=means.reset_index().to_dict("records"), rose=means.index[means["p"] < CLEAR].tolist(),
    )  # fmt: skip


def too_few_crises(few: TooFewCrisesError, *keys: str) -> list[Finding]:
    """Record that the crises that leave room are too few for a test."""
    return cannot_tell(keys, sentence("deterrence", "rise_exercises-none", left=few.left, found=few.found))


def findings_crisis_response(data: pd.DataFrame) -> list[Finding]:
    """Record the mean change of each count, and the least change that the test could detect."""
    findings = []
    for outcome, row in mean_changes(data).iterrows():
        text = {key: sentence("deterrence", f"{key}_{outcome}", row=row) for key in ("rise", "detectable")}
        change, confidence = (row["change"], "low") if row["p"] < CLEAR else (None, "cannot tell")
        findings += [
            Finding(f"rise_{outcome}", change, text["rise"], precision=1, confidence=confidence),
            Finding(f"detectable_{outcome}", row["detectable"], text["detectable"], "per crisis", precision=1),
        ]
    return findings
