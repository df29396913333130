"""Which rows of the evidence a rule looked at, so that a verdict that flips can name what moved it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ties.tables.as_of.rows_as_of import rows_as_of
from ties.tables.query import parse_inputs, select_rows


def rows_behind(
    rules: pd.DataFrame, tables: Mapping[str, pd.DataFrame], names: Mapping[str, pd.Index], *, as_of: str
) -> pd.Series:
    """Name the rows that meet the conditions of each rule.

    Parameters
    ----------
    rules : DataFrame
        Judgement ``verdict_rules``.
    tables : mapping of str to DataFrame
        The tables that the rules read.
    names : mapping of str to Index
        For each table the name of each row, in its order.
    as_of : str
        Last day that counts.

    Returns
    -------
    Series of list of str
        By claim: ``table:name``, sorted; empty for a rule that has no conditions on rows.

    Examples
    --------
    >>> rules = pd.DataFrame([{"claim": "claim-01", "inputs": "table: talks | where: kind=call"}])
    >>> talks = pd.DataFrame({"id": ["a", "b"], "kind": ["call", "visit"]})
    >>> rows_behind(rules, {"talks": talks}, {"talks": pd.Index(["a", "b"])}, as_of="2026-06-30")["claim-01"]
    ['talks:a']
    """
    # named before they are cut to the day: names go by the position of a row in its file
    named = {name: table.assign(row_name=names[name].to_numpy()) for name, table in tables.items()}
    evidence = {name: rows_as_of(table, as_of) for name, table in named.items()}
    found = {}
    for claim, inputs in rules[["claim", "inputs"]].dropna().itertuples(index=False):
        met: set[str] = set()
        for table, where in _conditions(str(inputs)):
            if table in evidence:
                met.update(f"{table}:{name}" for name in select_rows(evidence[table], where)["row_name"])
        found[str(claim)] = sorted(met)
    return pd.Series(found, dtype=object)


def _conditions(inputs: str) -> list[tuple[str, str]]:
    """Give each condition on rows with its table: a rule's own ``where``, or its named conditions."""
    given = {key: str(value) for key, value in parse_inputs(inputs).items()}
    if "table" in given:
        return [(given["table"], given["where"])] if "where" in given else []
    pairs = (value.partition(": ") for value in given.values())
    return [(table, where) for table, mark, where in pairs if mark]
