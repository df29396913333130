"""Build the site from the staged sources with Jupyter Book, and put it in place in one step."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ties.engine.subprocess_guard import kill_with_parent
from ties.project.atomic_files import write_file
from ties.project.integrity import break_seal, discard_folder, folder_fingerprint, is_intact, seal

LINE = re.compile(r"(WARNING|ERROR|CRITICAL|Exception|rror:)")
ANSI = re.compile(r"\x1b\[[0-9;]*m")

SCROLLING = '<div class="pst-scrollable-table-container" tabindex="0" role="region" aria-label="Table">'
SUMMARY = '<summary aria-label="Show the pages of this section">'
STAMP = re.compile(r"(mystnb\.[0-9a-f]+\.css)\?v=[0-9a-f]+")  # there or not, by whether the build was a clean one
NAME = re.compile(r"[0-9a-f]{16}")  # of a site: how its digest begins
LEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta http-equiv="refresh" content="0; url={first}"><link rel="canonical" href="{first}">'
    '<link rel="icon" href="data:,"></head><body><main><h1>{title}</h1><p><a href="{first}">Open the book</a></p>'
    "</main></body></html>\n"
)


class SiteError(RuntimeError):
    """Jupyter Book refused the sources, or the site it made is not fit to publish."""


def build_site(stage: Path, out: Path, day: int = 0) -> Path:
    """Build the site; any warning of Sphinx is an error.

    Parameters
    ----------
    stage : Path
        Folder with ``_config.yml``, ``_toc.yml`` and ``book/``.
    out : Path
        Folder of the build; what it holds from the last good build is used again, if it is still just that.
    day : int
        Day of the edition in seconds since 1970: the only date that the site may carry.

    Returns
    -------
    Path
        Folder of the site.

    Raises
    ------
    SiteError
        With every warning. The state of the build is thrown away then: a second run over it would not warn again.
    """
    program = Path(sys.executable).with_name("jupyter-book")
    command = kill_with_parent(program, "build", stage, "--path-output", out)
    if not is_intact(out):
        # Sphinx goes by times: it would take half a page, or a page of before, for a page of today
        discard_folder(out)
    break_seal(out)
    env = os.environ | {
        "SOURCE_DATE_EPOCH": str(day),
        "PYTHONHASHSEED": "0",
        "NO_COLOR": "1",
        "PYTHONWARNINGS": "ignore",
    }
    ran = subprocess.run(
        [*command, "-n", "-W", "--keep-going", "-q"], env=env, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        discard_folder(out)
        lines = ANSI.sub("", ran.stdout + ran.stderr).replace(f"{stage}/", "").splitlines()
        messages = list(dict.fromkeys(line for line in lines if LINE.search(line)))
        raise SiteError(
            "\n".join(messages) or f"jupyter-book ended with status {ran.returncode}:\n{ran.stderr[-2000:]}"
        )
    seal(out)
    return out / "_build" / "html"


def copy_site(built: Path, candidate: Path) -> None:
    """Copy a built site, without the files of the build, to where it will be published from."""
    shutil.rmtree(candidate, ignore_errors=True)
    ignore = shutil.ignore_patterns(".buildinfo", "objects.inv", "*.map", "_sources", ".doctrees")
    shutil.copytree(built, candidate, ignore=ignore)


def finish_site(candidate: Path, first: str, title: str) -> None:
    """Mend what the theme leaves: a first page that leads on, buttons and tables for the keyboard, stray stamps."""
    for page in candidate.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        mended = text.replace('<summary><span class="toctree-toggle"', f'{SUMMARY}<span class="toctree-toggle"')
        mended = mended.replace('<div class="pst-scrollable-table-container">', SCROLLING)
        mended = STAMP.sub(r"\1", mended)
        if mended != text:
            write_file(page, mended)
    index = candidate / "searchindex.js"
    if index.is_file():
        write_file(index, without_stale_words(index.read_text(encoding="utf-8")))
    write_file(candidate / "index.html", LEAD.format(first=first, title=html.escape(title)))
    (candidate / ".nojekyll").touch()


def without_stale_words(index: str) -> str:
    """Take words that no page has any more out of Sphinx's index: it keeps them when it reads only changed pages.

    Examples
    --------
    >>> without_stale_words('Search.setIndex({"terms": {"gone": [], "here": [0, 2]}, "titleterms": {"gone": []}})')
    'Search.setIndex({"terms":{"here":[0,2]},"titleterms":{}})'
    """
    head, tail = "Search.setIndex(", ")"
    content = json.loads(index.strip().removeprefix(head).removesuffix(tail))
    for part in ("terms", "titleterms"):
        content[part] = {word: pages for word, pages in content[part].items() if pages != []}
    return head + json.dumps(content, sort_keys=True, separators=(",", ":")) + tail


def shelve_site(draft: Path, sites: Path) -> Path:
    """Give a finished site its place among the earlier ones, by its digest, and seal it.

    A folder that holds the same already is used again, unless somebody has changed it: a reader may be in it, so it
    stays as it is and the new one gets a name of its own.
    """
    name, at = folder_fingerprint(draft)[:16], 1
    if there := intact_site(sites, name):
        shutil.rmtree(draft)
        return there
    while (place := sites / (name if at == 1 else f"{name}-{at}")).exists():
        at += 1
    sites.mkdir(exist_ok=True)
    draft.rename(place)
    seal(place)
    return place


def intact_site(sites: Path, name: str) -> Path | None:
    """Give the folder of a site, by its name, that is still as it was built; nothing where there is none."""
    if not NAME.fullmatch(name):
        return None
    return next((path for path in [sites / name, *sorted(sites.glob(f"{name}-*"))] if is_intact(path)), None)


def put_in_place(candidate: Path, site: Path) -> None:
    """Point the published site at a new folder in one step; the one before stays for readers in the middle of a page.

    Parameters
    ----------
    candidate : Path
        Folder of the new site, beside the earlier ones.
    site : Path
        The link that readers open.
    """
    before = site.resolve()
    link = site.with_name(f".{site.name}.{os.getpid()}")
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(candidate, site.parent), target_is_directory=True)
    link.replace(site)
    for old in candidate.parent.iterdir():
        if old.is_dir() and old.resolve() not in (before, candidate.resolve()):
            discard_folder(old)
