"""Show claims with verdict, grounds and sources: a list that reads on a phone and without JavaScript."""

from __future__ import annotations

import html
from collections.abc import Iterable

import pandas as pd

from ties.analysis.claim_tally import LABELS, NOT_READ, ORDER, outcome
from ties.findings.collect import ShownTable
from ties.findings.headlines import finding_link
from ties.findings.html_table import cited_sources
from ties.findings.ledger_table import PAGE, agreement_of, ledger_json, ledger_table
from ties.findings.rule_html import rule_block
from ties.plotting.style import VERDICTS
from ties.records import NAME

RULED = {
    "agrees": "agrees with the reading",
    "differs": "differs from it",
    "alone": "alone: the claim was not read then",
    "none": "none: only reading decides",
}


def show_claims(
    frame: pd.DataFrame,
    *,
    name: str,
    sources: pd.DataFrame | None = None,
    findings: pd.DataFrame | None = None,
    verdicts: pd.DataFrame | None = None,
) -> None:
    """Show claims as a list, with their table as the download.

    Parameters
    ----------
    frame : DataFrame, shape (n, k)
        Rows of table ``claims``.
    name : str
        Short hyphenated name, unique in the chapter.
    sources : DataFrame, optional
        Table ``sources``. With it the list is the ledger: every claim has its address (``#claim-12``), its sources
        are named and finding_link, and buttons choose by theme and outcome. Without it a claim links to the ledger.
    findings : DataFrame, optional
        What :func:`ties.findings.headlines.deciding` gives: computed findings that bear on a claim, shown under its
        verdict and finding_link to their figures.
    verdicts : DataFrame, optional
        What :func:`ties.claims.verdicts.verdicts` gives: the verdict by rule is shown beside the one by reading,
        with statistic, thresholds and inputs, and the list can be downloaded as ``claims.csv`` and ``claims.json``.

    Raises
    ------
    ValueError
        If the name is not well-formed, there is no claim, a verdict is unknown, or a source does not resolve.
    """
    if not NAME.match(name):
        raise ValueError(f"ledger name {name!r} is not lower-case and hyphenated")
    if frame.empty:
        raise ValueError(f"ledger {name!r} has no claims to show")
    claims = frame.assign(outcome=outcome(frame["verdict"]).astype(str))
    caption = f"{len(claims)} claims of the article, each with its verdict and grounds"
    cited = cited_sources(claims["sources"])
    titles = None if sources is None else _links(sources, cited)
    computed = {} if findings is None else {str(key): _computed(part) for key, part in findings.groupby("claim")}
    if verdicts is not None:
        claims["rule"] = agreement_of(claims["outcome"], claims["id"].map(verdicts.set_index("claim")["computed"]))
        read = claims.set_index("id")["outcome"]
        for _, rule in verdicts[verdicts["claim"].isin(read.index)].iterrows():
            key = str(rule["claim"])
            computed[key] = rule_block(dict(rule), read[key]) + computed.get(key, "")
    rows = [dict(zip(claims.columns, row, strict=True)) for row in claims.to_numpy()]
    articles = "".join(_article(row, titles, computed.get(str(row["id"]), "")) for row in rows)
    chooser = "" if sources is None else _chooser(claims, name)
    page = f'<div class="ties-ledger" role="group" aria-label="{html.escape(caption)}">{chooser}{articles}</div>'
    tables, data = ["claims"], frame
    if verdicts is not None:
        tables, data = ["claims", "judgements/verdict_rules"], ledger_table(frame, verdicts, findings)
    csv = data.to_csv(index=False, lineterminator="\n")
    files = {} if verdicts is None else {"claims.csv": csv, "claims.json": ledger_json(data)}
    lines = zip(claims["id"], claims["outcome"], claims["verdict"].fillna(NOT_READ), claims["claim"], strict=True)
    plain = "\n".join(f"{key}  {VERDICTS[o][1]} {LABELS[verdict]}: {claim}" for key, o, verdict, claim in lines)
    ShownTable(name, caption, tables, cited, page, len(claims), len(claims), csv, files=files).emit(plain)


def _article(claim: dict[str, object], titles: dict[str, str] | None, computed: str) -> str:
    """Write one claim; its address stands in the ledger only, so that it is one address in the whole book."""
    key = _text(claim["id"])
    number = key.removeprefix("claim-")
    result = str(claim["outcome"])
    facts = {"Kind of claim": "kind", "How it can be tested": "how_to_test", "Note": "note"}
    about = "".join(
        f"<dt>{term}</dt><dd>{_text(claim[column])}</dd>"
        for term, column in facts.items()
        if not _missing(claim[column])
    )
    rule = f" rule-{claim['rule']}" if "rule" in claim else ""
    by, folded = f"verdict by reading; confidence {_text(claim['confidence'])}", "Grounds"
    grounds = f"<p>{_text(claim['evidence'])}</p>"
    if result == NOT_READ:
        by, folded, grounds = "no verdict by reading: it would rest on sources of a later day", "Test", ""
    ids = _ids(claim["sources"])
    if titles is None:
        address, where = "", f'<p><a href="{PAGE}#{key}">Sources: {len(ids)}, named in the ledger of claims</a></p>'
    else:
        address, where = f' id="{key}"', f"<p>Sources:</p><ul>{''.join(f'<li>{titles[i]}</li>' for i in ids)}</ul>"
    return (
        f'<article class="claim theme-{_text(claim["theme"])} outcome-{result}{rule}"{address} '
        f'aria-label="Claim {number}">'
        f'<p class="claim-text"><a class="claim-address" href="{PAGE if titles is None else ""}#{key}">'
        f"Claim {number}</a> {_text(claim['claim'])}</p>"
        f'<p class="claim-verdict verdict-{result}"><span class="verdict-mark" aria-hidden="true">'
        f"{VERDICTS[result][1]}</span> <strong>{LABELS[result if result == NOT_READ else str(claim['verdict'])]}"
        f'</strong> <span class="claim-by">{by}</span></p>'
        f"{computed}<details><summary>{folded} of claim {number}</summary>{grounds}"
        f"<dl>{about}</dl>{where if ids else ''}</details></article>"
    )


def _computed(findings: pd.DataFrame) -> str:
    """Write the findings that bear on a claim; they inform the verdict, they do not give it."""
    rows = [dict(zip(findings.columns, row, strict=True)) for row in findings.to_numpy()]
    links = " ".join(f"{finding_link(row)} ({_text(row['confidence'])})" for row in rows)
    return f'<p class="claim-computed">What the data says: {links}</p>'


def _chooser(claims: pd.DataFrame, name: str) -> str:
    """Write buttons that the style sheet alone obeys; where it cannot, every claim stays in view."""
    themes = {theme: theme.replace("_", " ") for theme in claims["theme"].drop_duplicates().sort_values()}
    outcomes = {o: f"{VERDICTS[o][1]} {LABELS[o]}" for o in [*ORDER, NOT_READ] if (claims["outcome"] == o).any()}
    ruled = {
        r: label for r, label in RULED.items() if r != "alone" or ("rule" in claims and (claims["rule"] == r).any())
    }
    return (
        '<form class="claim-chooser">'
        + _buttons("Verdict", "outcome", outcomes, claims["outcome"], name)
        + _buttons("Theme", "theme", themes, claims["theme"], name)
        + (_buttons("Rule", "rule", ruled, claims["rule"], name) if "rule" in claims else "")
        + "</form>"
    )


def _buttons(legend: str, what: str, choices: dict[str, str], values: pd.Series, name: str) -> str:
    counted = {"all": ("all", len(values))} | {c: (label, int((values == c).sum())) for c, label in choices.items()}
    radios = "".join(
        f'<label><input type="radio" name="{name}-{what}" value="{html.escape(choice)}"'
        f"{' checked' if choice == 'all' else ''}> {html.escape(label)} ({number})</label>"
        for choice, (label, number) in counted.items()
    )
    return f'<fieldset class="choose-{what}"><legend>{legend}</legend>{radios}</fieldset>'


def _links(sources: pd.DataFrame, cited: Iterable[str]) -> dict[str, str]:
    """Write each cited source as title (finding_link), publisher and date."""
    by_id = sources.set_index("id")
    missing = sorted(set(cited) - set(by_id.index))
    if missing:
        raise ValueError(f"sources that do not resolve: {', '.join(missing)}")
    return {str(key): _link(dict(row)) for key, row in by_id.loc[list(cited)].iterrows()}


def _link(source: dict[str, object]) -> str:
    title, address = _text(source["title"]), str(source["url"])
    if address.startswith(("https://", "http://")):  # a cell is text: no other scheme becomes a link
        title = f'<a href="{html.escape(address)}">{title}</a>'
    return ", ".join([title, *(_text(source[c]) for c in ("publisher", "published") if not _missing(source[c]))])


def _ids(cell: object) -> list[str]:
    return [source for source in str(cell).split(";") if source] if not _missing(cell) else []


def _text(value: object) -> str:
    return html.escape(str(value))


def _missing(value: object) -> bool:
    return bool(pd.isna(value))  # type: ignore[call-overload]
