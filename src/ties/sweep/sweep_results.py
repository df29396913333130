"""What came of a sweep: an outcome for each combination, and tables of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from ties.sweep.grid import Grid

FIELDS = ["key", "value", "unit", "low", "high", "interval", "precision", "confidence", "sentence"]


@dataclass(frozen=True)
class Outcome:
    """What came of one combination: findings, or an error; and whether it was there already."""

    key: str
    parameters: dict[str, Any]
    seconds: float = 0.0
    findings: list[dict[str, Any]] = field(default_factory=list)
    error: str = ""
    cached: bool = False


@dataclass(frozen=True)
class SweepResult:
    """A sweep that has ended: its grid, what came of each combination in the order of the grid, its folder."""

    grid: Grid
    outcomes: list[Outcome]
    folder: Path

    @property
    def failures(self) -> list[Outcome]:
        """The combinations that failed."""
        return [outcome for outcome in self.outcomes if outcome.error]

    @property
    def grid_values(self) -> dict[str, list[Any]]:
        """The parameters that move, each with its values as the tables write them."""
        return {name: [parameter_cell(value) for value in values] for name, values in self.grid.swept.items()}

    @property
    def defaults(self) -> dict[str, Any]:
        """The parameters that move, each with its default as the tables write it."""
        return {name: parameter_cell(self.grid.chapter.parameters[name].default) for name in self.grid.swept}

    def finding_table(self) -> pd.DataFrame:
        """Give the findings of the sweep.

        Returns
        -------
        DataFrame
            One row per combination and finding: the parameters that move, ``key``, ``value``, ``unit``, ``low``,
            ``high``, ``interval``, ``precision``, ``confidence``, ``sentence``; in the order of the grid and of the
            chapter. The same bytes wherever and in whatever order the runs ended.
        """
        rows = [
            [*self._moved(outcome), *(finding[name] for name in FIELDS)]
            for outcome in self.outcomes
            for finding in outcome.findings
        ]
        return pd.DataFrame(rows, columns=[*self.grid.swept, *FIELDS]).astype({"value": object})

    def run_table(self) -> pd.DataFrame:
        """Give the runs: parameters that move, ``key``, ``seconds``, ``status``, ``cached``, ``error``."""
        rows = [
            [*self._moved(o), o.key, round(o.seconds, 3), "failed" if o.error else "done", o.cached, o.error]
            for o in self.outcomes
        ]
        return pd.DataFrame(rows, columns=[*self.grid.swept, "key", "seconds", "status", "cached", "error"])

    def _moved(self, outcome: Outcome) -> list[Any]:
        return [parameter_cell(outcome.parameters[name]) for name in self.grid.swept]


def describe_parameters(grid: Grid, parameters: Mapping[str, Any]) -> str:
    """Write the parameters that move, for a line of text."""
    return " ".join(f"{name}={parameter_cell(parameters[name])}" for name in grid.swept)


def parameter_cell(value: Any) -> Any:
    """Write a value of a parameter for a cell of a table: a list as the tables write it, "none" for an empty one.

    Examples
    --------
    >>> parameter_cell(["JPN", "AUS"]), parameter_cell([]), parameter_cell(0.2)
    ('JPN;AUS', 'none', 0.2)
    """
    return (";".join(map(str, value)) or "none") if isinstance(value, list) else value
