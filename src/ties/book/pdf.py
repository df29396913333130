"""Print the book as one PDF, from the pages of the site, with the browser that is there."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from ties.book.book_metadata import edition_day
from ties.engine.subprocess_guard import kill_with_parent
from ties.project.atomic_files import write_file
from ties.project.integrity import seal
from ties.project.progress import Progress

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
NAME = "downloads/ties.pdf"
PATIENCE = 180  # seconds
PLACE = '<span class="ties-pdf"></span>'  # where a page has its link to the PDF, once there is one
ARTICLE = re.compile(
    r'<article class="bd-article"[^>]*>(.*)</article>', re.S
)  # greedy: claims are articles inside it
STAMP = re.compile(rb"(/(?:Creation|Mod)Date \(D:)\d{14}[+-]\d\d'\d\d'(\))")
NODE = re.compile(rb"\(node(\d{8})\)")
NARROW = re.compile(r'<source media="[^"]*" srcset="[^"]*">')  # paper is wide, though its pixels say phone
LEFT_OUT = ("index", "genindex", "search", "book/data/", "book/variant-", "book/edition-")
HEAD = (
    '<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>{title}</title>'
    '<link rel="stylesheet" href="_static/pygments.css"><link rel="stylesheet" href="_static/ties.css">'
    '<link rel="stylesheet" href="_static/ties-print.css"></head><body>'
)


class PrintError(RuntimeError):
    """The browser did not print the book; the site stands without its PDF."""


def find_browser() -> str | None:
    """Give the browser's program, or nothing where none is installed."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def print_book(site: Path, pages: list[str], progress: Progress) -> None:
    """Print the pages of a site, in their order, into ``downloads/ties.pdf``.

    Parameters
    ----------
    site : Path
        Folder of the site.
    pages : list of str
        Its pages; those of the data catalogue are left out.
    progress : Progress
        Where to tell of it; without a browser it says so and goes on.

    Raises
    ------
    PrintError
        If the browser fails, or takes more than three minutes.
    """
    out = site / NAME
    if out.is_file():
        return
    program = find_browser()
    if program is None:
        progress.timed("pdf", lambda: "left out: no chromium here to print with")
        return
    progress.timed("pdf", lambda: _print(program, site, pages, out))


def _print(program: str, site: Path, pages: list[str], out: Path) -> str:
    chosen = [page for page in pages if not page.startswith(LEFT_OUT)]
    bodies = []
    for page in chosen:
        article = ARTICLE.search((site / f"{page}.html").read_text(encoding="utf-8"))
        bodies.append(f'<section class="page">{_rebased(article[1], page)}</section>' if article else "")
    source = site / ".print.html"
    source.write_text(HEAD.format(title="India-US defence ties: the evidence") + "".join(bodies), encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        draft = Path(profile) / "book.pdf"
        command = kill_with_parent(program, "--headless", "--no-sandbox", "--disable-gpu")
        command += [
            "--disable-background-networking",
            "--no-first-run",
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
        ]
        command += [f"--print-to-pdf={draft}", source.as_uri()]
        try:
            ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            raise PrintError(f"{program} did not print within {PATIENCE} seconds") from None
        finally:
            source.unlink()
        if ran.returncode or not draft.is_file():
            last = (ran.stderr.strip() or "it said nothing").splitlines()[-1]
            raise PrintError(f"{program} printed nothing (status {ran.returncode}): {last}")
        write_file(draft, reproducible_pdf(draft.read_bytes(), edition_day()))
        _link(site, pages)  # before the PDF is there: a build killed in between prints again
        shutil.copyfile(draft, out.with_suffix(".part"))
        out.with_suffix(".part").replace(out)
        seal(site)
    return f"{len(chosen)} pages of the site, {out.stat().st_size / 1e6:.1f} MB"


def reproducible_pdf(pdf: bytes, second: int) -> bytes:
    """Take out of a PDF what differs from print to print; no byte moves, so that its table of places holds.

    The time of printing becomes the build's own clock. Cells of tables are named by a count that starts
    anywhere: they are counted from one, in the same order.

    Examples
    --------
    >>> reproducible_pdf(b"/CreationDate (D:20261125092010+00'00')", 0)
    b"/CreationDate (D:19700101000000+00'00')"
    >>> reproducible_pdf(b"/ID (node00000443) /ID (node00000451)", 0)
    b'/ID (node00000001) /ID (node00000002)'
    """
    stamp = time.strftime("%Y%m%d%H%M%S+00'00'", time.gmtime(second)).encode()
    names = {name: at for at, name in enumerate(sorted(set(NODE.findall(pdf))), start=1)}
    counted = NODE.sub(lambda match: b"(node%08d)" % names[match[1]], pdf)
    return STAMP.sub(lambda match: match[1] + stamp + match[2], counted)


def _link(site: Path, pages: list[str]) -> None:
    """Put the link to the PDF where pages have a place for it."""
    for path in (site / f"{name}.html" for name in pages if name != "index"):
        text = path.read_text(encoding="utf-8")
        if PLACE in text:
            depth = "../" * len(path.relative_to(site).parts[:-1])
            link = f'<span class="ties-pdf">, <a href="{depth}{NAME}">as PDF</a></span>'
            write_file(path, text.replace(PLACE, link))


def _rebased(article: str, page: str) -> str:
    """Make a page's own addresses good from the top of the site; lazy pictures are printed only when they are not."""
    folder = page.rpartition("/")[0]
    article = NARROW.sub("", article.replace('loading="lazy"', ""))

    def rebase(match: re.Match[str]) -> str:
        attribute, address = match[1], match[2]
        if re.match(r"[a-z]+:|#|/", address):
            return match[0]
        if attribute == "href":  # on paper there is no other file: a place in the book stays a link, a file does not
            place = re.search(r"\.html(#.+)$", address)
            return f'href="{place[1]}"' if place else ""
        path = Path("/", folder, address).as_posix()
        while "/../" in path:
            path = re.sub(r"/[^/]+/\.\./", "/", path, count=1)
        return f'{attribute}="{path.lstrip("/")}"'

    return re.sub(r'\b(src|srcset|href)="([^"]*)"', rebase, article)
