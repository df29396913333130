"""Industry: capital that the services asked for and were given, and the share kept for Indian makers."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.balance.deflate import fiscal_start
from ties.plotting.style import INK, OTHER, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words


def capital_budget(budget: pd.DataFrame) -> Figure:
    """Show the capital that the services asked for and were given, by fiscal year.

    Parameters
    ----------
    budget : DataFrame
        Table ``defence_budget_india``.

    Returns
    -------
    Figure
        With the findings ``capital_met`` (median over years) and ``domestic_share`` (the latest), in per cent.

    Examples
    --------
    >>> from ties import load
    >>> [finding.key for finding in capital_budget(load("defence_budget_india")).findings]
    ['capital_met', 'domestic_share']
    """
    data = prepare_capital_budget(budget)
    return Figure(
        "capital", data, draw_capital_budget, words_capital_budget(data), findings_capital_budget(data, budget),
        sources=budget["sources"], height=3.4,
    )  # fmt: skip


def prepare_capital_budget(budget: pd.DataFrame) -> pd.DataFrame:
    """Prepare the capital asked for and given, by fiscal year.

    Returns
    -------
    DataFrame
        ``fiscal_year``, ``start``, ``asked`` and ``given`` (crore rupees, current, the three services), ``met_pct``;
        years with both.
    """
    out = pd.DataFrame(
        {
            "fiscal_year": budget["fiscal_year"],
            "start": fiscal_start(budget["fiscal_year"]),
            "asked": budget["services_capital_projected_inr_crore"].astype(float),
            "given": budget["services_capital_allocated_inr_crore"].astype(float),
        }
    ).dropna()
    return out.assign(met_pct=100 * out["given"] / out["asked"]).sort_values("start", ignore_index=True)


def draw_capital_budget(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw what was given as a bar inside what was asked for, with the part that was met."""
    places = range(len(data))
    ax.bar(places, data["asked"] / 1000, width=0.72, color="none", edgecolor=OTHER, linewidth=1.4, label="asked")
    ax.bar(places, data["given"] / 1000, width=0.72, color=state("IND"), label="given")
    for place, (asked, met) in enumerate(zip(data["asked"], data["met_pct"], strict=True)):
        ax.annotate(f"{met:.0f}%", (place, asked / 1000), xytext=(0, 3), textcoords="offset points",
                    ha="center", color=INK, fontsize=8)  # fmt: skip
    labels = [year[2:] if narrow else year for year in data["fiscal_year"]]
    ax.set_xticks(list(places), labels, fontsize=6.8 if narrow else None)
    ax.set_ylabel("Thousand crore rupees")
    ax.set_xlabel("Fiscal year")
    ax.legend(loc="upper left", ncols=2, fontsize=8)
    ax.set_ylim(0, data["asked"].max() / 1000 * 1.18)
    return ax


def words_capital_budget(data: pd.DataFrame) -> Words:
    """Say which part of the capital asked for was given."""
    ranked = data.sort_values("met_pct")
    return words(
        "industry", "capital", low=ranked.iloc[0], high=ranked.iloc[-1],
        span=f"{data['fiscal_year'].iloc[0]} to {data['fiscal_year'].iloc[-1]}", years=len(data),
        last=data["met_pct"].iloc[-1],
    )  # fmt: skip


def findings_capital_budget(data: pd.DataFrame, budget: pd.DataFrame) -> list[Finding]:
    """Say how much of the capital asked for was given, and what share of procurement is kept for Indian makers."""
    dated = budget.assign(start=fiscal_start(budget["fiscal_year"])).dropna(subset=["domestic_procurement_share_pct"])
    share = dated.sort_values("start").set_index("fiscal_year")["domestic_procurement_share_pct"]
    met = data["met_pct"]
    return [
        Finding(
            "capital_met", float(met.median()),
            sentence(
                "industry", "capital_met", span=f"{data['fiscal_year'].iloc[0]} to {data['fiscal_year'].iloc[-1]}",
                median=met.median(), low=met.min(), high=met.max(),
            ),
            unit="per cent", low=met.min(), high=met.max(), interval="range over years", confidence="high",
        ),
        Finding(
            "domestic_share", float(share.iloc[-1]),
            sentence(
                "industry", "domestic_share", last=share.iloc[-1], last_year=share.index[-1], first=share.iloc[0],
                first_year=share.index[0],
            ),
            unit="per cent", interval="a published plan, no sampling", confidence="high",
        ),
    ]  # fmt: skip
