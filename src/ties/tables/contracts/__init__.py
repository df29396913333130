"""One contract per table, found by name."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ties.tables.schema.contract import Contract


@cache
def contracts() -> dict[str, type[Contract]]:
    """Give the contract of every table, by name of the table, in alphabetical order.

    The first call imports pandera and every module of this package; importing the package imports neither.

    Returns
    -------
    dict
        Name of the table to its contract.

    Raises
    ------
    ValueError
        If two contracts claim one table.

    Examples
    --------
    >>> contracts()["agreements"].Config.title
    'Defence agreements'
    """
    from ties.tables.schema.contract import Contract

    found: dict[str, type[Contract]] = {}
    for module in pkgutil.iter_modules(__path__):
        members = vars(importlib.import_module(f"{__name__}.{module.name}")).values()
        for member in members:
            if isinstance(member, type) and issubclass(member, Contract) and member is not Contract:
                name = str(member.Config.name)
                if found.setdefault(name, member) is not member:
                    raise ValueError(f"two contracts for table {name!r}")
    return dict(sorted(found.items()))
