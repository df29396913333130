"""Tempo of contacts: counts with exposure, change points of a Poisson rate, gaps in a series of meetings."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import special, stats

from ties.tables.dates import bounds


def yearly_counts(dates: pd.Series, *, start_year: int, end_year: int, as_of: str) -> pd.DataFrame:
    """Count dated events by calendar year, with the part of each year that is covered.

    Parameters
    ----------
    dates : Series of str
        ISO dates of year, month or day precision; events after `as_of` are left out.
    start_year, end_year : int
        Calendar years, both included; years after `as_of` are left out.
    as_of : str
        Last day that is covered.

    Returns
    -------
    DataFrame
        ``year``, ``count``, ``exposure`` (share of the year covered, 0 to 1).

    Raises
    ------
    ValueError
        If no year is left.

    Examples
    --------
    >>> dates = pd.Series(["2024-09-21", "2025", "2026-06-17", "2026-08"])
    >>> yearly_counts(dates, start_year=2024, end_year=2026, as_of="2026-06-30").round(3).values.tolist()
    [[2024.0, 1.0, 1.0], [2025.0, 1.0, 1.0], [2026.0, 1.0, 0.496]]
    """
    last = pd.Timestamp(as_of)
    years = range(start_year, min(end_year, last.year) + 1)
    if not years:
        raise ValueError(f"no year between {start_year} and {end_year} is covered by {as_of}")
    days = bounds(dates)["earliest"]
    counts = days[days <= last].dt.year.value_counts()
    year_days = pd.Timestamp(last.year, 12, 31).day_of_year
    exposure = [last.day_of_year / year_days if year == last.year else 1.0 for year in years]
    return pd.DataFrame({"year": list(years), "count": [int(counts.get(y, 0)) for y in years], "exposure": exposure})


def rate_interval(count: float, exposure: float, level: float = 0.95) -> tuple[float, float]:
    """Give the exact interval of a Poisson rate.

    References
    ----------
    Garwood (1936).

    Examples
    --------
    >>> [round(end, 2) for end in rate_interval(10, 1)]
    [4.8, 18.39]
    >>> rate_interval(0, 1)[0]
    0.0
    """
    tail = (1 - level) / 2
    low = stats.chi2.ppf(tail, 2 * count) / 2 if count else 0.0
    return float(low / exposure), float(stats.chi2.ppf(1 - tail, 2 * count + 2) / 2 / exposure)


def partitions(years: int, *, most: int, shortest: int) -> list[tuple[int, ...]]:
    """List the ways to cut a run of years, one of them not to: positions of the first year after each change.

    Examples
    --------
    >>> partitions(4, most=1, shortest=2)
    [(), (2,)]
    """
    return [
        cuts
        for number in range(most + 1)
        for cuts in combinations(range(1, years), number)
        if not cuts or np.diff([0, *cuts, years]).min() >= shortest
    ]


def change_points(
    counts: pd.DataFrame, *, most: int = 3, shortest: int = 2, shape: float = 1.0, draws: int = 4000, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Find changes in the rate of a Poisson count, with their uncertainty.

    Every way of cutting the years into up to ``most + 1`` runs is weighed by its marginal likelihood: in a run the
    count of a year is Poisson with one rate, and rates have a gamma prior whose mean is the overall rate. Numbers of
    changes are equally likely beforehand, and so are the cuts of a given number. The sum is exact, by enumeration.

    Parameters
    ----------
    counts : DataFrame
        ``year``, ``count``, ``exposure``: :func:`yearly_counts`.
    most : int
        Largest number of changes weighed.
    shortest : int
        Fewest years in a run.
    shape : float
        Shape of the gamma prior of a rate; the larger, the closer the rates are held to the overall one.
    draws, seed : int
        Draws from the posterior of the rates, for their band, and their seed.

    Returns
    -------
    number : DataFrame
        ``changes``, ``probability``.
    places : DataFrame
        For the fewest changes that no larger number beats by a Bayes factor of 3: ``change`` (1, 2, ...), ``year``
        (most probable first year after it), ``low``, ``high`` (shortest run of years that holds it with probability
        0.95). Empty if no change is needed.
    rates : DataFrame
        ``year``, ``rate``, ``low``, ``high``: mean and 95 per cent interval of the yearly rate, over all cuts.

    References
    ----------
    Barry and Hartigan (1993) and Fearnhead (2006) for the model; Kass and Raftery (1995) for the factor of 3.
    """
    y, e = counts["count"].to_numpy(float), counts["exposure"].to_numpy(float)
    prior_rate = shape * e.sum() / max(y.sum(), 0.5)
    total, exposed = (np.subtract.outer(run, run).T for run in (np.r_[0, y.cumsum()], np.r_[0, e.cumsum()]))
    own, years_in = np.clip(total, 0, None), np.clip(exposed, 0, None)  # of the run from one edge to another
    run_weight = (
        shape * np.log(prior_rate) - special.gammaln(shape)
        + special.gammaln(shape + own) - (shape + own) * np.log(prior_rate + years_in)
    )  # fmt: skip
    cuts = partitions(len(y), most=most, shortest=shortest)
    edges = [np.array([0, *cut, len(y)]) for cut in cuts]
    sizes = np.array([len(cut) for cut in cuts])
    log_weight = np.array([run_weight[edge[:-1], edge[1:]].sum() for edge in edges])
    log_weight -= np.log(np.bincount(sizes)[sizes])
    weight = np.exp(log_weight - special.logsumexp(log_weight))
    number = pd.DataFrame(
        {"changes": range(most + 1), "probability": [weight[sizes == k].sum() for k in range(most + 1)]}
    )
    best = int((number["probability"] >= number["probability"].max() / 3).to_numpy().argmax())
    rng = np.random.default_rng(seed)
    rate = np.empty((draws, len(y)))
    for row, i in enumerate(rng.choice(len(cuts), size=draws, p=weight)):
        start, stop = edges[i][:-1], edges[i][1:]
        drawn = rng.gamma(shape + own[start, stop]) / (prior_rate + years_in[start, stop])
        rate[row] = np.repeat(drawn, stop - start)
    low, high = np.percentile(rate, [2.5, 97.5], axis=0)
    rates = pd.DataFrame({"year": counts["year"], "rate": rate.mean(axis=0), "low": low, "high": high})
    chosen = [(cut, w) for cut, w in zip(cuts, weight, strict=True) if len(cut) == best]
    years = counts["year"].to_numpy()
    weights = [w for _, w in chosen]
    places = [{"change": k + 1, **_place(years, [cut[k] for cut, _ in chosen], weights)} for k in range(best)]
    return number, pd.DataFrame(places, columns=["change", "year", "low", "high"]), rates


def dispersion(counts: pd.DataFrame, rates: pd.Series, parameters: int) -> float:
    """Give how much counts vary around a rate, as a multiple of what Poisson counts would.

    Pearson's statistic over its degrees of freedom: near 1 the Poisson law fits; above it the counts cluster and
    intervals are too narrow; below it they are more regular and intervals are too wide.

    Parameters
    ----------
    counts : DataFrame
        ``count`` and ``exposure``.
    rates : Series of float
        Rate per unit of exposure, on the same rows.
    parameters : int
        Rates that were fitted.

    Examples
    --------
    >>> counts = pd.DataFrame({"count": [2, 4, 6], "exposure": 1.0})
    >>> dispersion(counts, pd.Series([4.0, 4.0, 4.0]), 1)
    1.0
    """
    expected = rates * counts["exposure"]
    return float(((counts["count"] - expected) ** 2 / expected).sum() / (len(counts) - parameters))


def _place(years: np.ndarray, positions: list[int], weights: list[float]) -> dict[str, int]:
    """Give the most probable first year after a change, and the shortest run that holds it with probability 0.95."""
    mass = np.bincount(positions, weights=weights, minlength=len(years))
    mass = mass / mass.sum()
    cumulative = np.concatenate([[0], mass.cumsum()])
    runs = [
        (stop - start, start, stop)
        for start in range(len(years))
        for stop in range(start + 1, len(years) + 1)
        if cumulative[stop] - cumulative[start] >= 0.95 - 1e-12
    ]
    _, start, stop = min(runs)
    return {"year": int(years[int(mass.argmax())]), "low": int(years[start]), "high": int(years[stop - 1])}


def gaps(dates: pd.Series, *, as_of: str) -> pd.DataFrame:
    """Give the gaps between the meetings of a series, the last one open until a day.

    Parameters
    ----------
    dates : Series of str
        Days of the meetings.
    as_of : str
        Day on which the last gap is cut off.

    Returns
    -------
    DataFrame
        ``start``, ``end`` (missing for the open gap), ``days``, ``is_open``.

    Examples
    --------
    >>> gaps(pd.Series(["2018-09-06", "2019-12-18"]), as_of="2020-01-17")[["days", "is_open"]].values.tolist()
    [[468, False], [30, True]]
    """
    last = pd.Timestamp(as_of)
    days = bounds(dates)["earliest"].sort_values()
    days = days[days <= last].reset_index(drop=True)
    ends = days.shift(-1)
    return pd.DataFrame(
        {"start": days, "end": ends, "days": (ends.fillna(last) - days).dt.days, "is_open": ends.isna()}
    )


def chance_of_longest(gap: pd.DataFrame) -> float:
    """Give the chance that an open gap exceeds every closed one, were all gaps of one kind and in random order.

    With n closed gaps each of the n + 1 is equally likely to be the longest. No law of the gaps is assumed; that the
    open one is cut off only makes its final length larger.

    Examples
    --------
    >>> chance_of_longest(pd.DataFrame({"is_open": [False, False, False, False, True]}))
    0.2
    """
    return 1 / (int((~gap["is_open"]).sum()) + 1)


def add_missing(counts: pd.DataFrame, missing: pd.DataFrame) -> pd.DataFrame:
    """Spread meetings that are known to be missing evenly over the years in which they fell.

    Parameters
    ----------
    counts : DataFrame
        From :func:`yearly_counts`.
    missing : DataFrame
        Judgement ``dialogue_missing``: ``first_year``, ``last_year``, ``missing`` (number of meetings).

    Examples
    --------
    >>> counts = pd.DataFrame({"year": [2005, 2006, 2007], "count": [1, 0, 0]})
    >>> missing = pd.DataFrame({"first_year": [2006], "last_year": [2007], "missing": [1]})
    >>> add_missing(counts, missing)["count"].tolist()
    [1.0, 0.5, 0.5]
    """
    more = pd.Series(0.0, index=counts.index)
    for row in missing.to_dict("records"):
        years = counts["year"].between(row["first_year"], row["last_year"])
        more += years * (row["missing"] / (row["last_year"] - row["first_year"] + 1))
    return counts.assign(count=counts["count"] + more)


def contacts(
    dialogues: pd.DataFrame, kinds: pd.DataFrame, *, focal: str, partner: str, groups: Collection[str]
) -> pd.DataFrame:
    """Give the contacts between two states of chosen groups.

    Parameters
    ----------
    dialogues : DataFrame
        Table ``dialogues``.
    kinds : DataFrame
        Judgement ``dialogue_kinds``: ``kind``, ``group`` (formal, other, none).
    focal, partner : str
        Both take part; meetings of more states count.
    groups : collection of str
        Groups kept.

    Returns
    -------
    DataFrame
        Rows of `dialogues` with ``group``.

    Raises
    ------
    ValueError
        If a kind has no group.
    """
    group = dialogues["kind"].map(kinds.set_index("kind")["group"])
    if group.isna().any():
        raise ValueError(f"kinds without a group: {', '.join(sorted(dialogues.loc[group.isna(), 'kind'].unique()))}")
    both = dialogues["participants"].fillna("").str.split(";").map(lambda states: {focal, partner} <= set(states))
    return dialogues.assign(group=group)[both & group.isin(groups)]
