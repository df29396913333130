"""Challenges: duties by day, and where India's goods go and come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from ties.analysis.balance.tariffs import duty_spells, trade_shares
from ties.plotting.country_names import in_prose
from ties.plotting.style import GRID, INK, MUTED, state
from ties.records import Words


def prepare_duties(steps: pd.DataFrame, events: pd.DataFrame, strands: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """Give the spells of the duty with the defence events that fell into each.

    Parameters
    ----------
    steps : DataFrame
        ``date``, ``kind``, ``low``, ``high``, ``step``: the duty on Indian goods, compiled from the tables.
    events : DataFrame
        Table ``setbacks_and_progress``; events of day precision are used.
    strands : DataFrame
        ``topic`` and ``strand``.
    as_of : str
        Last day that counts.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.balance.tariffs.duty_spells`, with ``progress`` and ``setbacks`` (defence events in
        it).
    """
    data = duty_spells(steps, as_of)
    exact = events[events["date"].str.len() == 10]
    defence = exact[exact["topic"].map(strands.set_index("topic")["strand"]) == "defence"]
    day = pd.to_datetime(defence["date"], format="%Y-%m-%d")
    for column, direction in (("progress", "progress"), ("setbacks", "setback")):
        right = day[(defence["direction"] == direction).to_numpy()].to_numpy()
        spells = zip(data["start"].to_numpy(), data["end"].to_numpy(), strict=True)
        data[column] = [int(((right >= start) & (right < end)).sum()) for start, end in spells]
    data.attrs.update(
        as_of=as_of, steps=steps[(steps["kind"] == "in_force") & (steps["date"] <= as_of)]["step"].tolist()
    )
    return data


def draw_duties(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the duty as steps, a band where sources differ, with defence events counted above each spell."""
    size = 6.8 if narrow else 8.5
    for place, row in enumerate(data.to_dict("records")):
        ax.fill_between([row["start"], row["end"]], row["low"], row["high"], color=state("USA"), alpha=0.35, lw=0)
        for level in {row["low"], row["high"]}:
            ax.hlines(level, row["start"], row["end"], color=state("USA"), lw=2.2)
        if place:
            before = data.iloc[place - 1]
            ax.vlines(row["start"], *sorted((before["high"], row["low"])), color=state("USA"), lw=1, alpha=0.6)
        middle = row["start"] + (row["end"] - row["start"]) / 2
        duty = f"{row['low']:.0f}%" if row["low"] == row["high"] else f"{row['low']:.0f}-{row['high']:.0f}%"
        counts = f"+{row['progress']} / -{row['setbacks']}"
        if row["days"] >= 30:
            at, height, offset, across, up = middle, row["high"], (0, 4), "center", "bottom"
        elif place == 0:
            at, height, offset, across, up = row["start"], row["low"], (0, -4), "left", "top"
        else:
            at, height, offset, across, up = row["start"], row["low"], (-6, 0), "right", "center"
        ax.annotate(f"{duty}\n{counts}", (at, height), xytext=offset, textcoords="offset points", fontsize=size,
                    ha=across, va=up, color=INK)  # fmt: skip
    ax.set_ylim(0, float(data["high"].max()) * 1.25)
    ax.set_ylabel("added US duty, per cent")
    ax.xaxis.set_major_locator(mdates.MonthLocator(interval=3 if narrow else 2))  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%b %y"))  # type: ignore[no-untyped-call]
    ax.grid(visible=True, axis="y", color=GRID)
    return ax


def words_duties(data: pd.DataFrame) -> Words:
    """Say how long the highest duty lasted and what defence did meanwhile."""
    top = data.sort_values("high").iloc[-1]
    last = data.iloc[-1]
    now = f"{last['low']:.0f}" if last["low"] == last["high"] else f"{last['low']:.0f} or {last['high']:.0f}"
    return Words(
        title=(
            f"The duty of {top['high']:.0f} per cent stood for {top['days']:.0f} days; {top['progress']} "
            f"defence steps forward and {top['setbacks']} back fell into them"
        ),
        subtitle=(
            f"Added US duty on Indian goods, {data['start'].iloc[0]:%Y-%m-%d} to {data.attrs['as_of']}; beside "
            "it defence events dated to the day (+ progress, - setbacks)"
        ),
        caption=(
            "A band is where sources differ. Duties of before August 2025, and which goods were exempt, are "
            "not in the tables read. That events fell into a spell does not say that the duty caused or "
            "spared them."
        ),
        alt=(
            f"Step chart of the duty. It goes from {data['low'].iloc[0]:.0f} to {top['high']:.0f} per cent, "
            f"where it stays {top['days']:.0f} days, and stands at {now} per cent on {data.attrs['as_of']}. In "
            f"the highest spell {top['progress']} defence events are progress and {top['setbacks']} setbacks."
        ),
    )


def prepare_trade(
    trade: pd.DataFrame, *, partners: Sequence[str], start_year: int, names: Mapping[str, str]
) -> pd.DataFrame:
    """Give shares of India's goods trade by partner and fiscal year, as ``trade_shares`` does."""
    data = trade_shares(trade[trade["year"] >= start_year], partners, reporter="IND")
    data.attrs["names"] = {code: names[code] for code in partners}
    # an overlay may bring US trade with other countries too
    ours = trade["country"].eq("IND") & trade["partner"].eq("USA") & trade["reporter"].eq("USA")
    balances = trade[ours & trade["period_type"].eq("cy")].set_index("year")["balance_usd_m"]
    data.attrs["us_balance"] = balances.astype("float64").dropna().sort_index()
    return data


def draw_trade(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw each partner's share of exports (full) and imports (dashed)."""
    size = 7 if narrow else 9
    ends = []
    for code, name in data.attrs["names"].items():
        part = data[data["partner"] == code].sort_values("year")
        for column, line in (("exports", "-"), ("imports", (0, (3, 2)))):
            ax.plot(part["year"], part[column], color=state(code), ls=line, lw=1.7)
            ends.append((float(part[column].iloc[-1]), f"{name}, {column}", state(code)))
    right, lowest = data["year"].max(), -1.0
    for end, label, colour in sorted(ends):
        height = lowest = max(end, lowest + 0.013)  # labels keep apart
        ax.annotate(label, (right, height), xytext=(5, 0), textcoords="offset points", va="center", fontsize=size,
                    color=colour)  # fmt: skip
    width = right - data["year"].min()
    ax.set_xlim(data["year"].min(), right + width * (0.62 if narrow else 0.27))
    ax.set_xticks([y for y in range(1990, 2050, 10 if narrow else 5) if data["year"].min() <= y <= right])
    ax.set_ylim(0, None)
    ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_ylabel("share of India's goods trade")
    ax.axhline(0, color=MUTED, lw=0.8)
    return ax


def words_trade(data: pd.DataFrame) -> Words:
    """Say who buys most, who sells most, and how that moved."""
    names = data.attrs["names"]
    last, first = (
        data[data["year"] == year].set_index("partner") for year in (data["year"].max(), data["year"].min())
    )
    buyer, seller = str(last["exports"].idxmax()), str(last["imports"].idxmax())
    span = f"{int(data['year'].min())}-{int(data['year'].max())}"
    return Words(
        title=(
            f"Of these powers {in_prose(names[buyer])} buys most of India's goods "
            f"({last.loc[buyer, 'exports']:.0%}) and {in_prose(names[seller])} sells it most "
            f"({last.loc[seller, 'imports']:.0%})"
        ),
        subtitle=f"Shares of India's goods exports (full) and imports (dashed) by fiscal year from April, {span}",
        caption=(
            "Indian customs only; US figures differ in timing, value and routing. Current dollars. No world total "
            f"after fiscal {int(data['year'].max())} was found, so the effect of later duties on trade cannot be "
            "read here."
        ),
        alt=(
            f"Line chart of shares of India's goods trade. In fiscal {int(data['year'].max())} "
            f"{in_prose(names[buyer])} takes {last.loc[buyer, 'exports']:.0%} of exports, against "
            f"{first.loc[buyer, 'exports']:.0%} at the start, and {in_prose(names[seller])} supplies "
            f"{last.loc[seller, 'imports']:.0%} of imports, against {first.loc[seller, 'imports']:.0%}."
        ),
    )


def findings_trade(data: pd.DataFrame, duties: pd.DataFrame) -> list[dict[str, Any]]:
    """Compose the findings on duties and trade.

    Parameters
    ----------
    data, duties : DataFrame
        From :func:`prepare_trade` and :func:`prepare_duties`.

    Returns
    -------
    list of dict
        Arguments of :func:`ties.findings.record.record`.
    """
    last = data[data["year"] == data["year"].max()].set_index("partner")
    balance = data.attrs["us_balance"]
    # the year of the first duty against the one before; newer tables go on after it
    came = 0 if duties.empty else int(duties["start"].min().year)
    year = came if came in balance.index and came - 1 in balance.index else int(balance.index[-1])
    before_year = max(y for y in balance.index if y < year)
    now, before = float(balance.loc[year]) / 1000, float(balance.loc[before_year]) / 1000
    way = "rose" if now > before else "fell"
    told = ", the year in which the duties came" if year == came else ""
    end = f"Indian figures end with the fiscal year {int(data['year'].max())}, and no monthly figures were found"
    effect = f"Whether the duties moved trade cannot be told: {end}."
    effect = effect if len(duties) else "No added duty is in force in these tables, so there is no effect to tell of."
    out: list[dict[str, Any]] = [
        _finding_duty(duties),
        {
            "key": "us_balance", "value": now, "unit": "billion dollars", "precision": 1, "confidence": "medium",
            "sentence": f"By US count India's surplus in goods {way} from {before:.1f} to {now:.1f} billion "
            f"dollars between {before_year} and {year}{told}.",
        },
        {
            "key": "duty_effect", "value": None, "confidence": "cannot tell",
            "sentence": effect,
        },
    ]  # fmt: skip
    for code, name in data.attrs["names"].items():
        if code not in last.index:
            told = f"India's trade with {in_prose(name)} in fiscal {int(data['year'].max())} is not in the tables."
            out.append({"key": f"trade_{code.lower()}", "value": None, "confidence": "cannot tell", "sentence": told})
            continue
        row = last.loc[code]
        out.append({
            "key": f"trade_{code.lower()}", "value": 100 * row["total"], "unit": "per cent", "precision": 1,
            "confidence": "medium", "figure": "trade-shares",
            "sentence": f"In fiscal {int(data['year'].max())} {in_prose(name)} took {row['exports']:.1%} of "
            f"India's goods exports and supplied {row['imports']:.1%} of its imports.",
        })  # fmt: skip
    return out


def _finding_duty(duties: pd.DataFrame) -> dict[str, Any]:
    """Compose the finding on the highest duty; before the first duty there is none."""
    if duties.empty:
        told = f"By {duties.attrs['as_of']} no added duty on Indian goods stands in these tables."
        return {"key": "duty_days", "value": 0, "unit": "days", "sentence": told, "confidence": "high"}
    top = duties.sort_values("high").iloc[-1]
    return {
        "key": "duty_days", "value": int(top["days"]), "unit": "days", "confidence": "high", "figure": "duties",
        "sentence": f"A duty of {top['high']:.0f} per cent stood on Indian goods for {top['days']:.0f} days; "
        f"of the defence events dated in them {top['progress']} were steps forward and {top['setbacks']} steps "
        "back.",
    }  # fmt: skip
