"""Modules import one way, wherever in a module an import stands; a name means one thing in the whole package."""

import ast
from collections import defaultdict
from pathlib import Path

import networkx as nx

import ties

BASE = Path(ties.__file__).parent
MODULES = {
    ".".join(["ties", *path.relative_to(BASE).with_suffix("").parts]).removesuffix(".__init__"): path
    for path in sorted(BASE.rglob("*.py"))
    if "_data" not in path.relative_to(BASE).parts
}

# names that stand more than once, each with the reason; a name that stands once must not be here
SAME_NAME = {
    "main": "what a module does as a program, python -m ties...; and the command",
}


def imported(node: ast.stmt) -> list[str]:
    """Name the modules of ours that an import statement reads."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names if alias.name in MODULES]
    if not isinstance(node, ast.ImportFrom) or node.level or node.module is None:
        return []
    below = [f"{node.module}.{alias.name}" for alias in node.names]
    found = [name for name in below if name in MODULES]
    # the package of a module is no import of its own: it is empty, or only names what stands in the room
    return found if len(found) == len(below) else [*found, *([node.module] if node.module in MODULES else [])]


def graph(*, sources: dict[str, str] | None = None) -> nx.DiGraph:
    """Draw the imports of all modules: those in functions too, and those that only types need."""
    texts = sources or {name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}
    arrows = nx.DiGraph()
    arrows.add_nodes_from(texts)
    for name, text in texts.items():
        for node in ast.walk(ast.parse(text)):
            arrows.add_edges_from((name, other) for other in imported(node) if other != name)
    return arrows


def circles(arrows: nx.DiGraph) -> list[str]:
    """Write each circle as a path, from its first module in the alphabet back to it."""
    found = []
    for circle in nx.simple_cycles(arrows):
        at = circle.index(min(circle))
        found.append(" -> ".join([*circle[at:], *circle[:at], circle[at]]))
    return sorted(found)


def public_names() -> dict[str, list[str]]:
    """Give the modules of each public function and class that stands at the top of one."""
    places = defaultdict(list)
    for module, path in MODULES.items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if named and not node.name.startswith("_"):
                places[node.name].append(module)
    return places


def test_the_graph_knows_every_import():
    """Also what is known to be imported in functions: a graph without arrows would have no circle."""
    arrows = graph()
    assert arrows.has_edge("ties.cli", "ties.build.build"), "in a function"
    assert arrows.has_edge("ties.book.layout", "ties.book.materials"), "at the top"
    assert len(arrows.edges) > 2 * len(MODULES)


def test_a_circle_is_named():
    sources = {
        "ties.book.layout": "def f():\n    from ties.book import materials",
        "ties.book.materials": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import ties.book.layout",
        "ties.cli": "from ties.book.layout import f",
    }
    assert circles(graph(sources=sources)) == ["ties.book.layout -> ties.book.materials -> ties.book.layout"]


def test_no_module_imports_itself_through_others():
    assert circles(graph()) == []


def test_no_two_modules_have_one_name():
    places = defaultdict(list)
    for module, path in MODULES.items():
        if path.name != "__init__.py":
            places[path.stem].append(module)
    assert {name: modules for name, modules in places.items() if len(modules) > 1} == {}


def test_no_two_public_functions_or_classes_have_one_name():
    several = {name: modules for name, modules in public_names().items() if len(modules) > 1}
    assert {name: modules for name, modules in several.items() if name not in SAME_NAME} == {}
    assert [name for name in SAME_NAME if name not in several] == [], "an exception that is none"
