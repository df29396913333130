"""Fill findings into prose, as Jinja does: ``{{ industry.russia_share }}``, ``{{ industry.russia_share|interval }}``.

``{{ figure("industry.shares") }}`` and ``{{ table("synthesis.findings") }}`` show a block of another page. Lines that
hold only with the defaults of some parameters stand between ``{% if defaults("focal", "partner") %}`` and
``{% endif %}``; ``defaults()`` asks for the defaults of all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, partial
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from ties.plotting.country_names import in_prose
from ties.records import Finding

FORMS = ("value", "interval", "full", "sentence", "confidence", "cited", "name")
BLOCKS = ("figure", "table")
CONDITION = "defaults"
FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)`*[ \t]*$|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)", re.M | re.S)
# a place inside another page is an address of the site: claims and figures are not headings that MyST knows
ANCHORED = re.compile(r"\[([^\]\n]+)\]\(([a-z-]+)\.(?:ipynb|md)#([\w-]+)\)")
SPECIAL = re.compile(r"([\\`*_\[\]<>#|{}$~&!])")

Holds = Callable[..., bool]  # whether the named parameters have their defaults; without a name: all of them


class MissingFindingError(ValueError):
    """Prose names findings or figures that no chapter recorded; all of them are named."""


@dataclass(frozen=True)
class Rendered:
    """A text with its references filled in, and the names of those that are not known."""

    text: str
    missing: list[str]


def escaped(text: str) -> str:
    r"""Escape text for Markdown, so that a value from a table is only ever text.

    Examples
    --------
    >>> escaped("<b>5 * 3</b> [x](y)")
    '\\<b\\>5 \\* 3\\</b\\> \\[x\\](y)'
    """
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def outside_code(text: str, change: Callable[[str], str], code: Callable[[str], str] = str) -> str:
    """Change Markdown everywhere but in fenced and inline code, and that as `code` says; a directive is no code.

    Examples
    --------
    >>> outside_code("a `a` a", str.upper)
    'A `a` A'
    """
    done, at = [], 0
    for found in FENCE.finditer(text):
        directive = found.group().startswith(("```{", "~~~{"))
        done += [change(text[at : found.start()]), (change if directive else code)(found.group())]
        at = found.end()
    return "".join([*done, change(text[at:])])


def finding_texts(chapter: str, findings: Iterable[Finding]) -> dict[str, str]:
    """Write every form of every finding of a chapter, escaped for Markdown.

    Parameters
    ----------
    chapter : str
        Name of the chapter.
    findings : iterable of Finding
        What it recorded.

    Returns
    -------
    dict of str to str
        ``chapter.key`` and ``chapter.key|form`` to text; the form ``cited`` is the sentence with how sure it is and a
        link to its figure.
    """
    texts = {}
    for finding in findings:
        name = f"{chapter}.{finding.key}"
        texts[name] = escaped(finding.text())
        texts |= {f"{name}|{form}": escaped(finding.text(form)) for form in FORMS if form not in ("cited", "name")}
        texts[f"{name}|cited"] = _cited(chapter, finding)
    return texts


def state_names(place: str, parameters: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Write the states among a chapter's parameters as a sentence names them: ``chapter.parameter.partner|name``.

    Parameters
    ----------
    place : str
        Where the parameters stand: ``chapter.parameter``.
    parameters : mapping
        What the chapter ran with.
    names : mapping of str to str
        Names of states by code.

    Examples
    --------
    >>> names = {"IND": "India", "USA": "United States", "JPN": "Japan"}
    >>> state_names("agreements.parameter", {"poles": ["JPN", "IND", "USA"], "seed": 1}, names)
    {'agreements.parameter.poles|name': 'Japan, India and the United States'}
    """
    found = {}
    for key, value in parameters.items():
        codes = value if isinstance(value, list) else [value]
        if codes and all(code in names for code in codes):
            words = [in_prose(names[code]) for code in codes]
            listed = " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
            found[f"{place}.{key}|name"] = escaped(listed)
    return found


def confidence_note(confidence: str) -> str:
    """Say how sure a finding is.

    Examples
    --------
    >>> confidence_note("high"), confidence_note("cannot tell")
    ('high confidence', 'the data cannot tell')
    """
    return "the data cannot tell" if confidence == "cannot tell" else f"{confidence} confidence"


def _cited(chapter: str, finding: Finding) -> str:
    """Write the sentence with how sure it is and a link to the figure, or the chapter, that shows it."""
    place = f"#{chapter}-{finding.figure}" if finding.figure else ""
    link = f'<a href="{chapter}.html{place}">{"figure" if place else "chapter"}</a>'
    note = f"({confidence_note(finding.confidence)}; {link})"
    return f'{escaped(finding.sentence)} <span class="ties-sure">{note}</span>'


class _Reference:
    """A name in a template; looked up only when it is printed, so that every missing one is noted."""

    def __init__(self, name: str, lookup: Callable[[str], str]) -> None:
        self._name, self._lookup = name, lookup

    def __getattr__(self, part: str) -> _Reference:
        if part.startswith("_"):
            raise AttributeError(part)
        return _Reference(f"{self._name}.{part}", self._lookup)

    def __str__(self) -> str:
        return self._lookup(self._name)


def _in_form(reference: _Reference, form: str) -> str:
    return reference._lookup(f"{reference._name}|{form}")


@cache
def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # what is filled in is escaped for Markdown, not for HTML
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="{%#",  # MyST's own {#anchor} is no comment
        comment_end_string="#%}",
    )
    environment.globals.clear()
    environment.tests.clear()
    environment.filters = {form: partial(_in_form, form=form) for form in FORMS}
    return environment


def _template(text: str) -> str:
    """Write Markdown as a template: code is raw. The plus keeps the line end that ``trim_blocks`` would take."""
    return outside_code(text, str, lambda code: f"{{% raw %}}{code}{{% endraw +%}}")


def parse_prose(text: str) -> nodes.Template:
    """Parse Markdown as a template.

    Raises
    ------
    jinja2.TemplateSyntaxError
        If braces open what is neither reference nor condition.
    """
    return _environment().parse(_template(text))


def references(text: str) -> list[str]:
    """Name what a text refers to, in the form that :func:`finding_texts` uses; blocks as ``figure:chapter.name``.

    Examples
    --------
    >>> references('{{ a.b }} and {{a.b|interval}}, {{ figure("c.d-e") }}, {{ table("c.f") }}, not `{{ a.c }}`')
    ['a.b', 'a.b|interval', 'figure:c.d-e', 'table:c.f']
    """
    return [name for name in map(reference_name, printed(parse_prose(text))) if name]


def printed(template: nodes.Template) -> Iterator[nodes.Expr]:
    """Give the expressions that a template prints, in order."""
    for output in template.find_all(nodes.Output):
        yield from (node for node in output.nodes if not isinstance(node, nodes.TemplateData))


def reference_name(node: nodes.Node) -> str:
    """Name what an expression refers to; nothing where it is no reference that prose may hold."""
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(node=inner, attr=attr) if (before := reference_name(inner)) and "|" not in before:
            return f"{before}.{attr}"
        case nodes.Filter(node=nodes.Name() | nodes.Getattr() as inner, name=form, args=[], kwargs=[]):
            return f"{before}|{form}" if (before := reference_name(inner)) else ""
        case nodes.Call(node=nodes.Name(name=kind), args=[nodes.Const(value=str(name))], kwargs=[]) if kind in BLOCKS:
            return f"{kind}:{name}"
    return ""


def render_prose(text: str, context: Mapping[str, str], holds: Holds | None = None) -> Rendered:
    """Fill the references of a text.

    Parameters
    ----------
    text : str
        Markdown.
    context : mapping of str to str
        What :func:`finding_texts` gives, and ``figure:chapter.name`` or ``table:chapter.name`` to their block.
    holds : callable, optional
        Whether the named parameters have their defaults; without it all have.

    Returns
    -------
    Rendered
        The text with every reference filled in, and the names that are not in `context`: only of lines that stand.

    Raises
    ------
    jinja2.TemplateSyntaxError
        If the text is no template, or prints what is no reference.
    """
    missing: list[str] = []

    def lookup(name: str) -> str:
        if name not in context:
            missing.append(name)
        return context.get(name, "")

    # links first: what is filled in is text, also where it looks like one
    linked = outside_code(text, lambda part: ANCHORED.sub(r'<a href="\2.html#\3">\1</a>', part))
    template = parse_prose(linked)
    names = {node: reference_name(node) for node in printed(template)}
    if unfit := [node.lineno for node, name in names.items() if not name]:
        raise TemplateSyntaxError("only a reference can be filled in", unfit[0])
    unknown = [name for name in names.values() if name.partition("|")[2] not in ("", *FORMS)]
    if unknown:  # Jinja itself would name only the first of these filters, without what it stands behind
        return Rendered(text, unknown)
    given: dict[str, Any] = {name: _Reference(name, lookup) for name in meta.find_undeclared_variables(template)}
    given |= {kind: partial(_block, kind=kind, lookup=lookup) for kind in BLOCKS}
    given[CONDITION] = holds or (lambda *names: True)
    return Rendered(_environment().from_string(template).render(given), missing)


def _block(name: str, *, kind: str, lookup: Callable[[str], str]) -> str:
    return lookup(f"{kind}:{name}")


def fill(text: str, context: Mapping[str, str], where: str, holds: Holds | None = None) -> str:
    """Fill the references of a text, or name all that are missing.

    Parameters
    ----------
    text, context, holds
        As of :func:`render_prose`.
    where : str
        Page or cell, for the error.

    Raises
    ------
    MissingFindingError
        If a reference is not known, or the text is no template: all missing ones are named.

    Examples
    --------
    >>> fill("It is {{ a.b }}.", {"a.b": "5 years"}, "page")
    'It is 5 years.'
    >>> fill("[claim 22](synthesis.ipynb#claim-22)", {}, "page")
    '<a href="synthesis.html#claim-22">claim 22</a>'
    >>> fill("{{ a.share }}", {"a.shares": "5 years"}, "page")
    Traceback (most recent call last):
    ties.book.substitutions.MissingFindingError: page: no finding a.share; did you mean a.shares?
    """
    try:
        rendered = render_prose(text, context, holds)
    except TemplateError as error:
        raise MissingFindingError(f"{where}: {error}") from None
    if rendered.missing:
        faults = [f"{where}: no finding {name}{did_you_mean(name, context)}" for name in rendered.missing]
        raise MissingFindingError("\n".join(dict.fromkeys(faults)))
    return rendered.text


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Say which of some names is most like a name that is not among them; nothing where none is.

    Examples
    --------
    >>> did_you_mean("industry.share", ["industry.shares", "book.edition"])
    '; did you mean industry.shares?'
    """
    near = get_close_matches(name, names, 1, 0.75)
    return f"; did you mean {near[0]}?" if near else ""
