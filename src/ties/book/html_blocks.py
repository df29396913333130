"""The blocks that the book prints around a record: figure, table, code, parameters. All of it is escaped text."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

NONE = pd.Series(dtype="str")
SHOWN = 12  # sources listed under a figure; all of them are in its list for download


@dataclass(frozen=True)
class Library:
    """What blocks need to know of the evidence: the sources, which of them each table has, and where files stand."""

    sources: pd.DataFrame
    tables: Mapping[str, pd.Series]
    titles: Mapping[str, str]
    files: str = ".."  # from a page to the folder of its figures and downloads

    def of(self, record: Mapping[str, Any]) -> pd.DataFrame:
        """Give the sources of a record: those it names, or all of the tables it rests on."""
        ids: Iterable[str] = record["sources"] or {
            source
            for table in record["tables"]
            for cell in self.tables.get(table, NONE).dropna()
            for source in cell.split(";")
        }
        return self.sources[self.sources["id"].isin(set(ids))].sort_values("id")


def figure(chapter: str, record: Mapping[str, Any], library: Library, code: str) -> str:
    """Compose the block of a figure: title, picture for both modes and widths, caption, sources, data, code."""
    name = f"{chapter}-{record['name']}"
    text = {key: html.escape(" ".join(record[key].split())) for key in ("title", "subtitle", "caption", "alt")}
    size = _size(record["images"]["wide"])
    pictures = "".join(
        f'<picture class="ties-{mode}">'
        f'<source media="(max-width: 600px)" srcset="{library.files}/figures/{name}-narrow-{mode}.svg">'
        f'<img src="{library.files}/figures/{name}-wide-{mode}.svg" alt="{text["alt"]}"{size}>'
        "</picture>"
        for mode in ("light", "dark")
    )
    return (
        f'<figure class="ties-figure" id="{name}"><p class="ties-title">{text["title"]}</p>'
        f'<p class="ties-subtitle">{text["subtitle"]}</p>{pictures}'
        f"<figcaption>{text['caption']}</figcaption>{_under(name, record, library, code)}</figure>"
    )


def table(chapter: str, record: Mapping[str, Any], library: Library, code: str) -> str:
    """Compose the block of a table: the table, how much of it is shown, its sources, data and code."""
    name = f"{chapter}-{record['name']}"
    more = ""
    if record["rows"] > record["shown"]:
        more = (
            f'<p class="ties-more">{record["shown"]} of {record["rows"]} rows shown; all of them are in the data.</p>'
        )
    page = _one_line(record["html"])
    return f'<div class="ties-block" id="{name}">{page}{more}{_under(name, record, library, code)}</div>'


def code_only(code: str) -> str:
    """Compose the block of a cell that shows nothing: its code, folded."""
    label = "Code of the numbers in the text"
    return f'<div class="ties-block"><div class="ties-links">{_code(code, label)}</div></div>'


def parameters(chosen: Mapping[str, Any], declared: Mapping[str, Any], *, folded: bool = False) -> str:
    """Compose the table of a chapter's parameters beside their defaults; open where one changed, unless `folded`."""
    rows = "".join(
        f"<tr{' class=changed' if chosen[name] != about.default else ''}><td><code>{html.escape(name)}</code></td>"
        f"<td>{shown_value(chosen[name])}</td><td>{shown_value(about.default)}</td><td>{html.escape(about.description)}</td></tr>"
        for name, about in declared.items()
    )
    changed = sum(chosen[name] != about.default for name, about in declared.items())
    said = "all at their defaults" if not changed else f"{changed} not at the default"
    head = "".join(f'<th scope="col">{text}</th>' for text in ("Parameter", "This run", "Default", "Meaning"))
    return (
        f'<details class="ties-parameters"{" open" if changed and not folded else ""}>'
        f"<summary>Parameters of this run ({said})</summary>"
        '<div class="ties-table" role="region" tabindex="0" aria-label="Parameters">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def left_out(lines: int) -> str:
    """Say how much of the prose a run with other parameters leaves out."""
    what = "one line that holds" if lines == 1 else f"{lines} lines that hold"
    return f'<p class="ties-left-out">Left out of the prose: {what} only with the defaults.</p>'


def findings(records: Iterable[Mapping[str, Any] | None]) -> list[str]:
    """Compose the list of the findings that a cell recorded, each with how sure it is; nothing where none was."""
    items = [
        f'<li>{html.escape(found["sentence"])} <span class="ties-sure">({_sure(found["confidence"])})</span></li>'
        for found in records
        if found
    ]
    return [f'<ul class="ties-said">{"".join(items)}</ul>'] if items else []


def notice(text: str) -> str:
    """Compose the box that says what kind of page this is; `text` is HTML."""
    return f'<div class="ties-notice" role="note"><p>{text}</p></div>'


def _sure(word: str) -> str:
    return "the data cannot tell" if word == "cannot tell" else f"{word} confidence"


def downloads(chapter: str, notebook: str, files: str = "..") -> str:
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


def _under(name: str, record: Mapping[str, Any], library: Library, code: str) -> str:
    sources = library.of(record)
    tables = ", ".join(_table_link(table, library) for table in record["tables"])
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
        f'<div class="ties-links"><a href="{library.files}/downloads/{name}.csv" download>Data (CSV)</a>'
        f"<details><summary>Sources ({len(sources)})</summary><ul>{source_list(sources.head(SHOWN))}{more}</ul>"
        f'<p><a href="{library.files}/downloads/{name}-sources.csv" download>List of sources (CSV)</a></p></details>'
        f"{_code(code)}</div>"
    )


def _table_link(name: str, library: Library) -> str:
    """Link a table to its page; a judgement to its place on the page of judgements."""
    folder, _, judgement = name.rpartition("/")
    if folder:
        anchor, words = judgement.replace("_", "-"), judgement.replace("_", " ")
        return f'<a href="data/judgements.html#{anchor}">our judgement: {words}</a>'
    return f'<a href="data/{name.replace("_", "-")}.html">{html.escape(library.titles[name])}</a>'


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


def shown_value(value: Any) -> str:
    """Write the value of a parameter.

    Examples
    --------
    >>> shown_value(750.0), shown_value(0.25), shown_value(["RUS", "USA"])
    ('750', '0.25', 'RUS, USA')
    """
    if isinstance(value, float):
        return f"{value:.15g}"
    return html.escape(", ".join(map(str, value)) if isinstance(value, list) else str(value))
