"""A small book, and notebooks that go wrong in one way each."""

import shutil
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture
def book(tmp_path):
    """A copy of the small book, to build and to break."""
    return shutil.copytree(FIXTURES / "book", tmp_path / "book")
