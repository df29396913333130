"""What can be said of a chapter's notebook before anything runs."""

from __future__ import annotations

import ast
import difflib
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from ties.project.chapter_config import Chapter
from ties.project.chapter_tables import tables_read
from ties.project.fingerprints import readable_tables
from ties.project.notebook_files import cell_source, read_notebook

CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # of nbformat 4.5


class NotebookError(ValueError):
    """Notebooks are not fit to run; every fault is named."""


def check_notebooks(chapters: Iterable[Chapter]) -> None:
    """Refuse chapters whose notebooks have a fault.

    Parameters
    ----------
    chapters : iterable of Chapter
        The chapters.

    Raises
    ------
    NotebookError
        With every fault of every chapter.
    """
    faults = [fault for chapter in chapters for fault in notebook_faults(chapter)]
    if faults:
        raise NotebookError("\n".join(faults))


def notebook_faults(chapter: Chapter) -> list[str]:
    """Name the faults of a chapter's notebook that would stop it, or let it run on other values than it was given.

    Parameters
    ----------
    chapter : Chapter
        The chapter: its notebook is read, its parameters are looked for.

    Returns
    -------
    list of str
        Each with the chapter and the name of the file, and with the cell where there is one. A notebook is sound if
        it is JSON of nbformat 4.5 with a language and an id of its own for each cell, and has exactly one code cell
        tagged ``parameters``, which assigns every parameter that the chapter declares, and if every table that it
        loads is named where it is loaded, and exists.
    """
    where = f"{chapter.name}: {chapter.notebook.name}"
    try:
        notebook = read_notebook(chapter.notebook)
    except (OSError, ValueError) as error:
        return [f"{chapter.name}: {error}"]
    faults = [*_form_faults(notebook), *_id_faults(notebook["cells"]), *_parameter_faults(notebook["cells"], chapter)]
    faults += _table_faults(notebook["cells"])
    return [f"{where}: {fault}" for fault in faults]


def _form_faults(notebook: dict[str, Any]) -> list[str]:
    faults = []
    version = (notebook.get("nbformat"), notebook.get("nbformat_minor"))
    if version[0] != 4 or not isinstance(version[1], int) or version[1] < 5:
        number = ".".join(map(str, version))
        faults.append(f"is of nbformat {number}, not 4.5, which gives each cell an id that stays; save it in Jupyter")
    metadata = notebook.get("metadata", {})
    if not (metadata.get("language_info", {}).get("name") or metadata.get("kernelspec", {}).get("language")):
        faults.append("does not say its language: its metadata has neither kernelspec nor language_info")
    return faults


def _id_faults(cells: list[dict[str, Any]]) -> list[str]:
    """Without an id of its own a cell gets a random one at each run, and no two runs are the same."""
    ids = [cell.get("id") for cell in cells]
    lacking = [str(at) for at, name in enumerate(ids) if not (isinstance(name, str) and CELL_ID.fullmatch(name))]
    doubled = [str(name) for name, times in Counter(ids).items() if name is not None and times > 1]
    faults = [f"cells without an id of letters, digits, - and _: {', '.join(lacking)}"] * bool(lacking)
    return faults + [f"several cells have the id {name!r}" for name in doubled]


def _parameter_faults(cells: list[dict[str, Any]], chapter: Chapter) -> list[str]:
    """Look for the one cell behind which papermill puts the settings; what stands after another would undo them."""
    tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    faults = [
        f"cell {cell.get('id')!r} is tagged injected-parameters: it is left of an earlier run"
        for cell in cells
        if "injected-parameters" in cell["metadata"].get("tags", [])
    ]
    if not tagged and not chapter.parameters:
        return faults
    if len(tagged) != 1 or tagged[0]["cell_type"] != "code":
        kinds = ", ".join(f"{cell.get('id')!r} ({cell['cell_type']})" for cell in tagged) or "none"
        return [*faults, f"needs exactly one code cell tagged parameters; it has: {kinds}"]
    try:
        assigned = _assigned(cell_source(tagged[0]))
    except SyntaxError as error:
        return [*faults, f"cell {tagged[0].get('id')!r} is not Python: {error.msg} (line {error.lineno})"]
    missing = [name for name in chapter.parameters if name not in assigned]
    if missing:
        names = ", ".join(missing)
        faults.append(f"cell {tagged[0].get('id')!r}, tagged parameters, does not assign what is declared: {names}")
    return faults


def _table_faults(cells: list[dict[str, Any]]) -> list[str]:
    there, faults = readable_tables(), list[str]()
    for cell in cells:
        read = tables_read([cell])
        faults += read.faults
        for name in (name for name in read.tables if name not in there):
            near = difflib.get_close_matches(name, there, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            faults.append(f"cell {cell.get('id')!r} loads {name!r}, which is no table{hint}")
    return faults


def _assigned(source: str) -> set[str]:
    """Name what the lines of a cell assign."""
    names: set[str] = set()
    for line in ast.parse(source).body:
        if isinstance(line, ast.AnnAssign) and line.value is not None:
            targets: list[ast.expr] = [line.target]
        else:
            targets = line.targets if isinstance(line, ast.Assign) else []
        names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names
