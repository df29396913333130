"""Transitional: the tables of chapters that do not make a record yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from ties.findings.show import show
from ties.records import Table


def show_table(
    data: pd.DataFrame,
    *,
    name: str,
    caption: str,
    tables: Sequence[str],
    headers: Mapping[str, str] | None = None,
    precision: int | Mapping[str, int] = 0,
    download: pd.DataFrame | None = None,
    sources: Iterable[str] | None = None,
    links: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Show a table (transitional: use :class:`ties.records.Table`)."""
    if data.empty:
        raise ValueError(f"table {name!r} is empty")
    show(Table(name, data, caption, (), headers or {}, precision, download, sources, tables, links or {}))
