"""Labels: at the ends of lines, shortened names, and ticks at whole years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator


def label_ends(
    ax: Axes,
    ends: Sequence[tuple[float, float, str, str]],
    *,
    gap: float = 0.0,
    offset: float = 7.0,
    fontsize: float | None = None,
    corner: Literal["", "upper left", "upper right", "lower left", "lower right"] = "",
) -> None:
    """Put the name of each line at its end, in the margin to the right, or all of them as a list into a corner.

    Parameters
    ----------
    ax : Axes
    ends : sequence of tuple
        x and y of the end of each line, its label, and the colour of the label.
    gap : float
        Smallest vertical distance of two labels in units of the data (see :func:`spread`); 0 leaves them in place.
    offset : float
        Points from the end to the label.
    fontsize : float, optional
        Points; that of the style when not given.
    corner : str
        Corner for a list in the colours of the lines ("upper right"), where the margin of a phone is too narrow.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> label_ends(ax, [(2020, 10.0, "Russia", "k"), (2020, 11.0, "France", "k")], gap=4)
    >>> [(label.get_text(), float(label.xy[1])) for label in ax.texts]
    [('Russia', 8.5), ('France', 12.5)]
    """
    if corner:
        handles = [Line2D([], [], color=colour, linewidth=1.9, label=label) for _, _, label, colour in ends]
        ax.legend(
            handles=handles, loc=corner, fontsize=7.5, labelcolor="linecolor", handlelength=1.0, borderaxespad=0.1
        )
        return
    if gap:
        ends = sorted(ends, key=lambda end: end[1])
    heights = spread([end[1] for end in ends], gap) if gap else [end[1] for end in ends]
    for (x, _, label, colour), height in zip(ends, heights, strict=True):
        ax.annotate(
            label, (x, height), xytext=(offset, 0), textcoords="offset points", va="center", fontsize=fontsize,
            color=colour, annotation_clip=False,
        )  # fmt: skip


def spread(heights: Sequence[float], gap: float) -> list[float]:
    """Move labels apart so that none is nearer than `gap` to the next, and as little as possible (least squares).

    Parameters
    ----------
    heights : sequence of float
        In rising order.
    gap : float
        Smallest distance, in the same unit.

    Examples
    --------
    >>> [float(height) for height in spread([10.0, 11.0, 30.0], 4.0)]
    [8.5, 12.5, 30.0]
    """
    from scipy.optimize import isotonic_regression  # here for the start of chapters that never crowd their labels

    steps = gap * np.arange(len(heights))
    return list(isotonic_regression(np.asarray(heights) - steps).x + steps)


def cut_at_word(name: str, most: int) -> str:
    """Shorten a long name at a word, so that about `most` characters remain.

    Examples
    --------
    >>> cut_at_word("Hindustan Aeronautics Limited", 21), cut_at_word("Boeing", 21)
    ('Hindustan Aeronautics…', 'Boeing')
    """
    return name if len(name) <= most else name[: most + 1].rsplit(" ", 1)[0].rstrip(",") + "…"


def year_ticks(first: int, last: int, most: int) -> list[int]:
    """Choose at most about `most` whole years for the ticks of an axis, the last one among them.

    Examples
    --------
    >>> year_ticks(1999, 2024, 5)
    [1999, 2004, 2009, 2014, 2019, 2024]
    """
    step = next(s for s in (1, 2, 5, 10, 20, 50) if (last - first) / s <= most)
    return sorted(range(last, first - 1, -step))


def frame_years(ax: Axes, years: pd.Series) -> None:
    """Limit the horizontal axis to the years of some data, and mark a few round ones of them.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> frame_years(ax, pd.Series([2000, 2024]))
    >>> [float(end) for end in ax.get_xlim()]
    [1999.5, 2024.5]
    """
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.set_xlim(years.min() - 0.5, years.max() + 0.5)
