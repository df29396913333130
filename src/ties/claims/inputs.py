"""What the rules of a judgement read: their inputs, and the tables that these name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from ties.tables.load import load
from ties.tables.query import parse_inputs

Tables = Mapping[str, pd.DataFrame]  # what a rule is given: the evidence, by name of the table

FINDINGS = "findings"  # name under which the findings of the chapters stand among the tables of a rule

# tables that a rule always reads; others take theirs as an input
ALWAYS_READ = {
    "change_of_balance": ["setbacks_and_progress"],
    "highest_grade": ["initiatives", "judgements/initiative_grades"],
    "highest_rung": ["deals", "judgements/deal_routes", "judgements/depth_ladder"],
    "members_apart": ["memberships"],
    "net_balance": ["setbacks_and_progress"],
    "ratio_of_suppliers": ["arms_transfers"],
    "share_enabled": ["agreements", "enablement"],
    "share_of_loss": ["arms_transfers"],
    "uses_enabled": ["enablement", "judgements/agreement_uses"],
    "years_of_progress": ["setbacks_and_progress"],
}


def load_inputs(judgement: str, data: str | Path | None = None) -> dict[str, pd.DataFrame]:
    """Load every table that the rows of a judgement name.

    Parameters
    ----------
    judgement : str
        Name of the judgement, as :func:`ties.load` takes it: "judgements/verdict_rules" and others whose rows name
        tables (see :func:`tables_named`).
    data : path, optional
        Overlay folder, as for :func:`ties.load`.

    Returns
    -------
    dict of str to DataFrame
        The tables by name, in alphabetical order.

    Raises
    ------
    KeyError
        If there is no such judgement, or it names a table that there is not.

    Examples
    --------
    >>> list(load_inputs("judgements/signposts"))
    ['agreements', 'deals', 'dialogues', 'russia_ties']
    """
    return {name: load(name, data) for name in tables_named(load(judgement, data))}


def tables_named(rules: pd.DataFrame) -> list[str]:
    """Name the tables that the rows of a judgement read.

    Parameters
    ----------
    rules : DataFrame
        Judgement ``verdict_rules``, with columns ``rule`` and ``inputs``; or one with a column ``table``, as
        ``promises`` and ``signposts`` have. A judgement with neither names none.

    Returns
    -------
    list of str
        In alphabetical order, each once.

    Examples
    --------
    >>> tables_named(pd.DataFrame({"rule": ["count_rows", "net_balance", None],
    ...                            "inputs": ["table: deals | where: buyer=IND", "where: topic=trade", None]}))
    ['deals', 'setbacks_and_progress']
    >>> tables_named(pd.DataFrame({"table": ["dialogues", None, "deals", "deals"]}))
    ['deals', 'dialogues']
    """
    names: set[str] = set(rules["table"].dropna()) if "table" in rules else set()
    if {"rule", "inputs"} <= set(rules.columns):
        for rule, inputs in rules.loc[rules["rule"].notna(), ["rule", "inputs"]].itertuples(index=False):
            names |= _tables_of_rule(str(rule), parse_inputs(str(inputs)))
    return sorted(names)


def _tables_of_rule(rule: str, given: Mapping[str, str | float]) -> set[str]:
    names = set(ALWAYS_READ.get(rule, []))
    if rule == "conditions_met":  # each of its inputs is a table and the conditions on its rows
        return names | {str(value).partition(": ")[0] for value in given.values()}
    if "strand" in given:
        names.add("judgements/topic_strands")
    if "table" in given:
        names.add(str(given["table"]))
    return names
