"""The tables of a chapter are told from its cells, before any of them runs."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ties.claims.inputs import tables_named
from ties.project.chapter_config import Chapter, read_chapters
from ties.project.chapter_tables import tables_read
from ties.project.fingerprints import readable_tables
from ties.project.notebook_checks import notebook_faults
from ties.tables.load import load

ROOT = Path(__file__).parents[2]


def code(source, name="cell"):
    return {"cell_type": "code", "id": name, "source": source, "metadata": {}}


def test_every_literal_load_counts_once_and_in_its_order():
    cells = [code('a, b = load("deals"), load("gdp")'), code(['x = ties.load("exercises")\n', 'load("deals")'])]
    assert tables_read(cells).tables == ("deals", "gdp", "exercises")


def test_prose_and_other_calls_do_not_count():
    cells = [
        {"cell_type": "markdown", "id": "m", "source": 'load("deals")'},
        code('json.loads("deals"); reload("gdp")'),
    ]
    assert tables_read(cells) == tables_read([])


def test_what_rules_read_counts_with_their_judgement():
    named = tables_named(load("judgements/verdict_rules"))
    found = tables_read([code('load_inputs("judgements/verdict_rules")')]).tables
    assert found == ("judgements/verdict_rules", *named)
    assert "setbacks_and_progress" in found


@given(st.sampled_from(["load(name)", "load(*names)", "load(f'{name}')", "load(1)", "load()", "load_inputs(rules)"]))
def test_a_computed_name_is_a_fault_with_its_cell(call):
    (fault,) = tables_read([code(f"x = 1\n{call}", "shares")]).faults
    assert fault.startswith("cell shares, line 2: load")


def test_a_cell_that_is_no_python_is_left_to_the_run():
    assert tables_read([code('%time load("deals")')]).faults == ()


def test_a_misspelt_table_is_named_with_the_nearest(tmp_path):
    path = tmp_path / "one.ipynb"
    path.write_text(
        '{"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": {"name": "python"}}, "cells": ['
        '{"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "source": "load(\\"dealz\\")"}]}'
    )
    chapter = Chapter("one", "One", path, ("dealz",))
    (fault,) = notebook_faults(chapter)
    assert fault == "one: one.ipynb: cell 'a' loads 'dealz', which is no table; did you mean 'deals'?"


def test_the_chapters_of_the_book_read_tables_that_exist():
    for chapter in read_chapters(ROOT).values():
        assert chapter.tables
        assert set(chapter.tables) <= set(readable_tables())
        assert notebook_faults(chapter) == []
