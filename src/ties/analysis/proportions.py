"""A share of a count, with its interval."""

from __future__ import annotations


def share_with_interval(count: int, total: int) -> tuple[float, float, float]:
    """Give a share in per cent with its 95 per cent Wilson interval.

    References
    ----------
    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference. JASA 22(158).

    Examples
    --------
    >>> [round(part, 1) for part in share_with_interval(5, 10)]
    [50.0, 23.7, 76.3]
    """
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(count, total, method="wilson")
    return 100 * count / total, 100 * float(low), 100 * float(high)


def exact_interval(count: int, total: int) -> tuple[float, float]:
    """Give the exact 95 per cent interval of a share, from 0 to 1.

    References
    ----------
    Clopper, C. J. and Pearson, E. S. (1934), The use of confidence or fiducial limits illustrated in the case of the
    binomial. Biometrika 26(4).

    Examples
    --------
    >>> tuple(round(end, 3) for end in exact_interval(0, 5))
    (0.0, 0.522)
    """
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(count, total, alpha=0.05, method="beta")
    return float(low), float(high)
