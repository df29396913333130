"""From flows that customs report to rows of table ``trade``."""

from __future__ import annotations

from collections import Counter

import pandas as pd

SEEN_FROM = "IND"
MIRROR = {"exports": "imports", "imports": "exports"}


def trade_rows(flows: pd.DataFrame, note: str, left_out: Counter[str]) -> pd.DataFrame:
    """Make rows of table ``trade``: one per pair of countries, year and reporter.

    Parameters
    ----------
    flows : DataFrame
        ``reporter``, ``partner``, ``year``, ``flow`` (exports or imports of the reporter), ``value`` (million
        current US dollars); one row per flow.
    note : str
        Edition, for the note of every row.
    left_out : Counter
        Counts what has no place: trade of a country with itself.

    Returns
    -------
    DataFrame
        ``country``, ``partner``, ``period``, ``period_type``, ``year``, ``reporter``, ``exports_usd_m``,
        ``imports_usd_m``, ``balance_usd_m``, ``note``. Where the partner is India the row is seen from India, so that
        exports of the reporter are India's imports. The balance is empty where one side is.

    Examples
    --------
    >>> flow = pd.DataFrame([["USA", "IND", 2022, "imports", 90991.9]],
    ...                     columns=["reporter", "partner", "year", "flow", "value"])
    >>> seen = trade_rows(flow, "x", Counter())
    >>> seen["country"].item(), seen["partner"].item(), seen["exports_usd_m"].item()
    ('IND', 'USA', 90991.9)
    """
    own = flows["reporter"] == flows["partner"]
    for code in flows.loc[own, "reporter"]:
        left_out[f"{code}: trade of a country with itself (re-imports)"] += 1
    seen = flows[~own]
    turned = seen["partner"] == SEEN_FROM
    seen = seen.assign(
        country=seen["partner"].where(turned, seen["reporter"]),
        other=seen["reporter"].where(turned, seen["partner"]),
        flow=seen["flow"].map(MIRROR).where(turned, seen["flow"]),
    )
    wide = seen.set_index(["country", "other", "year", "reporter", "flow"])["value"].unstack().reset_index()  # noqa: PD010
    wide = wide.reindex(columns=["country", "other", "year", "reporter", "exports", "imports"])
    mirrored = wide["reporter"] != wide["country"]
    return pd.DataFrame(
        {
            "country": wide["country"],
            "partner": wide["other"],
            "period": wide["year"].astype("str"),
            "period_type": "cy",
            "year": wide["year"],
            "reporter": wide["reporter"],
            "exports_usd_m": wide["exports"].round(6),
            "imports_usd_m": wide["imports"].round(6),
            "balance_usd_m": (wide["exports"] - wide["imports"]).round(6),
            "note": note + mirrored.map({True: "; reported by the partner, so seen the other way round", False: ""}),
        }
    )
