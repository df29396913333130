"""The kinds of output that carry a record from a cell to the build, and how one is put out."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FINDING = "application/vnd.ties.finding+json"
FIGURE = "application/vnd.ties.figure+json"
TABLE = "application/vnd.ties.table+json"


@dataclass(frozen=True)
class TableOutput:
    """A table, a list or a ledger as a cell puts it out.

    Attributes
    ----------
    name, caption : str
        Its name in the chapter, and what it says.
    html : str
        What the page shows.
    csv : str
        What can be downloaded.
    shown, rows : int
        Rows on the page, and rows of the whole.
    tables, sources : list of str or None
        What it rests on; None stands for all sources of the tables.
    files : mapping of str to str
        Downloads beside the CSV, by name of the file.
    embed : bool
        Whether another page may show it as well.
    """

    name: str
    caption: str
    html: str
    csv: str
    shown: int
    rows: int
    tables: list[str]
    sources: list[str] | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    embed: bool = False

    def emit(self, plain: str) -> None:
        """Put the table out, with a plain text for where nothing else can be shown."""
        payload = {key: value for key, value in asdict(self).items() if value or key not in ("files", "embed")}
        emit({"text/plain": plain, "text/html": self.html, TABLE: payload})


def emit(bundle: dict[str, Any]) -> None:
    """Put out a bundle of MIME types: as rich output in Jupyter and IPython, as its plain text elsewhere.

    Examples
    --------
    >>> emit({"text/plain": "peak = 64 per cent"})
    peak = 64 per cent
    """
    ipython = sys.modules.get("IPython")  # a cell that runs as a script needs none
    if ipython is None or ipython.get_ipython() is None:
        print(bundle["text/plain"])
        return
    from IPython.display import display

    display(bundle, raw=True)
