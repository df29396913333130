"""How deep co-operation goes: from buying finished arms to designing them together."""

from __future__ import annotations

import pandas as pd

from ties.analysis.arms.durations import stage_bounds

RUNGS = ["buy", "parts", "assemble", "licensed production", "co-development"]
DEEP = ["licensed production", "co-development"]


def place_on_ladder(deals: pd.DataFrame, routes: pd.DataFrame, overrides: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Place each contracted deal on a rung of the ladder of depth.

    Parameters
    ----------
    deals : DataFrame
        Table ``deals``; services are left out, since they follow a purchase.
    routes : DataFrame
        Judgement ``deal_routes``: ``route`` and ``rung``.
    overrides : DataFrame
        Judgement ``depth_ladder``: ``deal`` and ``rung`` where the route alone does not tell.
    as_of : str
        Last day that counts (ISO 8601); later contracts are left out.

    Returns
    -------
    DataFrame
        ``id``, ``platform``, ``supplier``, ``year`` (of contract), ``rung`` (ordered category, ``RUNGS``), ``deep``,
        ``value_usd_m`` (millions of current dollars), ``sources``; signed and undated deals are left out.

    Raises
    ------
    KeyError
        If an override names a deal that does not exist.
    ValueError
        If a rung is unknown.
    """
    if unknown := set(overrides["deal"]) - set(deals["id"]):
        raise KeyError(f"rungs of unknown deals: {', '.join(sorted(unknown))}")
    goods = deals[deals["category"] != "services"]
    signed = stage_bounds(goods)["contracted_earliest"]
    goods = goods.assign(year=signed.dt.year)[signed <= pd.Timestamp(as_of)].astype({"year": int})
    by_route = goods["route"].fillna("unknown").map(routes.set_index("route")["rung"])
    rung = goods["id"].map(overrides.set_index("deal")["rung"]).astype("object").fillna(by_route)
    if wrong := sorted(set(rung.fillna("none")) - set(RUNGS)):
        raise ValueError(f"unknown rungs: {', '.join(wrong)}")
    columns = ["id", "platform", "supplier", "year", "rung", "deep", "value_usd_m", "sources"]
    placed = goods.assign(rung=pd.Categorical(rung, RUNGS, ordered=True), deep=rung.isin(DEEP))
    return placed[columns].sort_values(["year", "id"], ignore_index=True)


def compare_depth(ladder: pd.DataFrame, supplier: str) -> dict[str, float]:
    """Compare how often a supplier's contracts are deep with how often those of all others are.

    Parameters
    ----------
    ladder : DataFrame
        As :func:`place_on_ladder` gives it.
    supplier : str
        ISO 3166-1 alpha-3 code.

    Returns
    -------
    dict
        ``own_deep``, ``own``, ``other_deep``, ``other`` (counts) and ``p`` (Fisher's exact test, two-sided).

    References
    ----------
    Fisher, R. A. (1922), On the interpretation of chi-squared from contingency tables, and the calculation of P.
    Journal of the Royal Statistical Society 85(1).

    Examples
    --------
    >>> deals = pd.DataFrame({"supplier": ["USA"] * 4 + ["RUS"] * 4, "deep": [False] * 4 + [True] * 4})
    >>> round(compare_depth(deals, "USA")["p"], 3)
    0.029
    """
    from scipy.stats import fisher_exact

    own = ladder["supplier"] == supplier
    deep, n = int(ladder.loc[own, "deep"].sum()), int(own.sum())
    other_deep, other = int(ladder.loc[~own, "deep"].sum()), int((~own).sum())
    p = float(fisher_exact([[deep, n - deep], [other_deep, other - other_deep]]).pvalue)
    return {"own_deep": deep, "own": n, "other_deep": other_deep, "other": other, "p": p}
