"""The ledger as data: one row per claim with both verdicts, for CSV, JSON and the records of an edition."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pandas as pd

from ties.analysis.claim_tally import NOT_READ, outcome
from ties.findings.rule_html import figure_address
from ties.tables.query import parse_inputs

PAGE = "synthesis.html"  # the page on which every claim has its address
LISTS = {"sources": ";", "tables": ";", "findings": ";", "alternatives": " | "}


def ledger_table(claims: pd.DataFrame, verdicts: pd.DataFrame, findings: pd.DataFrame | None = None) -> pd.DataFrame:
    """Put both verdicts on each claim, and all that they rest on, into one row.

    Parameters
    ----------
    claims : DataFrame, shape (n, k)
        Rows of table ``claims``.
    verdicts : DataFrame
        What :func:`ties.claims.verdicts.verdicts` gives.
    findings : DataFrame, optional
        What :func:`ties.findings.headlines.deciding` gives.

    Returns
    -------
    DataFrame, one row per claim
        The columns of `claims`; ``outcome`` (of the verdict by reading, in the words of the tally); the columns of
        `verdicts`, of which ``computed`` is the verdict by rule; ``agreement`` ("agrees", "differs", "none" where
        only reading decides, "alone" where the claim was not read); ``findings`` (keys of the findings that bear on
        the claim, separated by ``;``);
        ``figure_address`` and ``address`` (from the folder of the page).

    Raises
    ------
    ValueError
        If a verdict is unknown.
    """
    rules = verdicts.rename(columns={"claim": "id"})
    table = claims.merge(rules, on="id", how="left", validate="1:1")
    read = outcome(table["verdict"]).astype("str")
    table.insert(list(table.columns).index("verdict") + 1, "outcome", read)
    table["agreement"] = agreement_of(read, table["computed"])
    bearing = {} if findings is None else findings.groupby("claim")["key"].agg(";".join).to_dict()
    table["findings"] = table["id"].map(bearing)
    address = table["figure"].map(figure_address)
    table["figure_address"] = address.where(~address.str.startswith("#"), PAGE + address).replace("", None)
    table["address"] = PAGE + "#" + table["id"]
    return table


def agreement_of(read: pd.Series, computed: pd.Series) -> pd.Series:
    """Say of each claim whether the verdict by rule is the one by reading.

    Examples
    --------
    >>> read = pd.Series(["supported", "supported", "supported", "not_read"])
    >>> agreement_of(read, pd.Series(["supported", "cannot_tell", None, "supported"])).tolist()
    ['agrees', 'differs', 'none', 'alone']
    """
    cases = [computed.isna(), read == NOT_READ, computed == read]
    return pd.Series(np.select(cases, ["none", "alone", "agrees"], "differs"), index=read.index)


def ledger_json(table: pd.DataFrame) -> str:
    """Write the ledger as JSON: lists as lists, inputs and moves as objects, unknown as null, numbers as numbers.

    Parameters
    ----------
    table : DataFrame
        What :func:`ledger_table` gives.

    Examples
    --------
    >>> rows = pd.DataFrame({"id": ["claim-01"], "sources": ["a;b"], "value": [float("inf")],
    ...                      "inputs": ["table: deals | year: 2016"], "moved": ["supported=2: contradicted"]})
    >>> [claim] = json.loads(ledger_json(rows))
    >>> claim["sources"], claim["value"], claim["inputs"], claim["moved"]
    (['a', 'b'], None, {'table': 'deals', 'year': 2016.0}, {'supported=2': 'contradicted'})
    """
    rows = [
        {str(column): _plain(str(column), value) for column, value in zip(table.columns, row, strict=True)}
        for row in table.astype("object").to_numpy()
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _plain(column: str, value: Any) -> Any:
    if pd.isna(value):
        return [] if column in LISTS else None
    if column in LISTS:
        return [part for part in str(value).split(LISTS[column]) if part]
    if column == "inputs":
        return parse_inputs(str(value))
    if column == "moved":
        parts = (part.rpartition(": ") for part in str(value).split("; ") if part)
        return {choice: given for choice, _, given in parts}
    number = value.item() if hasattr(value, "item") else value
    return None if isinstance(number, float) and not math.isfinite(number) else number
