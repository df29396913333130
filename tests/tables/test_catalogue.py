"""The catalogue describes every table from contract and data, and no value of a table is markup on its page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ties.tables import catalogue
from ties.tables.contracts import contracts
from ties.tables.failures import visible
from ties.tables.load import load

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "![a](https://example.org/a.png)",
    "{ref}`a` {{ industry.share }}",
    "`code` | another cell",
    "a](b) **bold** _it_ ~~no~~ $x$ <https://example.org> &lt; \\",
]


@pytest.mark.parametrize("name", contracts())
def test_a_page_names_every_column_and_counts_its_rows(name):
    text, frame = catalogue.table_page(name), load(name)
    assert text.startswith(f"# {contracts()[name].Config.title}\n")
    for column in frame:
        assert f"| `{column}` |" in text
    assert f"{len(frame):,} and {frame.shape[1]}" in text
    assert f'href="../../downloads/data/{name}.csv"' in text
    assert f'ties.load("{name}")' in text
    for law in contracts()[name].to_schema().checks:
        assert catalogue.escape_markdown(law.error) in text


def test_the_overview_links_every_page_once():
    text = catalogue.catalogue_index()
    links = re.findall(r"\]\(([a-z0-9-]+)\.md\)", text)
    assert sorted(links) == sorted(name.replace("_", "-") for name in contracts())


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_only_text(value):
    (token,) = [
        t for t in MARKDOWN.parse(f"| a |\n| --- |\n| {catalogue.escape_markdown(value)} |\n") if t.type == "inline"
    ][1:]
    assert {child.type for child in token.children} <= {"text", "text_special"}
    assert "".join(child.content for child in token.children) == " ".join(value.split())


@given(value=st.text(max_size=40))
def test_any_value_is_only_text_of_one_cell(value):
    inline = [
        t for t in MARKDOWN.parse(f"| a |\n| --- |\n| x{catalogue.escape_markdown(value)}x |\n") if t.type == "inline"
    ]
    assert len(inline) == 2
    assert "".join(child.content for child in inline[1].children) == f"x{visible(' '.join(value.split()))}x"


def test_hostile_cells_of_a_table_stay_text_on_its_page(overlay):
    folder = overlay("claims", lambda text: text.replace("Singh and Hegseth spoke", HOSTILE[0] + HOSTILE[4], 1))
    html = MARKDOWN.render(catalogue.table_page("claims", folder))
    assert "<script" not in html
    assert "alert(1)" in html
    assert "{{ industry" not in catalogue.table_page("claims", folder)


def test_the_page_follows_the_data(overlay):
    folder = overlay("deals", lambda text: "\n".join(text.splitlines()[:3]) + "\n")
    text = catalogue.table_page("deals", folder)
    assert "| 2 and 24 |" in text
    assert "## First 2 rows" in text
