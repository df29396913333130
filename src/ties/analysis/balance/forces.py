"""Counts of forces: one count per state, item and year where counters differ; actual and projected kept apart."""

from __future__ import annotations

import pandas as pd


def chosen_counts(levels: pd.DataFrame, choices: pd.DataFrame, items: list[str]) -> pd.DataFrame:
    """Give one count for each state, item, year and basis.

    Parameters
    ----------
    levels : DataFrame
        Table ``force_levels``: ``id``, ``country``, ``year``, ``item``, ``count``, ``count_high``, ``basis``.
    choices : DataFrame
        Judgement ``force_level_choices``: column ``chosen`` holds the id that is preferred to its rivals.
    items : list of str
        Items wanted.

    Returns
    -------
    DataFrame
        Rows of `levels` for `items`, unique by country, item, year and basis, with ``low`` and ``high`` (the same
        where the source gives no range) and ``rivals`` (counts not chosen, as text), sorted.

    Raises
    ------
    ValueError
        If several counts compete and none is chosen.

    Examples
    --------
    >>> two = pd.DataFrame({"id": ["a", "b"], "country": "CHN", "year": 2020, "item": "ships",
    ...                     "count": [350, 360], "count_high": [None, None], "basis": "actual"})
    >>> chosen_counts(two, pd.DataFrame({"chosen": ["a"]}), ["ships"])[["id", "low", "rivals"]].to_numpy().tolist()
    [['a', 350.0, '360']]
    """
    key = ["country", "item", "year", "basis"]
    wanted = levels[levels["item"].isin(items)].copy()
    wanted["preferred"] = wanted["id"].isin(choices["chosen"])
    competing = wanted.groupby(key)["id"].transform("size") > 1
    undecided = wanted[competing & (wanted.groupby(key)["preferred"].transform("sum") != 1)]
    if len(undecided):
        raise ValueError(f"counts compete and none is chosen: {', '.join(sorted(undecided['id']))}")
    retained = wanted[~competing | wanted["preferred"]].copy()
    left = wanted[competing & ~wanted["preferred"]]
    retained["low"] = retained["count"].astype("float64")
    retained["high"] = retained["count_high"].astype("float64").fillna(retained["low"])
    rivals = left.assign(count=left["count"].map("{:g}".format)).groupby(key)["count"].agg("; ".join).rename("rivals")
    retained = retained.merge(rivals.reset_index(), on=key, how="left") if len(left) else retained.assign(rivals=None)
    return retained.drop(columns="preferred").sort_values(key, ignore_index=True)


def latest_actual(counts: pd.DataFrame, item: str) -> pd.DataFrame:
    """Give the last actual count of an item for each state.

    Parameters
    ----------
    counts : DataFrame
        As :func:`chosen_counts` gives it.
    item : str
        The item.

    Returns
    -------
    DataFrame
        One row per state, sorted by ``low`` downwards.
    """
    actual = counts[(counts["item"] == item) & (counts["basis"] == "actual")]
    last = actual.sort_values("year").groupby("country").tail(1)
    return last.sort_values("low", ascending=False, ignore_index=True)


def latest_ratio(counts: pd.DataFrame, item: str, rival: str, focal: str) -> tuple[float | None, int | None]:
    """Give how many times the focal state's count the rival's is, in the last year that counts both.

    Parameters
    ----------
    counts : DataFrame
        As :func:`chosen_counts` gives it.
    item : str
        The item.
    rival, focal : str
        The two states.

    Returns
    -------
    ratio, year : float and int, or None
        Nothing where no year has an actual count of both.
    """
    actual = counts[(counts["item"] == item) & (counts["basis"] == "actual")]
    both = actual.pivot_table(index="year", columns="country", values="low").reindex(columns=[rival, focal]).dropna()
    if both.empty:
        return None, None
    return float(both[rival].iloc[-1] / both[focal].iloc[-1]), int(both.index[-1])
