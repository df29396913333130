"""Event study: whether a count rises after given events by more than after placebo dates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ties.tables.dates import bounds

Months = NDArray[np.int_]


def monthly_counts(dates: pd.Series, *, first: str, last: str) -> pd.Series:
    """Count events by month; an event known only to its year is spread evenly over the months it can mean.

    Parameters
    ----------
    dates : Series of str
        ISO dates of year, month or day precision.
    first, last : str
        First and last month, ``YYYY-MM``.

    Returns
    -------
    Series of float
        Indexed by month (PeriodIndex), zero where nothing is recorded.

    Examples
    --------
    >>> counts = monthly_counts(pd.Series(["2020-06-15", "2020"]), first="2020-01", last="2020-12")
    >>> round(float(counts["2020-06"]), 3), round(float(counts.sum()), 3)
    (1.083, 2.0)
    """
    months = pd.period_range(first, last, freq="M")
    span = bounds(dates).dropna()
    start, end = (
        (12 * span[name].dt.year + span[name].dt.month).to_numpy() - _number(first) for name in ("earliest", "latest")
    )
    total = np.zeros(len(months))
    for a, b in zip(start, end, strict=True):
        total[max(a, 0) : max(min(b + 1, len(months)), 0)] += 1 / (b - a + 1)
    return pd.Series(total, index=months)


def _number(month: str) -> int:
    year, part = month.split("-")
    return 12 * int(year) + int(part)


def change_after(counts: NDArray[np.float64], at: Months, *, window: int, lag: int = 0) -> NDArray[np.float64]:
    """Give the change from the window before a month to the window after it.

    Parameters
    ----------
    counts : ndarray, shape (n,)
        Events by month.
    at : ndarray of int
        Positions of the event months in `counts`, any shape. The event's own month belongs to the window after.
    window : int
        Months in each window; twelve and its multiples take the season out.
    lag : int
        Months left out after the event, before the window after begins.

    Returns
    -------
    ndarray
        Events after less events before, in the shape of `at`.

    Raises
    ------
    ValueError
        If a window leaves the counts.

    Examples
    --------
    >>> change_after(np.array([1.0, 1, 1, 5, 5, 5]), np.array([3]), window=3).tolist()
    [12.0]
    """
    if at.min() < window or at.max() + lag + window > len(counts):
        raise ValueError("a window leaves the months that are covered")
    total = np.concatenate([[0.0], np.cumsum(counts)])
    after = total[at + lag + window] - total[at + lag]
    before = total[at] - total[at - window]
    change: NDArray[np.float64] = after - before
    return change


def placebo_dates(first: int, last: int, *, events: int, gap: int, draws: int, seed: int) -> Months:
    """Draw sets of placebo months, uniform over all sets whose months are at least `gap` apart.

    Parameters
    ----------
    first, last : int
        First and last position allowed.
    events : int
        Months in a set.
    gap : int
        Least distance between two months of a set.
    draws, seed : int
        Number of sets, and the seed.

    Returns
    -------
    ndarray of int, shape (draws, events)
        Each row in rising order.

    Raises
    ------
    ValueError
        If there is no room for such a set.

    Examples
    --------
    >>> sets = placebo_dates(0, 100, events=3, gap=20, draws=500, seed=1)
    >>> bool((np.diff(sets, axis=1) >= 20).all()), int(sets.min()) >= 0, int(sets.max()) <= 100
    (True, True, True)
    """
    room = last - first + 1 - (events - 1) * (gap - 1)
    if room < events:
        raise ValueError(f"no room for {events} months {gap} apart between {first} and {last}")
    # choose among fewer months and then pull the chosen apart: every admissible set is equally likely
    chosen = np.random.default_rng(seed).random((draws, room)).argpartition(events - 1, axis=1)[:, :events]
    spread: Months = np.sort(chosen, axis=1) + np.arange(events) * (gap - 1) + first
    return spread


def event_study(
    counts: pd.DataFrame,
    events: Sequence[str],
    *,
    windows: Sequence[int],
    lags: Sequence[int],
    draws: int,
    seed: int,
    start: str,
) -> pd.DataFrame:
    """Test whether counts rise after events, against placebo dates, with a correction for many tries.

    The statistic is the mean change over the events. Placebo sets have as many months as there are events, at least
    as far apart as the closest two events, and are the same for every outcome, window and lag, so that the largest
    standardised change over all of them gives p-values that allow for the number of tries (Westfall and Young).

    Parameters
    ----------
    counts : DataFrame
        A column of monthly counts per outcome, indexed by month.
    events : sequence of str
        Months of the events, ``YYYY-MM``.
    windows, lags : sequence of int
        Months; all combinations are tried.
    draws, seed : int
        Placebo sets, and the seed.
    start : str
        Earliest month in which a window may begin.

    Returns
    -------
    DataFrame
        ``outcome``, ``window``, ``lag``, ``change`` (mean, events per crisis), ``placebo`` (mean), ``low``, ``high``
        (2.5 and 97.5 per cent of the placebo sets), ``p`` (one-sided, for a rise), ``p_adjusted``, ``detectable``
        (the change that would reach p = 0.05 by itself).

    References
    ----------
    Westfall, P. H. and Young, S. S. (1993). Resampling-based multiple testing. Wiley.
    Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical Applications in
    Genetics and Molecular Biology, 9(1), article 39.
    """
    origin = _number(str(counts.index[0]))
    at = np.sort([_number(month) - origin for month in events])
    reach, lead = max(windows) + max(lags), max(windows)
    first = _number(start) - origin + lead
    gap = int(np.diff(at).min()) if len(at) > 1 else 1
    placebo = placebo_dates(first, len(counts) - reach, events=len(at), gap=gap, draws=draws, seed=seed)
    rows, standard = [], []
    for outcome, window, lag in product(counts.columns, windows, lags):
        values = counts[outcome].to_numpy(dtype="float64")
        # rounded, because sums of fractions that are equal differ in their last digits, and ties must count
        real = round(float(change_after(values, at, window=window, lag=lag).mean()), 9)
        null = np.round(change_after(values, placebo, window=window, lag=lag).mean(axis=1), 9)
        scale = null.std() or 1.0
        standard.append((null - null.mean()) / scale)
        low, high, limit = np.quantile(null, [0.025, 0.975, 0.95])
        p = (1 + (null >= real).sum()) / (draws + 1)
        rows.append((outcome, window, lag, real, null.mean(), low, high, p, (real - null.mean()) / scale, limit))
    columns = ["outcome", "window", "lag", "change", "placebo", "low", "high", "p", "z", "detectable"]
    table = pd.DataFrame(rows, columns=columns)
    largest = np.max(standard, axis=0)
    table["p_adjusted"] = [(1 + (largest >= z).sum()) / (draws + 1) for z in table["z"]]
    return table.drop(columns="z")


def single_changes(counts: pd.DataFrame, events: Sequence[str], *, window: int, lag: int, start: str) -> pd.DataFrame:
    """Give the change after each event by itself, with the range over every month that could have been an event.

    Parameters
    ----------
    counts, events, window, lag, start
        As in :func:`event_study`.

    Returns
    -------
    DataFrame
        ``outcome``, ``event`` (month), ``before``, ``after``, ``change``, ``low``, ``high`` (2.5 and 97.5 per cent of
        the changes over all months).
    """
    origin = _number(str(counts.index[0]))
    every = np.arange(_number(start) - origin + window, len(counts) - window - lag + 1)
    rows = []
    for outcome in counts.columns:
        values = counts[outcome].to_numpy(dtype="float64")
        low, high = np.quantile(change_after(values, every, window=window, lag=lag), [0.025, 0.975])
        for month in events:
            at = _number(month) - origin
            before = values[at - window : at].sum()
            change = float(change_after(values, np.array([at]), window=window, lag=lag)[0])
            rows.append((outcome, month, before, before + change, change, low, high))
    return pd.DataFrame(rows, columns=["outcome", "event", "before", "after", "change", "low", "high"])
