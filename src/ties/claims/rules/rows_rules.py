"""Rules that look for rows: how many there are, what share, when the first came, which conditions are met.

Inputs and result are those of every rule: see :mod:`ties.claims.rules.selection`.
"""

from __future__ import annotations

import math

import pandas as pd

from ties.claims.inputs import Tables
from ties.claims.rules.selection import rows_with
from ties.tables.dates import bounds
from ties.tables.query import select_rows

# what is made where, from the finished good to the shared design; the grades of judgements/initiative_grades
RUNGS = ["buy", "parts", "assemble", "licensed production", "co-development"]
GRADES = ["stopped", "talk", "signed", "in use"]


def count_rows(tables: Tables, *, table: str, where: str, among: str = "") -> float:
    """Count the rows of a table that meet the conditions.

    Parameters
    ----------
    tables, table, where
        The rows (:func:`~ties.claims.rules.selection.rows_with`).
    among : str, optional
        Conditions that at least one row must meet for the table to cover the question at all.

    Returns
    -------
    float
        Number of rows; NaN where the table does not cover the question.

    Examples
    --------
    >>> talks = {"talks": pd.DataFrame({"kind": ["call", "visit"]})}
    >>> count_rows(talks, table="talks", where="kind=call"), count_rows(talks, table="talks", where="kind=2plus2")
    (1.0, 0.0)
    """
    covered = select_rows(tables[table], among) if among else tables[table]
    return float(len(select_rows(covered, where))) if len(covered) else math.nan


def share_of_rows(tables: Tables, *, table: str, where: str, among: str) -> float:
    """Compute the share of some rows that meet further conditions.

    Parameters
    ----------
    tables, table, where
        The rows; `where` selects among those that meet `among`.
    among : str
        Conditions on the rows of which the share is taken.

    Returns
    -------
    float
        Per cent; NaN where no row meets `among`.

    Examples
    --------
    >>> links = {"links": pd.DataFrame({"state": ["USA", "FRA", "USA"], "status": ["active", "active", "dormant"]})}
    >>> share_of_rows(links, table="links", where="state=USA", among="status=active")
    50.0
    """
    base = select_rows(tables[table], among)
    return 100 * len(select_rows(base, where)) / len(base) if len(base) else math.nan


def days_to_first(tables: Tables, *, table: str, where: str, column: str, since: str) -> float:
    """Count the days from a day to the first row that is dated after it.

    Parameters
    ----------
    tables, table, where, column
        The rows, and the column of dates.
    since : str
        The day from which to count.

    Returns
    -------
    float
        Days to the last day that the date can mean; infinite where no such row came; NaN where the table has no row
        of the kind at all.

    Examples
    --------
    >>> talks = {"talks": pd.DataFrame({"kind": ["visit"], "date": ["2025-10-31"]})}
    >>> days_to_first(talks, table="talks", where="kind=visit", column="date", since="2025-07-01")
    122.0
    """
    rows = select_rows(tables[table], where)
    if rows.empty:
        return math.nan
    days = bounds(rows[column])
    after = days.loc[days["earliest"] > pd.Timestamp(since), "latest"]
    return float((after.min() - pd.Timestamp(since)).days) if len(after) else math.inf


def years_apart(tables: Tables, *, table: str, where: str, column: str, year: float) -> float:
    """Compute how many years the first dated row lies from the year that was claimed.

    Parameters
    ----------
    tables, table, where, column
        The rows, and the column of dates.
    year : float
        Calendar year that was claimed.

    Returns
    -------
    float
        Years; NaN where no such row is dated.

    Examples
    --------
    >>> texts = {"texts": pd.DataFrame({"id": ["lemoa"], "signed": ["2016-08-29"]})}
    >>> years_apart(texts, table="texts", where="id=lemoa", column="signed", year=2016)
    0.0
    """
    dates = rows_with(tables, table, where, column)[column]
    return abs(float(dates.min()[:4]) - year) if len(dates) else math.nan


def conditions_met(tables: Tables, **conditions: str) -> float:
    """Compute the share of named conditions that at least one row meets.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The evidence.
    **conditions : str
        By name: ``table: conditions on its rows``. A name that begins with ``no_`` is met where no row is found.

    Returns
    -------
    float
        Per cent of the conditions; NaN where one of the tables has no rows.

    Examples
    --------
    >>> talks = {"talks": pd.DataFrame({"kind": ["call"]})}
    >>> conditions_met(talks, spoke="talks: kind=call", no_visit="talks: kind=visit", met="talks: kind=visit")
    66.66666666666667
    """
    met = []
    for name, condition in conditions.items():
        table, _, where = condition.partition(": ")
        if tables[table].empty:
            return math.nan
        met.append((len(select_rows(tables[table], where)) == 0) == name.startswith("no_"))
    return 100 * sum(met) / len(met)


def members_apart(tables: Tables, *, grouping: str, members: str) -> float:
    """Count the states by which the members of a grouping differ from those that were claimed.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``memberships``: ``grouping``, ``country``, ``left`` and ``role``.
    grouping, members : str
        The grouping, and the states claimed, separated by ``;``.

    Returns
    -------
    float
        States that are missing or one too many; NaN where the grouping has no members in the table.

    Examples
    --------
    >>> rows = pd.DataFrame({"grouping": "quad", "country": ["IND", "USA"], "left": [None, None], "role": "member"})
    >>> members_apart({"memberships": rows}, grouping="quad", members="IND;JPN;USA")
    1.0
    """
    rows = select_rows(tables["memberships"], f"grouping={grouping} & role=member")
    present = set(rows.loc[rows["left"].isna(), "country"])
    return float(len(present ^ set(members.split(";")))) if len(rows) else math.nan


def highest_rung(tables: Tables, *, where: str) -> float:
    """Give the highest rung of making that any of some deals stands on.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``deals`` (``id``, ``route``), ``judgements/deal_routes`` (``route``, ``rung``) and
        ``judgements/depth_ladder`` (``deal``, ``rung``: single deals that stand elsewhere than their route).
    where : str
        Conditions on the deals.

    Returns
    -------
    float
        1 bought, 2 parts made, 3 assembled, 4 made under licence, 5 developed together; NaN where there is no deal.

    Examples
    --------
    >>> deals = pd.DataFrame({"id": ["a", "b"], "route": ["FMS", "licence"], "category": ["uav", "engine"]})
    >>> routes = pd.DataFrame({"route": ["FMS", "licence"], "rung": ["buy", "licensed production"]})
    >>> single = pd.DataFrame({"deal": ["a"], "rung": ["parts"]})
    >>> data = {"deals": deals, "judgements/deal_routes": routes, "judgements/depth_ladder": single}
    >>> highest_rung(data, where="category=engine"), highest_rung(data, where="category=uav")
    (4.0, 2.0)
    """
    deals = select_rows(tables["deals"], where)
    of_route = tables["judgements/deal_routes"].set_index("route")["rung"]
    of_deal = tables["judgements/depth_ladder"].set_index("deal")["rung"]
    rungs = deals["id"].map(of_deal).fillna(deals["route"].map(of_route)).dropna()
    return float(max(RUNGS.index(rung) for rung in rungs) + 1) if len(rungs) else math.nan


def highest_grade(tables: Tables, *, where: str) -> float:
    """Give the highest grade of what came of some initiatives.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``initiatives`` (``id``) and ``judgements/initiative_grades`` (``initiative``, ``grade``).
    where : str
        Conditions on the initiatives.

    Returns
    -------
    float
        0 stopped, 1 talk, 2 signed, 3 in use; NaN where no such initiative is graded.

    Examples
    --------
    >>> initiatives = pd.DataFrame({"id": ["a", "b"], "objective": ["Artificial intelligence", "Undersea sensors"]})
    >>> grades = pd.DataFrame({"initiative": ["a", "b"], "grade": ["talk", "in use"]})
    >>> data = {"initiatives": initiatives, "judgements/initiative_grades": grades}
    >>> highest_grade(data, where="objective*=undersea"), highest_grade(data, where="objective*=artificial")
    (3.0, 1.0)
    """
    wanted = select_rows(tables["initiatives"], where)["id"]
    table = tables["judgements/initiative_grades"]
    grades = table.loc[table["initiative"].isin(wanted), "grade"]
    return float(max(GRADES.index(grade) for grade in grades)) if len(grades) else math.nan
