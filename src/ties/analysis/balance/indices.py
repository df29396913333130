"""Composite index: scores on stated goal posts, weights as data, and how far the result depends on the weights."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def scores(values: pd.DataFrame, components: pd.DataFrame) -> pd.DataFrame:
    """Put every component on a scale from 0 to 1 by its goal posts.

    Goal posts are fixed in advance, so that a new year does not move the scores of old ones.

    Parameters
    ----------
    values : DataFrame, shape (years, k)
        A column per component, in its own unit.
    components : DataFrame
        ``component``, ``zero``, ``one``: the values that score 0 and 1. What lies beyond scores 0 or 1.

    Returns
    -------
    DataFrame, shape (years, k)

    Raises
    ------
    ValueError
        If a component has no values, or its goal posts are the same.

    References
    ----------
    OECD and JRC (2008). Handbook on constructing composite indicators: methodology and user guide.

    Examples
    --------
    >>> posts = pd.DataFrame({"component": ["a"], "zero": [0.0], "one": [4.0]})
    >>> scores(pd.DataFrame({"a": [1.0, 9.0]}), posts)["a"].tolist()
    [0.25, 1.0]
    """
    posts = components.set_index("component")
    missing = sorted(set(posts.index) - set(values.columns))
    if missing:
        raise ValueError(f"no values of {', '.join(missing)}")
    if (posts["zero"] == posts["one"]).any():
        raise ValueError("the goal posts of a component are the same")
    zero, one = (posts[name].astype("float64") for name in ("zero", "one"))
    scaled: pd.DataFrame = (values[list(posts.index)] - zero) / (one - zero)
    return scaled.clip(0, 1)


def weighted_index(scored: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Give the weighted mean of the scores, year by year.

    Parameters
    ----------
    scored : DataFrame, shape (years, k)
        As :func:`scores` gives it; a year with an unknown score has no index.
    weights : Series
        By component; only their proportions matter.

    Returns
    -------
    Series, shape (years,)
        From 0 to 1. A weighted mean lets a strong component make up for a weak one.

    Raises
    ------
    ValueError
        If a weight is negative, or all are zero.

    Examples
    --------
    >>> weighted_index(pd.DataFrame({"a": [1.0], "b": [0.0]}), pd.Series({"a": 3, "b": 1})).item()
    0.75
    """
    chosen = weights[scored.columns].astype("float64")
    if (chosen < 0).any() or chosen.sum() == 0:
        raise ValueError("weights are negative or all zero")
    total: pd.Series = (scored * (chosen / chosen.sum())).sum(axis=1, skipna=False)
    return total


def geometric_index(scored: pd.DataFrame, weights: pd.Series, *, floor: float = 0.01) -> pd.Series:
    """Give the weighted geometric mean of the scores: a weak component is not made up for.

    Parameters
    ----------
    scored, weights
        As in :func:`weighted_index`.
    floor : float
        Least score, so that one zero does not make the whole zero.

    Returns
    -------
    Series, shape (years,)

    Examples
    --------
    >>> round(geometric_index(pd.DataFrame({"a": [1.0], "b": [0.25]}), pd.Series({"a": 1, "b": 1})).item(), 3)
    0.5
    """
    logs = scored.clip(lower=floor).apply(np.log)
    return pd.Series(np.exp(weighted_index(logs, weights)))


def dirichlet_draws(scored: pd.DataFrame, *, draws: int, seed: int) -> NDArray[np.float64]:
    """Give the index under random weights, every weighting being equally likely.

    Parameters
    ----------
    scored : DataFrame, shape (years, k)
        Scores without gaps.
    draws, seed : int
        Number of weightings, and the seed.

    Returns
    -------
    ndarray, shape (draws, years)

    Raises
    ------
    ValueError
        If a score is unknown.
    """
    table = scored.to_numpy(dtype="float64")
    if np.isnan(table).any():
        raise ValueError("a score is unknown; drop the year or the component first")
    weights = np.random.default_rng(seed).dirichlet(np.ones(table.shape[1]), size=draws)
    index: NDArray[np.float64] = weights @ table.T
    return index


def weight_bands(scored: pd.DataFrame, weights: pd.Series, *, draws: int, seed: int) -> pd.DataFrame:
    """Give the index of each year with its band and its rank interval over random weights.

    Parameters
    ----------
    scored, weights, draws, seed
        As in :func:`weighted_index` and :func:`dirichlet_draws`.

    Returns
    -------
    DataFrame
        On the years: ``index`` (with the weights given), ``low``, ``high`` (2.5 and 97.5 per cent of the draws),
        ``rank``, ``rank_low``, ``rank_high`` (1 is the highest year), ``first`` (share of draws in which it is).
    """
    drawn = dirichlet_draws(scored, draws=draws, seed=seed)
    ranks = 1 + (drawn[:, None, :] > drawn[:, :, None]).sum(axis=2)
    index = weighted_index(scored, weights)
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    rank_low, rank_high = np.quantile(ranks, [0.025, 0.975], axis=0, method="inverted_cdf")
    return pd.DataFrame(
        {
            "index": index,
            "low": low,
            "high": high,
            "rank": index.rank(ascending=False, method="min").astype(int),
            "rank_low": rank_low.astype(int),
            "rank_high": rank_high.astype(int),
            "first": (ranks == 1).mean(axis=0),
        },
        index=scored.index,
    )


def contributions(scored: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """Split the change of the index from the first to the last year by component, and leave each out in turn.

    Parameters
    ----------
    scored, weights
        As in :func:`weighted_index`.

    Returns
    -------
    DataFrame
        ``component``, ``weight`` (shares that sum to 1), ``first``, ``last`` (scores), ``contribution`` (they sum to
        the change of the index), ``change_without`` (change of the index when the component is left out).
    """
    share = weights[scored.columns] / weights[scored.columns].sum()
    first, last = scored.iloc[0], scored.iloc[-1]
    rows = []
    for component in scored.columns:
        rest = weighted_index(scored.drop(columns=component), weights.drop(component))
        change = rest.iloc[-1] - rest.iloc[0]
        moved = share[component] * (last[component] - first[component])
        rows.append((component, share[component], first[component], last[component], moved, change))
    columns = ["component", "weight", "first", "last", "contribution", "change_without"]
    return pd.DataFrame(rows, columns=columns)
