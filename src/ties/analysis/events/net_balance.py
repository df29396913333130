"""Net balance of progress and setbacks: how one-sided a set of events is, and how far its coverage can be trusted."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ties.tables.dates import bounds

Array = NDArray[np.float64]
SIGN = {"progress": 1.0, "setback": -1.0}


def signed_events(events: pd.DataFrame, *, until: str, from_year: int | None = None) -> pd.DataFrame:
    """Give events with their year and sign, up to a day.

    Parameters
    ----------
    events : DataFrame
        Table ``setbacks_and_progress``: ``date``, ``direction``, ``weight_1_3``.
    until : str
        Last day; an event whose date may lie after it is left out.
    from_year : int, optional
        First year.

    Returns
    -------
    DataFrame
        Rows kept, with ``year``, ``sign`` (1 or -1) and ``weight`` (float).

    Raises
    ------
    ValueError
        If a direction is neither progress nor setback.
    """
    wrong = sorted(set(events["direction"]) - set(SIGN))
    if wrong:
        raise ValueError(f"directions that are neither progress nor setback: {', '.join(wrong)}")
    span = bounds(events["date"])
    out = events.assign(
        year=span["earliest"].dt.year,
        sign=events["direction"].map(SIGN).astype("float64"),
        weight=events["weight_1_3"].astype("float64"),
    )
    past = span["latest"] <= pd.Timestamp(until)
    return out[past & (out["year"] >= from_year if from_year is not None else True)]


def net_balance(
    events: pd.DataFrame, by: list[str], *, draws: int = 10_000, seed: int = 0, level: float = 0.95
) -> pd.DataFrame:
    """Give the net balance of each group, weighted and not, with an interval.

    The balance is (progress - setbacks) / (progress + setbacks): 1 = only progress, -1 = only setbacks. The interval
    is of the Bayesian bootstrap: each event's presence is weighed by a draw, so it says what another, equally
    plausible sample of events would have given. It does not mend a bias in what was recorded.

    Parameters
    ----------
    events : DataFrame
        From :func:`signed_events`, with the columns of `by`.
    by : list of str
        Columns that form the groups.
    draws, seed : int
        Number of draws; seed of the random numbers.
    level : float
        Probability inside the interval.

    Returns
    -------
    DataFrame
        Columns of `by`, ``progress``, ``setbacks`` (numbers), ``progress_weight``, ``setback_weight``, ``net``,
        ``net_low``, ``net_high`` (not weighted), ``weighted``, ``weighted_low``, ``weighted_high``.

    References
    ----------
    Rubin, D. B. (1981). The Bayesian bootstrap. Annals of Statistics 9(1), 130-134.

    Examples
    --------
    >>> events = pd.DataFrame({"g": ["a"] * 4, "sign": [1.0, 1.0, 1.0, -1.0], "weight": [1.0, 1.0, 1.0, 3.0]})
    >>> net_balance(events, ["g"])[["net", "weighted"]].values.tolist()
    [[0.5, 0.0]]
    """
    rng = np.random.default_rng(seed)
    rows = []
    for key, group in events.groupby(by, sort=True):
        sign, weight = group["sign"].to_numpy(dtype=np.float64), group["weight"].to_numpy(dtype=np.float64)
        presence = rng.standard_exponential((draws, len(group)))
        row = dict(zip(by, key if isinstance(key, tuple) else (key,), strict=True))
        row |= {"progress": int((sign > 0).sum()), "setbacks": int((sign < 0).sum())}
        row |= {"progress_weight": weight[sign > 0].sum(), "setback_weight": weight[sign < 0].sum()}
        for name, size in (("net", np.ones_like(weight)), ("weighted", weight)):
            drawn = presence @ (sign * size) / (presence @ size)
            low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
            row |= {name: float((sign * size).sum() / size.sum()), f"{name}_low": low, f"{name}_high": high}
        rows.append(row)
    return pd.DataFrame(rows)


def strands_differ(balance: pd.DataFrame, first: str, second: str) -> float:
    """Test whether progress and setbacks divide alike in two strands (Fisher's exact test).

    Parameters
    ----------
    balance : DataFrame
        ``strand``, ``progress``, ``setbacks``; a strand that is missing has no events.
    first, second : str
        Names of the strands.

    Returns
    -------
    float
        Two-sided p-value. Events of one quarrel are not independent, so it is too small rather than too large.

    Examples
    --------
    >>> balance = pd.DataFrame({"strand": ["defence", "trade"], "progress": [3, 0], "setbacks": [0, 3]})
    >>> round(strands_differ(balance, "defence", "trade"), 3)
    0.1
    """
    from scipy.stats import fisher_exact

    counts = balance.set_index("strand").reindex([first, second])[["progress", "setbacks"]].fillna(0)
    return float(fisher_exact(counts.to_numpy()).pvalue)


def unrecorded_setbacks(events: pd.DataFrame, recent_from: int, *, draws: int = 10_000, seed: int = 0) -> Array:
    """Give how many earlier setbacks per recorded one would make the earlier balance as poor as the recent one.

    Recent events are recorded more fully than old ones. If setbacks of earlier years were missed more often than
    progress, a turn for the worse may be an artefact. With P and S the progress and setbacks of the earlier (0) and
    recent (1) years, the balances agree when the earlier setbacks are multiplied by (P0 / S0) (S1 / P1).

    Parameters
    ----------
    events : DataFrame
        From :func:`signed_events`.
    recent_from : int
        First recent year.
    draws, seed : int
        Number of draws; seed of the random numbers.

    Returns
    -------
    array, shape (draws + 1,)
        The factor on the events as they are, then its Bayesian bootstrap draws; over 1 = a turn for the worse.

    Raises
    ------
    ValueError
        If one of the four groups has no event.

    Examples
    --------
    >>> years = [2000] * 4 + [2025] * 4
    >>> events = pd.DataFrame({"year": years, "sign": [1.0, 1.0, 1.0, -1.0, 1.0, -1.0, -1.0, -1.0]})
    >>> float(unrecorded_setbacks(events, 2025, draws=1)[0])
    9.0
    """
    rng = np.random.default_rng(seed)
    recent = (events["year"] >= recent_from).to_numpy()
    good = (events["sign"] > 0).to_numpy()
    groups = [good & ~recent, ~good & ~recent, good & recent, ~good & recent]
    if not all(group.any() for group in groups):
        raise ValueError("progress or setbacks are missing before or after the first recent year")
    presence = np.vstack([np.ones(len(events)), rng.standard_exponential((draws, len(events)))])
    early_good, early_bad, late_good, late_bad = (presence[:, group].sum(axis=1) for group in groups)
    return np.asarray(early_good / early_bad * late_bad / late_good, dtype=np.float64)


def coverage_sensitivity(
    events: pd.DataFrame, recent_from: int, *, draws: int = 2_000, seed: int = 0
) -> pd.DataFrame:
    """Give the recent and earlier balance under several readings of what was covered.

    Parameters
    ----------
    events : DataFrame
        From :func:`signed_events`.
    recent_from : int
        First recent year.
    draws, seed : int
        Draws of the thinned reading; seed of the random numbers.

    Returns
    -------
    DataFrame
        ``reading`` ("all", "weighted", "heavy": weight two or three only, "heaviest": weight three only, "high": rows
        of high confidence, "thinned": as many recent events a year as in the earlier years, drawn at random, and of
        these draws the 97.5 per cent point, the best case), ``earlier_n``, ``recent_n``, ``earlier``, ``recent``
        (balances, -1 to 1), ``change``.
    """
    rng = np.random.default_rng(seed)
    recent = events["year"] >= recent_from
    years = [events.loc[part, "year"] for part in (~recent, recent)]
    spans = [int(y.max() - y.min() + 1) for y in years]
    wanted = min(int(recent.sum()), max(1, round(len(years[0]) / spans[0] * spans[1])))
    signs = events.loc[recent, "sign"].to_numpy(dtype=np.float64)
    thinned = [rng.choice(signs, size=wanted, replace=False).mean() for _ in range(draws)]
    best = float(np.quantile(thinned, 0.975))
    weight = events["weight"]
    readings = {
        "all": (events, None),
        "weighted": (events, "weight"),
        "heavy": (events[weight >= 2], None),
        "heaviest": (events[weight >= 3], None),
        "high": (events[events["confidence"] == "high"], None),
    }
    rows = []
    for name, (part, size) in readings.items():
        now = part["year"] >= recent_from
        before, after = (_mean(part[side], size) for side in (~now, now))
        rows.append((name, int((~now).sum()), int(now.sum()), before, after))
    rows.append(("thinned", int((~recent).sum()), wanted, _mean(events[~recent], None), best))
    out = pd.DataFrame(rows, columns=["reading", "earlier_n", "recent_n", "earlier", "recent"])
    return out.assign(change=out["recent"] - out["earlier"])


def _mean(part: pd.DataFrame, size: str | None) -> float:
    if part.empty:
        return float("nan")
    return float(np.average(part["sign"], weights=None if size is None else part[size]))
