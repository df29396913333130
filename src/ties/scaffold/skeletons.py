"""Write the skeleton of a table, a figure, a chapter or a claim; what remains to be done are failing checks."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

import jinja2
import pandas as pd

from ties.tables.contracts import all_contracts
from ties.tables.failures import MARK

TABLE = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
HYPHENATED = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")


class SkeletonError(ValueError):
    """A skeleton cannot be written: the name is not well-formed, or is taken. Nothing was written."""


def new_table(root: Path, name: str) -> list[Path]:
    """Write the skeleton of an evidence table.

    Parameters
    ----------
    root : Path
        Top of the checkout.
    name : str
        Lower-case words joined by underscores, ``port_visits``.

    Returns
    -------
    list of Path
        Files written or added to: the table, its contract, its rule for earlier days, its broken rows.

    Raises
    ------
    SkeletonError
        If the name is not well-formed or there is such a table already.
    """
    _well_formed(name, TABLE, "lower-case words joined by underscores")
    return _write(
        root,
        new={
            f"data/{name}.csv": "table.csv",
            f"src/ties/tables/contracts/{name}_tables.py": "contract.py",
        },
        added={"data/judgements/vintages.csv": "vintages.csv", "tests/tables/broken_rows.toml": "broken_rows.toml"},
        name=name,
        title=name.replace("_", " ").capitalize(),
        contract="".join(part.capitalize() for part in name.split("_")),
    )


def new_figure(root: Path, chapter: str, name: str) -> list[Path]:
    """Write the skeleton of a figure: module, sentences, cells and test.

    Parameters
    ----------
    root : Path
        Top of the checkout.
    chapter : str
        Name of the chapter.
    name : str
        Lower-case words joined by hyphens, ``port-visits``; it becomes the address of the figure.

    Returns
    -------
    list of Path
        Files written or added to.

    Raises
    ------
    SkeletonError
        If the name is not well-formed or taken, or there is no such chapter.
    """
    _well_formed(name, HYPHENATED, "lower-case words joined by hyphens")
    notebook, sentences = root / "notebooks" / f"{chapter}.ipynb", f"src/ties/chapters/{chapter}/text.toml"
    if not notebook.is_file() or not (root / sentences).is_file():
        raise SkeletonError(f"there is no chapter {chapter!r} with a notebook and a text.toml: say industry/{name}")
    function = name.replace("-", "_")
    texts = tomllib.loads((root / sentences).read_text(encoding="utf-8"))
    ids = [cell.get("id") for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]]
    taken = [f"{sentences} has [{name}]"] * (name in texts)
    taken += [f"{sentences} has the sentence {function}"] * (function in texts.get("sentences", {}))
    taken += [f"{notebook.name} has a cell {name}"] * (name in ids)
    if taken:
        raise SkeletonError("; ".join(f"{place} already" for place in taken))
    written = _write(
        root,
        new={
            f"src/ties/chapters/{chapter}/{function}.py": "figure.py",
            f"tests/chapters/test_{function}.py": "test_figure.py",
        },
        added={sentences: "text.toml"},
        chapter=chapter,
        name=name,
        function=function,
    )
    text = (root / sentences).read_text(encoding="utf-8")
    entry = f'{function} = "{MARK}: the number as one sentence that stands alone: {{{{ last|fixed }}}}."'
    head = "[sentences]\n"
    text = text.replace(head, f"{head}{entry}\n", 1) if head in text else f"{text}\n{head}{entry}\n"
    (root / sentences).write_text(text, encoding="utf-8")
    _add_cells(notebook, chapter, name, function)
    return [*written, notebook]


def new_chapter(root: Path, name: str) -> list[Path]:
    """Write the skeleton of a chapter: notebook, declaration, place in the contents, room for its figures.

    Parameters
    ----------
    root : Path
        Top of the checkout.
    name : str
        One lower-case word.

    Returns
    -------
    list of Path
        Files written or added to.

    Raises
    ------
    SkeletonError
        If the name is not well-formed or taken.
    """
    _well_formed(name, re.compile(r"^[a-z]+$"), "one lower-case word")
    written = _write(
        root,
        new={
            f"notebooks/{name}.ipynb": "chapter.ipynb",
            f"src/ties/chapters/{name}/__init__.py": "chapter_init.py",
            f"src/ties/chapters/{name}/text.toml": "chapter_text.toml",
        },
        added={"chapters.toml": "chapters.toml"},
        name=name,
        title=name.capitalize(),
    )
    contents = root / "_toc.yml"
    text = contents.read_text(encoding="utf-8")
    verdicts = "  - caption: The verdicts\n"
    entry = f"      - file: book/{name}\n        sections:\n          - glob: book/variant-{name}-*\n"
    contents.write_text(text.replace(verdicts, entry + verdicts, 1) if verdicts in text else text + entry, "utf-8")
    return [*written, contents]


def new_claim(root: Path, name: str) -> list[Path]:
    """Write the skeleton of a claim and of its rule.

    Parameters
    ----------
    root : Path
        Top of the checkout.
    name : str
        ``claim-68``.

    Returns
    -------
    list of Path
        Files added to: the claims, and the rules of verdicts.

    Raises
    ------
    SkeletonError
        If the name is not of that form, or taken.
    """
    _well_formed(name, re.compile(r"^claim-\d\d+$"), "claim- and a number of two digits or more")
    keys = {"claims": "id", "judgements/verdict_rules": "claim"}
    paths = {table: root / "data" / f"{table}.csv" for table in keys}
    for table, path in paths.items():
        if name in set(pd.read_csv(path, dtype=str, keep_default_na=False)[keys[table]]):
            raise SkeletonError(f"{name} stands in {path.relative_to(root)} already")
    for table, path in paths.items():
        columns = all_contracts()[table].to_schema().columns
        what = {n: f"{MARK}{', or empty' if c.nullable else ''}: {c.description}" for n, c in columns.items()}
        line = pd.DataFrame([what | {keys[table]: name}]).to_csv(index=False, header=False, lineterminator="\n")
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write(line)
    return list(paths.values())


def _well_formed(name: str, pattern: re.Pattern[str], rule: str) -> None:
    if not pattern.fullmatch(name):
        raise SkeletonError(f"{name!r} is not a name of this kind: {rule}")


def _write(root: Path, *, new: dict[str, str], added: dict[str, str], **facts: str) -> list[Path]:
    """Fill templates into new files and at the end of those that there are; all or nothing."""
    taken = [place for place in new if (root / place).exists()]
    missing = [place for place in added if not (root / place).is_file()]
    if taken or missing:
        raise SkeletonError("; ".join([f"{p} exists already" for p in taken] + [f"there is no {p}" for p in missing]))
    texts = {place: _template(template).render(mark=MARK, **facts) for place, template in {**new, **added}.items()}
    for place in new:
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(texts[place], encoding="utf-8")
    for place in added:
        with (root / place).open("a", encoding="utf-8", newline="") as file:
            file.write(texts[place])
    return [root / place for place in (*new, *added)]


def _add_cells(notebook: Path, chapter: str, name: str, function: str) -> None:
    """Put a question, the cell and its reading before the summing up of a chapter, or at its end."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    cells = json.loads(_template("cells.json").render(mark=MARK, chapter=chapter, name=name, function=function))
    ids = [cell["id"] for cell in content["cells"]]
    at = ids.index("evidence") if "evidence" in ids else len(ids)
    content["cells"][at:at] = cells
    notebook.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(  # double brackets: what is written holds braces of its own
        variable_start_string="[[", variable_end_string="]]", undefined=jinja2.StrictUndefined, autoescape=False,
        keep_trailing_newline=True,
    )  # fmt: skip


def _template(name: str) -> jinja2.Template:
    text = files("ties.scaffold").joinpath(f"templates/{name}.j2").read_text(encoding="utf-8")
    return _environment().from_string(text)
