"""An edition as a record: what it found, how the claims fared, and on which rows of evidence."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

EDITION_NAME = re.compile(r"^\d{4}\.(?:0[1-9]|1[0-2])(?:\.\d+)?(?:-[a-z0-9]+)*$")  # CalVer, and a word of one's own
FINDINGS = [
    "chapter", "key", "value", "unit", "low", "high", "interval", "precision", "confidence", "sentence", "figure",
]  # fmt: skip
CLAIMS = [
    "id", "theme", "claim", "reading", "computed", "value", "said", "rule", "inputs", "test", "supported",
    "partly_supported", "unsupported", "otherwise", "tables", "rows",
]  # fmt: skip
TABLES = ["table", "rows", "digest", "key"]
ROWS = ["table", "key", "digest"]


class EditionError(ValueError):
    """There is no such edition, or its record cannot be read."""


@dataclass(frozen=True)
class Edition:
    """What one edition of the book said.

    Attributes
    ----------
    name : str
        CalVer, ``2026.11``.
    about : mapping
        ``package`` (version), ``data_until``, ``known_on`` (the day whose evidence it holds, where it is a
        retrospective one), ``parameters`` and ``limits``.
    findings : DataFrame
        One row per finding: the fields of :class:`ties.records.Finding` and its ``chapter``.
    claims : DataFrame
        One row per claim: verdict by ``reading``, verdict ``computed`` by rule with its ``value``, what it ``said``,
        its ``rule``, ``inputs`` and thresholds, the ``tables`` it read and the ``rows`` that met its conditions.
    tables : DataFrame
        ``table``, ``rows`` (their number), ``digest`` (SHA-256 of the file) and ``key`` (columns that name a row).
    rows : DataFrame
        ``table``, ``key`` and ``digest`` of every row.
    """

    name: str
    about: Mapping[str, Any]
    findings: pd.DataFrame
    claims: pd.DataFrame
    tables: pd.DataFrame
    rows: pd.DataFrame


def row_digests(frame: pd.DataFrame, key: list[str] | None = None) -> tuple[list[str], pd.Series]:
    """Give each row of a table a name and a digest.

    Parameters
    ----------
    frame : DataFrame
        Cells as text; an empty cell is unknown.
    key : list of str, optional
        Columns that name a row; the shortest leading run of columns without a repetition when not given.

    Returns
    -------
    key : list of str
        The columns that name a row.
    Series of str
        By name of the row (cells of the key, joined by a bar): the first eight digits of the SHA-256 of its known
        cells with their columns, so that a new empty column changes no row.

    Examples
    --------
    >>> key, rows = row_digests(pd.DataFrame({"id": ["a", "b"], "year": ["2016", ""]}))
    >>> key, rows.index.tolist(), rows.str.len().tolist()
    (['id'], ['a', 'b'], [8, 8])
    """
    columns = list(frame.columns)
    if key is None:
        leading = (columns[: n + 1] for n in range(len(columns)))
        key = next((run for run in leading if not frame.duplicated(run).any()), columns)
    names = ["|".join(row) for row in frame[key].to_numpy()]
    cells = [
        json.dumps({c: v for c, v in zip(columns, row, strict=True) if v}, sort_keys=True) for row in frame.to_numpy()
    ]
    short = [hashlib.sha256(cell.encode()).hexdigest()[:8] for cell in cells]
    return key, pd.Series(short, index=pd.Index(names, dtype=str), dtype=str)


def describe_evidence(
    paths: Mapping[str, Path], keys: Mapping[str, list[str] | None]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Describe the tables that an edition rests on.

    Parameters
    ----------
    paths : mapping of str to Path
        Table or judgement to its file.
    keys : mapping of str to list of str
        Table to the columns that name a row, where they are declared.

    Returns
    -------
    tables, rows : DataFrame
        See :class:`Edition`.
    """
    described, parts = [], []
    for name, path in sorted(paths.items()):
        content = path.read_bytes()
        key, rows = row_digests(pd.read_csv(path, dtype="str", keep_default_na=False), keys.get(name))
        described.append([name, len(rows), hashlib.sha256(content).hexdigest(), ";".join(key)])
        parts.append(pd.DataFrame({"table": name, "key": rows.index, "digest": rows.to_numpy()}))
    return pd.DataFrame(described, columns=TABLES), pd.concat(parts, ignore_index=True)


def write_edition(edition: Edition, folder: Path) -> None:
    """Write the record of an edition: about, findings and claims as JSON, tables and rows as CSV.

    Parameters
    ----------
    edition : Edition
        The edition.
    folder : Path
        Where to; made if it is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _dump(folder / "about.json", {"edition": edition.name, **edition.about})
    for name in ("findings", "claims"):
        frame: pd.DataFrame = getattr(edition, name)
        records = [{str(k): _plain(v) for k, v in row.items()} for row in frame.to_dict("records")]
        _dump(folder / f"{name}.json", records)
    for name in ("tables", "rows"):
        getattr(edition, name).to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


def read_edition(folder: Path) -> Edition:
    """Read the record of an edition.

    Parameters
    ----------
    folder : Path
        Where :func:`write_edition` put it.

    Returns
    -------
    Edition
        The edition.

    Raises
    ------
    EditionError
        If a file is missing or broken; says which.
    """
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        findings, claims = (
            json.loads((folder / f"{n}.json").read_text(encoding="utf-8")) for n in ("findings", "claims")
        )
        tables, rows = (  # a name of a row is text, though it look like a number
            pd.read_csv(folder / f"{name}.csv", dtype="str", keep_default_na=False) for name in ("tables", "rows")
        )
    except FileNotFoundError as error:
        raise EditionError(f"no edition in {folder}: it has no {Path(str(error.filename)).name}") from None
    except ValueError as error:
        raise EditionError(f"the record of an edition in {folder} cannot be read: {error}") from None
    for finding in findings:  # an edition before 2026.12 calls the confidence of a finding "sure"
        if "sure" in finding:
            finding["confidence"] = finding.pop("sure")
    name = about.pop("edition")
    frames = pd.DataFrame(findings, columns=FINDINGS), pd.DataFrame(claims, columns=CLAIMS)
    return Edition(name, about, *frames, tables.astype({"rows": int}), rows)


def list_editions(folder: Path) -> list[str]:
    """Name the editions in a folder, the oldest first.

    Parameters
    ----------
    folder : Path
        ``editions/``.

    Returns
    -------
    list of str
        Names of the editions; empty where there is no such folder.
    """
    found = [
        path.name for path in folder.glob("*") if EDITION_NAME.match(path.name) and (path / "about.json").is_file()
    ]
    return sorted(found, key=edition_order)


def edition_order(name: str) -> tuple[list[int], str]:
    """Give what editions are sorted by: year, month and number as numbers, then the word.

    Examples
    --------
    >>> sorted(["2026.11", "2026.03", "2026.11.1"], key=edition_order)
    ['2026.03', '2026.11', '2026.11.1']
    """
    numbers, _, word = name.partition("-")
    return [int(n) for n in numbers.split(".")], word


def _dump(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _plain(value: Any) -> Any:
    """Give what JSON can hold: an unknown is null."""
    if isinstance(value, list):
        return value
    return None if pd.isna(value) else value.item() if hasattr(value, "item") else value
