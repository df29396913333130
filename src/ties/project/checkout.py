"""Whether package, tables and the folder of the book belong together."""

from __future__ import annotations

from pathlib import Path

import ties
from ties.tables.load import home


class CheckoutError(RuntimeError):
    """Package, tables and folder are not of one checkout: what is seen would not be what is built."""


def check_checkout(root: Path) -> None:
    """Refuse a folder that has a package of its own while another is at work.

    Parameters
    ----------
    root : Path
        Folder of the book; one without ``src/ties`` takes any package.

    Raises
    ------
    CheckoutError
        If the package at work, or its tables, are not those of the folder, or there are no tables.
    """
    fault = checkout_fault(root, Path(ties.__file__).parent, home())
    if fault:
        raise CheckoutError(fault)


def checkout_fault(root: Path, package: Path, tables: Path) -> str:
    """Say what does not belong together, in one sentence; empty if all does.

    Parameters
    ----------
    root : Path
        Folder of the book.
    package : Path
        Folder of the package that is at work.
    tables : Path
        Where it takes its tables from.
    """
    own = root / "src" / "ties"
    if not tables.is_dir():
        return (
            f"{package / '_data'} is no link to the folder of the tables: git was told to make no symbolic links; "
            "run: git config core.symlinks true && git checkout -- src/ties/_data"
        )
    if not (own / "__init__.py").is_file():
        return ""
    if own.resolve() != package.resolve():
        return (
            f"the package at work is that of {package.resolve().parents[1]}, not that of {root.resolve()}: "
            "set up .venv anew here with: make book"
        )
    if (root / "data").resolve() != tables.resolve():
        return f"the tables at work are those of {tables.resolve()}, not those of {(root / 'data').resolve()}"
    return ""
