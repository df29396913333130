"""The rules of a contract, in words: for failures and for the data catalogue."""

from __future__ import annotations

import pandera.pandas as pa

from ties.tables.dates import PATTERN as DATE
from ties.tables.schema.fields import FIGURE, FINDING, FISCAL_YEAR, ID

PATTERNS = {
    DATE: "a date: YYYY, YYYY-MM or YYYY-MM-DD",
    FISCAL_YEAR: "a fiscal year: 2016-17",
    FINDING: "name of a finding: chapter.key",
    FIGURE: "name of a figure: chapter-name",
    ID: "lower-case letters and digits, joined by - _ or .",
}


def rule_in_words(check: pa.Check) -> str:
    """Say what a check of a column asks of a cell.

    Examples
    --------
    >>> rule_in_words(pa.Check.ge(0)), rule_in_words(pa.Check.isin(["yes", "no"]))
    ('at least 0', 'one of: yes, no')
    """
    facts = dict(check.statistics or {})
    match check.name:
        case "isin":
            return "one of: " + ", ".join(str(v) for v in facts["allowed_values"])
        case "str_matches":
            pattern = _text(facts["pattern"])
            return PATTERNS.get(pattern, f"matches {pattern}")
        case "greater_than_or_equal_to":
            return f"at least {facts['min_value']}"
        case "greater_than":
            return f"more than {facts['min_value']}"
        case "less_than_or_equal_to":
            return f"at most {facts['max_value']}"
        case "less_than":
            return f"less than {facts['max_value']}"
        case "in_range":
            return f"from {facts['min_value']} to {facts['max_value']}"
        case "elements":
            allowed = facts.get("choices")
            of = f" of: {', '.join(allowed)}" if allowed else ""
            return f"a list{of}; separated by semicolons, no element empty or twice"
        case "calendar_day":
            return "a day of the calendar"
    return str(check.error)


def _text(pattern: object) -> str:
    return str(getattr(pattern, "pattern", pattern))
