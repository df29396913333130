"""Check a built site before it is published: every fault is named, with its page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADS = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "srcset",
    "embed": "src",
    "audio": "src",
    "video": "src",
}
LOADING_LINKS = {"stylesheet", "preload", "icon", "modulepreload", "preconnect", "dns-prefetch", "manifest"}
PICTURE = re.compile(r"\.(svg|png|jpe?g|gif|webp)$", re.I)
WORDS = 30  # a page with less to read in its article is empty


@dataclass
class SitePage:
    """What the checks need of a page."""

    path: Path
    words: int = 0
    ids: set[str] = field(default_factory=set)
    loads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    alts: list[tuple[str, str | None]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class PageReader(HTMLParser):
    """Read a page into a :class:`SitePage`."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.page = SitePage(path)
        self.article = self.code = self.script = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note ids, loads, links and pictures."""
        given = dict(attrs)
        self.article += tag == "article"
        self.code += tag in ("pre", "code")
        self.script += tag in ("script", "style")
        self.page.ids |= {value for key in ("id", "name") if (value := given.get(key))}
        if tag in LOADS and (address := given.get(LOADS[tag])):
            self.page.loads.append(address)
        if tag == "link" and LOADING_LINKS & set((given.get("rel") or "").split()):
            self.page.loads.append(given.get("href") or "")
        if tag == "a" and (address := given.get("href")):
            self.page.links.append(address)
        if tag == "img":
            self.page.alts.append((given.get("src") or "", given.get("alt")))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.article -= tag == "article"
        self.code -= tag in ("pre", "code")
        self.script -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        """Count words, and keep the text outside code."""
        if self.article > 0 and not self.script:
            self.page.words += len(data.split())
            if not self.code:
                self.page.text.append(data)


Check = Callable[[SitePage, dict[Path, SitePage]], Iterator[str]]


def has_content(page: SitePage, pages: dict[Path, SitePage]) -> Iterator[str]:
    """Hold that a page has something to read."""
    if page.words < WORDS and page.path.name not in ("genindex.html", "search.html", "index.html"):
        yield f"has {page.words} words: a page without content"


def has_alternatives(page: SitePage, pages: dict[Path, SitePage]) -> Iterator[str]:
    """Hold that every picture has a text alternative that is not its path."""
    for source, alt in page.alts:
        if not alt or not alt.strip():
            yield f"picture {source} has no text alternative"
        elif PICTURE.search(alt.strip()) or alt.strip() == source:
            yield f"picture {source} has a path for its text alternative: {alt}"


def loads_no_host(page: SitePage, pages: dict[Path, SitePage]) -> Iterator[str]:
    """Hold that a page loads nothing from any other host."""
    for address in page.loads:
        if urlsplit(address).netloc:
            yield f"loads {address}"


def links_resolve(page: SitePage, pages: dict[Path, SitePage]) -> Iterator[str]:
    """Hold that every link inside the site has a target, and every picture a file."""
    for address in [*page.links, *page.loads]:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
        if not target.is_file():
            yield f"links to {address}, which is not there"
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
            yield f"links to {address}, where there is no such place"


def shows_no_traceback(page: SitePage, pages: dict[Path, SitePage]) -> Iterator[str]:
    """Hold that no traceback is published."""
    mark = "Traceback (most recent call last)"
    if mark in " ".join(page.text):
        yield f"shows {mark!r}"


CHECKS: list[Check] = [has_content, has_alternatives, loads_no_host, links_resolve, shows_no_traceback]


def site_faults(site: Path, expected: list[str]) -> list[str]:
    """Check a site.

    Parameters
    ----------
    site : Path
        Folder of the site.
    expected : list of str
        Pages that must be there, as paths below `site` without ``.html``.

    Returns
    -------
    list of str
        Every fault as "page: fault"; empty if there is none.
    """
    site = site.resolve()
    pages = {path: PageReader(path).page for path in sorted(site.rglob("*.html")) if "_static" not in path.parts}
    missing = [f"{name}: the page is not there" for name in expected if site / f"{name}.html" not in pages]
    return missing + [
        f"{path.relative_to(site)}: {fault}"
        for path, page in pages.items()
        for one in CHECKS
        for fault in one(page, pages)
    ]
