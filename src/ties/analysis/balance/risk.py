"""Risk register: scores of severity and likelihood, and how far their ranks can be trusted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ties.tables.dates import bounds

Array = NDArray[np.float64]
TREND = {"falling": -1.0, "steady": 0.0, "rising": 1.0}
COMBINE: dict[str, Callable[[Array, Array], Array]] = {
    "product": lambda severity, likelihood: severity * likelihood,
    "sum": lambda severity, likelihood: severity + likelihood,
    "severity": lambda severity, likelihood: severity + 0 * likelihood,
    "expected": lambda severity, likelihood: 2.0**severity * (likelihood - 0.5) / 5,
}


def open_risks(register: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Give the risks that were open on a day.

    Parameters
    ----------
    register : DataFrame
        Table ``challenges``: ``since`` and ``until`` are dates of year, month or day precision; an empty ``since``
        means that it has always been so, an empty ``until`` that it lasts.
    as_of : str
        Day (ISO 8601).

    Returns
    -------
    DataFrame
        Rows that had begun and had not ended.

    Examples
    --------
    >>> table = pd.DataFrame({"id": ["a", "b"], "since": ["2010", "2010"], "until": [None, "2020-05"]})
    >>> open_risks(table, "2026-06-30")["id"].tolist()
    ['a']
    """
    day = pd.Timestamp(as_of)
    begun = bounds(register["since"])["earliest"]
    ended = bounds(register["until"])["latest"]
    return register[(begun.isna() | (begun <= day)) & (ended.isna() | (ended > day))]


def simulate_scores(
    register: pd.DataFrame,
    noise: pd.DataFrame,
    *,
    combine: str = "product",
    trend_step: float = 0.0,
    draws: int = 10_000,
    seed: int = 0,
) -> Array:
    """Draw the score of each risk under uncertain severity and likelihood.

    A normal error is added to each of the two scores, with the standard deviation that belongs to the row's
    confidence; the result is kept between half a step under one and half a step over five.

    Parameters
    ----------
    register : DataFrame, shape (n, k)
        ``severity_1_5``, ``likelihood_1_5``, ``trend``, ``confidence``.
    noise : DataFrame
        ``confidence``, ``sd`` in steps of the score: a judgement.
    combine : {"product", "sum", "severity", "expected"}
        How the two become one score. "expected": harm doubles with each step of severity, and likelihood steps
        stand for probabilities of 0.1 to 0.9.
    trend_step : float
        Added to the likelihood of a rising risk and taken from a falling one.
    draws, seed : int
        Number of draws; seed of the random numbers.

    Returns
    -------
    array, shape (draws, n)

    Raises
    ------
    ValueError
        If a confidence has no noise, or the way to combine is unknown.

    References
    ----------
    Cox, L. A. (2008). What's wrong with risk matrices? Risk Analysis 28(2), 497-512.
    """
    spread = register["confidence"].map(dict(zip(noise["confidence"], noise["sd"].astype("float64"), strict=True)))
    if spread.isna().any():
        raise ValueError(f"no noise for confidence {sorted(set(register['confidence'][spread.isna()].astype(str)))}")
    if combine not in COMBINE:
        raise ValueError(f"{combine!r} is none of {', '.join(COMBINE)}")
    rng = np.random.default_rng(seed)
    severity = register["severity_1_5"].to_numpy(dtype=np.float64)
    likelihood = register["likelihood_1_5"].to_numpy(dtype=np.float64)
    likelihood = likelihood + trend_step * register["trend"].map(TREND).to_numpy(dtype=np.float64)
    size = (draws, len(register))
    error = rng.standard_normal((2, *size)) * spread.to_numpy(dtype=np.float64)
    drawn = np.clip(np.stack([np.broadcast_to(s, size) for s in (severity, likelihood)]) + error, 0.5, 5.5)
    return COMBINE[combine](drawn[0], drawn[1])


def rank_intervals(register: pd.DataFrame, scores: Array, *, top: int = 10, level: float = 0.95) -> pd.DataFrame:
    """Give the rank of each risk with its interval, and how often it is among the first few.

    Parameters
    ----------
    register : DataFrame, shape (n, k)
        The risks, in the order of the columns of `scores`.
    scores : array, shape (d, n)
        From :func:`simulate_scores`; rank 1 is the highest score.
    top : int
        Size of the head of the list.
    level : float
        Probability inside the interval.

    Returns
    -------
    DataFrame
        Columns of `register`, and ``score`` (product of the scores as given), ``rank`` (mean rank), ``low``,
        ``high`` (ends of the interval), ``in_top`` (probability); lowest mean rank first.

    Examples
    --------
    >>> table = pd.DataFrame({"id": ["a", "b"], "severity_1_5": [1, 5], "likelihood_1_5": [1, 5]})
    >>> rank_intervals(table, np.array([[1.0, 25.0]] * 9), top=1)[["id", "rank", "in_top"]].values.tolist()
    [['b', 1.0, 1.0], ['a', 2.0, 0.0]]
    """
    from scipy.stats import rankdata

    ranks = rankdata(-scores, axis=1)
    low, high = np.quantile(ranks, [(1 - level) / 2, (1 + level) / 2], axis=0)
    out = register.assign(
        score=(register["severity_1_5"] * register["likelihood_1_5"]).astype("float64"),
        rank=ranks.mean(axis=0),
        low=low,
        high=high,
        in_top=(ranks <= top).mean(axis=0),
    )
    return out.sort_values(["rank", "id"], ignore_index=True)


def category_scores(register: pd.DataFrame, scores: Array, *, level: float = 0.95) -> pd.DataFrame:
    """Give the mean score of each category with its interval, and the balance of trends in it.

    Parameters
    ----------
    register : DataFrame, shape (n, k)
        ``category`` and ``trend``, in the order of the columns of `scores`.
    scores : array, shape (d, n)
        From :func:`simulate_scores`.
    level : float
        Probability inside the interval.

    Returns
    -------
    DataFrame
        ``category``, ``risks`` (number), ``mean`` (median over draws of the mean score), ``low``, ``high``,
        ``highest`` (probability that its mean is the highest of all), ``rising``, ``steady``, ``falling`` (numbers);
        highest mean first.
    """
    names = register["category"].unique()
    means = np.stack([scores[:, (register["category"] == name).to_numpy()].mean(axis=1) for name in names], axis=1)
    low, middle, high = np.quantile(means, [(1 - level) / 2, 0.5, (1 + level) / 2], axis=0)
    best = np.bincount(means.argmax(axis=1), minlength=len(names)) / len(means)
    counted = pd.crosstab(register["category"], register["trend"]).reindex(columns=list(TREND), fill_value=0)
    out = pd.DataFrame({"category": names, "mean": middle, "low": low, "high": high, "highest": best})
    out = out.merge(counted.reset_index(), on="category")
    out.insert(1, "risks", out[list(TREND)].sum(axis=1))
    return out.sort_values("mean", ascending=False, ignore_index=True)


def rank_agreement(register: pd.DataFrame, *, trend_step: float = 0.5) -> pd.DataFrame:
    """Compare the ranking by product with other ways to make one score of two.

    Parameters
    ----------
    register : DataFrame
        ``severity_1_5``, ``likelihood_1_5``, ``trend``.
    trend_step : float
        Step for the variant in which the trend counts.

    Returns
    -------
    DataFrame
        ``variant``, ``tau`` (Kendall's rank correlation, tau-b, with the product as scored).
    """
    from scipy.stats import kendalltau

    severity, likelihood = (register[c].to_numpy(dtype=np.float64) for c in ("severity_1_5", "likelihood_1_5"))
    moved = likelihood + trend_step * register["trend"].map(TREND).to_numpy(dtype=np.float64)
    variants = {name: how(severity, likelihood) for name, how in COMBINE.items() if name != "product"}
    variants["trend"] = COMBINE["product"](severity, moved)
    base = severity * likelihood
    return pd.DataFrame([(name, float(kendalltau(base, v).statistic)) for name, v in variants.items()],
                        columns=["variant", "tau"])  # fmt: skip
