"""Open risks by rank, with the interval of each rank, and how far other ways to score agree with the order."""

from __future__ import annotations

from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.balance.risk import open_risks, rank_agreement, rank_intervals, simulate_scores
from ties.plotting.style import GRID, INK, MUTED, OTHER
from ties.plotting.text import caption, sentence, words
from ties.records import Figure, Finding, Table, Words

COLOURS = {"rising": INK, "steady": OTHER, "falling": MUTED}
SHOWN = 15
TOP, LEVEL = 10, 0.95  # size of the head of the list; probability inside the intervals
CHANCE = 0.9  # a place in the head of the list is called safe from this share of draws
MARKS = {"rising": "^", "steady": "o", "falling": "v"}
PROPER = ("India", "Pakistan", "Russian", "US", "Quad", "France", "Indian")
COMBINATIONS = {
    "sum": "severity plus likelihood",
    "severity": "severity alone",
    "trend": "trend moves likelihood by half a step",
    "expected": "harm doubles with each step of severity",
}


def risk_ranks(
    register: pd.DataFrame, noise: pd.DataFrame, *, as_of: str, draws: int, seed: int, trend_step: float = 0.0
) -> Figure:
    """Show the mean rank of every open risk with its interval, and how many are surely among the first.

    Parameters
    ----------
    register : DataFrame
        Table ``challenges``.
    noise : DataFrame
        Judgement ``score_noise``: the error of a score by the confidence of its row.
    as_of : str
        Day on which a risk must be open.
    draws, seed : int
        Number of draws of the scores; seed of the random numbers.
    trend_step : float
        Added to the likelihood of a rising risk, taken from that of a falling one.

    Returns
    -------
    Figure
        ``risk-ranks``, with the findings ``open_risks``, ``top_risks``, ``rank_width`` and ``first_risk``.

    Examples
    --------
    >>> from ties import load
    >>> register, noise = load("challenges"), load("judgements/score_noise")
    >>> figure = risk_ranks(register, noise, as_of="2026-06-30", draws=200, seed=1)
    >>> figure.data["rank"].is_monotonic_increasing
    True
    """
    data = prepare_risk_ranks(register, noise, as_of=as_of, draws=draws, seed=seed, trend_step=trend_step)
    return Figure(
        "risk-ranks", data, draw_risk_ranks, words_risk_ranks(data), findings_risk_ranks(data),
        sources=data["sources"], height=4.8, narrow_height=5.8,
    )  # fmt: skip


def prepare_risk_ranks(
    register: pd.DataFrame, noise: pd.DataFrame, *, as_of: str, draws: int, seed: int, trend_step: float = 0.0
) -> pd.DataFrame:
    """Rank the open risks (parameters of :func:`risk_ranks`).

    The columns are those of :func:`ties.analysis.balance.risk.rank_intervals`; ``attrs`` hold the size of the head of
    the list (``top``), the ``level`` of the intervals, the draws and the day.
    """
    risks = open_risks(register, as_of)
    scores = simulate_scores(risks, noise, trend_step=trend_step, draws=draws, seed=seed)
    data = rank_intervals(risks, scores, top=TOP, level=LEVEL)
    data.attrs.update(top=TOP, level=LEVEL, draws=draws, as_of=as_of)
    return data


def draw_risk_ranks(data: pd.DataFrame, ax: Axes, *, narrow: bool = False, shown: int = SHOWN) -> Axes:
    """Draw mean ranks with intervals, the first at the top; the mark says the trend."""
    part = data.head(shown).reset_index(drop=True)
    size = 6.8 if narrow else 8.5
    for trend, mark in MARKS.items():
        rows = part[part["trend"] == trend]
        ax.hlines(rows.index, rows["low"], rows["high"], color=OTHER, alpha=0.45, lw=3.5)
        inside = "none" if trend == "falling" else COLOURS[trend]
        ax.plot(rows["rank"], rows.index, mark, color=COLOURS[trend], mfc=inside, ms=5.5, label=trend)
    names = [fill(name, 24) if narrow else name for name in part["challenge"]]
    ax.set_yticks(list(part.index), names, fontsize=size, linespacing=1.0)
    ax.invert_yaxis()
    ax.set_xlim(0, len(data) + 1)
    ax.set_xlabel(f"rank of {len(data)}" if narrow else f"rank among {len(data)} open risks (1 = highest)")
    ax.grid(visible=True, axis="x", color=GRID)
    ax.grid(visible=False, axis="y")
    ax.axvline(data.attrs["top"] + 0.5, color=MUTED, lw=0.9, ls=(0, (4, 2)))
    ax.legend(title="trend", loc="lower left" if narrow else "lower right", fontsize=size, title_fontsize=size,
              ncols=3 if narrow else 1, bbox_to_anchor=(-0.6, 1.0) if narrow else None,
              handletextpad=0.2, columnspacing=0.8)  # fmt: skip
    return ax


def _facts(data: pd.DataFrame) -> dict[str, Any]:
    safe = data[data["in_top"] >= CHANCE]["challenge"]
    about: dict[Any, Any] = data.attrs
    return about | {
        "n": len(data), "shown": min(SHOWN, len(data)), "chance": CHANCE, "safe": len(safe),
        "names": [_inside(name) for name in safe], "width": (data["high"] - data["low"]).median(),
        "first": data.iloc[0].to_dict(), "first_name": _inside(data["challenge"].iloc[0]),
    }  # fmt: skip


def words_risk_ranks(data: pd.DataFrame) -> Words:
    """Say how few of the risks stand out from the rest (data of :func:`prepare_risk_ranks`)."""
    return words("challenges", "risk-ranks", **_facts(data))


def findings_risk_ranks(data: pd.DataFrame) -> list[Finding]:
    """Give the number of open risks, those safe in the head, the width of a rank and the first risk."""
    facts = _facts(data)
    text = {
        key: sentence("challenges", key, **facts) for key in ("open_risks", "top_risks", "rank_width", "first_risk")
    }
    return [
        Finding("open_risks", len(data), text["open_risks"], confidence="high"),
        Finding("top_risks", facts["safe"], text["top_risks"], unit="risks"),
        Finding("rank_width", float(facts["width"]), text["rank_width"], unit="places"),
        Finding("first_risk", facts["first_name"], text["first_risk"]),
    ]


def scoring_agreement(register: pd.DataFrame, *, as_of: str) -> Table:
    """Show how far other ways to make one score of two agree with severity times likelihood.

    Parameters
    ----------
    register : DataFrame
        Table ``challenges``.
    as_of : str
        Day on which a risk must be open.

    Returns
    -------
    Table
        ``risk-agreement``: ``variant`` and ``tau`` (Kendall), with the finding ``rank_agreement``.

    Examples
    --------
    >>> from ties import load
    >>> scoring_agreement(load("challenges"), as_of="2026-06-30").data["tau"].between(-1, 1).all().item()
    True
    """
    data = rank_agreement(open_risks(register, as_of))
    data["variant"] = data["variant"].map(COMBINATIONS)
    worst = data.sort_values("tau").iloc[0]
    text = sentence("challenges", "rank_agreement", n=len(data), variant=worst["variant"], tau=worst["tau"])
    return Table(
        "risk-agreement", data, caption("challenges", "risk-agreement"),
        [Finding("rank_agreement", worst["tau"], text, precision=2)],
        headers={"variant": "other way", "tau": "Kendall's tau"}, precision=2,
    )  # fmt: skip


def _inside(text: str) -> str:
    """Write a name inside a sentence; a name that begins with a proper name or a type keeps its capital."""
    word = text.split()[0]
    return text if word in PROPER or not word.isalpha() or word.isupper() else text[:1].lower() + text[1:]
