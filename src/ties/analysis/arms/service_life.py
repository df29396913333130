"""Service life as a distribution: what part of a class is still in service at each age."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]


def triangular_cdf(ages: Array, low: float, mode: float, high: float) -> Array:
    """Give the probability that a triangular life has ended by each age.

    Parameters
    ----------
    ages : array, shape (a,)
        Years.
    low, mode, high : float
        Years, in ascending order; equal ends give a fixed life.

    Returns
    -------
    array, shape (a,)
        Between 0 and 1.

    Raises
    ------
    ValueError
        If the three are not in ascending order.

    Examples
    --------
    >>> triangular_cdf(np.array([10.0, 20.0, 30.0, 40.0]), 20, 30, 40).tolist()
    [0.0, 0.0, 0.5, 1.0]
    """
    from scipy.stats import triang

    if not low <= mode <= high:
        raise ValueError(f"a life of {low}, {mode}, {high} years is not in ascending order")
    if low == high:
        return (np.asarray(ages) >= high).astype(float)
    return cast("Array", triang.cdf(ages, (mode - low) / (high - low), loc=low, scale=high - low))


def conditional_survival(ended: Array, factor: Array, correlation: Array) -> Array:
    """Give the part of a large fleet still in service at each age, given how long this fleet is kept.

    Each unit's life is a draw from one distribution; the draws of one fleet are tied by a common factor (a Gaussian
    copula with one factor). With correlation 0 the units leave one by one as the distribution says; with
    correlation 1 all leave at one age. A fixed life for a class is the case that the evidence speaks against.

    Parameters
    ----------
    ended : array, shape (a,)
        Distribution function of the life at each age.
    factor : array, shape (d,)
        Standard normal: high = the fleet is kept longer than most.
    correlation : array, shape (d,)
        Between 0 and 1 (1 excluded).

    Returns
    -------
    array, shape (d, a)
        Part in service, falling with age.

    References
    ----------
    Vasicek, O. (2002). The distribution of loan portfolio value. Risk 15(12), 160-162.

    Examples
    --------
    >>> conditional_survival(np.array([0.0, 0.5, 1.0]), np.array([0.0, 2.0]), np.array([0.0, 0.5])).round(2).tolist()
    [[1.0, 0.5, 0.0], [1.0, 0.98, 0.0]]
    """
    from scipy.special import ndtr, ndtri

    if np.any((correlation < 0) | (correlation >= 1)):
        raise ValueError("a correlation is outside 0 to 1")
    scale = np.sqrt(1 - correlation)[:, None]
    shift = (np.sqrt(correlation) * factor)[:, None]
    return 1 - cast("Array", ndtr((ndtri(ended)[None, :] - shift) / scale))


def class_lives(lives: pd.DataFrame, scale: float = 1.0) -> pd.DataFrame:
    """Give low, mode and high life of each class, longer or shorter by one factor.

    Parameters
    ----------
    lives : DataFrame
        Table ``service_lives``, or another with ``platform_class``, ``years_low``, ``years_mode``, ``years_high``.
    scale : float
        Every life is multiplied by it: 0.8 retires a fifth earlier.

    Returns
    -------
    DataFrame
        Indexed by ``platform_class``: ``low``, ``mode``, ``high`` in years.

    Raises
    ------
    ValueError
        If `scale` is not positive.
    """
    if scale <= 0:
        raise ValueError(f"the scale of lives is {scale}, not positive")
    columns = {"years_low": "low", "years_mode": "mode", "years_high": "high"}
    table = lives.set_index("platform_class")[list(columns)].rename(columns=columns)
    return table.astype("float64") * scale
