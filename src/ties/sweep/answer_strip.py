"""Sweeps: a finding that is a text, as a strip that says which answer comes at which value."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ties.plotting.style import INK, STATES
from ties.records import Words
from ties.sweep.movement import label
from ties.sweep.number_figures import key_in_words

COLOUR = STATES["USA"]
ANSWERS, ROWS, COLUMNS = 6, 12, 40  # beyond these a strip cannot be read, and the answers are listed


def prepare_answers(findings: pd.DataFrame, values: Mapping[str, Sequence[Any]]) -> pd.DataFrame | None:
    """Give the answer of one finding at each combination.

    Parameters
    ----------
    findings : DataFrame
        Rows of one finding: the parameters, ``key``, ``value``.
    values : mapping of str to sequence
        Parameter to its values in the grid.

    Returns
    -------
    DataFrame or None
        ``across`` (place of the value of the parameter with most values), ``row`` (place of the combination of the
        others), ``answer``, ``letter`` (answers in the order in which they come); what stands at each place in
        ``attrs``. Nothing if there are too many answers or rows for a strip.
    """
    long = max(values, key=lambda name: len(values[name]))
    others = [name for name in values if name != long]
    rows = list(itertools.product(*(values[name] for name in others)))
    answers = findings["value"].map(answer_text)
    distinct = list(answers.unique())
    if len(distinct) > ANSWERS or len(rows) > ROWS or len(values[long]) > COLUMNS:
        return None
    letters = dict(zip(distinct, ascii_uppercase, strict=False))
    places = [tuple(row[name] for name in others) for row in findings.to_dict("records")]
    data = pd.DataFrame(
        {
            "across": [list(values[long]).index(value) for value in findings[long]],
            "row": [rows.index(place) for place in places],
            "answer": answers.to_numpy(),
            "letter": answers.map(letters).to_numpy(),
        }
    )
    data.attrs.update(
        key=findings["key"].iloc[0], long=long, columns=[label(value) for value in values[long]], letters=letters,
        rows=[", ".join(f"{name} {label(value)}" for name, value in zip(others, row, strict=True)) for row in rows],
    )  # fmt: skip
    return data


def answer_text(value: Any) -> str:
    """Write an answer."""
    return "cannot tell" if value is None or value != value else str(value)


def draw_answers(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw a cell for each combination, with the letter of its answer; a failed run leaves its place empty."""
    order = list(data.attrs["letters"].values())
    columns, rows = data.attrs["columns"], data.attrs["rows"]
    small = len(columns) > (12 if narrow else 26)
    for across, row, letter in zip(data["across"], data["row"], data["letter"], strict=True):
        shade = 0.12 + 0.38 * order.index(letter) / max(len(order) - 1, 1)
        ax.add_patch(Rectangle((across - 0.47, row - 0.44), 0.94, 0.88, color=COLOUR, alpha=shade, lw=0))
        ax.text(across, row, letter, ha="center", va="center", color=INK, fontsize=6 if small else 9)
    step = 1 if len(columns) <= (7 if narrow else 14) else len(columns) // (4 if narrow else 8) + 1
    ax.set_xticks(range(0, len(columns), step), [c.replace(";", "\n") for c in columns[::step]])
    ax.set_yticks(range(len(rows)), [name.replace(", ", ",\n") if narrow else name for name in rows])
    ax.set_xlim(-0.6, len(columns) - 0.4)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlabel(data.attrs["long"])
    ax.grid(visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(length=0)
    return ax


def words_answers(data: pd.DataFrame) -> Words:
    """Say which answers there are, and how often each comes."""
    counts = data["letter"].value_counts()
    most = data["answer"].mode().iloc[0]
    listed = "; ".join(f"{mark}: {answer} ({counts[mark]})" for answer, mark in data.attrs["letters"].items())
    # the text alternative names answers by their letter: an answer may itself be several sentences
    marks = ", ".join(f"{mark} in {counts[mark]}" for mark in data.attrs["letters"].values())
    return Words(
        title=f"{key_in_words(data)}: {len(counts)} answers, “{most}” in {counts.max()} of {len(data)} runs",
        subtitle=f"Answer at each value of {data.attrs['long']}; {len(data)} runs",
        caption=f"{listed}. In brackets: how many runs give it.",
        alt=(
            f"Grid of letters, one for each run, over {data.attrs['long']}. Of {len(data)} runs the answer is "
            f"{marks}. The caption says what each letter stands for."
        ),
    )
