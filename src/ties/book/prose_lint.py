"""Check prose before anything runs: digits typed by hand, references and conditions that cannot be filled.

Which digits may stand is told by rule, not by list: code, links, citations and headings of the structure; dates,
years and fiscal years; quotations; names that join letters and digits (F414, S-400, 2+2); the size of an interval.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from ties.book.finding_texts import FORMS
from ties.book.substitutions import (
    CONDITION,
    nearest_hint,
    outside_code,
    parse_prose,
    printed,
    reference_name,
    template_text,
)  # fmt: skip
from ties.project.chapter_config import Chapter
from ties.project.notebook_files import cell_source

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
DIGITS = re.compile(r"\S*\d\S*")
TAG = re.compile(r"\{%.*?%\}")
OWN_NAMES = {  # what a build says of itself: see book_metadata.about and edition_record.change_texts
    "book": ("edition", "version", "data_until", "tables", "rows", "sources", "claims"),
    "changes": ("since", "earlier", "summary", "all", "front"),
}


@dataclass(frozen=True)
class ProseNames:
    """What prose may name.

    Attributes
    ----------
    chapters : mapping of str to Chapter
        The chapters, with their parameters.
    findings : mapping of str to collection of str
        Chapter to the names of its findings, ``*`` for a part that the tables decide (``distance_*``); those of a
        chapter that is not in it are not checked.
    blocks : collection of str, optional
        Figures and tables as ``chapter.name``; not checked where they are not given.
    """

    chapters: Mapping[str, Chapter]
    findings: Mapping[str, Collection[str]] = field(default_factory=dict)
    blocks: Collection[str] | None = None


def typed_digits(text: str) -> list[str]:
    """Give the words of a text that hold digits and no rule allows; what Jinja fills in is not of the text.

    Examples
    --------
    >>> typed_digits("Signed on 29 August 2016; the F414 and the 2+2 of 2018; {{ industry.share }} of it, 2013-14.")
    []
    >>> typed_digits("Russia's share fell to 36 per cent.")
    ['36']
    """
    try:
        text = template_text(parse_prose(text))
    except TemplateSyntaxError:  # a fault of its own
        return []
    for rule in ALLOWED:
        text = rule.sub(" ", text)
    return DIGITS.findall(text)


def prose_faults(
    notebooks: Mapping[str, Mapping[str, Any]], pages: Mapping[str, str], names: ProseNames
) -> list[str]:
    """Check the prose of a book.

    Parameters
    ----------
    notebooks : mapping of str to mapping
        Chapter to its notebook, as JSON holds it; the names of cells are their ids.
    pages : mapping of str to str
        Name of a page to its Markdown.
    names : ProseNames
        What prose may name.

    Returns
    -------
    list of str
        "industry.ipynb, cell answer: ..." or "book/index.md: ..." for each digit typed by hand, each reference to
        what is not there, each condition that names no parameter, and braces that are neither; each once.
    """
    faults = []
    for name, notebook in notebooks.items():
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                where = f"{names.chapters[name].notebook.name}, cell {cell.get('id', 'without id')}"
                faults += [f"{where}: {fault}" for fault in text_faults(cell_source(dict(cell)), names, name)]
    for page, text in pages.items():
        faults += [f"{page}: {fault}" for fault in text_faults(text, names)]
    return list(dict.fromkeys(faults))


def text_faults(text: str, names: ProseNames, chapter: str = "") -> Iterator[str]:
    """Say what is wrong with one text of Markdown; conditions may stand only where it is of a chapter.

    Parameters
    ----------
    text : str
        The text.
    names : ProseNames
        What it may name.
    chapter : str
        The chapter that it is of.
    """
    try:
        template = parse_prose(text)
    except TemplateSyntaxError as error:
        line = text.split("\n")[error.lineno - 1].strip()
        yield f"{line[:80]!r} is not a reference that can be filled: {error.message}"
        return
    for word in typed_digits(text):
        yield f"{word} is typed by hand; record it as a finding"
    for node in printed(template):
        name = reference_name(node)
        if fault := _reference_fault(name, names) if name else "is not a reference that can be filled":
            yield f"{name or f'line {node.lineno}'} {fault}"
    for statement in template.find_all((nodes.Stmt,)):
        if isinstance(statement, nodes.If):
            yield from _condition_faults(statement, names, chapter)
        elif not isinstance(statement, nodes.Output):
            yield f"line {statement.lineno}: a page knows no {type(statement).__name__.lower()}, only if"
    yield from _tags_in_lines(text)


def _reference_fault(name: str, names: ProseNames) -> str:
    """Say why a reference cannot be filled; nothing where it can, or nobody knows before the chapters run."""
    key, _, form = name.partition("|")
    kind, colon, block = key.partition(":")
    if colon:
        blocks = names.blocks if names.blocks is not None else (block,)
        return "" if block in blocks else f"is no {kind} of the book{nearest_hint(block, blocks)}"
    if form not in ("", *FORMS):
        return f"has no such form: {', '.join(FORMS)}"
    chapter, _, own = key.partition(".")
    allowed: Collection[str]
    if chapter in OWN_NAMES:
        allowed = OWN_NAMES[chapter]
    elif chapter not in names.chapters:
        return f"is of no chapter{nearest_hint(chapter, [*names.chapters, *OWN_NAMES])}"
    elif own.startswith("parameter."):
        allowed = [f"parameter.{parameter}" for parameter in names.chapters[chapter].parameters]
    else:
        allowed = names.findings.get(chapter, (own,))
    what = "parameter" if own.startswith("parameter.") else "finding"
    if any(fnmatchcase(own, pattern) for pattern in allowed):
        return ""
    return f"is no {what}{nearest_hint(own, [name for name in allowed if '*' not in name])}"


def _condition_faults(statement: nodes.If, names: ProseNames, chapter: str) -> Iterator[str]:
    """Say what is wrong with a condition: only ``defaults(...)`` of parameters of the chapter may stand there."""
    test = statement.test
    parameters = names.chapters[chapter].parameters if chapter else {}
    if not chapter:
        yield f"line {statement.lineno}: a page has no parameters that a condition could ask for"
    elif not (isinstance(test, nodes.Call) and isinstance(test.node, nodes.Name) and test.node.name == CONDITION):
        yield f"line {statement.lineno}: a condition is {{% if {CONDITION}(...) %}}"
    else:
        for argument in test.args:
            name = argument.value if isinstance(argument, nodes.Const) else None
            if name not in parameters:
                near = nearest_hint(str(name), parameters)
                yield f"the condition names {name!r}, which is no parameter of the chapter{near}"


def _tags_in_lines(text: str) -> Iterator[str]:
    """Name tags that share their line: ``trim_blocks`` would join the next line to it."""
    for line in outside_code(text, str, lambda code: "code").split("\n"):
        if (tag := TAG.search(line)) and line.strip() != tag.group():
            yield f"{tag.group()} does not stand on a line of its own"
