"""The build runs what is stale, publishes only what is whole, and leaves the last good site alone when it fails."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ties.build.build import BuildError, build, explain_build
from ties.build.steps import SourcesError
from ties.project.parameters import ParameterError
from ties.project.progress import Progress

pytestmark = pytest.mark.build
FIXTURES = Path(__file__).parents[1] / "fixtures"


class Steps(Progress):
    """Keep the names of the steps that ran."""

    @property
    def ran(self):
        return set(self.steps)


def state(root):
    """What a failed build must not touch: the site that readers see, and the lock."""
    site = (root / "site").resolve()
    return {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()} | {
        "lock": (root / "pytask.lock").read_bytes()
    }


def rebuilt(root, **how):
    steps = Steps()
    build(root, progress=steps, **how)
    return steps.ran


@pytest.fixture
def plainly(plain_site, monkeypatch):
    """Let a build make plain pages: what is tested is around Jupyter Book."""
    monkeypatch.setitem(build.__kwdefaults__, "site_builder", plain_site)


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_book_shows_what_the_chapters_found(built):
    index = (built / "site" / "book" / "index.html").read_text()
    first = (built / "site" / "book" / "first.html").read_text()
    findings = json.loads((built / "site" / "downloads" / "findings.json").read_text())
    growth = next(f for f in findings if f["key"] == "growth")
    assert f"The economy grew by {growth['low']:.1f} to {growth['high']:.1f} per cent" in index
    assert f"Growth is {growth['value']:.1f} per cent" in first
    assert "A line chart of the economy. It rises." in first
    for download in ("first-line.csv", "first-line-sources.csv", "data/gdp.csv", "notebooks/first.ipynb"):
        assert (built / "site" / "downloads" / download).stat().st_size


def test_the_chapters_left_in_the_book_build_with_jupyter_book_alone(good):
    program = Path(sys.executable).with_name("jupyter-book")
    ran = subprocess.run([program, "build", ".", "-W", "-n"], cwd=good, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    alone = (good / "_build" / "html" / "book" / "index.html").read_text()
    assert "per cent; edition" in alone


def test_nothing_changed_runs_nothing(plain, plainly):
    assert rebuilt(plain) == set()


def test_a_site_that_somebody_removed_is_built_again(plain, plainly):
    shutil.rmtree(plain / "_build" / "ties" / "sites")
    assert rebuilt(plain) == {"book"}
    assert (plain / "site" / "book" / "index.html").is_file()


def test_changed_prose_is_woven_without_execution(plain, plainly):
    edit(plain / "notebooks" / "first.ipynb", "How large is the economy?", "How big is the economy?")
    edit(plain / "book" / "index.md", "A small book", "A very small book")
    assert explain_build(plain)["book"] == ["pages changed", "prose changed"]
    assert rebuilt(plain) == {"book"}
    assert "How big is the economy?" in (plain / "site" / "book" / "first.html").read_text()
    assert "A very small book" in (plain / "site" / "book" / "index.html").read_text()


def test_changed_code_runs_its_chapter_and_those_that_use_what_it_found(plain, plainly):
    edit(plain / "notebooks" / "first.ipynb", "growth + 1)", "growth + 2)")
    assert explain_build(plain)["first"] == ["code cells changed"]
    assert rebuilt(plain) == {"first", "second", "book"}


def test_a_book_that_grew_change_by_change_is_what_a_clean_build_makes_of_it(good):
    """Also what Sphinx keeps from build to build: pages, search and its terms."""
    for old, new in (("growth + 1)", "growth + 2)"), ("growth + 2)", "growth + 3)")):
        edit(good / "notebooks" / "first.ipynb", old, new)
        build(good)
    grown = state(good)
    assert '"growth"' in grown[Path("searchindex.js")].decode().partition('"indexentries"')[2]
    build(good, clean=True)
    assert [path for path, content in state(good).items() if grown.get(path) != content] == []


def test_a_changed_lock_file_runs_everything(plain, plainly):
    (plain / "requirements.lock").write_text("# another\n")
    reasons = explain_build(plain)
    assert reasons["first"] == ["lock file changed"]
    assert reasons["second"] == ["a step before it runs"]
    assert reasons["tables"] == []


def test_other_settings_and_tables_build_beside_the_book(good):
    from ties import load

    before = state(good)
    newer = good / "newer"
    newer.mkdir()
    gdp = load("gdp")
    gdp["usd_m_current"] = gdp["usd_m_current"].where(
        gdp["country"] != "IND", gdp["usd_m_current"] * gdp["year"] / 2000
    )
    gdp.to_csv(newer / "gdp.csv", index=False)
    site = build(good, settings={"first.years": "5"}, data=newer)
    page = (site / "book" / "first.html").read_text()
    assert "Parameters of this run (1 not at the default)" in page
    brought = "ran on tables that are not the book's own:</strong> <code>gdp</code>."
    assert brought in page
    assert brought in (site / "book" / "second.html").read_text(), "it goes on from the first"
    assert brought not in (good / "site" / "book" / "first.html").read_text()
    assert state(good) == before
    assert rebuilt(good) == set()
    population = load("population")
    population["population"] += 1
    population.to_csv(newer / "population.csv", index=False)
    assert rebuilt(good, settings={"first.years": "5"}, data=newer) == {"tables", "book"}, "no chapter reads it"


def refused(root, file, old, new, message):
    """Build with a fault, and without it: the last good site stays throughout."""
    before = state(root)
    edit(root / file, old, new)
    with pytest.raises(BuildError) as caught:
        build(root)
    assert message in str(caught.value)
    assert "Traceback" not in str(caught.value)
    assert state(root) == before
    edit(root / file, new, old)
    build(root)
    assert state(root) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("notebooks/first.ipynb", "growth = 100", "growth = absent", "first: cell 4: NameError: name 'absent'"),
        ("notebooks/second.ipynb", "{{ first.growth }}", "{{ first.grwth }}", "no finding first.grwth"),
        ("book/index.md", "{{ first.growth|interval }}", "{{ first.grwth }}", "no finding first.grwth"),
        ("notebooks/second.ipynb", "The first chapter", "In 3 years the first", "3 is typed by hand"),
    ],
)
def test_a_fault_of_the_sources_fails_the_build_and_leaves_the_last_good_site(
    plain, plainly, file, old, new, message
):
    refused(plain, file, old, new, message)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("_toc.yml", "book/second", "book/absent", "book/absent"),
        ("book/index.md", "A small book", "A {doc}`absent` book", "absent"),
        ("book/index.md", "A small book", "A book ![](https://example.org/x.svg)", "example.org"),
        ("book/index.md", "This page has words", "[x](absent.html) has words", "absent.html"),
    ],
)
def test_a_fault_of_the_pages_fails_the_build_and_leaves_the_last_good_site(good, file, old, new, message):
    refused(good, file, old, new, message)


def test_a_page_without_content_fails_the_build(plain, plainly):
    before = state(plain)
    (plain / "book" / "empty.md").write_text("# Empty\n")
    edit(plain / "_toc.yml", "  - file: book/first\n", "  - file: book/first\n  - file: book/empty\n")
    with pytest.raises(BuildError, match="a page without content"):
        build(plain)
    assert state(plain) == before


def test_a_wrong_setting_stops_before_anything_runs(good):
    with pytest.raises(ParameterError, match=r"first\.years: is 25, above the maximum 20"):
        build(good, settings={"first.years": "25"})
    assert not (good / "_build" / "variants").exists()


def test_notebooks_are_looked_at_before_anything_runs(plain, plainly):
    before = state(plain)
    edit(plain / "notebooks" / "first.ipynb", '"parameters"', '"settings"')
    steps = Steps()
    with pytest.raises(SourcesError, match=r"first\.ipynb: needs exactly one code cell tagged parameters"):
        build(plain, settings={"first.years": "7"}, progress=steps)
    assert steps.ran == set()
    assert state(plain) == before


@pytest.mark.parametrize("name", ["per%20cent", "x" * 200], ids=["per cent", "long"])
def test_a_folder_of_any_name_can_be_built_in(tmp_path, plain_site, name):
    root = shutil.copytree(FIXTURES / "book", tmp_path / name / name / "book")
    assert (build(root, site_builder=plain_site) / "book" / "index.html").is_file()


def test_papermills_own_engine_makes_the_same_book(plain_built, tmp_path, plain_site):
    root = shutil.copytree(FIXTURES / "book", tmp_path / "book")
    build(root, site_builder=plain_site, engine="papermill")
    assert state(root) == state(plain_built)


def test_a_second_build_at_once_says_so(good):
    from ties.build.build import _alone

    with _alone(good / "_build" / "ties"), pytest.raises(BuildError, match="another build is at work"):
        build(good)
