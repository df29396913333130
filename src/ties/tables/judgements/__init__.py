"""Contracts of judgements: weights, scores, thresholds and choices that are ours, kept as data with their reasons.

The modules of this package are found by :func:`ties.tables.contracts.judgement_contracts`; a judgement is read with
``load("judgements/<name>")``.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ties.tables.load import load


def judgement(name: str, data: str | Path | None = None) -> pd.DataFrame:
    """Load a judgement; transitional, see :func:`ties.tables.load.load`."""
    return load(f"judgements/{name}", data)
