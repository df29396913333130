"""The page of the build names every input by its digest, and the command that repeats the build."""

import hashlib
import shlex
import subprocess
from dataclasses import replace
from itertools import pairwise

import pytest

from ties.book import provenance
from ties.project.chapter_config import read_chapters
from ties.project.fingerprints import readable_tables
from ties.project.parameters import resolve_parameters
from ties.project.run import Run
from ties.tables.load import home


def run_of(book, settings=None, data=None):
    chapters = read_chapters(book)
    return Run(book, book / "_build" / "ties", chapters, resolve_parameters(chapters, settings), data)


def test_every_input_stands_in_the_file_with_its_digest(book):
    lines = dict(line.split("  ")[::-1] for line in provenance.digest_list(run_of(book)).splitlines())
    assert lines["data/gdp.csv"] == hashlib.sha256((home() / "gdp.csv").read_bytes()).hexdigest()
    assert {f"data/{name}.csv" for name in readable_tables()} <= set(lines)
    assert {"requirements.lock", "chapters.toml", "notebooks/first.ipynb", "notebooks/second.ipynb"} <= set(lines)
    assert list(lines) == sorted(lines)


def test_the_digests_are_checked_with_the_usual_tool(book):
    (book / "data").symlink_to(home())
    (book / provenance.DIGESTS).write_text(provenance.digest_list(run_of(book)))
    check = ["sha256sum", "--check", "--quiet", provenance.DIGESTS]
    assert subprocess.run(check, cwd=book, check=False).returncode == 0
    (book / "chapters.toml").write_text("# another\n")
    told = subprocess.run(check, cwd=book, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (1, "chapters.toml: FAILED\n")


def test_an_overlay_is_named_by_its_folder_and_no_place_of_the_machine_is_told(book, tmp_path):
    newer = tmp_path / "newer"
    newer.mkdir()
    (newer / "gdp.csv").write_bytes((home() / "gdp.csv").read_bytes() + b"\n")
    run = run_of(book, {"first.years": "5"}, newer)
    page, digests = provenance.provenance_page(run), provenance.digest_list(run)
    assert "  newer/gdp.csv\n" in digests
    assert "  data/gdp.csv\n" not in digests
    assert "ties build --set first.years=5 --data newer\n" in page
    for place in (str(tmp_path), str(home()), str(book)):
        assert place not in page + digests


def test_the_command_gives_the_same_parameters_again(book):
    settings = {"first.years": 7, "first.country": "USA", "second.as_of": "2025-01-31"}
    words = shlex.split(provenance.build_command(run_of(book, settings)))
    given = dict(word.partition("=")[::2] for before, word in pairwise(words) if before == "--set")
    assert run_of(book, given).parameters == run_of(book, settings).parameters
    assert provenance.build_command(run_of(book)) == "ties build"
    named = replace(run_of(book), edition="2027.03")
    assert provenance.build_command(named) == "ties build --edition 2027.03"
    back = replace(named, edition="2025.07", known_on="2025-07-01")
    assert provenance.build_command(back) == "ties build --known-on 2025-07-01 --edition 2025.07"


@pytest.mark.parametrize("value", [["USA", "RUS"], 0.4, True, "2025-01-31", 5])
def test_a_value_is_written_as_the_command_line_reads_it(value):
    from ties.project.parameters import _parse_value

    assert _parse_value(provenance._written(value)) == value


def test_changed_parameters_stand_beside_their_default(book):
    assert "All are at their defaults." in provenance.provenance_page(run_of(book))
    page = provenance.provenance_page(run_of(book, {"first.years": 5}))
    assert "1 of 3 are not at their defaults." in page
    assert "<td>years</td><td>5</td><td>3</td>" in page


def test_the_lock_gives_the_direct_packages(book):
    (book / "requirements.lock").write_text(
        "pandas==3.1.1 \\\n    --hash=sha256:00\nnot-ours==1\nJupyter_Book==1.0.4.post1\n"
    )
    page = provenance.provenance_page(run_of(book))
    assert "<td>pandas</td><td>3.1.1</td>" in page
    assert "<td>jupyter-book</td><td>1.0.4.post1</td>" in page
    assert "not-ours" not in page


def test_a_name_that_looks_like_markup_is_text(book, tmp_path):
    newer = tmp_path / "{{ a.b }} <b>"
    newer.mkdir()
    (newer / "gdp.csv").write_bytes((home() / "gdp.csv").read_bytes())
    tables = provenance.provenance_page(run_of(book, None, newer)).partition("## Tables")[2]
    assert "&#123;&#123; a.b }} &lt;b&gt;/gdp.csv" in tables
    assert "{{" not in tables
