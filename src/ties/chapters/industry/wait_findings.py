"""Industry: the findings about waiting times and promises as sentences with their intervals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ties.analysis.arms.durations import logrank, median_waits
from ties.chapters.industry.share_findings import listed
from ties.chapters.industry.waits import CLOCKS, SIGNIFICANT, say_interval

Finding = dict[str, Any]


def median_finding(waits: pd.DataFrame, who: str) -> dict[str, Any]:
    """Give the median wait of some deals as the fields of a finding.

    Parameters
    ----------
    waits : DataFrame
        As :func:`prepare_waits` gives it, or a part of it.
    who : str
        Whose deals they are, as the sentence names them ("US deals").

    Returns
    -------
    dict
        ``value`` (years, or None where half of the deals have not got there), ``sentence``, ``unit``, ``precision``,
        ``confidence`` and, where both ends are finite, ``interval``.
    """
    clock, _ = CLOCKS[waits.attrs["start"], waits.attrs["end"]]
    unknown = {"value": None, "confidence": "cannot tell", "unit": "years", "precision": 1}
    if waits.empty:
        return unknown | {"sentence": f"No deal can be timed from {clock} for {who}."}
    row = (
        median_waits(waits.assign(group="all"), "group").iloc[0].rename({"low": "median_low", "high": "median_high"})
    )
    count = f"{row['reached']} of {row['n']} got there"
    if not np.isfinite(row["median"]):
        return unknown | {"sentence": f"Less than half of the {who} went from {clock} ({count})."}
    finding = {
        "value": float(row["median"]),
        "sentence": (
            f"Half of the {who} went from {clock} within {row['median']:.1f} years ({say_interval(row)}; {count})."
        ),
        "unit": "years",
        "precision": 1,
        "confidence": "medium" if row["n"] >= 30 else "low",
        "interval_means": "95% interval of the Kaplan-Meier median"
        if np.isfinite(row["median_high"])
        else "open above",
    }
    ends = (float(row["median_low"]), float(row["median_high"]))
    return finding | ({"interval": ends} if np.isfinite(ends).all() else {})


def logrank_finding(waits: pd.DataFrame, by: str, who: str) -> Finding:
    """Say whether two groups of deals wait differently long.

    Returns
    -------
    dict
        Fields of a finding: the p-value of the log-rank test; None where there is one group only.
    """
    p = logrank(waits, by)
    if np.isnan(p):
        return {"value": None, "sentence": f"There are too few deals to compare {who}.", "confidence": "cannot tell"}
    told = "tells" if p < SIGNIFICANT else "does not tell"
    return {
        "value": p,
        "sentence": f"A log-rank test {told} {who} apart (p = {p:.2g}).",
        "precision": 3,
        "interval_means": "a p-value",
        "confidence": "low",
    }


def agreement_finding(lists: dict[str, pd.DataFrame], supplier: str, name: str) -> Finding:
    """Say whether lists of waits agree on who delivers sooner, one supplier or all others.

    Parameters
    ----------
    lists : dict of str to DataFrame
        Waits (``supplier``, ``years``, ``event``) by the name of their list.
    supplier, name : str
        Code of the supplier, and how the sentence calls it.

    Returns
    -------
    dict
        Fields of a finding: ``sooner``, ``later`` or, where a log-rank test does not tell them apart in every list or
        the lists point to different sides, None.
    """
    sides = {}
    for title, waits in lists.items():
        own = waits["supplier"] == supplier
        medians = [
            float(median_waits(waits[part].assign(all=""), "all")["median"].iloc[0]) if part.any() else np.nan
            for part in (own, ~own)
        ]
        p = logrank(waits.assign(own=own), "own")
        sides[title] = "" if np.isnan(p) or p >= SIGNIFICANT else "sooner" if medians[0] < medians[1] else "later"
    found = set(sides.values())
    if len(found) == 1 and "" not in found:
        side = found.pop()
        sentence = f"By {listed(list(lists))} alike, {name} delivers {side} than the others."
        return {"value": side, "sentence": sentence, "interval_means": "log-rank tests", "confidence": "low"}
    told = "; ".join(f"by {title} {side or 'it cannot be told from the others'}" for title, side in sides.items())
    return {
        "value": None,
        "sentence": f"Whether {name} delivers sooner than others cannot be told: {told}.",
        "confidence": "cannot tell",
    }


def left_out_finding(waits: pd.DataFrame) -> Finding:
    """Say how many deals a clock leaves out, and why.

    Returns
    -------
    dict
        Fields of a finding: the number of deals left out.
    """
    left = dict(waits.attrs["left_out"])
    clock, _ = CLOCKS[waits.attrs["start"], waits.attrs["end"]]
    why = listed([f"{n} {reason}" for reason, n in left.items()]) if left else "none is left out"
    return {
        "value": sum(left.values()),
        "sentence": f"The clock from {clock} uses {len(waits)} deals and leaves out {sum(left.values())}: {why}.",
        "unit": "deals",
        "interval_means": "a count",
        "confidence": "high",
    }


def precision_finding(table: pd.DataFrame) -> Finding:
    """Say how far dates known only to the month or year can move a median.

    Parameters
    ----------
    table : DataFrame
        As :func:`ties.analysis.arms.durations.date_sensitivity` gives it.

    Returns
    -------
    dict
        Fields of a finding: the widest range between reading all dates one way and the other, in years.
    """
    finite = table[np.isfinite(table["all_shortest"]) & np.isfinite(table["all_longest"])]
    if finite.empty:
        return {
            "value": None,
            "sentence": "No median is reached, so dates cannot move one.",
            "confidence": "cannot tell",
        }
    width = finite["all_longest"] - finite["all_shortest"]
    row = finite.loc[width.sort_values(kind="stable").index[-1]]
    drawn = (table["draw_high"] - table["draw_low"]).replace([np.inf, -np.inf], np.nan).max()
    return {
        "value": float(width.max()),
        "sentence": (
            f"If every such date is read the one way or the other, a median moves by at most {width.max():.1f} years "
            f"({row['group']}, {row['all_shortest']:.1f} to {row['all_longest']:.1f}); random dates move none by "
            f"more than {drawn:.1f}."
        ),
        "unit": "years",
        "precision": 1,
        "interval": (float(width.min()), float(width.max())),
        "interval_means": "range over suppliers and clocks",
        "confidence": "high",
    }


def promise_findings(data: pd.DataFrame) -> dict[str, Finding]:
    """Say how many promised dates were missed, in all and by US deals.

    Parameters
    ----------
    data : DataFrame
        As :func:`ties.analysis.arms.promises.delays` gives it.

    Returns
    -------
    dict
        ``promises_missed`` and ``promises_us``: fields of findings, the median delay in years of those missed.
    """
    judged = data.dropna(subset=["years_late"])
    findings: dict[str, Finding] = {}
    for key, rows, who in (
        ("promises_missed", judged, "deals"),
        ("promises_us", judged[judged["supplier"] == "USA"], "US deals"),
    ):
        late = rows.loc[rows["outcome"].isin(["late", "overdue"]), "years_late"]
        if late.empty:
            sentence = f"No promised date of the {len(rows)} {who} that can be judged was missed."
            findings[key] = {"value": None, "sentence": sentence, "confidence": "cannot tell"}
            continue
        findings[key] = {
            "value": float(late.median()),
            "sentence": (
                f"Of {len(rows)} {who} with a promised date that can be judged, {len(late)} missed it, "
                f"by {late.min():.1f} to {late.max():.1f} years."
            ),
            "unit": "years",
            "precision": 1,
            "interval": (float(late.min()), float(late.max())),
            "interval_means": "range of the cases; no sample",
            "confidence": "low",
        }
    return findings
