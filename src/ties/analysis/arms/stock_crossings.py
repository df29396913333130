"""The year from which a share of a stock stays under a threshold, simulated or by a published count."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ties.analysis.arms.arsenal import Arsenal

Array = NDArray[np.float64]


def year_under(share: Array, years: NDArray[np.int64], threshold: float) -> Array:
    """Give, for each draw, the first year from which the share stays under a threshold.

    Parameters
    ----------
    share : array, shape (d, t)
        Shares by draw and year.
    years : array, shape (t,)
        Years, ascending.
    threshold : float
        Share to fall under.

    Returns
    -------
    array, shape (d,)
        Years; infinite where it is not under the threshold in the last year.

    Examples
    --------
    >>> year_under(np.array([[0.6, 0.4, 0.6, 0.4], [0.6, 0.6, 0.6, 0.6]]), np.arange(2021, 2025), 0.5).tolist()
    [2024.0, inf]
    """
    reached = share >= threshold
    last = share.shape[1] - 1 - np.argmax(reached[:, ::-1], axis=1)
    first_under = np.where(reached.any(axis=1), last + 1, 0)
    extended = np.append(years.astype(float), np.inf)
    return np.asarray(extended[first_under], dtype=float)


def years_under(shares: NDArray[np.float64], years: NDArray[np.int64], threshold: float) -> NDArray[np.float64]:
    """Give the 2.5, 50 and 97.5 per cent points of the year from which a share stays under a threshold.

    Parameters
    ----------
    shares : array, shape (d, t)
        Shares by draw and year.
    years : array, shape (t,)
        Years.
    threshold : float
        Share to fall under.

    Returns
    -------
    array, shape (3,)
        Years; infinite where that part of the draws has not fallen under it by the last year.

    Examples
    --------
    >>> shares = np.array([[0.6, 0.4]] * 60 + [[0.6, 0.6]] * 40)
    >>> years_under(shares, np.array([2029, 2030]), 0.5).tolist()
    [2030.0, 2030.0, inf]
    """
    years_found = year_under(shares, years, threshold)
    return np.asarray(np.quantile(years_found, [0.025, 0.5, 0.975], method="lower"), dtype=np.float64)


def year_on_curve(curve: pd.DataFrame, share: float) -> int | None:
    """Give the last year in which a curve was at or over a share; None if it never was, or still is.

    Parameters
    ----------
    curve : DataFrame
        ``year`` and ``share``.
    share : float
        Share to find (0 to 1).

    Examples
    --------
    >>> year_on_curve(pd.DataFrame({"year": [2001, 2002, 2003], "share": [0.7, 0.61, 0.5]}), 0.6)
    2002
    """
    ordered = curve.sort_values("year")
    over = ordered[ordered["share"] >= share]
    if over.empty or over["year"].max() == ordered["year"].max():
        return None
    return int(over["year"].max())


def reweighted(arsenal: Arsenal, year: int, share: float) -> tuple[Array, float]:
    """Weigh one origin's arms up or down until their share in a year is the published one.

    Each draw gets its own weight and keeps it in all years: odds are scaled by one factor, so no second simulation
    is needed.

    Parameters
    ----------
    arsenal : Arsenal
        Simulated stock.
    year : int
        Year of the published share, one of the simulation.
    share : float
        Published share of all arms, between 0 and 1.

    Returns
    -------
    array, shape (d, t)
        Share of all arms by draw and year.
    float
        Median factor on the odds.

    Examples
    --------
    >>> shares = np.array([[0.5, 0.2]])
    >>> stock = Arsenal(np.array([2020, 2021]), shares, shares, shares, shares, pd.DataFrame())
    >>> weighed, factor = reweighted(stock, 2020, 0.8)
    >>> weighed.round(3).tolist(), round(factor, 3)
    ([[0.8, 0.5]], 4.0)
    """
    then = arsenal.all_arms[:, np.flatnonzero(arsenal.years == year)]
    factor = share / (1 - share) / (then / (1 - then))
    return factor * arsenal.all_arms / (1 + (factor - 1) * arsenal.all_arms), float(np.median(factor))
