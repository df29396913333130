"""Deterrence: the trend in the size of exercises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from ties.analysis.networks.exercise_complexity import size_trend
from ties.analysis.networks.exercise_rows import begun, described, listing_all
from ties.plotting.text import caption, sentence
from ties.records import Finding, Table, cannot_tell

NAMED = {  # what the prose names, where the trend of the series is asked for
    "malabar_states": ("Malabar", "states"),
    "malabar_days": ("Malabar", "days"),
    "yudh_personnel": ("Yudh Abhyas", "personnel"),
}


def exercise_sizes(exercises: pd.DataFrame, *, pair: tuple[str, str], series: Sequence[str], as_of: str) -> Table:
    """Show the trend in states, days and personnel, for all exercises of two states and for single series.

    Parameters
    ----------
    exercises : DataFrame
        Table ``exercises``.
    pair : tuple of str
        The two states, both listed.
    series : sequence of str
        Series looked at on their own.
    as_of : str
        Last day that counts: an exercise that begins after it is left out.

    Returns
    -------
    Table
        The trends that can be estimated; the download has all.

    Examples
    --------
    >>> from ties import load
    >>> ask = {"pair": ("IND", "USA"), "series": ["Malabar", "Yudh Abhyas"], "as_of": "2026-06-30"}
    >>> [finding.key for finding in exercise_sizes(load("exercises"), **ask).findings]
    ['malabar_states', 'malabar_days', 'yudh_personnel']
    """
    data = prepare_sizes(exercises, pair=pair, series=series, as_of=as_of)
    return Table(
        "sizes",
        data.dropna(subset=["slope"])[["what", "measure", "n", "slope", "low", "high"]],
        caption("deterrence", "sizes"),
        findings_sizes(data),
        headers={"what": "exercises", "slope": "change a year", "low": "95%, low", "high": "95%, high"},
        precision={"slope": 2, "low": 2, "high": 2},
        download=data,
    )


def prepare_sizes(
    exercises: pd.DataFrame, *, pair: tuple[str, str], series: Sequence[str], as_of: str | None = None
) -> pd.DataFrame:
    """Give the trend by group of exercises and measure.

    Parameters as of :func:`exercise_sizes`. Columns: ``what``, ``measure`` and the results of
    :func:`ties.analysis.networks.exercise_complexity.size_trend`.
    """
    rows = described(exercises if as_of is None else begun(exercises, as_of))
    groups = {"all with both": rows[listing_all(rows["participants"], pair)]}
    groups |= {name: rows[rows["series"] == name] for name in series}
    return pd.DataFrame(
        [
            {"what": what, "measure": measure, **size_trend(part, measure)}
            for what, part in groups.items()
            for measure in ("states", "days", "personnel")
        ]
    )


def findings_sizes(data: pd.DataFrame) -> list[Finding]:
    """Record the trends that the prose names; one whose interval holds zero cannot be told."""
    by = data.set_index(["what", "measure"]).to_dict("index")
    findings = []
    for key, (what, measure) in NAMED.items():
        row = by[what, measure]
        if pd.isna(row["slope"]):  # too few editions, or all the same
            text = sentence("deterrence", f"{key}-none", row=row)
            findings += [replace(finding, figure="sizes") for finding in cannot_tell([key], text)]
            continue
        clear = bool(row["low"] > 0 or row["high"] < 0)
        text = sentence("deterrence", key, row=row, clear=clear)
        slope, confidence = (row["slope"], "medium") if clear else (None, "cannot tell")
        band = (row["low"], row["high"], "95% interval, Theil-Sen")
        findings.append(Finding(key, slope, text, f"{measure} a year", *band, 2, confidence, figure="sizes"))
    return findings
