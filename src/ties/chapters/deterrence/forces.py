"""Deterrence: warships and warheads, actual and projected told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ties.analysis.balance.forces import chosen_counts, latest_actual, latest_ratio
from ties.plotting.style import INK, MUTED, PAPER, state
from ties.records import Words

SHIPS, TONNAGE, WARHEADS, OTHER_WARHEADS = (
    "battle_force_ships",
    "fleet_tonnage_kt",
    "nuclear_warheads",
    "nuclear_warheads_dod",
)


def prepare_forces(
    levels: pd.DataFrame,
    choices: pd.DataFrame,
    *,
    rival: str,
    focal: str,
    coalition: Sequence[str],
    start_year: int,
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Give battle force ships, fleet tonnage and nuclear warheads of the rival, the focal state and its partners.

    Parameters
    ----------
    levels, choices : DataFrame
        Table ``force_levels`` and judgement ``force_level_choices``.
    rival, focal : str
        The two states compared.
    coalition : sequence of str
        Partners beside the United States.
    start_year : int
        First year kept; projections run to the last year a source gives.
    names : mapping of str to str
        Name of each state by its code.

    Returns
    -------
    DataFrame
        ``item``, ``country``, ``year``, ``basis`` ("actual" or "projection"), ``low``, ``high``, ``rivals`` (counts
        not chosen), ``id``, ``sources``, ``confidence``, ``note``; names in ``attrs``.
    """
    counts = chosen_counts(levels, choices, [SHIPS, TONNAGE, WARHEADS])
    states = [rival, focal, "USA", *coalition]
    kept = counts[counts["country"].isin(states) & (counts["year"] >= start_year)]
    columns = ["item", "country", "year", "basis", "low", "high", "rivals", "id", "sources", "confidence", "note"]
    data = kept[columns].reset_index(drop=True)
    data.attrs.update(rival=names[rival], focal=names[focal], rival_code=rival, focal_code=focal, names=dict(names))
    return data


def draw_forces(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw ships by year, tonnage at the last count and warheads by year: solid is actual, dashed is projected."""
    figure = ax.figure
    ax.remove()
    rows, columns = (3, 1) if narrow else (1, 3)
    ships, tonnage, warheads = figure.subplots(rows, columns)
    _lines(ships, data[data["item"] == SHIPS], "battle force ships", data)
    _bars(tonnage, latest_actual(data, TONNAGE), data)
    pair = data["country"].isin([data.attrs["rival_code"], data.attrs["focal_code"]])
    _lines(warheads, data[(data["item"] == WARHEADS) & pair], "nuclear warheads", data)
    first: Axes = ships
    return first


def _lines(ax: Axes, part: pd.DataFrame, label: str, data: pd.DataFrame) -> None:
    if part.empty:
        _nothing(ax, label)
        return
    highest = part.sort_values("low")["country"].tail(1).tolist()
    for country, rows in part.groupby("country"):
        top = country in highest  # its name above the line, the others' below
        colour = state(str(country))
        actual = rows[rows["basis"] == "actual"].sort_values("year")
        ahead = rows[rows["basis"] == "projection"].sort_values("year")
        ax.plot(actual["year"], actual["low"], color=colour, marker="o", markersize=3.2)
        ax.vlines(actual["year"], actual["low"], actual["high"], color=colour, linewidth=1)
        path = pd.concat([actual.tail(1), ahead])
        if len(ahead):
            ax.plot(path["year"], path["low"], color=colour, linestyle=(0, (3, 2)), linewidth=1.4)
            ax.plot(ahead["year"], ahead["low"], "o", color=colour, markerfacecolor=PAPER, markersize=4)
        if len(actual):
            last = actual.iloc[-1]
            ax.annotate(
                f"{data.attrs['names'].get(country, country)} {last['low']:,.0f}", (last["year"], last["low"]),
                xytext=(0, 7) if top else (-4, -6), ha="right" if top else "center", va="bottom" if top else "top",
                textcoords="offset points", fontsize=7.5, color=colour,
            )  # fmt: skip
        for row in ahead[ahead["year"] > actual["year"].max() + 2].tail(1).itertuples():
            ax.annotate(
                f"{row.low:,.0f}", (row.year, row.low), xytext=(0, 5), ha="center", textcoords="offset points",
                fontsize=7.5, color=colour,
            )  # fmt: skip
    ax.set_ylim(0, part["high"].max() * 1.18)
    ax.margins(x=0.08)
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    ax.set_ylabel(label)


def _bars(ax: Axes, last: pd.DataFrame, data: pd.DataFrame) -> None:
    if last.empty:
        _nothing(ax, "fleet by tonnage")
        return
    shown = last.sort_values("low")
    ax.barh(shown["country"], shown["low"], color=[state(code) for code in shown["country"]], height=0.4)
    for position, (code, value) in enumerate(zip(shown["country"], shown["low"], strict=True)):
        ax.annotate(
            f"{data.attrs['names'].get(code, code)} {value:,.0f}", (0, position + 0.22), xytext=(2, 1), ha="left",
            va="bottom", textcoords="offset points", fontsize=7.5, color=INK,
        )  # fmt: skip
    ax.set_yticks([])
    ax.set_ylim(-0.5, len(shown) - 0.2)
    ax.grid(visible=False)
    ax.xaxis.set_major_locator(MaxNLocator(4))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    ax.set_xlabel(f"fleet, thousand tonnes, {int(shown['year'].iloc[0])}", color=INK)


def _nothing(ax: Axes, label: str) -> None:
    """Say in place of a panel that nothing was counted."""
    ax.set_axis_off()
    ax.annotate(f"{label}:\nno count in\nthese tables", (0.5, 0.5), xycoords="axes fraction", ha="center",
                va="center", fontsize=8, color=MUTED)  # fmt: skip
    ax.spines["left"].set_color(MUTED)


def words_forces(data: pd.DataFrame) -> Words:
    """Say how ships and warheads compare at the last actual count, and what is projected."""
    rival, focal = data.attrs["rival_code"], data.attrs["focal_code"]
    rival_name, focal_name = data.attrs["rival"], data.attrs["focal"]
    tonnage, _ = latest_ratio(data, TONNAGE, rival, focal)
    fleet = f"is {tonnage:.1f} times {focal_name}'s by tonnage" if tonnage else "has no comparable count of tonnage"
    heads = data[(data["item"] == WARHEADS) & (data["basis"] == "actual")]
    both = heads.pivot_table(index="year", columns="country", values="low").reindex(columns=[rival, focal]).dropna()
    warheads, grew = (
        "are not counted for both",
        f"Warheads are not counted for {rival_name} and {focal_name} together.",
    )
    if len(both):
        first, last = both.iloc[0], both.iloc[-1]
        warheads = (
            f"went from {first[rival] / first[focal]:.1f} to {last[rival] / last[focal]:.1f} times {focal_name}'s "
            f"between {both.index[0]} and {both.index[-1]}"
        )
        grew = (
            f"Warheads of {rival_name} went from {first[rival]:,.0f} to {last[rival]:,.0f}, those of "
            f"{focal_name} from {first[focal]:,.0f} to {last[focal]:,.0f}."
        )
    ships = latest_actual(data, SHIPS).set_index("country")["low"]
    counts = ", ".join(f"{data.attrs['names'][code]} {low:,.0f}" for code, low in ships.items())
    ahead = data[(data["basis"] == "projection") & (data["country"] == rival)].sort_values("year")
    seen = "; ".join(f"{row.low:,.0f} {str(row.item).replace('_', ' ')} by {row.year}" for row in ahead.itertuples())
    return Words(
        title=f"{rival_name}'s fleet {fleet}, and its warheads {warheads}",
        subtitle=(
            "Battle force ships (US counting rule), fleet tonnage, nuclear warheads in January; solid: actual; "
            "dashed and hollow: projected"
        ),
        caption=(
            "Battle force ships are counted by the US Department of Defense for both navies, and not for others. "
            "Tonnage is one publisher's rounded estimate. Projections are the US Department of Defense's: its "
            "warhead count and SIPRI's differ in date and definition, so the dashed line joins two counters. Where "
            "counts of one year compete, the download names those not chosen; the reasons are kept as data."
        ),
        alt=(
            f"Three charts. Battle force ships at the last count: {counts}. The fleet of {rival_name} {fleet}. {grew}"
            + (f" Projected for {rival_name}: {seen}." if seen else "")
        ),
    )
