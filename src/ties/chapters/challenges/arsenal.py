"""Challenges: Russian arms in what India imports and in what it holds."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from ties.analysis.arms.arsenal import Arsenal, share_bands
from ties.chapters.challenges.crossings import span
from ties.plotting.style import GRID, INK, MUTED, OTHER, state
from ties.records import Words


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
    borrowed: float = 0.0,
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
    borrowed : float
        Part of the volume delivered whose service life is borrowed from other classes (0 to 1); the caption says it.

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
    data.attrs.update(last_known=last_known, edition=flow.attrs.get("edition", "not stated"), borrowed=borrowed)
    return data


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
    n, borrowed = int((data["measure"] == "study").sum()), data.attrs.get("borrowed", 0.0)
    return Words(
        title=(
            f"Russia has {flow['share']:.0%} of India's arms imports and about {now['share']:.0%} of its "
            f"arsenal: under one half in {under[0.5]}"
        ),
        subtitle=(
            f"Share of SIPRI TIV: imports in rolling windows (edition {data.attrs['edition']}); stock at "
            f"year's end by a cohort model with 95% bands, projected after {last_known}"
        ),
        caption=(
            "All arms includes an assumed share of Indian designs; imported types does not. Dashed lines and "
            "widening bands are projections under stated assumptions on service lives and replacements, not "
            f"forecasts of policy. Diamonds: {n} published estimates, which count equipment, not TIV."
            + (
                f" {borrowed:.1%} of the volume delivered has a service life borrowed from other classes."
                if borrowed
                else ""
            )
        ),
        alt=(
            f"Line chart of Russia's share of Indian arms. Imports stand at {flow['share']:.0%} in the window "
            f"to {int(flow['year'])}, {compared} the stock of all arms at {now['share']:.0%} ({now['low']:.0%} "
            f"to {now['high']:.0%}) and of imported types at {imported['share']:.0%}. The stock of all arms "
            f"falls under 50% in {under[0.5]} and under 25% in {under[0.25]}."
        ),
    )
