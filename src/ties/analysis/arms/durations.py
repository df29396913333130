"""Waiting times between two stages of a deal, with deals that still wait counted as censored."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ties.tables.dates import bounds

YEAR = 365.25  # days
NORMAL_95 = 1.959963984540054  # two-sided 95 per cent point of the normal distribution
STAGES = ["announced", "contracted", "first_delivery", "completed"]
SIGNED = ("contracted", "delivering", "delivered")
ARRIVED = ("delivering", "delivered")


def stage_bounds(deals: pd.DataFrame) -> pd.DataFrame:
    """Give the first and last day on which each deal can have reached each stage.

    A date of year or month precision stands for all of its days. A stage that a deal must have passed, although its
    date is not known (its status says signed or delivered, or a later stage is dated), lies between its neighbours.

    Parameters
    ----------
    deals : DataFrame
        Table ``deals``: ``announced``, ``contracted``, ``first_delivery``, ``completed`` and ``status``.

    Returns
    -------
    DataFrame
        ``<stage>_earliest`` and ``<stage>_latest`` for each stage, on the index of `deals`; ``NaT`` where the stage
        was not reached, or where nothing bounds it.
    """
    dates = {stage: bounds(deals[stage]) for stage in STAGES}
    out = pd.DataFrame(
        {f"{stage}_{end}": dates[stage][end] for stage in STAGES for end in ("earliest", "latest")}, index=deals.index
    )
    undated = {
        "contracted": out["contracted_latest"].isna()
        & (deals["status"].isin(SIGNED) | out["first_delivery_latest"].notna()),
        "first_delivery": out["first_delivery_latest"].isna()
        & (deals["status"].isin(ARRIVED) | out["completed_latest"].notna()),
    }
    after = {"contracted": ["first_delivery_latest", "completed_latest"], "first_delivery": ["completed_latest"]}
    before = {"contracted": "announced_earliest", "first_delivery": "contracted_earliest"}
    for stage, wanting in undated.items():
        upper = out[after[stage]].min(axis=1)
        bounded = wanting & upper.notna() & out[before[stage]].notna()
        out[f"{stage}_earliest"] = out[f"{stage}_earliest"].where(~bounded, out[before[stage]])
        out[f"{stage}_latest"] = out[f"{stage}_latest"].where(~bounded, upper)
    return out


def spells(deals: pd.DataFrame, start: str, end: str, as_of: str) -> pd.DataFrame:
    """Compute how long each deal waited, or has waited so far, between two stages.

    Parameters
    ----------
    deals : DataFrame
        Table ``deals``.
    start, end : str
        Stages (``announced``, ``contracted``, ``first_delivery``, ``completed``).
    as_of : str
        Last day that counts (ISO 8601). Deals that had not reached `end` by then are censored on that day.

    Returns
    -------
    DataFrame
        One row per deal that can be used: the columns of `deals`, ``event`` (reached), ``shortest``, ``longest`` and
        ``years`` (the middle of the two), all in years of 365.25 days. ``attrs["left_out"]`` counts the deals left
        out by reason. A deal announced by its own contract says nothing of the first clock and is left out of it.
        A deal dropped before the end stage never reaches it: it stays among those that wait, so that one minus the
        curve is the share of all deals that got there (the cumulative incidence). A signed contract that was later
        cancelled is left out of clocks that start at the contract.

    Raises
    ------
    ValueError
        If a stage is unknown or the two are not in order.

    Examples
    --------
    >>> deals = pd.DataFrame({"id": ["a", "b"], "status": ["contracted", "approved"], "announced_basis": "tender",
    ...     "announced": ["2020-01-01", "2020-01-01"], "contracted": ["2022-01-01", None],
    ...     "first_delivery": [None, None], "completed": [None, None]})
    >>> spells(deals, "announced", "contracted", "2024-01-01")[["id", "event", "years"]].round(2)
      id  event  years
    0  a   True    2.0
    1  b  False    4.0
    """
    if start not in STAGES or end not in STAGES or STAGES.index(start) >= STAGES.index(end):
        raise ValueError(f"{start!r} to {end!r} is not a wait between two stages")
    limit = pd.Timestamp(as_of)
    dates = stage_bounds(deals)
    low, high = dates[f"{start}_earliest"], dates[f"{start}_latest"]
    first, last = dates[f"{end}_earliest"], dates[f"{end}_latest"]
    high = high.where(high <= limit, limit)  # a start dated to the year of the last day lies before that day
    reached = last.notna() & (first <= limit)
    passed = deals["status"].isin(SIGNED if end == "contracted" else ARRIVED)
    reasons = {  # in this order: a deal is counted under the first that holds
        "without a known start": low.isna(),
        "that start after the as-of date": low > limit,
        "announced by their own contract": (deals["announced_basis"] == "contract") & (start == "announced"),
        # counted as waiting it would lengthen the curve, although it is known to have got there
        "that got there on an unknown date": last.isna() & passed & (end != "completed"),
        # before a signature a dropped deal waits for ever; after it, no delivery was due any more
        "cancelled after signature": (deals["status"] == "cancelled") & (start != "announced") & last.isna(),
    }
    use, left_out = pd.Series(data=True, index=deals.index), {}
    for reason, rows in reasons.items():
        left_out[reason] = int((use & rows).sum())
        use &= ~rows
    stop_first, stop_last = first.where(reached, limit), last.where(reached & (last <= limit), limit)
    shortest = ((stop_first - high).dt.days.clip(lower=0) / YEAR)[use]
    longest = ((stop_last - low).dt.days.clip(lower=0) / YEAR)[use]
    out = deals[use].assign(
        event=reached[use].astype(bool), shortest=shortest, longest=longest, years=(shortest + longest) / 2
    )
    out.attrs = {"left_out": {reason: n for reason, n in left_out.items() if n}, "start": start, "end": end}
    return out


def kaplan_meier(waits: pd.DataFrame, by: str) -> pd.DataFrame:
    """Estimate the share of deals that still wait, by group.

    Parameters
    ----------
    waits : DataFrame
        As :func:`spells` gives it.
    by : str
        Column that names the group.

    Returns
    -------
    DataFrame
        One row per group and time: ``group``, ``years``, ``waiting`` (share), ``low`` and ``high`` (95 per cent band,
        log-log), ``at_risk`` and ``reached`` (counts at that time); every group starts at 0 years.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958), Nonparametric estimation from incomplete observations. JASA 53(282).
    """
    from statsmodels.duration.survfunc import SurvfuncRight

    parts = []
    for group, rows in waits.groupby(by):
        years, event = rows["years"].to_numpy(), rows["event"].to_numpy(dtype=int)
        curve = SurvfuncRight(years, event)
        # the curve holds times of events only, and a group can end with a deal that still waits
        times = np.unique([0.0, *years])
        steps = np.searchsorted(curve.surv_times, times, side="right")
        share, error = (np.append(start, at)[steps] for start, at in ((1, curve.surv_prob), (0, curve.surv_prob_se)))
        low, high = _log_log_band(share, error)
        at_risk, reached = [(years >= t).sum() for t in times], [event[years == t].sum() for t in times]
        columns = {"years": times, "waiting": share, "low": low, "high": high, "at_risk": at_risk, "reached": reached}
        parts.append(pd.DataFrame({"group": group, **columns}))
    return pd.concat(parts, ignore_index=True)


def _log_log_band(share: np.ndarray, error: np.ndarray) -> list[np.ndarray]:
    """Give the ends of the 95 per cent band of a share that still waits; none or all have no band."""
    between = (share > 0) & (share < 1)
    inside = share[between]
    width = NORMAL_95 * error[between] / (inside * np.log(inside))
    ends = [share.copy(), share.copy()]
    for end, sign in zip(ends, (-1, 1), strict=True):
        end[between] = inside ** np.exp(sign * width)
    return ends


def median_waits(waits: pd.DataFrame, by: str) -> pd.DataFrame:
    """Estimate the median wait of each group with its interval.

    Parameters
    ----------
    waits : DataFrame
        As :func:`spells` gives it.
    by : str
        Column that names the group.

    Returns
    -------
    DataFrame
        ``group``, ``n``, ``reached`` (counts), ``median``, ``low`` and ``high`` in years: the 95 per cent interval is
        where the band of the curve crosses one half. Infinite where the curve (or its band) never falls to one half.

    References
    ----------
    Brookmeyer, R. and Crowley, J. (1982), A confidence interval for the median survival time. Biometrics 38(1).
    """
    rows = []
    for group, curve in kaplan_meier(waits, by).groupby("group"):
        years = curve["years"].to_numpy()
        rows.append(
            {
                "group": group,
                "n": int(curve["at_risk"].iloc[0]),
                "reached": int(curve["reached"].sum()),
                "median": _crossing(years, curve["waiting"].to_numpy()),
                "low": _crossing(years, curve["low"].to_numpy()),
                "high": _crossing(years, curve["high"].to_numpy()),
            }
        )
    return pd.DataFrame(rows)


def logrank(waits: pd.DataFrame, by: str) -> float:
    """Test whether the groups wait equally long (log-rank test).

    Returns
    -------
    float
        The p-value; ``nan`` with fewer than two groups, or where none got there.

    References
    ----------
    Mantel, N. (1966), Evaluation of survival data and two new rank order statistics arising in its consideration.
    Cancer Chemotherapy Reports 50(3).
    """
    from statsmodels.duration.survfunc import survdiff

    codes, groups = pd.factorize(waits[by])
    if len(groups) < 2 or not waits["event"].any():
        return float("nan")
    return float(survdiff(waits["years"].to_numpy(), waits["event"].to_numpy(dtype=int), codes)[1])


def date_sensitivity(waits: pd.DataFrame, by: str, *, draws: int, seed: int) -> pd.DataFrame:
    """Compute how far partly known dates can move the median waits.

    Each draw puts the length of every wait at random between its shortest and its longest; the bounds put all of them
    at one end together.

    Parameters
    ----------
    waits : DataFrame
        As :func:`spells` gives it.
    by : str
        Column that names the group.
    draws, seed : int
        Number of draws and seed of their generator.

    Returns
    -------
    DataFrame
        ``group``, ``all_shortest`` and ``all_longest`` (median if every wait is as short, or as long, as it can be),
        ``draw_low``, ``draw_median``, ``draw_high`` (2.5, 50 and 97.5 per cent of the drawn medians), in years.
    """
    generator = np.random.default_rng(seed)
    rows = []
    for group, part in waits.groupby(by):
        event = part["event"].to_numpy()
        low, high = part["shortest"].to_numpy(), part["longest"].to_numpy()
        drawn = [_median(generator.uniform(low, high), event) for _ in range(draws)]
        rows.append(
            {
                "group": group,
                "all_shortest": _median(low, event),
                "all_longest": _median(high, event),
                **dict(
                    zip(
                        ("draw_low", "draw_median", "draw_high"),
                        np.quantile(drawn, [0.025, 0.5, 0.975], method="nearest"),
                        strict=True,
                    )
                ),
            }
        )
    return pd.DataFrame(rows)


def _median(years: np.ndarray, event: np.ndarray) -> float:
    """Give the median of a Kaplan-Meier curve."""
    from statsmodels.duration.survfunc import SurvfuncRight

    if not event.any():
        return float("inf")
    curve = SurvfuncRight(years, event.astype(int))
    return _crossing(curve.surv_times, curve.surv_prob)


def _crossing(years: np.ndarray, waiting: np.ndarray) -> float:
    """Give the first time at which no more than half still wait; the tolerance is for rounding in products."""
    there = np.flatnonzero(waiting <= 0.5 + 1e-9)
    return float(years[there[0]]) if len(there) else float("inf")
