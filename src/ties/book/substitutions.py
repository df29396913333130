"""Fill findings into prose, as Jinja does: ``{{ industry.russia_share }}``, ``{{ industry.russia_share|interval }}``.

``{{ figure("industry.shares") }}`` and ``{{ table("synthesis.findings") }}`` show a block of another page. Lines that
hold only with the defaults of some parameters stand between ``{% if defaults("focal", "partner") %}`` and
``{% endif %}``; ``defaults()`` asks for the defaults of all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from ties.book.finding_texts import FORMS
from ties.tables.failures import did_you_mean

BLOCKS = ("figure", "table")
CONDITION = "defaults"
FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)`*[ \t]*$|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)", re.M | re.S)
# a place inside another page is an address of the site: claims and figures are not headings that MyST knows
ANCHORED = re.compile(r"\[([^\]\n]+)\]\(([a-z-]+)\.(?:ipynb|md)#([\w-]+)\)")

Holds = Callable[..., bool]  # whether the named parameters have their defaults; without a name: all of them


class MissingFindingError(ValueError):
    """Prose names findings or figures that no chapter recorded; all of them are named."""


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
    """Name what a text refers to as :mod:`ties.book.finding_texts` does; blocks as ``figure:chapter.name``.

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


def fill(text: str, context: Mapping[str, str], where: str, holds: Holds | None = None) -> str:
    """Fill the references of a text, or name all that are missing.

    Parameters
    ----------
    text : str
        Markdown.
    context : mapping of str to str
        What :func:`ties.book.finding_texts.finding_texts` gives, and ``figure:chapter.name`` or
        ``table:chapter.name`` to their block.
    where : str
        Page or cell, for the error.
    holds : callable, optional
        Whether the named parameters have their defaults; without it all have.

    Returns
    -------
    str
        The text with every reference filled in, of the lines that stand.

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
    missing: dict[str, None] = {}

    def lookup(name: str) -> str:
        if name not in context:
            missing[f"{where}: no finding {name}{nearest_hint(name, context)}"] = None
        return context.get(name, "")

    # links first: what is filled in is text, also where it looks like one
    linked = outside_code(text, lambda part: ANCHORED.sub(r'<a href="\2.html#\3">\1</a>', part))
    try:
        template = parse_prose(linked)
        if unfit := [node.lineno for node in printed(template) if not reference_name(node)]:
            raise TemplateSyntaxError("only a reference can be filled in", unfit[0])
        given: dict[str, Any] = {name: _Reference(name, lookup) for name in meta.find_undeclared_variables(template)}
        given |= {kind: lambda name, kind=kind: lookup(f"{kind}:{name}") for kind in BLOCKS}
        given[CONDITION] = holds or (lambda *names: True)
        filled = _environment().from_string(template).render(given)
    except TemplateError as error:
        raise MissingFindingError(f"{where}: {error}") from None
    if missing:
        raise MissingFindingError("\n".join(missing))
    return filled


def lines_left_out(text: str, holds: Holds) -> int:
    r"""Count the lines of a text that stand between conditions that do not hold.

    Examples
    --------
    >>> lines_left_out('One.\n{% if defaults("window") %}\n{{ a.b }}\nThree.\n{% endif %}', lambda *names: False)
    2
    """
    count = 0
    for node in parse_prose(text).find_all(nodes.If):
        if isinstance(node.test, nodes.Call) and not holds(*(name.as_const() for name in node.test.args)):
            count += sum(bool(line.strip()) for line in template_text(node, "x").splitlines())
    return count


def template_text(node: nodes.Node, instead: str = " ") -> str:
    """Give the text of a template, or of a part of one, with `instead` for what is filled in."""
    parts = (part for output in node.find_all(nodes.Output) for part in output.nodes)
    return "".join(part.data if isinstance(part, nodes.TemplateData) else instead for part in parts)


def nearest_hint(name: str, names: Iterable[str]) -> str:
    """End a fault with the name that is nearest to one that is not there; with nothing where none is near.

    Examples
    --------
    >>> nearest_hint("industry.share", ["industry.shares", "book.edition"])
    '; did you mean industry.shares?'
    """
    hint = did_you_mean(name, names)
    return f"; {hint}" if hint else ""
