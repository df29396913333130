"""Deterrence: warships and warheads, actual and projected told apart."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ties.analysis.balance.forces import chosen_counts, latest_actual, latest_ratio
from ties.analysis.balance.sides import Sides
from ties.plotting.style import INK, MUTED, PAPER, state
from ties.plotting.text import fixed, sentence, words
from ties.records import Figure, Finding, Words

SHIPS, TONNAGE, WARHEADS = ("battle_force_ships", "fleet_tonnage_kt", "nuclear_warheads")


def fleet_and_warheads(
    levels: pd.DataFrame, choices: pd.DataFrame, countries: pd.DataFrame, *, sides: Sides, start_year: int
) -> Figure:
    """Show battle force ships, fleet tonnage and nuclear warheads of the rival, the focal state and its partners.

    Parameters
    ----------
    levels, choices, countries : DataFrame
        Table ``force_levels``, judgement ``force_level_choices`` and table ``countries``.
    sides : Sides
        The states.
    start_year : int
        First year shown; projections run to the last year a source gives.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from ties import load
    >>> tables = load("force_levels"), load("judgements/force_level_choices"), load("countries")
    >>> figure = fleet_and_warheads(*tables, sides=Sides("IND", "CHN", ["JPN"]), start_year=2000)
    >>> [finding.key for finding in figure.findings]
    ['tonnage_ratio', 'warhead_ratio']
    """
    names = countries.set_index("code")["name"]
    data = prepare_forces(levels, choices, sides=sides, start_year=start_year)
    return Figure(
        "forces",
        data,
        partial(draw_forces, names=names, pair=(sides.rival, sides.focal)),
        words_forces(data, names=names, rival=sides.rival, focal=sides.focal),
        findings_forces(data, names=names, rival=sides.rival, focal=sides.focal),
        sources=data["sources"],
        height=3.6,
        narrow_height=7.5,
    )


def prepare_forces(levels: pd.DataFrame, choices: pd.DataFrame, *, sides: Sides, start_year: int) -> pd.DataFrame:
    """Give the counts of ships, tonnage and warheads.

    Parameters as of :func:`fleet_and_warheads`. Columns: ``item``, ``country``, ``year``, ``basis`` ("actual" or
    "projection"), ``low``, ``high``, ``rivals`` (counts not chosen), ``id``, ``sources``, ``confidence``, ``note``.
    """
    counts = chosen_counts(levels, choices, [SHIPS, TONNAGE, WARHEADS])
    states = [sides.rival, sides.focal, "USA", *sides.coalition]
    columns = ["item", "country", "year", "basis", "low", "high", "rivals", "id", "sources", "confidence", "note"]
    wanted = counts["country"].isin(states) & (counts["year"] >= start_year)
    return counts.loc[wanted, columns].reset_index(drop=True)


def draw_forces(
    data: pd.DataFrame, ax: Axes, *, names: pd.Series, pair: tuple[str, str], narrow: bool = False
) -> Axes:
    """Draw ships by year, tonnage at the last count and warheads by year: solid is actual, dashed is projected."""
    figure = ax.figure
    ax.remove()
    rows, columns = (3, 1) if narrow else (1, 3)
    ships, tonnage, warheads = figure.subplots(rows, columns)
    _lines(ships, data[data["item"] == SHIPS], "battle force ships", names)
    _bars(tonnage, latest_actual(data, TONNAGE), names)
    of_pair = data["country"].isin(pair)
    _lines(warheads, data[(data["item"] == WARHEADS) & of_pair], "nuclear warheads", names)
    first: Axes = ships
    return first


def _lines(ax: Axes, part: pd.DataFrame, label: str, names: pd.Series) -> None:
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
                f"{names.get(str(country), country)} {last['low']:,.0f}", (last["year"], last["low"]),
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
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: fixed(value)))
    ax.set_ylabel(label)


def _bars(ax: Axes, last: pd.DataFrame, names: pd.Series) -> None:
    if last.empty:
        _nothing(ax, "fleet by tonnage")
        return
    shown = last.sort_values("low")
    ax.barh(shown["country"], shown["low"], color=[state(code) for code in shown["country"]], height=0.4)
    for position, (code, value) in enumerate(zip(shown["country"], shown["low"], strict=True)):
        ax.annotate(
            f"{names.get(code, code)} {value:,.0f}", (0, position + 0.22), xytext=(2, 1), ha="left", va="bottom",
            textcoords="offset points", fontsize=7.5, color=INK,
        )  # fmt: skip
    ax.set_yticks([])
    ax.set_ylim(-0.5, len(shown) - 0.2)
    ax.grid(visible=False)
    ax.xaxis.set_major_locator(MaxNLocator(4))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: fixed(value)))
    ax.set_xlabel(f"fleet, thousand tonnes, {int(shown['year'].iloc[0])}", color=INK)


def _nothing(ax: Axes, label: str) -> None:
    """Say in place of a panel that nothing was counted."""
    ax.set_axis_off()
    ax.annotate(f"{label}:\nno count in\nthese tables", (0.5, 0.5), xycoords="axes fraction", ha="center",
                va="center", fontsize=8, color=MUTED)  # fmt: skip
    ax.spines["left"].set_color(MUTED)


def words_forces(data: pd.DataFrame, *, names: pd.Series, rival: str, focal: str) -> Words:
    """Say how ships and warheads compare at the last actual count, and what is projected."""
    heads = data[(data["item"] == WARHEADS) & (data["basis"] == "actual")]
    both = heads.pivot_table(index="year", columns="country", values="low").reindex(columns=[rival, focal]).dropna()
    ships = latest_actual(data, SHIPS)
    ahead = data[(data["basis"] == "projection") & (data["country"] == rival)].sort_values("year")
    return words(
        "deterrence", "forces", rival=names[rival], focal=names[focal],
        tonnage=latest_ratio(data, TONNAGE, rival, focal)[0],
        warheads=both.set_axis(["rival", "focal"], axis=1).reset_index().to_dict("records"),
        ships=list(zip(ships["country"].map(names), ships["low"], strict=True)),
        ahead=[(row.low, str(row.item).replace("_", " "), row.year) for row in ahead.itertuples()],
    )  # fmt: skip


def findings_forces(data: pd.DataFrame, *, names: pd.Series, rival: str, focal: str) -> list[Finding]:
    """Record how many times the focal state's fleet and warheads the rival has."""
    findings = []
    for key, item, confidence in (("tonnage_ratio", TONNAGE, "low"), ("warhead_ratio", WARHEADS, "high")):
        ratio, year = latest_ratio(data, item, rival, focal)
        text = sentence("deterrence", key, rival=names[rival], focal=names[focal], ratio=ratio, year=year)
        confidence = "cannot tell" if ratio is None else confidence
        findings.append(Finding(key, ratio, text, "times", precision=1, confidence=confidence))
    return findings
