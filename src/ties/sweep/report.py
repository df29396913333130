"""Write what a sweep found: tables, pictures, and one page that opens by itself."""

from __future__ import annotations

import html
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from ties.book.materials import sync_folder
from ties.plotting.style import darken, render
from ties.project.atomic_files import write_file
from ties.records import Words
from ties.sweep import answer_strip, number_figures
from ties.sweep.movement import label, movement, movers, reference
from ties.sweep.sweep_results import SweepResult, describe_parameters, parameter_cell


def write_report(sweep: SweepResult, data: Path | None) -> None:
    """Write ``findings.csv``, ``runs.csv``, ``figures/`` and ``index.html`` into the folder of a sweep."""
    found = sweep.finding_table()
    about = movement(found, reference(sweep.grid_values, sweep.defaults))
    pictures: dict[str, Words] = {}
    images: dict[Path, Any] = {}
    for key in about[about["moves"]]["key"]:
        if drawn := _drawn(sweep, found[found["key"] == key]):
            pictures[key], own = drawn
            images |= {Path(f"{key}-{name}.svg"): svg for name, svg in own.items()}
    sync_folder(images, sweep.folder / "figures")
    write_file(sweep.folder / "findings.csv", found.to_csv(index=False, lineterminator="\n"))
    write_file(sweep.folder / "runs.csv", sweep.run_table().to_csv(index=False, lineterminator="\n"))
    write_file(sweep.folder / "index.html", report_page(sweep, found, about, pictures, data))


def report_page(
    sweep: SweepResult, found: pd.DataFrame, about: pd.DataFrame, pictures: dict[str, Words], data: Path | None
) -> str:
    """Compose the page: what was run, which findings moved most, pictures, what does not move, failures."""
    title = html.escape(f"Sweep of {sweep.grid.chapter.title}")
    style = files("ties.book").joinpath("static/sweep.css").read_text(encoding="utf-8")
    done = len(sweep.outcomes) - len(sweep.failures)
    failed = f", {len(sweep.failures)} failed" if sweep.failures else ""
    moving = about[about["moves"]]
    body = [
        f"<h1>{title}</h1>",
        f'<p class="muted">{done} of {len(sweep.outcomes)} runs done{failed}; {len(moving)} of {len(about)} findings '
        'move. Data: <a href="findings.csv">all findings (CSV)</a>, <a href="runs.csv">all runs (CSV)</a>.</p>',
        "<h2>What was run</h2>",
        _parameters(sweep, data),
        *_failures(sweep),
        "<h2>What moves most</h2>",
        _ranking(moving, pictures) if len(moving) else "<p>No finding moves over this grid.</p>",
        *(["<h2>Pictures</h2>"] if pictures else []),
        *(_figure(key, words) for key, words in pictures.items()),
        *_listed(found, about, pictures),
    ]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<style>\n{style}</style></head>\n<body><main>\n" + "\n".join(body) + "\n</main></body></html>\n"
    )


def _drawn(sweep: SweepResult, part: pd.DataFrame) -> tuple[Words, dict[str, str]] | None:
    """Draw one finding for a page and for a phone, light and dark, and say it in words."""
    values, defaults = sweep.grid_values, sweep.defaults
    numeric = all(isinstance(value, int | float) for value in part["value"])
    data: Any
    draw: Any
    if not numeric:
        data = answer_strip.prepare_answers(part, values)
        if data is None:
            return None
        words, draw, height = (
            answer_strip.words_answers(data),
            answer_strip.draw_answers,
            1.2 + 0.45 * len(data.attrs["rows"]),
        )
    elif len(moving := movers(part, list(values))) == 1:
        (name,) = moving
        still = [other for other in values if other != name]
        data = number_figures.prepare_band(part, name, values[name], defaults[name], still)
        words = number_figures.words_band(data, sweep.grid.chapter.parameters[name].description)
        draw, height = number_figures.draw_band, 3.4
    else:
        data = number_figures.prepare_tornado(part, values, defaults)
        words, draw, height = number_figures.words_tornado(data), number_figures.draw_tornado, 1.2 + 0.45 * len(data)
    images: dict[str, str] = {}
    for width in ("wide", "narrow"):
        light = render(draw, data, height=height, narrow=width == "narrow")
        images |= {f"{width}-light": light, f"{width}-dark": darken(light)}
    return words, images


def _figure(key: str, words: Words) -> str:
    text = {
        name: html.escape(" ".join(getattr(words, name).split())) for name in ("title", "subtitle", "caption", "alt")
    }
    sources = "".join(
        f'<source media="{media}" srcset="figures/{key}-{name}.svg">'
        for media, name in (
            ("(prefers-color-scheme: dark) and (max-width: 600px)", "narrow-dark"),
            ("(prefers-color-scheme: dark)", "wide-dark"),
            ("(max-width: 600px)", "narrow-light"),
        )
    )
    return (
        f'<figure id="{key}"><h3>{text["title"]}</h3><p class="subtitle">{text["subtitle"]}</p>'
        f'<picture>{sources}<img src="figures/{key}-wide-light.svg" alt="{text["alt"]}" loading="lazy"></picture>'
        f"<figcaption>{text['caption']}</figcaption></figure>"
    )


def _parameters(sweep: SweepResult, data: Path | None) -> str:
    """Tell which parameters moved, and which stood elsewhere than at their default."""
    declared = sweep.grid.chapter.parameters
    rows = [
        (name, _shown(values), label(parameter_cell(declared[name].default)), declared[name].description)
        for name, values in sweep.grid.swept.items()
    ]
    table = _table(("Parameter", "Values", "Default", "Meaning"), rows, "Parameters that move")
    fixed = [f"{n} {parameter_cell(v)}" for n, v in sweep.grid.fixed.items() if v != declared[n].default]
    stays = f"Set for all runs: {', '.join(fixed)}. " if fixed else ""
    tables = f"Tables of {data.name} stand in place of the shipped ones. " if data else ""
    return f"{table}<p>{html.escape(stays + tables)}All other parameters are at their defaults.</p>"


def _shown(values: list[Any]) -> str:
    """Write the values of a parameter, or of many only the first and the last."""
    texts = [label(parameter_cell(value)) for value in values]
    return ", ".join(texts) if len(texts) <= 6 else f"{texts[0]}, {texts[1]} … {texts[-1]} ({len(texts)} values)"


def _ranking(moving: pd.DataFrame, pictures: dict[str, Words]) -> str:
    rows = []
    for row in moving.to_dict("records"):
        key = html.escape(row["key"]).replace("_", "_<wbr>")
        place = f'<a href="#{row["key"]}">{key}</a>' if row["key"] in pictures else key
        if not row["numeric"]:
            move, base = "the answer changes", str(answer_strip.answer_text(row["base"]))
            span = ""
        else:
            low, high, base = (f"{row[name]:,.{row['precision']}f}" for name in ("lowest", "highest", "base"))
            span, unit = f"{low} to {high}", f" {row['unit']}" if row["unit"] else ""
            base += unit
            move = (
                f"{row['ratio']:.1f} times its interval" if row["ratio"] == row["ratio"]
                else f"{row['relative']:.0%} of its value" if row["relative"] == row["relative"] else "from nothing"
            )  # fmt: skip
        rows.append((place, html.escape(base), html.escape(span), html.escape(move)))
    note = (
        '<p class="muted">First those that move most against the width of their own interval: over 1, the choice of '
        "the parameter matters more than the uncertainty that the chapter states. Then those without an interval.</p>"
    )
    head = ("Finding", "At the defaults, or nearest", "Over the grid", "Moves by")
    return note + _table(head, rows, "Findings that move", escaped=True)


def _failures(sweep: SweepResult) -> Iterator[str]:
    if sweep.failures:
        yield f"<h2>{len(sweep.failures)} failed</h2>"
        yield "<p>The other runs are not touched by it. The same command tries the failed ones again.</p>"
        yield "".join(
            f'<div class="failed"><b>{html.escape(describe_parameters(sweep.grid, outcome.parameters))}</b>'
            f"<pre>{html.escape(outcome.error)}</pre></div>"
            for outcome in sweep.failures
        )


def _listed(found: pd.DataFrame, about: pd.DataFrame, pictures: dict[str, Words]) -> Iterator[str]:
    """List what is not drawn: texts with too many answers, and findings that are the same in every run."""
    for key in about[about["moves"] & ~about["key"].isin(list(pictures))]["key"]:
        counts = found[found["key"] == key]["value"].map(answer_strip.answer_text).value_counts().head(15)
        rows = [(answer, times) for answer, times in counts.items()]
        yield f"<h3>{html.escape(key)}</h3>" + _table(("Answer", "Runs"), rows, f"Answers of {key}")
    still = about[~about["moves"]]
    if len(still):
        items = "".join(
            f"<li><code>{html.escape(key)}</code>: {html.escape(part['sentence'].iloc[0])}{_but(part)}</li>"
            for key in still["key"]
            for part in [found[found["key"] == key]]
        )
        yield "<h2>The same in every run</h2>"
        yield f"<details><summary>{len(still)} findings</summary><ul>{items}</ul></details>"


def _but(part: pd.DataFrame) -> str:
    """Say what else of a finding is not the same in every run, though its value is."""
    parts = {"interval": ["low", "high"], "sentence": ["sentence"]}
    moved = [name for name, columns in parts.items() if len(part[columns].drop_duplicates()) > 1]
    return f" <i>(Its {' and '.join(moved)} {'is' if len(moved) == 1 else 'are'} not.)</i>" if moved else ""


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]], name: str, *, escaped: bool = False) -> str:
    """Write a table; its cells are escaped here unless they are HTML already."""
    top = "".join(f'<th scope="col">{html.escape(text)}</th>' for text in head)
    cells = ("".join(f"<td>{v if escaped else html.escape(str(v))}</td>" for v in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    return (
        f'<div class="table" role="region" tabindex="0" aria-label="{html.escape(name)}">'
        f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )
