"""Which tables a chapter reads, told from its code cells: nobody keeps a list of them by hand.

A cell reads a table by ``load("name")``, and the tables that rules of a judgement name by
``load_inputs("judgements/name")``. A name that is computed cannot be told before the cell runs, and is a fault.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ties.project.notebook_files import cell_source

READERS = {"load", "load_inputs"}


@dataclass(frozen=True)
class TablesRead:
    """The tables that cells read, in their order, and what of them cannot be told (with the cell's id)."""

    tables: tuple[str, ...]
    faults: tuple[str, ...]


def tables_read(cells: Iterable[Mapping[str, Any]]) -> TablesRead:
    """Find the tables that the cells of a notebook read.

    Parameters
    ----------
    cells : iterable of mapping
        Cells as nbformat keeps them, each with ``cell_type``, ``id`` and ``source``.

    Returns
    -------
    TablesRead

    Examples
    --------
    >>> cell = {"cell_type": "code", "id": "shares", "source": 'show(supplier_shares(load("arms_transfers")))'}
    >>> tables_read([cell]).tables
    ('arms_transfers',)
    >>> tables_read([{**cell, "source": "load(name)"}]).faults
    ('cell shares, line 1: load(name) names no table; write the name itself, load("deals")',)
    """
    tables: dict[str, None] = {}
    faults: list[str] = []
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        for call in _calls(cell_source(dict(cell))):
            name = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
            if not isinstance(name, str):
                where = f"cell {cell.get('id', '?')}, line {call.lineno}"
                faults.append(f'{where}: {ast.unparse(call)} names no table; write the name itself, load("deals")')
            elif _name(call) == "load":
                tables[name] = None
            else:
                tables |= dict.fromkeys([name, *_named_by(name)])
    return TablesRead(tuple(tables), tuple(faults))


def _named_by(judgement: str) -> list[str]:
    """Name the tables that the rules of a judgement read; what is not there or not sound is a fault elsewhere."""
    from ties.claims.inputs import tables_named  # pandas comes with it: a build with nothing to do goes without
    from ties.tables.load import judgement_names, load, tables

    try:
        return [name for name in tables_named(load(judgement)) if name in (*tables(), *judgement_names())]
    except (KeyError, ValueError):
        return []


def _calls(source: str) -> Iterator[ast.Call]:
    """Give the calls of readers in the order of the text; a cell that is no Python fails when it runs."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in READERS]
    yield from sorted(found, key=lambda call: (call.lineno, call.col_offset))


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
