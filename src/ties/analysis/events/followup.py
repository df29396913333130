"""What was said would come, held against the row of a table that settles it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ties.tables.dates import bounds
from ties.tables.query import select_rows

NEVER: dict[str, object] = {"row": None, "earliest": pd.NaT, "latest": pd.NaT}


def followed(sayings: pd.DataFrame, tables: Mapping[str, pd.DataFrame], *, as_of: str) -> pd.DataFrame:
    """Say of each thing that was said would come whether, and when, a row shows that it came.

    A thing is settled by the first row of its table that meets its conditions and is dated, in its column, after
    ``since`` and wholly on or before `as_of`: a date known to the month counts once the month is over.

    Parameters
    ----------
    sayings : DataFrame, shape (n, k)
        Columns ``id``, ``table``, ``where`` (see :func:`ties.tables.query.select_rows`), ``column`` (of dates),
        ``since`` and ``due`` (days; ``due`` may be missing). Where ``table`` is missing no table holds such things.
    tables : mapping of str to DataFrame
        The tables that `sayings` names.
    as_of : str
        Last day that counts.

    Returns
    -------
    DataFrame, shape (n, k + 5)
        `sayings` with ``row`` (id of the row that settles it), ``earliest`` and ``latest`` (days its date can mean),
        ``days`` (from ``since`` to ``latest``) and ``status``: "came", "came late", "open", "overdue" or, where no
        table holds such things, "cannot tell".

    Raises
    ------
    ValueError
        If a condition is malformed.
    KeyError
        If a table is not given.

    Examples
    --------
    >>> said = pd.DataFrame({"id": ["meet"], "table": ["talks"], "where": ["kind=visit"], "column": ["date"],
    ...                      "since": ["2025-07-01"], "due": ["2025-12-31"]})
    >>> talks = pd.DataFrame({"id": ["a", "b"], "kind": ["visit", "visit"], "date": ["2025-01-05", "2025-10-31"]})
    >>> followed(said, {"talks": talks}, as_of="2026-06-30")[["row", "days", "status"]].values.tolist()
    [['b', 122, 'came']]
    """
    end = pd.Timestamp(as_of)
    testable = sayings["table"].notna()
    rows = zip(testable, sayings.iterrows(), strict=True)
    firsts = [_first(row, tables[row["table"]], end) if can_tell else NEVER for can_tell, (_, row) in rows]
    found = pd.DataFrame(firsts, index=sayings.index, columns=list(NEVER))
    found[["earliest", "latest"]] = found[["earliest", "latest"]].apply(pd.to_datetime)
    since, due = pd.to_datetime(sayings["since"]), pd.to_datetime(sayings["due"])
    came = found["latest"].notna()
    status = np.select(
        [~testable, came & (found["earliest"] > due), came, due < end],
        ["cannot tell", "came late", "came", "overdue"],
        default="open",
    )
    days = (found["latest"] - since).dt.days.astype("Int64")
    return sayings.assign(**{str(c): found[c] for c in found}, days=days, status=status)


def _first(saying: pd.Series, table: pd.DataFrame, end: pd.Timestamp) -> dict[str, object]:
    rows = select_rows(table, saying["where"])
    dates = bounds(rows[saying["column"]])
    after = dates["earliest"].notna() & (dates["latest"] <= end)
    if pd.notna(saying["since"]):
        after &= dates["earliest"] > pd.Timestamp(saying["since"])
    dates = dates[after].sort_values(["earliest", "latest"])
    if dates.empty:
        return NEVER
    first = dates.iloc[0]
    return {"row": rows.loc[dates.index[0], "id"], "earliest": first["earliest"], "latest": first["latest"]}


def trail(events: pd.DataFrame, *, since: str, as_of: str, weight: int) -> pd.DataFrame:
    """Give the events after a day, in the order of time, from a weight up.

    Parameters
    ----------
    events : DataFrame, shape (n, k)
        Table ``setbacks_and_progress``: ``date``, ``weight_1_3`` and more.
    since, as_of : str
        The day before the first that counts, and the last that counts. A date known to the month or the year counts
        where all of it lies between them.
    weight : int
        Smallest weight (1 to 3; a judgement of the table).

    Returns
    -------
    DataFrame
        The rows of `events`, by date.

    Examples
    --------
    >>> events = pd.DataFrame({"date": ["2025-07", "2025-08-27", "2025-07-02"], "weight_1_3": [3, 3, 1]})
    >>> trail(events, since="2025-07-01", as_of="2026-06-30", weight=2)["date"].tolist()
    ['2025-08-27']
    """
    days = bounds(events["date"])
    inside = (days["earliest"] > pd.Timestamp(since)) & (days["latest"] <= pd.Timestamp(as_of))
    order = days["earliest"][inside & (events["weight_1_3"] >= weight)].sort_values(kind="stable").index
    return events.loc[order].reset_index(drop=True)


def settling_row(sayings: pd.DataFrame) -> pd.Series:
    """Say which row of which table settles each thing: one that is there, with the cell to fill, or a new one.

    Parameters
    ----------
    sayings : DataFrame, shape (n, k)
        Columns ``table``, ``where`` and ``column``, as for :func:`followed`.

    Returns
    -------
    Series of str, shape (n,)

    Examples
    --------
    >>> said = pd.DataFrame({"table": ["deals", "dialogues"], "where": ["id=p8i-6", "kind=2plus2"],
    ...                      "column": ["contracted", "date"]})
    >>> settling_row(said).tolist()
    ['deals, row p8i-6: contracted', 'dialogues, a new row: kind=2plus2']
    """
    row = sayings["where"].str.extract(r"\bid=(\S+)")[0]
    there = sayings["table"] + ", row " + row + ": " + sayings["column"]
    return there.fillna(sayings["table"] + ", a new row: " + sayings["where"])
