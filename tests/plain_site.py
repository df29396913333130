"""A builder of sites for tests that are not about Jupyter Book: pages without theme, in a tenth of a second."""

import json
import re
import shutil
from pathlib import Path

from markdown_it import MarkdownIt

from ties.book.substitutions import fill

ROLE = re.compile(r"\{[a-z:]+\}(?=`)")
PAGE = '<!doctype html><html lang="en"><head><title>{name}</title></head><body><article>{body}</article></body></html>'


def build_plain_site(stage: Path, out: Path, day: int) -> Path:
    """Write every page of the laid-out sources as plain HTML, with what goes beside the pages."""
    site = out / "_build" / "html"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(stage / "book" / "_extra", site)
    context = json.loads((stage / "book" / "woven.json").read_text(encoding="utf-8"))
    for path in sorted((stage / "book").rglob("*")):
        if path.suffix not in (".md", ".ipynb") or "_extra" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            text = "\n\n".join(cell["source"] for cell in json.loads(text)["cells"])
        elif path.parent == stage / "book" and path.name != "this-build.md":
            text = fill(text, context, path.name)
        body = MarkdownIt("commonmark", {"html": True}).enable("table").render(ROLE.sub("", text))
        body = re.sub(r'href="((?![^"]*downloads/)[\w./-]+?)\.(?:md|ipynb)(?=["#])', r'href="\1.html', body)
        page = site / path.relative_to(stage).with_suffix(".html")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(PAGE.format(name=path.stem, body=body), encoding="utf-8")
    return site
