"""Industry: whether promised dates were met."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.promises import delays
from ties.plotting.style import INK, state
from ties.records import Words


def prepare_promises(deals: pd.DataFrame, promises: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Prepare the delays against promised dates (see :func:`ties.analysis.arms.promises.delays`), longest first."""
    return delays(deals, promises, as_of).sort_values(
        ["years_late", "deal"], ascending=[False, True], ignore_index=True
    )


def draw_promises(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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
    names = [_platform(str(p), 21 if narrow else 44) for p in shown["platform"]]
    ax.set_yticks(range(len(shown)), [f"{n} ({s})" for n, s in zip(names, shown["supplier"], strict=True)])
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.set_xlim(-0.12, max(1.0, shown["years_late"].max()) * 1.15)
    ax.set_xlabel("Years after the promised date")
    return ax


def words_promises(data: pd.DataFrame, as_of: str) -> Words:
    """Say how many of the promises that can be judged were missed, and by how much."""
    judged = data.dropna(subset=["years_late"])
    missed = judged[judged["outcome"].isin(["late", "overdue"])]
    waiting = int((judged["outcome"] == "overdue").sum())
    rest = data["outcome"].value_counts()
    worst = judged.iloc[0]
    return Words(
        title=(
            f"{len(missed)} of {len(judged)} promised dates that can be judged were missed, by "
            f"{missed['years_late'].median():.1f} years in the middle case"
        )
        if len(missed)
        else f"All {len(judged)} promised dates that can be judged were kept",
        subtitle=(
            f"Years from the promised date to the event, deals whose sources name a promise, as of {as_of}; arrows "
            "are still waiting"
        ),
        caption=(
            f"A further {rest.get('not yet due', 0)} promises are not yet due and {rest.get('cannot tell', 0)} "
            "cannot be judged. "
            "Sources name a promised date mostly when it was missed, so this is a list of cases and not a rate of "
            "lateness."
        ),
        alt=(
            f"Horizontal bars of delay for {len(judged)} deals. The longest is {worst['platform']} with "
            f"{worst['years_late']:.1f} years. "
            f"{len(judged) - len(missed)} {'was' if len(judged) - len(missed) == 1 else 'were'} kept and {waiting} "
            f"{'is' if waiting == 1 else 'are'} still to come."
        ),
    )


def _platform(name: str, most: int) -> str:
    """Shorten a platform's name at a bracket or a word."""
    name = name.split(" (")[0]
    return name if len(name) <= most else name[: most + 1].rsplit(" ", 1)[0].rstrip(",") + "…"
