"""One style for every figure: one colour per state, text and lines that turn with the reader's mode.

Colours of states keep at least 3:1 against the light and the dark page, and stay apart under protanopia and
deuteranopia (both tested). Ink, muted text, grid and paper are *tokens*: a figure is drawn once in the light tokens,
and its dark rendering puts the dark tokens in their place.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

STATES = {
    "IND": "#fb6406",
    "USA": "#366edc",
    "CHN": "#da0f07",
    "RUS": "#547025",
    "FRA": "#0a936e",
    "ISR": "#9e80de",
    "JPN": "#b63da9",
    "AUS": "#58a44c",
    "PAK": "#287564",
    "GBR": "#7598a7",
}
OTHER = "#868f98"

INK, MUTED, GRID, PAPER = "#1e2a35", "#56616d", "#d1d8df", "#fefefd"
DARK = {INK: "#e7eaee", MUTED: "#a8b2bd", GRID: "#39424d", PAPER: "#121212"}

VERDICTS = {
    "supported": (STATES["USA"], "●"),
    "partly_supported": (STATES["FRA"], "◐"),
    "unsupported": (STATES["IND"], "○"),
    "contradicted": (STATES["CHN"], "✕"),
    "cannot_tell": (OTHER, "?"),
    "not_read": (OTHER, "–"),
}

WIDE, NARROW = 7.2, 3.4  # inches at 100 CSS pixels each: the text column, and a phone
DPI = 200  # of rasterized marks inside an SVG

Draw = Callable[..., Axes]


def state(code: str) -> str:
    """Give the colour of a state; grey for those without one of their own.

    Examples
    --------
    >>> state("IND"), state("NOR") == OTHER
    ('#fb6406', True)
    """
    return STATES.get(code, OTHER)


@contextmanager
def style(*, narrow: bool = False) -> Iterator[None]:
    """Draw in the house style inside this context."""
    size = 8.5 if narrow else 9.5
    settings: dict[str, Any] = {
        "axes.axisbelow": True,
        "axes.edgecolor": MUTED,
        "axes.facecolor": "none",
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.labelcolor": INK,
        "axes.labelsize": size,
        "axes.linewidth": 0.8,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlecolor": INK,
        "axes.titlelocation": "left",
        "axes.titlesize": size + 0.5,
        "figure.constrained_layout.use": True,
        "figure.facecolor": "none",
        "font.size": size,
        "grid.color": GRID,
        "grid.linewidth": 0.7,
        "hatch.linewidth": 0.6,
        "legend.frameon": False,
        "lines.linewidth": 1.9,
        "patch.edgecolor": PAPER,
        "savefig.facecolor": "none",
        "svg.fonttype": "path",
        "svg.hashsalt": "ties",
        "text.color": INK,
        "xtick.color": MUTED,
        "xtick.labelcolor": INK,
        "xtick.labelsize": size - 0.5,
        "ytick.color": MUTED,
        "ytick.labelcolor": INK,
        "ytick.labelsize": size - 0.5,
    }
    with mpl.rc_context():  # from matplotlib's own defaults: a matplotlibrc of the reader's changes no figure
        mpl.rcdefaults()
        mpl.rcParams.update(settings)  # type: ignore[arg-type]
        yield


def render(draw: Draw, data: Any, *, height: float, narrow: bool) -> str:
    """Draw a figure and give it as SVG in the light tokens.

    Parameters
    ----------
    draw : callable
        ``draw(data, ax, narrow=bool) -> Axes``; it may replace the Axes by several in the same figure.
    data : object
        What `draw` takes.
    height : float
        Inches.
    narrow : bool
        Draw for a phone (3.4 inches wide) rather than for the text column (7.2).

    Returns
    -------
    str
        SVG: the same for the same data, on any day.
    """
    with style(narrow=narrow):
        figure = Figure(figsize=(NARROW if narrow else WIDE, height))
        FigureCanvasAgg(figure)
        draw(data, figure.add_subplot(), narrow=narrow)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", dpi=DPI, metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def darken(svg: str) -> str:
    """Give the dark rendering of an SVG drawn in the light tokens.

    Examples
    --------
    >>> darken('<path style="fill: #1e2a35"/>')
    '<path style="fill: #e7eaee"/>'
    """
    for light, dark in DARK.items():
        svg = svg.replace(light, dark)
    return svg
