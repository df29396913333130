"""Synthesis: how the claims fared, by theme."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.claim_tally import LABELS, ORDER, doubt, tally
from ties.chapters.synthesis.outcome_marks import outcome_marks
from ties.plotting.style import INK
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words


def verdict_tally(claims: pd.DataFrame) -> Figure:
    """Show the claims of each theme by the outcome of their verdict by reading, one mark per claim.

    Parameters
    ----------
    claims : DataFrame, shape (n, k)
        Table ``claims``.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from ties import load
    >>> [finding.key for finding in verdict_tally(load("claims")).findings][:2]
    ['claims', 'supported']
    """
    data = prepare_verdict_tally(claims)
    text, found = words_verdict_tally(data), findings_verdict_tally(claims)
    return Figure(
        "verdict-tally", data, draw_verdict_tally, text, found, sources=claims["sources"], height=2.5,
        narrow_height=3.1,
    )  # fmt: skip


def prepare_verdict_tally(claims: pd.DataFrame) -> pd.DataFrame:
    """Count the claims of each theme by outcome.

    Columns: ``theme`` (most claims first), ``outcome`` (in the order of verdicts) and ``claims``, their number;
    ``attrs`` holds ``unread``, the number of claims without a verdict by reading.
    """
    counts = tally(claims)
    counts = counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    long = counts.reset_index().melt("theme", value_name="claims", ignore_index=False)
    data = long.sort_index(kind="stable").reset_index(drop=True)[["theme", "outcome", "claims"]]
    data.attrs["unread"] = int(claims["verdict"].isna().sum())
    return data


def draw_verdict_tally(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw one mark per claim: a row per theme, shape and colour by outcome."""
    themes = list(data["theme"].drop_duplicates())
    size = 6.5 if narrow else 9.5
    for line, theme in enumerate(themes):
        counts = data[data["theme"] == theme].set_index("outcome")["claims"]
        at = 0
        for name in ORDER:
            places = range(at, at + int(counts[name]))
            if places:  # a line without points would lay claim to the corner of the figure
                outcome_marks(ax, places, [line] * len(places), name, size)
            at += len(places)
        place: dict[str, Any] = {"xy": (-0.5, line - 0.33), "va": "bottom"} if narrow else {"xy": (-4.3, line)}
        ax.annotate(f"{theme} ({at})", **{"va": "center", **place}, color=INK)
    totals = data.groupby("outcome", observed=True)["claims"].sum()
    columns, step = (2, 10.5) if narrow else (3, 7.6)
    for at, name in enumerate(name for name in ORDER if totals.get(name, 0)):
        x, y = at % columns * step, len(themes) + at // columns * (0.42 if narrow else 0.6)
        outcome_marks(ax, [x], [y], name, size)
        ax.annotate(f"{LABELS[name]} {totals[name]}", (x + 0.6, y), va="center", color=INK)
    longest = int(data.groupby("theme")["claims"].sum().max())
    ax.set(xlim=(-0.7 if narrow else -4.4, max(longest, 21) - 0.3), ylim=(len(themes) + 0.95, -0.75))
    ax.axis("off")
    return ax


def words_verdict_tally(data: pd.DataFrame) -> Words:
    """Say how the claims fared."""
    totals = data.groupby("outcome", observed=True)["claims"].sum().reindex(ORDER, fill_value=0)
    wide = data.pivot_table(index="theme", columns="outcome", values="claims", observed=False).reindex(columns=ORDER)
    themes = wide.assign(claims=wide.sum(axis=1)).reset_index()
    themes["share"] = themes["supported"] / themes["claims"]
    return words(
        "synthesis", "verdict-tally", number=int(totals.sum()), totals=totals.to_dict(),
        unread=int(data.attrs.get("unread", 0)), parts=[f"{totals[name]} {LABELS[name]}" for name in ORDER],
        themes=themes.dropna(subset=["share"]).sort_values("share").to_dict("records"),
    )  # fmt: skip


def findings_verdict_tally(claims: pd.DataFrame) -> list[Finding]:
    """Give the number of claims, and of each outcome with its worst-case bounds."""
    number, read = len(claims), int(claims["verdict"].notna().sum())
    found = [Finding("claims", number, sentence("synthesis", "claims", number=number), confidence="high")]
    for name, (count, low, high) in doubt(claims).iterrows():
        text = sentence("synthesis", str(name), count=count, read=read, unread=number - read)
        means = "bounds, should every verdict of less than high confidence be wrong"
        found.append(Finding(str(name), count, text, low=low, high=high, interval=means))
    return found


def findings_high_confidence(claims: pd.DataFrame) -> list[Finding]:
    """Give how many verdicts by reading are given with high confidence.

    Examples
    --------
    >>> claims = pd.DataFrame({"verdict": ["supported", "too_early"], "confidence": ["high", "low"]})
    >>> findings_high_confidence(claims)[0].sentence
    '1 of 2 verdicts are given with high confidence.'
    """
    firm, read = int(claims["confidence"].eq("high").sum()), int(claims["verdict"].notna().sum())
    return [Finding("firm", firm, sentence("synthesis", "firm", firm=firm, read=read), confidence="high")]
