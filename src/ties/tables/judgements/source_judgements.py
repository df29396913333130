"""Contracts of the judgements by which sources are read: names of states, words of registers, cuts to a day."""

from __future__ import annotations

import pandas as pd
from pandera.typing import Series

from ties.tables.as_of.vintage_rules import RULE_NAMES
from ties.tables.schema import fields
from ties.tables.schema.contract import row_check
from ties.tables.schema.judgement import Judgement


class CountryAliases(
    Judgement, title="Names of states", theme="shared", keys=("publisher", "name", "first_year"), order=("publisher",)
):
    """Names and codes by which publishers know the states of table ``countries``, beyond those that it has itself."""

    publisher: Series[str] = fields.choice(
        "Whose name it is",
        ["any", "comtrade", "cow", "iso-alpha-2", "sipri", "us-census", "world-bank"],
        required=True,
    )
    name: Series[str] = fields.column("Name or code", required=True)
    code: Series[str] = fields.country("State; empty where it is left out")
    standing: Series[str] = fields.choice("Present state or former one", ["present", "former"], required=True)
    first_year: Series[pd.Int64Dtype] = fields.year("First year in which it means that state", required=False)
    last_year: Series[pd.Int64Dtype] = fields.year("Last year in which it means that state", required=False)
    reason: Series[str] = fields.reason()

    @row_check("first_year", "last_year", error="ends before it begins")
    def years_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        """Require years in order."""
        return (frame["first_year"] <= frame["last_year"]).fillna(value=True)


class Vintages(Judgement, title="Cuts to an earlier day", theme="shared", keys=("table", "rule", "column", "value")):
    """How each table is cut to what was known on an earlier day (:mod:`ties.tables.as_of.vintage_rules`)."""

    table: Series[str] = fields.table_name("Table or judgement")
    rule: Series[str] = fields.choice("Rule", RULE_NAMES, required=True)
    column: Series[str] = fields.column_name(
        "Columns of the table, where it has any", of="table", many=True, required=False
    )
    value: Series[str] = fields.column("What the rule puts there, or asks")
    day: Series[str] = fields.date("Day from which it was known")
    reason: Series[str] = fields.reason()
    limit: Series[str] = fields.column("What the cut cannot undo")
    # the documents are not looked up: on an earlier day those that came later are not in the table of sources
    sources: Series[str] = fields.column("Sources of the row", many=True)


class WeaponDescriptions(
    Judgement, title="Words of the arms register", theme="shared", keys=("description",), order=("description",)
):
    """Older words of SIPRI for a class of equipment, and the present ones."""

    description: Series[str] = fields.column("Older word", required=True, unique=True)
    now: Series[str] = fields.column("Present word", required=True)
    reason: Series[str] = fields.reason()


class WorldBankIndicators(Judgement, title="World Bank indicators", theme="shared", keys=("indicator",)):
    """Which indicator of the World Bank goes into which column, and by which factor."""

    indicator: Series[str] = fields.column(
        "Indicator", required=True, unique=True, str_matches=r"^[A-Z]+(?:\.[A-Z]+)+$"
    )
    table: Series[str] = fields.table_name("Table")
    column: Series[str] = fields.column_name("Its column", of="table")
    factor: Series[float] = fields.column(
        "Factor from the indicator to the column", unit="of the column per unit of the indicator", required=True, ge=0
    )
    kind: Series[str] = fields.choice("Price index, where it is one", ["cpi", "gdp_deflator"])
    source: Series[str] = fields.column("First part of the id of its source", required=True, str_matches=fields.ID)
    reason: Series[str] = fields.reason()
