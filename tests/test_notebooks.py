"""Notebooks are stored clean, declare what chapters.toml declares, and every cell runs when it is copied out."""

from __future__ import annotations

import ast
import builtins
import json
import re
import symtable
import tomllib
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CHAPTERS = tomllib.loads((ROOT / "chapters.toml").read_text(encoding="utf-8"))
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
STATEMENTS = 20  # a cell with more, imports apart, holds logic that belongs in the package


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def code(notebook: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    """Give id, source and tags of each code cell."""
    return [
        (cell["id"], "".join(cell["source"]), cell["metadata"].get("tags", []))
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]


def parameters(notebook: dict[str, Any]) -> dict[str, Any]:
    """Give the parameters that the notebook declares, with their defaults."""
    (source,) = (source for _, source, tags in code(notebook) if "parameters" in tags)
    nodes = ast.parse(source).body
    assert all(isinstance(node, ast.AnnAssign) for node in nodes), "a parameter without its type"
    return {node.target.id: ast.literal_eval(node.value) for node in nodes}  # type: ignore[attr-defined]


def missing(source: str) -> set[str]:
    """Name what a cell uses and neither defines nor imports, built-in names apart."""

    def walk(table: symtable.SymbolTable) -> list[symtable.SymbolTable]:
        return [table, *(below for child in table.get_children() for below in walk(child))]

    top = symtable.symtable(source, "cell", "exec")
    defined = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    used = {
        symbol.get_name()
        for table in walk(top)
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (table is top or symbol.is_global())
    }
    return used - defined - set(dir(builtins))


def test_a_missing_name_is_found() -> None:
    assert missing("from a import b\nb([x for x in y])\ndef f(z):\n    return z + w") == {"y", "w"}
    assert missing("total = sum(range(3))\n(lambda k: k + total)(1)") == set()


def test_every_notebook_is_a_chapter_and_every_chapter_a_notebook() -> None:
    declared = {ROOT / chapter["notebook"] for chapter in CHAPTERS.values()}
    assert set(NOTEBOOKS) == declared


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    def test_is_sound_and_stored_without_results(self, path: Path) -> None:
        notebook = read(path)
        nbformat.validate(nbformat.from_dict(notebook))
        assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
        for cell in notebook["cells"]:
            assert not cell.get("outputs"), f"cell {cell['id']} has outputs"
            assert cell.get("execution_count") is None, f"cell {cell['id']} has a count"
        assert path.stat().st_size < 100_000

    def test_names_the_plain_kernel_and_nothing_of_a_machine(self, path: Path) -> None:
        metadata = read(path)["metadata"]
        assert metadata["kernelspec"] == KERNEL
        assert set(metadata) <= {"kernelspec", "language_info"}
        assert metadata.get("language_info", {"name": "python"}) == {"name": "python"}

    def test_has_readable_cell_names(self, path: Path) -> None:
        names = [cell["id"] for cell in read(path)["cells"]]
        assert len(set(names)) == len(names)
        assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*", name)] == []
        assert [name for name in names if re.fullmatch(r"[0-9a-f]{8}(-.*)?", name)] == []

    def test_begins_with_its_title_and_has_one_cell_of_parameters(self, path: Path) -> None:
        cells = read(path)["cells"]
        assert "".join(cells[0]["source"]).startswith("# ")
        assert [tags for _, _, tags in code(read(path)) if "parameters" in tags] == [["parameters"]]

    def test_declares_the_parameters_of_chapters_toml_with_the_same_defaults(self, path: Path) -> None:
        (chapter,) = (c for c in CHAPTERS.values() if ROOT / c["notebook"] == path)
        declared = {name: about["default"] for name, about in chapter.get("parameters", {}).items()}
        here = parameters(read(path))
        assert here == declared
        assert {name: type(value) for name, value in here.items()} == {n: type(v) for n, v in declared.items()}

    def test_every_cell_runs_when_it_is_copied_out(self, path: Path) -> None:
        notebook = read(path)
        given = set(parameters(notebook))
        lacking = {name: sorted(names) for name, source, _ in code(notebook) if (names := missing(source) - given)}
        assert lacking == {}

    def test_cells_are_short_and_show_one_figure_each(self, path: Path) -> None:
        cells = code(read(path))
        sizes = {
            name: sum(
                isinstance(node, ast.stmt) and not isinstance(node, ast.Import | ast.ImportFrom)
                for node in ast.walk(ast.parse(source))
            )
            for name, source, tags in cells
            if "parameters" not in tags
        }
        assert {name: size for name, size in sizes.items() if size > STATEMENTS} == {}
        assert [name for name, source, _ in cells if len(re.findall(r"(?m)^\s*show\(", source)) > 1] == []

    def test_imports_only_what_the_package_brings(self, path: Path) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        allowed = {"ties", "__future__", *(re.split(r"[<>=~\[]", d)[0].lower() for d in project["dependencies"])}
        trees = [ast.parse(source) for _, source, _ in code(read(path))]
        imported = {
            name.split(".")[0]
            for tree in trees
            for node in ast.walk(tree)
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [str(node.module)]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert imported <= allowed

    def test_headings_do_not_skip_a_level_and_none_is_empty(self, path: Path) -> None:
        cells = read(path)["cells"]
        lines = [
            line
            for cell in cells
            for line in (["code"] if cell["cell_type"] == "code" else "".join(cell["source"]).splitlines())
            if line.strip()
        ]
        levels = [(line, len(m[1])) for line in lines if (m := re.match(r"(#+) ", line))]
        assert [
            line for (line, level), (_, before) in zip(levels[1:], levels, strict=False) if level > before + 1
        ] == []
        followed = zip(lines, [*lines[1:], "#"], strict=True)
        assert [line for line, after in followed if re.match(r"##+ ", line) and re.match(r"##? ", after)] == []
