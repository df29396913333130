"""Waits from order to first delivery in SIPRI's register, by whole years."""

from __future__ import annotations

import pandas as pd

SAME_YEAR = 0.5  # years from order to delivery where both fall into one calendar year: between none and one


def register_spells(register: pd.DataFrame, recipient: str, *, since: int, firm_only: bool = False) -> pd.DataFrame:
    """Compute how long each order of the register waited for its first delivery, or has waited so far.

    Parameters
    ----------
    register : DataFrame
        Table ``arms_register``: ``order_year``, ``order_year_estimated``, ``delivery_years`` (``;``-separated) and
        ``edition`` (which covers deliveries to the year before it).
    recipient : str
        ISO 3166-1 alpha-3 code.
    since : int
        First year of order. Deliveries before 1992 are not in the copy of the register, so it must not be earlier.
    firm_only : bool
        Leave out orders whose year SIPRI estimates.

    Returns
    -------
    DataFrame
        The columns of `register` with ``event`` (delivered), ``years`` (whole years between the two, half a year
        where both fall into one), ``shortest`` and ``longest`` (a year less and a year more, never below zero).
        ``attrs`` name the clock as :func:`ties.analysis.arms.durations.spells` does.

    Raises
    ------
    ValueError
        If `since` is before 1992.

    Examples
    --------
    >>> rows = pd.DataFrame({"recipient": "IND", "order_year": [2012, 2020], "order_year_estimated": "no",
    ...     "delivery_years": ["2014;2015", None], "edition": ["2025", "2025"]})
    >>> register_spells(rows, "IND", since=1995)[["event", "years"]].to_numpy().tolist()
    [[True, 2.0], [False, 4.0]]
    """
    if since < 1992:
        raise ValueError(f"orders since {since}: the register holds deliveries from 1992 only")
    rows = register[(register["recipient"] == recipient) & (register["order_year"] >= since)]
    if firm_only:
        rows = rows[rows["order_year_estimated"] == "no"]
    ordered = rows["order_year"].astype(float)
    first = pd.to_numeric(rows["delivery_years"].astype("object").str.split(";").str[0]).astype(float)
    last = pd.to_numeric(rows["edition"]).astype(float) - 1
    elapsed = first.fillna(last) - ordered
    out = rows.assign(
        event=first.notna(),
        years=elapsed.clip(lower=SAME_YEAR),
        shortest=(elapsed - 1).clip(lower=0.0),
        longest=elapsed + 1,
    )
    out = out[elapsed >= 0].reset_index(drop=True)
    out.attrs = {"start": "contracted", "end": "first_delivery", "left_out": {}}
    return out
