"""Multi-alignment: how a state's ties divide among powers, in several dimensions, and one index of hedging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ties.tables.dates import bounds

Array = NDArray[np.float64]
TAKES_PART = ("member", "signatory", "participant", "partner", "convener", "lead nation", "supporter")
DIMENSIONS = ("arms", "exercises", "memberships", "trade", "votes")


def period_labels(years: pd.Series, *, start: int, length: int) -> pd.Series:
    """Name the period of each year ("2000-2004"); years before `start` have none.

    Examples
    --------
    >>> period_labels(pd.Series([1999, 2000, 2004, 2005]), start=2000, length=5).fillna("-").tolist()
    ['-', '2000-2004', '2000-2004', '2005-2009']
    """
    first = start + (years.astype("int64") - start) // length * length
    names = first.astype("str") + "-" + (first + length - 1).astype("str")
    return names.where(years >= start)


def shared_events(exercises: pd.DataFrame, focal: str, poles: Sequence[str]) -> pd.DataFrame:
    """Count the exercises of each year in which the focal state and each power both took part.

    An exercise with two powers counts for both. In a cut list of participants a power that is not named is unknown,
    so its count is a lower bound.

    Parameters
    ----------
    exercises : DataFrame
        Table ``exercises``: ``start`` and ``participants`` (``;``-separated).
    focal : str
        Country code.
    poles : sequence of str
        Country codes.

    Returns
    -------
    DataFrame
        ``pole``, ``year``, ``value``.
    """
    members = exercises["participants"].str.split(";")
    with_focal = members.map(lambda names: focal in names)
    year = bounds(exercises["start"])["earliest"].dt.year
    parts = [
        year[with_focal & members.map(lambda names, pole=pole: pole in names)]
        .value_counts()
        .rename_axis("year")
        .reset_index(name="value")
        .assign(pole=pole)
        for pole in poles
    ]
    counted: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return counted.astype({"year": "int64", "value": "float64"})


def shared_memberships(
    memberships: pd.DataFrame, focal: str, poles: Sequence[str], years: Sequence[int]
) -> pd.DataFrame:
    """Count the groupings that the focal state shares with each power at the end of each year.

    Parameters
    ----------
    memberships : DataFrame
        Table ``memberships``: ``grouping``, ``country``, ``joined``, ``left``, ``role``.
    focal : str
        Country code.
    poles : sequence of str
        Country codes.
    years : sequence of int
        Years wanted.

    Returns
    -------
    DataFrame
        ``pole``, ``year``, ``value``.
    """
    taking = memberships[memberships["role"].isin(TAKES_PART) & memberships["joined"].notna()]
    joined = bounds(taking["joined"])["earliest"].dt.year
    left = bounds(taking["left"])["latest"].dt.year
    rows = []
    for year in years:
        inside = taking[(joined <= year) & (left.isna() | (left > year))]
        own = set(inside.loc[inside["country"] == focal, "grouping"])
        rows += [(p, year, float(len(own & set(inside.loc[inside["country"] == p, "grouping"])))) for p in poles]
    return pd.DataFrame(rows, columns=["pole", "year", "value"])


def profile(measures: Mapping[str, pd.DataFrame], poles: Sequence[str], *, start: int, length: int) -> pd.DataFrame:
    """Divide each dimension among the powers, by period.

    Parameters
    ----------
    measures : mapping of str to DataFrame
        Dimension to ``pole``, ``year``, ``value`` (not negative; the unit differs by dimension and falls out).
    poles : sequence of str
        Country codes.
    start, length : int
        First year and number of years of the periods.

    Returns
    -------
    DataFrame
        ``dimension``, ``period``, ``pole``, ``value`` (sum over the period), ``share`` (of all `poles`, 0 to 1; the
        shares of one dimension and period sum to one). A dimension without anything in a period has no rows in it.
    """
    parts = []
    for dimension, table in measures.items():
        rows = table[table["pole"].isin(poles)].assign(
            period=lambda t: period_labels(t["year"], start=start, length=length)
        )
        summed = rows.dropna(subset=["period"]).pivot_table(
            index="period", columns="pole", values="value", aggfunc="sum"
        )
        summed = summed.reindex(columns=list(poles)).fillna(0.0)
        summed = summed[summed.sum(axis=1) > 0]
        long = summed.reset_index().melt("period", var_name="pole", value_name="value")
        long["share"] = long["value"] / long.groupby("period")["value"].transform("sum")
        parts.append(long.assign(dimension=dimension))
    columns = ["dimension", "period", "pole", "value", "share"]
    joined: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return joined[columns].sort_values(["period", "dimension", "pole"], ignore_index=True)


def evenness(shares: Array) -> Array:
    """Give Pielou's evenness of shares: 0 = all with one, 1 = the same for all.

    Parameters
    ----------
    shares : array, shape (..., k)
        Shares along the last axis, each row summing to one.

    Returns
    -------
    array, shape (...)

    References
    ----------
    Pielou, E. C. (1966). The measurement of diversity in different types of biological collections. Journal of
    Theoretical Biology 13, 131-144.

    Examples
    --------
    >>> evenness(np.array([[1.0, 0.0, 0.0], [1 / 3, 1 / 3, 1 / 3], [0.5, 0.5, 0.0]])).round(3).tolist()
    [0.0, 1.0, 0.631]
    """
    from scipy.special import entr

    return np.asarray(entr(shares).sum(axis=-1) / np.log(shares.shape[-1]), dtype=np.float64)


def hedging(profiles: pd.DataFrame, weights: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Split the evenness of a state's ties into hedging within dimensions and across them.

    A state can lean on several powers in each dimension (within), or on a different one in each (across): arms from
    one, exercises with another. The evenness of the mean profile (all) is the weighted mean evenness of the
    dimensions (within) and what their differing adds (across): the generalised Jensen-Shannon divergence.

    Parameters
    ----------
    profiles : DataFrame
        From :func:`profile`.
    weights : mapping of str to float, optional
        Weight of each dimension, equal when not given; those of the dimensions present are scaled to one.

    Returns
    -------
    DataFrame
        ``period``, ``dimensions`` (number), ``all``, ``within``, ``across`` (0 to 1; within + across = all).

    References
    ----------
    Lin, J. (1991). Divergence measures based on the Shannon entropy. IEEE Transactions on Information Theory 37(1),
    145-151.
    """
    rows = []
    for period, part in profiles.groupby("period"):
        shares = part.pivot_table(index="dimension", columns="pole", values="share")
        given = np.array([1.0 if weights is None else weights[str(d)] for d in shares.index])
        all_, within = _split(shares.to_numpy(), given[None, :])
        rows.append((period, len(shares), float(all_[0]), float(within[0]), float(all_[0] - within[0])))
    return pd.DataFrame(rows, columns=["period", "dimensions", "all", "within", "across"])


def hedging_bands(profiles: pd.DataFrame, *, draws: int, seed: int, level: float = 0.95) -> pd.DataFrame:
    """Give the index under uncertain weights of the dimensions.

    Parameters
    ----------
    profiles : DataFrame
        From :func:`profile`.
    draws, seed : int
        Number of draws of flat Dirichlet weights; seed of the random numbers. All periods share the draws.
    level : float
        Probability inside the band.

    Returns
    -------
    DataFrame
        As :func:`hedging`, with ``all_low``, ``all_high``, ``across_low``, ``across_high``. ``attrs["rise"]`` is the
        share of the draws in which the index of the last period is above that of the first.
    """
    rng = np.random.default_rng(seed)
    names = sorted(profiles["dimension"].unique())
    drawn = rng.dirichlet(np.ones(len(names)), size=draws)
    out = hedging(profiles)
    ends, first_last = [(1 - level) / 2, (1 + level) / 2], []
    for period, part in profiles.groupby("period"):
        shares = part.pivot_table(index="dimension", columns="pole", values="share")
        all_, within = _split(shares.to_numpy(), drawn[:, [names.index(d) for d in shares.index]])
        first_last.append(all_)
        here = out["period"] == period
        out.loc[here, ["all_low", "all_high"]] = np.quantile(all_, ends)
        out.loc[here, ["across_low", "across_high"]] = np.quantile(all_ - within, ends)
    out.attrs["rise"] = float((first_last[-1] > first_last[0]).mean())
    return out


def hedging_without_each(profiles: pd.DataFrame) -> pd.DataFrame:
    """Give the change of the index from the first to the last period without each dimension, and without each power.

    Parameters
    ----------
    profiles : DataFrame
        From :func:`profile`.

    Returns
    -------
    DataFrame
        ``without`` ("nothing", a dimension, or a power), ``first``, ``last``, ``change``.
    """
    poles = sorted(profiles["pole"].unique())
    variants = {"nothing": profiles}
    dimensions = profiles["dimension"].unique()
    if len(dimensions) > 1:
        variants |= {str(d): profiles[profiles["dimension"] != d] for d in dimensions}
    if len(poles) > 2:
        for pole in poles:
            rest = profiles[profiles["pole"] != pole].copy()
            total = rest.groupby(["dimension", "period"])["value"].transform("sum")
            variants[pole] = rest[total > 0].assign(share=rest["value"] / total)
    rows = []
    for name, part in variants.items():
        index = hedging(part).sort_values("period")["all"]
        rows.append((name, float(index.iloc[0]), float(index.iloc[-1])))
    out = pd.DataFrame(rows, columns=["without", "first", "last"])
    return out.assign(change=out["last"] - out["first"])


def _split(shares: Array, weights: Array) -> tuple[Array, Array]:
    """Give the evenness of the mean profile and the mean evenness; shape (draws,) each."""
    scaled = weights / weights.sum(axis=1, keepdims=True)
    return evenness(scaled @ shares), scaled @ evenness(shares)
