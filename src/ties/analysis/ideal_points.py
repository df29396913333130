"""Voting in the United Nations General Assembly: distance of ideal points, and agreement on roll calls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
Z95 = 1.6448536269514722  # 95 per cent point of the standard normal


def draw_ideal_points(points: pd.DataFrame, draws: int, seed: int) -> dict[str, pd.DataFrame]:
    """Draw ideal points from their published posterior quantiles.

    The posterior is not published in full: each ideal point is drawn from a normal of two halves that meets the
    point and its 5 and 95 per cent quantiles. States are drawn independently, which makes bands a little too wide.

    Parameters
    ----------
    points : DataFrame
        Table ``un_voting``: ``country``, ``year``, ``ideal_point``, ``ideal_point_q5``, ``ideal_point_q95``.
    draws, seed : int
        Number of draws; seed of the random numbers.

    Returns
    -------
    dict of str to DataFrame
        Country to draws, shape (years, draws), indexed by year.

    Raises
    ------
    ValueError
        If a point lies outside its quantiles.

    References
    ----------
    Bailey, M. A., Strezhnev, A., and Voeten, E. (2017). Estimating dynamic state preferences from United Nations
    voting data. Journal of Conflict Resolution 61(2), 430-456.
    """
    rng = np.random.default_rng(seed)
    out = {}
    for country, rows in points.groupby("country"):
        rows = rows.sort_values("year")
        middle, low, high = (
            rows[c].to_numpy(dtype=np.float64)[:, None] for c in ("ideal_point", "ideal_point_q5", "ideal_point_q95")
        )
        if ((low > middle) | (middle > high)).any():
            raise ValueError(f"an ideal point of {country} lies outside its quantiles")
        z = rng.standard_normal((len(rows), draws))
        drawn = middle + z * np.where(z < 0, middle - low, high - middle) / Z95
        out[str(country)] = pd.DataFrame(drawn, index=rows["year"].astype("int64").to_numpy())
    return out


def ideal_point_distance(drawn: dict[str, pd.DataFrame], focal: str, others: Sequence[str]) -> pd.DataFrame:
    """Give the distance of one state to others by year, with its posterior band.

    Parameters
    ----------
    drawn : dict
        From :func:`draw_ideal_points`.
    focal : str
        Country code.
    others : sequence of str
        Country codes.

    Returns
    -------
    DataFrame
        ``country``, ``year``, ``distance`` (median), ``low``, ``high`` (5 and 95 per cent), ``nearest`` (probability
        that this one is the nearest of `others`); years that both have.

    Examples
    --------
    >>> drawn = {c: pd.DataFrame([[x, x]], index=[2000]) for c, x in (("IND", -1.0), ("USA", 2.0), ("RUS", 0.0))}
    >>> ideal_point_distance(drawn, "IND", ["USA", "RUS"])[["country", "distance", "nearest"]].values.tolist()
    [['RUS', 1.0, 1.0], ['USA', 3.0, 0.0]]
    """
    gaps = {other: (drawn[other] - drawn[focal]).abs().dropna() for other in others}
    parts = []
    for other, gap in gaps.items():
        rivals = [gaps[o].reindex(gap.index).to_numpy() for o in others if o != other]
        nearest = np.all([gap.to_numpy() < rival for rival in rivals], axis=0).mean(axis=1) if rivals else 1.0
        low, middle, high = np.quantile(gap.to_numpy(), [0.05, 0.5, 0.95], axis=1)
        parts.append(pd.DataFrame({"country": other, "year": gap.index, "distance": middle, "low": low, "high": high,
                                   "nearest": nearest}))  # fmt: skip
    return pd.concat(parts).sort_values(["country", "year"], ignore_index=True)


def change_in_distance(
    drawn: dict[str, pd.DataFrame], focal: str, others: Sequence[str], before: Sequence[int], after: Sequence[int]
) -> pd.DataFrame:
    """Give how much the mean distance changed between two spells of years.

    Parameters
    ----------
    drawn, focal, others
        As in :func:`ideal_point_distance`.
    before, after : sequence of int
        Years of each spell; those without votes are left out.

    Returns
    -------
    DataFrame
        ``country``, ``change`` (median; under 0 = nearer), ``low``, ``high`` (5 and 95 per cent), ``nearer``
        (probability), ``focal_moved``, ``other_moved`` (change of the mean ideal point of each; medians).
    """
    rows = []
    for other in others:
        gap = (drawn[other] - drawn[focal]).abs().dropna()
        moved = _change(gap, before, after)
        low, middle, high = np.quantile(moved, [0.05, 0.5, 0.95])
        own, theirs = (float(np.median(_change(drawn[c].loc[gap.index], before, after))) for c in (focal, other))
        rows.append((other, float(middle), float(low), float(high), float((moved < 0).mean()), own, theirs))
    columns = ["country", "change", "low", "high", "nearer", "focal_moved", "other_moved"]
    return pd.DataFrame(rows, columns=columns)


def _change(drawn: pd.DataFrame, before: Sequence[int], after: Sequence[int]) -> Array:
    spells = [drawn[drawn.index.isin(list(years))].mean(axis=0).to_numpy() for years in (before, after)]
    return np.asarray(spells[1] - spells[0], dtype=np.float64)


def agreement(pairs: pd.DataFrame, focal: str, others: Sequence[str]) -> pd.DataFrame:
    """Give the share of roll calls on which one state voted as others did, with its interval.

    Parameters
    ----------
    pairs : DataFrame
        Table ``un_agreement``: ``country_a``, ``country_b``, ``year``, ``n_votes``, ``agreement_pct``.
    focal : str
        Country code.
    others : sequence of str
        Country codes.

    Returns
    -------
    DataFrame
        ``country``, ``year``, ``n_votes``, ``agreement`` (per cent), ``low``, ``high`` (Wilson 90 per cent
        interval: the noise of a session with that many votes).

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
    American Statistical Association 22(158), 209-212.
    """
    from statsmodels.stats.proportion import proportion_confint

    both = pd.concat([pairs, pairs.rename(columns={"country_a": "country_b", "country_b": "country_a"})])
    ours = both[(both["country_a"] == focal) & both["country_b"].isin(others)].drop_duplicates(["country_b", "year"])
    count = ours["n_votes"].astype("float64").to_numpy()
    share = ours["agreement_pct"].astype("float64").to_numpy()
    low, high = proportion_confint(np.round(share / 100 * count), count, alpha=0.1, method="wilson")
    out = pd.DataFrame({"country": ours["country_b"], "year": ours["year"].astype("int64"), "n_votes": count,
                        "agreement": share, "low": 100 * low, "high": 100 * high})  # fmt: skip
    return out.sort_values(["country", "year"], ignore_index=True)


def compare_measures(distance: pd.DataFrame, agreed: pd.DataFrame) -> pd.DataFrame:
    """Say how far nearness of ideal points and agreement on roll calls tell the same story.

    Parameters
    ----------
    distance : DataFrame
        From :func:`ideal_point_distance`.
    agreed : DataFrame
        From :func:`agreement`.

    Returns
    -------
    DataFrame
        ``country``, ``years``, ``tau`` (Kendall's tau-b of distance and agreement over the years both have; -1 = the
        same story), ``tau_changes`` (the same for changes from one year to the next).
    """
    from scipy.stats import kendalltau

    joined = distance.merge(agreed, on=["country", "year"]).sort_values("year")
    rows = []
    for country, part in joined.groupby("country"):
        levels = kendalltau(part["distance"], part["agreement"]).statistic
        moves = kendalltau(part["distance"].diff().iloc[1:], part["agreement"].diff().iloc[1:]).statistic
        rows.append((str(country), len(part), float(levels), float(moves)))
    return pd.DataFrame(rows, columns=["country", "years", "tau", "tau_changes"])
