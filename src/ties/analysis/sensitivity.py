"""Sensitivity of a simulated result to what was drawn for it, from the draws themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def given_data_sensitivity(drawn: pd.DataFrame, result: NDArray[np.float64], bins: int = 20) -> pd.DataFrame:
    """Give how much each drawn quantity moves a result, without running the model again.

    Parameters
    ----------
    drawn : DataFrame, shape (d, k)
        What was drawn, one column per quantity; columns that do not vary are left out.
    result : array, shape (d,)
        What came out; it may be infinite (never), and then only medians are given.
    bins : int
        Groups of equal size into which each quantity is cut for the variance.

    Returns
    -------
    DataFrame
        ``name``, ``lowest_fifth`` and ``highest_fifth`` (median result where the quantity is in its lowest and
        highest fifth), ``swing`` (the difference; missing if one of them is infinite), ``variance_share``
        (first-order index: part of the variance of the result that the quantity alone explains, 0 to 1, on the
        finite results); largest swing first.

    Raises
    ------
    ValueError
        If there are fewer draws than five per bin.

    References
    ----------
    Plischke, E., Borgonovo, E., and Smith, C. L. (2013). Global sensitivity measures from given data. European
    Journal of Operational Research 226(3), 536-550.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> drawn = pd.DataFrame({"a": rng.random(4000), "b": rng.random(4000)})
    >>> given_data_sensitivity(drawn, drawn["a"].to_numpy())[["name", "variance_share"]].round(1).values.tolist()
    [['a', 1.0], ['b', 0.0]]
    """
    if len(drawn) < 5 * bins:
        raise ValueError(f"{len(drawn)} draws are too few for {bins} bins")
    outcome = pd.Series(result, index=drawn.index)
    finite = np.isfinite(outcome)
    rows = []
    for name in drawn.columns[drawn.std() > 0]:
        fifth = pd.qcut(drawn[name], 5, labels=False)
        # ranks, not means: a median exists also where some draws never reach the threshold
        low, high = (float(outcome[fifth == k].median()) for k in (0, 4))
        swing = high - low if np.isfinite([low, high]).all() else np.nan
        some, values = drawn.loc[finite, name], outcome[finite]
        explained = np.nan  # where too few results are finite, or all are the same, there is nothing to share
        if len(values) >= 5 * bins and values.var() > 0:
            means = values.groupby(pd.qcut(some, bins, labels=False)).transform("mean")
            # each bin's mean is itself noisy: the variance that chance alone would give is taken off
            noise = (bins - 1) / len(values) * values.var()
            explained = float(np.clip((means.var() - noise) / values.var(), 0, 1))
        rows.append((name, low, high, swing, explained))
    table = pd.DataFrame(rows, columns=["name", "lowest_fifth", "highest_fifth", "swing", "variance_share"])
    return table.sort_values("swing", key=np.abs, ascending=False, ignore_index=True)
