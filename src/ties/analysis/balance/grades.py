"""Initiatives graded by what came of them."""

from __future__ import annotations

import pandas as pd

from ties.analysis.arms.durations import YEAR
from ties.tables.dates import bounds

GRADES = ["in use", "signed", "talk", "stopped"]


def grade_initiatives(initiatives: pd.DataFrame, grades: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Join each initiative with its grade, and say how old it is.

    Parameters
    ----------
    initiatives : DataFrame
        Table ``initiatives``.
    grades : DataFrame
        Judgement ``initiative_grades``: ``initiative``, ``grade`` (one of ``GRADES``: in use; signed or under way;
        talk or plan only; stopped without its object), ``material`` (``yes``: its object is something made, repaired
        or run), ``reason``.
    as_of : str
        Last day that counts (ISO 8601); later initiatives are left out.

    Returns
    -------
    DataFrame
        ``id``, ``name``, ``kind``, ``started``, ``year``, ``age`` (years to `as_of`), ``objective``, ``outputs``,
        ``grade`` (ordered category), ``material`` (bool), ``reason``, ``sources``; oldest first.
        ``attrs["ungraded"]`` names initiatives that no one has graded yet.

    Raises
    ------
    ValueError
        If a grade is unknown.
    """
    if wrong := sorted(set(grades["grade"]) - set(GRADES)):
        raise ValueError(f"unknown grades: {', '.join(wrong)}")
    day = bounds(initiatives["started"])["earliest"]
    limit = pd.Timestamp(as_of)
    rows = initiatives.assign(year=day.dt.year, age=(limit - day).dt.days / YEAR)[day <= limit]
    joined = rows.merge(grades, how="left", left_on="id", right_on="initiative", validate="1:1")
    ungraded = sorted(joined.loc[joined["grade"].isna(), "id"])
    joined = joined[joined["grade"].notna()].astype({"year": int})
    out = joined.assign(
        grade=pd.Categorical(joined["grade"], GRADES, ordered=True), material=joined["material"].eq("yes")
    )
    columns = ["id", "name", "kind", "started", "year", "age", "objective", "outputs", "grade", "material", "reason"]
    out = out[[*columns, "sources"]].sort_values(["started", "id"], ignore_index=True)
    out.attrs["ungraded"] = ungraded
    return out
