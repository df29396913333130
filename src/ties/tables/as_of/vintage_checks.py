"""Check that every table, and every column of dates, has a rule by which it is cut to an earlier day."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ties.tables.as_of.vintage_rules import DATES
from ties.tables.failures import Failure
from ties.tables.schema.cell_checks import SEPARATOR
from ties.tables.schema.contract import Contract

VINTAGES = "judgements/vintages"
HINT = f"add a row to {VINTAGES}.csv; CONTRIBUTING lists the rules"


def vintage_failures(contracts: Iterable[type[Contract]], rules: pd.DataFrame) -> list[Failure]:
    """Report tables, and columns of dates, that no rule cuts to an earlier day.

    Parameters
    ----------
    contracts : iterable of Contract
        Contracts of the tables.
    rules : DataFrame of str
        Judgement ``vintages`` as text.

    Returns
    -------
    list of Failure
    """
    columns = rules["column"].str.split(SEPARATOR)
    dated = rules[rules["rule"].isin(DATES)].assign(column=columns).explode("column")
    ruled, tables = set(zip(dated["table"], dated["column"], strict=True)), set(rules["table"])
    failures = []
    for contract in contracts:
        name = str(contract.Config.name)
        if name not in tables:
            failures.append(Failure(f"{name}.csv", None, "", "table has no vintage rule", "", HINT))
            continue
        for column, declared in contract.to_schema().columns.items():
            if declared.metadata["kind"] == "date" and (name, column) not in ruled:
                rule = f"column of dates has no vintage rule (one of {', '.join(DATES)})"
                failures.append(Failure(f"{name}.csv", None, str(column), rule, "", HINT))
    return failures
