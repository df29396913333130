"""The contract of a judgement: that of a table, declared in one line."""

from __future__ import annotations

import re
from typing import Any

from ties.tables.schema.contract import Contract, table_metadata


class Judgement(Contract):
    """A table of decisions that are ours, each with its ``reason``; the docstring says what is decided.

    The name of the file is that of the class: ``IndexComponents`` describes ``judgements/index_components.csv``.

    Parameters
    ----------
    title : str
        Title, for people.
    theme : str
        Chapter that it belongs to first, as for :func:`ties.tables.schema.contract.table_metadata`.
    keys : tuple of str
        Columns that together name a row.
    order : tuple of str
        Columns by which the rows are sorted; by default they stand in the order that the author chose.
    """

    def __init_subclass__(
        cls, *, title: str, theme: str, keys: tuple[str, ...], order: tuple[str, ...] = (), **kwargs: Any
    ) -> None:
        name = f"judgements/{re.sub(r'(?<!^)(?=[A-Z])', '_', cls.__name__).lower()}"
        metadata = table_metadata(theme=theme, keys=keys, order=order, period=())
        # before the call: pandera names a class without a Config of its own after itself
        config = {"name": name, "title": title, "metadata": metadata}
        cls.Config = type("Config", (Contract.Config,), config)  # type: ignore[misc, assignment]
        super().__init_subclass__(**kwargs)  # type: ignore[no-untyped-call]
