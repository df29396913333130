"""Industry: whether promised dates were met."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.promises import delays
from ties.plotting.labels import cut_at_word
from ties.plotting.style import INK, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell


def promised_dates(deals: pd.DataFrame, promises: pd.DataFrame, *, as_of: str) -> Figure:
    """Show how late promised dates were met, or are so far.

    Parameters
    ----------
    deals, promises : DataFrame
        Table ``deals`` and judgement ``promised_dates``.
    as_of : str
        Last day that counts (ISO 8601).

    Returns
    -------
    Figure
        With the findings ``promises_missed`` and ``promises_us``, the median delay in years of those missed; empty
        where no promise can be judged.

    Examples
    --------
    >>> from ties import load
    >>> figure = promised_dates(load("deals"), load("judgements/promised_dates"), as_of="2026-06-30")
    >>> bool(figure.data["years_late"].dropna().is_monotonic_decreasing)
    True
    >>> promised_dates(load("deals"), load("judgements/promised_dates"), as_of="1990-01-01").words is None
    True
    """
    data = prepare_promised_dates(deals, promises, as_of)
    if data["years_late"].isna().all():  # promises that are not due yet give no bar
        data = data.iloc[:0]
    return Figure(
        "promises", data, draw_promised_dates, words_promised_dates(data, as_of) if len(data) else None,
        findings_promised_dates(data), sources=data["sources"], height=3.8, narrow_height=4.2,
    )  # fmt: skip


def prepare_promised_dates(deals: pd.DataFrame, promises: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Prepare the delays against promised dates (see :func:`ties.analysis.arms.promises.delays`), longest first."""
    return delays(deals, promises, as_of).sort_values(
        ["years_late", "deal"], ascending=[False, True], ignore_index=True
    )


def draw_promised_dates(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a bar from the promise to the event; open at its end where the event is still to come."""
    shown = data.dropna(subset=["years_late"]).iloc[::-1].reset_index(drop=True)
    for height, (_, row) in enumerate(shown.iterrows()):
        colour, waiting = state(row["supplier"]), row["outcome"] == "overdue"
        ax.plot([0, row["years_late"]], [height, height], color=colour, linewidth=3 if narrow else 4,
                linestyle=(0, (1.2, 0.8)) if waiting else "-", solid_capstyle="butt")  # fmt: skip
        ax.plot([row["years_late"]], [height], ">" if waiting else "o", color=colour, markersize=6,
                markerfacecolor="none" if waiting else colour)  # fmt: skip
        text = f"{row['years_late']:.1f}" + ("+" if waiting else "")
        ax.annotate(text, (row["years_late"], height), xytext=(8, 0), textcoords="offset points", va="center",
                    fontsize=8, color=INK)  # fmt: skip
    names = [cut_at_word(str(p).split(" (")[0], 21 if narrow else 44) for p in shown["platform"]]
    ax.set_yticks(range(len(shown)), [f"{n} ({s})" for n, s in zip(names, shown["supplier"], strict=True)])
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.set_xlim(-0.12, max(1.0, shown["years_late"].max()) * 1.15)
    ax.set_xlabel("Years after the promised date")
    return ax


def words_promised_dates(data: pd.DataFrame, as_of: str) -> Words:
    """Say how many of the promises that can be judged were missed, and by how much."""
    judged = data.dropna(subset=["years_late"])
    missed = judged[judged["outcome"].isin(["late", "overdue"])]
    rest = data["outcome"].value_counts()
    return words(
        "industry", "promises", judged=len(judged), missed=len(missed), median=missed["years_late"].median(),
        waiting=int((judged["outcome"] == "overdue").sum()), not_due=rest.get("not yet due", 0),
        unclear=rest.get("cannot tell", 0), longest=judged["platform"].iloc[0], most=judged["years_late"].iloc[0],
        as_of=as_of,
    )  # fmt: skip


def findings_promised_dates(data: pd.DataFrame) -> list[Finding]:
    """Say how many promised dates were missed, in all and by US deals: the median delay in years of those missed."""
    judged = data.dropna(subset=["years_late"])
    findings: list[Finding] = []
    for key, rows in (("promises_missed", judged), ("promises_us", judged[judged["supplier"] == "USA"])):
        late = rows.loc[rows["outcome"].isin(["late", "overdue"]), "years_late"]
        if late.empty:
            findings += cannot_tell([key], sentence("industry", f"{key}-none", judged=len(rows)))
            continue
        low, high = float(late.min()), float(late.max())
        findings.append(
            Finding(
                key, float(late.median()),
                sentence("industry", key, judged=len(rows), missed=len(late), low=low, high=high), unit="years",
                low=low, high=high, interval="range of the cases; no sample", precision=1, confidence="low",
            )
        )  # fmt: skip
    return findings
