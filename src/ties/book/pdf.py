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
PRINT_TIMEOUT_SECONDS = 180
PLACE = '<span class="ties-pdf"></span>'  # where a page has its link to the PDF, once there is one
ARTICLE = re.compile(
    r'<article class="bd-article"[^>]*>(.*)</article>', re.S
)  # greedy: claims are articles inside it
FONT = re.compile(rb"/Type\s*/Font\b")  # what holds no font holds no text: there were none to print with
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
    """A browser did not print the book; says which, and why."""


def browsers() -> list[str]:
    """Give the programs of the browsers that are installed, the likeliest to print first."""
    return [program for name in BROWSERS if (program := shutil.which(name))]


def print_book(site: Path, pages: list[str], progress: Progress) -> None:
    """Print the pages of a site, in their order, into ``downloads/ties.pdf``.

    A site is good without its PDF: where there is no browser, or none of them prints, that is said, and no PDF is
    there.

    Parameters
    ----------
    site : Path
        Folder of the site.
    pages : list of str
        Its pages; those of the data catalogue are left out.
    progress : Progress
        Where to tell of it.
    """
    if not (site / NAME).is_file():
        progress.timed("pdf", lambda: _print_with_any(browsers(), site, pages))


def _print_with_any(programs: list[str], site: Path, pages: list[str]) -> str:
    chosen = [page for page in pages if not page.startswith(LEFT_OUT)]
    source, out = site / ".print.html", site / NAME
    reasons = [] if programs else ["no chromium here to print with"]
    for program in programs:
        source.write_text(_one_page(site, chosen), encoding="utf-8")
        try:
            pdf = _print(program, source)
        except (PrintError, OSError) as error:  # a browser of a snap, without its snap, a broken one: the next may do
            reasons.append(str(error))
            continue
        finally:
            source.unlink()
        _link(site, pages)  # before the PDF is there: a build killed in between prints again
        write_file(out, reproducible_pdf(pdf, edition_day()))
        seal(site)
        return f"{len(chosen)} pages of the site, {out.stat().st_size / 1e6:.1f} MB"
    return f"left out: {'; '.join(reasons)}"


def _one_page(site: Path, pages: list[str]) -> str:
    bodies = []
    for page in pages:
        article = ARTICLE.search((site / f"{page}.html").read_text(encoding="utf-8"))
        bodies.append(f'<section class="page">{_rebased(article[1], page)}</section>' if article else "")
    return HEAD.format(title="India-US defence ties: the evidence") + "".join(bodies)


def _print(program: str, source: Path) -> bytes:
    """Print a file with a browser; refuse a PDF in which nobody could read a word."""
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
            ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PRINT_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            raise PrintError(f"{program} did not print within {PRINT_TIMEOUT_SECONDS} seconds") from None
        if ran.returncode or not draft.is_file():
            last = (ran.stderr.strip() or "no message").splitlines()[-1]
            raise PrintError(f"{program} printed nothing (status {ran.returncode}): {last}")
        pdf = draft.read_bytes()
    if not FONT.search(pdf):
        raise PrintError(f"{program} printed no text: no fonts are installed, or fontconfig does not find them")
    return pdf


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
