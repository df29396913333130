"""Deterrence: a composite index of means put together, its band under any weights, and what moves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ties.analysis.balance.forces import chosen_counts
from ties.analysis.balance.indices import contributions, dirichlet_draws, geometric_index, scores, weight_bands
from ties.analysis.balance.spending import coalition_ratio, spending
from ties.analysis.networks.exercises import described, domain_diversity
from ties.chapters.deterrence.events import counts_by_month
from ties.plotting.style import INK, MUTED, OTHER, state
from ties.records import Words
from ties.tables.dates import bounds

TABLES = (
    "military_expenditure", "ppp_factors", "exchange_rates", "force_levels", "exercises", "dialogues", "agreements",
)  # fmt: skip
JUDGEMENTS = ("force_level_choices", "meeting_kinds")
FOUNDATIONAL = ("information_security", "logistics", "communications", "geospatial")


def component_values(
    spent: pd.DataFrame,
    counts: pd.DataFrame,
    exercises: pd.DataFrame,
    meetings: pd.Series,
    agreements: pd.DataFrame,
    *,
    rival: str,
    focal: str,
    coalition: Sequence[str],
    us_share: float,
    start_year: int,
    end_year: int,
    mean_over: int = 3,
) -> pd.DataFrame:
    """Give the components of the index by year, each in its own unit.

    Parameters
    ----------
    spent : DataFrame
        Spending on one price basis (:func:`ties.analysis.balance.spending`).
    counts : DataFrame
        Counts of warheads (:func:`ties.analysis.balance.forces.chosen_counts`).
    exercises, agreements : DataFrame
        Tables of those names.
    meetings : Series
        Meetings by month (:func:`ties.chapters.deterrence.events.counts_by_month`).
    rival, focal, coalition, us_share
        The sides, and the share of US spending that counts.
    start_year, end_year : int
        Years wanted; years in which a component is unknown are left out.
    mean_over : int
        Years of the running mean of what is counted by year.

    Returns
    -------
    DataFrame
        On the years: ``spending``, ``warheads`` (ratios to the rival), ``exercises``, ``quad``, ``meetings`` (a year,
        running mean), ``domains`` (effective number over the same years), ``agreements`` (kinds in force).
        ``attrs``: ``interpolated``, years whose warheads lie between two counts; ``left_out``, components that are
        unknown in all years but one at most, and so have no column.

    Raises
    ------
    ValueError
        If fewer than two years are known in full.
    """
    ratio = coalition_ratio(spent, rival=rival, members=[focal], lead_share=us_share).set_index("year")["ratio"]
    actual = counts[(counts["basis"] == "actual") & (counts["item"] == "nuclear_warheads")]
    mid = actual.assign(mid=(actual["low"] + actual["high"]) / 2)
    heads = mid.pivot_table(index="year", columns="country", values="mid").reindex(columns=[focal, rival]).dropna()
    ratios = heads[focal] / heads[rival]
    between = ratios.reindex(range(int(ratios.index.min()), int(ratios.index.max()) + 1)) if len(ratios) else ratios
    between = between.interpolate() if len(ratios) > 1 else between
    known = described(exercises)
    listed = known["participants"].str.split(";").map(set)
    pair, quad = {focal, "USA"}, {focal, "USA", *coalition}
    joint = known[listed.map(lambda states: pair <= states)]
    rows = []
    for year in range(start_year, end_year + 1):
        span = joint["year"].between(year - mean_over + 1, year)
        recent = joint[span]
        full = listed[recent.index].map(lambda states: quad <= states).sum()
        spread = (
            domain_diversity(recent["domain"].value_counts(), draws=1, seed=0)["effective"] if len(recent) else 1.0
        )
        met = meetings[[period.year in range(year - mean_over + 1, year + 1) for period in meetings.index]].sum()
        row = {
            "year": year, "spending": ratio.get(year), "warheads": between.get(year),
            "exercises": len(recent) / mean_over, "domains": spread, "quad": full / mean_over,
            "agreements": _in_force(agreements, focal, year), "meetings": met / mean_over,
        }  # fmt: skip
        rows.append(row)
    table = pd.DataFrame(rows).set_index("year").astype("float64")
    unknown = [name for name in table if table[name].notna().sum() < 2]
    table = table.drop(columns=unknown).dropna()
    if len(table) < 2:
        raise ValueError(f"fewer than two years from {start_year} to {end_year} in which every component is known")
    filled = [] if "warheads" in unknown else [int(year) for year in table.index if year not in heads.index]
    table.attrs.update(interpolated=filled, left_out=unknown)
    return table


def gathered_values(
    tables: Mapping[str, pd.DataFrame], *, price_basis: str, as_of: str, rival: str, focal: str, **sides: Any
) -> pd.DataFrame:
    """Give the components of the index by year, from the evidence tables and judgements as they are stored.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By name: those in :data:`TABLES` and the judgements in :data:`JUDGEMENTS`.
    price_basis : str
        As in :func:`ties.analysis.balance.spending`.
    as_of : str
        Last day covered in full.
    rival, focal, **sides
        As in :func:`component_values`.

    Returns
    -------
    DataFrame
        As :func:`component_values`.
    """
    money = (tables[name] for name in ("military_expenditure", "ppp_factors", "exchange_rates"))
    warheads = chosen_counts(tables["force_levels"], tables["force_level_choices"], ["nuclear_warheads"])
    events = tables["exercises"], tables["dialogues"], tables["meeting_kinds"]
    meetings = counts_by_month(*events, focal=focal, partner="USA", last=as_of[:7])["meetings"]
    spent = spending(*money, basis=price_basis)
    return component_values(
        spent, warheads, tables["exercises"], meetings, tables["agreements"], rival=rival, focal=focal, **sides
    )


def _in_force(agreements: pd.DataFrame, focal: str, year: int) -> int:
    """Count foundational kinds in force between the focal state and the US at the end of a year."""
    both = agreements["parties"].fillna("").str.split(";").map(lambda parties: set(parties) == {focal, "USA"})
    kinds = agreements[both & agreements["kind"].isin(FOUNDATIONAL)]
    began = bounds(kinds["in_force"])["earliest"].dt.year
    ended = bounds(kinds["expires"])["latest"].dt.year
    alive = (began <= year) & ~(ended <= year)
    return len(set(kinds.loc[alive, "kind"]))


def prepare_index(
    values: pd.DataFrame, components: pd.DataFrame, *, draws: int, seed: int, names: Mapping[str, str], rival: str
) -> pd.DataFrame:
    """Give the index with its band and rank interval, by year.

    Parameters
    ----------
    values, components : DataFrame
        As :func:`component_values` gives it, and judgement ``index_components``.
    draws, seed : int
        Dirichlet draws of the weights, and the seed.
    names, rival
        Names of states, and the rival.

    Returns
    -------
    DataFrame
        As :func:`ties.analysis.balance.indices.weight_bands`, with ``year``, ``geometric`` and ``interpolated``; the
        scores, what moves the index and the share of draws in which it rose are in ``attrs``.
    """
    components = components[components["component"].isin(values.columns)]
    scored = scores(values, components)
    weights = components.set_index("component")["weight"].astype("float64")
    data = weight_bands(scored, weights, draws=draws, seed=seed)
    data["geometric"] = geometric_index(scored, weights)
    data["interpolated"] = data.index.isin(values.attrs.get("interpolated", []))
    drawn = dirichlet_draws(scored, draws=draws, seed=seed)
    rose = float((drawn[:, -1] > drawn[:, 0]).mean())
    moved = contributions(scored, weights).merge(components[["component", "label"]], on="component")
    data = data.reset_index(names="year")
    data.attrs.update(
        rose=rose, draws=draws, rival=names[rival], left_out=values.attrs.get("left_out", []),
        moved=moved.to_dict("list"),
    )  # fmt: skip
    return data


def moved_by(data: pd.DataFrame) -> pd.DataFrame:
    """Give what moved the index, the largest contribution first."""
    table = pd.DataFrame(data.attrs["moved"])
    return table.sort_values("contribution", ascending=False, ignore_index=True)


def draw_index(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the index with its band, and beside it the contribution of each component to its change."""
    figure = ax.figure
    ax.remove()
    shape: dict[str, Any] = {"height_ratios": (1, 1)} if narrow else {"width_ratios": (5, 4)}
    line, bars = figure.subplots(*((2, 1) if narrow else (1, 2)), **shape)
    line.fill_between(data["year"], data["low"], data["high"], color=state("USA"), alpha=0.18, linewidth=0)
    line.plot(data["year"], data["index"], color=state("USA"))
    line.plot(data["year"], data["geometric"], color=MUTED, linestyle=(0, (4, 2)), linewidth=1.3)
    filled = data[data["interpolated"]]
    line.plot(filled["year"], filled["index"], "o", color=state("USA"), markersize=3.5, markerfacecolor="none")
    last = data.iloc[-1]
    for column, label, colour in (("index", "our weights", state("USA")), ("geometric", "geometric", MUTED)):
        line.annotate(
            label, (last["year"], last[column]), xytext=(-2, 6 if column == "index" else -6), ha="right",
            va="bottom" if column == "index" else "top", textcoords="offset points", fontsize=8, color=colour,
        )  # fmt: skip
    line.set(ylim=(0, 1), ylabel="index, 0 to 1")
    line.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    table = moved_by(data).iloc[::-1].reset_index(drop=True)
    colours = [state("USA") if value >= 0 else OTHER for value in table["contribution"]]
    bars.barh(table.index, table["contribution"], color=colours, height=0.4)
    for place, label in enumerate(table["label"]):
        bars.text(0.002, place + 0.24, label, ha="left", va="bottom", fontsize=7.5, color=INK)
    bars.axvline(0, color=MUTED, linewidth=0.9)
    bars.set_yticks([])
    bars.set_ylim(-0.5, len(table) - 0.1)
    bars.grid(visible=False, axis="y")
    bars.grid(visible=True, axis="x")
    bars.spines["left"].set_visible(False)
    bars.xaxis.set_major_locator(MaxNLocator(4))
    bars.set_xlabel(f"contribution, {int(data['year'].iloc[0])} to {int(last['year'])}")
    first: Axes = line
    return first


def words_index(data: pd.DataFrame) -> Words:
    """Say whether the index rose under any weights, and what moved it."""
    first, last, table = data.iloc[0], data.iloc[-1], moved_by(data)
    rose, draws = data.attrs["rose"], data.attrs["draws"]
    years = f"{int(first['year'])} and {int(last['year'])}"
    change = last["index"] - first["index"]
    verb = "rose" if change > 0 else "fell"
    share = rose if change > 0 else 1 - rose
    often = "over 99%" if share > 0.99 else f"{share:.0%}"
    top, bottom = table.iloc[0], table.iloc[-1]
    held = (table["change_without"] * change > 0).all()
    return Words(
        title=(
            f"An index of means put together {verb} from {first['index']:.2f} to {last['index']:.2f} between "
            f"{years}, and in {often} of all weightings"
        ),
        subtitle=(
            f"Weighted mean of {len(table)} scores, 0 to 1; band: 95% of {draws:,} random weightings; dashed: "
            "geometric mean; hollow: warheads interpolated"
        ),
        caption=(
            "The index says how much was put together against fixed goal posts and not whether anyone was deterred. "
            "Goal posts and weights are our judgement, kept as data with reasons. Leaving out any one component "
            + ("does not change" if held else "can change")
            + " the direction."
            + (f" Left out as unknown: {', '.join(data.attrs['left_out'])}." if data.attrs["left_out"] else "")
        ),
        alt=(
            f"Line chart of an index with a band, from {first['index']:.2f} ({first['low']:.2f} to "
            f"{first['high']:.2f}) to {last['index']:.2f} ({last['low']:.2f} to {last['high']:.2f}) between {years}. "
            f"Bars show what moved it: most up {top['label']} ({top['contribution']:+.2f}), least {bottom['label']} "
            f"({bottom['contribution']:+.2f})."
        ),
    )
