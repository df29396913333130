"""Challenges: the risk register, its ranks with their intervals and its categories."""

from __future__ import annotations

from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.balance.risk import category_scores, open_risks, rank_intervals, simulate_scores
from ties.plotting.style import GRID, INK, MUTED, OTHER
from ties.records import Words

COLOURS = {"rising": INK, "steady": OTHER, "falling": MUTED}
SHOWN = 15
SURE = 0.9  # a place in the head of the list is called safe from this share of draws
MARKS = {"rising": "^", "steady": "o", "falling": "v"}


def prepare_risks(
    register: pd.DataFrame,
    noise: pd.DataFrame,
    *,
    as_of: str,
    draws: int,
    seed: int,
    trend_step: float = 0.0,
    top: int = 10,
    level: float = 0.95,
) -> pd.DataFrame:
    """Give every open risk with its mean rank, interval and chance of being among the first few.

    Parameters
    ----------
    register, noise, as_of, draws, seed, trend_step, top, level
        As in :mod:`ties.analysis.balance.risk`.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.balance.risk.rank_intervals`, over the risks open at `as_of`; ``attrs`` hold `top`,
        `level`, `draws` and the day.
    """
    risks = open_risks(register, as_of)
    scores = simulate_scores(risks, noise, trend_step=trend_step, draws=draws, seed=seed)
    data = rank_intervals(risks, scores, top=top, level=level)
    data.attrs.update(top=top, level=level, draws=draws, as_of=as_of, trend_step=trend_step)
    return data


def draw_risks(data: pd.DataFrame, ax: Axes, *, narrow: bool = False, shown: int = SHOWN) -> Axes:
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


def words_risks(data: pd.DataFrame) -> Words:
    """Say which risks lead, and how few of them stand out from the rest."""
    top, level = data.attrs["top"], data.attrs["level"]
    first = data.iloc[0]
    sure = int((data["in_top"] >= SURE).sum())
    width = (data["high"] - data["low"]).median()
    return Words(
        title=(
            f"{_count(sure)} of {len(data)} open risks {'is' if sure == 1 else 'are'} in the top {top} in "
            f"{SURE:.0%} of the draws: the order below that is soft"
        ),
        subtitle=(
            f"Mean rank of severity times likelihood and {level:.0%} interval, {data.attrs['draws']:,} draws; "
            f"open on {data.attrs['as_of']}"
        ),
        caption=(
            "The scores of one to five are our judgement; the intervals say what an error of half to one step "
            f"in each would do. The median interval is {width:.0f} ranks wide. The dashed line marks the top "
            f"{top}. The first {min(SHOWN, len(data))} are drawn, the download has all."
        ),
        alt=(
            f"Dot chart of ranks with intervals for the highest of {len(data)} open risks. First stands "
            f"{first['challenge']} (rank {first['low']:.0f} to {first['high']:.0f}). {_count(sure)} stand in "
            f"the top {top} in at least {SURE:.0%} of the draws, and the median interval spans {width:.0f} "
            "ranks."
        ),
    )


def findings_risks(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Compose the findings of the ranking.

    Parameters
    ----------
    data : DataFrame
        From :func:`prepare_risks`.

    Returns
    -------
    list of dict
        Arguments of :func:`ties.findings.record.record`.
    """
    top, level = data.attrs["top"], data.attrs["level"]
    sure, first = data[data["in_top"] >= SURE], data.iloc[0]
    width = (data["high"] - data["low"]).median()
    named = f" ({'; '.join(_lower(name) for name in sure['challenge'])})" if len(sure) else ""
    return [
        {
            "key": "open_risks", "value": len(data), "confidence": "high",
            "sentence": f"{len(data)} risks of the register were open on {data.attrs['as_of']}.",
        },
        {
            "key": "top_risks", "value": len(sure), "unit": "risks", "figure": "risk-ranks",
            "sentence": f"Of {len(data)} open risks, {_count(len(sure)).lower()} can be placed in the top "
            f"{top} in {SURE:.0%} of the draws{named}; the order of the rest is within the error of the "
            "scores.",
        },
        {
            "key": "rank_width", "value": float(width), "unit": "places", "figure": "risk-ranks",
            "sentence": f"The median {level:.0%} interval of a rank is {width:.0f} places wide.",
        },
        {
            "key": "first_risk", "value": _lower(first["challenge"]), "figure": "risk-ranks",
            "sentence": f"Highest stands {_lower(first['challenge'])}, rank {first['low']:.0f} to "
            f"{first['high']:.0f}.",
        },
    ]  # fmt: skip


def findings_categories(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Compose the findings on categories and trends.

    Parameters
    ----------
    data : DataFrame
        From :func:`prepare_categories`.

    Returns
    -------
    list of dict
        Arguments of :func:`ties.findings.record.record`.
    """
    first, rising, falling = data.iloc[0], int(data["rising"].sum()), int(data["falling"].sum())
    most = data[data["rising"] == data["rising"].max()]["category"].sort_values()
    kinds = f"The kind with most rising risks is {' and '.join(most)} ({data['rising'].max():.0f} of {rising})."
    return [
        {
            "key": "category_first", "value": first["mean"], "precision": 1, "figure": "risk-categories",
            "interval": (first["low"], first["high"]), "interval_means": "95% interval under uncertain scores",
            "sentence": f"Risks of the kind {first['category']} score highest on average, {first['mean']:.1f} "
            "of 25.",
        },
        {
            "key": "rising", "value": rising, "unit": "risks", "figure": "risk-categories",
            "sentence": f"{rising} open risks rise and {falling} fall.",
        },
        {
            "key": "rising_most", "value": " and ".join(most) if rising else None, "figure": "risk-categories",
            "confidence": "medium" if rising else "cannot tell",
            "sentence": kinds if rising else "No open risk is said to rise, so no kind has most of them.",
        },
    ]  # fmt: skip


def prepare_categories(
    register: pd.DataFrame, noise: pd.DataFrame, *, as_of: str, draws: int, seed: int, trend_step: float = 0.0
) -> pd.DataFrame:
    """Give the mean score of each category of open risks with its interval and trends.

    Parameters
    ----------
    register, noise, as_of, draws, seed, trend_step
        As in :func:`prepare_risks`.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.balance.risk.category_scores`.
    """
    risks = open_risks(register, as_of)
    data = category_scores(risks, simulate_scores(risks, noise, trend_step=trend_step, draws=draws, seed=seed))
    data["category"] = data["category"].map(_category)
    data.attrs["as_of"] = as_of
    return data


def draw_categories(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw mean scores with intervals, and the number of risks that rise and fall beside each."""
    places = list(range(len(data)))
    size = 7 if narrow else 8.5
    ax.hlines(places, data["low"], data["high"], color=OTHER, alpha=0.5, lw=4)
    ax.plot(data["mean"], places, "o", color=INK, ms=5.5)
    ax.set_yticks(
        places, [f"{name} ({n})" for name, n in zip(data["category"], data["risks"], strict=True)], fontsize=size
    )
    ax.invert_yaxis()
    right = float(data["high"].max())
    ax.set_xlim(0, right * (1.45 if narrow else 1.25))
    for place, rising, falling in zip(places, data["rising"], data["falling"], strict=True):
        for count, mark, at in ((rising, "▲", 1.06), (falling, "▽", 1.25 if narrow else 1.15)):
            if count:
                ax.annotate(f"{mark} {count}", (right * at, place), va="center", fontsize=size, color=INK)
    ax.set_xlabel("mean score" if narrow else "mean score (severity times likelihood, 1 to 25)")
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    return ax


def words_categories(data: pd.DataFrame) -> Words:
    """Say which kind of risk scores highest and where risks rise."""
    first, last = data.iloc[0], data.iloc[-1]
    rising = data.sort_values(["rising", "risks"], ascending=[False, True], kind="stable").iloc[0]
    clear = "first with confidence" if first["highest"] >= 0.95 else "first, but not for sure"
    return Words(
        title=(
            f"{_capital(first['category'])} scores highest ({first['mean']:.1f} of 25); "
            + (f"most rising risks: {rising['category']}" if rising["rising"] else "no risk is said to rise")
        ),
        subtitle=(
            "Mean score of the open risks of each category with 95% interval; in brackets their number; open "
            f"on {data.attrs['as_of']}"
        ),
        caption=(
            f"{_capital(first['category'])} is {clear}: it has the highest mean in {first['highest']:.0%} of "
            "the draws. Triangles count rising (full) and falling (hollow) risks. A category of few risks "
            "moves with each of them."
        ),
        alt=(
            f"Dot chart of mean risk scores by category. {_capital(first['category'])} is highest at "
            f"{first['mean']:.1f} ({first['low']:.1f} to {first['high']:.1f}), {last['category']} lowest at "
            f"{last['mean']:.1f}. In all, {int(data['rising'].sum())} risks rise and "
            f"{int(data['falling'].sum())} fall."
        ),
    )


KEEP = ("India", "Pakistan", "Russian", "US", "Quad", "France", "Indian")
CATEGORIES = {"china_us_detente": "US-China easing", "pakistan": "Pakistan", "russia": "Russia"}


def _category(name: str) -> str:
    return CATEGORIES.get(name, name.replace("_", " "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    """Write a name inside a sentence; a name that begins with a proper name or a type keeps its capital."""
    word = text.split()[0]
    return text if word in KEEP or not word.isalpha() or word.isupper() else text[:1].lower() + text[1:]


def _count(number: int) -> str:
    return "None" if number == 0 else str(number)
