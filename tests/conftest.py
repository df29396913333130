"""Settings of all tests, and a small book to build and to break.

A property holds or does not, however slow the machine; speed belongs in benchmarks.
"""

import runpy
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import settings

FIXTURES = Path(__file__).parent / "fixtures"
PLAIN_SITE = Path(__file__).parent / "support" / "plain_site.py"
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
    """A builder of sites that takes no time, for tests of what is around Jupyter Book."""
    return runpy.run_path(str(PLAIN_SITE))["plain_site"]


@pytest.fixture(scope="session")
def plain_ties():
    """The command `ties` with that builder, as the words that begin it."""
    return [sys.executable, PLAIN_SITE]


@pytest.fixture(scope="session")
def plain_built(tmp_path_factory, kernel_pool, plain_site):
    """A small book whose pages are plain text, built once."""
    from ties.build.build import build

    root = shutil.copytree(FIXTURES / "book", tmp_path_factory.mktemp("plain") / "book")
    build(root, site_builder=plain_site)
    return root


@pytest.fixture
def plain(plain_built, tmp_path):
    """A copy of that book, with its site and its lock."""
    return shutil.copytree(plain_built, tmp_path / "book", symlinks=True)
