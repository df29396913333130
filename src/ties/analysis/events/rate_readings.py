"""The changes of the rate of meetings under other choices of what counts and of the prior."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ties.analysis.events.tempo import add_missing, change_points, contacts, yearly_counts
from ties.tables.dates import bounds

COLUMNS = ["reading", "changes", "none", "year", "low", "high", "last"]


def covers(formal: pd.DataFrame, *, focal: str, partner: str, as_of: str) -> bool:
    """Say whether any contact until a day is one of two states alone.

    Parameters
    ----------
    formal : DataFrame
        ``date``, ``participants``: :func:`ties.analysis.events.tempo.contacts`.
    focal, partner : str
        The two states.
    as_of : str
        Last day that counts.

    Examples
    --------
    >>> talks = pd.DataFrame({"date": ["2016", "2018"], "participants": ["AUS;IND;USA", "IND;USA"]})
    >>> [covers(talks, focal="IND", partner="USA", as_of=day) for day in ("2017-12-31", "2018-01-01")]
    [False, True]
    """
    alone = formal["participants"].isin([f"{focal};{partner}", f"{partner};{focal}"])
    return bool((alone & (bounds(formal["date"])["earliest"] <= pd.Timestamp(as_of))).any())


def first_year(formal: pd.DataFrame, start_year: int) -> int:
    """Give the first year of a series: that of the first contact, or `start_year` if that is later.

    Examples
    --------
    >>> first_year(pd.DataFrame({"date": ["2001-11", "2005"]}), 1984)
    2001
    """
    return max(start_year, int(formal["date"].str[:4].astype(int).min()))


def rate_readings(
    dialogues: pd.DataFrame,
    kinds: pd.DataFrame,
    missing: pd.DataFrame,
    *,
    focal: str,
    partner: str,
    start_year: int,
    end_year: int,
    as_of: str,
    seed: int,
) -> pd.DataFrame:
    """Give the changes found under other choices of what counts and of the prior.

    Parameters
    ----------
    dialogues, kinds, missing : DataFrame
        Table ``dialogues``, judgements ``dialogue_kinds`` and ``dialogue_missing``.
    focal, partner : str
        The two states.
    start_year, end_year : int
        Calendar years.
    as_of : str
        Last day that is covered.
    seed : int
        Seed of the draws from the posterior.

    Returns
    -------
    DataFrame
        ``reading``, ``changes`` (how many), ``none`` (probability of no change), ``year``, ``low``, ``high`` (the
        first change; missing if none), ``last`` (year of the last change, if more than one). Empty where the table
        does not cover the two states.
    """
    formal = contacts(dialogues, kinds, focal=focal, partner=partner, groups=["formal"])
    if not covers(formal, focal=focal, partner=partner, as_of=as_of):
        return pd.DataFrame(columns=COLUMNS)
    every = contacts(dialogues, kinds, focal=focal, partner=partner, groups=["formal", "other"])
    period: dict[str, Any] = {"start_year": first_year(formal, start_year), "end_year": end_year, "as_of": as_of}
    counts = yearly_counts(formal["date"], **period)
    quad = formal["kind"].str.startswith("quad")
    readings: dict[str, tuple[pd.DataFrame, float]] = {
        "as drawn": (counts, 1.0),
        "a looser prior": (counts, 0.5),
        "a tighter prior": (counts, 2.0),
        "the Quad left out": (yearly_counts(formal.loc[~quad, "date"], **period), 1.0),
        "missing sessions added": (add_missing(counts, missing), 1.0),
        "all contacts": (yearly_counts(every["date"], **period), 1.0),
    }
    rows = []
    for name, (table, shape) in readings.items():
        number, places, _ = change_points(table, shape=shape, draws=10, seed=seed)  # the rate is not read here
        head = places.iloc[0] if len(places) else dict.fromkeys(("year", "low", "high"))
        last = places["year"].iloc[-1] if len(places) > 1 else None
        none = float(number["probability"].iloc[0])
        rows.append([name, len(places), none, head["year"], head["low"], head["high"], last])
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(("year", "low", "high", "last"), "Int64"))
