"""Compute verdicts from the tables by rules kept as data, each with its thresholds and their alternatives."""

from __future__ import annotations

import inspect
import math
from collections import UserDict
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from ties.claims.coverage import still_waiting, too_early
from ties.claims.inputs import Tables
from ties.claims.inputs import tables_named as tables_of  # noqa: F401  (the synthesis uses it)
from ties.claims.rules.arms_rules import ratio_of_suppliers, share_of_loss
from ties.claims.rules.events_rules import change_of_balance, net_balance, years_of_progress
from ties.claims.rules.findings_rules import FINDINGS, Estimate, finding_value, over_interval
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
from ties.claims.rules.values_rules import gap_to, growth, mean_of, total_of, trends_rising
from ties.tables.as_of.known_by import known_by
from ties.tables.query import parse_alternatives, parse_inputs

RULES: dict[str, Callable[..., float]] = {
    rule.__name__: rule
    for rule in (
        change_of_balance, conditions_met, count_rows, days_to_first, finding_value, gap_to, growth, highest_grade,
        highest_rung, mean_of, members_apart, net_balance, ratio_of_suppliers, share_enabled, share_of_loss,
        share_of_rows, total_of, trends_rising, uses_enabled, years_apart, years_of_progress,
    )
}  # fmt: skip

LADDER = ["supported", "partly_supported", "unsupported"]  # tried in this order
NO_FINDINGS = pd.DataFrame(columns=["key", "value", "low", "high", "sentence"])
SILENT = "the tables do not cover the question"


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
        or an interval reaches too far: see :mod:`ties.claims.rules.findings_rules`), ``tables`` (those that were
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
    known = {name: known_by(table, as_of) for name, table in tables.items()}
    known[FINDINGS] = NO_FINDINGS if findings is None else findings
    with_rule = rules[rules["rule"].notna()]
    chosen = with_rule if others else with_rule.assign(alternatives=None)
    found = [_one(dict(row), known, as_of) for _, row in chosen.iterrows()]
    columns = ["value", "low", "high", "said", "computed", "tables", "tried", "kept", "moved"]
    computed = pd.DataFrame(found, index=with_rule.index, columns=columns)
    return rules.join(computed.astype({"tried": "Int64", "kept": "Int64"}))


def outcome_of(value: float, rule: Mapping[str, Any]) -> str:
    """Give the outcome of a statistic by the thresholds of its rule.

    Parameters
    ----------
    value : float or Estimate
        The statistic; of an estimate the whole interval counts
        (:func:`ties.claims.rules.findings_rules.over_interval`).
    rule : mapping
        ``test``, the thresholds and ``otherwise``.

    Returns
    -------
    str
        The first outcome whose threshold is met, or else ``otherwise``; "cannot_tell" where the statistic is NaN.

    Examples
    --------
    >>> rule = {"test": "at_most", "supported": 5, "partly_supported": 10, "unsupported": None, "otherwise": "no"}
    >>> [outcome_of(value, rule) for value in (5, 9, 24, math.nan)]
    ['supported', 'partly_supported', 'no', 'cannot_tell']
    >>> outcome_of(Estimate(4, 3, 7), rule), outcome_of(Estimate(4, 3, 11), rule)
    ('partly_supported', 'cannot_tell')
    """
    if math.isnan(value):
        return "cannot_tell"
    ends = [end for end in (value.low, value.high) if not math.isnan(end)] if isinstance(value, Estimate) else []
    return over_interval({_step(float(number), rule) for number in (value, *ends)})


def _step(value: float, rule: Mapping[str, Any]) -> str:
    for name in LADDER:
        threshold = rule[name]
        if pd.isna(threshold):
            continue
        if value >= float(threshold) if rule["test"] == "at_least" else value <= float(threshold):
            return name
    return str(rule["otherwise"])


class _Watched(UserDict[str, pd.DataFrame]):
    """Tables that remember which of them were read."""

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self.data, self.read = dict(tables), set[str]()

    def __getitem__(self, name: str) -> pd.DataFrame:
        self.read.add(name)
        return self.data[name]


def _one(rule: dict[str, Any], known: Tables, as_of: str) -> list[Any]:
    watched = _Watched(known)
    value = _value(rule, watched, as_of)
    computed = outcome_of(value, rule)
    low, high = (getattr(value, end, math.nan) for end in ("low", "high"))
    said = _said(rule, value, low, high, watched)
    others = {} if pd.isna(rule["alternatives"]) else parse_alternatives(str(rule["alternatives"]))
    variants = {written: _with(rule, changes) for written, changes in others.items()}
    results = {written: outcome_of(_value(variant, known, as_of), variant) for written, variant in variants.items()}
    moved = "; ".join(f"{a}: {other}" for a, other in results.items() if other != computed)
    kept = sum(other == computed for other in results.values())
    read = ";".join(sorted(watched.read - {FINDINGS}))
    return [float(value), low, high, said, computed, read, len(results), kept, moved]


def _said(rule: Mapping[str, Any], value: float, low: float, high: float, tables: _Watched) -> str:
    """Say the statistic in its sentence; a chapter that cannot tell says so in its own."""
    if math.isinf(value):
        return "none by the last day that counts"
    if not math.isnan(value):
        return str(rule["statistic"]).format(value, low=low, high=high)
    given = parse_inputs(str(rule["inputs"]))
    if rule["rule"] != finding_value.__name__:
        return SILENT
    found = tables[FINDINGS]
    own = found.loc[found["key"] == given["finding"], "sentence"]
    return str(own.iloc[0]).removesuffix(".") if len(own) else "no chapter has run"


def _value(rule: Mapping[str, Any], tables: Tables | _Watched, as_of: str) -> float:
    function, given = RULES[str(rule["rule"])], parse_inputs(str(rule["inputs"]))
    if too_early(given, as_of):
        return math.nan
    if "as_of" in inspect.signature(function).parameters:
        value = function(tables, **given, as_of=as_of)
    else:
        value = function(tables, **given)
    thresholds = [float(rule[name]) for name in LADDER if not pd.isna(rule[name])]
    return math.nan if still_waiting(value, given, thresholds, as_of) else value


def _with(rule: dict[str, Any], changes: list[tuple[str, str]]) -> dict[str, Any]:
    """Change one threshold or one input of a rule, or several inputs that go together."""
    for name, value in changes:
        if name in LADDER:
            rule = {**rule, name: float(value)}
            continue
        given = parse_inputs(str(rule["inputs"]))
        if name not in given:
            raise KeyError(f"{rule['claim']}: {name!r} is neither a threshold nor an input of rule {rule['rule']!r}")
        rule = {**rule, "inputs": " | ".join(f"{key}: {value if key == name else old}" for key, old in given.items())}
    return rule
