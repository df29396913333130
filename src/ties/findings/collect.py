"""What a cell shows, as records that it puts out and that the build collects from the executed chapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ties.findings import mime
from ties.records import Finding


class DuplicateNameError(ValueError):
    """Two findings, or two figures, of one chapter have the same name."""


@dataclass(frozen=True)
class ShownFigure:
    """A figure as its cell showed it.

    Attributes
    ----------
    name, title, subtitle, caption, alt : str
        As of :class:`ties.records.Figure` and its words.
    tables : list of str
        Tables it rests on.
    sources : list of str or None
        Source ids; all sources of the tables where there is none.
    images : dict of str to str
        Width ("wide", "narrow") to the drawing as SVG, for a light page.
    csv : str
        Its tidy data.
    """

    name: str
    title: str
    subtitle: str
    caption: str
    alt: str
    tables: list[str]
    sources: list[str] | None
    images: dict[str, str]
    csv: str


@dataclass(frozen=True)
class ShownTable:
    """A table, or a list in the form of one, as its cell showed it.

    Attributes
    ----------
    name, caption, tables, sources, csv
        As of :class:`ShownFigure`.
    html : str
        What the page shows.
    shown, rows : int
        How many rows that is, and of how many.
    embed : bool
        Whether another page may show it too.
    files : dict of str to str
        Further downloads, by the name of their file.
    """

    name: str
    caption: str
    tables: list[str]
    sources: list[str] | None
    html: str
    shown: int
    rows: int
    csv: str
    embed: bool = False
    files: dict[str, str] = field(default_factory=dict)

    def emit(self, plain: str) -> None:
        """Put the table out, with a plain text for where nothing else can be shown."""
        payload = {key: value for key, value in asdict(self).items() if value or key not in ("embed", "files")}
        mime.emit({"text/plain": plain, "text/html": self.html, mime.TABLE: payload})


@dataclass
class ChapterRecords:
    """The findings, figures and tables of one executed chapter, by name."""

    findings: dict[str, Finding] = field(default_factory=dict)
    figures: dict[str, ShownFigure] = field(default_factory=dict)
    tables: dict[str, ShownTable] = field(default_factory=dict)


Record = Finding | ShownFigure | ShownTable


def record_of(output: Mapping[str, Any]) -> Record | None:
    """Give the record that an output of a cell carries; nothing where it carries none.

    Parameters
    ----------
    output : mapping
        The output as JSON holds it (nbformat 4).

    Examples
    --------
    >>> record_of({"data": {mime.FINDING: {"key": "peak", "value": 64, "sentence": "It was 64."}}}).value
    64
    >>> record_of({"data": {"text/plain": "5"}}) is None
    True
    """
    bundle = output.get("data", {})
    kinds: dict[str, type[Finding | ShownFigure | ShownTable]] = {
        mime.FINDING: Finding, mime.FIGURE: ShownFigure, mime.TABLE: ShownTable,
    }  # fmt: skip
    return next((kind(**bundle[form]) for form, kind in kinds.items() if form in bundle), None)


def collect(notebook: dict[str, Any]) -> ChapterRecords:
    """Collect the records of an executed notebook.

    Parameters
    ----------
    notebook : dict
        The notebook as JSON holds it (nbformat 4).

    Returns
    -------
    ChapterRecords
        Findings, figures and tables by name, in the order of the cells.

    Raises
    ------
    DuplicateNameError
        If a name stands twice.
    """
    records = ChapterRecords()
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            match record_of(output):
                case Finding() as finding:
                    _add(records.findings, finding.key, finding)
                case ShownFigure() as figure:
                    _add(records.figures, figure.name, figure)
                case ShownTable() as table:
                    _add(records.tables, table.name, table)
    return records


def _add(kind: dict[str, Any], name: str, item: Any) -> None:
    if name in kind:
        raise DuplicateNameError(f"{name!r} is recorded twice")
    kind[name] = item
