"""Russian arms in what India imports and in what it holds, and where the article's number lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from ties.analysis.arms.arsenal import Arsenal, share_bands
from ties.analysis.arms.concentration import newest_split
from ties.analysis.arms.stock_crossings import year_on_curve, year_under, years_under
from ties.chapters.challenges.arsenal_model import ArsenalModel, span
from ties.plotting.style import GRID, INK, MUTED, OTHER, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell

STOCKS = {"all_arms": "all arms", "imported": "imported types"}
EQUIPMENT = ("all equipment", "major weapons", "military hardware")
THRESHOLDS = {"under_half": 0.5, "under_quarter": 0.25}


def stock_and_flow(
    model: ArsenalModel,
    studies: pd.DataFrame,
    *,
    window: int,
    start_year: int,
    end_year: int,
    claim_share: float = 0.6,
    claim_year: int = 2023,
) -> Figure:
    """Show the Russian share of imports and of the stock, with published estimates and the article's number.

    Parameters
    ----------
    model : ArsenalModel
        Tables and choices of the simulated stock.
    studies : DataFrame
        Table ``inventory_origin``; rows of all services with a share and a date are used.
    window : int
        Years in the rolling window of imports.
    start_year, end_year : int
        First year shown; last year of the projection.
    claim_share, claim_year : float, int
        The article's share (0 to 1) and its year.

    Returns
    -------
    Figure
        ``stock-and-flow``. Findings: where flow and stock stand (``flow_now``, ``stock_now``), where the article's
        number lies (``claim_on_all_arms``, ``claim_on_imported``, ``claim_on_flow``), and when each stock falls under
        one half and one quarter (``stock_under_half`` and others).

    Examples
    --------
    >>> from ties import load
    >>> from ties.chapters.challenges.arsenal_model import TABLES
    >>> model = ArsenalModel(*map(load, TABLES), draws=20)
    >>> figure = stock_and_flow(model, load("inventory_origin"), window=5, start_year=1995, end_year=2040)
    >>> figure.findings[0].text("value")
    '36'
    """
    bought = newest_split(model.transfers, model.recipient)
    arsenal = model.simulate(end_year, first_year=start_year)
    data = prepare_stock_and_flow(
        arsenal,
        prepare_flow(bought, suppliers=["RUS"], window=window, start_year=start_year, end_year=end_year),
        studies,
        claim_share=claim_share,
        claim_year=claim_year,
        last_delivery=int(bought["year"].max()),
        borrowed=model.borrowed().share,
    )
    return Figure(
        "stock-and-flow", data, draw_stock_and_flow, words_stock_and_flow(data, arsenal),
        findings_stock_and_flow(data, arsenal), height=4.6,
    )  # fmt: skip


def prepare_flow(
    transfers: pd.DataFrame, *, suppliers: Sequence[str], window: int, start_year: int, end_year: int
) -> pd.DataFrame:
    """Give the share of some suppliers in a recipient's arms imports, in rolling windows.

    Parameters
    ----------
    transfers : DataFrame
        Table ``arms_transfers`` of one recipient and one edition: ``supplier``, ``year``, ``tiv_m``.
    suppliers : sequence of str
        Counted together.
    window : int
        Years in the window.
    start_year, end_year : int
        Last years of the first and last window wanted.

    Returns
    -------
    DataFrame
        ``year`` (last of the window), ``share`` (0 to 1).

    Raises
    ------
    ValueError
        If editions are mixed.

    Examples
    --------
    >>> t = pd.DataFrame({"supplier": ["RUS", "FRA", "RUS"], "year": [2001, 2001, 2002], "tiv_m": [1.0, 1.0, 2.0]})
    >>> prepare_flow(t, suppliers=["RUS"], window=2, start_year=2001, end_year=2002)["share"].tolist()
    [0.75]
    """
    if "edition" in transfers and len(transfers["edition"].unique()) > 1:
        raise ValueError("flows of more than one edition: shares are compared inside one edition only")
    years = range(int(transfers["year"].min()), int(transfers["year"].max()) + 1)
    volume = transfers.assign(tiv_m=transfers["tiv_m"].astype("float64"))
    total = volume.groupby("year")["tiv_m"].sum().reindex(years, fill_value=0.0)
    ours = volume[volume["supplier"].isin(suppliers)].groupby("year")["tiv_m"].sum().reindex(years, fill_value=0.0)
    share = (ours.rolling(window).sum() / total.rolling(window).sum()).dropna()
    share = share[(share.index >= start_year) & (share.index <= end_year)]
    out = pd.DataFrame({"year": share.index.astype("int64"), "share": share.to_numpy()})
    out.attrs["edition"] = str(transfers["edition"].iloc[0]) if "edition" in transfers else "not stated"
    return out


def prepare_stock_and_flow(
    arsenal: Arsenal,
    flow: pd.DataFrame,
    studies: pd.DataFrame,
    *,
    claim_share: float,
    claim_year: int,
    last_delivery: int,
    borrowed: float = 0.0,
) -> pd.DataFrame:
    """Put stock, flow, published estimates and the article's number into one table.

    As of :func:`stock_and_flow`, and: the simulated `arsenal`, the `flow` of :func:`prepare_flow`, the last
    year of deliveries, and the part of the volume with a `borrowed` service life (0 to 1; the caption says it).
    Columns: ``measure`` ("all_arms", "imported", "flow", "study", "claim"), ``year``, ``share``, ``low``, ``high``,
    ``projected``, ``id`` (of a study); ``attrs`` hold the last year of deliveries and the edition.
    """
    stock = share_bands(arsenal).rename(columns={"median": "share"})
    claim = pd.DataFrame({"measure": ["claim"], "year": [claim_year], "share": [claim_share]})
    data = pd.concat([stock, flow.assign(measure="flow"), published_shares(studies), claim], ignore_index=True)
    data["projected"] = (data["year"] > last_delivery) & data["measure"].isin(list(STOCKS))
    data.attrs.update(last_delivery=last_delivery, edition=flow.attrs.get("edition", "not stated"), borrowed=borrowed)
    return data


def published_shares(studies: pd.DataFrame) -> pd.DataFrame:
    """Give the published shares of the whole arsenal: ``measure`` ("study"), ``id``, ``year``, ``share`` (0 to 1)."""
    rows = studies[(studies["service"] == "all") & studies["share_pct"].notna() & studies["as_of"].notna()]
    rows = rows[rows["system_class"].isin(EQUIPMENT)]
    year, share = rows["as_of"].astype("str").str[:4].astype("int64"), rows["share_pct"].astype("float64") / 100
    return pd.DataFrame({"measure": "study", "id": rows["id"], "year": year, "share": share})


def draw_stock_and_flow(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the flow as a line, both stocks with bands (dashed when projected), estimates and the claim as marks."""
    size = 7 if narrow else 8.5
    last = data.attrs["last_delivery"]
    for measure, colour, label in (("imported", OTHER, "imported types"), ("all_arms", state("RUS"), "all arms")):
        part = data[data["measure"] == measure].sort_values("year")
        ax.fill_between(part["year"], part["low"], part["high"], color=colour, alpha=0.22, lw=0)
        past, later = part[part["year"] <= last], part[part["year"] >= last]
        ax.plot(past["year"], past["share"], color=colour)
        ax.plot(later["year"], later["share"], color=colour, ls=(0, (4, 2)))
        end = part.iloc[-1]
        ax.annotate(f"stock:\n{label}", (end["year"], end["share"]), xytext=(4, 0), textcoords="offset points",
                    va="center", fontsize=size, color=INK)  # fmt: skip
    flow = data[data["measure"] == "flow"].sort_values("year")
    ax.plot(flow["year"], flow["share"], color=INK)
    end = flow.iloc[-1]
    ax.annotate("imports", (end["year"], end["share"]), xytext=(3, -8), textcoords="offset points", fontsize=size,
                color=INK)  # fmt: skip
    studies = data[data["measure"] == "study"]
    ax.plot(studies["year"], studies["share"], "D", ms=4, mfc="none", mec=MUTED, label="published estimates")
    claim = data[data["measure"] == "claim"]
    ax.plot(claim["year"], claim["share"], "*", ms=10, color=INK, label="the article's number")
    for level in (0.5, 0.25):
        ax.axhline(level, color=MUTED, lw=0.9, ls=":")
    ax.set_ylim(0, 1)
    ax.set_xlim(int(data["year"].min()), int(data["year"].max()) + 1)
    ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_ylabel("Russian or Soviet share")
    ax.grid(visible=True, axis="y", color=GRID)
    ax.legend(loc="lower left", fontsize=size)
    return ax


def _facts(data: pd.DataFrame, arsenal: Arsenal) -> dict[str, Any]:
    last = data.attrs["last_delivery"]
    parts = {str(name): rows.sort_values("year") for name, rows in data.groupby("measure")}
    flow, claim = parts["flow"], parts["claim"].iloc[0]
    stock = {name: parts[name].loc[parts[name]["year"] <= last].iloc[-1].to_dict() for name in STOCKS}
    studies = data.loc[data["measure"] == "study", "share"]
    at_claim = flow.loc[flow["year"] == claim["year"], "share"]
    return {
        "last": last, "edition": data.attrs["edition"], "borrowed": data.attrs["borrowed"],
        "bought": flow.iloc[-1].to_dict(), "now": stock["all_arms"], "imported": stock["imported"],
        "half": span(arsenal.all_arms, arsenal.years, 0.5), "quarter": span(arsenal.all_arms, arsenal.years, 0.25),
        "studies": len(studies), "lowest": studies.min(), "highest": studies.max(), "claim": claim.to_dict(),
        "at_claim": at_claim.iloc[0] if len(at_claim) else None, "reached": year_on_curve(flow, claim["share"]),
    }  # fmt: skip


def words_stock_and_flow(data: pd.DataFrame, arsenal: Arsenal) -> Words:
    """Say where stock and flow stand, and when the stock falls under one half."""
    return words("challenges", "stock-and-flow", **_facts(data, arsenal))


def findings_stock_and_flow(data: pd.DataFrame, arsenal: Arsenal) -> list[Finding]:
    """Give where flow and stock stand, where the claim lies, and when each stock falls under each threshold."""
    facts = _facts(data, arsenal)
    now, reached = facts["now"], facts["reached"]
    text = {key: sentence("challenges", key, **facts) for key in ("flow_now", "stock_now", "claim_on_flow")}
    return [
        Finding("flow_now", 100 * facts["bought"]["share"], text["flow_now"], unit="per cent", confidence="high"),
        Finding("stock_now", 100 * now["share"], text["stock_now"], **_band(now)),
        *(_finding_claim(data, facts["claim"], measure) for measure in STOCKS),
        Finding("claim_on_flow", reached, text["claim_on_flow"], confidence="high" if reached else "cannot tell"),
        *(_finding_crossing(arsenal, measure, name) for measure in STOCKS for name in THRESHOLDS),
    ]


def _band(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit": "per cent", "low": 100 * row["low"], "high": 100 * row["high"],
        "interval": "95% interval of the cohort model",
    }  # fmt: skip


def _finding_claim(data: pd.DataFrame, claim: dict[str, Any], measure: str) -> Finding:
    at = data[(data["measure"] == measure) & (data["year"] == claim["year"])].iloc[0].to_dict()
    text = sentence("challenges", "claim_on_*", claim=claim, at=at, stock=STOCKS[measure])
    return Finding(f"claim_on_{measure}", 100 * at["share"], text, **_band(at))


def _finding_crossing(arsenal: Arsenal, measure: str, name: str) -> Finding:
    """Give the finding of one crossing; a year beyond the horizon is not a number."""
    shares, years, threshold = getattr(arsenal, measure), arsenal.years, THRESHOLDS[name]
    low, middle, high = years_under(shares, years, threshold)
    key = f"stock_{name}" if measure == "all_arms" else f"stock_imported_{name}"
    facts = {"stock": STOCKS[measure], "threshold": threshold, "last": years[-1]}
    if not np.isfinite(middle):
        part = np.isfinite(year_under(shares, years, threshold)).mean()
        return cannot_tell([key], sentence("challenges", "stock_*under_*-never", part=part, **facts))[0]
    text = sentence("challenges", "stock_*under_*", span=span(shares, years, threshold), **facts)
    return Finding(
        key, str(int(middle)), text, low=float(low), high=float(min(high, years[-1])), confidence="low",
        interval=f"95% interval; {years[-1]} stands for that year or later",
    )  # fmt: skip
