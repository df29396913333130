"""Balance of military spending: states on one price basis, coalitions against a rival, and the break-even share."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

CURRENCY = {
    "AUS": "AUD", "CHN": "CNY", "FRA": "EUR", "GBR": "GBP", "IND": "INR",
    "JPN": "JPY", "KOR": "KRW", "PAK": "PKR", "RUS": "RUB",
}  # fmt: skip
BASES = ("market", "constant", "gdp_ppp")


def spending(
    expenditure: pd.DataFrame, parities: pd.DataFrame | None = None, rates: pd.DataFrame | None = None, *, basis: str
) -> pd.DataFrame:
    """Give military spending of each state and year on one price basis.

    Parameters
    ----------
    expenditure : DataFrame
        Table ``military_expenditure`` of one edition: ``country``, ``year``, ``usd_m_current``, ``usd_m_constant``.
    parities, rates : DataFrame, optional
        Tables ``ppp_factors`` (local currency per international dollar) and ``exchange_rates`` (local currency per US
        dollar, calendar years); needed for ``gdp_ppp``.
    basis : {"market", "constant", "gdp_ppp"}
        "market": current dollars at the year's exchange rate. "constant": SIPRI's constant dollars, one year's prices
        and exchange rates for the whole series. "gdp_ppp": current spending in local currency over the parity of the
        whole economy, in international dollars; it overstates what buys imported arms and understates soldiers.

    Returns
    -------
    DataFrame
        ``country``, ``year``, ``amount`` (millions of dollars of that basis); only what is known.

    Raises
    ------
    ValueError
        If there is more than one edition, the basis is unknown, or a table that it needs is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"country": ["CHN"], "year": [2024], "usd_m_current": [70.0], "usd_m_constant": [75.0]})
    >>> spending(table, basis="constant")["amount"].item()
    75.0
    >>> parity = pd.DataFrame({"country": ["CHN"], "year": [2024], "lcu_per_intl_usd": [3.5]})
    >>> rate = pd.DataFrame({"currency": ["CNY"], "year": [2024], "lcu_per_usd": [7.0], "basis": ["calendar"]})
    >>> spending(table, parity, rate, basis="gdp_ppp")["amount"].item()
    140.0
    """
    if "edition" in expenditure and len(expenditure["edition"].unique()) > 1:
        raise ValueError("spending of more than one edition: SIPRI rewrites history, so editions are not mixed")
    if basis not in BASES:
        raise ValueError(f"price basis {basis!r} is none of {', '.join(BASES)}")
    column = "usd_m_constant" if basis == "constant" else "usd_m_current"
    amounts = expenditure[["country", "year"]].assign(amount=expenditure[column].astype("float64"))
    if basis == "gdp_ppp":
        if parities is None or rates is None:
            raise ValueError("purchasing power needs the tables of parities and exchange rates")
        amounts["amount"] *= price_level_inverse(amounts, parities, rates)
    return amounts.dropna(subset=["amount"]).sort_values(["country", "year"], ignore_index=True)


def price_level_inverse(rows: pd.DataFrame, parities: pd.DataFrame, rates: pd.DataFrame) -> pd.Series:
    """Give, per row of country and year, how many international dollars one dollar at the market rate buys.

    Parameters
    ----------
    rows : DataFrame
        ``country`` and ``year``.
    parities, rates : DataFrame
        As in :func:`spending`. The dollar is one for the United States.

    Returns
    -------
    Series of float
        On the index of `rows`; missing where the rate or the parity is.
    """
    calendar = rates[rates["basis"] == "calendar"]
    keyed = rows[["country", "year"]].assign(currency=rows["country"].map(CURRENCY))
    rate = keyed.merge(calendar, on=["currency", "year"], how="left")["lcu_per_usd"].astype("float64")
    rate = rate.where(rows["country"].to_numpy() != "USA", 1.0)
    parity = keyed.merge(parities, on=["country", "year"], how="left")["lcu_per_intl_usd"].astype("float64")
    return pd.Series((rate / parity).to_numpy(), index=rows.index)


def coalition_ratio(
    spent: pd.DataFrame, *, rival: str, members: Sequence[str], lead: str = "USA", lead_share: float = 0.0
) -> pd.DataFrame:
    """Give what a coalition spends as a share of what its rival spends.

    Parameters
    ----------
    spent : DataFrame
        ``country``, ``year``, ``amount`` on one price basis (or any other measure of power).
    rival : str
        The state on the other side, counted in full.
    members : sequence of str
        States counted in full.
    lead : str
        State of which only `lead_share` (0 to 1) counts.
    lead_share : float
        Share of the lead's spending committed to the theatre.

    Returns
    -------
    DataFrame
        ``year``, ``ratio`` (coalition over rival; 1 is parity), ``coalition``, ``rival``; years in which
        every state is known.

    Raises
    ------
    ValueError
        If a share is outside 0 to 1, a state is on two sides, or a state is not in the data.

    Examples
    --------
    >>> spent = pd.DataFrame({"country": ["CHN", "IND", "USA"], "year": [2024] * 3, "amount": [300.0, 90.0, 1000.0]})
    >>> coalition_ratio(spent, rival="CHN", members=["IND"], lead_share=0.2)["ratio"].round(3).tolist()
    [0.967]
    """
    if not 0 <= lead_share <= 1:
        raise ValueError(f"the share of the lead is {lead_share}, not between 0 and 1")
    wide = _by_year(spent, rival, members, lead)
    coalition = wide[list(members)].sum(axis=1) + (lead_share * wide[lead] if lead_share else 0.0)
    return pd.DataFrame(
        {"ratio": coalition / wide[rival], "coalition": coalition, "rival": wide[rival]}
    ).reset_index()


def break_even_share(
    spent: pd.DataFrame, *, rival: str, members: Sequence[str], lead: str = "USA", rival_share: float = 1.0
) -> pd.DataFrame:
    """Give the share of the lead's spending at which the coalition spends as much as its rival.

    Solves ``members + share * lead = rival_share * rival`` for the share, year by year.

    Parameters
    ----------
    spent, rival, members, lead
        As in :func:`coalition_ratio`.
    rival_share : float
        Share of the rival's spending that the coalition has to match (0 to 1).

    Returns
    -------
    DataFrame
        ``year``, ``share``: below 0 the members need no lead, above 1 the whole of the lead is not enough.

    Raises
    ------
    ValueError
        As :func:`coalition_ratio`.

    Examples
    --------
    >>> spent = pd.DataFrame({"country": ["CHN", "IND", "USA"], "year": [2024] * 3, "amount": [300.0, 90.0, 1000.0]})
    >>> break_even_share(spent, rival="CHN", members=["IND"])["share"].round(3).tolist()
    [0.21]
    """
    if not 0 <= rival_share <= 1:
        raise ValueError(f"the share of the rival is {rival_share}, not between 0 and 1")
    wide = _by_year(spent, rival, members, lead)
    share = (rival_share * wide[rival] - wide[list(members)].sum(axis=1)) / wide[lead]
    return share.rename("share").reset_index()


def last_common_year(spent: pd.DataFrame, states: Sequence[str]) -> int:
    """Give the last year that a measure has for every one of some states.

    Parameters
    ----------
    spent : DataFrame
        ``country``, ``year``, ``amount``.
    states : sequence of str
        Country codes.

    Raises
    ------
    ValueError
        If there is no such year.

    Examples
    --------
    >>> years = [2024, 2024, 2026]
    >>> spent = pd.DataFrame({"country": ["IND", "USA", "USA"], "year": years, "amount": [1.0, 9.0, 9.0]})
    >>> last_common_year(spent, ["IND", "USA"])
    2024
    """
    rows = spent[spent["country"].isin(list(states))].dropna(subset=["amount"])
    counts = rows.groupby("year")["country"].nunique()
    years = counts.index[counts == len(set(states))]
    if years.empty:
        raise ValueError(f"no year has figures of all of {', '.join(states)}")
    return int(years.max())


def _by_year(spent: pd.DataFrame, rival: str, members: Sequence[str], lead: str) -> pd.DataFrame:
    sides = [rival, *members, lead]
    if len(set(sides)) < len(sides):
        raise ValueError(f"a state stands on two sides: {', '.join(sides)}")
    missing = sorted(set(sides) - set(spent["country"]))
    if missing:
        raise ValueError(f"no spending of {', '.join(missing)} on this basis")
    wide = spent.pivot_table(index="year", columns="country", values="amount", aggfunc="sum")
    return wide[sides].dropna()


def military_parity_break_even(
    studies: pd.DataFrame,
    market: pd.DataFrame,
    purchasing: pd.DataFrame,
    *,
    rival: str,
    focal: str,
    lead: str = "USA",
) -> pd.DataFrame:
    """Bound the break-even share at military purchasing power, for the years that a study covers.

    The studies give the rival's spending as a share of the lead's at military prices, but no figure for the focal
    state. Its share is bounded: at the market rate below, and above at its economy-wide parity times the factor by
    which military prices raise the rival over its own economy-wide parity.

    Parameters
    ----------
    studies : DataFrame
        Table ``military_ppp``.
    market, purchasing : DataFrame
        :func:`spending` on the bases "market" and "gdp_ppp".
    rival, focal, lead : str
        The states.

    Returns
    -------
    DataFrame
        ``year``, ``low``, ``high`` (bounds of the break-even share), ``rival_share`` (of the lead, 0 to 1), ``id``,
        ``confidence``.

    References
    ----------
    Robertson, P. (2021). The real military balance: international comparisons of defense spending. Review of Income
    and Wealth, 68(3).

    Examples
    --------
    >>> studies = pd.DataFrame({"id": ["s"], "country": ["CHN"], "year": [2021], "basis": ["military_ppp"],
    ...     "bound": ["exact"], "share_of_usa_pct": [60.0], "confidence": ["high"]})
    >>> sums = {"country": ["CHN", "IND", "USA"], "year": [2021] * 3}
    >>> low = pd.DataFrame({**sums, "amount": [30.0, 10.0, 100.0]})
    >>> high = pd.DataFrame({**sums, "amount": [50.0, 30.0, 100.0]})
    >>> bounds = military_parity_break_even(studies, low, high, rival="CHN", focal="IND")
    >>> bounds[["low", "high"]].round(2).to_numpy().tolist()
    [[0.24, 0.5]]
    """
    exact = studies[
        (studies["country"] == rival) & (studies["basis"] == "military_ppp") & (studies["bound"] == "exact")
    ].dropna(subset=["share_of_usa_pct"])
    at_market, at_parity = (_by_year(spent, rival, [focal], lead) for spent in (market, purchasing))
    rows = exact[exact["year"].isin(at_market.index) & exact["year"].isin(at_parity.index)]
    year = rows["year"].to_numpy()
    rival_share = rows["share_of_usa_pct"].to_numpy(dtype="float64") / 100
    least = (at_market[focal] / at_market[lead]).loc[year].to_numpy()
    excess = rival_share / (at_parity[rival] / at_parity[lead]).loc[year].to_numpy()
    most = (at_parity[focal] / at_parity[lead]).loc[year].to_numpy() * excess
    bounds = pd.DataFrame({"year": year, "low": rival_share - most, "high": rival_share - least})
    return bounds.assign(
        rival_share=rival_share, id=rows["id"].to_numpy(), confidence=rows["confidence"].to_numpy()
    ).sort_values("year", ignore_index=True)
