"""Show chosen findings as a list of sentences, each with its figure and with how sure it is."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ties.findings.collect import ShownTable
from ties.records import NAME


def headlines(findings: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """Take the chosen findings, in the order of the choice.

    Parameters
    ----------
    findings : DataFrame
        What :func:`ties.findings.published.published` gives.
    chosen : DataFrame
        Columns ``key``, ``reason`` (of the choice), ``no_interval`` (why the number has none; missing where it has
        one) and ``what_would_change`` (our mind).

    Returns
    -------
    DataFrame
        The rows of `findings` that are chosen, with ``reason``, ``no_interval`` and ``what_would_change``; none where
        no chapter has run.

    Raises
    ------
    KeyError
        If a chosen finding is not published: all of them are named.
    """
    columns = ["key", "reason", "no_interval", "what_would_change"]
    return _of_published(findings, chosen)[columns].merge(findings, on="key", how="left", validate="1:1")


def deciding(findings: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """Take, for each claim, the findings that bear on it.

    Parameters
    ----------
    findings : DataFrame
        What :func:`ties.findings.published.published` gives.
    chosen : DataFrame
        Columns ``claim``, ``key`` and ``reason`` (why the finding bears on the claim).

    Returns
    -------
    DataFrame
        One row per claim and finding: the columns of `findings`, with ``claim`` and ``reason``; none where no chapter
        has run.

    Raises
    ------
    KeyError
        If a chosen finding is not published: all of them are named.
    """
    columns = ["claim", "key", "reason"]
    return _of_published(findings, chosen)[columns].merge(findings, on="key", how="left", validate="m:1")


def _of_published(findings: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """Give the choice; none of it where no chapter has run."""
    if findings.empty:
        return chosen.iloc[:0]
    missing = sorted(set(chosen["key"]) - set(findings["key"]))
    if missing:
        raise KeyError(f"chosen, but no chapter records them: {', '.join(missing)}")
    return chosen


def show_findings(data: pd.DataFrame, *, name: str, tables: Sequence[str] = ()) -> None:
    """Show findings as a numbered list.

    Parameters
    ----------
    data : DataFrame, shape (n, k)
        What :func:`headlines` gives; no rows where no chapter has run.
    name : str
        Short hyphenated name, unique in the chapter.
    tables : sequence of str
        The judgement that chose them.

    Raises
    ------
    ValueError
        If the name is not well-formed.
    """
    if not NAME.match(name):
        raise ValueError(f"name {name!r} is not lower-case and hyphenated")
    rows = [dict(zip(data.columns, row, strict=True)) for row in data.to_numpy()]
    items = "".join(f"<li>{_item(row)}</li>" for row in rows)
    page = (
        f'<ol class="ties-findings">{items}</ol>' if rows else "<p>No other chapter has run on this machine yet.</p>"
    )
    csv = data.to_csv(index=False, lineterminator="\n")
    plain = "\n".join(f"{row['key']}: {row['sentence']}" for row in rows) or "No other chapter has run yet."
    caption = f"{len(rows)} findings"
    ShownTable(name, caption, list(tables), [], page, len(rows), len(rows), csv, embed=True).emit(plain)


def _item(row: dict[str, object]) -> str:
    change = str(row["what_would_change"])
    return (
        f"{finding_link(row)} "
        f'<span class="finding-sure">{html.escape(interval_words(row))} '
        f"How sure: {html.escape(str(row['confidence']))}. "
        f"What would change our mind: {html.escape(change[:1].lower() + change[1:])}</span>"
    )


def interval_words(finding: Mapping[str, Any]) -> str:
    """Say the interval of a finding with what it is, or why there is none.

    Parameters
    ----------
    finding : mapping
        One row of what :func:`headlines` gives.

    Examples
    --------
    >>> share = {"low": 34.5, "high": 39.2, "precision": 1, "unit": "per cent", "interval": "over windows"}
    >>> interval_words(share)
    'Interval: 34.5 to 39.2 per cent (over windows).'
    >>> interval_words({"low": None, "high": None, "no_interval": "a count"})
    'No interval: a count.'
    """
    if pd.isna(finding["low"]) or pd.isna(finding["high"]):
        reason = finding["no_interval"]
        return f"No interval: {'not computed' if pd.isna(reason) else reason}."
    unit = str(finding["unit"])
    # thousands are separated, but not in years
    style = (
        f".{int(finding['precision'])}f"
        if 1900 <= finding["low"] <= 2100 and not unit
        else f",.{int(finding['precision'])}f"
    )
    span = f"{finding['low']:{style}} to {finding['high']:{style}}"
    means = str(finding["interval"])
    return f"Interval: {span}{f' {unit}' if unit else ''}{f' ({means})' if means else ''}."


def finding_link(finding: Mapping[str, object]) -> str:
    """Write the sentence of a finding as a link to the figure that shows it, or else to its chapter.

    Examples
    --------
    >>> finding_link({"chapter": "industry", "figure": "waits", "sentence": "They waited."})
    '<a href="industry.html#industry-waits">They waited.</a>'
    """
    chapter, figure = str(finding["chapter"]), str(finding["figure"] or "")
    address = f"{chapter}.html#{chapter}-{figure}" if figure else f"{chapter}.html"
    return f'<a href="{html.escape(address)}">{html.escape(str(finding["sentence"]))}</a>'
