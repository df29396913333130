"""What the book says of itself: its edition, its data, how old they are."""

from __future__ import annotations

from importlib.metadata import version

import pandas as pd

from ties.project import fingerprints
from ties.project.run import Run
from ties.tables.load import tables as names


def book_facts(run: Run) -> dict[str, str]:
    """Give the facts of the book that pages may name as ``{{ book.edition }}``.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    dict of str to str
        ``edition`` (CalVer of the package), ``data_until`` (day that the chapters count to), ``tables``, ``rows``,
        ``sources``, ``claims`` (counts).
    """
    release = version("ties")
    counted = {name: len(pd.read_csv(fingerprints.table_path(name, run.data), usecols=[0])) for name in names()}
    until = max((str(p["as_of"]) for p in run.parameters.values() if "as_of" in p), default="")
    return {
        "edition": run.name,
        "version": release,
        "data_until": pd.Timestamp(until).strftime("%-d %B %Y") if until else "unknown",
        "tables": str(len(counted)),
        "rows": f"{sum(counted.values()):,}",
        "sources": f"{counted['sources']:,}",
        "claims": str(counted["claims"]),
    }


def edition_day() -> int:
    """Give the first day of the edition's month, in seconds since 1970: the build's only clock.

    Examples
    --------
    >>> pd.Timestamp(edition_day(), unit="s").day
    1
    """
    year, month = version("ties").split(".")[:2]
    return int(pd.Timestamp(int(year), int(month), 1).timestamp())
