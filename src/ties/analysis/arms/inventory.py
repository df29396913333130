"""Inventory: units that should still be in service, against units that were counted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ties.analysis.arms.service_life import conditional_survival, triangular_cdf


def units_in_service(
    register: pd.DataFrame,
    lives: pd.DataFrame,
    items: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    correlation: tuple[float, float, float],
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Give, for each counted type, how many units the service lives leave in the year of the count.

    Parameters
    ----------
    register : DataFrame
        Table ``arms_register``: ``id``, ``delivered_number``, ``delivery_years`` (over which the units are spread
        evenly).
    lives : DataFrame
        Indexed by ``platform_class``: ``low``, ``mode``, ``high`` in years.
    items : DataFrame
        ``inventory_id``, ``register_ids`` (``;``-separated), ``platform_class``: which orders make up each type.
    counts : DataFrame
        Table ``inventory_origin``: ``id``, ``system_class``, ``as_of``, ``total``.
    correlation : (float, float, float)
        Low, mode and high of how far units leave together.
    draws, seed : int
        Number of draws; seed of the random numbers.

    Returns
    -------
    DataFrame
        ``id``, ``item``, ``year``, ``delivered`` (units to the end of that year), ``expected`` (mean), ``low``,
        ``high`` (95 per cent interval), ``counted``, ``inside``. A type of which the register lacks an order, as a
        register of another edition may, is left out; ``attrs["left_out"]`` names it.

    Raises
    ------
    ValueError
        If a count is not in its table, or the register has all orders of no type.

    Examples
    --------
    >>> register = pd.DataFrame({"id": ["a"], "delivered_number": [10], "delivery_years": ["2000;2001"]})
    >>> lives = pd.DataFrame({"low": [20.0], "mode": [20.0], "high": [20.0]}, index=["tank"])
    >>> items = pd.DataFrame({"inventory_id": ["t"], "register_ids": ["a"], "platform_class": ["tank"]})
    >>> counts = pd.DataFrame({"id": ["t"], "system_class": ["tanks"], "as_of": ["2020"], "total": [5]})
    >>> found = units_in_service(register, lives, items, counts, correlation=(0, 0, 0.5), draws=5, seed=1)
    >>> found[["delivered", "expected", "inside"]].values.tolist()
    [[10.0, 5.0, True]]
    """
    orders, counted = register.set_index("id"), counts.set_index("id")
    named = {str(i): str(ids).split(";") for i, ids in zip(items["inventory_id"], items["register_ids"], strict=True)}
    if unknown := sorted(set(named) - set(counted.index)):
        raise ValueError(f"not a count: {', '.join(unknown)}")
    lacking = {item: sorted(set(ids) - set(orders.index)) for item, ids in named.items()}
    items = items[[not lacking[str(item)] for item in items["inventory_id"]]]
    if items.empty:
        raise ValueError(f"not in the register: {', '.join(sorted({o for ids in lacking.values() for o in ids}))}")
    rng = np.random.default_rng(seed)
    low, mode, high = correlation
    rows = []
    for item, platform in zip(items["inventory_id"], items["platform_class"], strict=True):
        year = int(str(counted["as_of"].loc[item])[:4])
        life = [float(lives[end].loc[platform]) for end in ("low", "mode", "high")]
        tied = np.full(draws, mode) if low == high else rng.triangular(low, mode, high, size=draws)
        survival = conditional_survival(
            triangular_cdf(np.arange(101, dtype=np.float64), *life), rng.standard_normal(draws), tied
        )
        delivered, left = 0.0, np.zeros(draws)
        for order in named[str(item)]:
            years = [int(y) for y in str(orders["delivery_years"].loc[order]).split(";")]
            each = float(orders["delivered_number"].loc[order]) / len(years)
            past = [y for y in years if y <= year]
            delivered += each * len(past)
            left += each * survival[:, [year - y for y in past]].sum(axis=1)
        ends = np.quantile(left, [0.025, 0.975])
        total = float(counted["total"].loc[item])
        inside = bool(ends[0] - 0.5 <= total <= ends[1] + 0.5)  # units are whole
        name = str(counted["system_class"].loc[item])
        rows.append((str(item), name, year, delivered, float(left.mean()), *map(float, ends), total, inside))
    columns = ["id", "item", "year", "delivered", "expected", "low", "high", "counted", "inside"]
    found = pd.DataFrame(rows, columns=columns)
    found.attrs["left_out"] = [str(counted["system_class"].loc[item]) for item, ids in lacking.items() if ids]
    return found
