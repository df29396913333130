"""Industry: the engine that a fighter waits for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.durations import YEAR, stage_bounds
from ties.analysis.arms.engines import delivery_pace, engine_balance, squadrons
from ties.plotting.style import INK, MUTED, OTHER, state
from ties.records import Words
from ties.tables.dates import bounds

ORDERS = ["f404-2021", "f404-2025"]
PROMISE_DUE = "2026-03-31"


def prepare_engines(deals: pd.DataFrame, deliveries: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Prepare the steps of orders and deliveries, with the promise of GE as a point of its own.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.arms.engines.engine_balance` gives it, with ``as_of``.
    """
    orders = [order for order in ORDERS if order in set(deals["id"])]
    return engine_balance(deals, deliveries, orders, as_of).assign(as_of=pd.Timestamp(as_of))


def draw_engines(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw ordered and delivered engines as steps; after the last known delivery the line is dotted."""
    end = data["as_of"].iloc[0]
    looks = {"ordered": (OTHER, "ordered"), "delivered": (state("USA"), "delivered")}
    for series, (colour, label) in looks.items():
        rows = data[data["series"] == series]
        if rows.empty:
            continue
        dates, engines = list(rows["date"]), list(rows["engines"])
        start = min(data["date"])
        ax.step([start, *dates], [0, *engines], where="post", color=colour, linewidth=2.2)
        ax.step([dates[-1], end], [engines[-1]] * 2, where="post", color=colour,
                linestyle="-" if series == "ordered" else ":", linewidth=2.2)  # fmt: skip
        ax.annotate(f"{engines[-1]} {label}", (end, engines[-1]), xytext=(6, 0), textcoords="offset points",
                    va="center", color=INK)  # fmt: skip
        for date, number in zip(dates, engines, strict=True):
            if series == "ordered":
                side = (4, "left") if date == dates[0] else (-4, "right")
                ax.annotate(f"{date:%b %Y}", (date, number), xytext=(side[0], 4),
                            textcoords="offset points", ha=side[1], fontsize=8, color=MUTED)  # fmt: skip
    ax.set_ylim(0, None)
    ax.set_xlim(
        min(data["date"]) - pd.Timedelta(days=420 if narrow else 200), end + pd.Timedelta(days=900 if narrow else 420)
    )
    years = range(min(data["date"]).year, end.year + 1, 2 if narrow else 1)
    ticks = np.array([f"{year}-01-01" for year in years], dtype="datetime64[D]")
    ax.set_xticks(ticks, [str(year) for year in years])
    ax.set_ylabel("Engines, cumulative")
    return ax


def words_engines(data: pd.DataFrame) -> Words:
    """Say how many of the engines ordered are known to have come."""
    ordered, came = _last(data, "ordered"), _last(data, "delivered")
    end = data["as_of"].iloc[0]
    rows = data[data["series"] == "delivered"]
    last = f"{rows['date'].iloc[-1]:%B %Y}" if len(rows) else "no date"
    return Words(
        title=f"Of {ordered} F404 engines ordered since 2021, {came} are known to have been delivered",
        subtitle=f"F404-IN20 engines for the Tejas Mk1A, cumulative, from contract to {end:%d %B %Y}",
        caption=(
            f"The dotted line starts at the last delivery that was found, {last}: what came after it is not known. "
            "Deliveries are dated by press reports of the handing over."
        ),
        alt=(
            f"Two step lines. Orders rise in {len(data[data['series'] == 'ordered'])} steps to {ordered}. "
            f"Known deliveries rise in {len(rows)} steps to {came}, the last in {last}."
        ),
    )


def fighter_squadrons(inventory: pd.DataFrame) -> float:
    """Give the newest count of fighter squadrons of the air force.

    Parameters
    ----------
    inventory : DataFrame
        Table ``inventory_origin``: ``system_class``, ``as_of`` and ``total``.

    Returns
    -------
    float
        Squadrons; NaN where none was counted.

    Examples
    --------
    >>> counted = {"system_class": "fighter squadrons", "as_of": ["2024", "2025-09"], "total": [31, 29]}
    >>> fighter_squadrons(pd.DataFrame(counted))
    29.0
    """
    counts = inventory[inventory["system_class"] == "fighter squadrons"].dropna(subset=["as_of", "total"])
    return float(counts.sort_values("as_of")["total"].iloc[-1]) if len(counts) else np.nan


def engine_findings(
    data: pd.DataFrame, quantities: pd.DataFrame, fighters: float, as_of: str
) -> dict[str, dict[str, Any]]:
    """Say how many engines came, at what pace, and how many squadrons wait.

    Parameters
    ----------
    data : DataFrame
        As :func:`prepare_engines` gives it.
    quantities : DataFrame
        Judgement ``fighter_squadrons``: ``quantity``, ``since`` (what is later than `as_of` does not count), ``low``
        and ``high``; several rows of one quantity add up.
    fighters : float
        Fighter squadrons of the air force (table ``inventory_origin``); NaN where none was counted.
    as_of : str
        Last day that counts (ISO 8601).

    Returns
    -------
    dict
        ``engines_delivered``, ``engine_pace``, ``engine_promise``, ``squadrons_waiting``: fields of findings.
    """
    known = quantities[bounds(quantities["since"])["earliest"] <= pd.Timestamp(as_of)]
    low = known.groupby("quantity")["low"].sum().astype(float).to_dict()
    high = known.groupby("quantity")["high"].sum().astype(float).to_dict()
    ordered, came = _last(data, "ordered"), _last(data, "delivered")
    pace = delivery_pace(data)
    by = (
        int(data.loc[(data["series"] == "delivered") & (data["date"] <= PROMISE_DUE), "engines"].max() or 0)
        if came
        else 0
    )
    aircraft = low.get("tejas_mk1a_ordered", 0.0)
    sizes = (low["aircraft_per_squadron"], high["aircraft_per_squadron"])
    few, many = squadrons(aircraft - came, sizes)
    lacks = f"; the air force has {fighters:.0f} and lacks {low['squadrons_sanctioned'] - fighters:.0f} of its "
    lacks = "" if np.isnan(fighters) else lacks + "sanctioned strength"
    findings: dict[str, dict[str, Any]] = {
        "engines_delivered": {
            "value": came,
            "sentence": f"Of {ordered} F404 engines ordered since 2021, {came} are known to have been delivered.",
            "unit": "engines",
            "interval_means": "a count of reports; later deliveries may have been missed",
            "confidence": "medium",
        },
        "engine_promise": {
            "value": None,
            "sentence": "No promise was due by the as-of date.",
            "confidence": "cannot tell",
        },
        "squadrons_waiting": {
            "value": (few + many) / 2,
            "sentence": (
                f"The {aircraft:.0f} Tejas Mk1A on order less one for each engine that came make {few:.0f} to "
                f"{many:.0f} squadrons{lacks}."
            ),
            "unit": "squadrons",
            "interval": (few, many),
            "interval_means": f"range over squadrons of {sizes[1]:.0f} and {sizes[0]:.0f} aircraft",
            "confidence": "medium",
        },
    }
    if "engines_promised_by_march_2026" in low and as_of >= PROMISE_DUE:
        findings["engine_promise"] = {
            "value": by,
            "sentence": (
                f"By March 2026 {by} engines are known to have come, where "
                f"{low['engines_promised_by_march_2026']:.0f} "
                "had been promised."
            ),
            "unit": "engines",
            "interval_means": "a count of reports",
            "confidence": "medium",
        }
    if not np.isfinite(pace["rate"]):
        findings["engine_pace"] = {
            "value": None,
            "sentence": "Too few deliveries are known to give a pace.",
            "confidence": "cannot tell",
        }
        return findings
    per_year = low.get("engines_promised_per_year")
    against = f", against {per_year:.0f} promised" if per_year is not None else ""
    first = int(data.loc[data["series"] == "ordered", "engines"].iloc[0])
    findings["engine_pace"] = {
        "value": pace["rate"],
        "sentence": (
            f"Between the first and the last known delivery engines came at {pace['rate']:.0f} a year (95 per cent "
            f"interval {pace['low']:.0f} to {pace['high']:.0f}){against}; at that pace the first order of {first} "
            f"would take {(first - came) / pace['rate']:.0f} more years."
        ),
        "unit": "engines a year",
        "precision": 1,
        "interval": (pace["low"], pace["high"]),
        "interval_means": "exact 95% Poisson interval",
        "confidence": "low",
    }
    return findings


def contract_wait_finding(deals: pd.DataFrame, deal: str, name: str, as_of: str) -> dict[str, Any]:
    """Say how long a deal took from announcement to contract, or has waited so far.

    Parameters
    ----------
    deals : DataFrame
        Table ``deals``.
    deal, name : str
        Id of the deal, and how the sentence calls it.
    as_of : str
        Last day that counts (ISO 8601).

    Returns
    -------
    dict
        Fields of a finding: years from announcement to contract, or to `as_of` where no contract is dated.
    """
    dates = stage_bounds(deals[deals["id"] == deal])
    limit, start, signed = (
        pd.Timestamp(as_of),
        dates["announced_earliest"].iloc[0],
        dates["contracted_latest"].iloc[0],
    )
    done = bool(pd.notna(signed) and signed <= limit)
    years = ((signed if done else limit) - start).days / YEAR
    told = "was signed" if done else "is still unsigned"
    return {
        "value": years,
        "sentence": f"{name} {told} {years:.1f} years after it was announced on {start.day} {start:%B %Y}.",
        "unit": "years",
        "precision": 1,
        "interval_means": "one deal with known days" if done else "so far; no contract found by the as-of date",
        "confidence": "medium",
    }


def _last(data: pd.DataFrame, series: str) -> int:
    rows = data[data["series"] == series]
    return int(rows["engines"].iloc[-1]) if len(rows) else 0
