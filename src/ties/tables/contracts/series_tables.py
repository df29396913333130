"""Contracts of the yearly series of states: spending, economy, people, national capabilities."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.schema import fields
from ties.tables.schema.contract import COW, SIPRI, WORLD_BANK, Contract, row_check, table_metadata


class MilitaryExpenditure(Contract):
    """Military spending by state and calendar year, 1990-2025, of one edition of the SIPRI database.

    SIPRI revises history each spring: another edition is another series. US years are fiscal years to 30 September;
    India's fiscal years are turned into calendar years by SIPRI and include paramilitary forces but no nuclear
    spending; China is SIPRI's estimate, above the official budget. Constant dollars are of 2024 prices and exchange
    rates. SUN is the Soviet Union (1990 only, constant dollars); Russia starts in 1992. Dollars at market rates
    understate what poorer states get for them.

    References
    ----------
    SIPRI Military Expenditure Database 1949-2025, version 1.2.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "military_expenditure"
        title = "Military expenditure"
        metadata = table_metadata(
            theme="deterrence", keys=("country", "year", "edition"), licence=SIPRI, edition="edition"
        )

    country: Series[str] = fields.country("State", required=True)
    year: Series[pd.Int64Dtype] = fields.year("Year", ge=1949)
    usd_m_current: Series[float] = fields.column(
        "Spending at the prices and exchange rate of the year", unit="million US dollars, current", ge=0
    )
    usd_m_constant: Series[float] = fields.column(
        "Spending at the prices and exchange rate of the base year",
        unit="million US dollars, constant (see constant_base_year)",
        ge=0,
    )
    constant_base_year: Series[pd.Int64Dtype] = fields.year("Base year of the constant dollars")
    share_gdp_pct: Series[float] = fields.percentage("Share of gross domestic product; above 100 in a war", le=1000)
    edition: Series[str] = fields.edition()
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check(
        "year", "usd_m_current", "usd_m_constant", "constant_base_year", "confidence",
        error="is of high confidence, and has constant dollars of the base year that differ from current ones",
    )  # fmt: skip
    def constant_is_current_in_the_base_year(cls, frame: pd.DataFrame) -> pd.Series:
        """In the base year constant and current dollars are the same; a row where they are not is not sure."""
        apart = (frame["usd_m_current"] - frame["usd_m_constant"]).abs() > 0.1
        return ~(frame["year"].eq(frame["constant_base_year"]) & apart & frame["confidence"].eq("high"))

    @row_check("constant_base_year", "edition", error="mixes base years within one edition")
    def one_base_per_edition(cls, frame: pd.DataFrame) -> pd.Series:
        """Editions have one base year."""
        return frame.groupby("edition")["constant_base_year"].transform("nunique") == 1

    @row_check("country", "year", error="is the Soviet Union after 1991 or Russia before 1992")
    def one_state_at_a_time(cls, frame: pd.DataFrame) -> pd.Series:
        """Soviet years end with 1991, Russian ones start with 1992."""
        soviet, russian = frame["country"].eq("SUN"), frame["country"].eq("RUS")
        return ~(soviet & frame["year"].gt(1991)) & ~(russian & frame["year"].lt(1992))


class Gdp(Contract):
    """Gross domestic product by state and calendar year, in current US dollars at market rates.

    World Bank to 2023, of a copy older than the revisions of mid 2025. 2024 and 2025 are implied by SIPRI (spending
    over its share of GDP): our quotient, of low confidence, off by up to 13 per cent for Pakistan where it can be
    tested. The two bases are not joined without saying so.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "gdp"
        title = "Gross domestic product"
        metadata = table_metadata(theme="deterrence", keys=("country", "year"), licence=WORLD_BANK)

    country: Series[str] = fields.country("State", required=True)
    year: Series[pd.Int64Dtype] = fields.year("Year", ge=1960)
    usd_m_current: Series[float] = fields.column(
        "Gross domestic product", unit="million US dollars, current", required=True, gt=0
    )
    basis: Series[str] = fields.choice(
        "world_bank = its figure; implied = our quotient of SIPRI's figures", ["world_bank", "implied"], required=True
    )
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("basis", "confidence", error="is implied and yet of more than low confidence")
    def implied_is_low(cls, frame: pd.DataFrame) -> pd.Series:
        """Figures computed in place of the World Bank's are of low confidence."""
        return frame["basis"].ne("implied") | frame["confidence"].eq("low")


class Population(Contract):
    """Population by state and calendar year, mid-year estimates of the World Bank, 1990-2024."""

    class Config(Contract.Config):
        """Name and title."""

        name = "population"
        title = "Population"
        metadata = table_metadata(theme="deterrence", keys=("country", "year"), licence=WORLD_BANK)

    country: Series[str] = fields.country("State", required=True)
    year: Series[pd.Int64Dtype] = fields.year("Year", ge=1960)
    population: Series[pd.Int64Dtype] = fields.column("People, mid-year", unit="persons", required=True, gt=0)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()


class NationalCapabilities(Contract):
    """Composite Index of National Capability and its six parts, by state and year, 1947-2022.

    The index is a state's mean share of the world's six totals (the world adds up to one). It weighs steel and people
    as much as spending, so it flatters large and industrial states and says nothing of quality or will. The parts
    have breaks in the original: urban population is not comparable across 2001-02 and 2016-17, Chinese and Russian
    spending across 2004-05; the index moves with them. RUS is the Soviet Union to 1991, VNM North Vietnam to 1975,
    PAK includes East Pakistan to 1970.

    References
    ----------
    Singer, Bremer and Stuckey (1972); Singer (1987); Correlates of War, National Material Capabilities, version 7.0.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "national_capabilities"
        title = "National material capabilities (COW 7.0)"
        metadata = table_metadata(
            theme="deterrence", keys=("country", "year", "edition"), licence=COW, edition="edition"
        )

    country: Series[str] = fields.country("State", required=True)
    year: Series[pd.Int64Dtype] = fields.year("Year", ge=1816)
    cinc: Series[float] = fields.column(
        "Composite index", unit="share of the world, 0 to 1", required=True, ge=0, le=1
    )
    milex_thousand_usd: Series[pd.Int64Dtype] = fields.column(
        "Military spending", unit="thousand US dollars, current", ge=0
    )
    milper_thousand: Series[pd.Int64Dtype] = fields.column("Military personnel", unit="thousand persons", ge=0)
    iron_steel_thousand_t: Series[pd.Int64Dtype] = fields.column("Iron and steel made", unit="thousand tonnes", ge=0)
    energy_thousand_tce: Series[pd.Int64Dtype] = fields.column(
        "Primary energy used", unit="thousand tonnes of coal equivalent", ge=0
    )
    population_thousand: Series[pd.Int64Dtype] = fields.column("Population", unit="thousand persons", gt=0)
    urban_population_thousand: Series[pd.Int64Dtype] = fields.column(
        "Urban population, by definitions that change", unit="thousand persons", ge=0
    )
    edition: Series[str] = fields.edition(fields.VERSION)
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check(
        "population_thousand",
        "urban_population_thousand",
        "confidence",
        error="has more people in its cities than it has people",
    )
    def cities_within_the_state(cls, frame: pd.DataFrame) -> pd.Series:
        """Urban population is part of the population."""
        more = frame["urban_population_thousand"] > frame["population_thousand"]
        return ~more.fillna(value=False).astype(bool) | frame["confidence"].ne("high")

    @row_check("year", "cinc", "edition", error="has index values of one year that sum to more than the world")
    def shares_within_the_world(cls, frame: pd.DataFrame) -> pd.Series:
        """Shares of the world sum to one at most (the original rounds to 1.007)."""
        return frame.groupby(["year", "edition"])["cinc"].transform("sum") <= 1.01
