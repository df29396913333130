"""A skeleton is well-formed, leaves what is there alone, and says what remains to be done."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from ties.project import chapter_tables
from ties.project.unfinished import unfinished, untried_checks
from ties.scaffold.skeletons import SkeletonError, new_chapter, new_claim, new_figure, new_table
from ties.tables.contracts import all_contracts
from ties.tables.failures import MARK
from ties.tables.validate import validate_tables

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path):
    """The files of a checkout that skeletons add to."""
    for place in (
        "notebooks",
        "data/judgements",
        "tests/tables",
        "src/ties/chapters/industry",
        "src/ties/tables/contracts",
    ):
        (tmp_path / place).mkdir(parents=True)
    for place in (
        "chapters.toml", "_toc.yml", "notebooks/industry.ipynb", "data/claims.csv",
        "data/judgements/verdict_rules.csv", "data/judgements/vintages.csv", "tests/tables/broken_rows.toml",
    ):  # fmt: skip
        shutil.copy(ROOT / place, tmp_path / place)
    (tmp_path / "src/ties/chapters/industry/text.toml").write_text('[sentences]\nfocus_share = "It fell."\n')
    return tmp_path


def sound(path: Path) -> bool:
    """Say whether a file of its kind can be read."""
    text = path.read_text(encoding="utf-8")
    match path.suffix:
        case ".py":
            return bool(ast.parse(text))
        case ".toml":
            return bool(tomllib.loads(text))
        case ".ipynb":
            nbformat.validate(nbformat.reads(text, as_version=4))
            return True
        case ".csv":
            return len(pd.read_csv(path).columns) > 1
    return bool(text)


def marked_cells(folder):
    """Give the failures of the tables of a folder whose value is a mark."""
    return [fault for fault in validate_tables(folder).failures if MARK in fault.value]


WRITTEN = {
    "table": lambda root: new_table(root, "port_visits"),
    "figure": lambda root: new_figure(root, "industry", "engine-prices"),
    "chapter": lambda root: new_chapter(root, "trade"),
    "claim": lambda root: new_claim(root, "claim-99"),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_every_file_of_a_skeleton_can_be_read_and_is_marked_until_it_is_written(checkout, kind):
    before = unfinished(checkout)
    written = WRITTEN[kind](checkout)
    assert all(sound(path) for path in written)
    marked = {re.split("[:,]", fault)[0] for fault in set(unfinished(checkout)) - set(before)}
    marked |= {f"data/{fault.file}" for fault in marked_cells(checkout / "data")}
    assert marked
    assert marked <= {path.relative_to(checkout).as_posix() for path in written}


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_second_skeleton_of_that_name_is_refused_and_nothing_is_written(checkout, kind):
    WRITTEN[kind](checkout)
    before = {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()}
    with pytest.raises(SkeletonError, match="already"):
        WRITTEN[kind](checkout)
    assert {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("make", "name"),
    [(new_table, "Port visits"), (new_table, "../x"), (new_chapter, "two-words"), (new_claim, "68")],
)
def test_a_name_of_another_form_is_refused(checkout, make, name):
    with pytest.raises(SkeletonError, match="not a name of this kind"):
        make(checkout, name)


def test_a_figure_needs_its_chapter(checkout):
    with pytest.raises(SkeletonError, match="no chapter 'trade'"):
        new_figure(checkout, "trade", "duties")


def test_a_figure_stands_before_the_summing_up_and_its_sentence_with_the_others(checkout):
    new_figure(checkout, "industry", "engine-prices")
    ids = [cell["id"] for cell in json.loads((checkout / "notebooks/industry.ipynb").read_text())["cells"]]
    assert ids.index("engine-prices") < ids.index("evidence")
    sentences = tomllib.loads((checkout / "src/ties/chapters/industry/text.toml").read_text())["sentences"]
    assert list(sentences) == ["engine_prices", "focus_share"]


def test_the_checkout_leaves_nothing_to_be_written():
    assert unfinished(ROOT) == []


def test_a_place_is_named_with_its_line_or_its_cell(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "chapters.toml").write_text(f'[trade]\ntitle = "{MARK}: the title"\n')
    (tmp_path / "notebooks/torn.ipynb").write_text(f'{{"cells":\n "{MARK}: the question"')
    cell = {"cell_type": "markdown", "id": "answer", "metadata": {}, "source": ["Text.\n", f"{MARK}: the answer"]}
    (tmp_path / "notebooks/new.ipynb").write_text(json.dumps({"cells": [cell]}))
    assert unfinished(tmp_path) == [
        f"notebooks/new.ipynb, cell answer: {MARK}: the answer",
        f"notebooks/torn.ipynb:2: {MARK}: the question",
        f"chapters.toml:2: {MARK}: the title",
    ]


def test_each_cell_of_a_claim_is_named_once_with_what_belongs_there(checkout):
    new_claim(checkout, "claim-99")
    places = [(fault.file, fault.column) for fault in validate_tables(checkout / "data").failures if fault.row == 69]
    columns = all_contracts()["claims"].to_schema().columns
    assert sorted(column for file, column in places if file == "claims.csv") == sorted({*columns} - {"id"})
    assert len(places) == len(set(places))
    what = {fault.column: fault.value for fault in marked_cells(checkout / "data")}
    assert what["claim"] == f"{MARK}: {columns['claim'].description}"
    assert what["leaves_out"].startswith(f"{MARK}, or empty: ")


def test_a_rule_that_is_not_sound_or_names_no_table_does_not_end_the_check(monkeypatch):
    cell = {"cell_type": "code", "id": "a", "source": 'load_inputs("judgements/verdict_rules")'}
    rules = pd.DataFrame({"rule": ["count_rows"] * 2, "inputs": ["table: dealz | where: a=1", "table: deals"]})
    monkeypatch.setattr(sys.modules["ties.tables.load"], "load", lambda name: rules)
    assert chapter_tables.tables_read([cell]).tables == ("judgements/verdict_rules", "deals")

    def not_a_number(name):
        raise ValueError("could not convert string to float")

    monkeypatch.setattr(sys.modules["ties.tables.load"], "load", not_a_number)
    assert chapter_tables.tables_read([cell]).tables == ("judgements/verdict_rules",)


@pytest.mark.parametrize("kind", ["table", "figure", "chapter"])
def test_the_linter_finds_nothing_in_a_skeleton(checkout, kind):
    python = [path for path in WRITTEN[kind](checkout) if path.suffix == ".py" and "tests" not in path.parts]
    for command in (["check", "--no-cache"], ["format", "--check", "--no-cache"]):
        linted = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--config", ROOT / "pyproject.toml", *python],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert linted.returncode == 0, linted.stdout


def test_a_figure_whose_name_its_chapter_has_already_is_refused(checkout):
    text = checkout / "src/ties/chapters/industry/text.toml"
    text.write_text('[duties]\ncaption = "One"\n[sentences]\n', encoding="utf-8")
    with pytest.raises(SkeletonError, match=r"text\.toml has \[duties\] already"):
        new_figure(checkout, "industry", "duties")
    with pytest.raises(SkeletonError, match=r"industry\.ipynb has a cell network-growth already"):
        new_figure(checkout, "industry", "network-growth")


def test_a_check_without_a_broken_row_is_named_and_a_misspelt_one_once(checkout):
    assert untried_checks(checkout) == []
    path = checkout / "tests/tables/broken_rows.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("signature_before_force", "signature_before_farce"), encoding="utf-8")
    assert untried_checks(checkout) == [
        "tests/tables/broken_rows.toml: [agreements] has rows for signature_before_farce, which is no check of its "
        "contract  did you mean signature_before_force?"
    ]
    path.write_text(text.replace('some_obligation = [{ where = { country_b = "CAN" }', 'x = [{ a = { b = "CAN" }'))
    assert "tests/tables/broken_rows.toml: add a row to [alliances] that breaks some_obligation" in untried_checks(
        checkout
    )


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "README.md"])
def test_the_places_that_a_page_names_are_there(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:src|data|tests|notebooks|book|images)/[\w./*-]+)`", text))
    to_be_added = {name for name in named if re.search("port_visits|NAME|CHAPTER|trade", name)}
    assert [name for name in sorted(named - to_be_added) if not list(ROOT.glob(name))] == []
