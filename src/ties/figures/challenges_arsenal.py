"""Challenges: Russian arms in what India imports and in what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter
from numpy.typing import NDArray

from ties.analysis.arsenal import Arsenal, share_bands, year_under
from ties.figures.style import GRID, INK, MUTED, OTHER, state
from ties.figures.words import Words


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
    known = range(int(transfers["year"].min()), int(transfers["year"].max()) + 1)
    volume = transfers.assign(tiv_m=transfers["tiv_m"].astype("float64"))
    total = volume.groupby("year")["tiv_m"].sum().reindex(known, fill_value=0.0)
    ours = volume[volume["supplier"].isin(suppliers)].groupby("year")["tiv_m"].sum().reindex(known, fill_value=0.0)
    share = (ours.rolling(window).sum() / total.rolling(window).sum()).dropna()
    share = share[(share.index >= start_year) & (share.index <= end_year)]
    out = pd.DataFrame({"year": share.index.astype("int64"), "share": share.to_numpy()})
    out.attrs["edition"] = str(transfers["edition"].iloc[0]) if "edition" in transfers else "not stated"
    return out


def prepare_stock_flow(
    arsenal: Arsenal,
    flow: pd.DataFrame,
    studies: pd.DataFrame,
    *,
    claim_share: float,
    claim_year: int,
    last_known: int,
) -> pd.DataFrame:
    """Put stock, flow, published estimates and the article's number into one table.

    Parameters
    ----------
    arsenal : Arsenal
        Simulated stock.
    flow : DataFrame
        From :func:`prepare_flow`.
    studies : DataFrame
        Table ``inventory_origin``; rows of all services with a share and a date are used.
    claim_share, claim_year : float, int
        The article's share (0 to 1) and its year.
    last_known : int
        Last year of deliveries; later years are projected.

    Returns
    -------
    DataFrame
        ``measure`` ("all_arms", "imported", "flow", "study", "claim"), ``year``, ``share``, ``low``, ``high``,
        ``projected``, ``id`` (of a study); ``attrs`` hold the last known year.
    """
    stock = share_bands(arsenal).rename(columns={"median": "share"})
    whole = studies[(studies["service"] == "all") & studies["share_pct"].notna() & studies["as_of"].notna()]
    whole = whole[whole["system_class"].isin(["all equipment", "major weapons", "military hardware"])]
    estimates = pd.DataFrame(
        {
            "measure": "study",
            "id": whole["id"],
            "year": whole["as_of"].astype("str").str[:4].astype("int64"),
            "share": whole["share_pct"].astype("float64") / 100,
        }
    )
    claim = pd.DataFrame({"measure": ["claim"], "year": [claim_year], "share": [claim_share]})
    data = pd.concat([stock, flow.assign(measure="flow"), estimates, claim], ignore_index=True)
    data["projected"] = (data["year"] > last_known) & data["measure"].isin(["all_arms", "imported"])
    data.attrs.update(last_known=last_known, edition=flow.attrs.get("edition", "not stated"))
    return data


def year_on_curve(curve: pd.DataFrame, share: float) -> int | None:
    """Give the last year in which a curve was at or over a share; None if it never was, or still is.

    Parameters
    ----------
    curve : DataFrame
        ``year`` and ``share``.
    share : float
        Share to find (0 to 1).

    Examples
    --------
    >>> year_on_curve(pd.DataFrame({"year": [2001, 2002, 2003], "share": [0.7, 0.61, 0.5]}), 0.6)
    2002
    """
    ordered = curve.sort_values("year")
    over = ordered[ordered["share"] >= share]
    if over.empty or over["year"].max() == ordered["year"].max():
        return None
    return int(over["year"].max())


def crossing(shares: NDArray[np.float64], years: NDArray[np.int64], threshold: float) -> NDArray[np.float64]:
    """Give the 2.5, 50 and 97.5 per cent points of the year from which a share stays under a threshold.

    Parameters
    ----------
    shares : array, shape (d, t)
        Shares by draw and year.
    years : array, shape (t,)
        Years.
    threshold : float
        Share to fall under.

    Returns
    -------
    array, shape (3,)
        Years; infinite where that part of the draws has not fallen under it by the last year.

    Examples
    --------
    >>> shares = np.array([[0.6, 0.4]] * 60 + [[0.6, 0.6]] * 40)
    >>> crossing(shares, np.array([2029, 2030]), 0.5).tolist()
    [2030.0, 2030.0, inf]
    """
    found = year_under(shares, years, threshold)
    return np.asarray(np.quantile(found, [0.025, 0.5, 0.975], method="lower"), dtype=np.float64)


def span(shares: NDArray[np.float64], years: NDArray[np.int64], threshold: float) -> str:
    """Write the median and the 95 per cent interval of that year, with "after" for what lies beyond the last.

    Examples
    --------
    >>> shares = np.array([[0.6, 0.4]] * 60 + [[0.6, 0.6]] * 40)
    >>> span(shares, np.array([2029, 2030]), 0.5)
    '2030 (2030 to after 2030)'
    """
    ends = crossing(shares, years, threshold)
    low, middle, high = (f"{y:.0f}" if np.isfinite(y) else f"after {years[-1]}" for y in ends)
    return f"{middle} ({low} to {high})" if low != high else middle


def findings_stock(data: pd.DataFrame, arsenal: Arsenal) -> list[dict[str, Any]]:
    """Compose the findings of the figure: where flow and stock stand, when the stock falls, where the claim lies.

    Parameters
    ----------
    data : DataFrame
        From :func:`prepare_stock_flow`.
    arsenal : Arsenal
        The same simulation.

    Returns
    -------
    list of dict
        Arguments of :func:`ties.findings.record.record`.
    """
    parts = {str(name): rows.sort_values("year") for name, rows in data.groupby("measure")}
    flow, claim = parts["flow"], parts["claim"].iloc[0]
    stock = {m: parts[m][parts[m]["year"] <= data.attrs["last_known"]] for m in ("all_arms", "imported")}
    now, bought = stock["all_arms"].iloc[-1], flow.iloc[-1]
    figure = {"figure": "stock-and-flow"}
    out: list[dict[str, Any]] = [
        {
            "key": "flow_now", "value": 100 * bought["share"], "unit": "per cent", "sure": "high",
            "sentence": f"Russia supplied {bought['share']:.0%} of India's arms imports in the window ending "
            f"{bought['year']:.0f}.",
        },
        {
            "key": "stock_now", "value": 100 * now["share"], "unit": "per cent",
            "interval": (100 * now["low"], 100 * now["high"]), "interval_means": "95% interval of the cohort model",
            "sentence": f"Russia supplied {bought['share']:.0%} of what India imported in the window ending "
            f"{bought['year']:.0f}, and {now['share']:.0%} ({now['low']:.0%} to {now['high']:.0%}) of "
            "what it held.",
        },
    ]  # fmt: skip
    for measure, part in stock.items():
        at = part[part["year"] == claim["year"]].iloc[0]
        inside = at["low"] <= claim["share"] <= at["high"]
        what = "all arms" if measure == "all_arms" else "imported types"
        out.append({
            "key": f"claim_on_{measure}", "value": 100 * at["share"], "unit": "per cent",
            "interval": (100 * at["low"], 100 * at["high"]), "interval_means": "95% interval of the cohort model",
            "sentence": f"As a share of {what}, the article's {claim['share']:.0%} for "
            f"{claim['year']:.0f} lies "
            f"{'inside' if inside else 'above' if claim['share'] > at['high'] else 'below'} the band "
            "of the model "
            f"({at['low']:.0%} to {at['high']:.0%}).",
        })  # fmt: skip
    then, at = year_on_curve(flow, claim["share"]), flow[flow["year"] == claim["year"]]["share"]
    told = f"{at.iloc[0]:.0%}" if len(at) else "not known"
    ended = f"was last reached in the window ending {then}" if then else "was not passed in these windows"
    out.append({
        "key": "claim_on_flow", "value": then, "sure": "high" if then else "cannot tell",
        "sentence": f"As a share of imports the article's number does not fit {claim['year']:.0f} ({told}): "
        f"it {ended}.",
    })  # fmt: skip
    for measure, key in (("all_arms", ""), ("imported", "_imported")):
        for threshold, name in ((0.5, "under_half"), (0.25, "under_quarter")):
            out.append(
                _finding_crossing(getattr(arsenal, measure), arsenal.years, threshold, f"stock{key}_{name}", measure)
            )
    return [finding | figure for finding in out]


def prepare_counted(arsenal: Arsenal, data: pd.DataFrame) -> pd.DataFrame:
    """Give the years under one half and one quarter if a published count of the stock is right.

    In each draw the Russian items are weighed up or down until the share in the year of the study is the published
    one, and keep that weight: odds are scaled by one factor, so no second simulation is needed.

    Parameters
    ----------
    arsenal : Arsenal
        Simulated stock.
    data : DataFrame
        From :func:`prepare_stock_flow`; its rows of measure "study" are used.

    Returns
    -------
    DataFrame
        ``id``, ``year``, ``published`` (per cent), ``weight`` (median factor on the odds), ``under_half``,
        ``under_quarter`` (median year and interval, as text).
    """
    rows = []
    for study in data[data["measure"] == "study"].sort_values(["year", "id"]).to_dict("records"):
        at = np.flatnonzero(arsenal.years == study["year"])
        if len(at) == 0 or not 0 < study["share"] < 1:
            continue
        then = arsenal.all_arms[:, at]
        factor = study["share"] / (1 - study["share"]) / (then / (1 - then))
        scaled = factor * arsenal.all_arms / (1 + (factor - 1) * arsenal.all_arms)
        rows.append((study["id"], study["year"], 100 * study["share"], float(np.median(factor)),
                     span(scaled, arsenal.years, 0.5), span(scaled, arsenal.years, 0.25)))  # fmt: skip
    return pd.DataFrame(rows, columns=["id", "year", "published", "weight", "under_half", "under_quarter"])


def findings_counted(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Compose the finding on published counts; see :func:`ties.findings.record.record` for the fields."""
    low, high = (data.sort_values("published").iloc[end] for end in (0, -1))
    return [
        {
            "key": "counted_half", "value": high["under_half"], "sure": "low",
            "sentence": f"If the lowest published estimate is right ({low['published']:.0f} per cent, "
            f"{low['year']}), the "
            f"share falls under one half in {low['under_half']}; if the highest is "
            f"({high['published']:.0f} per cent, "
            f"{high['year']}), in {high['under_half']}.",
        }
    ]  # fmt: skip


def _finding_crossing(
    shares: NDArray[np.float64], years: NDArray[np.int64], threshold: float, key: str, measure: str
) -> dict[str, Any]:
    """Compose the finding of one crossing; a year beyond the horizon is not a number."""
    low, middle, high = crossing(shares, years, threshold)
    what = "all arms" if measure == "all_arms" else "imported types"
    told = f"The Russian share of {what} falls under {threshold:.0%} in {span(shares, years, threshold)}"
    by_end = np.isfinite(year_under(shares, years, threshold)).mean()
    finding: dict[str, Any] = {"key": key, "sentence": f"{told}, if the assumptions hold.", "sure": "medium"}
    if not np.isfinite(middle):
        return finding | {
            "value": None, "sure": "cannot tell",
            "sentence": f"The Russian share of {what} falls under {threshold:.0%} by {years[-1]} in "
            f"{by_end:.0%} "
            "of the draws.",
        }  # fmt: skip
    end = f"95% interval; {years[-1]} stands for that year or later"
    ends = (str(int(low)), str(int(min(high, years[-1]))))
    return finding | {"value": str(int(middle)), "low": float(ends[0]), "high": float(ends[1]), "interval": end}


def draw_stock_flow(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the flow as a line, both stocks with bands (dashed when projected), estimates and the claim as marks."""
    size = 7 if narrow else 8.5
    last_known = data.attrs["last_known"]
    for measure, colour, label in (("imported", OTHER, "imported types"), ("all_arms", state("RUS"), "all arms")):
        part = data[data["measure"] == measure].sort_values("year")
        ax.fill_between(part["year"], part["low"], part["high"], color=colour, alpha=0.22, lw=0)
        past, later = part[part["year"] <= last_known], part[part["year"] >= last_known]
        ax.plot(past["year"], past["share"], color=colour)
        ax.plot(later["year"], later["share"], color=colour, ls=(0, (4, 2)))
        end = part.iloc[-1]
        ax.annotate(f"stock:\n{label}", (end["year"], end["share"]), xytext=(4, 0), textcoords="offset points",
                    va="center", fontsize=size, color=INK)  # fmt: skip
    flow = data[data["measure"] == "flow"].sort_values("year")
    ax.plot(flow["year"], flow["share"], color=INK)
    last = flow.iloc[-1]
    ax.annotate("imports", (last["year"], last["share"]), xytext=(3, -8), textcoords="offset points", fontsize=size,
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


def words_stock_flow(data: pd.DataFrame, arsenal: Arsenal) -> Words:
    """Say where stock and flow stand, and when the stock falls under one half."""
    last_known = data.attrs["last_known"]
    flow = data[data["measure"] == "flow"].sort_values("year").iloc[-1]
    now = data[(data["measure"] == "all_arms") & (data["year"] == last_known)].iloc[0]
    imported = data[(data["measure"] == "imported") & (data["year"] == last_known)].iloc[0]
    under = {level: span(arsenal.all_arms, arsenal.years, level) for level in (0.5, 0.25)}
    compared = (
        "less than"
        if flow["share"] < now["low"]
        else "more than"
        if flow["share"] > now["high"]
        else "about as much as"
    )
    n = int((data["measure"] == "study").sum())
    return Words(
        title=(
            f"Russia has {flow['share']:.0%} of India's arms imports and about {now['share']:.0%} of "
            "its arsenal: "
            f"under one half in {under[0.5]}"
        ),
        subtitle=(
            f"Share of SIPRI TIV: imports in rolling windows (edition {data.attrs['edition']}); stock "
            "at year's end by "
            f"a cohort model with 95% bands, projected after {last_known}"
        ),
        caption=(
            "All arms includes an assumed share of Indian designs; imported types does not. Dashed "
            "lines and widening "
            "bands are projections under stated assumptions on service lives and replacements, not "
            "forecasts of policy. "
            f"Diamonds: {n} published estimates, which count equipment, not TIV."
        ),
        alt=(
            f"Line chart of Russia's share of Indian arms. Imports stand at {flow['share']:.0%} in "
            "the window to "
            f"{int(flow['year'])}, {compared} the stock of all arms at {now['share']:.0%} ({now['low']:.0%} to "
            f"{now['high']:.0%}) and of imported types at {imported['share']:.0%}. The stock of all "
            "arms falls under 50% in "
            f"{under[0.5]} and under 25% in {under[0.25]}."
        ),
    )
