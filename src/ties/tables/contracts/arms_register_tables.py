"""Contract of the register of arms orders, from the SIPRI Arms Transfers Database.

The unit is the trend-indicator value (TIV), as in :mod:`ties.tables.contracts.arms_tables`.
"""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.contracts.arms_tables import TIV
from ties.tables.schema import fields
from ties.tables.schema.cell_checks import SEPARATOR
from ties.tables.schema.contract import SIPRI, Contract, row_check, table_metadata

SAME_PRODUCT = 0.01
# SIPRI prints the volume of a unit with two decimals, the sums from the unrounded one
HALF_A_CENT = 0.005


class ArmsRegister(Contract):
    """Orders of major arms by India from its main suppliers, deal by deal, with what has been delivered.

    Rows from the United States follow the March 2026 edition (deliveries to 2025), all others March 2025 (to 2024).
    SIPRI books the M777 guns to the United Kingdom and BrahMos to Russia. ``production_in_india`` is our reading of
    SIPRI's comment; empty means that nothing is said. Numbers, years and volumes of a row agree with each
    other; where SIPRI's own do not, the row is of medium confidence and its note says so.
    """

    class Config(Contract.Config):
        """Name and title."""

        name = "arms_register"
        title = "Register of arms orders by India (SIPRI)"
        metadata = table_metadata(
            theme="industry", order=("order_year", "id"), period=("order_year",), licence=SIPRI, edition="edition"
        )

    id: Series[str] = fields.key()
    supplier: Series[str] = fields.country("Country of the seller", required=True)
    recipient: Series[str] = fields.country("Country of the buyer", required=True)
    designation: Series[str] = fields.column("Type", required=True)
    description: Series[str] = fields.column("Class of equipment, in SIPRI's words", required=True)
    status: Series[str] = fields.choice(
        "Condition", ["new", "second hand", "second hand but modernized"], required=True
    )
    order_year: Series[pd.Int64Dtype] = fields.year("Year of the order")
    order_year_estimated: Series[str] = fields.choice("Whether SIPRI estimates that year", ["yes", "no"])
    ordered_number: Series[pd.Int64Dtype] = fields.column("Units ordered; empty where not known", unit="units", ge=1)
    delivered_number: Series[pd.Int64Dtype] = fields.column("Units delivered", unit="units", required=True, ge=0)
    delivery_years: Series[str] = fields.column("Years with deliveries", many=True)
    tiv_per_unit: Series[float] = fields.column("Volume of a unit; empty where the copy gives none", unit=TIV, gt=0)
    tiv_ordered_m: Series[float] = fields.column("Volume ordered; empty where number or unit is", unit=TIV, ge=0)
    tiv_delivered_m: Series[float] = fields.column("Volume delivered", unit=TIV, required=True, ge=0)
    deal_value_low_usd_m: Series[float] = fields.column(
        "Value of the deal in SIPRI's comment, lower end", unit="million US dollars, current", ge=0
    )
    deal_value_high_usd_m: Series[float] = fields.column(
        "Value of the deal in SIPRI's comment, upper end", unit="million US dollars, current", ge=0
    )
    deal_value_flag: Series[str] = fields.choice(
        "Why the value is to be read with care", ["part of a larger package", "uncertain"]
    )
    production_in_india: Series[str] = fields.choice(
        "Share of India in making it", ["licence", "assembly", "components", "upgrade in India"]
    )
    edition: Series[str] = fields.edition()
    sources: Series[str] = fields.sources()
    confidence: Series[str] = fields.confidence()
    note: Series[str] = fields.note()

    @row_check("supplier", "recipient", error="is an order of a country from itself")
    def two_countries(cls, frame: pd.DataFrame) -> pd.Series:
        """Require two different countries."""
        return frame["supplier"] != frame["recipient"]

    @row_check("ordered_number", "delivered_number", "confidence", error="has more delivered than ordered")
    def delivered_within_ordered(cls, frame: pd.DataFrame) -> pd.Series:
        """Require no more to be delivered than was ordered, where the order's size is known."""
        more = (frame["delivered_number"] > frame["ordered_number"]).fillna(value=False).astype(bool)
        return ~more | frame["confidence"].ne("high")

    @row_check(
        "delivered_number", "delivery_years", "confidence", error="has deliveries without years, or the reverse"
    )
    def deliveries_have_years(cls, frame: pd.DataFrame) -> pd.Series:
        """Require years of delivery where, and only where, something was delivered."""
        dated = (frame["delivered_number"] > 0) == frame["delivery_years"].notna()
        return dated | frame["confidence"].ne("high")

    @row_check(
        "order_year",
        "delivery_years",
        "edition",
        "confidence",
        error="has delivery years that are no years, unsorted or out of range",
    )
    def delivery_years_in_range(cls, frame: pd.DataFrame) -> pd.Series:
        """Require years of delivery in order, from the order to the year before the edition."""
        return pd.Series(
            [
                confidence != "high" or years_in_range(years, first, int(edition) - 1)
                for years, first, edition, confidence in zip(
                    *(frame[name] for name in ("delivery_years", "order_year", "edition", "confidence")), strict=True
                )
            ],
            index=frame.index,
        )

    @row_check(
        "ordered_number",
        "tiv_per_unit",
        "tiv_ordered_m",
        "confidence",
        error="has a volume ordered that is not number times unit",
    )
    def volume_ordered_is_the_product(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the volume ordered to be number times unit, and empty where either is."""
        product = is_product(frame["ordered_number"], frame["tiv_per_unit"], frame["tiv_ordered_m"])
        return product | frame["confidence"].ne("high")

    @row_check(
        "delivered_number",
        "tiv_per_unit",
        "tiv_delivered_m",
        "confidence",
        error="has a volume delivered that is not number times unit",
    )
    def volume_delivered_is_the_product(cls, frame: pd.DataFrame) -> pd.Series:
        """Require the volume delivered to be number times unit."""
        product = is_product(frame["delivered_number"], frame["tiv_per_unit"], frame["tiv_delivered_m"])
        return product | frame["confidence"].ne("high")

    @row_check(
        "deal_value_low_usd_m",
        "deal_value_high_usd_m",
        error="has a lower value above the upper, or only one of them",
    )
    def value_range_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Require both ends of a value, the lower not above the upper."""
        low, high = frame["deal_value_low_usd_m"], frame["deal_value_high_usd_m"]
        return (low.isna() & high.isna()) | (low <= high)

    @row_check("deal_value_low_usd_m", "deal_value_flag", error="has a remark on a value that it does not have")
    def remark_goes_with_value(cls, frame: pd.DataFrame) -> pd.Series:
        """Require a value where a remark is made on it."""
        return frame["deal_value_flag"].isna() | frame["deal_value_low_usd_m"].notna()


def years_in_range(years: str | float, first: int, last: int) -> bool:
    """Say whether a list of years is sorted and lies in a range; an empty one is."""
    if not isinstance(years, str):
        return True
    parts = years.split(SEPARATOR)
    if not all(part.isdigit() for part in parts):
        return False
    numbers = [int(part) for part in parts]
    return numbers == sorted(numbers) and first <= numbers[0] and numbers[-1] <= last


def is_product(number: pd.Series, unit: pd.Series, volume: pd.Series) -> pd.Series:
    """Say where a volume is number times unit, within rounding, and empty where either is."""
    count = number.astype("float64")
    product = (count * unit).mask(count == 0, 0.0)
    near = (volume - product).abs() <= SAME_PRODUCT * product.clip(lower=1) + HALF_A_CENT * count + 1e-9
    return near | (product.isna() & volume.isna())
