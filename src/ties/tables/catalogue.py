"""Pages of the data catalogue, generated from the contracts and the tables: nothing on them is typed by hand."""

from __future__ import annotations

import html
import inspect
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from ties.tables.cell_types import type_of
from ties.tables.contracts import contracts
from ties.tables.failures import visible
from ties.tables.load import load
from ties.tables.schema import rule_text
from ties.tables.schema.cell_checks import SEPARATOR
from ties.tables.schema.contract import Contract, period_columns, sort_columns, table_facts

FIRST_ROWS, FIRST_COLUMNS, PUBLISHERS, LONGEST = 5, 6, 5, 90
SPECIAL = re.compile(r"([!\"#$&*+<=>@\[\\\]^_`{|}~])")
THEMES = {
    "agreements": "Agreements",
    "industry": "Industry",
    "deterrence": "Deterrence",
    "challenges": "Challenges",
    "synthesis": "Synthesis",
    "shared": "All chapters",
}


def table_page(name: str, data: str | Path | None = None) -> str:
    """Write the page of one table.

    Parameters
    ----------
    name : str
        Name of the table.
    data : path, optional
        Overlay folder, as for :func:`ties.tables.load.load`.

    Returns
    -------
    str
        MyST Markdown: what the table holds, its columns, rules, sources and first rows. Every value from a table is
        escaped, so that it is only ever text.

    Raises
    ------
    KeyError
        If no contract has that name.

    Examples
    --------
    >>> table_page("agreements").splitlines()[0]
    '# Defence agreements'
    """
    contract, frame = contracts()[name], load(name, data)
    sections = [
        f"# {contract.Config.title}",
        _description(contract),
        _facts(contract, frame),
        _download(name),
        "## Columns",
        _columns(contract),
        "## Rules",
        _rules(contract),
        *(["## Sources", _sources(frame, load("sources", data))] if "sources" in frame else []),
        f"## First {min(FIRST_ROWS, len(frame))} rows",
        _first_rows(frame),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def catalogue_index(data: str | Path | None = None) -> str:
    """Write the page that lists all tables.

    Parameters
    ----------
    data : path, optional
        Overlay folder, as for :func:`ties.tables.load.load`.

    Returns
    -------
    str
        MyST Markdown: one section per chapter, one row per table, linked to its page.

    Examples
    --------
    >>> "[Defence agreements](agreements.md)" in catalogue_index()
    True
    """
    declared = contracts()
    frames = {name: load(name, data) for name in declared}
    rows = sum(len(frame) for frame in frames.values())
    parts = [
        "# Data catalogue",
        f"The report rests on {len(declared)} tables with {rows:,} rows. Every row names its sources and says how "
        "sure it is. Each table has a page that describes its columns, its rules and its terms of use.",
    ]
    for theme, heading in THEMES.items():
        lines = [
            (
                f"[{contract.Config.title}]({name.replace('_', '-')}.md)",
                f"`{name}`",
                f"{len(frames[name]):,}",
                _period(contract, frames[name]),
                escape_markdown(table_facts(contract)["licence"].title),
            )
            for name, contract in declared.items()
            if table_facts(contract)["theme"] == theme
        ]
        if lines:
            parts += [f"## {heading}", _table(("Table", "Name", "Rows", "Period", "Terms of use"), lines)]
    return "\n\n".join(parts) + "\n"


def escape_markdown(value: object) -> str:
    r"""Write a value as text of one line of MyST Markdown that nothing can read as markup.

    Examples
    --------
    >>> escape_markdown("<b>{ref}`x`</b> | $a$\n# b")
    '\\<b\\>\\{ref\\}\\`x\\`\\</b\\> \\| \\$a\\$ \\# b'
    """
    return SPECIAL.sub(r"\\\1", visible(" ".join(str(value).split())))


def _description(contract: type[Contract]) -> str:
    """Give the text of the contract, its numpydoc references as a list."""
    text, _, references = inspect.cleandoc(contract.__doc__ or "").partition("\n\nReferences\n----------\n")
    return _code(text) + (f"\n\nReference: {_code(references)}" if references else "")


def _code(text: str) -> str:
    """Turn the double backticks of a docstring into code spans of Markdown, and let nothing else be markup."""
    parts = text.split("``")
    return "".join(f"`{part}`" if number % 2 else SPECIAL.sub(r"\\\1", part) for number, part in enumerate(parts))


def _facts(contract: type[Contract], frame: pd.DataFrame) -> str:
    about = table_facts(contract)
    lines = [
        ("Chapter", THEMES[about["theme"]]),
        ("Rows and columns", f"{len(frame):,} and {frame.shape[1]}"),
        ("Period covered", _period(contract, frame)),
        ("Key", _names(about["keys"])),
        ("Sorted by", _names(sort_columns(contract))),
        ("Edition", _edition(about["edition"], frame)),
        ("How sure", _counts(frame)),
        ("Terms of use", f"[{escape_markdown(about['licence'].title)}]({about['licence'].path})"),
    ]
    return _table(("Property", "Value"), [(label, text) for label, text in lines if text])


def _period(contract: type[Contract], frame: pd.DataFrame) -> str:
    times = pd.concat(
        [frame[column].dropna().astype("str") for column in period_columns(contract)] or [pd.Series(dtype="str")]
    )
    return f"{escape_markdown(times.min())} to {escape_markdown(times.max())}" if len(times) else ""


def _edition(column: str | None, frame: pd.DataFrame) -> str:
    if column is None:
        return ""
    editions = ", ".join(
        escape_markdown(edition) for edition in sorted(frame[column].dropna().astype("str").unique())
    )
    return f"{editions}: compare only rows of one edition"


def _counts(frame: pd.DataFrame) -> str:
    if "confidence" not in frame:
        return ""
    counts = frame["confidence"].value_counts()
    return ", ".join(f"{level} {counts[level]:,}" for level in ("high", "medium", "low") if level in counts)


def _download(name: str) -> str:
    """Give the link to the file, and how to load it."""
    file = html.escape(f"{name}.csv")
    return (
        f'<p><a href="../../downloads/data/{file}" download>{file}</a></p>\n\n'
        f'```python\nimport ties\n\n{name} = ties.load("{name}")\n```'
    )


def _columns(contract: type[Contract]) -> str:
    columns = contract.to_schema().columns.items()
    rows = [
        (f"`{name}`", _type(column), escape_markdown(column.description), _allowed(column))
        for name, column in columns
    ]
    return _table(("Column", "Type", "What it holds", "Allowed"), rows)


def _type(column: pa.Column) -> str:
    role = column.metadata or {}
    kind = type_of(column)
    name = role["kind"] if kind == "string" else {"integer": "whole number", "number": "number"}[kind]
    return f"{name}, {escape_markdown(role['unit'])}" if role["unit"] else name


def _allowed(column: pa.Column) -> str:
    """Say in words what a cell may hold."""
    role = column.metadata or {}
    rules = [
        *(["required"] if not column.nullable else []),
        *(["unique"] if column.unique else []),
        *(escape_markdown(rule_text.rule_in_words(check)) for check in column.checks if check.name != "calendar_day"),
    ]
    if role.get("references"):
        table, _, target = role["references"].partition(".")
        condition = f", where `{role['when'][0]}` is {escape_markdown(role['when'][1])}" if role["when"] else ""
        rules.append(f"found in [{table}]({table.replace('_', '-')}.md), column `{target}`{condition}")
    return "; ".join(rules)


def _rules(contract: type[Contract]) -> str:
    """List what a row or the table must keep to, beyond its single columns."""
    keys = table_facts(contract)["keys"]
    rules = [f"no two rows have the same {_names(keys)}", f"rows are sorted by {_names(sort_columns(contract))}"]
    columns = contract.to_schema().columns
    if {"sources", "confidence"} <= set(columns):
        rules.append("a row of high confidence cites a primary source, or secondary ones of two origins")
    laws = [f"a row is refused if it {escape_markdown(law.error)}" for law in contract.to_schema().checks]
    return "\n".join(f"- {rule}" for rule in [*rules, *laws])


def _sources(frame: pd.DataFrame, sources: pd.DataFrame) -> str:
    """Say how many documents the table cites, of which kinds, and whose most rows rest on."""
    cited = frame["sources"].dropna().str.split(SEPARATOR).explode().rename("id").reset_index()
    cited = cited.merge(sources[["id", "publisher", "kind"]], on="id", how="left")
    kinds = cited.drop_duplicates("id")["kind"].value_counts()
    text = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items())
    rows = cited.drop_duplicates(["index", "publisher"])["publisher"].value_counts()
    rows = rows.sort_index().sort_values(ascending=False, kind="stable").head(PUBLISHERS)
    lead = f"The rows cite {cited['id'].nunique():,} documents ({text}), listed in [sources](sources.md)."
    cited_by = [(escape_markdown(publisher), f"{count:,}") for publisher, count in rows.items()]
    return f"{lead}\n\n{_table(('Publisher', 'Rows that cite it'), cited_by)}"


def _first_rows(frame: pd.DataFrame) -> str:
    shown = frame.iloc[:FIRST_ROWS, :FIRST_COLUMNS].astype("object")
    rows = [
        tuple("" if pd.isna(value) else escape_markdown(_cut(value)) for value in row)
        for row in shown.itertuples(index=False)
    ]
    return _table([f"`{name}`" for name in shown], rows)


def _cut(value: Any) -> str:
    text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table; the cells are Markdown already."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    lines.insert(1, tuple("---" for _ in lines[0]))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
