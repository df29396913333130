"""Deterrence: whether the test of border crises depends on windows, lags and the choice of crises."""

from __future__ import annotations

import pandas as pd

from ties.analysis.events.crises import (
    START,
    TooFewCrisesError,
    counts_by_month,
    crisis_months,
    last_start,
    sensitivity_to_crises,
)
from ties.analysis.events.event_study import event_study
from ties.chapters.deterrence.crisis_response import CLEAR, too_few_crises
from ties.plotting.text import caption, sentence
from ties.records import Finding, Table

WINDOWS, LAGS = (6, 12, 18, 24), (0, 3, 6)  # months


def crisis_windows(
    exercises: pd.DataFrame,
    dialogues: pd.DataFrame,
    kinds: pd.DataFrame,
    incidents: pd.DataFrame,
    crises: pd.DataFrame,
    *,
    as_of: str,
    draws: int,
    seed: int,
    pair: tuple[str, str] = ("IND", "USA"),
) -> Table:
    """Show the smallest p-values of all windows and lags, before and after correction for the number of tries.

    Parameters
    ----------
    exercises, dialogues, kinds, incidents, crises, as_of, draws, seed, pair
        As in :func:`ties.chapters.deterrence.crisis_response.crisis_response`; crises count that leave room for the
        longest window and lag.

    Returns
    -------
    Table
        Empty if fewer than two crises are left.

    Examples
    --------
    >>> from ties import load
    >>> events = load("exercises"), load("dialogues"), load("judgements/meeting_kinds")
    >>> crises = load("border_incidents"), load("judgements/border_crises")
    >>> len(crisis_windows(*events, *crises, as_of="2026-06-30", draws=100, seed=1).download)
    24
    """
    counts = counts_by_month(exercises, dialogues, kinds, pair=pair, last=as_of[:7])
    try:
        months = crisis_months(incidents, crises, until=_until(as_of))
    except TooFewCrisesError as few:
        return Table(
            "tries", pd.DataFrame(), caption("deterrence", "tries"), too_few_crises(few, "smallest_adjusted_p")
        )
    tries = event_study(counts, months, windows=WINDOWS, lags=LAGS, draws=draws, seed=seed, start=START)
    data = tries.sort_values("p", ignore_index=True)
    least, clear = data["p_adjusted"].min(), int((data["p"] < CLEAR).sum())
    text = sentence("deterrence", "smallest_adjusted_p", tries=len(data), few=clear, least=least)
    return Table(
        "tries",
        data[["outcome", "window", "lag", "change", "p", "p_adjusted"]].head(8),
        caption("deterrence", "tries"),
        [Finding("smallest_adjusted_p", least, text, precision=2)],
        headers={
            "window": "window, months",
            "lag": "lag, months",
            "change": "change per crisis",
            "p_adjusted": "p, adjusted",
        },
        precision={"change": 1, "p": 3, "p_adjusted": 3},
        download=data,
    )


def crisis_choices(
    exercises: pd.DataFrame,
    dialogues: pd.DataFrame,
    kinds: pd.DataFrame,
    incidents: pd.DataFrame,
    crises: pd.DataFrame,
    *,
    as_of: str,
    window: int,
    lag: int,
    draws: int,
    seed: int,
    pair: tuple[str, str] = ("IND", "USA"),
) -> list[Finding]:
    """Find whether exercises or meetings rose after border crises, also without 2020 and with a further crisis.

    Parameters
    ----------
    exercises, dialogues, kinds, incidents, crises, as_of, window, lag, draws, seed, pair
        As in :func:`ties.chapters.deterrence.crisis_response.crisis_response`; crises count that leave room for the
        longest window and lag.

    Returns
    -------
    list of Finding

    Examples
    --------
    >>> from ties import load
    >>> events = load("exercises"), load("dialogues"), load("judgements/meeting_kinds")
    >>> crises = load("border_incidents"), load("judgements/border_crises")
    >>> ask = {"as_of": "2026-06-30", "window": 12, "lag": 0, "draws": 100, "seed": 1}
    >>> [finding.key for finding in crisis_choices(*events, *crises, **ask)]
    ['rise_calm', 'rise_wider', 'response']
    """
    counts = counts_by_month(exercises, dialogues, kinds, pair=pair, last=as_of[:7])
    try:
        months = crisis_months(incidents, crises, until=_until(as_of))
    except TooFewCrisesError as few:
        return too_few_crises(few, "rise_calm", "rise_wider", "response")
    sets = {
        "all": months,
        "calm": [month for month in months if month[:4] != "2020"],
        "wider": crisis_months(incidents, crises, ("main", "wider"), until=_until(as_of)),
    }
    windows, lags = sorted({*WINDOWS, window}), sorted({*LAGS, lag})
    data = sensitivity_to_crises(counts, sets, windows=windows, lags=lags, draws=draws, seed=seed)
    here = (data["outcome"] == "exercises") & (data["window"] == window) & (data["lag"] == lag)
    rows = data[here].set_index("crises")[["change", "p"]].T.to_dict()
    findings = []
    for key in ("calm", "wider"):
        change, text = rows[key]["change"], sentence("deterrence", f"rise_{key}", **rows[key])
        findings.append(Finding(f"rise_{key}", change, text, "per crisis", precision=1, confidence="low"))
    least = data.groupby("crises")["p_adjusted"].min()
    rose = bool(least[["all", "calm"]].max() < CLEAR)
    name = "response-rose" if rose else "response-none"
    text = sentence("deterrence", name, crises=len(months), with_2020=least["all"], without_2020=least["calm"])
    value, confidence = ("rose", "low") if rose else (None, "cannot tell")
    return [*findings, Finding("response", value, text, confidence=confidence, figure="events")]


def _until(as_of: str) -> str:
    return last_start(as_of, window=max(WINDOWS), lag=max(LAGS))
