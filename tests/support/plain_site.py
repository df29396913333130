"""A builder of sites for tests that are not about Jupyter Book: pages as plain HTML, at once.

Run as a program it is the command ``ties``, with this builder in its place.
"""

import json
import re
import shutil
from pathlib import Path

from markdown_it import MarkdownIt

from ties.book.substitutions import fill
from ties.project.integrity import break_seal, discard_folder, is_intact, seal

PAGE = "<!doctype html><html><body><article>{body}</article></body></html>"


def plain_site(stage: Path, out: Path, day: int = 0) -> Path:
    """Give each page of the sources as HTML; keep and seal the folder of the build as Jupyter Book's is."""
    if not is_intact(out):
        discard_folder(out)
    break_seal(out)
    site, book = out / "_build" / "html", stage / "book"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(book / "_extra", site)
    context = json.loads((book / "woven.json").read_text(encoding="utf-8"))
    for path in sorted(path for form in ("md", "ipynb") for path in book.rglob(f"*.{form}")):
        if "_extra" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            text = "\n\n".join(cell["source"] for cell in json.loads(text)["cells"])
        elif path.parent == book and path.name != "this-build.md":
            text = fill(text, context, path.name)
        body = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
        body = re.sub(r'href="((?![^"]*downloads/)[\w./-]+?)\.(?:md|ipynb)(?=["#])', r'href="\1.html', body)
        page = site / path.relative_to(stage).with_suffix(".html")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(PAGE.format(body=body), encoding="utf-8")
    seal(out)
    return site


if __name__ == "__main__":
    from ties.build import build as builder
    from ties.cli import main

    builder.build.__kwdefaults__["site_builder"] = plain_site
    main()
