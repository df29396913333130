"""Marks of outcomes: shape and colour, the same in each figure of the synthesis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from ties.plotting.style import VERDICTS

MARKERS: dict[str, dict[str, Any]] = {
    "supported": {"marker": "o"},
    "partly_supported": {"marker": "o", "fillstyle": "left", "markerfacecoloralt": "none"},
    "unsupported": {"marker": "o", "fillstyle": "none"},
    "contradicted": {"marker": "X"},
    "cannot_tell": {"marker": "$?$"},
}


def outcome_marks(ax: Axes, x: Sequence[float] | range, y: Sequence[float], name: str, size: float) -> None:
    """Draw the marks of one outcome.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    x, y : sequence of float
        Places, one per mark.
    name : str
        Outcome, as :data:`ties.analysis.claim_tally.ORDER` names them.
    size : float
        Points.
    """
    colour = VERDICTS[name][0]
    ax.plot(
        list(x), list(y), linestyle="", markersize=size, color=colour, markeredgecolor=colour, clip_on=False,
        **MARKERS[name],
    )  # fmt: skip
