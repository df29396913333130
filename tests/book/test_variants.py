"""A chapter is shown with other sets of parameters: declared, labelled, beside the book and not in its way."""

import json
import re
import shutil
from pathlib import Path

import pytest

from ties.book.pdf import LEFT_OUT
from ties.build.build import build
from ties.project.chapter_config import DeclarationError, read_chapters
from ties.project.progress import Progress

FIXTURES = Path(__file__).parents[1] / "fixtures"
ROOT = Path(__file__).parents[2]
CHINA = """
[first.variants.china]
title = "China & ten years"
reason = "Another <economy>."
settings = { country = "CHN", years = 10 }
"""


@pytest.fixture(scope="module")
def explored(tmp_path_factory):
    """A small book whose first chapter has a variant."""
    root = shutil.copytree(FIXTURES / "book", tmp_path_factory.mktemp("explored") / "book")
    (root / "chapters.toml").write_text((root / "chapters.toml").read_text() + CHINA)
    toc = root / "_toc.yml"
    glob = "  - file: book/first\n    sections:\n      - glob: book/variant-first-*\n"
    toc.write_text(toc.read_text().replace("  - file: book/first\n", glob))
    notebook = root / "notebooks" / "first.ipynb"
    content = json.loads(notebook.read_text())
    content["cells"][2]["source"] += [
        '\n{% if defaults("country") %}\nIndia is large.\n{% endif %}\nOf {{ first.parameter.country|name }}.'
    ]
    notebook.write_text(json.dumps(content))
    build(root)
    return root


def page(root, name):
    return (root / "site" / "book" / f"{name}.html").read_text()


def article(root, name):
    """The text of a page, without its markup."""
    inside = re.search(r"<article.*?>(.*)</article>", page(root, name), re.S)
    text = re.sub(r"</(?:td|p|li|summary)>", " ", inside[1])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))


@pytest.mark.build
def test_a_variant_says_what_it_is_and_what_it_changes(explored):
    text = article(explored, "variant-first-china")
    usual = json.loads((explored / "site" / "downloads" / "findings.json").read_text())[0]
    own = (explored / "site" / "variants" / "first-china" / "downloads" / "findings.csv").read_text()
    here = float(own.splitlines()[1].split(",")[2])
    assert f"Growth is {here:.1f} per cent: China &amp; ten years (variant)" in text
    assert "A variant of the chapter First. Another &lt;economy&gt;. Here country is CHN instead of IND; " in text
    assert "1 of 1 findings of the chapter differ" in text
    shown = [f"{value:.1f} per cent ({value - 1:.1f} to {value + 1:.1f})" for value in (usual["value"], here)]
    assert "The economy grew. " + " ".join(shown) in text
    assert "2 not at the default" in text


@pytest.mark.build
def test_prose_holds_under_the_parameters_of_its_page(explored):
    assert "India is large. Of India." in article(explored, "first")
    variant = article(explored, "variant-first-china")
    assert "India is large" not in variant
    assert "Of China." in variant
    assert "Left out of the prose: one line that holds only with the defaults." in variant
    assert "{%" not in page(explored, "first") + page(explored, "variant-first-china")


@pytest.mark.build
def test_the_chapter_leads_to_its_variants_and_the_rest_of_the_book_knows_only_the_usual(explored):
    assert '<a href="variant-first-china.html">China &amp; ten years</a>' in page(explored, "first")
    usual = json.loads((explored / "site" / "downloads" / "findings.json").read_text())
    assert [finding["key"] for finding in usual] == ["growth", "claims"]
    assert f"says {usual[0]['value']:.1f} per cent" in article(explored, "second")


@pytest.mark.build
def test_a_variant_has_pictures_and_data_of_its_own(explored):
    site = explored / "site"
    shown = page(explored, "variant-first-china")
    for name in (
        "figures/first-line-wide-light.svg",
        "figures/first-line-narrow-dark.svg",
        "downloads/first-line.csv",
    ):
        assert f"../variants/first-china/{name}" in shown
        assert (site / "variants" / "first-china" / name).read_text() != (site / name).read_text()


@pytest.mark.build
def test_variants_are_neither_searched_nor_led_through_nor_printed(explored):
    index = (explored / "site" / "searchindex.js").read_text()
    found = json.loads(index[index.index("{") : index.rindex("}") + 1])
    at = found["docnames"].index("book/variant-first-china")
    words = {**found["terms"], **found["titleterms"]}.values()
    assert not any(at in (places if isinstance(places, list) else [places]) for places in words)
    assert found["titles"][at] == ""
    steps = {
        name: re.findall(r'class="(left-prev|right-next)"\s+href="([^"]*)"', page(explored, name))
        for name in ("first", "second", "variant-first-china")
    }
    assert steps["first"] == [("left-prev", "index.html"), ("right-next", "second.html")]
    assert steps["second"][0] == ("left-prev", "first.html")
    assert steps["variant-first-china"] == []
    assert "book/variant-first-china".startswith(LEFT_OUT)


@pytest.mark.build
def test_a_run_of_ones_own_shows_no_variants(explored):
    steps = Progress()
    site = build(explored, settings={"first.years": "5"}, progress=steps)
    assert "first@china" not in steps.steps
    assert not list((site / "book").glob("variant-*"))
    assert "ties-variants" not in (site / "book" / "first.html").read_text()
    assert (explored / "site" / "book" / "variant-first-china.html").is_file()


def test_all_faults_of_variants_are_named_at_once(book):
    wrong = """
[first.variants.No_Name]
title = "Odd name"
reason = "x"
settings = { years = 5 }

[first.variants.far]
title = "Too far"
reason = "x"
settings = { years = 25, contry = "CHN" }

[first.variants.same]
title = "Nothing else"
reason = "x"
settings = { years = 3 }

[first.variants.bare]
title = "Bare"
"""
    (book / "chapters.toml").write_text((book / "chapters.toml").read_text() + wrong)
    with pytest.raises(DeclarationError) as caught:
        read_chapters(book)
    assert [line.strip() for line in str(caught.value).splitlines()[1:]] == [
        "first.variants.No_Name: the name is not lower-case and hyphenated",
        "first.variants.far: years is 25, above the maximum 20",
        "first.variants.far: contry is no parameter of the chapter",
        "first.variants.same: its settings are the defaults",
        "first.variants.bare: missing 2 required positional arguments: 'reason' and 'settings'",
    ]


def test_every_chapter_of_the_book_has_two_variants_each_with_a_reason():
    for chapter in read_chapters(ROOT).values():
        assert len(chapter.variants) >= 2, chapter.name
        assert all(variant.reason.endswith((".", "?")) for variant in chapter.variants.values())
