"""One contract per table and judgement, found by name."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from ties.tables import judgements

if TYPE_CHECKING:
    from ties.tables.schema.contract import Contract


@cache
def contracts() -> dict[str, type[Contract]]:
    """Give the contract of every evidence table, by name of the table, in alphabetical order.

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
    return _contracts_in(importlib.import_module(__name__))


@cache
def judgement_contracts() -> dict[str, type[Contract]]:
    """Give the contract of every judgement, by its name with the folder, in alphabetical order.

    Returns
    -------
    dict
        ``judgements/<name>`` to its contract.

    Raises
    ------
    ValueError
        If two contracts claim one judgement.

    Examples
    --------
    >>> judgement_contracts()["judgements/index_components"].Config.title
    'Components of the index of deterrence'
    """
    return _contracts_in(judgements)


@cache
def all_contracts() -> dict[str, type[Contract]]:
    """Give the contracts of all tables and judgements, by name, tables first.

    Examples
    --------
    >>> list(all_contracts())[-1]
    'judgements/world_bank_indicators'
    """
    return contracts() | judgement_contracts()


def _contracts_in(package: ModuleType) -> dict[str, type[Contract]]:
    """Find the contracts that the modules of a package define (and not those that they import)."""
    found: dict[str, type[Contract]] = {}
    for listed in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{listed.name}")
        for name_of_class, member in vars(module).items():
            if name_of_class.startswith("_"):  # checks that contracts of the module share
                continue
            if getattr(member, "__module__", "") == module.__name__ and hasattr(member, "to_schema"):
                name = str(member.Config.name)
                if found.setdefault(name, member) is not member:
                    raise ValueError(f"two contracts for table {name!r}")
    return dict(sorted(found.items()))
