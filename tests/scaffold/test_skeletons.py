"""A skeleton is well-formed, leaves what is there alone, and says what remains to be done."""

import ast
import json
import shutil
import tomllib
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from ties.project.unfinished import MARK, unfinished
from ties.scaffold.skeletons import SkeletonError, new_chapter, new_claim, new_figure, new_table

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
    marked = {fault.split(":")[0] for fault in unfinished(checkout)} - {fault.split(":")[0] for fault in before}
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


def test_a_place_is_named_with_its_line(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/new.ipynb").write_text(f'{{"cells":\n "{MARK}: the question"}}')
    assert unfinished(tmp_path) == [f"notebooks/new.ipynb:2: {MARK}: the question"]
