"""Engines ordered against engines delivered, and the squadrons that wait for them."""

from __future__ import annotations

import pandas as pd

from ties.analysis.arms.durations import YEAR, stage_bounds
from ties.tables.dates import bounds


def engine_balance(deals: pd.DataFrame, deliveries: pd.DataFrame, orders: list[str], as_of: str) -> pd.DataFrame:
    """Compute engines ordered and engines known to be delivered, step by step.

    Parameters
    ----------
    deals : DataFrame
        Table ``deals``: ``id``, ``quantity`` and dates.
    deliveries : DataFrame
        Judgement ``engine_deliveries``: ``deal``, ``date`` and ``delivered`` (cumulative by deal).
    orders : list of str
        Ids of the deals that are added up.
    as_of : str
        Last day that counts (ISO 8601).

    Returns
    -------
    DataFrame
        ``date``, ``series`` (``ordered`` or ``delivered``), ``engines`` (cumulative), ordered by series and date. The
        last delivery that is known says nothing of the time after it.

    Raises
    ------
    KeyError
        If an order is not among the deals.

    Examples
    --------
    >>> deals = pd.DataFrame({"id": ["e"], "quantity": [99], "status": "delivering", "announced": ["2021-08"],
    ...     "contracted": ["2021-08-01"], "first_delivery": ["2025-03-25"], "completed": [None]})
    >>> came = pd.DataFrame({"deal": ["e", "e"], "date": ["2025-03-25", "2025-07-14"], "delivered": [1, 2]})
    >>> engine_balance(deals, came, ["e"], "2026-06-30")[["series", "engines"]].to_numpy().tolist()
    [['delivered', 1], ['delivered', 2], ['ordered', 99]]
    """
    limit = pd.Timestamp(as_of)
    rows = deals.set_index("id").loc[orders]
    signed = stage_bounds(rows)["contracted_latest"]
    ordered = pd.DataFrame({"date": signed, "engines": rows["quantity"].astype(float)})
    ordered = ordered[ordered["date"] <= limit].sort_values("date")
    came = deliveries[deliveries["deal"].isin(orders)]
    came = came.assign(
        date=bounds(came["date"])["latest"], step=came.groupby("deal")["delivered"].diff().fillna(came["delivered"])
    )
    came = came[came["date"] <= limit].sort_values("date")
    parts = [
        pd.DataFrame({"date": came["date"], "series": "delivered", "engines": came["step"].cumsum().astype(int)}),
        pd.DataFrame(
            {"date": ordered["date"], "series": "ordered", "engines": ordered["engines"].cumsum().astype(int)}
        ),
    ]
    return pd.concat(parts, ignore_index=True)


def delivery_pace(balance: pd.DataFrame) -> dict[str, float]:
    """Estimate how many engines come in a year, from the first delivery to the last that is known.

    Parameters
    ----------
    balance : DataFrame
        As :func:`engine_balance` gives it.

    Returns
    -------
    dict
        ``rate``, ``low`` and ``high``: engines a year with the exact 95 per cent Poisson interval, and ``years``, the
        time observed; all ``nan`` with fewer than two deliveries. The first delivery starts the clock and is not
        counted.

    References
    ----------
    Garwood, F. (1936), Fiducial limits for the Poisson distribution. Biometrika 28(3/4).

    Examples
    --------
    >>> days = pd.to_datetime(["2020-01-01", "2021-01-01", "2021-12-31"])
    >>> pace = delivery_pace(pd.DataFrame({"date": days, "series": "delivered", "engines": [1, 3, 5]}))
    >>> round(pace["rate"], 2), round(pace["years"], 2)
    (2.0, 2.0)
    """
    from scipy.stats import chi2

    came = balance[balance["series"] == "delivered"].sort_values("date")
    if len(came) < 2:
        return dict.fromkeys(("rate", "low", "high", "years"), float("nan"))
    years = (came["date"].iloc[-1] - came["date"].iloc[0]).days / YEAR
    count = int(came["engines"].iloc[-1] - came["engines"].iloc[0])
    low = float(chi2.ppf(0.025, 2 * count)) / 2 if count else 0.0
    high = float(chi2.ppf(0.975, 2 * (count + 1))) / 2
    return {"rate": count / years, "low": low / years, "high": high / years, "years": years}


def squadrons(aircraft: float, per_squadron: tuple[float, float]) -> tuple[float, float]:
    """Give the squadrons that a number of aircraft makes, for the larger and the smaller size of a squadron.

    Examples
    --------
    >>> squadrons(180, (16, 18))
    (10.0, 11.25)
    """
    small, large = per_squadron
    return aircraft / large, aircraft / small
