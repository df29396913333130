"""What a build was made of, and how to make it again: a page of the book, and a file of digests to check by.

Nothing here depends on the machine or the day: the page is the same for the same inputs, whoever builds.
"""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import metadata, requires, version
from pathlib import Path
from typing import Any

import pandas as pd

from ties.book.book_metadata import edition_day
from ties.findings.html_table import as_html
from ties.project import fingerprints
from ties.project.run import Run
from ties.tables.load import home, judgement_names, tables

PAGE = "this-build.md"
DIGESTS = "this-build.sha256"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.M)
NAME = re.compile(r"^[A-Za-z0-9._-]+")
SHORT = 16  # characters of a digest on the page; the file has them whole


def provenance_files(run: Run) -> dict[Path, str]:
    """Give the page and the file of digests, by their place in the book's sources.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    dict of Path to str
        ``book/this-build.md`` and ``downloads/this-build.sha256``.
    """
    return {Path("book") / PAGE: provenance_page(run), Path("book/_extra/downloads") / DIGESTS: digest_list(run)}


def build_inputs(run: Run) -> dict[str, Path]:
    """Give the files that a build is made of, by the name that a user knows them by.

    Returns
    -------
    dict of str to Path
        ``data/deals.csv``, or ``newer/deals.csv`` where the overlay folder ``newer`` has the table; notebooks, pages
        and declarations by their path below the book. In alphabetical order.
    """
    files = {}
    for name in (*tables(), *judgement_names()):
        path = fingerprints.table_path(name, run.data)
        folder = "data" if path.is_relative_to(home()) or run.data is None else run.data.resolve().name
        files[f"{folder}/{name}.csv"] = path
    names = ("requirements.lock", "chapters.toml", "_config.yml", "_toc.yml")
    files |= {name: run.root / name for name in names}
    files |= {f"notebooks/{c.notebook.name}": c.notebook for c in run.chapters.values()}
    return dict(sorted(files.items()))


def digest_list(run: Run) -> str:
    """Write the SHA-256 of every input, in the form that ``sha256sum --check`` reads."""
    return "".join(f"{_sha256(path)}  {name}\n" for name, path in build_inputs(run).items())


def build_command(run: Run) -> str:
    """Give the command that repeats the build; an overlay by the name of its folder.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    str
        One line for a shell, every value quoted.
    """
    if run.known_on:  # it sets tables and parameters by rule
        return " ".join(["ties build", f"--known-on {run.known_on}", *_named(run)])
    changed = [
        f"--set {shlex.quote(f'{chapter}.{name}={_written(value)}')}"
        for chapter, name, value, default in _parameters(run)
        if value != default
    ]
    overlay = [f"--data {shlex.quote(run.data.resolve().name)}"] if run.data else []
    return " ".join(["ties build", *changed, *overlay, *_named(run)])


def _named(run: Run) -> list[str]:
    default = replace(run, edition=None, variant=False).name
    return [f"--edition {run.edition}"] if run.edition and run.edition != default else []


def provenance_page(run: Run) -> str:
    """Write the page: environment, tables, notebooks and parameters of a build, and the command that repeats it.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    str
        MyST Markdown; every value in it is escaped.
    """
    files = build_inputs(run)
    rows = [(name, _rows(path), _sha256(path)[:SHORT]) for name, path in files.items() if name.endswith(".csv")]
    books = [(name, _sha256(path)[:SHORT]) for name, path in files.items() if name.endswith(".ipynb")]
    chosen = [
        (chapter, name, _written(value), "" if value == default else _written(default))
        for chapter, name, value, default in _parameters(run)
    ]
    changed = sum(value != default for _, _, value, default in _parameters(run))
    state = f"{changed} of {len(chosen)} are not at their defaults" if changed else "All are at their defaults"
    packages = list(_packages(run.root / "requirements.lock"))
    facts = [
        ("Package", f"ties {version('ties')}"),
        ("Source of the package, SHA-256 begins", fingerprints.package_fingerprint()[:SHORT]),
        ("Python", metadata("ties")["Requires-Python"]),
        ("requirements.lock, SHA-256 begins", _sha256(run.root / "requirements.lock")[:SHORT]),
        (
            "Clock of the build (SOURCE_DATE_EPOCH)",
            f"{edition_day()}: {pd.Timestamp(edition_day(), unit='s'):%-d %B %Y}",
        ),
    ]
    parts = [
        "# This build",
        "What this copy of the book was made of. The same inputs give the same site, byte for byte, on any machine "
        "and any day: no clock, no random number without a seed and no name of a machine goes into it.",
        "## Build it again",
        "In a copy of the project with these inputs:",
        f"```bash\nmake .venv/installed\n. .venv/bin/activate\n{build_command(run)}\n```",
        f'<p><a href="../downloads/{DIGESTS}" download>{DIGESTS}</a> holds the SHA-256 of every input. Put it into '
        "the folder of the project, and ask whether yours are these:</p>",
        f"```bash\nsha256sum --check {DIGESTS}\n```",
        "The tables that the site offers are checked in its folder `downloads`, and two sites by comparing them:",
        f"```bash\ngrep data/ {DIGESTS} | sha256sum --check\ndiff -rq site/ other/site/\n```",
        "## Environment",
        _table(facts, ("What", "Value"), "Environment of the build"),
        "The lock names every package with its version and the digests of its files. The direct ones:",
        _table(packages, ("Package", "Version"), "Packages that the book uses"),
        "## Parameters",
        f"{state}.",
        _table(
            chosen,
            ("Chapter", "Parameter", "This build", "Default, where it is another"),
            "Parameters of every chapter",
        ),
        "## Notebooks",
        _table(books, ("Notebook", "SHA-256 begins"), "Notebooks of the chapters"),
        "## Tables and judgements",
        _table(rows, ("File", "Rows", "SHA-256 begins"), "Tables and judgements that the build read"),
    ]
    return "\n\n".join(parts) + "\n"


def _parameters(run: Run) -> Iterator[tuple[str, str, Any, Any]]:
    """Give chapter, parameter, value and default of every parameter."""
    for chapter, declared in run.chapters.items():
        for name, parameter in declared.parameters.items():
            yield chapter, name, run.parameters[chapter][name], parameter.default


def _written(value: Any) -> str:
    """Write a value as ``--set`` reads it."""
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _packages(lock: Path) -> Iterator[tuple[str, str]]:
    """Give the packages of the lock that the project itself asks for, with their versions."""
    pinned = {_plain(name): pin for name, pin in PIN.findall(lock.read_text(encoding="utf-8"))}
    for name in sorted({_plain(match[0]) for line in requires("ties") or [] if (match := NAME.match(line))}):
        if name in pinned:
            yield name, pinned[name]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _rows(path: Path) -> int:
    return len(pd.read_csv(path, usecols=[0], dtype="str", keep_default_na=False))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _table(rows: list[tuple[Any, ...]], head: tuple[str, ...], caption: str) -> str:
    """Write a table on one line, as a page of Markdown takes it; braces of a value are no reference of the book."""
    if not rows:
        return "None."
    shown = as_html(pd.DataFrame(rows, columns=list(head)), caption, {name: name for name in head}, 0)
    return shown.replace("\n", " ").replace("{", "&#123;")
