"""Cohorts of delivered arms: what was delivered in each year, by origin and class (SIPRI's TIV)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


def register_deliveries(
    register: pd.DataFrame, lives: pd.DataFrame, exceptions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Spread each order of the register over its delivery years and give each its class.

    The register says in which years a delivery came, not how many came in each: the years count equally.

    Parameters
    ----------
    register : DataFrame
        Table ``arms_register``: ``id``, ``supplier``, ``description``, ``delivery_years`` (``;``-separated),
        ``tiv_delivered_m``.
    lives : DataFrame
        Table ``service_lives``: ``platform_class`` and the ``sipri_descriptions`` (``;``-separated) it covers.
    exceptions : DataFrame, optional
        ``register_id`` of orders with a life of their own (upgrades, leases); their id becomes their class.

    Returns
    -------
    DataFrame
        ``id``, ``supplier``, ``platform_class``, ``year``, ``tiv_m``; sums to what the register has as delivered.

    Raises
    ------
    ValueError
        If a description of the register belongs to no class; each is named.
        :func:`ties.analysis.arms.borrowed_lives.with_borrowed` finds classes for them.

    Examples
    --------
    >>> orders = pd.DataFrame({"id": ["a"], "supplier": ["RUS"], "description": ["tank"], "tiv_delivered_m": [30.0],
    ...                        "delivery_years": ["2001;2002;2003"]})
    >>> lives = pd.DataFrame({"platform_class": ["tank"], "sipri_descriptions": ["tank;light tank"]})
    >>> register_deliveries(orders, lives)["tiv_m"].tolist()
    [10.0, 10.0, 10.0]
    """
    described = lives.assign(description=lives["sipri_descriptions"].str.split(";")).explode("description")
    classes = dict(zip(described["description"].str.strip(), described["platform_class"], strict=True))
    missing = sorted(set(register["description"]) - set(classes))
    if missing:
        raise ValueError(f"no class of service life covers: {', '.join(missing)}")
    delivered = register[register["delivery_years"].notna()]
    years = delivered["delivery_years"].astype("str").str.split(";")
    out = pd.DataFrame(
        {
            "id": delivered["id"],
            "supplier": delivered["supplier"],
            "platform_class": delivered["description"].map(classes),
            "year": years,
            "tiv_m": delivered["tiv_delivered_m"].astype("float64") / years.map(len),
        }
    )
    if exceptions is not None:
        own = out["id"].isin(exceptions["register_id"])
        out.loc[own, "platform_class"] = out.loc[own, "id"]
    return out.explode("year").astype({"year": "int64"}).reset_index(drop=True)


def delivery_cohorts(
    deliveries: pd.DataFrame, transfers: pd.DataFrame, origins: Mapping[str, str], *, other: str = "other"
) -> pd.DataFrame:
    """Give delivered volume by origin, class and year: levels of the transfers, classes of the register.

    The yearly totals by supplier are the better count (they rest on dated deliveries); the register knows what was
    delivered. So each supplier's total is split into classes as the register's deliveries of that supplier and year
    are; where there are none, as its deliveries of all years; where the supplier is not in the register, as those of
    all suppliers of the same origin.

    Parameters
    ----------
    deliveries : DataFrame
        From :func:`register_deliveries`.
    transfers : DataFrame
        Table ``arms_transfers`` of one recipient, one edition per year: ``supplier``, ``year``, ``tiv_m``.
    origins : mapping
        Supplier to origin ("SUN" and "RUS" both to "RUS"); every other supplier becomes `other`.

    Returns
    -------
    DataFrame
        ``origin``, ``platform_class``, ``year``, ``tiv_m``; sums by year to `transfers`.

    Raises
    ------
    ValueError
        If a supplier and year stands twice (mixed editions).
    """
    if transfers.duplicated(["supplier", "year"]).any():
        raise ValueError("a supplier has two values for one year: editions are mixed")
    sourced = deliveries.assign(origin=_origin(deliveries["supplier"], origins, other))
    # orders with a life of their own lend their mix to no other
    ordinary = sourced[sourced["platform_class"] != sourced["id"]]
    # a year of a supplier without deliveries in the register takes the mix of the supplier, then of the origin
    lent = [(sourced, ["supplier", "year"]), (ordinary, ["supplier"]), (ordinary, ["origin"])]
    rows = transfers[["supplier", "year"]].assign(
        tiv_m=transfers["tiv_m"].astype("float64"), origin=_origin(transfers["supplier"], origins, other)
    )
    parts, left = [], rows
    for source, keys in lent:
        mix = source.groupby([*keys, "platform_class"])["tiv_m"].sum().pipe(_shares, keys)
        joined = left.merge(mix, on=keys, how="left")
        parts.append(joined[joined["mix"].notna()])
        left = left[~left.set_index(keys).index.isin(mix.set_index(keys).index)]
    found = pd.concat(parts)
    found["tiv_m"] *= found["mix"]
    summed: pd.DataFrame = found.groupby(["origin", "platform_class", "year"])[["tiv_m"]].sum().reset_index()
    return summed


def early_cohorts(
    totals: pd.DataFrame, cohorts: pd.DataFrame, *, first: int, last: int, like: tuple[int, int]
) -> pd.DataFrame:
    """Give cohorts of years without a split by supplier: the whole of imports, once for each origin.

    Parameters
    ----------
    totals : DataFrame
        ``year``, ``tiv_m``: all imports of the recipient, of one edition.
    cohorts : DataFrame
        From :func:`delivery_cohorts`; lends the mix of classes.
    first, last : int
        Years wanted.
    like : (int, int)
        Years of `cohorts` whose mix of classes is taken, by origin.

    Returns
    -------
    DataFrame
        As :func:`delivery_cohorts`, but each origin carries the whole import of the year, to be multiplied by its
        (uncertain) share.
    """
    lent = cohorts[cohorts["year"].between(*like)]
    mix = lent.groupby(["origin", "platform_class"])["tiv_m"].sum().pipe(_shares, ["origin"])
    years = totals[totals["year"].between(first, last)][["year", "tiv_m"]].astype({"tiv_m": "float64"})
    crossed = years.merge(mix, how="cross")
    crossed["tiv_m"] *= crossed["mix"]
    return crossed[["origin", "platform_class", "year", "tiv_m"]]


def _origin(suppliers: pd.Series, origins: Mapping[str, str], other: str) -> pd.Series:
    return suppliers.map(lambda supplier: origins.get(supplier, other))


def _shares(volume: pd.Series, keys: list[str]) -> pd.DataFrame:
    return (volume / volume.groupby(level=keys).transform("sum")).to_frame("mix").reset_index()
