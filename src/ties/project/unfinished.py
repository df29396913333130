"""What a skeleton leaves to its author: every place is marked, and is a failing check until it is written."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from ties.tables.failures import MARK, did_you_mean

PLACES = ("src/ties/chapters", "src/ties/tables/contracts", "notebooks", "tests", "chapters.toml")
AFTER = re.compile(r"""(?:\\n)?["',}\]\s]*$""")  # what ends a line around a text in JSON and Python
ENDINGS = (".py", ".toml", ".ipynb")  # cells of tables are named by the check of the tables
BROKEN_ROWS = Path("tests/tables/broken_rows.toml")


def unfinished(root: Path) -> list[str]:
    """List what the skeletons of a checkout still leave to be written.

    Parameters
    ----------
    root : Path
        Top of the checkout, or a folder of a book: places that it does not have are passed over.

    Returns
    -------
    list of str
        "file:line: what is to be written", of a notebook "file, cell id: ...", in the order of the files.
    """
    found = []
    for place in PLACES:
        top = root / place
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.suffix not in ENDINGS or not path.is_file():
                continue
            if not _speaks_of_the_mark(path):
                found += [f"{path.relative_to(root).as_posix()}{place}: {what}" for place, what in _marks(path)]
    return found


def _marks(path: Path) -> Iterator[tuple[str, str]]:
    """Give the place of each mark of a file, in a notebook by cell and else by line, and what is to be written."""
    text = path.read_text(encoding="utf-8", errors="replace")
    for place, line in _lines_of_cells(text) if path.suffix == ".ipynb" else _numbered(text):
        if MARK in line:
            what = line[line.index(MARK) :]
            yield place, AFTER.sub("", what.partition('"')[0] if path.suffix == ".py" else what)


def _numbered(text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        yield f":{number}", line


def _lines_of_cells(text: str) -> Iterator[tuple[str, str]]:
    try:
        cells = [(f", cell {cell['id']}", "".join(cell["source"])) for cell in json.loads(text)["cells"]]
    except (ValueError, KeyError, TypeError):  # no notebook, or one without ids, is a fault of its own
        yield from _numbered(text)
        return
    for place, source in cells:
        yield from ((place, line) for line in source.split("\n"))


def untried_checks(root: Path) -> list[str]:
    """List checks of contracts that no broken row tries, and broken rows of checks that no contract has.

    Parameters
    ----------
    root : Path
        Top of the checkout; a folder without such rows is passed over.
    """
    from ties.tables.contracts import all_contracts  # pandera comes with it, half a second

    path = root / BROKEN_ROWS
    if not path.is_file():
        return []
    try:
        tried = {(table, name) for table, rows in tomllib.loads(path.read_text("utf-8")).items() for name in rows}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError) as error:
        return [f"{BROKEN_ROWS.as_posix()}: cannot be read: {error}"]
    there = {(table, str(c.name)) for table, contract in all_contracts().items() for c in contract.to_schema().checks}
    where = BROKEN_ROWS.as_posix()
    untried, faults = there - tried, []
    for table, name in sorted(tried - there):
        hint = did_you_mean(name, [other for of, other in there if of == table])
        untried -= {(table, other) for of, other in untried if of == table and f" {other}?" in hint}  # one fault
        faults.append(f"{where}: [{table}] has rows for {name}, which is no check of its contract  {hint}".rstrip())
    return [*faults, *(f"{where}: add a row to [{table}] that breaks {name}" for table, name in sorted(untried))]


def _speaks_of_the_mark(path: Path) -> bool:
    return path.parent.name == "scaffold"
