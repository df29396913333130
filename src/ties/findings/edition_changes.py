"""What changed between two editions: findings that moved, claims that flipped, rows that came and went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ties.findings.edition_store import FINDINGS, Edition
from ties.records import Finding

FINDING_CHANGES = ["chapter", "key", "kind", "old", "new", "change", "unit", "size", "inside", "sentence", "figure"]
VERDICT_CHANGES = ["id", "claim", "old", "new", "by", "old_said", "new_said", "why"]
RULE = ["rule", "inputs", "test", "supported", "partly_supported", "unsupported", "otherwise"]


@dataclass(frozen=True)
class Changes:
    """What changed from one edition to another; see the functions of this module for the tables."""

    old: Edition
    new: Edition
    findings: pd.DataFrame
    claims: pd.DataFrame
    rows: pd.DataFrame


def compare_editions(old: Edition, new: Edition) -> Changes:
    """Compare two editions.

    Parameters
    ----------
    old, new : Edition
        The editions.

    Returns
    -------
    Changes
        Findings (:func:`compare_findings`), claims (:func:`compare_verdicts`) and rows (:func:`compare_rows`).
    """
    rows = compare_rows(old, new)
    return Changes(old, new, compare_findings(old.findings, new.findings), compare_verdicts(old, new, rows), rows)


def compare_findings(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Compare the findings of two editions.

    Parameters
    ----------
    old, new : DataFrame
        Findings as in :class:`ties.findings.edition_store.Edition`.

    Returns
    -------
    DataFrame
        One row per finding of either: ``chapter``, ``key``, ``kind`` ("moved": another number at the precision that
        is shown; "words": another text; "told": the data can tell now; "untold": it can no longer; "came", "gone";
        "same"), ``old`` and ``new`` as they read, ``change`` (new less old) with its ``unit``, ``size`` (the change
        over half the width of the old interval), ``inside`` (whether the new number lies within the old interval;
        missing where there was none), ``sentence`` and ``figure``. Ordered by kind, then by size.

    Examples
    --------
    >>> from dataclasses import asdict
    >>> def frame(value):
    ...     found = Finding("share", value, "It is so.", unit="per cent", low=value - 2, high=value + 2)
    ...     return pd.DataFrame([{"chapter": "industry", **asdict(found)}])
    >>> compare_findings(frame(36.0), frame(41.0))[["kind", "change", "size", "inside"]].values.tolist()
    [['moved', 5.0, 2.5, False]]
    """
    before, after = _by_name(old), _by_name(new)
    names = [*after, *(name for name in before if name not in after)]
    found = [[*name, *_compare(before.get(name), after.get(name))] for name in names]
    table = pd.DataFrame(found, columns=FINDING_CHANGES)
    kinds = pd.Categorical(table["kind"], ["moved", "words", "told", "untold", "came", "gone", "same"], ordered=True)
    ranked = table.assign(kind=kinds).sort_values(["kind", "size"], ascending=[True, False], kind="stable")
    return ranked.astype({"kind": str, "inside": "boolean"}).reset_index(drop=True)


def compare_verdicts(old: Edition, new: Edition, rows: pd.DataFrame) -> pd.DataFrame:
    """Name the claims whose verdict is another one, and which of its inputs moved.

    Parameters
    ----------
    old, new : Edition
        The editions.
    rows : DataFrame
        What :func:`compare_rows` gives.

    Returns
    -------
    DataFrame
        ``id``, ``claim``, ``old`` and ``new`` verdict, ``by`` ("rule" or "reading"), ``old_said`` and ``new_said``
        (the statistic in words), ``why`` (what moved it). A verdict that one of the editions does not give is not a
        flip.
    """
    pair = old.claims.merge(new.claims, on="id", suffixes=("_old", "_new"))
    found = []
    for _, row in pair.iterrows():
        for by, column in (("rule", "computed"), ("reading", "reading")):
            was, now = row[f"{column}_old"], row[f"{column}_new"]
            if pd.isna(was) or pd.isna(now) or was == now:
                continue
            messages = [row["said_old"], row["said_new"]] if by == "rule" else [None, None]
            why = _why(row, rows, old, new) if by == "rule" else "read again"
            found.append([row["id"], row["claim_new"], was, now, by, *messages, why])
    return pd.DataFrame(found, columns=VERDICT_CHANGES)


def compare_rows(old: Edition, new: Edition) -> pd.DataFrame:
    """Name the rows of the evidence that were added, removed or changed.

    Parameters
    ----------
    old, new : Edition
        The editions.

    Returns
    -------
    DataFrame
        ``table``, ``key`` (name of the row) and ``change`` ("added", "removed", "changed"), in the order of tables.
        Where rows are named by other columns in the two editions, they count as removed and added.
    """
    both = old.rows.merge(new.rows, on=["table", "key"], how="outer", suffixes=("_old", "_new"), indicator=True)
    gone, came = both["_merge"].eq("left_only"), both["_merge"].eq("right_only")
    other = both["digest_old"] != both["digest_new"]
    change = np.select([gone, came, other], ["removed", "added", "changed"], "same")
    table: pd.DataFrame = both.assign(change=change)[["table", "key", "change"]]
    return table[table["change"] != "same"].reset_index(drop=True)


def count_changed_rows(changed: pd.DataFrame, old: Edition, new: Edition) -> pd.DataFrame:
    """Count rows by table: before, added, removed, changed, after; tables in which nothing moved are left out.

    Parameters
    ----------
    changed : DataFrame
        What :func:`compare_rows` gives.
    old, new : Edition
        The editions.

    Returns
    -------
    DataFrame
        Indexed by ``table``: ``before``, ``added``, ``removed``, ``changed``, ``after``, in whole rows.
    """
    counts = pd.crosstab(changed["table"], changed["change"])
    counts = counts.reindex(columns=["added", "removed", "changed"], fill_value=0)
    before, after = (edition.tables.set_index("table")["rows"] for edition in (old, new))
    counts.insert(0, "before", before.reindex(counts.index, fill_value=0))
    return counts.assign(after=after.reindex(counts.index, fill_value=0)).astype(int)


def _by_name(findings: pd.DataFrame) -> dict[tuple[str, str], Finding]:
    """Give the findings by chapter and key; an unknown of the table is None."""
    cells = findings.astype(object).where(findings.notna(), None)
    rows: list[dict[str, Any]] = [dict(zip(FINDINGS, row, strict=True)) for row in cells[FINDINGS].to_numpy()]
    return {(row.pop("chapter"), row["key"]): Finding(**row) for row in rows}


def _compare(old: Finding | None, new: Finding | None) -> list[object]:
    latest = new or old
    assert latest is not None
    texts = [found.text("full") if found else "" for found in (old, new)]
    nothing = [np.nan, latest.unit, np.nan, pd.NA]
    if old is None or new is None:
        kind, measures = ("came" if old is None else "gone"), nothing
    elif old.value is None or new.value is None:
        kind, measures = "told" if old.value != new.value and new.value is not None else "untold", nothing
        kind = "same" if old.value is new.value else kind
    elif isinstance(old.value, str) or isinstance(new.value, str):
        kind, measures = ("same" if old.value == new.value else "words"), nothing
    else:
        shown = max(old.precision, new.precision)
        kind = "same" if round(old.value, shown) == round(new.value, shown) and old.unit == new.unit else "moved"
        measures = [new.value - old.value, new.unit, np.nan, pd.NA]
        if old.low is not None and old.high is not None:
            half = (old.high - old.low) / 2
            measures[2:] = [abs(new.value - old.value) / half if half else np.nan, old.low <= new.value <= old.high]
    return [kind, *texts, *measures, latest.sentence, latest.figure]


def _why(row: pd.Series, changed: pd.DataFrame, old: Edition, new: Edition) -> str:
    """Say which inputs of a rule moved: its conditions' rows first, else its tables, its words, its last day."""
    reasons = []
    if any(_differ(row[f"{name}_old"], row[f"{name}_new"]) for name in RULE):
        reasons.append("the rule itself was changed")
    behind = [set(cell) if isinstance(cell, list) else set() for cell in (row["rows_old"], row["rows_new"])]
    touched = set(changed["table"] + ":" + changed["key"])
    ways = {
        "came": behind[1] - behind[0], "went": behind[0] - behind[1], "changed": behind[0] & behind[1] & touched,
    }  # fmt: skip
    reasons += [f"rows that {_verb(way)}: {_some(sorted(names))}" for way, names in ways.items() if names]
    if not any(ways.values()):
        tables = set(str(row["tables_old"]).split(";")) | set(str(row["tables_new"]).split(";"))
        moves = changed[changed["table"].isin(tables)].groupby("table").size()
        reasons += [
            f"{count} row{'' if count == 1 else 's'} of {table} came, went or changed"
            for table, count in moves.items()
        ]
        finding = str(row["inputs_new"]).removeprefix("finding: ")
        if finding != str(row["inputs_new"]):
            reasons.append(f"the finding {finding.partition(' | ')[0]}")
    days = old.about.get("data_until"), new.about.get("data_until")
    if not reasons and days[0] != days[1]:
        reasons.append(f"the last day that counts ({days[0]}, now {days[1]})")
    return "; ".join(reasons) or "no input of the rule moved: its function did"


def _verb(way: str) -> str:
    return {"came": "came", "went": "went", "changed": "were changed"}[way]


def _some(names: list[str], most: int = 4) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _differ(old: object, new: object) -> bool:
    return old != new and not (pd.isna(old) and pd.isna(new))  # type: ignore[call-overload]
