"""Notebooks as files: read as JSON, their cells' sources as text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_notebook(notebook: Path) -> dict[str, Any]:
    """Read a notebook.

    Raises
    ------
    ValueError
        If the file is empty, has marks of a conflict or a byte order mark, or is no notebook: names the file.
    """
    try:
        content = json.loads(notebook.read_text(encoding="utf-8"))
    except ValueError as error:  # papermill and Jupyter Book read it too, and take no byte order mark
        raise ValueError(f"{notebook}: not a notebook: {error}") from None
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise ValueError(f"{notebook}: not a notebook: it has no list of cells")
    return content


def cell_source(cell: dict[str, Any]) -> str:
    """Give the source of a cell, which nbformat keeps as text or as lines."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)
