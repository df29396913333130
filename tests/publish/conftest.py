"""A small book, and notebooks that go wrong in one way each."""

import shutil
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture(scope="session", autouse=True)
def kept_warm():
    """One warm process for all builds of these tests."""
    from ties.publish.warm import serving

    with serving():
        yield


@pytest.fixture
def book(tmp_path):
    """A copy of the small book, to build and to break."""
    return shutil.copytree(FIXTURES / "book", tmp_path / "book")


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A small book, built once."""
    from ties.publish.build import build

    root = shutil.copytree(FIXTURES / "book", tmp_path_factory.mktemp("built") / "book")
    build(root)
    return root


@pytest.fixture
def good(built, tmp_path):
    """A copy of the built small book, with its site and its lock."""
    return shutil.copytree(built, tmp_path / "book", symlinks=True)
