"""Industry: initiatives by what came of them."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.balance.grades import GRADES
from ties.analysis.proportions import share_with_interval
from ties.plotting.style import INK, MUTED, OTHER, state
from ties.records import Words

YOUNG = 3.0  # years that an initiative needs before nothing to show means much
MEANING = {"in use": "in use", "signed": "signed or\nunder way", "talk": "talk or plan\nonly", "stopped": "stopped"}


def draw_initiatives(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a dot for each initiative at its year and grade: full where its object is material, hollow where not."""
    rows = data.sort_values(["grade", "year", "id"]).reset_index(drop=True)
    height = {grade: len(GRADES) - 1 - place for place, grade in enumerate(GRADES)}
    step = rows.groupby([rows["grade"].astype(str), "year"]).cumcount()
    y = rows["grade"].astype(str).map(height) + 0.36 - 0.115 * step
    for material, part in rows.groupby("material"):
        colour = state("USA") if material else OTHER
        ax.scatter(part["year"], y[part.index], s=26 if narrow else 34, color=colour if material else "none",
                   edgecolor=colour, linewidth=1.3, zorder=3,
                   label="something made, repaired or run" if material else "status, frame or talks")  # fmt: skip
    for grade in GRADES:
        on = rows[rows["grade"] == grade]
        text = f"{len(on)}\n({int(on['material'].sum())} material)"
        ax.annotate(text, (1, height[grade]), xycoords=("axes fraction", "data"), xytext=(5, 0), va="center",
                    textcoords="offset points", fontsize=7.5, color=INK)  # fmt: skip
        ax.axhline(height[grade] - 0.5, color=MUTED, linewidth=0.5)
    ax.set_yticks([height[grade] for grade in GRADES], [MEANING[grade] for grade in GRADES])
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False)
    ax.set_ylim(-0.6, len(GRADES) - 0.4)
    first, last = int(rows["year"].min()), int(rows["year"].max())
    ax.set_xlim(first - 1, last + 1)
    ax.set_xticks(range(first - first % 5 + 5, last + 1, 5))
    ax.set_xlabel("Year in which it began")
    ax.legend(loc="lower left", bbox_to_anchor=(-0.3 if narrow else 0, 1), ncols=1 if narrow else 2, fontsize=8,
              borderaxespad=0.2, handletextpad=0.2)  # fmt: skip
    return ax


def words_initiatives(data: pd.DataFrame, as_of: str) -> Words:
    """Say how many initiatives with a material object are in use."""
    material = data[data["material"]]
    used = int((material["grade"] == "in use").sum())
    counts, count = data["grade"].value_counts(), material["grade"].value_counts()
    return Words(
        title=(
            f"Of {len(material)} initiatives that were to make, repair or run something, {used} "
            f"{'does' if used == 1 else 'do'}"
        ),
        subtitle=(
            f"{len(data)} India-US defence industrial initiatives by year of beginning and grade, to {as_of}; the "
            "grades are our judgement"
        ),
        caption=(
            "In use: an output that works was found. Signed: an agreement, money or a building site. Talk: meetings "
            "or plans only. Stopped: ended without its object. "
            "The reason for every grade is in the download. A young initiative has had little time."
        ),
        alt=(
            "Dots by year of beginning in four rows of grades. "
            + ", ".join(f"{grade} {counts.get(grade, 0)}" for grade in GRADES).capitalize()
            + ". Of those with a material object: "
            + ", ".join(f"{grade} {count.get(grade, 0)}" for grade in GRADES)
            + "."
        ),
    )


def initiative_findings(data: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Say how many initiatives with a material object are in use, among all and among the old ones.

    Parameters
    ----------
    data : DataFrame
        As :func:`ties.analysis.balance.grades.grade_initiatives` gives it.

    Returns
    -------
    dict
        ``initiatives_used``, ``initiatives_old`` (per cent) and ``initiatives_wide`` (per cent, with signed ones):
        fields of findings.
    """
    material = data[data["material"]]
    old = material[material["age"] >= YOUNG]
    findings: dict[str, dict[str, Any]] = {}
    for key, rows, grades, who, what in (
        (
            "initiatives_used",
            material,
            ["in use"],
            "initiatives that were to make, repair or run something",
            "in use",
        ),
        (
            "initiatives_old",
            old,
            ["in use"],
            f"of these initiatives that are at least {YOUNG:.0f} years old",
            "in use",
        ),
        ("initiatives_wide", material, ["in use", "signed"], "of these initiatives", "in use or at least signed"),
    ):
        if rows.empty:
            findings[key] = {"value": None, "sentence": f"There are no {who}.", "confidence": "cannot tell"}
            continue
        count = int(rows["grade"].isin(grades).sum())
        share, low, high = share_with_interval(count, len(rows))
        findings[key] = {
            "value": share,
            "sentence": (
                f"Of {len(rows)} {who}, {count} {'is' if count == 1 else 'are'} {what} by our grades ({share:.0f} "
                "per cent, "
                f"95 per cent interval {low:.0f} to {high:.0f})."
            ),
            "unit": "per cent",
            "interval": (low, high),
            "interval_means": "95% Wilson interval; the grades are one reader's judgement",
            "confidence": "low",
        }
    return findings
