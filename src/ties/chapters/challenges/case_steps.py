"""One deal step by step: the F414 engine, by day."""

from __future__ import annotations

from textwrap import fill
from typing import Any

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.transfer import step_days
from ties.plotting.style import GRID, INK
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words


def case_steps(steps: pd.DataFrame, *, as_of: str, case: str = "f414") -> Figure:
    """Show the dated steps of a deal and the days between them.

    Parameters
    ----------
    steps : DataFrame
        Judgement ``transfer_steps``: ``case``, ``date``, ``step``, ``sources``, compiled from the tables.
    as_of : str
        Day on which the case is looked at.
    case : str
        Which deal.

    Returns
    -------
    Figure
        ``f414-steps``, with the findings ``f414_days`` and ``f414_gap``.

    Examples
    --------
    >>> from ties import load
    >>> case_steps(load("judgements/transfer_steps"), as_of="2026-06-30").findings[0].text()
    '1,104 days'
    """
    data = prepare_case_steps(steps, case=case, as_of=as_of)
    return Figure(
        "f414-steps", data, draw_case_steps, words_case_steps(data), findings_case_steps(data),
        sources=steps["sources"], tables=["deals", "agreements", "setbacks_and_progress"], height=3.2,
    )  # fmt: skip


def prepare_case_steps(steps: pd.DataFrame, *, case: str, as_of: str) -> pd.DataFrame:
    """Give the steps of a case up to a day, with the columns of :func:`ties.analysis.arms.transfer.step_days`."""
    data = step_days(steps[steps["case"] == case], as_of)
    data.attrs["as_of"] = as_of
    return data


def draw_case_steps(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw each step on the axis of time, one below the other; a step of unknown day is a bar."""
    size = 6.8 if narrow else 8.5
    first, last = data["earliest"].min(), data["latest"].max()
    for place, row in enumerate(data.to_dict("records")):
        middle = row["earliest"] + (row["latest"] - row["earliest"]) / 2
        if (row["latest"] - row["earliest"]).days > 31:
            ax.hlines(place, row["earliest"], row["latest"], color=INK, lw=5, alpha=0.5)
        else:
            ax.plot(middle, place, "o", color=INK, mfc="none" if row["step"] == "open" else INK, ms=6)
        exact = row["since_before_low"] == row["since_before_high"]
        name = f"no contract by {row['date']}" if row["step"] == "open" else f"{row['step']}, {row['date']}"
        label = f"{name} (+{row['since_before_low']:,} days)" if place and exact else name
        left = middle - first > (last - first) / 2
        ax.annotate(fill(label, 30) if narrow else label, (row["earliest"] if left else row["latest"], place),
                    xytext=(-9 if left else 9, 0), va="center",
                    ha="right" if left else "left", textcoords="offset points", fontsize=size, color=INK)  # fmt: skip
    ax.set_ylim(len(data) - 0.4, -0.6)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    pad = (last - first) * 0.04
    ax.set_xlim(first - pad, last + pad)
    ax.xaxis.set_major_locator(mdates.YearLocator(5 if narrow else 2))  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))  # type: ignore[no-untyped-call]
    ax.grid(visible=True, axis="x", color=GRID)
    ax.grid(visible=False, axis="y")
    return ax


def _facts(data: pd.DataFrame) -> dict[str, Any]:
    days = dict(zip(data["step"], data["latest"], strict=True))
    last, agreed = data.iloc[-1], data[data["step"].str.contains("memorandum")].iloc[0]
    longest = data.iloc[int(data["since_before_low"].argmax())]
    return {
        "as_of": data.attrs["as_of"], "n": len(data) - 1, "first": data.iloc[0].to_dict(),
        "before": data.iloc[-2].to_dict(), "last": last.to_dict(),
        "open_days": int((last["latest"] - agreed["latest"]).days), "longest": longest.to_dict(),
        "settled": bool(data["step"].str.contains("settled").any()),
        "congress": int((days["Congress lets it pass"] - days["US Congress notified"]).days),
    }  # fmt: skip


def words_case_steps(data: pd.DataFrame) -> Words:
    """Say how long the case has been open."""
    return words("challenges", "f414-steps", **_facts(data))


def findings_case_steps(data: pd.DataFrame) -> list[Finding]:
    """Give the days since the memorandum, and the longest gap."""
    facts = _facts(data)
    text = {key: sentence("challenges", key, **facts) for key in ("f414_days", "f414_gap")}
    return [
        Finding("f414_days", facts["open_days"], text["f414_days"], unit="days"),
        Finding("f414_gap", int(facts["longest"]["since_before_low"]), text["f414_gap"], unit="days"),
    ]
