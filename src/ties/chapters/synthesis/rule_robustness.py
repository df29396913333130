"""Synthesis: how firm the verdicts by rule are."""

from __future__ import annotations

import pandas as pd

from ties.analysis.verdict_robustness import choices_kept, choices_tried, verdicts_firm
from ties.plotting.text import caption, sentence
from ties.records import Finding, Table

HEADERS = {
    "changed": "what is changed alone", "verdicts": "verdicts tested", "firm": "that every choice leaves",
    "tried": "choices tried", "kept": "that change nothing",
}  # fmt: skip


def rule_robustness(claims: pd.DataFrame, verdicts: pd.DataFrame) -> Table:
    """Show how many verdicts by rule survive every other choice of each threshold and of the inputs.

    Parameters
    ----------
    claims : DataFrame
        Table ``claims``, for its sources.
    verdicts : DataFrame
        What :func:`ties.claims.verdicts.verdicts` gives with the other choices: ``claim``, ``computed``,
        ``alternatives``, ``moved`` and ``tried``.

    Returns
    -------
    Table
        What :func:`ties.analysis.verdict_robustness.choices_kept` gives; the download lists every choice.

    Examples
    --------
    >>> verdicts = pd.DataFrame({"claim": ["a"], "computed": ["supported"], "tried": [1], "moved": [""],
    ...                          "alternatives": ["supported=2"]})
    >>> rule_robustness(pd.DataFrame({"sources": ["s"]}), verdicts).findings[0].sentence
    '1 of 1 verdicts by rule survive every other choice of threshold that was tried.'
    """
    tried = choices_tried(verdicts)
    found = findings_rule_robustness(tried, int((verdicts["tried"] == 0).sum()))
    return Table(
        "rule-robustness", choices_kept(tried), caption("synthesis", "rule-robustness"), found, headers=HEADERS,
        download=tried, sources=claims["sources"], tables=["judgements/verdict_rules"],
    )  # fmt: skip


def findings_rule_robustness(tried: pd.DataFrame, untried: int) -> list[Finding]:
    """Give the verdicts that survive, the choices that change nothing, and the rules without a choice.

    Parameters
    ----------
    tried : DataFrame
        What :func:`ties.analysis.verdict_robustness.choices_tried` gives.
    untried : int
        Rules that have no other choice to make.
    """
    rows = [
        (f"rules_firm_{of}", firm, {"firm": firm, "number": number})
        for of, (number, firm) in verdicts_firm(tried).iterrows()
    ]
    same = int((tried["gives"] == tried["computed"]).sum())
    rows.append(("rules_kept", same, {"number": len(tried), "same": same}))
    found = [
        Finding(key, value, sentence("synthesis", key, **facts), confidence="high", figure="rule-robustness")
        for key, value, facts in rows
    ]
    text = sentence("synthesis", "rules_untried", untried=untried)
    return [*found, Finding("rules_untried", untried, text, confidence="high")]
