"""One run of the book: where it stands, what it is run on, which of its files are pages and which are products."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ties.project.chapter_config import Chapter, Variant

GENERATED = ("_extra", "data", "findings.json", "woven.json", "this-build.md")  # in ``book/``, beside the chapters


@dataclass(frozen=True)
class SiteRecord:
    """What a build notes of the site that it made: the name of its folder, and its pages in their order."""

    site: str
    pages: list[str]


def read_site_record(path: Path) -> SiteRecord | None:
    """Read what a build noted; nothing where there is no such file, or it holds something else."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        site, pages = content["site"], content["pages"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    sound = isinstance(site, str) and isinstance(pages, list) and all(isinstance(page, str) for page in pages)
    return SiteRecord(site, pages) if sound else None


@dataclass(frozen=True)
class Run:
    """One run of the book: where it stands, what it is run on."""

    root: Path
    work: Path
    chapters: Mapping[str, Chapter]
    parameters: Mapping[str, Mapping[str, Any]]
    data: Path | None = None
    variant: bool = False  # on other parameters or tables than the published book
    edition: str | None = None  # its name, where it is not that of the package
    known_on: str | None = None  # the day whose evidence it is built from, where it looks back

    @property
    def name(self) -> str:
        """Give the name of the edition: year and month of the package, marked where the run is one of its own."""
        of_package = ".".join(version("ties").split(".")[:2])
        return self.edition or (f"{of_package}-own" if self.variant else of_package)

    def executed(self, name: str) -> Path:
        """Give the place of an executed chapter, or of a variant (``chapter@variant``)."""
        return self.work / "executed" / f"{name}.ipynb"

    @property
    def variants(self) -> dict[str, tuple[Chapter, Variant]]:
        """Give the other parameter sets that the book shows, as ``chapter@variant``; a run of its own shows none."""
        shown = {} if self.variant else self.chapters
        return {f"{c.name}@{v.name}": (c, v) for c in shown.values() for v in c.variants.values()}

    @property
    def shown_chapters(self) -> list[str]:
        """Name every chapter, and every variant as ``chapter@variant``, in the order of the declaration."""
        return [*self.chapters, *self.variants]

    def chapter_of(self, name: str) -> Chapter:
        """Give the chapter of a chapter's or a variant's name."""
        return self.chapters[name.partition("@")[0]]

    def parameters_of(self, name: str) -> Mapping[str, Any]:
        """Give the parameters of a chapter or of a variant."""
        chapter, _, variant = name.partition("@")
        chosen = self.parameters[chapter]
        return {**chosen, **self.chapters[chapter].variants[variant].settings} if variant else chosen

    @property
    def described(self) -> Path:
        """Give the file that describes the evidence."""
        return self.work / "evidence.json"

    @property
    def stage(self) -> Path:
        """Give the folder that the sources of the book are laid out in."""
        return self.work / "stage"


def is_generated(path: Path, root: Path) -> bool:
    """Say whether a file in ``book/`` is a product of the build, or hidden, rather than a page that people write."""
    below = path.relative_to(root / "book")
    hidden = any(part.startswith(".") for part in below.parts)
    return hidden or below.parts[0] in GENERATED or path.suffix == ".ipynb"


def expected_pages(run: Run) -> list[str]:
    """Name the pages that the site must have: every page that was laid out, in the order of the contents."""
    pages = [p for p in (run.stage / "book").rglob("*") if p.suffix in (".md", ".ipynb") and "_extra" not in p.parts]
    names = sorted(p.relative_to(run.stage).with_suffix("").as_posix() for p in pages)
    listed = re.findall(r"(?:root|file): *(\S+)", (run.stage / "_toc.yml").read_text(encoding="utf-8"))
    return ["index", *sorted(names, key=lambda name: listed.index(name) if name in listed else len(listed))]
