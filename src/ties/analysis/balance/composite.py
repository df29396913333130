"""What two states put together against a rival, by year: the components of the composite index."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from ties.analysis.balance.forces import chosen_counts
from ties.analysis.balance.sides import Sides
from ties.analysis.balance.spending import coalition_ratio, spending
from ties.analysis.events.crises import counts_by_month
from ties.analysis.networks.exercise_complexity import domain_diversity
from ties.analysis.networks.exercise_rows import described, listing_all
from ties.tables.dates import bounds

FOUNDATIONAL = ("information_security", "logistics", "communications", "geospatial")
WARHEADS = "nuclear_warheads"


@dataclass(frozen=True)
class Components:
    """Components of the index by year, each in its own unit.

    Attributes
    ----------
    table : DataFrame
        On the years that are known in full: ``spending``, ``warheads`` (ratios to the rival), ``exercises``,
        ``quad``, ``meetings`` (a year, running mean), ``domains`` (effective number over the same years),
        ``agreements`` (kinds in force).
    interpolated : list of int
        Years whose warheads lie between two counts.
    left_out : list of str
        Components that are unknown in all years but one at most, and so have no column.
    """

    table: pd.DataFrame
    interpolated: list[int] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def component_values(
    spent: pd.DataFrame,
    counts: pd.DataFrame,
    exercises: pd.DataFrame,
    meetings: pd.Series,
    agreements: pd.DataFrame,
    *,
    sides: Sides,
    years: tuple[int, int],
    mean_over: int = 3,
) -> Components:
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
        Meetings by month (:func:`ties.analysis.events.crises.counts_by_month`).
    sides : Sides
        The states, and the share of US spending that counts.
    years : tuple of int
        First and last year wanted; years in which a component is unknown are left out.
    mean_over : int
        Years of the running mean of what is counted by year.

    Returns
    -------
    Components

    Raises
    ------
    ValueError
        If fewer than two years are known in full.
    """
    money = coalition_ratio(spent, rival=sides.rival, members=[sides.focal], lead_share=sides.us_share)
    ratio = money.set_index("year")["ratio"]
    warheads = _warhead_ratio(counts, sides)
    rows = described(exercises)
    joint = rows[listing_all(rows["participants"], [sides.focal, "USA"])]
    quad = listing_all(joint["participants"], [sides.focal, "USA", *sides.coalition])
    by_year = {}
    for year in range(years[0], years[1] + 1):
        span = (year - mean_over + 1, year)
        recent = joint["year"].between(*span)
        domains = joint.loc[recent, "domain"].value_counts()
        by_year[year] = {
            "spending": ratio.get(year),
            "warheads": warheads.get(year),
            "exercises": recent.sum() / mean_over,
            "domains": domain_diversity(domains, draws=1, seed=0)["effective"] if len(domains) else 1.0,
            "quad": (recent & quad).sum() / mean_over,
            "agreements": _in_force(agreements, sides.focal, year),
            "meetings": meetings[[span[0] <= period.year <= year for period in meetings.index]].sum() / mean_over,
        }
    table = pd.DataFrame.from_dict(by_year, orient="index").astype("float64")
    unknown = [str(name) for name in table if table[name].notna().sum() < 2]
    table = table.drop(columns=unknown).dropna()
    if len(table) < 2:
        raise ValueError(f"fewer than two years from {years[0]} to {years[1]} in which every component is known")
    counted = _counted_ratio(counts, sides).index
    between = [] if "warheads" in unknown else [int(year) for year in table.index if year not in counted]
    return Components(table, between, unknown)


def gathered_components(
    expenditure: pd.DataFrame,
    parities: pd.DataFrame,
    rates: pd.DataFrame,
    levels: pd.DataFrame,
    choices: pd.DataFrame,
    exercises: pd.DataFrame,
    dialogues: pd.DataFrame,
    kinds: pd.DataFrame,
    agreements: pd.DataFrame,
    *,
    sides: Sides,
    years: tuple[int, int],
    price_basis: str,
    as_of: str,
) -> Components:
    """Give the components of the index by year, from the evidence tables and judgements as they are stored.

    Parameters
    ----------
    expenditure, parities, rates, levels, exercises, dialogues, agreements : DataFrame
        Tables ``military_expenditure``, ``ppp_factors``, ``exchange_rates``, ``force_levels``, ``exercises``,
        ``dialogues`` and ``agreements``.
    choices, kinds : DataFrame
        Judgements ``force_level_choices`` and ``meeting_kinds``.
    sides, years
        As in :func:`component_values`.
    price_basis : str
        As in :func:`ties.analysis.balance.spending`.
    as_of : str
        Last day covered in full.

    Returns
    -------
    Components
    """
    spent = spending(expenditure, parities, rates, basis=price_basis)
    pair = (sides.focal, "USA")
    meetings = counts_by_month(exercises, dialogues, kinds, pair=pair, last=as_of[:7])["meetings"]
    warheads = chosen_counts(levels, choices, [WARHEADS])
    return component_values(spent, warheads, exercises, meetings, agreements, sides=sides, years=years)


def _counted_ratio(counts: pd.DataFrame, sides: Sides) -> pd.Series:
    """Give warheads of the focal state over the rival's, in the years that count both."""
    actual = counts[(counts["basis"] == "actual") & (counts["item"] == WARHEADS)]
    middle = actual.assign(middle=(actual["low"] + actual["high"]) / 2)
    wide = middle.pivot_table(index="year", columns="country", values="middle")
    both = wide.reindex(columns=[sides.focal, sides.rival]).dropna()
    ratio: pd.Series = both[sides.focal] / both[sides.rival]
    return ratio


def _warhead_ratio(counts: pd.DataFrame, sides: Sides) -> pd.Series:
    """Fill the years between two counts on a straight line."""
    ratio = _counted_ratio(counts, sides)
    if len(ratio) < 2:
        return ratio
    return ratio.reindex(range(int(ratio.index.min()), int(ratio.index.max()) + 1)).interpolate()


def _in_force(agreements: pd.DataFrame, focal: str, year: int) -> int:
    """Count foundational kinds in force between the focal state and the US at the end of a year."""
    both = agreements["parties"].fillna("").str.split(";").map(lambda parties: set(parties) == {focal, "USA"})
    kinds = agreements[both & agreements["kind"].isin(FOUNDATIONAL)]
    began = bounds(kinds["in_force"])["earliest"].dt.year
    ended = bounds(kinds["expires"])["latest"].dt.year
    alive = (began <= year) & ~(ended <= year)
    return len(set(kinds.loc[alive, "kind"]))
