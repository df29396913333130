"""Contracts of the tables that turn money of one state and year into money of another."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.contract import OWN, PUBLIC_DOMAIN, WORLD_BANK, Contract, row_check, table_metadata


class ExchangeRates(Contract):
    """Units of local currency per US dollar, average of the year, from 1990.

    ``lcu_per_usd`` is the market rate of the Federal Reserve (World Bank for the Pakistani rupee and the rouble). For
    the Indian rupee there are two rows a year: calendar and fiscal, the mean of twelve monthly market averages from
    April. ``official_lcu_per_usd`` is the rate that SIPRI's conversion implies (IMF and World Bank period average).
    The two part in India in 1992-93, when two rates were in force: budgets take the official one, purchases the
    market one. The euro starts in 1999, the rouble (of 1998) in 1993; there are no Soviet rates.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "exchange_rates"
        title = "Exchange rates"
        metadata = table_metadata(theme="shared", keys=("currency", "year", "basis"), licence=PUBLIC_DOMAIN)

    currency: Series[str] = fields.choice(
        "Currency, ISO 4217", ["AUD", "CNY", "EUR", "GBP", "INR", "JPY", "KRW", "PKR", "RUB"], required=True
    )
    year: Series[pd.Int64Dtype] = fields.year("Year; of a fiscal year the one it starts in", ge=1990)
    basis: Series[str] = fields.choice(
        "calendar year, or fiscal = Indian fiscal year, April to March", ["calendar", "fiscal"], required=True
    )
    lcu_per_usd: Series[float] = fields.column(
        "Market rate, average of the year", unit="units of local currency per US dollar", required=True, gt=0
    )
    official_lcu_per_usd: Series[float] = fields.column(
        "Official rate, average of the year", unit="units of local currency per US dollar", gt=0
    )
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("currency", "basis", error="is a fiscal year of another currency than the Indian rupee")
    def fiscal_years_are_indian(cls, frame: pd.DataFrame) -> pd.Series:
        """Fiscal years are Indian."""
        return frame["basis"].eq("calendar") | frame["currency"].eq("INR")

    @row_check("basis", "official_lcu_per_usd", error="has an official rate for a fiscal year")
    def official_rates_are_calendar(cls, frame: pd.DataFrame) -> pd.Series:
        """Official averages are of calendar years."""
        return frame["basis"].eq("calendar") | frame["official_lcu_per_usd"].isna()

    @row_check("lcu_per_usd", "official_lcu_per_usd", error="has market and official rates more than a tenth apart")
    def rates_are_near(cls, frame: pd.DataFrame) -> pd.Series:
        """Market and official averages stay within a tenth of each other, also in 1992."""
        return ~((frame["lcu_per_usd"] / frame["official_lcu_per_usd"] - 1).abs() > 0.1)


class PppFactors(Contract):
    """Purchasing power parity of the whole economy: local currency per international dollar, calendar years.

    World Bank PA.NUS.PPP. The basket is that of gross domestic product: it understates what soldiers buy and
    overstates what buys imported arms. France is in euros throughout, Russia in roubles of 1998; Russian values
    before 1993 are of transition prices and weak.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "ppp_factors"
        title = "Purchasing power parities (GDP)"
        metadata = table_metadata(theme="shared", keys=("country", "year"), licence=WORLD_BANK)

    country: Series[str] = fields.country("State", required=True)
    year: Series[pd.Int64Dtype] = fields.year("Year", ge=1960)
    lcu_per_intl_usd: Series[float] = fields.column(
        "Parity", unit="units of local currency per international dollar", required=True, gt=0
    )
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("country", "lcu_per_intl_usd", error="gives the United States another parity than one")
    def the_dollar_is_the_measure(cls, frame: pd.DataFrame) -> pd.Series:
        """Parity of the United States is one by definition."""
        return frame["country"].ne("USA") | frame["lcu_per_intl_usd"].eq(1)


class MilitaryPpp(Contract):
    """Published comparisons of military spending at purchasing power, one row a study, state and year.

    Published figures only, none of ours. ``basis`` tells military prices from those of the whole economy, and
    studies of different basis are not put on one line. ``bound``: exact figures; at_least = a floor; range =
    ``real_usd_m`` to ``real_high_usd_m``. Real dollars are what the same forces would cost at US prices of the year.
    A row may be of several states together.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "military_ppp"
        title = "Military spending at purchasing power: studies"
        metadata = table_metadata(theme="deterrence", licence=OWN)

    id: Series[str] = fields.key()
    country: Series[str] = fields.countries("State, or states together", required=True)
    year: Series[pd.Int64Dtype] = fields.year("Year compared")
    basis: Series[str] = fields.choice(
        "Prices used: military_ppp, gdp_ppp (whole economy), unstated",
        ["military_ppp", "gdp_ppp", "unstated"],
        required=True,
    )
    bound: Series[str] = fields.choice("How to read the figures", ["exact", "at_least", "range"], required=True)
    share_of_usa_pct: Series[float] = fields.column("Spending as a share of the US", unit="per cent", ge=0)
    ratio_to_market_rate: Series[float] = fields.column(
        "Spending at purchasing power over spending at the market rate", unit="ratio", gt=0
    )
    real_usd_m: Series[float] = fields.column(
        "Spending at purchasing power, or the lower end", unit="million international dollars, current", ge=0
    )
    real_high_usd_m: Series[float] = fields.column(
        "Upper end of a range", unit="million international dollars, current", ge=0
    )
    market_usd_m: Series[float] = fields.column(
        "Spending at the market rate, by the same study", unit="million US dollars, current", ge=0
    )
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("bound", "real_usd_m", "real_high_usd_m", error="is a range without two ends in order, or the reverse")
    def ranges_have_two_ends(cls, frame: pd.DataFrame) -> pd.Series:
        """Ranges, and only they, have an upper end, and it is above the lower."""
        ordered = frame["real_high_usd_m"] > frame["real_usd_m"]
        return frame["bound"].eq("range").eq(ordered) & (ordered | frame["real_high_usd_m"].isna())

    @row_check(
        "ratio_to_market_rate", "real_usd_m", "market_usd_m", error="has a ratio that its own figures do not give"
    )
    def ratio_follows_from_figures(cls, frame: pd.DataFrame) -> pd.Series:
        """Where both figures are known, the ratio is their quotient (within rounding to one place)."""
        ratio = frame["real_usd_m"] / frame["market_usd_m"]
        return ~((ratio - frame["ratio_to_market_rate"]).abs() > 0.051)


class Deflators(Contract):
    """Price indices of India and the United States: consumer prices and the GDP deflator, from 1990.

    The index is 100 in ``base_year``; bases differ by series, so two series are set to one year before they meet.
    India's GDP deflator is of fiscal years (named by the year they start in), all others of calendar years. Consumer
    prices of 2025 are carried on from 2024 with the change that SIPRI's figures imply and may rest on a forecast.
    There is no price index of defence goods here.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "deflators"
        title = "Price indices"
        metadata = table_metadata(theme="shared", keys=("country", "year", "kind"), licence=WORLD_BANK)

    country: Series[str] = fields.country("State", required=True)
    year: Series[pd.Int64Dtype] = fields.year("Year; of a fiscal year the one it starts in", ge=1960)
    kind: Series[str] = fields.choice("Consumer prices or GDP deflator", ["cpi", "gdp_deflator"], required=True)
    year_basis: Series[str] = fields.choice("Kind of year", ["calendar", "indian_fiscal"], required=True)
    index: Series[float] = fields.column("Price level", unit="index, base year = 100", required=True, gt=0)
    base_year: Series[pd.Int64Dtype] = fields.year("Year in which the index is 100")
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("year", "index", "base_year", error="is not 100 in its base year")
    def hundred_in_the_base_year(cls, frame: pd.DataFrame) -> pd.Series:
        """Every index is 100 in its base year."""
        return frame["year"].ne(frame["base_year"]) | frame["index"].sub(100).abs().lt(0.01)

    @row_check(
        "country", "kind", "year_basis", "base_year", error="changes its base or its kind of year within a series"
    )
    def one_base_per_series(cls, frame: pd.DataFrame) -> pd.Series:
        """Series keep one base and one kind of year."""
        series = frame.groupby(["country", "kind"])
        return (series["base_year"].transform("nunique") == 1) & (series["year_basis"].transform("nunique") == 1)

    @row_check("country", "year_basis", error="is an Indian fiscal year of another state")
    def fiscal_years_are_indian(cls, frame: pd.DataFrame) -> pd.Series:
        """Fiscal years are Indian."""
        return frame["year_basis"].eq("calendar") | frame["country"].eq("IND")
