"""A built site is checked before it is published: each fault is found, and a sound page has none."""

import pytest

from ties.book.site_checks import site_faults

WORDS = "word " * 40
HEAD = '<html><head><link rel="stylesheet" href="a.css"></head>'
SOUND = f'{HEAD}<body><article><p id="here">{WORDS}</p></article></body></html>'


@pytest.fixture
def site(tmp_path):
    (tmp_path / "a.css").touch()
    (tmp_path / "picture.svg").touch()
    (tmp_path / "page.html").write_text(SOUND)
    return tmp_path


def with_(site, extra):
    (site / "page.html").write_text(SOUND.replace("</article>", f"{extra}</article>"))
    return site_faults(site, ["page"])


def test_a_sound_page_has_no_fault(site):
    extra = '<img src="picture.svg" alt="A line rises."><a href="#here">x</a><a href="https://example.org">y</a>'
    assert with_(site, extra) == []


@pytest.mark.parametrize(
    ("extra", "fault"),
    [
        ('<img src="picture.svg">', "no text alternative"),
        ('<img src="picture.svg" alt=" ">', "no text alternative"),
        ('<img src="picture.svg" alt="_images/picture.svg">', "a path for its text alternative"),
        ('<img src="other.svg" alt="A line rises.">', "which is not there"),
        ('<script src="https://cdn.example.org/x.js"></script>', "loads https://cdn.example.org"),
        ('<script src="//cdn.example.org/x.js"></script>', "loads //cdn.example.org"),
        ('<link rel="preload" href="https://fonts.example.org/f.woff">', "loads https://fonts.example.org"),
        ('<iframe src="https://example.org"></iframe>', "loads https://example.org"),
        ('<a href="other.html">x</a>', "links to other.html, which is not there"),
        ('<a href="page.html#nowhere">x</a>', "where there is no such place"),
        ("<p>Traceback (most recent call last): KeyError</p>", "Traceback"),
    ],
)
def test_each_fault_is_found(site, extra, fault):
    assert fault in "\n".join(with_(site, extra))


def test_code_may_show_what_prose_may_not(site):
    assert with_(site, "<pre>Traceback (most recent call last)</pre>") == []


def test_a_value_with_braces_is_text(site):
    assert with_(site, "<p>It is {{ industry.share }}</p>") == [], "what prose leaves unfilled is found in the prose"


def test_a_page_without_content_is_found(site):
    (site / "page.html").write_text("<article>few words</article>")
    assert site_faults(site, ["page"]) == ["page.html: has 2 words: a page without content"]


def test_a_page_that_is_not_there_is_found(site):
    assert site_faults(site, ["page", "other"]) == ["other: the page is not there"]
