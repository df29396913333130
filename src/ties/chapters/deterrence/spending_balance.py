"""Deterrence: military spending of the focal state and its partners against the rival's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from ties.analysis.balance.price_bands import band_over_bases, latest_full
from ties.analysis.balance.sides import Sides
from ties.analysis.balance.spending import BASES, coalition_ratio, spending
from ties.plotting.labels import frame_years, label_ends
from ties.plotting.style import INK, MUTED, state
from ties.plotting.text import listed, percent, sentence, words
from ties.records import Figure, Finding, Words

BASIS_NAMES = {
    "market": "current dollars at market rates",
    "constant": "SIPRI's constant dollars",
    "gdp_ppp": "purchasing power of the whole economy",
}
GROUPINGS = ("focal", "focal_us", "coalition")


def spending_balance(
    expenditure: pd.DataFrame,
    parities: pd.DataFrame,
    rates: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    sides: Sides,
    price_basis: str,
    years: tuple[int, int],
) -> Figure:
    """Show the spending of three groupings as a share of the rival's, with the band over the price bases.

    Parameters
    ----------
    expenditure, parities, rates, countries : DataFrame
        Tables ``military_expenditure``, ``ppp_factors``, ``exchange_rates`` and ``countries``.
    sides : Sides
        The states. The focal one stands in every grouping; the second and third add the share of US spending, the
        third the coalition too.
    price_basis : {"market", "constant", "gdp_ppp"}
        Basis of the line; the band covers all three.
    years : tuple of int
        First and last year shown, both included.

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
    >>> money = [load(name) for name in ("military_expenditure", "ppp_factors", "exchange_rates", "countries")]
    >>> sides = Sides("IND", "CHN", ["JPN", "AUS"], 0.2)
    >>> spending_balance(*money, sides=sides, price_basis="market", years=(1992, 2026)).words.title[:11]
    'India spent'
    """
    names = countries.set_index("code")["name"]
    data = prepare_spending_balance(expenditure, parities, rates, sides=sides, price_basis=price_basis, years=years)
    labels = {
        "focal": f"{names[sides.focal]} alone",
        "focal_us": f"{names[sides.focal]} and {percent(sides.us_share)} of US",
        "coalition": f"with {listed([names[code] for code in sides.coalition])} too",
    }
    context = {"focal": names[sides.focal], "rival": names[sides.rival], "us_share": sides.us_share}
    edition = expenditure["edition"].iloc[0]
    return Figure(
        "spending",
        data,
        partial(draw_spending_balance, labels=labels, focal=sides.focal, rival=names[sides.rival]),
        words_spending_balance(data, basis=BASIS_NAMES[price_basis], edition=edition, **context),
        findings_spending_balance(data, **context),
        narrow_height=4.0,
    )


def prepare_spending_balance(
    expenditure: pd.DataFrame,
    parities: pd.DataFrame,
    rates: pd.DataFrame,
    *,
    sides: Sides,
    price_basis: str,
    years: tuple[int, int],
) -> pd.DataFrame:
    """Give the ratio to the rival's spending, with its band, by grouping and year.

    Parameters as of :func:`spending_balance`. Columns: ``grouping`` ("focal", "focal_us", "coalition"), ``year``,
    ``ratio`` (on `price_basis`; missing where that basis is), ``low``, ``high`` (over the bases), ``bases`` (how many
    are known).
    """
    groupings = {
        "focal": ([sides.focal], 0.0),
        "focal_us": ([sides.focal], sides.us_share),
        "coalition": ([sides.focal, *sides.coalition], sides.us_share),
    }
    spent = {basis: spending(expenditure, parities, rates, basis=basis) for basis in BASES}
    parts = [
        coalition_ratio(spent[basis], rival=sides.rival, members=members, lead_share=share).assign(
            grouping=grouping, basis=basis
        )
        for grouping, (members, share) in groupings.items()
        for basis in BASES
    ]
    return band_over_bases(pd.concat(parts), "ratio", price_basis=price_basis, years=years)


def draw_spending_balance(
    data: pd.DataFrame, ax: Axes, *, labels: Mapping[str, str], focal: str, rival: str, narrow: bool = False
) -> Axes:
    """Draw the three groupings as lines with bands; parity is a line at 100 per cent."""
    looks = {"focal": (state(focal), "-"), "focal_us": (state("USA"), "-"), "coalition": (INK, (0, (5, 1.5)))}
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
    frame_years(ax, data["year"])
    ax.set_ylabel(f"share of {rival}'s spending (log scale)")
    label_ends(ax, ends, offset=8, fontsize=8.5, corner="upper right" if narrow else "")
    return ax


def words_spending_balance(
    data: pd.DataFrame, *, basis: str, edition: str, focal: str, rival: str, us_share: float
) -> Words:
    """Say what share of the rival's spending each grouping reaches, then and now."""
    alone, with_us, together = (latest_full(data, grouping) for grouping in GROUPINGS)
    return words(
        "deterrence", "spending", focal=focal, rival=rival, us_share=us_share, basis=basis, edition=edition,
        alone=alone, with_us=with_us, together=together, years=(data["year"].min(), data["year"].max()),
        then=data[data["grouping"] == "focal"].sort_values("year").iloc[0],
    )  # fmt: skip


def findings_spending_balance(data: pd.DataFrame, *, focal: str, rival: str, us_share: float) -> list[Finding]:
    """Record the last share of each grouping, with its range over the price bases."""
    findings = []
    for grouping in GROUPINGS:
        row = latest_full(data, grouping)
        low, value, high = (100 * row[column] for column in ("low", "ratio", "high"))
        key = f"spending_{grouping}"
        text = sentence(
            "deterrence", key, focal=focal, rival=rival, us_share=us_share, low=low, value=value, high=high,
            year=row["year"],
        )  # fmt: skip
        findings.append(Finding(key, value, text, "per cent", low, high, "range over three price bases"))
    return findings
