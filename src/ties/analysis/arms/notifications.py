"""What became of each sale that the United States notified to its Congress."""

from __future__ import annotations

import pandas as pd

from ties.analysis.arms.durations import YEAR, stage_bounds
from ties.tables.dates import bounds

OUTCOMES = ["delivered", "contracted", "no contract found", "dropped", "replaced"]


def notification_outcomes(notifications: pd.DataFrame, deals: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Follow each notification to its outcome.

    Parameters
    ----------
    notifications : DataFrame
        Table ``fms_notifications``: ``id``, ``notified``, ``value_usd_m`` (ceiling, millions of current dollars),
        ``deal`` (the deal it led to, or empty) and ``replaced_by`` (a later notification of the same need).
    deals : DataFrame
        Table ``deals``.
    as_of : str
        Last day that counts (ISO 8601); later notifications are left out.

    Returns
    -------
    DataFrame
        The columns of `notifications`, ``category`` (of the deal), ``outcome`` (one of ``OUTCOMES``), ``age`` (years
        from notification to `as_of`), ``contract_usd_m`` (value of the deal, where it was contracted). ``delivered``
        means that the first delivery took place; ``no contract found`` does not mean that there is none.

    Raises
    ------
    KeyError
        If a notification names a deal that does not exist.

    Examples
    --------
    >>> deals = pd.DataFrame({"id": ["gun"], "category": "artillery", "status": "cancelled", "value_usd_m": 9.0,
    ...     "announced": ["2019"], "contracted": [None], "first_delivery": [None], "completed": [None]})
    >>> sent = pd.DataFrame({"id": ["n1"], "notified": "2019-11-19", "value_usd_m": 1021.0, "deal": "gun",
    ...     "replaced_by": None})
    >>> notification_outcomes(sent, deals, "2026-06-30")[["category", "outcome"]]
        category  outcome
    0  artillery  dropped
    """
    if unknown := set(notifications["deal"].dropna()) - set(deals["id"]):
        raise KeyError(f"notifications of unknown deals: {', '.join(sorted(unknown))}")
    limit = pd.Timestamp(as_of)
    dates = stage_bounds(deals.set_index("id"))
    reached = dates[["contracted_earliest", "first_delivery_earliest"]] <= limit
    facts = deals.set_index("id")[["category", "status", "value_usd_m"]].rename(
        columns={"value_usd_m": "contract_usd_m"}
    )
    rows = notifications.join(facts.join(reached), on="deal")
    signed = rows["contracted_earliest"].eq(other=True)
    outcome = pd.Series("no contract found", index=rows.index)
    outcome = outcome.mask(rows["status"].eq("cancelled") & ~signed, "dropped").mask(signed, "contracted")
    outcome = outcome.mask(rows["first_delivery_earliest"].eq(other=True), "delivered")
    outcome = outcome.mask(rows["replaced_by"].notna(), "replaced")
    day = bounds(rows["notified"])["earliest"]
    out = rows.drop(columns=["status", "contracted_earliest", "first_delivery_earliest"]).assign(
        outcome=outcome,
        age=(limit - day).dt.days / YEAR,
        contract_usd_m=rows["contract_usd_m"].where(outcome.isin(["contracted", "delivered"])),
    )
    return out[day <= limit].reset_index(drop=True)
