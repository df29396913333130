"""Sphinx extension of the book: fills findings into its pages and brings its style sheet.

It makes ``jupyter-book build .`` work on the chapters that the last build left in ``book/``, and sees that a page is
read again when a finding that it names has changed. Pages that the search leaves out (``nosearch``) stand beside the
book: "previous" and "next" lead past them.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, cast

from sphinx.application import Sphinx
from sphinx.domains.index import IndexDomain
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ties.book.substitutions import MissingFindingError, fill, references
from ties.project.fingerprints import fingerprint
from ties.project.run import is_generated

CONTEXT = "book/woven.json"
STATIC = Path(__file__).parent / "static"

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension."""
    app.connect("builder-inited", _read_findings)
    app.connect("env-get-outdated", _outdated)
    app.connect("source-read", _fill)
    app.connect("html-page-context", _lead_past)
    app.connect("config-inited", lambda app, config: config.html_static_path.append(str(STATIC)))
    app.add_css_file("ties.css")
    # a change of the style alone must reach every page: it is a setting of the book like any other
    style = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()))).hexdigest()
    app.add_config_value("ties_style", style, "html")
    app.connect("config-inited", lambda app, config: setattr(config, "html_favicon", str(STATIC / "ties.svg")))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _read_findings(app: Sphinx) -> None:
    path = Path(app.srcdir) / CONTEXT
    app.ties_context = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}  # type: ignore[attr-defined]


def _used(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    used: dict[str, dict[str, str]] = env.__dict__.setdefault("ties_used", {})
    return used


def _outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Name the pages that have other bytes, or whose findings have other texts, than when they were read.

    Sphinx goes by the time of a file: it would miss a page that is older than its last reading, after a clock jumped.
    A page with terms for the index is read every time: Sphinx forgets them in its search otherwise.
    """
    context = app.ties_context  # type: ignore[attr-defined]
    pages = env.found_docs - added - removed
    indexed = {page for page, entries in cast(IndexDomain, env.get_domain("index")).entries.items() if entries}
    return [
        page
        for page in sorted(pages)
        if page in indexed
        or _read(env).get(page) != _digest(env, page)
        or any(context.get(name) != text for name, text in _used(env).get(page, {}).items())
    ]


def _read(env: BuildEnvironment) -> dict[str, str]:
    read: dict[str, str] = env.__dict__.setdefault("ties_read", {})
    return read


def _digest(env: BuildEnvironment, page: str) -> str:
    return fingerprint(Path(env.doc2path(page)).read_bytes())


def _fill(app: Sphinx, page: str, content: list[str]) -> None:
    _read(app.env)[page] = _digest(app.env, page)
    if is_generated(Path(app.env.doc2path(page)), Path(app.srcdir)):
        return  # chapters come filled in, and what else the build wrote only shows what looks like a reference
    context = app.ties_context  # type: ignore[attr-defined]
    try:
        content[0], text = fill(content[0], context, page), content[0]
    except MissingFindingError as error:
        logger.warning("%s (run `ties build` first?)", error, location=page)
    else:
        _used(app.env)[page] = {name: context[name] for name in references(text)}


def _lead_past(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Lead from page to page of the book, past those that stand beside it; from one of those, nowhere."""
    if doctree is None or page not in _relations(app):
        return  # a page of Sphinx's own, or one that the contents do not list
    for key, at in (("prev", 1), ("next", 2)):
        other = None if _beside(app, page) else _relations(app)[page][at]
        while other and _beside(app, other):
            other = _relations(app)[other][at]
        context[key] = other and {
            "link": app.builder.get_relative_uri(page, other),
            "title": app.builder.render_partial(app.env.titles[other])["title"],  # type: ignore[attr-defined]
        }


def _relations(app: Sphinx) -> dict[str, list[str | None]]:
    """Give the parent, previous and next page of each page, in the order of the contents."""
    relations: dict[str, list[str | None]] = app.builder.relations  # type: ignore[attr-defined]
    return relations


def _beside(app: Sphinx, page: str) -> bool:
    return "nosearch" in app.env.metadata.get(page, {})
