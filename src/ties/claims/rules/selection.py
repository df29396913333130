"""The rows that a rule looks at.

Every rule is a function of the tables that gives one number, the statistic; NaN where the tables do not cover the
question. Most take ``table``, ``where`` and ``column``, with the meaning that they have in :func:`rows_with`.
"""

from __future__ import annotations

import pandas as pd

from ties.claims.inputs import Tables
from ties.tables.query import select_rows


def rows_with(tables: Tables, table: str, where: str, column: str) -> pd.DataFrame:
    """Give the rows of a table that meet conditions and have a value in a column.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The evidence.
    table : str
        Name of the table.
    where : str
        Conditions on its rows (:func:`ties.tables.query.select_rows`).
    column : str
        Column that must not be empty.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> talks = {"talks": pd.DataFrame({"kind": ["call", "call", "visit"], "date": ["2025", None, "2024"]})}
    >>> rows_with(talks, "talks", "kind=call", "date").index.tolist()
    [0]
    """
    return select_rows(tables[table], where).dropna(subset=[column])
