"""Industry: initiatives by what came of them."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.balance.grades import GRADES, grade_initiatives
from ties.chapters.industry.counted_share import counted_share
from ties.plotting.style import INK, MUTED, OTHER, state
from ties.plotting.text import caption, sentence, words
from ties.records import Figure, Finding, Table, Words

YOUNG = 3.0  # years that an initiative needs before nothing to show means much
MEANING = {"in use": "in use", "signed": "signed or\nunder way", "talk": "talk or plan\nonly", "stopped": "stopped"}


def initiative_outcomes(initiatives: pd.DataFrame, grades: pd.DataFrame, *, as_of: str) -> Figure:
    """Show the defence industrial initiatives by year of beginning and by what came of them.

    Parameters
    ----------
    initiatives, grades : DataFrame
        Table ``initiatives`` and judgement ``initiative_grades``.
    as_of : str
        Last day that counts (ISO 8601).

    Returns
    -------
    Figure
        With the findings ``initiatives_used``, ``initiatives_old`` and ``initiatives_wide`` (with signed ones), per
        cent of those with a material object.

    Examples
    --------
    >>> from ties import load
    >>> figure = initiative_outcomes(load("initiatives"), load("judgements/initiative_grades"), as_of="2026-06-30")
    >>> list(figure.data["grade"].cat.categories)
    ['in use', 'signed', 'talk', 'stopped']
    """
    data = grade_initiatives(initiatives, grades, as_of)
    return Figure(
        "initiatives", data, draw_initiative_outcomes, words_initiative_outcomes(data, as_of),
        findings_initiative_outcomes(data), sources=data["sources"], height=4.0, narrow_height=4.6,
    )  # fmt: skip


def initiative_evidence(initiatives: pd.DataFrame, grades: pd.DataFrame, *, as_of: str) -> Table:
    """Show the projects of the two governments with their grade and the evidence for it.

    Parameters as of :func:`initiative_outcomes`.

    Returns
    -------
    Table
        With the finding ``ungraded``, a count over all initiatives; empty where there is no such project.

    Examples
    --------
    >>> from ties import load
    >>> table = initiative_evidence(load("initiatives"), load("judgements/initiative_grades"), as_of="2026-06-30")
    >>> list(table.data.columns)
    ['name', 'started', 'objective', 'grade', 'reason']
    """
    data = grade_initiatives(initiatives, grades, as_of)
    projects = data[data["material"] & (data["kind"] == "project")].sort_values(["grade", "started"])
    n = len(data.attrs["ungraded"])
    return Table(
        "initiative-evidence",
        projects[["name", "started", "objective", "grade", "reason"]].astype(str),
        caption("industry", "initiative-evidence"),
        [Finding("ungraded", n, sentence("industry", "ungraded", n=n), interval="a count", confidence="high")],
        headers={
            "name": "Project", "started": "Began", "objective": "Objective", "grade": "Grade", "reason": "Evidence",
        },
        download=data,
        sources=projects["sources"],
    )  # fmt: skip


def draw_initiative_outcomes(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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


def words_initiative_outcomes(data: pd.DataFrame, as_of: str) -> Words:
    """Say how many initiatives with a material object are in use."""
    material = data[data["material"]]
    counts, material_counts = data["grade"].value_counts(), material["grade"].value_counts()
    return words(
        "industry", "initiatives", n=len(data), material=len(material),
        used=int((material["grade"] == "in use").sum()),
        grades=", ".join(f"{grade} {counts.get(grade, 0)}" for grade in GRADES),
        material_grades=", ".join(f"{grade} {material_counts.get(grade, 0)}" for grade in GRADES), as_of=as_of,
    )  # fmt: skip


def findings_initiative_outcomes(data: pd.DataFrame) -> list[Finding]:
    """Say how many initiatives with a material object are in use, among all and among the old ones."""
    material = data[data["material"]]
    rows = {
        "initiatives_used": (material, ["in use"]),
        "initiatives_old": (material[material["age"] >= YOUNG], ["in use"]),
        "initiatives_wide": (material, ["in use", "signed"]),
    }
    return [
        counted_share(
            key, int(part["grade"].isin(grades).sum()), len(part), caveat="the grades are one reader's judgement",
            confidence="low", years=YOUNG,
        )
        for key, (part, grades) in rows.items()
    ]  # fmt: skip
