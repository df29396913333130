"""The evidence as the book shows it: pages of the data catalogue, tables for download, sources for figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ties.book.csv_safety import harmless
from ties.book.judgement_page import judgement_markdown
from ties.book.materials import Files
from ties.project.fingerprints import table_path
from ties.project.run import Run
from ties.tables.load import judgement_names


def describe_catalogue(run: Run) -> dict[str, Any]:
    """Describe the evidence: all that the book needs of the contracts, read once per change of a table.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    dict
        ``titles``: table to title; ``pages``: path in ``book/data`` to Markdown.
    """
    from ties.tables import catalogue  # contracts start slowly: a build with nothing to do should not wait for them
    from ties.tables.contracts import contracts

    pages = {f"{name.replace('_', '-')}.md": catalogue.table_page(name, run.data) for name in contracts()}
    pages |= {
        "index.md": catalogue.catalogue_index(run.data),
        "judgements.md": judgement_markdown(run.data),
    }
    return {"titles": {name: str(one.Config.title) for name, one in contracts().items()}, "pages": pages}


def data_files(run: Run) -> Files:
    """Give the pages of the catalogue, and the tables themselves, by their place in the book's sources."""
    described = json.loads(run.described.read_text(encoding="utf-8"))
    files: Files = {Path("book/data") / path: text for path, text in described["pages"].items()}
    data = Path("book/_extra/downloads/data")
    names = [*described["titles"], *judgement_names()]
    files |= {data / f"{name}.csv": harmless(_text(table_path(name, run.data))) for name in names}
    return files | {data / "datapackage.json": table_path("sources", None).with_name("datapackage.json").read_bytes()}


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")  # with the line ends that it has
