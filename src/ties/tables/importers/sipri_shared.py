"""What the exports of the SIPRI arms transfers database share: sources, editions, sums of deliveries."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pandas as pd

from ties.tables.importers.reading import Reading, source_row

ADDRESS = "https://www.sipri.org/databases/armstransfers"
SMALL = "0 is more than nothing and less than half a unit"
UNITED = "sum of two lines of the source that share a code"


def at_source(edition: str, generated_on: date | None) -> pd.DataFrame:
    """Describe an edition of the arms transfers database as a source.

    Examples
    --------
    >>> at_source("2024", date(2024, 10, 13))["id"].item()
    'sipri-at-2024'
    """
    title = (
        f"SIPRI Arms Transfers Database, March {edition} edition, deliveries to {int(edition) - 1} "
        f"({f'generated {generated_on.isoformat()}' if generated_on else 'day of generation not known'})"
    )
    return source_row(f"sipri-at-{edition}", title, "SIPRI", f"{edition}-03", ADDRESS)


def deliveries_reading(
    transfers: pd.DataFrame,
    totals: pd.DataFrame,
    edition: str,
    generated_on: date | None,
    left_out: Counter[str],
    *,
    all_suppliers: bool,
) -> Reading:
    """Make a reading of deliveries: one row per pair and year, per recipient and year.

    Parameters
    ----------
    transfers : DataFrame
        ``recipient``, ``supplier``, ``year``, ``tiv_m``, ``note``: one row per line of the source; may be empty.
    totals : DataFrame
        The same without ``supplier``: deliveries from all suppliers; may be empty.
    edition : str
        Year of release.
    generated_on : date, optional
        Day on which the file was generated.
    left_out : Counter
        What has no place in the tables.
    all_suppliers : bool
        `transfers` has all suppliers of each recipient and year, so that it stands in place of all of them; where
        it has not, the rows say so in ``coverage``.

    Returns
    -------
    Reading
        Tables ``arms_transfers`` and ``arms_imports_total``, those that have rows.
    """
    pair, one = ["recipient", "supplier", "year"], ["recipient", "year"]
    tables, replaces = {}, {}
    if len(transfers):
        own = transfers["recipient"] == transfers["supplier"]
        for code in transfers.loc[own, "recipient"]:
            left_out[f"{code}: delivery of a country to itself"] += 1
        summed = _summed(transfers[~own], pair, edition)
        tables["arms_transfers"] = summed.assign(coverage=None if all_suppliers else "one supplier")
        replaces["arms_transfers"] = ("recipient", "year", "edition") if all_suppliers else (*pair, "edition")
    if len(totals):
        tables["arms_imports_total"] = _summed(totals, one, edition)
        replaces["arms_imports_total"] = (*one, "edition")
    return Reading(edition, tables, replaces, at_source(edition, generated_on), left_out)


def _summed(rows: pd.DataFrame, keys: list[str], edition: str) -> pd.DataFrame:
    """Sum lines of one key; two names may share a code, as both Yemens did in 1990."""
    groups = rows.groupby(keys, as_index=False)
    summed = groups.agg(tiv_m=("tiv_m", "sum"), note=("note", _joined), lines=("tiv_m", "size"))
    return summed.assign(
        tiv_m=summed["tiv_m"].round(6), edition=edition, sources=f"sipri-at-{edition}", confidence="high"
    ).drop(columns="lines")


def _joined(notes: pd.Series) -> str:
    return "; ".join(sorted({str(note) for note in notes if note}))
