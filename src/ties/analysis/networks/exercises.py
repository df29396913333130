"""Exercises as a network of states: who trains with whom, how much, in which domains, and how sure the counts are."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
from scipy.stats import entropy, kendalltau, theilslopes

from ties.tables.dates import bounds


def periods(years: pd.Series, *, first: int, last: int, length: int) -> pd.Series:
    """Put years into periods of equal length, counted back from the last year.

    Parameters
    ----------
    years : Series of int
        Calendar years.
    first, last : int
        Years kept, both included; what is older than the oldest full period joins it from `first` on.
    length : int
        Years in a period.

    Returns
    -------
    Series of str
        ``"2022-2026"``, on the index of `years`; missing outside `first` to `last`. The oldest period is longer where
        the years do not divide, so its label says so.

    Raises
    ------
    ValueError
        If there is not room for one period.

    Examples
    --------
    >>> periods(pd.Series([1992, 2001, 2002, 2011]), first=1992, last=2011, length=5).tolist()
    ['1992-1996', '1997-2001', '2002-2006', '2007-2011']
    >>> periods(pd.Series([1992, 2000]), first=1992, last=2002, length=5).tolist()
    ['1992-1997', '1998-2002']
    """
    if length < 1 or last - first + 1 < length:
        raise ValueError(f"{first} to {last} has no room for a period of {length} years")
    count = (last - first + 1) // length
    starts = [first, *(last - length * (count - k) + 1 for k in range(1, count))]
    ends = [start - 1 for start in starts[1:]] + [last]
    labels = [f"{start}-{end}" for start, end in zip(starts, ends, strict=True)]
    place = np.searchsorted(starts, years.to_numpy(), side="right") - 1
    inside = years.between(first, last).to_numpy()
    return pd.Series([labels[p] if ok else None for p, ok in zip(place, inside, strict=True)], index=years.index)


def begun(exercises: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Leave out the exercises that begin after a day.

    Parameters
    ----------
    exercises : DataFrame
        Table ``exercises``.
    as_of : str
        Last day that counts. An exercise known to the month counts if the month has begun.

    Examples
    --------
    >>> begun(pd.DataFrame({"start": ["2026-06", "2026-09-15"]}), "2026-06-30")["start"].tolist()
    ['2026-06']
    """
    return exercises[~(bounds(exercises["start"])["earliest"] > pd.Timestamp(as_of))]


def described(exercises: pd.DataFrame) -> pd.DataFrame:
    """Add to each exercise its year, number of states, length in days and reported personnel.

    Parameters
    ----------
    exercises : DataFrame
        Table ``exercises``.

    Returns
    -------
    DataFrame
        With ``year`` (int), ``states`` (listed participants, a lower bound where the list is not complete), ``days``
        (from the first to the last day, both counted; missing unless both are known to the day), ``personnel``.

    Examples
    --------
    >>> row = pd.DataFrame({"id": ["m"], "start": ["2024-10-08"], "end": ["2024-10-18"], "participants": ["IND;USA"],
    ...                     "participants_complete": ["yes"], "personnel": [None]})
    >>> described(row)[["year", "states", "days"]].to_numpy().tolist()
    [[2024.0, 2.0, 11.0]]
    """
    start, end = bounds(exercises["start"]), bounds(exercises["end"])
    exact = exercises["start"].str.len().eq(10) & exercises["end"].str.len().eq(10).fillna(False)
    days = (end["earliest"] - start["earliest"]).dt.days + 1.0
    return exercises.assign(
        year=start["earliest"].dt.year.astype(int),
        states=exercises["participants"].str.count(";") + 1,
        days=days.where(exact),
        personnel=exercises["personnel"].astype("float64"),
    )


def exercise_network(exercises: pd.DataFrame) -> nx.MultiGraph:
    """Build the weighted multigraph of states that exercised together.

    Parameters
    ----------
    exercises : DataFrame
        ``id``, ``series``, ``domain``, ``participants`` (codes separated by ``;``), ``participants_complete``.

    Returns
    -------
    networkx.MultiGraph
        A node for each state; one edge for each pair and exercise, keyed by the exercise's id, with ``series``,
        ``domain`` and ``newman`` = 1 / (states - 1), by which an exercise of many counts less for each pair. A pair
        that is absent from an exercise with an incomplete list is unknown: ``graph["incomplete"]`` maps such
        exercises to their listed states.

    References
    ----------
    Newman, M. E. J. (2001). Scientific collaboration networks. II. Physical Review E, 64, 016132.

    Examples
    --------
    >>> rows = pd.DataFrame({"id": ["m"], "series": ["M"], "domain": ["naval"], "participants": ["IND;USA;JPN"],
    ...                      "participants_complete": ["yes"]})
    >>> network = exercise_network(rows)
    >>> network.number_of_edges(), network["IND"]["USA"]["m"]["newman"]
    (3, 0.5)
    """
    graph = nx.MultiGraph(incomplete={})
    for row in exercises.itertuples():
        states = sorted(set(str(row.participants).split(";")))
        graph.add_nodes_from(states)
        if row.participants_complete != "yes":
            graph.graph["incomplete"][row.id] = states
        share = 1 / (len(states) - 1) if len(states) > 1 else 0.0
        for one, other in combinations(states, 2):
            graph.add_edge(one, other, key=row.id, series=row.series, domain=row.domain, newman=share)
    return graph


def strength(graph: nx.MultiGraph, focal: str) -> pd.DataFrame:
    """Give the focal state's strength to each partner, with what incomplete lists leave open.

    Parameters
    ----------
    graph : networkx.MultiGraph
        As :func:`exercise_network` builds it.
    focal : str
        The state.

    Returns
    -------
    DataFrame
        ``partner``, ``known`` (exercises in which both are listed), ``possible`` (known, and those with an incomplete
        list that names the focal state and not the partner), ``newman`` (known, weighted by 1 / (states - 1)),
        ``share`` and ``share_high`` (known and possible, of the focal state's exercises), ``exercises`` (of the focal
        state), sorted by ``known``. Empty if it has no partner.

    Examples
    --------
    >>> rows = pd.DataFrame({"id": ["a", "b"], "series": ["A", "B"], "domain": "naval",
    ...                      "participants": ["IND;USA", "IND;JPN"], "participants_complete": ["yes", "no"]})
    >>> strength(exercise_network(rows), "IND")[["partner", "known", "possible"]].to_numpy().tolist()
    [['JPN', 1, 1], ['USA', 1, 2]]
    """
    columns = ["partner", "known", "possible", "newman", "share", "share_high", "exercises"]
    if focal not in graph:
        return pd.DataFrame(columns=columns)
    open_lists = {key: set(listed) for key, listed in graph.graph["incomplete"].items() if focal in listed}
    rows = []
    for partner in sorted(graph[focal]):
        edges = graph[focal][partner]
        unknown = sum(partner not in listed for listed in open_lists.values())
        rows.append((partner, len(edges), len(edges) + unknown, sum(edge["newman"] for edge in edges.values())))
    together = {key for partner in graph[focal] for key in graph[focal][partner]}
    table = pd.DataFrame(rows, columns=columns[:4])
    table["exercises"] = len(together | set(open_lists))
    table["share"] = table["known"] / table["exercises"]
    table["share_high"] = table["possible"] / table["exercises"]
    table = table[columns]
    return table.sort_values(["known", "partner"], ascending=[False, True], ignore_index=True)


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


def without_each_series(exercises: pd.DataFrame, focal: str, partner: str) -> pd.DataFrame:
    """Give the share of the focal state's exercises that a partner joins when each series is left out in turn.

    Parameters
    ----------
    exercises : DataFrame
        Exercises of one period.
    focal, partner : str
        The two states.

    Returns
    -------
    DataFrame
        ``series``, ``editions`` left out, ``share`` and ``rank`` of the partner without it; the first row, series
        "none", leaves nothing out.
    """
    rows = []
    for series in ["none", *sorted(exercises["series"].unique())]:
        rest = exercises[exercises["series"] != series]
        table = strength(exercise_network(rest), focal)
        place = table["partner"] == partner
        share = float(table.loc[place, "share"].sum())
        rank = int((table["known"] > table.loc[place, "known"].max()).sum()) + 1 if place.any() else None
        rows.append((series, len(exercises) - len(rest), share, rank))
    return pd.DataFrame(rows, columns=["series", "editions", "share", "rank"])


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
    known = exercises.dropna(subset=[measure])
    if measure == "states" and "participants_complete" in known:
        known = known[known["participants_complete"] == "yes"]
    known = known.sort_values("year")
    if len(known) < 4 or len(known[measure].unique()) == 1:  # too few, or all the same: no trend to estimate
        nothing = dict.fromkeys(("first", "last", "slope", "low", "high", "tau", "p"), float("nan"))
        return {"n": len(known), **nothing}
    x, y = known["year"].to_numpy(dtype="float64"), known[measure].to_numpy(dtype="float64")
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
