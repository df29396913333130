"""A notebook that would run on other values than it was given, or not twice the same, is refused before it runs."""

import copy
import json
from pathlib import Path

import pytest

from ties.project.chapter_config import read_chapters
from ties.project.notebook_checks import NotebookError, check_notebooks, notebook_faults

ROOT = Path(__file__).parents[2]
BOOK = Path(__file__).parents[1] / "fixtures" / "book"
SOUND = json.loads((BOOK / "notebooks" / "first.ipynb").read_text())
PARAMETERS = next(at for at, cell in enumerate(SOUND["cells"]) if "parameters" in cell["metadata"].get("tags", []))


def faults(book, notebook):
    """Name the faults of the first chapter with another notebook."""
    text = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
    (book / "notebooks" / "first.ipynb").write_bytes(text)
    return notebook_faults(read_chapters(book)["first"])


def changed(change):
    notebook = copy.deepcopy(SOUND)
    change(notebook, notebook["cells"], notebook["cells"][PARAMETERS])
    return notebook


def test_the_notebooks_of_the_book_are_sound():
    chapters = read_chapters(ROOT)
    check_notebooks(chapters.values())
    assert [fault for chapter in read_chapters(BOOK).values() for fault in notebook_faults(chapter)] == []


CHANGES = {
    "no tag": (lambda book, cells, own: own["metadata"].clear(), "needs exactly one code cell tagged parameters"),
    "two tags": (
        lambda book, cells, own: cells.append(own | {"id": "again"}),
        "needs exactly one code cell tagged parameters; it has: 'cell-1' (code), 'again' (code)",
    ),
    "tagged text": (lambda book, cells, own: own.update(cell_type="markdown"), "it has: 'cell-1' (markdown)"),
    "one missing": (
        lambda book, cells, own: own.update(source="country: str = 'IND'\nyears: int\nif True:\n    years = 3"),
        "cell 'cell-1', tagged parameters, does not assign what is declared: years",
    ),
    "no Python": (lambda book, cells, own: own.update(source=["years = = 3"]), "cell 'cell-1' is not Python"),
    "run before": (
        lambda book, cells, own: cells.append(own | {"id": "left", "metadata": {"tags": ["injected-parameters"]}}),
        "cell 'left' is tagged injected-parameters",
    ),
    "no ids": (lambda book, cells, own: [cell.pop("id") for cell in cells], "cells without an id"),
    "one id": (lambda book, cells, own: own.update(id="a b"), "cells without an id of letters, digits, - and _: 1"),
    "same ids": (lambda book, cells, own: own.update(id="cell-0"), "several cells have the id 'cell-0'"),
    "old format": (lambda book, cells, own: book.update(nbformat_minor=4), "is of nbformat 4.4, not 4.5"),
    "other format": (lambda book, cells, own: book.pop("nbformat"), "is of nbformat None.5, not 4.5"),
    "no language": (lambda book, cells, own: book["metadata"].clear(), "does not say its language"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_fault_is_named_with_chapter_and_file(book, name):
    change, message = CHANGES[name]
    (fault,) = faults(book, changed(change))
    assert fault.startswith("first: first.ipynb: ")
    assert message in fault


FILES = {
    "empty": b"",
    "conflict": b"<<<<<<< ours\n" + json.dumps(SOUND).encode(),
    "byte order mark": b"\xef\xbb\xbf" + json.dumps(SOUND).encode(),
    "latin-1": b"\xff\xfe",
    "list": b"[]",
    "no cells": b"{}",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_notebook_is_named(book, name):
    (fault,) = faults(book, FILES[name])
    assert fault.startswith(f"first: {book / 'notebooks' / 'first.ipynb'}: not a notebook: ")


def test_every_fault_of_every_chapter_is_named(book):
    faults(book, changed(lambda book, cells, own: (book["metadata"].clear(), own["metadata"].clear())))
    (book / "notebooks" / "second.ipynb").write_bytes(b"")
    with pytest.raises(NotebookError) as caught:
        check_notebooks(read_chapters(book).values())
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == ["first", "first", "second"]


def test_a_chapter_without_parameters_needs_no_cell_for_them(book):
    text = (book / "chapters.toml").read_text()
    head, _, rest = text.partition("[first.parameters")
    (book / "chapters.toml").write_text(head + rest[rest.index("[second]") :])
    assert faults(book, changed(lambda book, cells, own: own["metadata"].clear())) == []
    assert faults(book, SOUND) == []
