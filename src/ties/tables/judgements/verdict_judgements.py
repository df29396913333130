"""Contracts of the judgements of the synthesis: rules of verdicts, findings that decide, sayings to follow up."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.contract import row_check
from ties.tables.schema.judgement import Judgement
from ties.tables.schema.shared_checks import not_before, together

OUTCOMES = ["supported", "partly_supported", "unsupported", "contradicted"]
STEPS = ["supported", "partly_supported", "unsupported"]


class Deciding(
    Judgement, title="Findings that bear on claims", theme="synthesis", keys=("claim", "key"), order=("claim",)
):
    """Which findings of the chapters bear on which claim."""

    claim: Series[str] = fields.column("Claim", references="claims.id", required=True)
    key: Series[str] = fields.finding("Finding", unique=True)
    reason: Series[str] = fields.reason()


class Headlines(Judgement, title="First findings", theme="synthesis", keys=("key",)):
    """Which findings stand first, and what would change them."""

    key: Series[str] = fields.finding("Finding", unique=True)
    reason: Series[str] = fields.reason()
    no_interval: Series[str] = fields.column("Why it has no interval, where it has none")
    what_would_change: Series[str] = fields.column("What would change it", required=True)


class Promises(Judgement, title="What was said on the call", theme="synthesis", keys=("id",)):
    """Things that were said would come, each with the condition on the rows of a table that settles it."""

    id: Series[str] = fields.key()
    saying: Series[str] = fields.column("What was said would come", required=True, unique=True)
    said_by: Series[str] = fields.choice(
        "Who said it", ["both governments", "United States", "the article"], required=True
    )
    table: Series[str] = fields.table_name(
        "Table that settles it; empty where none holds such things", required=False
    )
    where: Series[str] = fields.conditions("Conditions on its rows", of="table", required=False)
    column: Series[str] = fields.column_name("Its column of dates", of="table", required=False)
    due: Series[str] = fields.date("Day by which it was to come")
    sources: Series[str] = fields.sources()
    reason: Series[str] = fields.reason()

    @row_check("table", "where", "column", error="names a table without conditions and a column, or the reverse")
    def settled_by_a_row(cls, frame: pd.DataFrame) -> pd.Series:
        """Require table, conditions and column together."""
        return together(frame, "table", "where", "column")


class Signposts(Judgement, title="Signposts", theme="synthesis", keys=("id",)):
    """Things to watch, each with the condition on the rows of a table that settles it."""

    id: Series[str] = fields.key()
    watch: Series[str] = fields.column("What to watch", required=True, unique=True)
    meaning: Series[str] = fields.column("What it would tell", required=True)
    table: Series[str] = fields.table_name("Table that settles it")
    where: Series[str] = fields.conditions("Conditions on its rows", of="table")
    column: Series[str] = fields.column_name("Its column of dates", of="table")
    since: Series[str] = fields.date("Day after which a row counts")
    due: Series[str] = fields.date("Day by which it was to come, as announced")
    by: Series[str] = fields.date("Day by which to look again", required=True)
    by_basis: Series[str] = fields.column("Where that day comes from", required=True)
    sources: Series[str] = fields.sources()
    reason: Series[str] = fields.reason()

    @row_check("due", "by", error="is to be looked at before it is due")
    def looked_at_when_due(cls, frame: pd.DataFrame) -> pd.Series:
        """Require nobody to look before the thing is due."""
        return not_before(frame["by"], frame["due"])


class VerdictRules(Judgement, title="Rules of verdicts", theme="synthesis", keys=("claim",), order=("claim",)):
    """How a verdict on each claim is computed from the tables: a function, its inputs and its thresholds.

    A row without a rule is a claim that only reading can decide; its reason says why. The names of the functions, and
    what ``inputs`` and ``alternatives`` name, are checked by :mod:`ties.tables.rule_checks`.
    """

    claim: Series[str] = fields.column("Claim", references="claims.id", required=True, unique=True)
    rule: Series[str] = fields.column("Function that computes the statistic")
    inputs: Series[str] = fields.column("Its inputs: name: value, separated by a bar between spaces")
    statistic: Series[str] = fields.column("Sentence of the statistic, a format string")
    test: Series[str] = fields.choice("Which side of a threshold meets it", ["at_least", "at_most"])
    supported: Series[float] = fields.column("Threshold of supported", unit="of the statistic")
    partly_supported: Series[float] = fields.column("Threshold of partly supported", unit="of the statistic")
    unsupported: Series[float] = fields.column("Threshold of unsupported", unit="of the statistic")
    otherwise: Series[str] = fields.choice("Verdict past the last threshold", OUTCOMES)
    alternatives: Series[str] = fields.column("Other thresholds and inputs: name=value, separated by a bar")
    figure: Series[str] = fields.column("Figure that shows it", str_matches=fields.FIGURE)
    leaves_out: Series[str] = fields.column("What the rule leaves out")
    reason: Series[str] = fields.reason()

    @row_check(
        "rule", "inputs", "statistic", "test", "otherwise", "leaves_out",
        error="has a rule without inputs, statistic, test, otherwise and leaves_out, or the reverse",
    )  # fmt: skip
    def rules_are_complete(cls, frame: pd.DataFrame) -> pd.Series:
        """Require everything of a rule, and nothing of a claim that has none."""
        return together(frame, "rule", "inputs", "statistic", "test", "otherwise", "leaves_out")

    @row_check("rule", *STEPS, error="has a rule without a threshold, or a threshold without a rule")
    def rules_have_thresholds(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a threshold of a rule, and none of a claim that has none."""
        return frame["rule"].notna() == frame[STEPS].notna().any(axis=1)

    @row_check("test", *STEPS, error="has thresholds out of order: the first that is met decides")
    def thresholds_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Require thresholds to become easier to meet."""
        sign = frame["test"].map({"at_least": -1.0, "at_most": 1.0})
        # a missing threshold takes that of the step before, so that it is never out of order
        steps = frame[STEPS].mul(sign, axis=0).ffill(axis=1).diff(axis=1)
        return ~(steps <= 0).where(frame[STEPS].notna(), other=False).any(axis=1)

    @row_check("statistic", error="has a statistic that does not show its value: {:.0f}")
    def statistics_show_their_value(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a format string that a number can fill."""
        return frame["statistic"].map(_takes_a_number, na_action="ignore").fillna(value=True).astype(bool)


def _takes_a_number(sentence: str) -> bool:
    try:
        return sentence.format(1.0, low=0.0, high=2.0) != sentence
    except (ValueError, IndexError, KeyError):
        return False
