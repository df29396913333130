"""Deterrence: the share of US spending at which the focal state and its partners match the rival."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from ties.analysis.balance.price_bands import band_over_bases, latest_full
from ties.analysis.balance.sides import Sides
from ties.analysis.balance.spending import BASES, break_even_share, military_parity_break_even, spending
from ties.chapters.deterrence.spending_balance import BASIS_NAMES
from ties.plotting.labels import frame_years, label_ends
from ties.plotting.style import INK, MUTED, state
from ties.plotting.text import listed, sentence, words
from ties.records import Figure, Finding, Words


def break_even_by_year(
    expenditure: pd.DataFrame,
    parities: pd.DataFrame,
    rates: pd.DataFrame,
    studies: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    sides: Sides,
    rival_share: float,
    price_basis: str,
    years: tuple[int, int],
) -> Figure:
    """Show the break-even share of US spending by year, for the focal state alone and with its partners.

    Parameters
    ----------
    studies : DataFrame
        Table ``military_ppp``: studies at military prices, which give bounds for single years.
    expenditure, parities, rates, countries, price_basis, years
        As in :func:`ties.chapters.deterrence.spending_balance.spending_balance`.
    sides : Sides
        The states; the share of US spending is the one assumed elsewhere in the chapter, drawn for comparison.
    rival_share : float
        Share of the rival's spending that has to be matched (0 to 1).

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If a grouping has no year in which all price bases are known.

    Examples
    --------
    >>> from ties import load
    >>> tables = ("military_expenditure", "ppp_factors", "exchange_rates", "military_ppp", "countries")
    >>> sides = Sides("IND", "CHN", ["JPN", "AUS"], 0.2)
    >>> ask = {"sides": sides, "rival_share": 0.5, "price_basis": "market", "years": (1992, 2026)}
    >>> [finding.key for finding in break_even_by_year(*map(load, tables), **ask).findings][:2]
    ['break_even_focal', 'break_even_coalition']
    """
    names = countries.set_index("code")["name"]
    data = prepare_break_even(
        expenditure, parities, rates, studies, sides=sides, rival_share=rival_share, price_basis=price_basis,
        years=years,
    )  # fmt: skip
    context = {"focal": names[sides.focal], "rival": names[sides.rival], "us_share": sides.us_share}
    labels = {
        "focal": f"{names[sides.focal]} alone",
        "coalition": f"with {listed([names[code] for code in sides.coalition])}",
    }
    return Figure(
        "break-even",
        data,
        partial(draw_break_even, labels=labels, focal=sides.focal, us_share=sides.us_share),
        words_break_even(data, basis=BASIS_NAMES[price_basis], rival_share=rival_share, **context),
        findings_break_even(data, **context),
        narrow_height=4.0,
    )


def prepare_break_even(
    expenditure: pd.DataFrame,
    parities: pd.DataFrame,
    rates: pd.DataFrame,
    studies: pd.DataFrame,
    *,
    sides: Sides,
    rival_share: float,
    price_basis: str,
    years: tuple[int, int],
) -> pd.DataFrame:
    """Give the break-even share of US spending with its band, by grouping and year.

    Parameters as of :func:`break_even_by_year`. Columns: ``grouping`` ("focal", "coalition", and "military_ppp" for
    the studies, bounds only), ``year``, ``share`` (on `price_basis`), ``low``, ``high``, ``bases``.
    """
    spent = {basis: spending(expenditure, parities, rates, basis=basis) for basis in BASES}
    groupings = {"focal": [sides.focal], "coalition": [sides.focal, *sides.coalition]}
    parts = [
        break_even_share(spent[basis], rival=sides.rival, members=members, rival_share=rival_share).assign(
            grouping=grouping, basis=basis
        )
        for grouping, members in groupings.items()
        for basis in BASES
    ]
    lines = band_over_bases(pd.concat(parts), "share", price_basis=price_basis, years=years)
    bases = spent["market"], spent["gdp_ppp"]
    studied = military_parity_break_even(studies, *bases, rival=sides.rival, focal=sides.focal)
    bounds = studied[["year", "low", "high"]].assign(grouping="military_ppp", bases=1)
    if rival_share < 1:  # the studies state the rival's whole share; the part not matched comes off both bounds
        bounds[["low", "high"]] = bounds[["low", "high"]].sub((1 - rival_share) * studied["rival_share"], axis=0)
    return pd.concat([lines, bounds[bounds["year"].between(*years)]], ignore_index=True)


def draw_break_even(
    data: pd.DataFrame, ax: Axes, *, labels: Mapping[str, str], focal: str, us_share: float, narrow: bool = False
) -> Axes:
    """Draw the break-even share by year with bands, the studies at military prices as bars, and the share assumed."""
    ends = []
    for grouping, colour in (("focal", state(focal)), ("coalition", INK)):
        part = data[data["grouping"] == grouping].sort_values("year")
        full = part[part["bases"] == len(BASES)]
        ax.fill_between(full["year"], full["low"], full["high"], color=colour, alpha=0.16, linewidth=0)
        ax.plot(part["year"], part["share"], color=colour)
        last = part.dropna(subset=["share"]).iloc[-1]
        ends.append((float(last["year"]), float(last["share"]), labels[grouping], colour))
    studied = data[data["grouping"] == "military_ppp"]
    ax.vlines(studied["year"], studied["low"], studied["high"], color=state(focal), linewidth=2.4, alpha=0.75)
    if len(studied):
        first = studied.sort_values("year").iloc[0]
        beside = (first["low"] + first["high"]) / 2 if narrow else first["high"]
        ax.annotate(
            "military prices\n(bounds)", (first["year"], beside), xytext=(-4, 2), textcoords="offset points",
            ha="right", va="top", fontsize=7 if narrow else 8, color=INK,
        )  # fmt: skip
    ax.axhline(us_share, color=state("USA"), linewidth=1.1, linestyle=(0, (4, 2)))
    ax.annotate(
        f"assumed here: {us_share:.0%}", (data["year"].min(), us_share), xytext=(2, 3), textcoords="offset points",
        fontsize=7 if narrow else 8, color=state("USA"),
    )  # fmt: skip
    ax.axhline(0, color=MUTED, linewidth=0.9)
    ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    frame_years(ax, data["year"])
    ax.set_ylabel("share of US spending")
    label_ends(ax, ends, offset=8, fontsize=8.5, corner="upper left" if narrow else "")
    return ax


def words_break_even(
    data: pd.DataFrame, *, basis: str, rival_share: float, focal: str, rival: str, us_share: float
) -> Words:
    """Say how much US power closes the gap, and how that moved."""
    studied = data[data["grouping"] == "military_ppp"].sort_values("year")
    return words(
        "deterrence", "break-even", focal=focal, rival=rival, us_share=us_share, rival_share=rival_share, basis=basis,
        now=latest_full(data, "focal"), together=latest_full(data, "coalition"), then=_first(data, "focal"),
        studied=studied.iloc[-1] if len(studied) else None,
    )  # fmt: skip


def findings_break_even(data: pd.DataFrame, *, focal: str, rival: str, us_share: float) -> list[Finding]:
    """Record the break-even shares, how that of the focal state moved, and whether the share assumed is enough."""
    names = {"focal": focal, "rival": rival, "us_share": us_share}
    findings = []
    for grouping in ("focal", "coalition"):
        now, then = latest_full(data, grouping), _first(data, grouping)
        text = sentence("deterrence", f"break_even_{grouping}", now=now, then=then, **names)
        low, share, high = (100 * now[column] for column in ("low", "share", "high"))
        band = (low, high, "range over three price bases")
        findings.append(Finding(f"break_even_{grouping}", share, text, "per cent", *band))
    line = data[data["grouping"] == "focal"].dropna(subset=["share"]).set_index("year")["share"]
    now = latest_full(data, "focal")
    start = max(int(now["year"]) - 9, int(line.index.min()))  # ten years, or what there is
    moved = 100 * (now["share"] - line[start])
    text = sentence("deterrence", "break_even_moved", now=now, start=start, moved=moved, **names)
    findings.append(Finding("break_even_moved", moved, text, "points", precision=1))
    enough = (
        "enough"
        if now["high"] <= us_share
        else "not enough"
        if now["low"] > us_share
        else "enough on one price basis and not on another"
    )
    text = sentence("deterrence", "answer_balance", now=now, enough=enough, **names)
    return [*findings, Finding("answer_balance", enough, text)]


def _first(data: pd.DataFrame, grouping: str) -> pd.Series:
    return data[data["grouping"] == grouping].sort_values("year").iloc[0]
