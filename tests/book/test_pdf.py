"""A site stands without its PDF: a browser that is broken, or finds no fonts, is named, and the next one is tried."""

import re
import shutil

import pytest
from rich.console import Console

from ties.book import pdf
from ties.project.integrity import is_intact, seal
from ties.project.progress import Progress

STUB = '#!/bin/sh\necho >&2 "requires the chromium snap"\nexit 1\n'  # Ubuntu's, without the snap
SNAP = "#!/bin/sh\nexit 0\n"  # prints into a folder of its own
PRINTS = '#!/bin/sh\nfor a in "$@"; do case "$a" in --print-to-pdf=*) f="${a#--print-to-pdf=}";; esac; done\n'
GOOD = PRINTS + "printf '%%PDF-1.4 <</Type /Font>> /CreationDate (D:20261125092010+00'\"'00')\" > \"$f\"\n"
NO_TEXT = PRINTS + "printf '%%PDF-1.4 <</Type /Page>>' > \"$f\"\n"


@pytest.fixture
def site(tmp_path):
    site = tmp_path / "site"
    (site / "downloads").mkdir(parents=True)
    page = f'<article class="bd-article"><p>Words.</p></article>{pdf.PLACE}'
    (site / "page.html").write_text(page)
    seal(site)
    return site


def printed(site, tmp_path, monkeypatch, capsys, **programs):
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in programs.items():
        program = folder / name.replace("_", "-")
        program.write_text(text)
        program.chmod(0o755)
    monkeypatch.setattr(pdf, "BROWSERS", ("chromium", "chromium-browser", "google-chrome"))
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")
    monkeypatch.setattr(shutil, "which", lambda name: str(folder / name) if (folder / name).is_file() else None)
    pdf.print_book(site, ["page"], Progress(Console(width=300, highlight=False)))
    assert not (site / ".print.html").exists()
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("programs", "reasons"),
    [
        ({}, ["no chromium here to print with"]),
        ({"chromium_browser": STUB}, [r"chromium-browser printed nothing \(status 1\): requires the chromium snap"]),
        ({"chromium": SNAP}, [r"chromium printed nothing \(status 0\): no message"]),
        ({"chromium": NO_TEXT}, ["chromium printed no text: no fonts are installed"]),
        ({"chromium": SNAP, "chromium_browser": STUB}, ["chromium printed nothing", "; .*chromium-browser printed"]),
        ({"chromium": "no program\n"}, ["chromium"]),
    ],
    ids=["none", "stub", "snap", "no-fonts", "both", "no-program"],
)
def test_what_does_not_print_is_named_and_the_site_stands(site, tmp_path, monkeypatch, capsys, programs, reasons):
    told = printed(site, tmp_path, monkeypatch, capsys, **programs)
    assert "left out: " in told
    for reason in reasons:
        assert re.search(reason, told), told
    assert not (site / pdf.NAME).exists()
    assert is_intact(site)
    assert pdf.PLACE in (site / "page.html").read_text(), "no page leads to what is not there"


def test_the_next_browser_is_tried(site, tmp_path, monkeypatch, capsys):
    told = printed(site, tmp_path, monkeypatch, capsys, chromium=SNAP, chromium_browser=STUB, google_chrome=GOOD)
    assert "left out" not in told
    assert (site / pdf.NAME).read_bytes().startswith(b"%PDF")
    assert "as PDF" in (site / "page.html").read_text()
    assert is_intact(site)
