"""Deterrence: the break-even share of US power on every measure of power there is."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ties.analysis.balance.sides import Sides
from ties.analysis.balance.spending import (
    BASES,
    break_even_share,
    last_common_year,
    military_parity_break_even,
    spending,
)
from ties.chapters.deterrence.spending_balance import BASIS_NAMES
from ties.plotting.text import caption, fixed, sentence
from ties.records import Finding, Table

CAPABILITIES, MILITARY = "index of national capabilities", "military purchasing power (bounds)"


def measures_of_power(
    expenditure: pd.DataFrame,
    parities: pd.DataFrame,
    rates: pd.DataFrame,
    studies: pd.DataFrame,
    capabilities: pd.DataFrame,
    countries: pd.DataFrame,
    *,
    sides: Sides,
) -> Table:
    """Show the break-even share on every measure of power there is, each in the last year that all states have.

    Parameters
    ----------
    expenditure, parities, rates, studies, countries
        As in :func:`ties.chapters.deterrence.break_even_by_year.break_even_by_year`.
    capabilities : DataFrame
        Table ``national_capabilities``: the index ``cinc`` joins spending, personnel, iron and steel, energy and
        population, so that a large population counts as power.
    sides : Sides
        The states.

    Returns
    -------
    Table

    Raises
    ------
    ValueError
        If a measure has no year that all states have.

    Examples
    --------
    >>> from ties import load
    >>> money = [load(name) for name in ("military_expenditure", "ppp_factors", "exchange_rates", "military_ppp")]
    >>> power = load("national_capabilities"), load("countries")
    >>> measures_of_power(*money, *power, sides=Sides("IND", "CHN", ["JPN"])).data["year"].tolist()
    ['2024', '2024', '2024', '2022', '2021']
    """
    names = countries.set_index("code")["name"]
    data = prepare_measures(expenditure, parities, rates, studies, capabilities, sides=sides)
    columns = {
        "measure": "measure",
        "year": "year",
        "rival_of_us": f"{sides.rival}, % of US",
        "focal_of_us": f"{names[sides.focal]}, % of US",
        "focal_low": "break-even, low",
        "focal_high": "high",
    }
    return Table(
        "measures",
        data[list(columns)].astype({"year": str}),
        caption("deterrence", "measures"),
        findings_measures(data, focal=names[sides.focal], rival=names[sides.rival]),
        headers=columns,
        download=data,
    )


def prepare_measures(
    expenditure: pd.DataFrame,
    parities: pd.DataFrame,
    rates: pd.DataFrame,
    studies: pd.DataFrame,
    capabilities: pd.DataFrame,
    *,
    sides: Sides,
) -> pd.DataFrame:
    """Give the break-even share by measure of power.

    Parameters as of :func:`measures_of_power`. Columns: ``measure``, ``year``, ``rival_of_us``, ``focal_of_us``,
    ``focal_low``, ``focal_high``, ``coalition`` (break-even shares, per cent of US power); low and high are the same
    where the measure gives a point.
    """
    rival, focal = sides.rival, sides.focal
    spent = {BASIS_NAMES[basis]: spending(expenditure, parities, rates, basis=basis) for basis in BASES}
    states = [rival, focal, *sides.coalition, "USA"]
    common = min(last_common_year(table, states) for table in spent.values())
    index = capabilities[["country", "year"]].assign(amount=capabilities["cinc"].astype("float64"))
    rows: list[tuple[Any, ...]] = []
    for measure, table in {**spent, CAPABILITIES: index}.items():
        year = last_common_year(index, states) if table is index else common
        one = table[table["year"] == year]
        power = one.set_index("country")["amount"] / one.set_index("country")["amount"]["USA"]
        alone = break_even_share(one, rival=rival, members=[focal])["share"].iloc[0]
        joined = break_even_share(one, rival=rival, members=[focal, *sides.coalition])["share"].iloc[0]
        rows.append((measure, year, power[rival], power[focal], alone, alone, joined))
    bases = (spent[BASIS_NAMES["market"]], spent[BASIS_NAMES["gdp_ppp"]])
    studied = military_parity_break_even(studies, *bases, rival=rival, focal=focal)
    rows += [(MILITARY, r.year, r.rival_share, None, r.low, r.high, None) for r in studied.tail(1).itertuples()]
    columns = ["measure", "year", "rival_of_us", "focal_of_us", "focal_low", "focal_high", "coalition"]
    table = pd.DataFrame(rows, columns=columns)
    table[columns[2:]] = table[columns[2:]].astype("float64") * 100
    return table


def findings_measures(data: pd.DataFrame, *, focal: str, rival: str) -> list[Finding]:
    """Record the break-even share on national capabilities, at military prices if studied, and over all measures."""
    names = {"focal": focal, "rival": rival}
    by = data.set_index("measure")
    cinc = by.loc[CAPABILITIES].to_dict()
    text = sentence("deterrence", "break_even_cinc", row=cinc, **names)
    findings = [Finding("break_even_cinc", cinc["focal_low"], text, "per cent", confidence="low")]
    ranges = {"break_even_range": (data["focal_low"].min(), data["focal_high"].max(), None)}
    if MILITARY in by.index:
        ranges = {"break_even_military": tuple(by.loc[MILITARY, ["focal_low", "focal_high", "year"]])} | ranges
    for key, (low, high, year) in ranges.items():
        text = sentence("deterrence", key, low=low, high=high, year=year, **names)
        findings.append(Finding(key, f"{fixed(low)} to {fixed(high)} per cent", text, confidence="low"))
    return findings
