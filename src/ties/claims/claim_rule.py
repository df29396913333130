"""The rule of a claim as a record: what it computes, from which inputs, against which thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import pandas as pd

from ties.claims.thresholds import LADDER, Thresholds
from ties.tables.query import parse_alternatives, parse_inputs

Change = tuple[str, str]  # name of a threshold or an input, and its other value


@dataclass(frozen=True)
class ClaimRule:
    """The rule of one claim, read from its row of judgement ``verdict_rules``.

    Attributes
    ----------
    claim : str
        The claim.
    name : str
        Name of the rule's function.
    inputs : mapping
        What the function is given, beside the tables.
    statistic : str
        Sentence of the statistic, a format string.
    thresholds : Thresholds
        They turn the statistic into an outcome.
    alternatives : mapping of str to sequence of (name, value)
        Other choices as they are written, with the changes of each.
    """

    claim: str
    name: str
    inputs: Mapping[str, str | float]
    statistic: str
    thresholds: Thresholds
    alternatives: Mapping[str, Sequence[Change]]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Read a row of the judgement."""
        others = "" if pd.isna(row["alternatives"]) else str(row["alternatives"])
        return cls(
            str(row["claim"]),
            str(row["rule"]),
            parse_inputs(str(row["inputs"])),
            str(row["statistic"]),
            Thresholds.of(row),
            parse_alternatives(others),
        )

    def with_changes(self, changes: Sequence[Change]) -> Self:
        """Change thresholds or inputs that go together.

        Raises
        ------
        KeyError
            If a name is neither a threshold nor an input of the rule.
        """
        changed = self
        for name, value in changes:
            if name in LADDER:
                changed = replace(changed, thresholds=changed.thresholds.with_step(name, float(value)))
            elif name in self.inputs:
                changed = replace(changed, inputs={**changed.inputs, **parse_inputs(f"{name}: {value}")})
            else:
                raise KeyError(f"{self.claim}: {name!r} is neither a threshold nor an input of rule {self.name!r}")
        return changed
