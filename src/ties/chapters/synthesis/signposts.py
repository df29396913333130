"""Synthesis: what to watch."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ties.analysis.events.followup import followed, settling_row
from ties.plotting.text import caption, sentence
from ties.records import Finding, Table


def signposts(watch: pd.DataFrame, tables: Mapping[str, pd.DataFrame], *, as_of: str) -> Table:
    """Show what to watch, the row of the evidence that settles it, and by when.

    Parameters
    ----------
    watch : DataFrame, shape (n, k)
        Judgement ``signposts``.
    tables : mapping of str to DataFrame
        The tables that it names: :func:`ties.claims.inputs.load_inputs`.
    as_of : str
        Last day that counts.

    Returns
    -------
    Table
        ``watch``, ``meaning``, ``settled_by``, ``by_when``, ``status``.

    Examples
    --------
    >>> from ties import load
    >>> from ties.claims.inputs import load_inputs
    >>> table = signposts(load("judgements/signposts"), load_inputs("judgements/signposts"), as_of="2026-06-30")
    >>> table.findings[0].key
    'signposts_open'
    """
    watched = followed(watch, tables, as_of=as_of)
    watched["settled_by"] = settling_row(watched)
    watched["by_when"] = watched["by"] + ", " + watched["by_basis"]
    data = watched[["watch", "meaning", "settled_by", "by_when", "status"]]
    pages = [f"data/{table.replace('_', '-')}.html" for table in watched["table"]]
    return Table(
        "signposts", data, caption("synthesis", "signposts"), findings_signposts(watched["status"], as_of),
        download=watched, sources=watched["sources"], tables=[*tables, "judgements/signposts"],
        links={"settled_by": pages},
    )  # fmt: skip


def findings_signposts(status: pd.Series, as_of: str) -> list[Finding]:
    """Give how many signposts were open, and of these past the day they were due."""
    still, late = int(status.isin(["open", "overdue"]).sum()), int(status.eq("overdue").sum())
    text = sentence(
        "synthesis", "signposts_open", number=len(status), still=still, late=late, day=pd.Timestamp(as_of)
    )
    return [Finding("signposts_open", still, text, confidence="high", figure="signposts")]
