"""Read the findings that the other chapters have recorded."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd

from ties.tables.load import home

COLUMNS = [
    "key",
    "chapter",
    "value",
    "unit",
    "low",
    "high",
    "sentence",
    "confidence",
    "figure",
    "interval",
    "precision",
]


def published() -> pd.DataFrame:
    """Give the findings of the chapters that ran before this one.

    Inside a build these are the findings of the same build; outside of one, those of the last build on this machine;
    where there is none, no rows.

    Returns
    -------
    DataFrame, shape (n, 11)
        ``key`` (``chapter.name``), ``chapter``, ``value``, ``unit``, ``low``, ``high``, ``sentence``, ``confidence``,
        ``figure`` (name of the figure of that chapter that shows it, or empty), ``interval`` (what the interval is,
        or why there is none) and ``precision`` (decimals shown).

    Examples
    --------
    >>> list(published().columns)[:3]
    ['key', 'chapter', 'value']
    """
    path = _path()
    records = json.loads(path.read_text(encoding="utf-8")) if path and path.is_file() else []
    for record in records:
        if "." not in record["key"]:
            record["key"] = f"{record['chapter']}.{record['key']}"
    return pd.DataFrame(records, columns=COLUMNS)


def _path() -> Path | None:
    run = os.environ.get("TIES_RUN")
    if run:
        findings = json.loads(Path(run).read_text(encoding="utf-8")).get("findings")
        return Path(findings) if findings else None
    return home().parent / "book" / "findings.json"
