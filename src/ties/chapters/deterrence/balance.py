"""Deterrence: spending of the rival against the focal state and its partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from ties.analysis.balance.spending import BASES, coalition_ratio, spending
from ties.plotting.style import INK, MUTED, state
from ties.records import Words

LABELS = {
    "market": "current dollars at market rates",
    "constant": "SIPRI's constant dollars",
    "gdp_ppp": "purchasing power of the whole economy",
}


def prepare_spending(
    expenditure: pd.DataFrame,
    parities: pd.DataFrame,
    rates: pd.DataFrame,
    *,
    rival: str,
    focal: str,
    coalition: Sequence[str],
    us_share: float,
    price_basis: str,
    start_year: int,
    end_year: int,
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Give spending of three groupings as a share of the rival's, with the band over the price bases.

    Parameters
    ----------
    expenditure, parities, rates : DataFrame
        Tables ``military_expenditure``, ``ppp_factors`` and ``exchange_rates``.
    rival, focal : str
        The two states compared; `focal` stands in every grouping.
    coalition : sequence of str
        Partners counted in full in the widest grouping, beside the United States.
    us_share : float
        Share (0 to 1) of US spending counted in the second and third grouping.
    price_basis : {"market", "constant", "gdp_ppp"}
        Basis of the line; the band covers all three.
    start_year, end_year : int
        Years shown, both included.
    names : mapping of str to str
        Name of each state by its code.

    Returns
    -------
    DataFrame
        Tidy, with names and parameters in ``attrs``: ``grouping`` ("focal", "focal_us", "coalition"), ``year``,
        ``ratio`` (on `price_basis`; missing where that basis is), ``low``, ``high`` (over the bases), ``bases`` (how
        many are known).
    """
    groupings = {
        "focal": ([focal], 0.0),
        "focal_us": ([focal], us_share),
        "coalition": ([focal, *coalition], us_share),
    }
    parts = [
        coalition_ratio(spending(expenditure, parities, rates, basis=basis), rival=rival, members=m, lead_share=share)
        .assign(grouping=grouping, basis=basis)
        for grouping, (m, share) in groupings.items()
        for basis in BASES
    ]  # fmt: skip
    data = band_over_bases(pd.concat(parts), "ratio", ["grouping", "year"], price_basis, start_year, end_year)
    partners = " and ".join(names[code] for code in coalition)
    labels = {
        "focal": f"{names[focal]} alone",
        "focal_us": f"{names[focal]} and {us_share:.0%} of US",
        "coalition": f"with {partners} too",
    }
    data.attrs.update(
        rival=names[rival], focal=names[focal], focal_code=focal, labels=labels, us_share=us_share,
        price_basis=price_basis, edition=expenditure["edition"].iloc[0],
    )  # fmt: skip
    return data


def band_over_bases(
    parts: pd.DataFrame, value: str, key: list[str], price_basis: str, start_year: int, end_year: int
) -> pd.DataFrame:
    """Give the value on one price basis, and its range over all of them, by key."""
    shown = parts[parts["year"].between(start_year, end_year)]
    band = shown.groupby(key)[value].agg(low="min", high="max", bases="size").reset_index()
    line = shown.loc[shown["basis"] == price_basis, [*key, value]]
    return band.merge(line, on=key, how="left")[[*key, value, "low", "high", "bases"]]


def latest(data: pd.DataFrame, grouping: str) -> pd.Series:
    """Give the last year of a grouping in which every price basis is known.

    Raises
    ------
    ValueError
        If there is no such year.
    """
    full = data[(data["grouping"] == grouping) & (data["bases"] == len(BASES))].sort_values("year")
    if full.empty:
        raise ValueError(f"no year in which all price bases of {grouping!r} are known")
    return full.iloc[-1]


def draw_spending(data: pd.DataFrame, ax: Axes, *, narrow: bool = False) -> Axes:
    """Draw the three groupings as lines with bands; parity is a line at 100 per cent."""
    labels = data.attrs["labels"]
    looks = {
        "focal": (state(data.attrs["focal_code"]), "-"),
        "focal_us": (state("USA"), "-"),
        "coalition": (INK, (0, (5, 1.5))),
    }
    ends = []
    for grouping, (colour, dash) in looks.items():
        part = data[data["grouping"] == grouping].sort_values("year")
        full = part[part["bases"] == len(BASES)]
        ax.fill_between(full["year"], full["low"], full["high"], color=colour, alpha=0.16, linewidth=0)
        ax.plot(part["year"], part["ratio"], color=colour, linestyle=dash)
        last = part.dropna(subset=["ratio"]).iloc[-1]
        ends.append((float(last["year"]), float(last["ratio"]), labels[grouping], colour))
    ax.axhline(1, color=MUTED, linewidth=0.9, linestyle=":")
    ax.set_yscale("log")
    ax.set_yticks([0.1, 0.2, 0.5, 1, 2, 5, 10, 20], ["10%", "20%", "50%", "parity", "2×", "5×", "10×", "20×"])
    ax.minorticks_off()
    ax.set_ylim(max(0.08, data["low"].min() * 0.85), data["high"].max() * 1.15)
    whole_years(ax, data)
    ax.set_ylabel(f"share of {data.attrs['rival']}'s spending (log scale)")
    end_labels(ax, ends, narrow=narrow)
    return ax


def whole_years(ax: Axes, data: pd.DataFrame) -> None:
    """Mark whole years on the horizontal axis, a few of them."""
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.set_xlim(data["year"].min() - 0.5, data["year"].max() + 0.5)


def end_labels(
    ax: Axes,
    ends: list[tuple[float, float, str, str]],
    *,
    narrow: bool,
    loc: Literal["upper right", "upper left"] = "upper right",
) -> None:
    """Put each line's name at its end, in the margin; on a phone as a list in the free corner `loc`."""
    if narrow:
        handles = [Line2D([], [], color=colour, linewidth=1.9, label=label) for _, _, label, colour in ends]
        ax.legend(handles=handles, loc=loc, fontsize=7.5, labelcolor="linecolor", handlelength=1.0, borderaxespad=0.1)
        return
    for year, value, label, colour in ends:
        ax.annotate(
            label, (year, value), xytext=(8, 0), textcoords="offset points", ha="left", va="center",
            fontsize=8.5, color=colour, annotation_clip=False,
        )  # fmt: skip


def words_spending(data: pd.DataFrame) -> Words:
    """Say what share of the rival's spending each grouping reaches, then and now."""
    focal, with_us, all_ = (latest(data, grouping) for grouping in ("focal", "focal_us", "coalition"))
    first = data[data["grouping"] == "focal"].sort_values("year").iloc[0]
    rival, share = data.attrs["rival"], data.attrs["us_share"]
    year = int(focal["year"])
    trend = "fell" if focal["high"] < first["low"] else "rose" if focal["low"] > first["high"] else "hardly moved"
    reach = "passes" if with_us["low"] > 1 else "stays below" if with_us["high"] < 1 else "straddles"
    return Words(
        title=(
            f"{data.attrs['focal']} spent {focal['low']:.0%} to {focal['high']:.0%} of what {rival} did in {year}; "
            f"with {share:.0%} of US spending the sum {reach} parity"
        ),
        subtitle=(
            f"Military spending as a share of {rival}'s, {int(data['year'].min())}-{int(data['year'].max())}; line: "
            f"{LABELS[data.attrs['price_basis']]}; band: lowest to highest of three price bases; SIPRI edition "
            f"{data.attrs['edition']}"
        ),
        caption=(
            f"Dotted: parity with {rival}. Bands end where a price basis does (no purchasing power after "
            f"{year}). All of {rival}'s spending is counted, though it too has other theatres; SIPRI's figures for "
            "China are estimates above the official budget. Spending is not force, nor will."
        ),
        alt=(
            f"Line chart on a log scale of spending against {rival}. The share of {data.attrs['focal']} {trend} from "
            f"{first['low']:.0%}-{first['high']:.0%} in {int(first['year'])} to "
            f"{focal['low']:.0%}-{focal['high']:.0%} "
            f"in {year}. With {share:.0%} of US spending it is {with_us['low']:.0%}-{with_us['high']:.0%}, and with "
            f"the partners as well {all_['low']:.0%}-{all_['high']:.0%}."
        ),
    )
