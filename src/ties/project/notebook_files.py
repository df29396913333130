"""Notebooks as files: read as JSON, their cells' sources as text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_notebook(notebook: Path) -> dict[str, Any]:
    """Read a notebook, or say which one cannot be read and why."""
    try:
        content: dict[str, Any] = json.loads(notebook.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{notebook}: not a notebook: {error}") from None
    return content


def cell_source(cell: dict[str, Any]) -> str:
    """Give the source of a cell, which nbformat keeps as text or as lines."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)
