"""Synthesis: which kinds of claim stand."""

from __future__ import annotations

import pandas as pd

from ties.analysis.claim_tally import LABELS, held, tally
from ties.plotting.text import caption, sentence
from ties.records import Finding, Table, cannot_tell

FEWEST = 5  # claims of a kind that enters the sentence


def verdict_kinds(claims: pd.DataFrame) -> Table:
    """Show the number of claims by kind and outcome, the kind of which most hold first.

    Parameters
    ----------
    claims : DataFrame, shape (n, k)
        Table ``claims``.

    Returns
    -------
    Table

    Examples
    --------
    >>> from ties import load
    >>> verdict_kinds(load("claims")).findings[0].key
    'kinds'
    """
    counts = tally(claims, by="kind").loc[held(claims, "kind").index].reset_index()
    headers = {"kind": "kind of claim", **LABELS}
    title, found = caption("synthesis", "verdict-kinds"), findings_verdict_kinds(claims)
    return Table("verdict-kinds", counts, title, found, headers=headers, sources=claims["sources"])


def findings_verdict_kinds(claims: pd.DataFrame) -> list[Finding]:
    """Give the kind of which most hold beside the one of which fewest do; small kinds are left out."""
    ranked = held(claims, "kind")
    many = ranked[ranked["claims"] >= FEWEST].reset_index().to_dict("records")
    if len(many) < 2:
        return cannot_tell(["kinds"], sentence("synthesis", "kinds-few"))
    text = sentence("synthesis", "kinds", best=many[0], worst=many[-1])
    return [Finding("kinds", many[0]["kind"], text)]
