"""What surrounds a command does not decide it, or is named in one sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import ties
from ties.build.build import BuildError, plan_run
from ties.project.checkout import CheckoutError, check_checkout, checkout_fault
from ties.project.parameters import ParameterError

ROOT = Path(__file__).parents[2]
PACKAGE = Path(ties.__file__).parent


def ran(*arguments, code="", cwd=ROOT, **variables):
    """Run the command in a process of its own, with code before it."""
    command = [sys.executable, "-c", f"{code}\nfrom ties.cli import main\nmain()", *map(str, arguments)]
    env = os.environ | {"PYTHONPATH": str(PACKAGE.parent), "COLUMNS": "200"} | variables
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=False, timeout=120)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def checkout(folder):
    """Make a folder that looks like a checkout."""
    (folder / "src" / "ties").mkdir(parents=True)
    (folder / "src" / "ties" / "__init__.py").touch()
    (folder / "data").mkdir()
    return folder


def test_the_folder_of_a_book_without_a_package_takes_any(tmp_path):
    check_checkout(tmp_path)
    check_checkout(ROOT)


def test_another_checkout_is_refused_by_name(tmp_path):
    with pytest.raises(CheckoutError, match=r"the package at work is that of .*, not that of .*: set up \.venv anew"):
        check_checkout(checkout(tmp_path))
    status, text = ran("check", cwd=tmp_path)
    assert (status, text.count("\n")) == (1, 1)
    assert str(tmp_path) in text
    assert str(ROOT) in text


def test_tables_of_another_checkout_are_refused(tmp_path):
    folder = checkout(tmp_path)
    fault = checkout_fault(folder, folder / "src" / "ties", ROOT / "data")
    assert fault == f"the tables at work are those of {ROOT / 'data'}, not those of {tmp_path / 'data'}"
    assert checkout_fault(folder, folder / "src" / "ties", folder / "data") == ""


def test_a_link_that_git_did_not_make_is_named(tmp_path):
    """With core.symlinks=false the link is a file that holds the path."""
    folder = checkout(tmp_path)
    (folder / "src" / "ties" / "_data").write_text("../../data")
    fault = checkout_fault(folder, folder / "src" / "ties", folder / "src" / "ties" / "_data")
    assert "_data is no link to the folder of the tables" in fault
    assert "git config core.symlinks true" in fault


@pytest.mark.parametrize(("command", "package"), [("build", "pytask"), ("build", "yaml"), ("sweep", "yaml")])
def test_a_missing_package_is_one_sentence(tmp_path, command, package):
    hidden = f"import sys\nsys.modules[{package!r}] = None"
    arguments = ["small", "--grid", "years=1,2"] if command == "sweep" else []
    status, text = ran(command, *arguments, "--root", tmp_path, code=hidden)
    assert (status, text) == (1, f"This needs {package}, which is not installed: pip install '.[book]'\n")


def test_a_terminal_of_ascii_shows_other_letters_as_question_marks(tmp_path):
    code = "import rich, ties.cli\n@ties.cli.main.command()\ndef told():\n    rich.print('a – b')"
    status, text = ran("told", code=code, PYTHONIOENCODING="ascii")
    assert (status, text) == (0, "a ? b\n")


def test_a_day_that_is_none_is_named_with_all_other_faults():
    wrong = {"synthesis.as_of": "2025-02-29", "industry.window": "99"}
    with pytest.raises(ParameterError) as caught:
        plan_run(ROOT, wrong)
    assert "synthesis.as_of: is '2025-02-29', not a day" in str(caught.value)
    assert "industry.window: is 99, above the maximum" in str(caught.value)
    with pytest.raises(ParameterError) as caught:
        plan_run(ROOT, {"industry.window": "99"}, known_on="2025-02-30")
    assert "known-on: is '2025-02-30', not a day" in str(caught.value)
    assert "industry.window: is 99, above the maximum" in str(caught.value)


@pytest.mark.parametrize("name", ["2027.13", "2027.00", "2027.1", "27.01", "next"])
def test_an_edition_has_a_year_and_a_month(name):
    with pytest.raises(BuildError, match=f"'{re.escape(name)}' is no name of an edition: year and month"):
        plan_run(ROOT, edition=name)
