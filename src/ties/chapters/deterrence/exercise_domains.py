"""Deterrence: in which domains two states exercise together, and how much the exercises have grown."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.networks.exercise_complexity import domain_diversity
from ties.analysis.networks.exercise_rows import in_periods, listing_all
from ties.plotting.style import INK, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words

DOMAINS = {
    "naval": "naval",
    "army": "army",
    "special_forces": "special forces",
    "air": "air",
    "triservice": "tri-service",
    "multidomain": "several domains",
}
ENOUGH = 10  # exercises in a period, under which its diversity is shown and not compared


def exercise_domains(
    exercises: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    pair: tuple[str, str],
    years: tuple[int, int],
    period_years: int,
    as_of: str,
    draws: int,
    seed: int,
) -> Figure:
    """Show exercises of two states by period and domain, with the effective number of domains.

    Parameters
    ----------
    exercises, countries, years, period_years, as_of
        As in :func:`ties.chapters.deterrence.exercise_partners.exercise_partners`.
    pair : tuple of str
        The two states, both listed.
    draws, seed : int
        Bootstrap of the interval of the effective number.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from ties import load
    >>> spans = {"years": (1992, 2026), "period_years": 7, "as_of": "2026-06-30", "draws": 100, "seed": 1}
    >>> figure = exercise_domains(load("exercises"), load("countries"), pair=("IND", "USA"), **spans)
    >>> figure.findings[0].key
    'effective_domains'
    """
    names = countries.set_index("code")["name"]
    data = prepare_domains(
        exercises, pair=pair, years=years, period_years=period_years, as_of=as_of, draws=draws, seed=seed
    )
    return Figure(
        "domains",
        data,
        partial(draw_domains, partner=pair[1]),
        words_domains(data, pair=(names[pair[0]], names[pair[1]])),
        findings_domains(data, pair=(names[pair[0]], names[pair[1]])),
        height=3.6,
    )


def prepare_domains(
    exercises: pd.DataFrame,
    *,
    pair: tuple[str, str],
    years: tuple[int, int],
    period_years: int,
    as_of: str | None,
    draws: int,
    seed: int,
) -> pd.DataFrame:
    """Give exercises of two states by period and domain.

    Parameters as of :func:`exercise_domains`. Columns: ``period``, ``domain``, ``exercises``, and of the period
    ``effective``, ``low``, ``high``, ``n``.
    """
    rows = in_periods(exercises, years=years, period_years=period_years, as_of=as_of)
    both = rows[listing_all(rows["participants"], pair)]
    counts = pd.crosstab(both["period"], both["domain"])
    stats = [{"period": p, **domain_diversity(row, draws=draws, seed=seed)} for p, row in counts.iterrows()]
    data = counts.reset_index().melt("period", var_name="domain", value_name="exercises")
    return data.merge(pd.DataFrame(stats).drop(columns="domains"), on="period")


def draw_domains(data: pd.DataFrame, ax: Axes, *, partner: str, narrow: bool = False) -> Axes:
    """Draw a disc for each period and domain, by number of exercises, with the effective number of domains on top."""
    order = sorted(data["period"].unique())
    levels = [domain for domain in DOMAINS if domain in set(data["domain"])]
    shown = data[data["exercises"] > 0]
    x, y = shown["period"].map(order.index), shown["domain"].map(levels.index)
    scale = (420 if narrow else 800) / data["exercises"].max()
    ax.scatter(x, y, s=shown["exercises"] * scale, color=state(partner), alpha=0.45, linewidth=0)
    for column, row, count in zip(x, y, shown["exercises"], strict=True):
        ax.text(column, row, str(count), ha="center", va="center", fontsize=7.5 if narrow else 9, color=INK)
    ax.set_xticks(range(len(order)), [p.replace("-", "–\n") for p in order])
    ax.set_yticks(range(len(levels)), [DOMAINS[level] for level in levels])
    ax.set(xlim=(-0.6, len(order) - 0.4), ylim=(len(levels) - 0.4, -1.2))
    for column, effective in enumerate(_by_period(data)["effective"]):
        ax.text(column, -0.85, f"{effective:.1f}", ha="center", va="center", fontweight="bold", color=INK)
    ax.annotate(
        "effective\nnumber", (0, -0.85), xycoords=("axes fraction", "data"), xytext=(-6, 0), ha="right", va="center",
        textcoords="offset points", color=INK, fontsize=7.5 if narrow else 9,
    )  # fmt: skip
    ax.grid(visible=False)
    return ax


def words_domains(data: pd.DataFrame, *, pair: tuple[str, str]) -> Words:
    """Say how the spread over domains moved, with its interval."""
    first, last = _compared(data)
    leading = data[data["period"] == last["period"]].sort_values("exercises").iloc[-1]
    return words(
        "deterrence", "domains", pair=pair, first=first, last=last, apart=_apart(first, last), enough=ENOUGH,
        leading=DOMAINS[str(leading["domain"])], count=leading["exercises"],
    )  # fmt: skip


def findings_domains(data: pd.DataFrame, *, pair: tuple[str, str]) -> list[Finding]:
    """Record the effective number of domains in the last period, with its interval."""
    first, last = _compared(data)
    text = sentence("deterrence", "effective_domains", pair=pair, first=first, last=last, apart=_apart(first, last))
    band = (last["low"], last["high"], "95% bootstrap interval")
    return [Finding("effective_domains", last["effective"], text, "domains", *band, precision=1)]


def _by_period(data: pd.DataFrame) -> pd.DataFrame:
    return data.drop_duplicates("period").sort_values("period", ignore_index=True)


def _compared(data: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Give the first period with enough exercises, or with the most, and the last."""
    stats = _by_period(data)
    return stats[stats["n"] >= min(ENOUGH, stats["n"].max())].iloc[0], stats.iloc[-1]


def _apart(first: pd.Series, last: pd.Series) -> bool:
    return bool(last["low"] > first["high"] or last["high"] < first["low"])
