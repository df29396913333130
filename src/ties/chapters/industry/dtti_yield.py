"""Industry: what came of the first scheme of co-development."""

from __future__ import annotations

import pandas as pd

from ties.analysis.proportions import exact_interval
from ties.plotting.text import caption, sentence
from ties.records import Finding, Table


def dtti_yield(initiatives: pd.DataFrame, steps: pd.DataFrame) -> Table:
    """Show what became of the projects of the Defence Technology and Trade Initiative.

    Parameters
    ----------
    initiatives : DataFrame
        Table ``initiatives``.
    steps : DataFrame
        Judgement ``dtti_yield``: ``step`` and ``count``, in order from projects named to products fielded.

    Returns
    -------
    Table
        With the findings ``dtti_signed`` and ``dtti_fielded``: per cent of the projects named, with exact intervals.

    Examples
    --------
    >>> from ties import load
    >>> table = dtti_yield(load("initiatives"), load("judgements/dtti_yield"))
    >>> table.data["step"].iloc[0]
    'projects named'
    """
    return Table(
        "dtti-yield",
        steps[["step", "count", "reason"]],
        caption("industry", "dtti-yield"),
        findings_dtti_yield(steps),
        headers={"step": "Step", "count": "Projects", "reason": "How counted"},
        sources=initiatives.loc[initiatives["id"].str.startswith("dtti"), "sources"],
        tables=("initiatives", "agreements", "deals"),  # the reasons of the counts rest on their rows
    )


def findings_dtti_yield(steps: pd.DataFrame) -> list[Finding]:
    """Say which part of the projects named was signed, and which part reached a force, in per cent."""
    count = steps.set_index("step")["count"]
    named, findings = int(count["projects named"]), []
    for key, step in (("dtti_signed", "project agreements signed"), ("dtti_fielded", "fielded with either force")):
        n = int(count[step])
        low, high = (100 * end for end in exact_interval(n, named))
        text = sentence("industry", key, named=named, count=n, low=low, high=high)
        interval = "95% Clopper-Pearson interval"
        findings.append(Finding(key, 100 * n / named, text, unit="per cent", low=low, high=high, interval=interval))
    return findings
