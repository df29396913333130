"""Settings of all tests, and a small book to build and to break.

A property holds or does not, however slow the machine; speed belongs in benchmarks.
"""

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

FIXTURES = Path(__file__).parent / "fixtures"
BUILDING = {"engine", "project", "build", "book", "sweep"}  # folders whose tests run kernels

settings.register_profile("ties", deadline=None)
settings.load_profile("ties")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    """Keep together, where tests run side by side, those that build the same book: only one build may be at work."""
    for item in items:
        place = item.path.parent.name
        if place == "site" and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("site"))
        elif place in BUILDING and item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
            item.fixturenames.append("kernel_pool")


@pytest.fixture(scope="session")
def kernel_pool():
    """One warm process for all builds of these tests."""
    from ties.engine.kernel_pool import POOL

    with POOL.serving():
        yield


@pytest.fixture
def book(tmp_path):
    """A copy of the small book, to build and to break."""
    return shutil.copytree(FIXTURES / "book", tmp_path / "book")


@pytest.fixture(scope="session")
def built(tmp_path_factory, kernel_pool):
    """A small book, built once."""
    from ties.build.build import build

    root = shutil.copytree(FIXTURES / "book", tmp_path_factory.mktemp("built") / "book")
    build(root)
    return root


@pytest.fixture
def good(built, tmp_path):
    """A copy of the built small book, with its site and its lock."""
    return shutil.copytree(built, tmp_path / "book", symlinks=True)


@pytest.fixture(scope="session")
def plain_site():
    """A builder of sites for tests that are not about Jupyter Book: pages as plain HTML, at once."""
    from markdown_it import MarkdownIt

    from ties.book.substitutions import fill

    def build_plain_site(stage, out, day):
        site, book = out / "_build" / "html", stage / "book"
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(book / "_extra", site)
        context = json.loads((book / "woven.json").read_text(encoding="utf-8"))
        for path in sorted(path for form in ("md", "ipynb") for path in book.rglob(f"*.{form}")):
            if "_extra" in path.parts:
                continue
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".ipynb":
                text = "\n\n".join(cell["source"] for cell in json.loads(text)["cells"])
            elif path.parent == book and path.name != "this-build.md":
                text = fill(text, context, path.name)
            body = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
            body = re.sub(r'href="((?![^"]*downloads/)[\w./-]+?)\.(?:md|ipynb)(?=["#])', r'href="\1.html', body)
            page = site / path.relative_to(stage).with_suffix(".html")
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(f"<!doctype html><html><body><article>{body}</article></body></html>", encoding="utf-8")
        return site

    return build_plain_site
