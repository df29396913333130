"""Find digits typed by hand in prose where a computed value belongs.

What may stand is told by rule, not by list: code, links, citations and headings of the structure; dates, years and
fiscal years; quotations; names that join letters and digits (F414, S-400, 2+2, MQ-9B); the size of an interval.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ties.book.substitutions import REFERENCE, outside_code
from ties.project.notebook_files import cell_source, read_notebook
from ties.project.run import Run, is_generated

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
YEAR = r"(?:19|20)\d\d"
ALLOWED = [
    re.compile(pattern, re.M)
    for pattern in (
        r"^---\n.*?\n---$(?s:.)?",  # front matter
        r"^ *(?:`{3,}|~{3,})[\s\S]*?^ *(?:`{3,}|~{3,}) *$",  # fenced code and directives
        r"^ *:{3,}.*$|^ *:[a-z-]+:.*$",  # colon fences and options
        r"(`+)[^`]+?\1",  # inline code and roles' content
        r"\{[a-z:+-]+\}",
        r"<[^>\n]+>",  # tags
        r"\]\([^)\s]*\)|\bhttps?://\S+",  # addresses
        r"\[\^[^\]]+\]:?",  # footnotes
        r"[\"“][^\"”“\n]{3,}[\"”]",  # a quotation: its digits are its author's
        r"^\s*\d+\.\s",  # numbers of a list
        r"\b20\d\d\.\d{1,2}(?:\.\d+)?\b",  # editions
        rf"\b\d{{1,2}}(?: (?:to|and|or|–) \d{{1,2}})? {MONTH}(?: {YEAR})?\b|\b{MONTH} \d{{1,2}}(?:, {YEAR})?\b",
        rf"\b{YEAR}-\d\d(?:-\d\d)?\b|\b{YEAR}[-–](?:{YEAR}|\d\d)\b|\b{YEAR}s?\b",
        r"\b(?:95|90|80) per cent (?:confidence |credible |posterior )?(?:interval|band|limits)s?\b",
        r"\b\d\+\d\b",  # the 2+2
        r"\b[A-Z][A-Za-z]*(?:-[A-Z]?)?\d[\w./-]*",  # F414, S-400, C-17, T-90S, Article 5 does not pass
        r"\b\d+[A-Z][A-Za-z]*\b",  # 123Agreement, 5G
        r"\b(?:CC BY|Python|version|ISO|COW|PPP|MIT|Section|claim) \d[\d.]*\b",  # licences, standards and versions
        r"\b[a-z]+-\d[\w-]*",  # claim-12, ids
    )
]
BRACES = re.compile(r"\{\{.{0,60}?\}\}|\{\{|\}\}")
DIGITS = re.compile(r"\S*\d\S*")


class TypedNumberError(ValueError):
    """Prose holds digits where a computed value belongs; all of them are named."""


def typed(text: str) -> list[str]:
    """Give the words of a text that hold digits and no rule allows.

    Examples
    --------
    >>> typed("Signed on 29 August 2016; the F414 and the 2+2 of 2018; {{ industry.share }} of it, 2013-14.")
    []
    >>> typed("Russia's share fell to 36 per cent.")
    ['36']
    """
    text = REFERENCE.sub(" ", text)
    for rule in ALLOWED:
        text = rule.sub(" ", text)
    return DIGITS.findall(text)


def unfilled(text: str) -> list[str]:
    """Give what looks like a reference and is none.

    Examples
    --------
    >>> unfilled("{{ industry.share }}, `{{ a b }}`, {{ Industry share }}")
    ['{{ Industry share }}']
    """
    found: list[str] = []

    def note(part: str) -> str:
        found.extend(BRACES.findall(REFERENCE.sub(" ", part)))
        return part

    outside_code(text, note)
    return found


def check(run: Run) -> list[str]:
    """Check the prose of the chapters and pages of a book.

    Returns
    -------
    list of str
        "where: word, and why not" for every digit typed by hand and every reference that is none.
    """
    return [
        f"{where}: {word} is typed by hand; record it as a finding"
        for where, text in _texts(run)
        for word in typed(text)
    ] + [
        f"{where}: {words} is not a reference that can be filled"
        for where, text in _texts(run)
        for words in unfilled(text)
    ]


def _texts(run: Run) -> Iterator[tuple[str, str]]:
    for chapter in run.chapters.values():
        cells = read_notebook(chapter.notebook)["cells"]
        for at, cell in enumerate(cells, start=1):
            if cell["cell_type"] == "markdown":
                yield f"{chapter.notebook.name}, cell {at}", cell_source(cell)
    for path in sorted((run.root / "book").rglob("*.md")):
        if not is_generated(path, run.root):
            yield path.relative_to(run.root).as_posix(), path.read_text(encoding="utf-8")
