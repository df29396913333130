"""From what an importer read to a folder of tables: joined with older rows, checked, and written whole or not at all.

A table in an overlay folder stands in place of the shipped one, so it must be complete. It is therefore written
whole: the rows of the table as it was (of the folder, if it has one already, otherwise the shipped one) that the new
rows do not replace, and the new rows. What they replace differs by format: a series that is only ever of one edition
(military expenditure, capabilities, UN votes) is replaced whole, since rows of two editions would be mixed in one
comparison; tables that hold several editions keep the others; tables without editions keep the years that the file
does not have. The documents that new rows cite join the whole table ``sources``; an edition that it knows already
keeps its row.
"""

from __future__ import annotations

import csv
import ctypes
import errno
import fcntl
import math
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ties.tables.cell_types import type_of
from ties.tables.contracts import contracts
from ties.tables.failures import Report
from ties.tables.importers.content import read_content
from ties.tables.importers.reading import ImportRefusedError, Reading
from ties.tables.importers.registry import detect
from ties.tables.load import home, load
from ties.tables.tidy import tidy
from ties.tables.validate import validate_tables

DECIMALS = 9
OLD = "old"
# renameat2 of Linux and renamex_np of macOS: two names change places in one step
EXCHANGE = 2
HERE = -100


class Imported(NamedTuple):
    """What an import did: name of the format, edition, rows read per table, what was left out and how often."""

    format: str
    edition: str
    rows: dict[str, int]
    left_out: Counter[str]


class ImportCheckError(ImportRefusedError):
    """The tables that an import would write break their contracts; ``report`` says where."""

    def __init__(self, report: Report) -> None:
        self.report = report
        first = "; ".join(str(failure) for failure in report.failures[:3])
        super().__init__(f"the tables would break their contracts ({len(report.failures)} failures): {first}")


def import_file(path: str | Path, into: str | Path, *, name: str = "auto", edition: str | None = None) -> Imported:
    """Import a file into an overlay folder.

    Parameters
    ----------
    path : path
        The file as it was downloaded.
    into : path
        The overlay folder; it is made if it is not there. Tables that it has already are kept and extended.
    name : str
        Name of the format, as :func:`ties.tables.importers.registry.formats` lists them, or ``auto``.
    edition : str, optional
        Edition of the data, where the file does not say it or says it wrongly.

    Returns
    -------
    Imported

    Raises
    ------
    ImportRefusedError
        If the file, or the folder, is not understood. The folder is then as it was.
    """
    folder = Path(into).absolute()
    if folder.resolve() == home() or folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ImportRefusedError("is not a folder for an overlay", folder.name)
    content = read_content(path)
    form = detect(content, name)
    try:
        reading = form.read(content, edition)
    except (RecursionError, MemoryError, OverflowError) as error:
        raise ImportRefusedError(f"file is too deep or too large ({type(error).__name__})", content.name) from None
    with _alone(folder) as staged:
        try:
            tables = merged(reading, folder)
        except ValueError as error:
            raise ImportRefusedError(
                f"tables of the folder are not sound, `ties check` says where ({error})"
            ) from None
        new = staged / "new"
        if folder.is_dir():
            shutil.copytree(folder, new, symlinks=True)
        else:
            new.mkdir()
        write_cells(tables, new)
        report = validate_tables(new)
        if not report.ok:
            raise ImportCheckError(report)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _swap(new, folder, staged / OLD)
    rows = {table: len(frame) for table, frame in reading.tables.items()}
    return Imported(form.name, reading.edition, rows, reading.left_out)


def merged(reading: Reading, folder: str | Path | None = None) -> dict[str, pd.DataFrame]:
    """Join what was read with the tables as they are.

    Parameters
    ----------
    reading : Reading
        What an importer gave back.
    folder : path, optional
        Overlay folder; tables that it does not have are the shipped ones.

    Returns
    -------
    dict of str to DataFrame of str
        Every table of the reading, and ``sources``: all columns of the contract, cells as text, in order.
    """
    joined = {}
    for name, new in reading.tables.items():
        contract, old = contracts()[name], load(name, folder)
        columns = contract.to_schema().columns
        by = list(reading.replaces[name])
        retained = old.iloc[:0] if not by else old[~_index(old, by).isin(_index(new, by))]
        frames = [
            pd.DataFrame(
                {c: as_text(frame[c], type_of(d)) if c in frame else "" for c, d in columns.items()}, dtype="str"
            )
            for frame in (retained, new)
        ]
        joined[name] = tidy(pd.concat(frames, ignore_index=True), contract)
    sources = load("sources", folder)
    added = reading.sources[~reading.sources["id"].isin(sources["id"])]
    every = pd.concat([sources, added], ignore_index=True).fillna("").astype("str")
    joined["sources"] = tidy(every, contracts()["sources"])
    return joined


def write_cells(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Write tables of text into a folder; a link of that name is replaced, not followed."""
    for name, cells in tables.items():
        path = folder / f"{name}.csv"
        path.unlink(missing_ok=True)
        cells.to_csv(path, index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL, encoding="utf-8")


def as_text(cells: pd.Series, kind: str) -> pd.Series:
    """Write values as cells: plain numbers without exponent or padding, nothing for what is missing.

    Parameters
    ----------
    cells : Series, shape (n,)
        Values.
    kind : str
        "string", "integer" or "number".

    Returns
    -------
    Series of str, shape (n,)

    Raises
    ------
    ValueError
        If a whole number is not whole, or a number not finite.

    Examples
    --------
    >>> as_text(pd.Series([1e-7, 250.0, None]), "number").tolist()
    ['0.0000001', '250', '']
    """
    if kind == "string":
        return cells.map(lambda value: "" if pd.isna(value) else " ".join(str(value).split())).astype("str")
    return cells.map(lambda value: "" if pd.isna(value) else _plain(float(value), kind)).astype("str")


def _plain(value: float, kind: str) -> str:
    if not math.isfinite(value) or (kind == "integer" and not value.is_integer()):
        raise ValueError(f"{value} is not a {kind}")
    text = format(Decimal(repr(round(value, DECIMALS))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _index(frame: pd.DataFrame, by: list[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[by].astype("str"))


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    """Give a place to make a folder in, while no other import works beside it; what a killed import left is cleared.

    The place is beside the folder, or in the nearest directory above it that exists, so that renaming never copies.
    """
    beside = next(parent for parent in folder.parents if parent.is_dir())
    prefix = f".ties-import-{folder.name}-"
    handle = os.open(beside, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for left in beside.glob(f"{prefix}*"):
            # only where the system cannot exchange two names: killed between the two steps of a swap
            if (left / OLD).is_dir() and not folder.exists():
                (left / OLD).rename(folder)
            shutil.rmtree(left, ignore_errors=True)
        staged = Path(tempfile.mkdtemp(prefix=prefix, dir=beside))
        try:
            yield staged
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    finally:
        os.close(handle)


def _swap(new: Path, folder: Path, old: Path) -> None:
    """Put a folder in place of another in one step, so that a kill leaves one of them whole.

    Where the system cannot do that, by two; if the second fails, the first is taken back.
    """
    new.chmod(0o755)
    if not folder.exists():
        new.rename(folder)
        return
    new.chmod(folder.stat().st_mode & 0o7777)
    if _exchanged(new, folder):
        return
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise


def _exchanged(first: Path, second: Path) -> bool:
    """Let two directories change places; False where the system cannot."""
    library = ctypes.CDLL(None, use_errno=True)
    one, other = os.fsencode(first), os.fsencode(second)
    if sys.platform == "darwin":
        call, arguments = getattr(library, "renamex_np", None), (one, other, ctypes.c_uint(EXCHANGE))
    else:
        call = getattr(library, "renameat2", None)
        arguments = (HERE, one, HERE, other, ctypes.c_uint(EXCHANGE))
    if call is None:
        return False
    if call(*arguments) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(second))
