"""Mean score of each kind of risk, and where risks rise and fall."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.balance.risk import category_scores, open_risks, simulate_scores
from ties.plotting.style import INK, OTHER
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell

NAMES = {"china_us_detente": "US-China easing", "pakistan": "Pakistan", "russia": "Russia"}


def risk_categories(
    register: pd.DataFrame, noise: pd.DataFrame, *, as_of: str, draws: int, seed: int, trend_step: float = 0.0
) -> Figure:
    """Show the mean score of each category of open risks with its interval, and its rising and falling risks.

    Parameters
    ----------
    register, noise, as_of, draws, seed, trend_step
        As of :func:`ties.chapters.challenges.risk_ranks.risk_ranks`.

    Returns
    -------
    Figure
        ``risk-categories``, with the findings ``category_first``, ``rising`` and ``rising_most``.

    Examples
    --------
    >>> from ties import load
    >>> register, noise = load("challenges"), load("judgements/score_noise")
    >>> figure = risk_categories(register, noise, as_of="2026-06-30", draws=200, seed=1)
    >>> figure.data["mean"].is_monotonic_decreasing
    True
    """
    data = prepare_risk_categories(register, noise, as_of=as_of, draws=draws, seed=seed, trend_step=trend_step)
    return Figure(
        "risk-categories", data, draw_risk_categories, words_risk_categories(data), findings_risk_categories(data),
        height=3.9,
    )  # fmt: skip


def prepare_risk_categories(
    register: pd.DataFrame, noise: pd.DataFrame, *, as_of: str, draws: int, seed: int, trend_step: float = 0.0
) -> pd.DataFrame:
    """Score the categories (parameters of :func:`risk_categories`).

    The columns are those of :func:`ties.analysis.balance.risk.category_scores`; ``attrs`` hold the day.
    """
    risks = open_risks(register, as_of)
    data = category_scores(risks, simulate_scores(risks, noise, trend_step=trend_step, draws=draws, seed=seed))
    data["category"] = [NAMES.get(name, name.replace("_", " ")) for name in data["category"]]
    data.attrs["as_of"] = as_of
    return data


def draw_risk_categories(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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


def _facts(data: pd.DataFrame) -> dict[str, Any]:
    rows = data.sort_values(["rising", "risks"], ascending=[False, True], kind="stable")
    return {
        "as_of": data.attrs["as_of"], "first": data.iloc[0].to_dict(), "last": data.iloc[-1].to_dict(),
        "head": rows.iloc[0].to_dict(), "most": sorted(data[data["rising"] == data["rising"].max()]["category"]),
        "rising": int(data["rising"].sum()), "falling": int(data["falling"].sum()),
    }  # fmt: skip


def words_risk_categories(data: pd.DataFrame) -> Words:
    """Say which kind of risk scores highest and where risks rise (data of :func:`prepare_risk_categories`)."""
    return words("challenges", "risk-categories", **_facts(data))


def findings_risk_categories(data: pd.DataFrame) -> list[Finding]:
    """Give the kind that scores highest, the number of rising risks and the kind with most of them."""
    facts = _facts(data)
    first, rising = facts["first"], facts["rising"]
    most = (
        [Finding("rising_most", " and ".join(facts["most"]), sentence("challenges", "rising_most", **facts))]
        if rising
        else cannot_tell(["rising_most"], sentence("challenges", "rising_most-none"))
    )
    return [
        Finding(
            "category_first", first["mean"], sentence("challenges", "category_first", **facts), precision=1,
            low=first["low"], high=first["high"], interval="95% interval under uncertain scores",
        ),
        Finding("rising", rising, sentence("challenges", "rising", **facts), unit="risks"),
        *most,
    ]  # fmt: skip
