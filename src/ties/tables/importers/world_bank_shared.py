"""World Bank indicators: which of them the tables hold, and how one observation becomes a row.

The judgement ``world_bank_indicators`` says which indicator goes into which table and by which factor. Aggregates of
countries are left out. The edition is the day of the last update; the note of every row says it.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pandas as pd

from ties.tables.importers.country_lookup import Names
from ties.tables.importers.reading import ImportRefusedError, Reading, source_row
from ties.tables.load import load

ADDRESS = "https://data.worldbank.org/indicator/"
NEAR_HUNDRED = 0.01
WHOLE = frozenset({"population"})


class Observation(NamedTuple):
    """Value of an indicator for a country code in a year, and where the file has it."""

    indicator: str
    title: str
    country: str
    year: int
    value: float
    estimated: bool
    row: int
    column: str


def indicators_reading(
    observations: list[Observation], updated: str | None, system: str, how: str, edition: str | None
) -> Reading:
    """Make a reading of observations.

    Parameters
    ----------
    observations : list of Observation
        Known values only.
    updated : str, optional
        Day of the last update, as year-month-day, where the file says it.
    system : str
        ``publisher`` of the aliases that country codes follow: world-bank (alpha-3) or iso-alpha-2.
    how : str
        What the file is, for the note and the title of the source.
    edition : str, optional
        Edition, in place of `updated`. Without either, the last year with a value stands for it.

    Returns
    -------
    Reading
        Tables ``gdp``, ``population``, ``ppp_factors`` and ``deflators``, those that the file has figures for; a row
        replaces the row of its country and year, a price index the whole index of its country.

    Raises
    ------
    ImportRefusedError
        If the file has no indicator that the tables hold, or two values of one country and year.
    """
    if not observations:
        raise ImportRefusedError("file has no known value")
    named = edition or updated or str(max(o.year for o in observations))
    dated = f"last updated {named}" if edition or updated else f"data to {named}, day of update not known"
    indicators = load("judgements/world_bank_indicators").set_index("indicator")
    left_out: Counter[str] = Counter()
    for indicator in sorted({o.indicator for o in observations} - set(indicators.index)):
        left_out[f"{indicator}: no table holds this indicator"] += sum(o.indicator == indicator for o in observations)
    wanted = [o for o in observations if o.indicator in indicators.index]
    if not wanted:
        raise ImportRefusedError(f"no indicator that the tables hold; they are {', '.join(indicators.index)}")
    names, groups = Names(system, codes=system == "world-bank"), _groups()
    aggregates = Names("world-bank")
    rows = []
    for o in wanted:
        match = _match(o, names, aggregates)
        if match is None:
            left_out[f"{o.country}: aggregate or no state of the table countries"] += 1
        elif match in groups:
            left_out[f"{o.country}: a group of countries"] += 1
        else:
            rows.append((o.indicator, match, o.year, o.value, o.estimated, o.title, o.row))
    if not rows:
        raise ImportRefusedError("no state has a value")
    frame = pd.DataFrame(rows, columns=["indicator", "country", "year", "value", "estimated", "title", "row"])
    twice = frame[frame.duplicated(["indicator", "country", "year"], keep=False)]
    if len(twice):
        first = twice.iloc[0]
        raise ImportRefusedError(f"{first['indicator']} of {first['country']} in {first['year']} stands twice",
                                 row=int(twice["row"].iloc[1]))  # fmt: skip
    tables: dict[str, list[pd.DataFrame]] = {}
    sources = []
    for indicator in sorted(set(frame["indicator"])):
        part, rule = frame[frame["indicator"] == indicator], pd.Series(indicators.loc[indicator])
        identity = f"{rule['source']}-{named}"
        title = f"{part['title'].iloc[0] or indicator}, {indicator}, {how}, {dated}"
        sources.append(source_row(identity, title, "World Bank", named, f"{ADDRESS}{indicator}"))
        tables.setdefault(str(rule["table"]), []).append(_table(part, rule, identity, dated, left_out))
    joined = {name: pd.concat(parts, ignore_index=True) for name, parts in tables.items()}
    joined = {name: part for name, part in joined.items() if len(part)}
    if not joined:
        raise ImportRefusedError("no state has a value that a table can hold")
    # a price index has one base, so its years are never of two downloads
    keys: dict[str, tuple[str, ...]] = {
        name: ("country", "kind" if name == "deflators" else "year") for name in joined
    }
    return Reading(named, joined, keys, pd.concat(sources, ignore_index=True), left_out)


def _match(o: Observation, names: Names, aggregates: Names) -> str | None:
    for system in (names, aggregates) if len(o.country) == 2 else (names,):
        try:
            return system.find(o.country, row=o.row, column=o.column).code
        except ImportRefusedError:
            if system is aggregates or (system is names and len(o.country) != 2):
                raise
    return None


def _groups() -> set[str]:
    countries = load("countries")
    return set(countries.loc[countries["kind"] == "group", "code"])


def _table(part: pd.DataFrame, rule: pd.Series, identity: str, dated: str, left_out: Counter[str]) -> pd.DataFrame:
    """Turn the rows of one indicator into rows of its table."""
    values = part["value"] * float(rule["factor"])
    positive = values > 0
    if (~positive).any():
        left_out[f"{part['indicator'].iloc[0]}: value that is not positive"] += int((~positive).sum())
    values = values.round() if rule["table"] in WHOLE else values.round(9)
    estimated = part["estimated"].map({True: "; estimate in brackets", False: ""})
    table = part[["country", "year"]].assign(
        sources=identity,
        confidence="high",
        note=f"World Bank, {dated}" + estimated,
    )
    table[str(rule["column"])] = values
    table = table[positive]
    if rule["table"] == "gdp":
        return table.assign(basis="world_bank")
    return _based(table, rule, left_out) if rule["table"] == "deflators" else table


def _based(table: pd.DataFrame, rule: pd.Series, left_out: Counter[str]) -> pd.DataFrame:
    """Give each price index its base year, the one in which it is 100; a series without one is left out."""
    base = table[(table["index"] - 100).abs() < NEAR_HUNDRED].groupby("country")["year"].min()
    found = table["country"].map(base)
    for country in sorted(set(table.loc[found.isna(), "country"])):
        left_out[f"{country}: {rule['kind']} has no year in which it is 100"] += 1
    fiscal = table["country"].eq("IND") & (rule["kind"] == "gdp_deflator")
    based = table.assign(
        kind=rule["kind"],
        year_basis=fiscal.map({True: "indian_fiscal", False: "calendar"}),
        base_year=found.astype("Int64"),
    )
    return based[found.notna()]
