"""The functions of rules, for the check of the tables that name them."""

from __future__ import annotations

from ties.claims.inputs import ALWAYS_READ
from ties.claims.verdicts import RULES
from ties.tables.rule_checks import RuleFunctions


def known_rules() -> RuleFunctions:
    """Give the functions that judgement ``verdict_rules`` may name, and the tables that they read unasked.

    Examples
    --------
    >>> "count_rows" in known_rules().functions
    True
    """
    return RuleFunctions(RULES, ALWAYS_READ)
