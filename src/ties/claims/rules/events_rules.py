"""Rules that weigh events: progress against setbacks, around a day and over the years.

Inputs and result are those of every rule: see :mod:`ties.claims.rules.selection`.
"""

from __future__ import annotations

import math

import pandas as pd

from ties.claims.inputs import Tables
from ties.tables.dates import bounds
from ties.tables.query import select_rows


def net_balance_of(tables: Tables, *, where: str, strand: str = "") -> float:
    """Compute the net weight of progress over setbacks, as a share of all weight.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``setbacks_and_progress``: ``direction`` and ``weight_1_3``; for a strand also ``judgements/topic_strands``.
    where : str
        Conditions on the events.
    strand : str, optional
        Strand to which the topics of the events belong (``defence``, ``trade``, ``politics``); every topic without.

    Returns
    -------
    float
        From -1 (setbacks alone) to 1 (progress alone); NaN where there is no such event.

    Examples
    --------
    >>> events = pd.DataFrame({"topic": "trade", "direction": ["progress", "setback"], "weight_1_3": [1, 3]})
    >>> net_balance_of({"setbacks_and_progress": events}, where="topic=trade")
    -0.5
    """
    events = select_rows(tables["setbacks_and_progress"], where)
    if strand:
        topics = tables["judgements/topic_strands"]
        events = events[events["topic"].isin(topics.loc[topics["strand"] == strand, "topic"])]
    signed = _signed(events)
    return float(signed.sum() / signed.abs().sum()) if len(signed) else math.nan


def change_of_balance(tables: Tables, *, day: str, days: float, as_of: str) -> float:
    """Compute by how much the weighted balance of events after a day exceeds that before it.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``setbacks_and_progress``: ``date``, ``direction`` and ``weight_1_3``.
    day : str
        The day in the middle; its own events count for neither side.
    days : float
        Length of the window on each side.
    as_of : str
        Last day that counts.

    Returns
    -------
    float
        Difference in points of weight (1 to 3 an event); NaN where a window is empty or reaches beyond `as_of`.

    Examples
    --------
    >>> events = pd.DataFrame({"date": ["2025-06-18", "2025-10-31"], "direction": ["setback", "progress"],
    ...                        "weight_1_3": [2, 3]})
    >>> change_of_balance({"setbacks_and_progress": events}, day="2025-07-01", days=180, as_of="2026-06-30")
    5.0
    """
    events = tables["setbacks_and_progress"]
    dates, middle, width = bounds(events["date"]), pd.Timestamp(day), pd.Timedelta(days=days)
    before = (dates["earliest"] >= middle - width) & (dates["latest"] < middle)
    after = (dates["earliest"] > middle) & (dates["latest"] <= middle + width)
    if not before.any() or not after.any() or middle + width > pd.Timestamp(as_of):
        return math.nan
    return float(_signed(events[after]).sum() - _signed(events[before]).sum())


def years_of_progress(tables: Tables, *, first: float, last: float) -> float:
    """Compute the share of years in which the weight of progress exceeds that of setbacks.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``setbacks_and_progress``: ``date``, ``direction`` and ``weight_1_3``.
    first, last : float
        First and last calendar year.

    Returns
    -------
    float
        Per cent of the years that have events; NaN where fewer than half of the years have any.

    Examples
    --------
    >>> events = pd.DataFrame({"date": ["2015-01", "2016-02"], "direction": ["progress", "setback"],
    ...                        "weight_1_3": [1, 1]})
    >>> years_of_progress({"setbacks_and_progress": events}, first=2015, last=2016)
    50.0
    """
    events = tables["setbacks_and_progress"]
    year = events["date"].str[:4].astype(int)
    net = _signed(events).groupby(year).sum().loc[int(first) : int(last)]
    return 100 * float((net > 0).mean()) if 2 * len(net) >= last - first + 1 else math.nan


def _signed(events: pd.DataFrame) -> pd.Series:
    return events["weight_1_3"].astype(float).where(events["direction"] == "progress", -events["weight_1_3"])
