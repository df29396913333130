"""Describe the tables as a Frictionless Data Package, generated from their contracts.

``python -m ties.tables.datapackage`` writes ``datapackage.json`` beside the tables. The file holds nothing that
depends on the rows, in particular no byte counts and no hashes: those would turn every corrected cell into a second
edit, and git and the build's lock already identify the bytes.

References
----------
Data Package standard, version 2.0, https://datapackage.org/standard/data-package/
"""

from __future__ import annotations

import inspect
import json
from typing import Any

import pandera.pandas as pa

from ties.tables.cell_types import type_of
from ties.tables.contracts import all_contracts
from ties.tables.load import home
from ties.tables.schema.cell_checks import SEPARATOR
from ties.tables.schema.contract import Contract, period_columns, sort_columns, table_facts

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
CONSTRAINTS = {
    "isin": [("enum", "allowed_values")],
    "str_matches": [("pattern", "pattern")],
    "greater_than_or_equal_to": [("minimum", "min_value")],
    "greater_than": [("exclusiveMinimum", "min_value")],
    "less_than_or_equal_to": [("maximum", "max_value")],
    "less_than": [("exclusiveMaximum", "max_value")],
    "in_range": [("minimum", "min_value"), ("maximum", "max_value")],
}


def data_package() -> dict[str, Any]:
    """Describe all tables as a data package.

    Returns
    -------
    dict
        The content of ``datapackage.json``. Beside the standard's properties a field may have ``unit``, ``choices``
        (what an element of a list may be) and ``references`` (a foreign key that the standard cannot say: of each
        element of a list, or only where another column has a certain value) and ``among`` (columns of which one holds
        every value, though it names no row); a schema has ``period`` (the columns
        that say when a row is), ``order`` and, where one applies, ``edition``.

    Examples
    --------
    >>> [r["path"] for r in data_package()["resources"] if r["name"] == "agreements"]
    ['agreements.csv']
    """
    return {
        "$schema": PROFILE,
        "name": "ties",
        "title": "Evidence tables on the India-US defence partnership",
        "description": "One table per subject, one row per fact, every row with its sources and how sure it is. "
        "Judgements are decisions that are ours, each with its reason.",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0, for our own compilation; extracts keep their publisher's "
                "terms, which each resource states",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "sources": [{"title": "Documents that the rows cite, by id", "path": "sources.csv"}],
        "resources": [_resource(contract) for contract in all_contracts().values()],
    }


def data_package_text() -> str:
    """Give the content of ``datapackage.json`` as it is written."""
    return json.dumps(data_package(), indent=1, ensure_ascii=False) + "\n"


def _resource(contract: type[Contract]) -> dict[str, Any]:
    about, schema = table_facts(contract), contract.to_schema()
    columns = schema.columns.items()
    keys = list(about["keys"])
    named = all(not schema.columns[key].nullable for key in keys)
    described: dict[str, Any] = {
        "fields": [_field(str(name), column) for name, column in columns],
        "missingValues": [""],
        # a part of the key that may be empty rules out the standard's primary key; it is unique all the same
        **({"primaryKey": keys} if named else {"uniqueKeys": [keys]}),
        "foreignKeys": [_foreign_key(str(n), c) for n, c in columns if _is_foreign_key(c)],
        "period": list(period_columns(contract)),
        "order": list(sort_columns(contract)),
    }
    if about["edition"]:
        described["edition"] = about["edition"]
    return {
        "name": str(schema.name),
        "type": "table",
        "path": f"{schema.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "title": str(schema.title),
        "description": inspect.cleandoc(contract.__doc__ or ""),
        "licenses": [about["licence"]._asdict()],
        "schema": {name: value for name, value in described.items() if value != []},
    }


def _field(name: str, column: pa.Column) -> dict[str, Any]:
    role = column.metadata or {}
    field: dict[str, Any] = {"name": name, "type": "list" if role["many"] else type_of(column)}
    if role["many"]:
        field |= {"delimiter": SEPARATOR, "itemType": "string"}
    field["description"] = str(column.description)
    if role["unit"]:
        field["unit"] = role["unit"]
    if _refers(column) and not _is_foreign_key(column):
        field["references"] = _target(column)
        if role["when"]:
            field["references"]["when"] = dict([role["when"]])
    if role["among"]:
        field["among"] = [
            dict(zip(("resource", "field"), name.rsplit(".", 1), strict=True)) for name in role["among"]
        ]
    rules: dict[str, Any] = {}
    if not column.nullable:
        rules["required"] = True
    if column.unique:
        rules["unique"] = True
    for check in column.checks:
        for constraint, statistic in CONSTRAINTS.get(str(check.name), []):
            value = (check.statistics or {})[statistic]
            rules[constraint] = getattr(value, "pattern", value)
        choices = (check.statistics or {}).get("choices")
        if choices:
            field["choices"] = list(choices)
    return field | ({"constraints": rules} if rules else {})


def _refers(column: pa.Column) -> bool:
    return bool((column.metadata or {}).get("references"))


def _is_foreign_key(column: pa.Column) -> bool:
    """Say whether the standard can express what the column refers to: one row of a table, unconditionally."""
    role = column.metadata or {}
    return _refers(column) and not role["many"] and not role["when"]


def _target(column: pa.Column) -> dict[str, Any]:
    table, _, target = column.metadata["references"].partition(".")
    return {"resource": table, "fields": [target]}


def _foreign_key(name: str, column: pa.Column) -> dict[str, Any]:
    return {"fields": [name], "reference": _target(column)}


if __name__ == "__main__":
    (home() / "datapackage.json").write_text(data_package_text(), encoding="utf-8")
