"""Cells that are markup, formulas or paths: the book shows them as text, and its downloads run nothing."""

import csv
import io
import json
import shutil
import zipfile
from html.parser import HTMLParser

import pandas as pd
import pytest

from ties import load
from ties.build.build import BuildError, build

pytestmark = pytest.mark.build

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "{{ first.growth }} {{ a.b }}",
    "[x](javascript:alert(4)) ![y](https://example.org/y.svg) [z](first.ipynb#z)",
    "{eval-rst}`x` {raw}`html` ```{include} /etc/passwd",
    "# Heading | cell | $x^2$ **bold** `code`",
    '=HYPERLINK("https://example.org","x")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "-2+3",
    "../../etc/passwd",
    "/etc/passwd",
    "con.csv",
    "&lt;b&gt; &amp;",
    "x" * 5000,
]

SHOWING = """
from ties import Finding, Table, load, record, show, show_claims

claims = load("claims")
first = claims["claim"].iloc[0]
show_claims(claims, name="ledger", sources=load("sources"))
show(Table("cells", claims[["id", "claim", "note"]], first, tables=["claims"]))
record(Finding("worst", first, claims["claim"].iloc[1] + "."))
"""


class Elements(HTMLParser):
    """Keep what a page runs, links and says."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.handlers, self.scripts, self.addresses, self.words = [], [], [], []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.inside = tag in ("script", "style")
        self.handlers += [name for name, value in attrs if name.startswith("on") and "alert(" in (value or "")]
        self.addresses += [value for name, value in attrs if name in ("href", "src", "srcset") and value]

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        (self.scripts if self.inside else self.words).append(data)


@pytest.fixture(scope="session")
def hostile(built, tmp_path_factory):
    """The small book on an overlay: every free text of claims and sources is hostile, in turn."""
    root = shutil.copytree(built, tmp_path_factory.mktemp("hostile") / "book", symlinks=True)
    newer = root / "newer"
    newer.mkdir()
    for name, columns in (("sources", ["title"]), ("claims", ["claim", "how_to_test", "evidence", "note"])):
        frame = load(name)
        for at, column in enumerate(columns):
            frame[column] = [HOSTILE[(row + at) % len(HOSTILE)] for row in range(len(frame))]
        frame.to_csv(newer / f"{name}.csv", index=False)
    path = root / "notebooks" / "second.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][-1]["source"] = SHOWING
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return root, build(root, data=newer)


def test_nothing_of_a_cell_runs_or_links(hostile):
    _, site = hostile
    pages = {path: Elements(path.read_text(encoding="utf-8")) for path in (site / "book").rglob("*.html")}
    assert pages
    for path, page in pages.items():
        assert page.handlers == [], path
        assert not [text for text in page.scripts if "alert(" in text], path
        assert not [a for a in page.addresses if a.startswith("javascript:") or "example.org/y.svg" in a], path


def test_what_stands_in_a_cell_stands_on_the_page(hostile):
    _, site = hostile
    said = " ".join(Elements((site / "book" / "second.html").read_text(encoding="utf-8")).words)
    for cell in HOSTILE[:-1]:
        assert cell in said, cell


def test_no_download_holds_a_formula(hostile):
    _, site = hostile
    texts = {path.name: path.read_text(encoding="utf-8") for path in (site / "downloads").rglob("*.csv")}
    for path in (site / "downloads").glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            assert all("/" not in name for name in archive.namelist())
            texts |= {f"{path.name}/{name}": archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert {"claims.csv", "sources.csv", "findings.csv", "second-cells.csv", "second-ledger-sources.csv"} <= set(
        texts
    )
    found = 0
    for name, text in texts.items():
        for row in csv.reader(io.StringIO(text, newline="")):
            for cell in row:
                found += cell.startswith("'=HYPERLINK")
                starts = cell.startswith(("=", "+", "-", "@", "\t", "\r"))
                assert not starts or pd.notna(pd.to_numeric(cell, errors="coerce")), (name, cell)
    assert found


def test_no_cell_makes_a_file(hostile):
    root, site = hostile
    names = [path.name for path in [*site.rglob("*"), *root.rglob("*")]]
    assert "con.csv" not in names
    assert "passwd" not in names


def test_what_cannot_be_shown_as_it_is_is_refused(good):
    """All of it at once, each with its line; an address that is none, and characters that are not to be seen."""
    newer = good / "newer"
    newer.mkdir()
    frame = load("sources")
    frame.loc[0, "url"] = "javascript:alert(1)"
    for row, cell in enumerate(("right\u202eleft", "nul\x00byte", "tab\there"), start=1):
        frame.loc[row, "title"] = cell
    frame.to_csv(newer / "sources.csv", index=False)
    with pytest.raises(BuildError) as caught:
        build(good, data=newer)
    said = str(caught.value)
    assert "sources.csv:2  url" in said
    for line, shown in ((3, r"right\u202eleft"), (4, r"nul\x00byte"), (5, r"tab\there")):
        assert f"sources.csv:{line}  title  control or invisible character  {shown}" in said
