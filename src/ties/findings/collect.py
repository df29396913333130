"""Collect what an executed chapter recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ties.findings import mime
from ties.records import Finding


class DuplicateNameError(ValueError):
    """Two findings, or two figures, of one chapter have the same name."""


@dataclass
class ChapterRecords:
    """The findings, figures and tables of one executed chapter, by name."""

    findings: dict[str, Finding] = field(default_factory=dict)
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)


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
    chapter = ChapterRecords()
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            bundle = output.get("data", {})
            if mime.FINDING in bundle:
                finding = Finding(**bundle[mime.FINDING])
                _add(chapter.findings, finding.key, finding)
            for form, kind in ((mime.FIGURE, chapter.figures), (mime.TABLE, chapter.tables)):
                if form in bundle:
                    _add(kind, bundle[form]["name"], bundle[form])
    return chapter


def _add(kind: dict[str, Any], name: str, item: Any) -> None:
    if name in kind:
        raise DuplicateNameError(f"{name!r} is recorded twice")
    kind[name] = item
