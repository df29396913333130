"""Challenges: the years in which Russian arms fall under a share, and where the article's number lies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ties.analysis.arms.arsenal import Arsenal, year_under


def year_on_curve(curve: pd.DataFrame, share: float) -> int | None:
    """Give the last year in which a curve was at or over a share; None if it never was, or still is.

    Parameters
    ----------
    curve : DataFrame
        ``year`` and ``share``.
    share : float
        Share to find (0 to 1).

    Examples
    --------
    >>> year_on_curve(pd.DataFrame({"year": [2001, 2002, 2003], "share": [0.7, 0.61, 0.5]}), 0.6)
    2002
    """
    ordered = curve.sort_values("year")
    over = ordered[ordered["share"] >= share]
    if over.empty or over["year"].max() == ordered["year"].max():
        return None
    return int(over["year"].max())


def crossing(shares: NDArray[np.float64], years: NDArray[np.int64], threshold: float) -> NDArray[np.float64]:
    """Give the 2.5, 50 and 97.5 per cent points of the year from which a share stays under a threshold.

    Parameters
    ----------
    shares : array, shape (d, t)
        Shares by draw and year.
    years : array, shape (t,)
        Years.
    threshold : float
        Share to fall under.

    Returns
    -------
    array, shape (3,)
        Years; infinite where that part of the draws has not fallen under it by the last year.

    Examples
    --------
    >>> shares = np.array([[0.6, 0.4]] * 60 + [[0.6, 0.6]] * 40)
    >>> crossing(shares, np.array([2029, 2030]), 0.5).tolist()
    [2030.0, 2030.0, inf]
    """
    found = year_under(shares, years, threshold)
    return np.asarray(np.quantile(found, [0.025, 0.5, 0.975], method="lower"), dtype=np.float64)


def span(shares: NDArray[np.float64], years: NDArray[np.int64], threshold: float) -> str:
    """Write the median and the 95 per cent interval of that year, with "after" for what lies beyond the last.

    Examples
    --------
    >>> shares = np.array([[0.6, 0.4]] * 60 + [[0.6, 0.6]] * 40)
    >>> span(shares, np.array([2029, 2030]), 0.5)
    '2030 (2030 to after 2030)'
    """
    ends = crossing(shares, years, threshold)
    low, middle, high = (f"{y:.0f}" if np.isfinite(y) else f"after {years[-1]}" for y in ends)
    return f"{middle} ({low} to {high})" if low != high else middle


def findings_stock(data: pd.DataFrame, arsenal: Arsenal) -> list[dict[str, Any]]:
    """Compose the findings of the figure: where flow and stock stand, when the stock falls, where the claim lies.

    Parameters
    ----------
    data : DataFrame
        From :func:`prepare_stock_flow`.
    arsenal : Arsenal
        The same simulation.

    Returns
    -------
    list of dict
        Arguments of :func:`ties.findings.record.record`.
    """
    parts = {str(name): rows.sort_values("year") for name, rows in data.groupby("measure")}
    flow, claim = parts["flow"], parts["claim"].iloc[0]
    stock = {m: parts[m][parts[m]["year"] <= data.attrs["last_known"]] for m in ("all_arms", "imported")}
    now, bought = stock["all_arms"].iloc[-1], flow.iloc[-1]
    figure = {"figure": "stock-and-flow"}
    studies = data[data["measure"] == "study"]["share"]
    counts = f"{studies.min():.0%} to {studies.max():.0%}" if len(studies) else "nothing"
    out: list[dict[str, Any]] = [
        {
            "key": "flow_now", "value": 100 * bought["share"], "unit": "per cent", "confidence": "high",
            "sentence": f"Russia supplied {bought['share']:.0%} of India's arms imports in the window ending "
            f"{bought['year']:.0f}.",
        },
        {
            "key": "stock_now", "value": 100 * now["share"], "unit": "per cent",
            "interval": (100 * now["low"], 100 * now["high"]), "interval_means": "95% interval of the cohort model",
            "sentence": f"Russia supplied {bought['share']:.0%} of what India imported in the window ending "
            f"{bought['year']:.0f}, and {now['share']:.0%} ({now['low']:.0%} to {now['high']:.0%}) of what it "
            f"held by military value; published estimates give {counts}.",
        },
    ]  # fmt: skip
    for measure, part in stock.items():
        at = part[part["year"] == claim["year"]].iloc[0]
        inside = at["low"] <= claim["share"] <= at["high"]
        what = "all arms" if measure == "all_arms" else "imported types"
        out.append({
            "key": f"claim_on_{measure}", "value": 100 * at["share"], "unit": "per cent",
            "interval": (100 * at["low"], 100 * at["high"]), "interval_means": "95% interval of the cohort model",
            "sentence": f"As a share of {what}, the article's {claim['share']:.0%} for {claim['year']:.0f} "
            f"lies {'inside' if inside else 'above' if claim['share'] > at['high'] else 'below'} the band of "
            f"the model ({at['low']:.0%} to {at['high']:.0%}).",
        })  # fmt: skip
    then, at = year_on_curve(flow, claim["share"]), flow[flow["year"] == claim["year"]]["share"]
    told = f"{at.iloc[0]:.0%}" if len(at) else "not known"
    ended = f"was last reached in the window ending {then}" if then else "was not passed in these windows"
    out.append({
        "key": "claim_on_flow", "value": then, "confidence": "high" if then else "cannot tell",
        "sentence": f"As a share of imports the article's number does not fit {claim['year']:.0f} ({told}): it "
        f"{ended}.",
    })  # fmt: skip
    for measure, key in (("all_arms", ""), ("imported", "_imported")):
        for threshold, name in ((0.5, "under_half"), (0.25, "under_quarter")):
            out.append(
                _finding_crossing(getattr(arsenal, measure), arsenal.years, threshold, f"stock{key}_{name}", measure)
            )
    return [finding | figure for finding in out]


def prepare_counted(arsenal: Arsenal, data: pd.DataFrame) -> pd.DataFrame:
    """Give the years under one half and one quarter if a published count of the stock is right.

    In each draw the Russian items are weighed up or down until the share in the year of the study is the published
    one, and keep that weight: odds are scaled by one factor, so no second simulation is needed.

    Parameters
    ----------
    arsenal : Arsenal
        Simulated stock.
    data : DataFrame
        From :func:`prepare_stock_flow`; its rows of measure "study" are used.

    Returns
    -------
    DataFrame
        ``id``, ``year``, ``published`` (per cent), ``weight`` (median factor on the odds), ``under_half``,
        ``under_quarter`` (median year and interval, as text).
    """
    rows = []
    for study in data[data["measure"] == "study"].sort_values(["year", "id"]).to_dict("records"):
        at = np.flatnonzero(arsenal.years == study["year"])
        if len(at) == 0 or not 0 < study["share"] < 1:
            continue
        then = arsenal.all_arms[:, at]
        factor = study["share"] / (1 - study["share"]) / (then / (1 - then))
        scaled = factor * arsenal.all_arms / (1 + (factor - 1) * arsenal.all_arms)
        rows.append((study["id"], study["year"], 100 * study["share"], float(np.median(factor)),
                     span(scaled, arsenal.years, 0.5), span(scaled, arsenal.years, 0.25)))  # fmt: skip
    return pd.DataFrame(rows, columns=["id", "year", "published", "weight", "under_half", "under_quarter"])


def findings_counted(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Compose the finding on published counts; see :func:`ties.findings.record.record` for the fields."""
    low, high = (data.sort_values("published").iloc[end] for end in (0, -1))
    return [
        {
            "key": "counted_half", "value": high["under_half"], "confidence": "low",
            "sentence": f"If the lowest published estimate is right ({low['published']:.0f} per cent, "
            f"{low['year']}), the share falls under one half {_when(low['under_half'])}; if the highest is "
            f"({high['published']:.0f} per cent, {high['year']}), {_when(high['under_half'])}.",
        }
    ]  # fmt: skip


def _when(told: str) -> str:
    """Put a year into a sentence: "in 2036", "after 2060"."""
    return told if told.startswith("after") else f"in {told}"


def _finding_crossing(
    shares: NDArray[np.float64], years: NDArray[np.int64], threshold: float, key: str, measure: str
) -> dict[str, Any]:
    """Compose the finding of one crossing; a year beyond the horizon is not a number."""
    low, middle, high = crossing(shares, years, threshold)
    what = "all arms" if measure == "all_arms" else "imported types"
    told = f"The Russian share of {what} falls under {threshold:.0%} in {span(shares, years, threshold)}"
    by_end = np.isfinite(year_under(shares, years, threshold)).mean()
    finding: dict[str, Any] = {"key": key, "sentence": f"{told}, if the assumptions hold.", "confidence": "low"}
    if not np.isfinite(middle):
        return finding | {
            "value": None, "confidence": "cannot tell",
            "sentence": f"The Russian share of {what} falls under {threshold:.0%} by {years[-1]} in "
            f"{by_end:.0%} of the draws.",
        }  # fmt: skip
    end = f"95% interval; {years[-1]} stands for that year or later"
    ends = (str(int(low)), str(int(min(high, years[-1]))))
    return finding | {"value": str(int(middle)), "low": float(ends[0]), "high": float(ends[1]), "interval": end}
