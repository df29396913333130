"""How varied and how demanding exercises are: effective number of domains, trends in size."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import entropy, kendalltau, theilslopes


def domain_diversity(counts: pd.Series, *, draws: int, seed: int) -> dict[str, float]:
    """Give the effective number of domains (Hill number of order 1), with a bootstrap interval.

    Parameters
    ----------
    counts : Series of int
        Exercises in each domain.
    draws, seed : int
        Bootstrap resamples of the exercises, and the seed.

    Returns
    -------
    dict
        ``n``, ``domains`` (order 0), ``effective`` (order 1: exponential of Shannon's entropy), ``low``, ``high``
        (2.5 and 97.5 per cent points of the resamples). With few exercises the number is biased downwards.

    Raises
    ------
    ValueError
        If there is no exercise.

    References
    ----------
    Hill, M. O. (1973). Diversity and evenness: a unifying notation and its consequences. Ecology, 54(2), 427-432.

    Examples
    --------
    >>> round(domain_diversity(pd.Series({"naval": 5, "army": 5}), draws=100, seed=1)["effective"], 6)
    2.0
    """
    n = int(counts.sum())
    if n == 0:
        raise ValueError("no exercise: the diversity of nothing is not defined")
    shares = counts.to_numpy(dtype="float64") / n
    resampled = np.random.default_rng(seed).multinomial(n, shares, size=draws)
    low, high = np.quantile(np.exp(entropy(resampled, axis=1)), [0.025, 0.975])
    effective = float(np.exp(entropy(shares)))
    return {
        "n": n,
        "domains": int((counts > 0).sum()),
        "effective": effective,
        "low": float(low),
        "high": float(high),
    }


def size_trend(exercises: pd.DataFrame, measure: str) -> dict[str, float]:
    """Give the trend in the size of a series of exercises: robust slope and rank correlation with time.

    Parameters
    ----------
    exercises : DataFrame
        As :func:`described` gives it; ``year`` and the measure.
    measure : {"states", "days", "personnel"}
        What is measured; editions in which it is unknown are left out, and so are incomplete lists for "states".

    Returns
    -------
    dict
        ``n``; ``first`` and ``last`` (medians of the earlier and the later half); ``slope`` per year (Theil-Sen) with
        ``low`` and ``high`` (95 per cent), ``tau`` and ``p`` (Kendall, two-sided). All but ``n`` are missing with
        fewer than four editions, or where all are the same.

    References
    ----------
    Sen, P. K. (1968). Estimates of the regression coefficient based on Kendall's tau. Journal of the American
    Statistical Association, 63(324), 1379-1389.

    Examples
    --------
    >>> rows = pd.DataFrame({"year": range(2000, 2008), "days": [5.0, 6, 7, 8, 9, 10, 11, 12]})
    >>> trend = size_trend(rows, "days")
    >>> trend["slope"], round(trend["tau"], 6)
    (1.0, 1.0)
    """
    rows = exercises.dropna(subset=[measure])
    if measure == "states" and "participants_complete" in rows:
        rows = rows[rows["participants_complete"] == "yes"]
    rows = rows.sort_values("year")
    if len(rows) < 4 or len(rows[measure].unique()) == 1:  # too few, or all the same: no trend to estimate
        nothing = dict.fromkeys(("first", "last", "slope", "low", "high", "tau", "p"), float("nan"))
        return {"n": len(rows), **nothing}
    x, y = rows["year"].to_numpy(dtype="float64"), rows[measure].to_numpy(dtype="float64")
    slope, _, low, high = theilslopes(y, x, alpha=0.95)
    tau, p = kendalltau(x, y)
    half = len(y) // 2
    return {
        "n": len(y),
        "first": float(np.median(y[:half])),
        "last": float(np.median(y[-half:])),
        "slope": float(slope),
        "low": float(low),
        "high": float(high),
        "tau": float(tau),
        "p": float(p),
    }
