"""The blocks that the book prints around a record: figure, table, code, parameters. All of it is escaped text."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from ties.book.finding_texts import confidence_note
from ties.book.source_index import SourceIndex
from ties.findings.collect import ShownFigure, ShownTable
from ties.records import Finding

SHOWN = 12  # sources listed under a figure; all of them are in its list for download


def figure_block(chapter: str, record: ShownFigure, source_index: SourceIndex, code: str) -> str:
    """Compose the block of a figure: title, picture for both modes and widths, caption, sources, data, code."""
    name = f"{chapter}-{record.name}"
    text = {
        key: html.escape(" ".join(getattr(record, key).split())) for key in ("title", "subtitle", "caption", "alt")
    }
    size = _size(record.images["wide"])
    pictures = "".join(
        f'<picture class="ties-{mode}">'
        f'<source media="(max-width: 600px)" srcset="{source_index.files}/figures/{name}-narrow-{mode}.svg">'
        f'<img src="{source_index.files}/figures/{name}-wide-{mode}.svg" alt="{text["alt"]}"{size}>'
        "</picture>"
        for mode in ("light", "dark")
    )
    return (
        f'<figure class="ties-figure" id="{name}"><p class="ties-title">{text["title"]}</p>'
        f'<p class="ties-subtitle">{text["subtitle"]}</p>{pictures}'
        f"<figcaption>{text['caption']}</figcaption>{_under(name, record, source_index, code)}</figure>"
    )


def table_block(chapter: str, record: ShownTable, source_index: SourceIndex, code: str) -> str:
    """Compose the block of a table: the table, how much of it is shown, its sources, data and code."""
    name = f"{chapter}-{record.name}"
    more = ""
    if record.rows > record.shown:
        more = f'<p class="ties-more">{record.shown} of {record.rows} rows shown; all of them are in the data.</p>'
    page = _one_line(record.html)
    return f'<div class="ties-block" id="{name}">{page}{more}{_under(name, record, source_index, code)}</div>'


def code_block(code: str) -> str:
    """Compose the block of a cell that shows nothing: its code, folded."""
    label = "Code of the numbers in the text"
    return f'<div class="ties-block"><div class="ties-links">{_code(code, label)}</div></div>'


def parameter_fold(chosen: Mapping[str, Any], declared: Mapping[str, Any], *, folded: bool = False) -> str:
    """Compose the table of a chapter's parameters beside their defaults; open where one changed, unless `folded`."""
    rows = "".join(
        f"<tr{' class=changed' if chosen[name] != about.default else ''}><td><code>{html.escape(name)}</code></td>"
        f"<td>{parameter_value(chosen[name])}</td><td>{parameter_value(about.default)}</td><td>{html.escape(about.description)}</td></tr>"
        for name, about in declared.items()
    )
    changed = sum(chosen[name] != about.default for name, about in declared.items())
    state = "all at their defaults" if not changed else f"{changed} not at the default"
    head = "".join(f'<th scope="col">{text}</th>' for text in ("Parameter", "This run", "Default", "Meaning"))
    return (
        f'<details class="ties-parameters"{" open" if changed and not folded else ""}>'
        f"<summary>Parameters of this run ({state})</summary>"
        '<div class="ties-table" role="region" tabindex="0" aria-label="Parameters">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def left_out_note(lines: int) -> str:
    """Say how much of the prose a run with other parameters leaves out."""
    what = "one line that holds" if lines == 1 else f"{lines} lines that hold"
    return f'<p class="ties-left-out">Left out of the prose: {what} only with the defaults.</p>'


def finding_list(findings: Iterable[Finding]) -> list[str]:
    """Compose the list of the findings that a cell recorded, each with how sure it is; nothing where none was."""
    items = [
        f"<li>{html.escape(finding.sentence)} "
        f'<span class="ties-sure">({confidence_note(finding.confidence)})</span></li>'
        for finding in findings
    ]
    return [f'<ul class="ties-said">{"".join(items)}</ul>'] if items else []


def notice(text: str) -> str:
    """Compose the box that says what kind of page this is; `text` is HTML."""
    return f'<div class="ties-notice" role="note"><p>{text}</p></div>'


def download_links(chapter: str, notebook: str, files: str = "..") -> str:
    """Compose the end of a chapter: all its data, and the notebook as it ran."""
    return (
        '<p class="ties-source">Take it with you: '
        f'<a href="{files}/downloads/{chapter}-data.zip" download>all data of this chapter (ZIP of CSV)</a>, '
        f'<a href="{files}/downloads/notebooks/{html.escape(notebook)}" download>the notebook as it ran</a>, '
        f'<a href="{files}/downloads/findings.csv" download>the findings (CSV)</a>.</p>'
    )


def source_list(sources: pd.DataFrame) -> str:
    """Write sources as list items: title, publisher, day; linked where they have an address."""
    return "".join(
        f"<li>{_link(source.url, source.title)}, {html.escape(_text(source.publisher))}"
        f"{', ' + html.escape(_text(source.published)) if _text(source.published) else ''}</li>"
        for source in sources.itertuples()
    )


def _under(name: str, record: ShownFigure | ShownTable, source_index: SourceIndex, code: str) -> str:
    sources = source_index.of(record)
    tables = ", ".join(_table_link(table, source_index) for table in record.tables)
    ranked = (
        sources.assign(primary=sources["kind"].eq("primary")).groupby("publisher")["primary"].agg(["any", "size"])
    )
    publishers = ranked.sort_values(["any", "size"], ascending=False, kind="stable").index
    first = html.escape("; ".join(_text(p) for p in publishers[:3]))
    rest = f" and {len(publishers) - 3} more publishers" if len(publishers) > 3 else ""
    published = f" Published by {first}{rest}." if first else ""
    more = f"<li>and {len(sources) - SHOWN} more in the list</li>" if len(sources) > SHOWN else ""
    return (
        f'<p class="ties-source">Data: {tables}.{published}</p>'
        f'<div class="ties-links"><a href="{source_index.files}/downloads/{name}.csv" download>Data (CSV)</a>'
        f"<details><summary>Sources ({len(sources)})</summary><ul>{source_list(sources.head(SHOWN))}{more}</ul>"
        f'<p><a href="{source_index.files}/downloads/{name}-sources.csv" download>List of sources (CSV)</a></p>'
        f"</details>{_code(code)}</div>"
    )


def _table_link(name: str, source_index: SourceIndex) -> str:
    """Link a table to its page; a judgement to its place on the page of judgements."""
    folder, _, judgement = name.rpartition("/")
    if folder:
        anchor, words = judgement.replace("_", "-"), judgement.replace("_", " ")
        return f'<a href="data/judgements.html#{anchor}">our judgement: {words}</a>'
    return f'<a href="data/{name.replace("_", "-")}.html">{html.escape(source_index.titles[name])}</a>'


def _code(code: str, label: str = "Code") -> str:
    """Highlight code on one line: a blank line would end the block of HTML in Markdown."""
    marked = highlight(code, PythonLexer(), HtmlFormatter(cssclass="highlight", wrapcode=True))
    return f"<details><summary>{label}</summary>{_one_line(marked)}</details>"


def _one_line(block: str) -> str:
    return block.strip().replace("\n", "&#10;")


def _size(svg: str) -> str:
    """Give width and height in CSS pixels at the width it is drawn for, so that the page does not jump."""
    head = svg[svg.index("viewBox") :]
    _, _, width, height = (float(n) for n in head.split('"')[1].split())
    return f' width="720" height="{720 * height / width:.0f}" loading="lazy"'


def _link(url: object, title: object) -> str:
    text = html.escape(_text(title))
    address = _text(url)
    return f'<a href="{html.escape(address)}">{text}</a>' if address.startswith(("https://", "http://")) else text


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def parameter_value(value: Any) -> str:
    """Write the value of a parameter.

    Examples
    --------
    >>> parameter_value(750.0), parameter_value(0.25), parameter_value(["RUS", "USA"])
    ('750', '0.25', 'RUS, USA')
    """
    if isinstance(value, float):
        return f"{value:.15g}"
    return html.escape(", ".join(map(str, value)) if isinstance(value, list) else str(value))
