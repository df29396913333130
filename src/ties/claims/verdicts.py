"""Compute verdicts from the tables by rules kept as data, each with its thresholds and their alternatives."""

from __future__ import annotations

import inspect
import math
from collections import UserDict
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields

import pandas as pd

from ties.claims.claim_rule import ClaimRule
from ties.claims.coverage import still_waiting, too_early
from ties.claims.inputs import FINDINGS, Tables
from ties.claims.rules.arms_rules import ratio_of_suppliers, share_of_loss
from ties.claims.rules.events_rules import change_of_balance, net_balance_of, years_of_progress
from ties.claims.rules.findings_rules import finding_value
from ties.claims.rules.graph_rules import share_enabled, uses_enabled
from ties.claims.rules.rows_rules import (
    conditions_met,
    count_rows,
    days_to_first,
    highest_grade,
    highest_rung,
    members_apart,
    share_of_rows,
    years_apart,
)
from ties.claims.rules.values_rules import gap_to, growth_of, mean_of, total_of, trends_rising
from ties.tables.as_of.rows_as_of import rows_as_of

# name in judgement verdict_rules -> function
RULES: dict[str, Callable[..., float]] = {
    "change_of_balance": change_of_balance,
    "conditions_met": conditions_met,
    "count_rows": count_rows,
    "days_to_first": days_to_first,
    "finding_value": finding_value,
    "gap_to": gap_to,
    "growth": growth_of,
    "highest_grade": highest_grade,
    "highest_rung": highest_rung,
    "mean_of": mean_of,
    "members_apart": members_apart,
    "net_balance": net_balance_of,
    "ratio_of_suppliers": ratio_of_suppliers,
    "share_enabled": share_enabled,
    "share_of_loss": share_of_loss,
    "share_of_rows": share_of_rows,
    "total_of": total_of,
    "trends_rising": trends_rising,
    "uses_enabled": uses_enabled,
    "years_apart": years_apart,
    "years_of_progress": years_of_progress,
}

NO_FINDINGS = pd.DataFrame(columns=["key", "value", "low", "high", "sentence"])
SILENT = "the tables do not cover the question"


@dataclass(frozen=True)
class Verdict:
    """What a rule gives; the fields are the columns that :func:`verdicts` adds."""

    value: float
    low: float
    high: float
    said: str
    computed: str
    tables: str
    tried: int
    kept: int
    moved: str


def verdicts(
    rules: pd.DataFrame,
    tables: Tables,
    *,
    as_of: str,
    others: bool = True,
    findings: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Compute the verdict on each claim that has a rule.

    Parameters
    ----------
    rules : DataFrame
        Judgement ``verdict_rules``: ``claim``, ``rule`` (a name in `RULES`; empty where only reading decides),
        ``inputs`` (``name: value``, separated by a bar between spaces), ``statistic`` (its sentence), ``test``
        ("at_least" or "at_most"), the thresholds ``supported``, ``partly_supported`` and ``unsupported`` (tried in
        this order), ``otherwise`` (the outcome past the last) and ``alternatives`` (``name=value``, so separated;
        inputs that change together are joined by a plus between spaces).
    tables : mapping of str to DataFrame
        The tables that the rules read.
    as_of : str
        Last day that counts.
    others : bool
        Try the alternatives as well; without them ``tried`` and ``kept`` are nought.
    findings : DataFrame, optional
        What :func:`ties.findings.published.published` gives, for the rules that take a finding of a chapter. Without
        it, or where no chapter has run, these cannot tell. A finding counts until the last day of its own chapter.

    Returns
    -------
    DataFrame
        `rules` with ``value`` (the statistic), ``low`` and ``high`` (its interval; missing where it has none),
        ``said`` (its sentence), ``computed`` (the outcome; "cannot_tell" where the tables do not cover the question,
        or an interval reaches too far: see :mod:`ties.claims.thresholds`), ``tables`` (those that were
        read), ``tried`` and ``kept`` (alternatives, and how many of them leave the outcome) and ``moved`` (what the
        others give). Where only reading decides these are missing.

    Raises
    ------
    KeyError
        If a rule has no function, or reads a table that is not given or a finding that no chapter records.

    Examples
    --------
    >>> rules = pd.DataFrame([{"claim": "claim-01", "rule": "count_rows", "inputs": "table: talks | where: kind=call",
    ...     "statistic": "{:.0f} calls", "test": "at_least", "supported": 1, "partly_supported": None,
    ...     "unsupported": None, "otherwise": "contradicted", "alternatives": "supported=2"}])
    >>> talks = {"talks": pd.DataFrame({"kind": ["call"]})}
    >>> verdicts(rules, talks, as_of="2026-06-30")[["said", "computed", "kept", "moved"]].values.tolist()
    [['1 calls', 'supported', 0, 'supported=2: contradicted']]
    """
    # cut once: no rule, and no alternative of one, sees a row of a later day
    evidence = {name: rows_as_of(table, as_of) for name, table in tables.items()}
    evidence[FINDINGS] = NO_FINDINGS if findings is None else findings
    ruled = rules[rules["rule"].notna()]
    chosen = ruled if others else ruled.assign(alternatives=None)
    found = [asdict(_verdict(ClaimRule.of(dict(row)), evidence, as_of)) for _, row in chosen.iterrows()]
    computed = pd.DataFrame(found, index=ruled.index, columns=[field.name for field in fields(Verdict)])
    return rules.join(computed.astype({"tried": "Int64", "kept": "Int64"}))


class _ReadTables(UserDict[str, pd.DataFrame]):
    """Tables that remember which of them were read."""

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self.data, self.read = dict(tables), set[str]()

    # a UserDict: get and items of a dict would pass this by
    def __getitem__(self, name: str) -> pd.DataFrame:
        self.read.add(name)
        return self.data[name]


def _verdict(rule: ClaimRule, tables: Tables, as_of: str) -> Verdict:
    watched = _ReadTables(tables)
    value = _statistic(rule, watched, as_of)
    computed = rule.thresholds.outcome(value)
    low, high = (getattr(value, end, math.nan) for end in ("low", "high"))
    outcomes = {}
    for written, changes in rule.alternatives.items():
        changed = rule.with_changes(changes)
        outcomes[written] = changed.thresholds.outcome(_statistic(changed, tables, as_of))
    moved = {written: outcome for written, outcome in outcomes.items() if outcome != computed}
    return Verdict(
        float(value),
        low,
        high,
        _message(rule, value, low, high, tables),
        computed,
        ";".join(sorted(watched.read - {FINDINGS})),
        tried=len(outcomes),
        kept=len(outcomes) - len(moved),
        moved="; ".join(f"{written}: {outcome}" for written, outcome in moved.items()),
    )


def _message(rule: ClaimRule, value: float, low: float, high: float, tables: Tables) -> str:
    """Say the statistic in its sentence; a chapter that cannot tell says so in its own."""
    if math.isinf(value):
        return "none by the last day that counts"
    if not math.isnan(value):
        return rule.statistic.format(value, low=low, high=high)
    if RULES[rule.name] is not finding_value:
        return SILENT
    found = tables[FINDINGS]
    sentences = found.loc[found["key"] == rule.inputs["finding"], "sentence"]
    return str(sentences.iloc[0]).removesuffix(".") if len(sentences) else "no chapter has run"


def _statistic(rule: ClaimRule, tables: Tables | _ReadTables, as_of: str) -> float:
    function, inputs = RULES[rule.name], dict(rule.inputs)
    if too_early(inputs, as_of):
        return math.nan
    if "as_of" in inspect.signature(function).parameters:
        inputs["as_of"] = as_of
    value = function(tables, **inputs)
    # infinite, so past every threshold: right once the longest wait is over, and too early before
    return math.nan if still_waiting(value, inputs, list(rule.thresholds.steps.values()), as_of) else value
