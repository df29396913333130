"""Deterrence: the network of the focal state's exercises as a star for each period."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ties.chapters.deterrence.exercise_partners import partial_year, prepare_partners
from ties.plotting.style import GRID, INK, MUTED, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words


def exercise_stars(
    exercises: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    focal: str,
    years: tuple[int, int],
    period_years: int,
    as_of: str,
) -> Figure:
    """Show the focal state's exercises with its ten most frequent partners, in the last four periods.

    Parameters
    ----------
    exercises, countries, focal, years, period_years, as_of
        As in :func:`ties.chapters.deterrence.exercise_partners.exercise_partners`.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from ties import load
    >>> spans = {"years": (1992, 2026), "period_years": 7, "as_of": "2026-06-30"}
    >>> figure = exercise_stars(load("exercises"), load("countries"), focal="IND", **spans)
    >>> [finding.key for finding in figure.findings]
    ['us_share_of_exercises', 'exercises_now']
    """
    data = prepare_partners(exercises, focal=focal, years=years, period_years=period_years, as_of=as_of)
    name = countries.set_index("code")["name"][focal]
    return Figure(
        "network",
        data,
        partial(draw_exercise_stars, focal=focal),
        words_exercise_stars(data, focal=name, coverage=partial_year(as_of, years[1])),
        findings_exercise_stars(data),
        height=5.2,
        narrow_height=3.2,
    )


def draw_exercise_stars(data: pd.DataFrame, ax: Axes, *, focal: str, narrow: bool = False) -> Axes:
    """Draw a star for each of the last four periods: the focal state in the middle, width by exercises together."""
    figure = ax.figure
    ax.remove()
    order = sorted(data["period"].unique())[-4:]
    ring = data.groupby("partner")["known"].sum().nlargest(10).index.tolist()
    angle = dict(zip(sorted(ring), np.linspace(np.pi / 2, np.pi / 2 - 2 * np.pi, len(ring) + 1)[:-1], strict=True))
    place = {code: (float(np.cos(a)), float(np.sin(a))) for code, a in angle.items()}
    scale = (4 if narrow else 7) / data["known"].max()
    axes = figure.subplots(2, 2).ravel()
    for panel, period in zip(axes, order, strict=False):
        part = data[(data["period"] == period) & data["partner"].isin(ring)].set_index("partner")
        count = int(data.loc[data["period"] == period, "exercises"].max())
        panel.set_title(f"{period}: {count} exercises", color=INK)
        for code, (x, y) in place.items():
            _ray(panel, code, x, y, int(part["known"].get(code, 0)), scale=scale, narrow=narrow)
        panel.scatter([0], [0], s=60, color=state(focal), zorder=3)
        panel.set(xlim=(-1.75, 1.75), ylim=(-1.3, 1.3), aspect="equal")
        panel.axis("off")
    for panel in axes[len(order) :]:
        panel.axis("off")
    first: Axes = axes[0]
    return first


def _ray(panel: Axes, code: str, x: float, y: float, together: int, *, scale: float, narrow: bool) -> None:
    """Draw one partner of a star, and its line where there were exercises."""
    if together:
        panel.plot([0, x], [0, y], color=state(code), linewidth=0.6 + scale * together, alpha=0.8, zorder=1)
    panel.text(
        1.14 * x, 1.14 * y, f"{code} {together}" if together else code,
        ha="left" if x > 0.1 else "right" if x < -0.1 else "center", va="center", fontsize=6.8 if narrow else 8,
        color=INK if together else MUTED,
    )  # fmt: skip
    panel.scatter([x], [y], s=16, color=state(code) if together else GRID, linewidth=0, zorder=2)


def words_exercise_stars(data: pd.DataFrame, *, focal: str, coverage: str) -> Words:
    """Say how many exercises and partners there were, and the share that the United States joined."""
    order = sorted(data["period"].unique())[-4:]
    counts = data.groupby("period").agg(partners=("partner", "size"), exercises=("exercises", "max"))
    counts["us"] = data[data["partner"] == "USA"].set_index("period")["share"].reindex(counts.index).fillna(0.0)
    rows = counts.loc[order].reset_index().to_dict("records")
    shares = counts.loc[order, "us"]
    return words(
        "deterrence", "network", focal=focal, periods=rows, low=shares.min(), high=shares.max(), coverage=coverage
    )


def findings_exercise_stars(data: pd.DataFrame) -> list[Finding]:
    """Record the share of exercises that the United States joined, and how many there were, now and before."""
    order = sorted(data["period"].unique())[-2:]
    us = data[data["partner"] == "USA"].set_index("period")
    facts = {"now": us.loc[order[-1]], "before": us.loc[order[-2]], "periods": order}
    text = {key: sentence("deterrence", key, **facts) for key in ("us_share_of_exercises", "exercises_now")}
    now = facts["now"]
    share, high = 100 * now["share"], 100 * now["share_high"]
    band = (share, high, "listed, and with incomplete lists")
    return [
        Finding("us_share_of_exercises", share, text["us_share_of_exercises"], "per cent", *band),
        Finding("exercises_now", now["exercises"], text["exercises_now"]),
    ]
