"""Leave out what a table says of the days after the last that counts."""

from __future__ import annotations

import pandas as pd

from ties.tables.dates import bounds

DATED = ["date", "start", "signed", "started", "joined", "as_of"]  # the first of these dates a row of a table
STAGES = ["announced", "approved", "contracted", "first_delivery", "completed"]  # of a deal: each cell has its day
YEARS = ["year", "period_end"]


def rows_as_of(table: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Leave out what a table says of the days after the last that counts.

    Parameters
    ----------
    table : DataFrame
        An evidence table or a judgement.
    as_of : str
        Last day that counts.

    Returns
    -------
    DataFrame
        Rows that begin on or before the day; stages of a deal that come after it are blank. Rows without a date stay.

    Examples
    --------
    >>> rows_as_of(pd.DataFrame({"date": ["2025-07-01", "2026-09-12"]}), "2026-06-30")["date"].tolist()
    ['2025-07-01']
    """
    end = pd.Timestamp(as_of)
    for column in [c for c in DATED if c in table][:1]:
        table = table[~(bounds(table[column])["earliest"] > end)]
    for column in [c for c in YEARS if c in table]:
        table = table[~(table[column] > end.year).fillna(False)]
    stages = [c for c in STAGES if c in table]
    return table.assign(**{c: table[c].where(~(bounds(table[c])["earliest"] > end)) for c in stages})
