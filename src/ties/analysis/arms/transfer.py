"""Transfer of technology: which deals promise it, how long they wait, and the steps of one case."""

from __future__ import annotations

import pandas as pd

from ties.tables.dates import bounds

ROUTES = ("licensed_production", "co_development")


def transfer_group(deals: pd.DataFrame, supplier: str, name: str) -> pd.Series:
    """Name the group of each deal: one supplier with and without transfer, and others with transfer.

    A deal counts as one with transfer if it is licensed production or co-development.

    Parameters
    ----------
    deals : DataFrame
        Table ``deals``: ``supplier`` and ``route``.
    supplier : str
        Country code.
    name : str
        Its name in the groups.

    Returns
    -------
    Series of str
        "<name>, with transfer", "<name>, without", "others, with transfer"; missing for the rest.

    Examples
    --------
    >>> deals = pd.DataFrame({"supplier": ["USA", "USA", "RUS", "RUS"],
    ...                       "route": ["FMS", "co_development", "licensed_production", "other"]})
    >>> transfer_group(deals, "USA", "US").fillna("-").tolist()
    ['US, without', 'US, with transfer', 'others, with transfer', '-']
    """
    own = deals["supplier"] == supplier
    promised = deals["route"].isin(ROUTES)
    out = pd.Series(pd.NA, index=deals.index, dtype="object")
    out[own & promised] = f"{name}, with transfer"
    out[own & ~promised] = f"{name}, without"
    out[~own & promised] = "others, with transfer"
    return out


def step_days(steps: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Give the days that passed at each step of a case, since the step before and since the first.

    Parameters
    ----------
    steps : DataFrame
        ``date`` (year, month or day precision) and ``step``; steps after `as_of` are left out.
    as_of : str
        Day on which the case is looked at; it becomes the last row, "not signed by".

    Returns
    -------
    DataFrame
        ``date``, ``step``, ``earliest``, ``latest`` (days of the calendar), ``since_before_low``,
        ``since_before_high``, ``since_first_low``, ``since_first_high`` (days), in order of time.

    Examples
    --------
    >>> steps = pd.DataFrame({"date": ["2023-06-22", "2023-07-28"], "step": ["memorandum", "notified"]})
    >>> step_days(steps, "2023-08-07")[["step", "since_before_low", "since_first_high"]].values.tolist()
    [['memorandum', 0, 0], ['notified', 36, 36], ['open', 10, 46]]
    """
    last = pd.DataFrame({"date": [as_of], "step": ["open"]})
    rows = pd.concat([steps[["date", "step"]], last], ignore_index=True)
    span = bounds(rows["date"])
    out = rows.assign(earliest=span["earliest"], latest=span["latest"])
    out = out[out["latest"] <= pd.Timestamp(as_of)].sort_values("latest", kind="stable", ignore_index=True)
    before = out.shift(1)
    for name, low, high in (
        ("since_before", out["earliest"] - before["latest"], out["latest"] - before["earliest"]),
        ("since_first", out["earliest"] - out["latest"].iloc[0], out["latest"] - out["earliest"].iloc[0]),
    ):
        out[f"{name}_low"] = low.dt.days.clip(lower=0).fillna(0).astype("int64")
        out[f"{name}_high"] = high.dt.days.fillna(0).astype("int64")
    return out
