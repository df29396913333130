"""Industry: the engine that a fighter waits for."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.arms.durations import YEAR, stage_bounds
from ties.analysis.arms.engines import delivery_pace, engine_balance, squadrons
from ties.plotting.style import INK, MUTED, OTHER, state
from ties.plotting.text import sentence, words
from ties.records import Figure, Finding, Words, cannot_tell
from ties.tables.dates import bounds

ORDERS = ["f404-2021", "f404-2025"]
PROMISE_DUE = "2026-03-31"


def engine_orders(
    deals: pd.DataFrame, deliveries: pd.DataFrame, quantities: pd.DataFrame, inventory: pd.DataFrame, *, as_of: str
) -> Figure:
    """Show the F404 engines ordered and delivered, as steps.

    Parameters
    ----------
    deals, inventory : DataFrame
        Tables ``deals`` and ``inventory_origin``.
    deliveries : DataFrame
        Judgement ``engine_deliveries``.
    quantities : DataFrame
        Judgement ``fighter_squadrons``: ``quantity``, ``since`` (what is later than `as_of` does not count), ``low``
        and ``high``; several rows of one quantity add up.
    as_of : str
        Last day that counts (ISO 8601).

    Returns
    -------
    Figure
        With the findings ``engines_delivered``, ``engine_promise``, ``squadrons_waiting`` and ``engine_pace``; empty
        where no order is known by then.

    Examples
    --------
    >>> from ties import load
    >>> figure = engine_orders(load("deals"), load("judgements/engine_deliveries"),
    ...     load("judgements/fighter_squadrons"), load("inventory_origin"), as_of="2026-06-30")
    >>> [finding.key for finding in figure.findings]
    ['engines_delivered', 'engine_promise', 'squadrons_waiting', 'engine_pace']
    """
    data = prepare_engine_orders(deals, deliveries, as_of)
    return Figure(
        "engines", data, draw_engine_orders, words_engine_orders(data) if len(data) else None,
        findings_engine_orders(data, quantities, fighter_squadrons(inventory), as_of),
        sources=deals.loc[deals["id"].str.startswith("f4"), "sources"], height=3.6,
    )  # fmt: skip


def prepare_engine_orders(deals: pd.DataFrame, deliveries: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Prepare the steps of orders and deliveries, with ``as_of`` (see :func:`engine_balance`)."""
    orders = [order for order in ORDERS if order in set(deals["id"])]
    return engine_balance(deals, deliveries, orders, as_of).assign(as_of=pd.Timestamp(as_of))


def draw_engine_orders(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
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


def words_engine_orders(data: pd.DataFrame) -> Words:
    """Say how many of the engines ordered are known to have come."""
    rows = data[data["series"] == "delivered"]
    return words(
        "industry", "engines", ordered=_last(data, "ordered"), delivered=_last(data, "delivered"),
        orders=int((data["series"] == "ordered").sum()), deliveries=len(rows),
        last=f"{rows['date'].iloc[-1]:%B %Y}" if len(rows) else "", end=f"{data['as_of'].iloc[0]:%d %B %Y}",
    )  # fmt: skip


def findings_engine_orders(
    data: pd.DataFrame, quantities: pd.DataFrame, fighters: float, as_of: str
) -> list[Finding]:
    """Say how many engines came, at what pace, and how many squadrons wait.

    Parameters
    ----------
    data : DataFrame
        As :func:`prepare_engine_orders` gives it.
    quantities, as_of
        As of :func:`engine_orders`.
    fighters : float
        As :func:`fighter_squadrons` gives it.
    """
    counted = quantities[bounds(quantities["since"])["earliest"] <= pd.Timestamp(as_of)]
    low, high = (counted.groupby("quantity")[end].sum().astype(float) for end in ("low", "high"))
    ordered, came = _last(data, "ordered"), _last(data, "delivered")
    return [
        Finding(
            "engines_delivered", came, sentence("industry", "engines_delivered", ordered=ordered, delivered=came),
            unit="engines", interval="a count of reports; later deliveries may have been missed",
        ),
        _promise(data, low.get("engines_promised_by_march_2026"), as_of),
        _waiting(low, high, came, fighters),
        _pace(data, low.get("engines_promised_per_year"), came),
    ]  # fmt: skip


def _promise(data: pd.DataFrame, promised: float | None, as_of: str) -> Finding:
    if promised is None or as_of < PROMISE_DUE:
        return cannot_tell(["engine_promise"], sentence("industry", "engine_promise-none"))[0]
    due = data.loc[(data["series"] == "delivered") & (data["date"] <= PROMISE_DUE), "engines"]
    came = int(due.max()) if len(due) else 0
    text = sentence("industry", "engine_promise", delivered=came, promised=promised)
    return Finding("engine_promise", came, text, unit="engines", interval="a count of reports")


def _waiting(low: pd.Series, high: pd.Series, came: int, fighters: float) -> Finding:
    aircraft = low.get("tejas_mk1a_ordered", 0.0)
    sizes = (low["aircraft_per_squadron"], high["aircraft_per_squadron"])
    few, many = squadrons(aircraft - came, sizes)
    text = sentence(
        "industry", "squadrons_waiting", aircraft=aircraft, few=few, many=many,
        squadrons=None if np.isnan(fighters) else fighters, lacking=low["squadrons_sanctioned"] - fighters,
    )  # fmt: skip
    return Finding(
        "squadrons_waiting", (few + many) / 2, text, unit="squadrons", low=few, high=many,
        interval=f"range over squadrons of {sizes[1]:.0f} and {sizes[0]:.0f} aircraft",
    )  # fmt: skip


def _pace(data: pd.DataFrame, promised: float | None, came: int) -> Finding:
    pace = delivery_pace(data)
    if not np.isfinite(pace["rate"]):
        return cannot_tell(["engine_pace"], sentence("industry", "engine_pace-none"))[0]
    first = int(data.loc[data["series"] == "ordered", "engines"].iloc[0])
    text = sentence(
        "industry", "engine_pace", rate=pace["rate"], low=pace["low"], high=pace["high"], promised=promised,
        first=first, years_left=(first - came) / pace["rate"],
    )  # fmt: skip
    return Finding(
        "engine_pace", pace["rate"], text, unit="engines a year", low=pace["low"], high=pace["high"],
        interval="exact 95% Poisson interval", precision=1, confidence="low",
    )  # fmt: skip


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


def f414_waits(deals: pd.DataFrame, *, as_of: str) -> list[Finding]:
    """Say how long the two plans for the F414 waited for their contract, or wait so far.

    Parameters
    ----------
    deals : DataFrame
        Table ``deals``.
    as_of : str
        Last day that counts (ISO 8601).

    Returns
    -------
    list of Finding
        ``f414_wait`` and ``f414_first_wait`` (years), which no figure shows.

    Examples
    --------
    >>> from ties import load
    >>> [finding.key for finding in f414_waits(load("deals"), as_of="2026-06-30")]
    ['f414_wait', 'f414_first_wait']
    """
    plans = {"f414_wait": "f414-coproduction", "f414_first_wait": "f414-2010"}
    return [contract_wait(key, deals[deals["id"] == deal], as_of) for key, deal in plans.items()]


def contract_wait(key: str, deal: pd.DataFrame, as_of: str) -> Finding:
    """Say how long a deal took from announcement to contract, or has waited so far.

    Parameters
    ----------
    key : str
        Name of the finding, whose sentence names the deal.
    deal : DataFrame
        Its row of table ``deals``.
    as_of : str
        Last day that counts (ISO 8601).

    Returns
    -------
    Finding
        Years from announcement to contract, or to `as_of` where no contract is dated.
    """
    dates = stage_bounds(deal).iloc[0]
    limit, start, signed = pd.Timestamp(as_of), dates["announced_earliest"], dates["contracted_latest"]
    done = bool(pd.notna(signed) and signed <= limit)
    years = ((signed if done else limit) - start).days / YEAR
    return Finding(
        key, years, sentence("industry", key, signed=done, years=years, announced=f"{start.day} {start:%B %Y}"),
        unit="years", interval="one deal with known days" if done else "so far; no contract found by the as-of date",
        precision=1,
    )  # fmt: skip


def _last(data: pd.DataFrame, series: str) -> int:
    rows = data[data["series"] == series]
    return int(rows["engines"].iloc[-1]) if len(rows) else 0
