"""Industry: capital that the services asked for and were given, and the share kept for Indian makers."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.balance.deflate import fiscal_start
from ties.plotting.style import INK, OTHER, state
from ties.records import Words


def prepare_capital(budget: pd.DataFrame) -> pd.DataFrame:
    """Prepare the capital asked for and given, by fiscal year.

    Parameters
    ----------
    budget : DataFrame
        Table ``defence_budget_india``.

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


def draw_capital(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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


def words_capital(data: pd.DataFrame) -> Words:
    """Say which part of the capital asked for was given."""
    low, high = data.sort_values("met_pct").iloc[0], data.sort_values("met_pct").iloc[-1]
    span = f"{data['fiscal_year'].iloc[0]} to {data['fiscal_year'].iloc[-1]}"
    return Words(
        title=(
            f"The services were given {low['met_pct']:.0f} to {high['met_pct']:.0f} per cent of the capital they "
            f"asked for, {span}"
        ),
        subtitle=(
            "Capital of army, navy and air force, thousand crore rupees, current prices: outline asked for, full "
            "bar given"
        ),
        caption=(
            "Asked for is the projection of the services, given is the budget estimate. Services may ask for more "
            "than they expect, so the gap is not a measure of need. "
            "Years without a published projection are left out."
        ),
        alt=(
            f"Bars for {len(data)} fiscal years, {span}. The part given is lowest in {low['fiscal_year']} with "
            f"{low['met_pct']:.0f} per cent "
            f"and highest in {high['fiscal_year']} with {high['met_pct']:.0f} per cent. In the last year it is "
            f"{data['met_pct'].iloc[-1]:.0f} per cent."
        ),
    )


def capital_findings(data: pd.DataFrame, budget: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Say how much of the capital asked for was given, and what share of procurement is kept for Indian makers.

    Parameters
    ----------
    data : DataFrame
        As :func:`prepare_capital` gives it.
    budget : DataFrame
        Table ``defence_budget_india``.

    Returns
    -------
    dict
        ``capital_met`` (median over years) and ``domestic_share`` (the latest), in per cent: fields of findings.
    """
    share = budget.assign(start=fiscal_start(budget["fiscal_year"])).dropna(subset=["domestic_procurement_share_pct"])
    share = share.sort_values("start")
    first, last = share.iloc[0], share.iloc[-1]
    low, high = float(data["met_pct"].min()), float(data["met_pct"].max())
    return {
        "capital_met": {
            "value": float(data["met_pct"].median()),
            "sentence": (
                f"In the middle year of {data['fiscal_year'].iloc[0]} to {data['fiscal_year'].iloc[-1]} the services "
                "were given "
                f"{data['met_pct'].median():.0f} per cent of the capital they asked for (range {low:.0f} to "
                f"{high:.0f}); later projections were not found."
            ),
            "unit": "per cent",
            "interval": (low, high),
            "interval_means": "range over years",
            "confidence": "high",
        },
        "domestic_share": {
            "value": float(last["domestic_procurement_share_pct"]),
            "sentence": (
                f"{last['domestic_procurement_share_pct']:.0f} per cent of the procurement budget was kept for "
                f"Indian makers in {last['fiscal_year']}, "
                f"against {first['domestic_procurement_share_pct']:.0f} in {first['fiscal_year']}; it is a plan, and "
                "a maker in India may use foreign parts."
            ),
            "unit": "per cent",
            "interval_means": "a published plan, no sampling",
            "confidence": "high",
        },
    }
