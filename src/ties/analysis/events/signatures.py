"""Signatures: how long from the first dated trace of a text to its signature, and what was signed when."""

from __future__ import annotations

import pandas as pd

from ties.tables.dates import bounds

YEAR = 365.2425  # days


def years_between(start: pd.Series, end: pd.Series) -> pd.DataFrame:
    """Give the years from one partly known date to another as an interval.

    Parameters
    ----------
    start, end : Series of str, shape (n,)
        ISO dates of year, month or day precision, on one index.

    Returns
    -------
    DataFrame, shape (n, 2)
        ``low`` and ``high`` in years; negative where `end` came first; missing where a date is.

    Examples
    --------
    >>> years_between(pd.Series(["2002-03"]), pd.Series(["2016-08-29"])).round(2)
           low  high
    0  14.42  14.5
    """
    first, last = bounds(start), bounds(end)
    return pd.DataFrame(
        {
            "low": (last["earliest"] - first["latest"]).dt.days / YEAR,
            "high": (last["latest"] - first["earliest"]).dt.days / YEAR,
        }
    )


def parties_of(agreements: pd.DataFrame) -> pd.Series:
    """Give the set of parties of each agreement.

    Examples
    --------
    >>> sorted(parties_of(pd.DataFrame({"parties": ["IND;USA"]})).item())
    ['IND', 'USA']
    """
    return agreements["parties"].str.split(";").map(frozenset)


def signed_by(agreements: pd.DataFrame, forms: pd.DataFrame, *, focal: str, partner: str, as_of: str) -> pd.DataFrame:
    """Give what two states signed or announced together until a day, with its legal form.

    Parameters
    ----------
    agreements : DataFrame
        Table ``agreements``.
    forms : DataFrame
        Judgement ``agreement_forms``: ``id``, ``form`` (pact, declaration, unilateral, commercial, purchase, draft).
    focal, partner : str
        The two states; agreements with more parties count where both are among them.
    as_of : str
        Last day that counts.

    Returns
    -------
    DataFrame
        Rows of `agreements` that may have been signed by `as_of` (the first day that the date can mean counts), with
        ``form`` ("not classed" where the judgement has no row) and ``when``, the middle of what the date can mean,
        sorted by it. Purchases and drafts are left out.

    Examples
    --------
    >>> table = pd.DataFrame({"id": ["a", "b"], "parties": ["IND;USA"] * 2, "signed": ["2016-08-29", "2030"]})
    >>> forms = pd.DataFrame({"id": ["a"], "form": ["pact"]})
    >>> signed_by(table, forms, focal="IND", partner="USA", as_of="2026-06-30")[["id", "form"]].values.tolist()
    [['a', 'pact']]
    """
    dates = bounds(agreements["signed"])
    both = parties_of(agreements).map(lambda parties: {focal, partner} <= parties)
    past = agreements[both & (dates["earliest"] <= pd.Timestamp(as_of))]
    rows = past.merge(forms[["id", "form"]], on="id", how="left")
    rows["form"] = rows["form"].fillna("not classed")
    days = bounds(rows["signed"])
    rows["when"] = days["earliest"] + (days["latest"] - days["earliest"]) / 2
    return rows[~rows["form"].isin(["purchase", "draft"])].sort_values(["when", "id"], ignore_index=True)


def signature_lag(
    agreements: pd.DataFrame, lineage: pd.DataFrame, *, focal: str, partner: str, as_of: str
) -> pd.DataFrame:
    """Give the years from the first dated trace of a text to its signature, or until now where it is unsigned.

    Parameters
    ----------
    agreements : DataFrame
        Table ``agreements``.
    lineage : DataFrame
        Judgement ``draft_lineage``: ``agreement``, ``drafted``, ``draft`` (an earlier text, or empty), ``trace``
        (what the date is the date of), ``sources``; an agreement may have several.
    focal, partner : str
        The two states.
    as_of : str
        Last day that counts; what was not signed by then is censored there.

    Returns
    -------
    DataFrame
        One row per text with a dated trace by `as_of`: ``id``, ``short_name``, ``kind``, ``trace``, ``drafted``
        (first trace), ``signed`` (missing if not by `as_of`), ``is_signed``, ``low`` and ``high`` (years since the
        first trace; of an unsigned text the wait so far), ``latest``, ``low_latest`` and ``high_latest`` (the
        same since the last trace), ``sources``; the longest wait first. A trace is the first one *found*, so
        that a wait is a least one.

    Raises
    ------
    ValueError
        If the lineage names an agreement that is not in the table.
    """
    unknown = sorted(set(lineage["agreement"]) - set(agreements["id"]))
    if unknown:
        raise ValueError(f"the lineage names unknown agreements: {', '.join(unknown)}")
    last = pd.Timestamp(as_of)
    traces = lineage.assign(order=bounds(lineage["drafted"])["earliest"]).sort_values(["order", "drafted"])
    traces = traces[traces["order"] <= last].groupby("agreement").agg(
        drafted=("drafted", "first"), trace=("trace", "first"), latest=("drafted", "last"),
        traced_by=("sources", ";".join),
    )  # fmt: skip
    rows = agreements[parties_of(agreements) == {focal, partner}].merge(traces, left_on="id", right_index=True)
    rows["is_signed"] = bounds(rows["signed"])["earliest"] <= last
    rows["signed"] = rows["signed"].where(rows["is_signed"])
    until = rows["signed"].where(rows["is_signed"], as_of)
    rows[["low", "high"]] = years_between(rows["drafted"], until).clip(lower=0)
    rows[["low_latest", "high_latest"]] = years_between(rows["latest"], until).clip(lower=0)
    rows["sources"] = rows["sources"] + ";" + rows["traced_by"]
    columns = [
        "id", "short_name", "kind", "trace", "drafted", "signed", "is_signed", "low", "high",
        "latest", "low_latest", "high_latest", "sources",
    ]  # fmt: skip
    return rows.sort_values(["low", "id"], ascending=[False, True], ignore_index=True)[columns]
