"""Write the rule of a claim for the ledger: its verdict, statistic, thresholds, inputs, and what it leaves out."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ties.analysis.claim_tally import LABELS, NOT_READ
from ties.claims.thresholds import Thresholds
from ties.claims.verdicts import RULES
from ties.plotting.style import VERDICTS
from ties.tables.query import parse_inputs

INTERVALS = (
    "The whole interval counts: from supported to partly supported is in part, any other interval across a threshold "
    "cannot tell."
)


def rule_block(row: Mapping[str, Any], read: str) -> str:
    """Write the verdict by rule beside the one by reading, or why only reading can decide.

    Parameters
    ----------
    row : mapping
        One row of what :func:`ties.claims.verdicts.verdicts` gives.
    read : str
        Outcome by reading.

    Returns
    -------
    str
        HTML; every value in it is escaped.
    """
    shown = figure_link(row["figure"])
    if pd.isna(row["computed"]):
        return f'<p class="claim-rule">Only reading can decide; no number does. {_text(row["reason"])} {shown}</p>'
    computed = str(row["computed"])
    same = computed == read
    agreement = "agrees with the reading" if same else "differs from the reading"
    agreement = "none by reading" if read == NOT_READ else agreement
    message = str(row["said"])
    hidden = same or read == NOT_READ
    why = "" if hidden else f" <span>Why they differ: the rule leaves out {_text(row['leaves_out'])}.</span>"
    return (
        f'<p class="claim-verdict claim-rule verdict-{computed}"><span class="verdict-mark" aria-hidden="true">'
        f"{VERDICTS[computed][1]}</span> <strong>{LABELS[computed]}</strong> "
        f'<span class="claim-by">verdict by rule; {agreement}</span></p>'
        f'<p class="claim-statistic">{_text(message[:1].upper() + message[1:])}. {shown}{why}</p>{_details(row)}'
    )


def figure_address(figure: object) -> str:
    """Give the address of a figure as seen from the ledger; empty where there is none.

    Examples
    --------
    >>> figure_address("industry-ladder"), figure_address("synthesis-promises"), figure_address(None)
    ('industry.html#industry-ladder', '#synthesis-promises', '')
    """
    if pd.isna(figure):  # type: ignore[call-overload]
        return ""
    chapter = str(figure).partition("-")[0]
    return f"#{figure}" if chapter == "synthesis" else f"{chapter}.html#{figure}"


def figure_link(figure: object) -> str:
    """Write a link to the figure that shows a claim, or say that there is none.

    Examples
    --------
    >>> figure_link("industry-ladder")
    '<a href="industry.html#industry-ladder">Figure: industry, ladder</a>.'
    >>> figure_link(None)
    'No figure shows it.'
    """
    address = figure_address(figure)
    if not address:
        return "No figure shows it."
    chapter, _, name = str(figure).partition("-")
    label = f"Figure: {chapter}, {name.replace('-', ' ')}"
    return f'<a href="{html.escape(address)}">{html.escape(label)}</a>.'


def threshold_words(thresholds: Thresholds) -> str:
    """Say the thresholds of a rule in words.

    Examples
    --------
    >>> threshold_words(Thresholds("at_most", {"supported": 5.0, "partly_supported": 10.0}, "contradicted"))
    'supported at 5 or less, partly supported at 10 or less, else contradicted'
    """
    side = "more" if thresholds.test == "at_least" else "less"
    steps = [f"{LABELS[name]} at {threshold:g} or {side}" for name, threshold in thresholds.steps.items()]
    return ", ".join([*steps, f"else {LABELS[thresholds.otherwise]}"])


def _details(row: Mapping[str, Any]) -> str:
    function = RULES[str(row["rule"])]
    about = (function.__doc__ or "").strip().partition("\n")[0]
    number = _text(row["claim"]).removeprefix("claim-")
    inputs = {k: f"{v:g}" if isinstance(v, float) else v for k, v in parse_inputs(str(row["inputs"])).items()}
    given = "".join(f"<li>{_text(k.replace('_', ' '))}: <code>{_text(v)}</code></li>" for k, v in inputs.items())
    tables = _text(str(row["tables"]).replace(";", ", "))
    read = f"Tables: {tables}" if tables else "A finding of a chapter, with its interval"
    law = "" if tables else f" {INTERVALS}"
    tried, kept = int(row["tried"]), int(row["kept"])
    choices = (
        f"{kept} of {tried} other choices leave the verdict as it is." if tried else "No other choice is reasonable."
    )
    moved = "".join(f"<li><code>{_text(part)}</code></li>" for part in str(row["moved"]).split("; ") if part)
    return (
        f"<details><summary>Rule of claim {number}</summary><dl>"
        f"<dt>Statistic</dt><dd>{_text(about)} <code>{_text(row['rule'])}</code></dd>"
        f"<dt>Thresholds</dt><dd>{_text(threshold_words(Thresholds.of(row)))}.{law} {_text(row['reason'])}</dd>"
        f"<dt>Inputs</dt><dd>{read}<ul>{given}</ul></dd>"
        f"<dt>Other choices</dt><dd>{choices}{f' These move it:<ul>{moved}</ul>' if moved else ''}</dd>"
        f"<dt>What the rule leaves out</dt><dd>{_text(row['leaves_out'])}</dd></dl></details>"
    )


def _text(value: object) -> str:
    return html.escape(str(value))
