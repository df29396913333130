"""The description of the tables as a data package is that of the contracts, and stands by itself."""

import json

import pandas as pd

from ties.tables import datapackage
from ties.tables.contracts import all_contracts
from ties.tables.load import home


def described():
    return {r["name"]: r for r in json.loads((home() / "datapackage.json").read_text(encoding="utf-8"))["resources"]}


def test_the_file_is_what_the_contracts_say():
    written = (home() / "datapackage.json").read_text(encoding="utf-8")
    assert written == datapackage.data_package_text(), "stale: run python -m ties.tables.datapackage"


def test_every_file_has_the_described_columns_and_no_table_is_left_out():
    resources = described()
    assert list(resources) == list(all_contracts())
    for resource in resources.values():
        header = pd.read_csv(home() / resource["path"], nrows=0).columns.tolist()
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert resource["title"]
        assert resource["description"]
        assert resource["licenses"][0]["path"].startswith("http")


def test_keys_and_references_lead_to_described_fields():
    resources = described()
    fields = {name: {f["name"] for f in r["schema"]["fields"]} for name, r in resources.items()}
    for name, resource in resources.items():
        schema = resource["schema"]
        assert ("primaryKey" in schema) != ("uniqueKeys" in schema)
        for key in [schema.get("primaryKey", []), *schema.get("uniqueKeys", [])]:
            assert set(key) <= fields[name]
        targets = [key["reference"] for key in schema.get("foreignKeys", [])]
        targets += [f["references"] for f in schema["fields"] if "references" in f]
        targets += [t | {"fields": [t["field"]]} for f in schema["fields"] for t in f.get("among", [])]
        for target in targets:
            assert set(target["fields"]) <= fields[target["resource"]]


def test_a_field_says_type_unit_and_constraints():
    fields = {f["name"]: f for f in described()["deals"]["schema"]["fields"]}
    assert fields["value_usd_m"] == {
        "name": "value_usd_m",
        "type": "number",
        "description": "Value",
        "unit": "million US dollars, current",
        "constraints": {"minimum": 0},
    }
    assert fields["sources"]["type"] == "list"
    assert fields["sources"]["references"] == {"resource": "sources", "fields": ["id"]}
    assert "FMS" in fields["route"]["constraints"]["enum"]
