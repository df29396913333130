"""Deterrence: whether one series of exercises carries the share of the United States."""

from __future__ import annotations

import pandas as pd

from ties.analysis.networks.exercise_rows import in_periods
from ties.analysis.networks.exercises import without_each_series
from ties.plotting.text import caption, sentence
from ties.records import Finding, Table


def leave_one_series_out(
    exercises: pd.DataFrame,
    *,
    focal: str,
    years: tuple[int, int],
    period_years: int,
    as_of: str,
    partner: str = "USA",
) -> Table:
    """Show the share of the focal state's exercises that a partner joins, leaving out one series at a time.

    Parameters
    ----------
    exercises, focal, years, period_years, as_of
        As in :func:`ties.chapters.deterrence.exercise_partners.exercise_partners`.
    partner : str
        The partner.

    Returns
    -------
    Table
        Of the last period; the series that matter most come first.

    Examples
    --------
    >>> from ties import load
    >>> spans = {"years": (1992, 2026), "period_years": 7, "as_of": "2026-06-30"}
    >>> leave_one_series_out(load("exercises"), focal="IND", **spans).data.columns.tolist()
    ['series', 'editions', 'share', 'change', 'rank']
    """
    rows = in_periods(exercises, years=years, period_years=period_years, as_of=as_of)
    last = rows[rows["period"] == rows["period"].max()]
    data = prepare_leave_one_series_out(last, focal=focal, partner=partner)
    order = data.iloc[1:].assign(size=data["change"].abs()).sort_values("size", ascending=False)
    return Table(
        "leave-one-out",
        order[["series", "editions", "share", "change", "rank"]].head(8),
        caption("deterrence", "leave-one-out", period=last["period"].iloc[0]),
        findings_leave_one_series_out(order, data["share"].iloc[0]),
        headers={
            "editions": "editions left out",
            "share": "US share without it, %",
            "change": "change, points",
            "rank": "US rank",
        },
        precision={"share": 1, "change": 1},
        download=data,
    )


def prepare_leave_one_series_out(exercises: pd.DataFrame, *, focal: str, partner: str) -> pd.DataFrame:
    """Give the share without each series, and how far it is from the share with all.

    Parameters as of :func:`leave_one_series_out`. Columns: those of
    :func:`ties.analysis.networks.exercises.without_each_series`, with ``share`` in per cent, and ``change``.
    """
    data = without_each_series(exercises, focal, partner)
    with_all = data.loc[data["series"] == "none", "share"].iloc[0]
    return data.assign(share=100 * data["share"], change=100 * (data["share"] - with_all))


def findings_leave_one_series_out(order: pd.DataFrame, share: float) -> list[Finding]:
    """Record the range of the share over the series left out."""
    low, high = order["share"].min(), order["share"].max()
    text = sentence(
        "deterrence", "leave_one_out", low=low, high=high, rank=order["rank"].max(), series=order["series"].iloc[0]
    )
    band = (low, high, "range over series left out")
    return [Finding("leave_one_out", share, text, "per cent", *band, confidence="high")]
