"""Delay of deals against the date that was promised."""

from __future__ import annotations

import pandas as pd

from ties.analysis.arms.durations import YEAR, stage_bounds
from ties.tables.dates import bounds


def delays(deals: pd.DataFrame, promises: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Compute how late each promised stage was, or is so far.

    Parameters
    ----------
    deals : DataFrame
        Table ``deals``.
    promises : DataFrame
        Judgement ``promised_dates``: ``deal``, ``stage``, ``promised`` (date of year, month or day precision, met
        until its last day) or ``stated_delay_months``, ``outcome_known`` (``no``: a missing date does not mean that
        it has not happened).
    as_of : str
        Last day that counts (ISO 8601).

    Returns
    -------
    DataFrame
        One row per promise: ``deal``, ``platform``, ``supplier``, ``stage``, ``promised``, ``outcome`` (``kept``,
        ``late``, ``overdue`` and still to come, ``not yet due``, ``cannot tell``; the
        last also where the known dates lie on both sides of the promise), ``years_late`` (from the last day
        that kept the promise to the middle of the dates that the event can have; at least so far for ``overdue``;
        missing for the last two), ``sources``.

    Raises
    ------
    KeyError
        If a promise names a deal that is not in `deals`.

    Examples
    --------
    >>> deals = pd.DataFrame({"id": ["a"], "platform": "Ship", "supplier": "FRA", "status": "delivered",
    ...     "sources": "s", "announced": [None], "contracted": ["2005"], "first_delivery": ["2017-09-21"],
    ...     "completed": [None]})
    >>> promise = pd.DataFrame({"deal": ["a"], "stage": "first_delivery", "promised": ["2012"],
    ...     "stated_delay_months": [None], "outcome_known": "yes"})
    >>> delays(deals, promise, "2026-06-30")[["outcome", "years_late"]].round(2)
      outcome  years_late
    0    late        4.72
    """
    if unknown := set(promises["deal"]) - set(deals["id"]):
        raise KeyError(f"promises of unknown deals: {', '.join(sorted(unknown))}")
    limit = pd.Timestamp(as_of)
    facts = deals.set_index("id")[["platform", "supplier", "sources"]].loc[promises["deal"]].reset_index(drop=True)
    asked = promises.reset_index(drop=True)
    due = bounds(asked["promised"].astype("object").where(asked["promised"].notna()))["latest"]
    first, last = _reached(deals, asked)
    happened = last.notna() & (first <= limit)
    middle = first + (last.where(last <= limit, limit) - first) / 2
    late = (asked["stated_delay_months"].astype(float) / 12).where(happened)
    late = late.fillna(((middle - due).dt.days / YEAR).where(happened))
    overdue = ~happened & (due <= limit) & (asked["outcome_known"] == "yes")
    outcome = pd.Series("cannot tell", index=asked.index)
    stated = asked["stated_delay_months"].notna()
    either = happened & ~stated & (first <= due) & (last > due)  # the dates are too coarse to say
    late = late.mask(either)
    outcome = outcome.mask(late.notna() & (late > 0), "late").mask(late.notna() & (late <= 0), "kept")
    outcome = outcome.mask(overdue, "overdue").mask(~happened & (due > limit), "not yet due")
    late = late.mask(overdue, (limit - due).dt.days / YEAR)
    return asked[["deal", "stage", "promised"]].join(facts).assign(outcome=outcome, years_late=late)


def _reached(deals: pd.DataFrame, promises: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Give the first and last day on which each promised stage can have been reached."""
    long = stage_bounds(deals.set_index("id")).rename_axis("deal").reset_index().melt("deal", var_name="what")
    ends = []
    for end in ("earliest", "latest"):
        asked = promises[["deal"]].assign(what=promises["stage"] + f"_{end}")
        ends.append(pd.to_datetime(asked.merge(long, how="left", on=["deal", "what"], validate="m:1")["value"]))
    return ends[0], ends[1]
