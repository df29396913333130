"""Split the change of a share into what its owner did and what each of the others did."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import factorial

import pandas as pd


def split_share_change(before: pd.Series, after: pd.Series, focus: str) -> pd.Series:
    """Split the change of one member's share into the contributions of all members (nested Shapley value).

    The focus member is switched from before to after either first or last, and all others together the other way
    round; within the others each is switched in every order. A contribution is the mean change of the focus member's
    share when that member is switched. Contributions sum to the whole change, and that of the focus member does not
    depend on how finely the others are told apart.

    Parameters
    ----------
    before, after : Series of float
        Amounts by member, in one unit; the same members in both.
    focus : str
        The member whose share is explained.

    Returns
    -------
    Series
        Contribution of each member to the change of the focus member's share, in percentage points.

    Raises
    ------
    KeyError
        If `focus` is not a member.
    ValueError
        If the members differ, an amount is negative, or a total is zero.

    References
    ----------
    Owen, G. (1977), Values of games with a priori unions. In: Mathematical Economics and Game Theory. Springer.
    Shorrocks, A. F. (2013), Decomposition procedures for distributional analysis: a unified framework based on the
    Shapley value. Journal of Economic Inequality 11(1).

    Examples
    --------
    From 60 of 100 to 30 of 100: half as much from one, three quarters more from the other.

    >>> before, after = pd.Series({"RUS": 60.0, "rest": 40.0}), pd.Series({"RUS": 30.0, "rest": 70.0})
    >>> split_share_change(before, after, "RUS").round(2).to_dict()
    {'RUS': -16.65, 'rest': -13.35}
    """
    if set(before.index) != set(after.index):
        raise ValueError("the members before and after differ")
    if focus not in before.index:
        raise KeyError(focus)
    if (before < 0).any() or (after < 0).any() or before.sum() <= 0 or after.sum() <= 0:
        raise ValueError("amounts must not be negative and totals must be positive")
    others = [member for member in before.index if member != focus]

    def share(switched: Sequence[str]) -> float:
        amounts = before.copy()
        amounts[list(switched)] = after[list(switched)]
        total = float(amounts.sum())
        return 100 * float(amounts[focus]) / total if total else 0.0

    values = {focus: (share([focus]) - share([]) + share([focus, *others]) - share(others)) / 2}
    for member in others:
        rest = [other for other in others if other != member]
        values[member] = sum(
            factorial(size)
            * factorial(len(rest) - size)
            / factorial(len(others))
            * (share([*first, *chosen, member]) - share([*first, *chosen]))
            / 2
            for size in range(len(others))
            for chosen in combinations(rest, size)
            for first in ([], [focus])
        )
    return pd.Series(values, name="points").reindex(before.index)


def share_change_by_supplier(shares: pd.DataFrame, focus: str, suppliers: Sequence[str]) -> pd.DataFrame:
    """Split the change of a supplier's share from each earlier window to the last one.

    Parameters
    ----------
    shares : DataFrame
        As :func:`ties.analysis.arms.concentration.rolling_shares` gives it; one edition only.
    focus : str
        Supplier whose share is explained.
    suppliers : sequence of str
        Suppliers told apart; all others together are ``other``.

    Returns
    -------
    DataFrame
        One row per earlier window and supplier: ``base_start``, ``base_end``, ``last_start``, ``last_end``,
        ``supplier``, ``before_tiv_m``, ``after_tiv_m``, ``points`` (contribution to the change of the focus share),
        ``change_points`` (their sum). The earlier windows are counted back from the last so that none overlap;
        where the years do not suffice for two such windows, the first one is taken although it overlaps.

    Raises
    ------
    ValueError
        If more than one edition is given, or there is only one window.
    """
    if len(shares["edition"].unique()) != 1:
        raise ValueError("shares of different editions must not be compared")
    last = int(shares["period_end"].max())
    window = last - int(shares.loc[shares["period_end"] == last, "period_start"].iloc[0]) + 1
    bases = [int(end) for end in sorted(shares["period_end"].unique()) if end < last and (last - end) % window == 0]
    bases = bases or [int(end) for end in sorted(shares["period_end"].unique()) if end < last][:1]
    if not bases:
        raise ValueError("only one window: nothing to compare it with")
    named = list(dict.fromkeys([focus, *suppliers]))
    group = shares["supplier"].where(shares["supplier"].isin(named), "other")
    amounts = shares.assign(group=group).pivot_table(
        index="group", columns="period_end", values="tiv_m", aggfunc="sum"
    )
    amounts = amounts.reindex([*named, "other"]).fillna(0.0)
    parts = []
    for base in bases:
        points = split_share_change(amounts[base], amounts[last], focus)
        parts.append(
            pd.DataFrame(
                {
                    "base_start": base - window + 1,
                    "base_end": base,
                    "last_start": last - window + 1,
                    "last_end": last,
                    "supplier": points.index,
                    "before_tiv_m": amounts[base].to_numpy(),
                    "after_tiv_m": amounts[last].to_numpy(),
                    "points": points.to_numpy(),
                    "change_points": points.sum(),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
