"""What ``from ties import ...`` gives: names that come when they are used, and that editors know with their types."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import ties


def stated_for_editors() -> dict[str, str]:
    """Give the names that the package imports for type checkers, with their modules."""
    tree = ast.parse(Path(str(ties.__file__)).read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    return {str(name.asname): str(node.module) for node in imports for name in node.names}


def test_every_public_name_is_stated_for_editors_from_the_module_that_it_comes_from() -> None:
    assert stated_for_editors() == ties._PUBLIC


@pytest.mark.parametrize("name", ties.__all__)
def test_a_public_name_is_that_of_its_module(name: str) -> None:
    assert getattr(ties, name) is getattr(importlib.import_module(ties._PUBLIC[name]), name)
    assert name in dir(ties)


def test_what_is_not_public_is_refused_by_name() -> None:
    with pytest.raises(AttributeError, match="'ties' has no attribute 'nothing'"):
        _ = ties.nothing


def test_the_package_alone_imports_no_data_library() -> None:
    code = "import sys, ties; assert not {'pandas', 'matplotlib', 'IPython'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
