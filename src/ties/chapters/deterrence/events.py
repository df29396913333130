"""Deterrence: whether exercises and meetings rise after border crises."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.events.event_study import event_study, monthly_counts, single_changes
from ties.plotting.style import INK, MUTED, state
from ties.records import Words

OUTCOMES = {"exercises": "exercises of India and the US", "meetings": "meetings of India and the US"}


def counts_by_month(
    exercises: pd.DataFrame, dialogues: pd.DataFrame, kinds: pd.DataFrame, *, focal: str, partner: str, last: str
) -> pd.DataFrame:
    """Give monthly counts of exercises and of meetings of two states.

    Parameters
    ----------
    exercises, dialogues : DataFrame
        Tables ``exercises`` and ``dialogues``.
    kinds : DataFrame
        Judgement ``meeting_kinds``: which kinds of dialogue are meetings.
    focal, partner : str
        The two states, both listed.
    last : str
        Last month covered in full, ``YYYY-MM``.

    Returns
    -------
    DataFrame
        ``exercises`` and ``meetings`` by month.
    """
    meetings = dialogues[dialogues["kind"].isin(kinds.loc[kinds["counts"] == "yes", "kind"])]
    tables = {"exercises": exercises.rename(columns={"start": "date"}), "meetings": meetings}
    columns = {}
    for name, table in tables.items():
        both = table["participants"].fillna("").str.split(";").map(lambda states: {focal, partner} <= set(states))
        columns[name] = monthly_counts(table.loc[both, "date"], first="2000-01", last=last)
    return pd.DataFrame(columns)


def crisis_months(
    incidents: pd.DataFrame, crises: pd.DataFrame, sets: Sequence[str] = ("main",), *, until: str = "9999-12"
) -> list[str]:
    """Give the months in which the crises began, in order.

    Parameters
    ----------
    incidents, crises : DataFrame
        Table ``border_incidents`` and judgement ``border_crises``.
    sets : sequence of str
        Sets of the judgement that count.
    until : str
        Last month that leaves room for the window after (:func:`last_start`).

    Raises
    ------
    ValueError
        If fewer than two crises are left: nothing can be tested on one.
    """
    ids = crises.loc[crises["set"].isin(list(sets)), "incident"]
    months = sorted(incidents.loc[incidents["id"].isin(ids), "date"].str[:7])
    kept = [month for month in months if month <= until]
    if len(kept) < 2:
        raise ValueError(f"{len(kept)} of {len(months)} crises leave room for the window after; two are needed")
    return kept


def last_start(as_of: str, *, window: int, lag: int) -> str:
    """Give the last month after which a window and its lag are covered.

    Examples
    --------
    >>> last_start("2026-06-30", window=12, lag=0)
    '2025-07'
    """
    return str(pd.Period(as_of[:7], freq="M") - window - lag + 1)


def prepare_events(
    counts: pd.DataFrame,
    crises: Sequence[str],
    *,
    window: int,
    lag: int,
    draws: int,
    seed: int,
    start: str = "2004-01",
) -> pd.DataFrame:
    """Give the change after each crisis and the mean over them, with placebo ranges.

    Parameters
    ----------
    counts : DataFrame
        As :func:`counts_by_month` gives it.
    crises : sequence of str
        Months.
    window, lag : int
        Months.
    draws, seed : int
        Placebo sets, and the seed.
    start : str
        Earliest month in which a window may begin.

    Returns
    -------
    DataFrame
        ``outcome``, ``event`` (month, or "mean"), ``before``, ``after``, ``change``, ``low``, ``high``; ``p`` on the
        rows of the mean.
    """
    single = single_changes(counts, crises, window=window, lag=lag, start=start)
    tested = event_study(counts, crises, windows=[window], lags=[lag], draws=draws, seed=seed, start=start)
    means = single.groupby("outcome")[["before", "after"]].mean().reset_index()
    means = means.merge(tested[["outcome", "change", "low", "high", "p", "detectable"]], on="outcome")
    data = pd.concat([single, means.assign(event="mean")], ignore_index=True)
    data.attrs.update(window=window, lag=lag, draws=draws)
    return data


def mean_changes(data: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Give the mean over the crises by outcome: ``change``, ``low``, ``high``, ``p``, ``detectable``."""
    rows = data[data["event"] == "mean"].set_index("outcome")
    columns = ["change", "low", "high", "p", "detectable"]
    return {str(name): dict(zip(columns, map(float, row), strict=True)) for name, row in rows[columns].T.items()}


def draw_events(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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
        panel.set_yticks(rows, ["mean" if event == "mean" else str(event) for event in part["event"]])
        panel.set_ylim(-0.6, len(part) - 0.4)
        panel.set_xlabel(f"change in {label}", fontsize=8)
        panel.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        panel.grid(visible=False, axis="y")
        panel.grid(visible=True, axis="x")
    first: Axes = panels[0]
    return first


def words_events(data: pd.DataFrame) -> Words:
    """Say whether either count rose more than after placebo dates."""
    means = mean_changes(data)
    window, lag = data.attrs["window"], data.attrs["lag"]
    rose = [name for name in OUTCOMES if means[name]["p"] < 0.05]
    if rose:
        title = f"After border crises {' and '.join(rose)} rose more than after placebo dates"
    else:
        title = "After border crises neither exercises nor meetings rose by more than chance can give"
    each = "; ".join(
        f"{name} {means[name]['change']:+.1f} per crisis (placebo {means[name]['low']:+.1f} to "
        f"{means[name]['high']:+.1f}, p = {means[name]['p']:.2f})"
        for name in OUTCOMES
    )
    n = int((data["event"] != "mean").sum() / len(OUTCOMES))
    return Words(
        title=title,
        subtitle=(
            f"Events in the {window} months after a crisis, less those in the {window} months before"
            + (f", leaving out {lag} months" if lag else "")
            + f"; grey: 95% of placebo dates; n = {n} crises"
        ),
        caption=(
            f"{data.attrs['draws']:,} placebo sets of {n} months each. The window of 2020 holds the pandemic, which "
            "stopped exercises everywhere before Galwan and let them return after it. Events known only to the year "
            "are spread over its months."
        ),
        alt=(
            f"Two dot charts of changes around {n} crises. Mean changes: {each}. "
            + (
                "At least one mean lies beyond the placebo range."
                if rose
                else "Both means lie inside the placebo range."
            )
        ),
    )


def sensitivity_to_crises(
    counts: pd.DataFrame,
    sets: dict[str, list[str]],
    *,
    windows: Sequence[int],
    lags: Sequence[int],
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Test several sets of crises at every window and lag.

    Parameters
    ----------
    counts : DataFrame
        As :func:`counts_by_month` gives it.
    sets : dict of str to list of str
        Name of a set to its months.
    windows, lags, draws, seed
        As in :func:`ties.analysis.events.event_study`.

    Returns
    -------
    DataFrame
        Results of the event study with a column ``crises`` that names the set; p is corrected inside each set.
    """
    parts = [
        event_study(
            counts, months, windows=windows, lags=lags, draws=draws, seed=seed, start="2004-01"
        ).assign(crises=name)
        for name, months in sets.items()
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)
