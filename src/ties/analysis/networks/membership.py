"""Co-membership: how alike two states are in the groupings they belong to, with unknown years as bounds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ties.tables.dates import bounds


def membership_bounds(
    memberships: pd.DataFrame,
    groupings: pd.DataFrame,
    roles: pd.DataFrame,
    *,
    countries: Sequence[str],
    start_year: int,
    end_year: int,
    as_of: str,
    counts: Collection[str] = ("full",),
) -> pd.DataFrame:
    """Give for each state, grouping and year whether it was a member at the end of the year: no, yes, or unknown.

    Parameters
    ----------
    memberships : DataFrame
        Table ``memberships``.
    groupings : DataFrame
        Judgement ``groupings``: ``grouping``, ``founded``, ``ended`` (years), ``known_by`` (year of the list that
        shows members with an unknown joining year), ``covers_all`` ("no": a state without a row may be a member).
    roles : DataFrame
        Judgement ``membership_roles``: ``role``, ``counts`` (full, partial, none).
    countries : sequence of str
        States.
    start_year, end_year : int
        Calendar years, both included; the year of `as_of` is taken on that day, later years are left out.
    as_of : str
        Last day that counts.
    counts : collection of str
        Standings that count as membership.

    Returns
    -------
    DataFrame
        ``grouping``, ``country``, ``year``, ``low``, ``high`` (0 or 1; unknown where they differ). A grouping has
        rows for the years in which it existed.

    Raises
    ------
    ValueError
        If a role has no standing.
    """
    standing = memberships["role"].map(roles.set_index("role")["counts"])
    if standing.isna().any():
        raise ValueError(
            f"roles without a standing: {', '.join(sorted(memberships.loc[standing.isna(), 'role'].unique()))}"
        )
    last = pd.Timestamp(as_of)
    ends = memberships["left"].astype("str").where(memberships["left"].notna())
    rows = memberships.assign(
        standing=standing, start=bounds(memberships["joined"])["earliest"], stop=bounds(ends)["earliest"]
    )
    held = {key: own.to_dict("records") for key, own in rows.groupby(["grouping", "country"])}
    found = []
    for grouping in groupings.to_dict("records"):
        name, by = grouping["grouping"], grouping["known_by"]
        first = max(start_year, int(grouping["founded"]))
        over = last.year if pd.isna(grouping["ended"]) else int(grouping["ended"]) - 1
        end = min(end_year, last.year, over)
        for country in countries:
            own = held.get((name, country), [])
            member = [row for row in own if row["standing"] in counts]
            dated = [(row["start"], row["stop"]) for row in member if pd.notna(row["start"])]
            unlisted = not own and grouping["covers_all"] == "no"
            for year in range(first, end + 1):
                day = min(pd.Timestamp(year, 12, 31), last)
                low = any(start <= day and not stop <= day for start, stop in dated)
                undated = len(dated) < len(member)
                low = low or (undated and pd.notna(by) and year >= by)
                found.append([name, country, year, int(low), int(low or undated or unlisted)])
    return pd.DataFrame(found, columns=["grouping", "country", "year", "low", "high"])


def similarity_bounds(members: pd.DataFrame, *, focal: str, others: Sequence[str]) -> pd.DataFrame:
    """Give the share of groupings that two states have in common, between the bounds that the unknowns allow.

    The measure is that of Jaccard: groupings of both over groupings of either. Each unknown is set so as to make the
    share as small, then as large as it can be; nothing is assumed about how likely either is.

    Parameters
    ----------
    members : DataFrame
        From :func:`membership_bounds`.
    focal : str
        The state compared.
    others : sequence of str
        States with which it is compared.

    Returns
    -------
    DataFrame
        ``year``, ``other``, ``low``, ``high`` (0 to 1; missing where neither state is in any grouping), ``shared``
        (groupings surely in common), ``either`` (groupings that either may be in).

    References
    ----------
    Jaccard (1912); Manski (2003) on bounds.

    Examples
    --------
    >>> members = pd.DataFrame({
    ...     "grouping": ["quad", "quad", "brics", "brics"], "country": ["IND", "USA", "IND", "USA"], "year": 2024,
    ...     "low": [1, 1, 1, 0], "high": [1, 1, 1, 0],
    ... })
    >>> similarity_bounds(members, focal="IND", others=["USA"])[["low", "high"]].values.tolist()
    [[0.5, 0.5]]
    """
    wide = members.set_index(["year", "grouping", "country"])[["low", "high"]].unstack("country")  # noqa: PD010
    parts = []
    for other in others:
        a_low, a_high = wide["low", focal].to_numpy(), wide["high", focal].to_numpy()
        b_low, b_high = wide["low", other].to_numpy(), wide["high", other].to_numpy()
        table = pd.DataFrame(
            {
                "year": wide.index.get_level_values("year"),
                "both_sure": a_low * b_low,
                "both_may": a_high * b_high,
                # lowest share: an unknown is a member where that adds to either but not to both
                "either_most": np.maximum(a_high, b_high),
                # highest share: an unknown is a member only where both then are
                "either_least": np.maximum(np.maximum(a_low, b_low), a_high * b_high),
            }
        )
        sums = table.groupby("year").sum()
        parts.append(
            pd.DataFrame(
                {
                    "other": other,
                    "low": (sums["both_sure"] / sums["either_most"]).where(sums["either_most"] > 0),
                    "high": (sums["both_may"] / sums["either_least"]).where(sums["either_least"] > 0),
                    "shared": sums["both_sure"],
                    "either": sums["either_most"],
                }
            ).reset_index()
        )
    data = pd.concat(parts, ignore_index=True)
    data["high"] = data["high"].fillna(data["low"])
    return data


def leave_one_out(members: pd.DataFrame, *, focal: str, others: Sequence[str], year: int) -> pd.DataFrame:
    """Give the range of the share in one year when each grouping in turn is left out.

    Returns
    -------
    DataFrame
        ``other``, ``low``, ``high``: the smallest lower and the largest upper bound over the groupings left out.
    """
    own = members[members["year"] == year]
    parts = [
        similarity_bounds(own[own["grouping"] != grouping], focal=focal, others=others)
        for grouping in own["grouping"].unique()
    ]
    return pd.concat(parts).groupby("other").agg(low=("low", "min"), high=("high", "max")).reset_index()


def share_readings(
    memberships: pd.DataFrame,
    groupings: pd.DataFrame,
    roles: pd.DataFrame,
    *,
    focal: str,
    others: Sequence[str],
    start_year: int,
    end_year: int,
    as_of: str,
) -> pd.DataFrame:
    """Give the share in the last year under other choices of what counts.

    Parameters
    ----------
    memberships, groupings, roles, start_year, end_year, as_of
        As of :func:`membership_bounds`.
    focal, others
        As of :func:`similarity_bounds`.

    Returns
    -------
    DataFrame
        ``reading`` (what was chosen otherwise), ``other``, ``low``, ``high``.
    """
    period: dict[str, Any] = {"start_year": start_year, "end_year": end_year, "as_of": as_of}
    period["countries"] = [focal, *others]
    members = membership_bounds(memberships, groupings, roles, **period)
    uncontrolled = groupings[groupings["control_regime"] == "no"]
    year = int(members["year"].max())
    changed = {
        "lesser standings counted too": membership_bounds(
            memberships, groupings, roles, counts=("full", "partial"), **period
        ),
        "export-control groups left out": membership_bounds(memberships, uncontrolled, roles, **period),
    }
    readings = {name: similarity_bounds(table, focal=focal, others=others) for name, table in changed.items()}
    readings["each grouping left out in turn"] = leave_one_out(members, focal=focal, others=others, year=year).assign(
        year=year
    )
    table = pd.concat([table.assign(reading=name) for name, table in readings.items()])
    return table.loc[table["year"] == year, ["reading", "other", "low", "high"]].reset_index(drop=True)


def lead_held(readings: pd.DataFrame, other: str) -> int:
    """Count the readings in which one state's lower bound lies above every other's upper bound.

    Parameters
    ----------
    readings : DataFrame
        From :func:`share_readings`.
    other : str
        The state in the lead.

    Examples
    --------
    >>> readings = pd.DataFrame({"reading": ["a", "a", "b", "b"], "other": ["USA", "RUS"] * 2,
    ...                          "low": [0.5, 0.2, 0.4, 0.3], "high": [0.5, 0.4, 0.5, 0.4]})
    >>> lead_held(readings, "USA")
    1
    """
    leads = readings["other"] == other
    own = readings[leads].groupby("reading")["low"].min()
    rival = readings[~leads].groupby("reading")["high"].agg(lambda high: high.max(skipna=False))
    return int((rival.reindex(own.index, fill_value=-1) < own).sum())


def leading_since(data: pd.DataFrame, other: str) -> int | None:
    """Give the year from which one state's lower bound stays above every other's upper bound; none if it does not.

    Parameters
    ----------
    data : DataFrame
        From :func:`similarity_bounds`.
    other : str
        The state in the lead.

    Examples
    --------
    >>> data = pd.DataFrame({
    ...     "year": [2020, 2020, 2021, 2021], "other": ["USA", "RUS"] * 2, "low": [0.4, 0.3, 0.6, 0.2],
    ...     "high": [0.5, 0.5, 0.6, 0.3],
    ... })
    >>> leading_since(data, "USA"), leading_since(data, "RUS")
    (2021, None)
    """
    rival = data[data["other"] != other].groupby("year")["high"].max()
    own = data[data["other"] == other].set_index("year")["low"]
    ahead = (own > rival.reindex(own.index).fillna(-1)).sort_index(ascending=False)
    leading = ahead[ahead.cummin()]
    return int(leading.index.min()) if len(leading) else None
