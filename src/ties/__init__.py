"""Evidence tables, analyses and figures of a report on the India-US defence partnership.

>>> import ties
>>> ties.load("agreements").shape[0] > 100
True
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what an editor completes; at run time each name is imported when it is used
    from ties.findings.headlines import deciding as deciding
    from ties.findings.headlines import headlines as headlines
    from ties.findings.headlines import show_findings as show_findings
    from ties.findings.ledger import show_claims as show_claims
    from ties.findings.published import published as published
    from ties.findings.record import record as record
    from ties.findings.show import show as show
    from ties.findings.show_trail import show_trail as show_trail
    from ties.records import Figure as Figure
    from ties.records import Finding as Finding
    from ties.records import Table as Table
    from ties.records import Words as Words
    from ties.tables.load import load as load

# name -> module: a public name costs its import only when it is used
_PUBLIC = {
    "deciding": "ties.findings.headlines",
    "headlines": "ties.findings.headlines",
    "load": "ties.tables.load",
    "published": "ties.findings.published",
    "record": "ties.findings.record",
    "show": "ties.findings.show",
    "show_claims": "ties.findings.ledger",
    "show_findings": "ties.findings.headlines",
    "show_trail": "ties.findings.show_trail",
    "Figure": "ties.records",
    "Finding": "ties.records",
    "Table": "ties.records",
    "Words": "ties.records",
}

__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'ties' has no attribute {name!r}")
    return getattr(importlib.import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
