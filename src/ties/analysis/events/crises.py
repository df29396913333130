"""Border crises, and what two states did together by month before and after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ties.analysis.events.event_study import event_study, monthly_counts
from ties.analysis.networks.exercise_rows import listing_all

START = "2004-01"  # earliest month in which a window may begin: few exercises are recorded before


class TooFewCrisesError(ValueError):
    """Fewer than two crises leave room for the window after: nothing can be tested on one.

    Parameters
    ----------
    left, found : int
        Crises that leave room, of those found.
    """

    def __init__(self, left: int, found: int) -> None:
        super().__init__(f"{left} of {found} crises leave room for the window after; two are needed")
        self.left, self.found = left, found


def counts_by_month(
    exercises: pd.DataFrame, dialogues: pd.DataFrame, kinds: pd.DataFrame, *, pair: tuple[str, str], last: str
) -> pd.DataFrame:
    """Give monthly counts of exercises and of meetings of two states.

    Parameters
    ----------
    exercises, dialogues : DataFrame
        Tables ``exercises`` and ``dialogues``.
    kinds : DataFrame
        Judgement ``meeting_kinds``: which kinds of dialogue are meetings.
    pair : tuple of str
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
    columns = {
        name: monthly_counts(table.loc[listing_all(table["participants"], pair), "date"], first="2000-01", last=last)
        for name, table in tables.items()
    }
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
    TooFewCrisesError
        If fewer than two crises are left.
    """
    ids = crises.loc[crises["set"].isin(list(sets)), "incident"]
    months = sorted(incidents.loc[incidents["id"].isin(ids), "date"].str[:7])
    covered = [month for month in months if month <= until]
    if len(covered) < 2:
        raise TooFewCrisesError(len(covered), len(months))
    return covered


def last_start(as_of: str, *, window: int, lag: int) -> str:
    """Give the last month after which a window and its lag are covered.

    Parameters
    ----------
    as_of : str
        Last day covered in full.
    window, lag : int
        Months.

    Examples
    --------
    >>> last_start("2026-06-30", window=12, lag=0)
    '2025-07'
    """
    return str(pd.Period(as_of[:7], freq="M") - window - lag + 1)


def sensitivity_to_crises(
    counts: pd.DataFrame,
    sets: Mapping[str, Sequence[str]],
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
    sets : mapping of str to sequence of str
        Name of a set to its months.
    windows, lags, draws, seed
        As in :func:`ties.analysis.events.event_study`.

    Returns
    -------
    DataFrame
        Results of the event study with a column ``crises`` that names the set; p is corrected inside each set.
    """
    parts = [
        event_study(counts, months, windows=windows, lags=lags, draws=draws, seed=seed, start=START).assign(
            crises=name
        )
        for name, months in sets.items()
    ]
    return pd.concat(parts, ignore_index=True)
