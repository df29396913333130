"""The page of judgements: weights, scores and choices that are ours, with their reasons."""

from __future__ import annotations

import html
from pathlib import Path

from ties.book.finding_texts import escaped
from ties.findings.html_table import as_html
from ties.findings.show import MOST_ROWS
from ties.tables.load import judgement_names, load


def judgement_markdown(data: Path | None = None) -> str:
    """Write the page of judgements: one section each, its first rows, and all of it as CSV.

    Parameters
    ----------
    data : Path, optional
        Overlay folder.

    Returns
    -------
    str
        MyST Markdown; every value in it is escaped.
    """
    parts = [
        "# Our judgements\n\nWhere a chapter needs a weight, a score or a choice that no source gives, it stands "
        "here as data with its reason, not in the code. Change a file, build again, and see what moves.\n"
    ]
    for table in judgement_names():
        name, frame = table.partition("/")[2], load(table, data)
        columns = [*[c for c in frame.columns if c not in ("reason", "sources", "note")][:5], "reason"]
        shown = as_html(frame[columns].head(MOST_ROWS), f"{name.replace('_', ' ')}: first rows", {}, 2)
        shown = shown.replace("\n", " ").replace("{", "&#123;")  # a cell is no reference of the book
        size = f"{len(frame)} rows, {len(frame.columns)} columns."
        link = f'<a href="../../downloads/data/judgements/{html.escape(name)}.csv" download>All of it (CSV)</a>'
        anchor, title = name.replace("_", "-"), escaped(name.replace("_", " ").capitalize())
        parts.append(f"({anchor})=\n## {title}\n\n{size} {link}\n\n{shown}\n")
    return "\n".join(parts)
