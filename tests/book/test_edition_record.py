"""An edition is recorded once, later books show it under a banner, and a run of one's own says what it changes."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from ties.build.build import BuildError, build
from ties.findings.edition_store import read_edition
from ties.project.progress import Progress

pytestmark = pytest.mark.build
FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture(scope="module")
def published(tmp_path_factory, plain_site):
    """A small book whose present state is recorded as an edition of long ago."""
    root = shutil.copytree(FIXTURES / "book", tmp_path_factory.mktemp("published") / "book")
    build(root, edition="2020.01", site_builder=plain_site)
    build(root, site_builder=plain_site)
    return root


@pytest.fixture
def book(published, tmp_path):
    return shutil.copytree(published, tmp_path / "book", symlinks=True)


def test_an_edition_holds_findings_tables_and_pages(published):
    folder = published / "editions" / "2020.01"
    record = read_edition(folder)
    assert record.name == "2020.01"
    found = json.loads((published / "site" / "downloads" / "findings.json").read_text())
    assert record.findings["key"].tolist() == [f["key"] for f in found]
    gdp = record.tables.set_index("table").loc["gdp"]
    assert gdp["rows"] == (record.rows["table"] == "gdp").sum() > 100
    assert zipfile.ZipFile(folder / "pages.zip").testzip() is None


def test_a_later_book_shows_the_older_edition_under_a_banner(published):
    site = published / "site" / "book"
    for page in ("edition-2020-01", "edition-2020-01-first", "edition-2020-01-second"):
        assert "An old edition." in (site / f"{page}.html").read_text()
    old, new = ((site / f"{page}.html").read_text() for page in ("edition-2020-01-first", "first"))
    assert "An old edition." not in new
    assert '<a href="first.html">the present chapter</a>' in old
    assert "../editions/2020.01/figures/first-line-wide-light.svg" in old
    for width in ("wide", "narrow"):
        for mode in ("light", "dark"):
            picture = f"figures/first-line-{width}-{mode}.svg"
            assert (published / "site/editions/2020.01" / picture).read_text() == (
                published / "site" / picture
            ).read_text()


def test_links_between_chapters_of_an_edition_stay_in_it(published):
    second = (published / "site" / "book" / "edition-2020-01-second.html").read_text()
    article = second[second.index("<article") : second.index("</article>")]
    assert "edition-2020-01-first.html" in article


def test_an_edition_that_stands_is_not_recorded_otherwise(book, plain_site):
    before = {p.name: p.read_bytes() for p in (book / "editions" / "2020.01").iterdir()}
    build(book, edition="2020.01", site_builder=plain_site)
    path = book / "notebooks" / "first.ipynb"
    path.write_text(path.read_text().replace("growth + 1)", "growth + 2)"))
    with pytest.raises(BuildError, match="stands recorded with other content"):
        build(book, edition="2020.01", site_builder=plain_site)
    assert {p.name: p.read_bytes() for p in (book / "editions" / "2020.01").iterdir()} == before


@pytest.mark.parametrize("name", ["latest", "2026", "../2026.11", "2026.11/x", "2026.11 "])
def test_a_name_that_is_no_edition_is_refused_before_anything_runs(book, name):
    with pytest.raises(BuildError, match="no name of an edition"):
        build(book, edition=name)


def test_a_run_of_ones_own_runs_what_depends_on_the_change_and_says_what_it_changed(book, plain_site):
    steps = Progress()
    site = build(book, settings={"second.as_of": "2025-06-30"}, progress=steps, site_builder=plain_site)
    assert set(steps.steps) == {"second", "book"}, "the first chapter does not depend on it"
    index = (site / "book" / "index.html").read_text()
    assert "This is a run of its own, not the published edition." in index
    assert "<code>second.as_of</code> is 2025-06-30 instead of 2026-06-30" in index
    assert "An old edition" not in index
    assert read_edition(site.parent / "record").name.endswith("-own")
    steps = Progress()
    build(book, settings={"second.as_of": "2025-06-30"}, progress=steps, site_builder=plain_site)
    assert not steps.steps


def test_an_archive_that_names_a_place_outside_the_book_is_refused(book, plain_site):
    path = book / "editions" / "2020.01" / "pages.zip"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("book/../../evil.md", "# Evil")
    with pytest.raises(BuildError, match=r"'book/\.\./\.\./evil\.md' is no page of a book"):
        build(book, site_builder=plain_site)
    assert not (book.parent / "evil.md").exists()
