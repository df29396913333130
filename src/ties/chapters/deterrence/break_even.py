"""Deterrence: the share of US spending at which the focal state and its partners match the rival."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from ties.analysis.balance.spending import (
    BASES,
    break_even_share,
    last_common_year,
    military_parity_break_even,
    spending,
)
from ties.chapters.deterrence.balance import LABELS, band_over_bases, end_labels, latest, whole_years
from ties.plotting.style import INK, MUTED, state
from ties.records import Words


def prepare_break_even(
    expenditure: pd.DataFrame,
    parities: pd.DataFrame,
    rates: pd.DataFrame,
    studies: pd.DataFrame,
    *,
    rival: str,
    focal: str,
    coalition: Sequence[str],
    price_basis: str,
    us_share: float,
    rival_share: float,
    start_year: int,
    end_year: int,
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Give the break-even share of US spending by year, for the focal state alone and with its partners.

    Parameters
    ----------
    studies : DataFrame
        Table ``military_ppp``; its years become rows of grouping "military_ppp", bounds only.
    us_share : float
        Share assumed elsewhere in the chapter, drawn for comparison.
    rival_share : float
        Share of the rival's spending that has to be matched (0 to 1).
    expenditure, parities, rates, rival, focal, coalition, price_basis, start_year, end_year, names
        As in :func:`prepare_spending`.

    Returns
    -------
    DataFrame
        Tidy, with names and parameters in ``attrs``: ``grouping`` ("focal", "coalition", "military_ppp"), ``year``,
        ``share`` (on `price_basis`), ``low``, ``high``, ``bases``.
    """
    spent = {basis: spending(expenditure, parities, rates, basis=basis) for basis in BASES}
    groupings = {"focal": [focal], "coalition": [focal, *coalition]}
    parts = [
        break_even_share(spent[basis], rival=rival, members=members, rival_share=rival_share).assign(
            grouping=grouping, basis=basis
        )
        for grouping, members in groupings.items()
        for basis in BASES
    ]
    lines = band_over_bases(pd.concat(parts), "share", ["grouping", "year"], price_basis, start_year, end_year)
    studied = military_parity_break_even(studies, spent["market"], spent["gdp_ppp"], rival=rival, focal=focal)
    bounds = studied[["year", "low", "high"]].assign(grouping="military_ppp", bases=1)
    if rival_share < 1:  # the studies state the rival's whole share; the part not matched comes off both bounds
        bounds[["low", "high"]] = bounds[["low", "high"]].sub((1 - rival_share) * studied["rival_share"], axis=0)
    bounds = bounds[bounds["year"].between(start_year, end_year)]
    data = pd.concat([lines, bounds], ignore_index=True)
    partners = " and ".join(names[code] for code in coalition)
    data.attrs.update(
        rival=names[rival], focal=names[focal], focal_code=focal, us_share=us_share, rival_share=rival_share,
        price_basis=price_basis, labels={"focal": f"{names[focal]} alone", "coalition": f"with {partners}"},
    )  # fmt: skip
    return data


def draw_break_even(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the break-even share by year with bands, the studies at military prices as bars, and the share assumed."""
    labels = data.attrs["labels"]
    ends = []
    for grouping, colour in (("focal", state(data.attrs["focal_code"])), ("coalition", INK)):
        part = data[data["grouping"] == grouping].sort_values("year")
        full = part[part["bases"] == len(BASES)]
        ax.fill_between(full["year"], full["low"], full["high"], color=colour, alpha=0.16, linewidth=0)
        ax.plot(part["year"], part["share"], color=colour)
        last = part.dropna(subset=["share"]).iloc[-1]
        ends.append((float(last["year"]), float(last["share"]), labels[grouping], colour))
    studied = data[data["grouping"] == "military_ppp"]
    ax.vlines(
        studied["year"],
        studied["low"],
        studied["high"],
        color=state(data.attrs["focal_code"]),
        linewidth=2.4,
        alpha=0.75,
    )
    if len(studied):
        first = studied.sort_values("year").iloc[0]
        beside = (first["low"] + first["high"]) / 2 if narrow else first["high"]
        ax.annotate(
            "military prices\n(bounds)", (first["year"], beside), xytext=(-4, 2), textcoords="offset points",
            ha="right", va="top", fontsize=7 if narrow else 8, color=INK,
        )  # fmt: skip
    share = data.attrs["us_share"]
    ax.axhline(share, color=state("USA"), linewidth=1.1, linestyle=(0, (4, 2)))
    ax.annotate(
        f"assumed here: {share:.0%}", (data["year"].min(), share), xytext=(2, 3), textcoords="offset points",
        fontsize=7 if narrow else 8, color=state("USA"),
    )  # fmt: skip
    ax.axhline(0, color=MUTED, linewidth=0.9)
    ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    whole_years(ax, data)
    ax.set_ylabel("share of US spending")
    end_labels(ax, ends, narrow=narrow, loc="upper left")
    return ax


def words_break_even(data: pd.DataFrame) -> Words:
    """Say how much US power closes the gap, and how that moved."""
    focal, all_ = (latest(data, grouping) for grouping in ("focal", "coalition"))
    first = data[data["grouping"] == "focal"].sort_values("year").iloc[0]
    rival, share = data.attrs["rival"], data.attrs["us_share"]
    studied = data[data["grouping"] == "military_ppp"].sort_values("year")
    wide = ""
    if len(studied):
        last = studied.iloc[-1]
        wide = f" At military prices the bounds are {last['low']:.0%} to {last['high']:.0%} in {int(last['year'])}."
    year = int(focal["year"])
    verdict = (
        "more than" if focal["high"] < share else "less than" if focal["low"] > share else "within the band around"
    )
    return Words(
        title=(
            f"In {year}, {data.attrs['focal']} needed {focal['low']:.0%} to {focal['high']:.0%} of US "
            f"military spending "
            f"to match {rival}; in {int(first['year'])}, {first['low']:.0%} to {first['high']:.0%}"
        ),
        subtitle=(
            f"Share of US spending at which the sum equals {data.attrs['rival_share']:.0%} of {rival}'s; line: "
            f"{LABELS[data.attrs['price_basis']]}; band: lowest to highest of three price bases"
        ),
        caption=(
            f"Below zero no US help is needed. The share assumed in this chapter ({share:.0%}) is {verdict} what "
            f"{data.attrs['focal']} needed in {year}. Bars: bounds at the prices of military goods and pay, for the "
            f"years with a published study; {data.attrs['focal']}'s own price level is bounded, not known."
        ),
        alt=(
            f"Line chart of the break-even share of US spending. For {data.attrs['focal']} alone it went from "
            f"{first['low']:.0%}-{first['high']:.0%} in {int(first['year'])} to "
            f"{focal['low']:.0%}-{focal['high']:.0%} "
            f"in {year}. With the partners it is {all_['low']:.0%}-{all_['high']:.0%}.{wide}"
        ),
    )


def prepare_measures(
    expenditure: pd.DataFrame,
    parities: pd.DataFrame,
    rates: pd.DataFrame,
    studies: pd.DataFrame,
    capabilities: pd.DataFrame,
    *,
    rival: str,
    focal: str,
    coalition: Sequence[str],
) -> pd.DataFrame:
    """Give the break-even share on every measure of power there is, each in the last year that all states have.

    Parameters
    ----------
    expenditure, parities, rates, studies, rival, focal, coalition
        As in :func:`prepare_break_even`.
    capabilities : DataFrame
        Table ``national_capabilities``: the index ``cinc`` joins spending, personnel, iron and steel, energy and
        population, so that a large population counts as power.

    Returns
    -------
    DataFrame
        ``measure``, ``year``, ``rival_of_us``, ``focal_of_us``, ``focal_low``, ``focal_high``, ``coalition``
        (break-even shares, per cent of US power); low and high are the same where the measure gives a point.
    """
    spent = {LABELS[basis]: spending(expenditure, parities, rates, basis=basis) for basis in BASES}
    sides = [rival, focal, *coalition, "USA"]
    common = min(last_common_year(table, sides) for table in spent.values())
    index = capabilities[["country", "year"]].assign(amount=capabilities["cinc"].astype("float64"))
    rows: list[tuple[Any, ...]] = []
    for measure, table in {**spent, "index of national capabilities": index}.items():
        year = last_common_year(index, sides) if table is index else common
        one = table[table["year"] == year]
        power = one.set_index("country")["amount"] / one.set_index("country")["amount"]["USA"]
        alone = break_even_share(one, rival=rival, members=[focal])["share"].iloc[0]
        joined = break_even_share(one, rival=rival, members=[focal, *coalition])["share"].iloc[0]
        rows.append((measure, year, power[rival], power[focal], alone, alone, joined))
    bases = (spent[LABELS["market"]], spent[LABELS["gdp_ppp"]])
    studied = military_parity_break_even(studies, *bases, rival=rival, focal=focal)
    name = "military purchasing power (bounds)"
    rows += [(name, r.year, r.rival_share, None, r.low, r.high, None) for r in studied.tail(1).itertuples()]
    columns = ["measure", "year", "rival_of_us", "focal_of_us", "focal_low", "focal_high", "coalition"]
    table = pd.DataFrame(rows, columns=columns)
    table[columns[2:]] = table[columns[2:]].astype("float64") * 100
    return table
