"""What changed between two editions, in words: one Markdown for the page of the book, the terminal and a file."""

from __future__ import annotations

import pandas as pd

from ties.analysis.claim_tally import LABELS
from ties.book.finding_texts import escaped
from ties.findings.edition_changes import Changes, count_changed_rows

SHOWN = 12  # findings of a chapter written out; all of them are in the table
KINDS = {
    "moved": "Numbers that moved",
    "words": "Answers in words that changed",
    "told": "What the data could not tell, and now can",
    "untold": "What the data can no longer tell",
    "came": "Findings that are new",
    "gone": "Findings that are no longer made",
}


def change_summary(found: Changes) -> str:
    """Say in one sentence what changed.

    Parameters
    ----------
    found : Changes
        The two editions and their difference.

    Returns
    -------
    str
        Plain text.
    """
    kinds = found.findings["kind"].value_counts()
    both = int(kinds.reindex(["moved", "words", "told", "untold", "same"], fill_value=0).sum())
    moves = int(kinds.reindex(["moved", "words", "told", "untold"], fill_value=0).sum())
    came, gone = (int(kinds.get(kind, 0)) for kind in ("came", "gone"))
    others = "".join(f", {n} {'is' if n == 1 else 'are'} {word}" for n, word in ((came, "new"), (gone, "gone")) if n)
    rows = found.rows["change"].value_counts().reindex(["added", "changed", "removed"], fill_value=0)
    evidence = ", ".join(f"{count:,} {kind}" for kind, count in rows.items() if count)
    flips = found.claims["by"].value_counts()
    return (
        f"{moves} of {both} findings moved{others}; {_verdicts(flips)}; "
        f"{f'rows of evidence: {evidence}' if evidence else 'the evidence is the same'}."
    )


def change_markdown(found: Changes, *, linked: bool = False, level: int = 2) -> str:
    """Write what changed: claims that flipped, findings that moved, rows by table.

    Parameters
    ----------
    found : Changes
        The two editions and their difference.
    linked : bool
        Link claims and figures to the pages of the book.
    level : int
        Level of the headings.

    Returns
    -------
    str
        Markdown; every text of a table is escaped.
    """
    mark = "#" * level
    parts = [f"{mark} Claims that flipped", _claims(found, linked=linked)]
    parts += [f"{mark} Findings that moved", _findings(found, linked=linked, mark=f"{mark}#")]
    parts += [f"{mark} Rows that came, went or changed", _rows(found)]
    return "\n\n".join(parts) + "\n"


def _verdicts(flips: pd.Series) -> str:
    by_rule, by_reading = int(flips.get("rule", 0)), int(flips.get("reading", 0))
    read = f", and {by_reading} by reading" if by_reading else ""
    return f"{by_rule} verdict{'' if by_rule == 1 else 's'} by rule flipped{read}"


def _claims(found: Changes, *, linked: bool) -> str:
    lines = []
    for _, row in found.claims.iterrows():
        number = str(row["id"]).removeprefix("claim-")
        name = f'<a href="synthesis.html#{row["id"]}">Claim {number}</a>' if linked else f"**Claim {number}**"
        statements = [str(row[side])[:1].lower() + str(row[side])[1:] for side in ("old_said", "new_said")]
        then = f" Then: {escaped(statements[0])}; now: {escaped(statements[1])}." if row["by"] == "rule" else ""
        lines.append(
            f"- {name}: {LABELS[row['old']]}, now **{LABELS[row['new']]}** (by {row['by']}). {escaped(row['claim'])}"
            f"{then} What moved it: {escaped(row['why'])}."
        )
    return "\n".join(lines) or "None."


def _findings(found: Changes, *, linked: bool, mark: str) -> str:
    parts = []
    for kind, title in KINDS.items():
        rows = found.findings[found.findings["kind"] == kind]
        if rows.empty:
            continue
        parts.append(f"{mark} {title}")
        for chapter, part in rows.groupby("chapter", sort=True):
            lines = [_line(row, linked=linked) for _, row in part.head(SHOWN).iterrows()]
            more = f"\n- and {len(part) - SHOWN} more" if len(part) > SHOWN else ""
            parts.append(f"**{str(chapter).capitalize()}**\n\n" + "\n".join(lines) + more)
    return "\n\n".join(parts) or "None."


def _line(row: pd.Series, *, linked: bool) -> str:
    chapter, figure = row["chapter"], row["figure"]
    place = f"#{chapter}-{figure}" if figure else ""
    link = f' <a href="{chapter}.html{place}">{"Figure" if figure else "Chapter"}</a>'
    where = link if linked and row["kind"] != "gone" else ""
    values = {"came": f"**{escaped(row['new'])}**", "gone": f"It was {escaped(row['old'])}"}
    numbers = values.get(row["kind"], f"Was {escaped(row['old'])}, now **{escaped(row['new'])}**")
    return f"- {escaped(row['sentence'])} {numbers}{_measure(row)}.{where}"


def _measure(row: pd.Series) -> str:
    """Say how large a change is beside the interval that the old number had."""
    if pd.isna(row["inside"]) or pd.isna(row["size"]):
        return ""
    size = f"{row['size']:.1f}" if row["size"] >= 0.1 else "under 0.1"
    return f" ({size} times half the width of the old interval, {'inside' if row['inside'] else 'outside'} it)"


def _rows(found: Changes) -> str:
    counts = count_changed_rows(found.rows, found.old, found.new)
    if counts.empty:
        return "None."
    lines = ["| Table | Before | Added | Removed | Changed | After |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    lines += [
        f"| {escaped(str(name))} | " + " | ".join(f"{n:,}" for n in row) + " |" for name, *row in counts.itertuples()
    ]
    return "\n".join(lines)
