"""Contracts of judgements: weights, scores, thresholds and choices that are ours, kept as data with their reasons.

The modules of this package are found by :func:`ties.tables.contracts.contracts`; a judgement is read with
``load("judgements/<name>")``.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ties.tables.load import judgement_names, load


def judgements(data: str | Path | None = None) -> list[str]:  # transitional: judgement_names
    """Name the judgements without their folder."""
    return [name.partition("/")[2] for name in judgement_names(data)]


def judgement(name: str, data: str | Path | None = None) -> pd.DataFrame:  # transitional: load
    """Load a judgement."""
    return load(f"judgements/{name}", data)
