"""Load one evidence table or judgement, typed as its contract declares."""

from __future__ import annotations

import io
import json
import os
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from ties.tables.failures import did_you_mean

DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}
_loaded: list[tuple[int, str]] = []  # what was loaded in which cell: a figure names its tables from it


class UndeclaredTableError(RuntimeError):
    """A chapter read a table that none of its cells names where it loads it."""


def home() -> Path:
    """Give the folder that holds the shipped tables (in a checkout, the top-level ``data/``)."""
    return (Path(str(files("ties"))) / "_data").resolve()


def tables() -> list[str]:
    """Name the evidence tables, in alphabetical order.

    Examples
    --------
    >>> "agreements" in tables()
    True
    """
    return sorted(path.stem for path in home().glob("*.csv"))


def judgement_names(data: str | Path | None = None) -> list[str]:
    """Name the judgements (weights, scores, thresholds and choices that are ours), in alphabetical order.

    Parameters
    ----------
    data : path, optional
        Folder of tables that holds ``judgements/``; the shipped one when not given.

    Examples
    --------
    >>> "judgements/force_level_choices" in judgement_names()
    True
    """
    return sorted(f"judgements/{path.stem}" for path in (Path(data or home()) / "judgements").glob("*.csv"))


def load(name: str, data: str | Path | None = None) -> pd.DataFrame:
    """Load an evidence table or a judgement.

    Parameters
    ----------
    name : str
        Name of the table; :func:`tables` lists them, the data catalogue describes them. A judgement is named with its
        folder, ``judgements/index_components``; :func:`judgement_names` lists them.
    data : path, optional
        Overlay folder: where it holds ``<name>.csv``, that file is read in place of the shipped one.

    Returns
    -------
    DataFrame
        One row per fact. Dates stay text (they may be a year, a month or a day: see
        :func:`ties.tables.dates.bounds`); lists inside a cell are separated by ``;``; an empty cell is unknown.
        ``frame.attrs["table"]`` holds the name.

    Raises
    ------
    KeyError
        If there is no table of that name.
    UndeclaredTableError
        Inside a build, if no cell of the running chapter names the table where it loads it.

    Examples
    --------
    >>> load("agreements").set_index("id").loc["lemoa-2016", "signed"]
    '2016-08-29'
    """
    run = _run()
    if run and name not in run["tables"]:
        raise UndeclaredTableError(
            f"chapter {run['chapter']!r} reads table {name!r}, and no cell says so; write load({name!r}) in the cell"
        )
    overlay = data or (run or {}).get("data")
    path = next((p for p in (Path(d) / f"{name}.csv" for d in (overlay, home()) if d) if p.is_file()), None)
    if path is None:
        kind, names = ("judgement", judgement_names()) if name.startswith("judgements/") else ("table", tables())
        hint = did_you_mean(name, names)
        raise KeyError(f"no {kind} {name!r}; {hint + ' ' if hint else ''}there are: {', '.join(names)}")
    _loaded.append((_cell(), name))
    return _parse(name, path)


def loaded_here() -> list[str]:
    """Name the tables that the running cell has loaded so far, in their order.

    Outside of Jupyter and IPython the whole process counts as one cell.

    Examples
    --------
    >>> _ = load("agreements")
    >>> "agreements" in loaded_here()
    True
    """
    return list(dict.fromkeys(name for cell, name in _loaded if cell == _cell()))


def _cell() -> int:
    """Give the number of the running cell, as IPython counts; 0 where there is none."""
    ipython = sys.modules.get("IPython")  # asked for, not imported: a reuser's script may do without it
    shell = ipython.get_ipython() if ipython else None
    return int(shell.execution_count) if shell else 0


def with_types(name: str, cells: pd.DataFrame) -> pd.DataFrame:
    """Give a table of text its types, as :func:`load` does.

    Parameters
    ----------
    name : str
        Name of the table.
    cells : DataFrame of str
        Its cells; an empty one is unknown.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> with_types("trade", pd.DataFrame({"partner": ["USA"], "exports_usd_m": [""]}))["exports_usd_m"].dtype
    dtype('float64')
    """
    return _parse(name, io.StringIO(cells.to_csv(index=False)))


def _parse(name: str, file: Path | io.StringIO) -> pd.DataFrame:
    frame = pd.read_csv(file, dtype=_dtypes().get(name), keep_default_na=False, na_values=[""], encoding="utf-8")
    frame.attrs["table"] = name
    return frame


def _run() -> dict[str, Any] | None:
    """Read what the build says of the running chapter; nothing outside a build."""
    path = os.environ.get("TIES_RUN")
    return json.loads(Path(path).read_text(encoding="utf-8")) if path else None


@cache
def _dtypes() -> dict[str, dict[str, str]]:
    package = home() / "datapackage.json"
    if not package.is_file():
        return {}
    described = json.loads(package.read_text(encoding="utf-8"))
    return {
        resource["name"]: {f["name"]: DTYPES.get(f["type"], "str") for f in resource["schema"]["fields"]}
        for resource in described["resources"]
    }
