"""Loading: types as declared, overlays in place, undeclared tables refused inside a build."""

import json
import sys

import pandas as pd
import pytest

from ties.tables.cell_types import type_of
from ties.tables.contracts import all_contracts, contracts, judgement_contracts
from ties.tables.load import UndeclaredTableError, judgement_names, load, loaded_here, tables

TYPES = {"string": "str", "integer": "Int64", "number": "float64"}


@pytest.fixture
def running(tmp_path, monkeypatch):
    """Pretend that a build runs a chapter, with an overlay if one is given."""

    def run(tables, data=None):
        state = {"chapter": "industry", "tables": tables, "data": data and str(data)}
        path = tmp_path / "run.json"
        path.write_text(json.dumps(state))
        monkeypatch.setenv("TIES_RUN", str(path))

    return run


@pytest.mark.parametrize("name", all_contracts())
def test_a_table_loads_with_the_columns_and_types_of_its_contract_and_passes_it(name):
    frame, contract = load(name), all_contracts()[name]
    columns = contract.to_schema().columns
    assert {c: str(t) for c, t in frame.dtypes.items()} == {c: TYPES[type_of(columns[c])] for c in columns}
    pd.testing.assert_frame_equal(contract.validate(frame, lazy=True), frame, check_dtype=False)
    assert frame.attrs["table"] == name


def test_every_table_has_a_contract_and_every_contract_a_table():
    assert tables() == list(contracts())
    assert judgement_names() == list(judgement_contracts())


def test_only_an_empty_cell_is_missing(overlay):
    folder = overlay("agreements", lambda text: text.replace(",LEMOA,", ",NA,"))
    frame = load("agreements", folder).set_index("id")
    assert frame.loc["lemoa-2016", "short_name"] == "NA"
    assert pd.isna(frame.loc["lemoa-2016", "expires"])


def test_an_overlay_stands_in_place_of_the_tables_it_has_and_of_no_other(overlay):
    folder = overlay("deals", lambda text: "\n".join(text.splitlines()[:3]) + "\n")
    assert len(load("deals", folder)) == 2
    assert len(load("agreements", folder)) == len(load("agreements"))


def test_an_unknown_table_is_refused_with_the_names_there_are():
    with pytest.raises(KeyError, match=r"no table 'arms'.*agreements"):
        load("arms")


def test_what_a_cell_has_loaded_is_known_in_its_order_and_once(monkeypatch):
    module = sys.modules["ties.tables.load"]  # the package has a function of that name
    monkeypatch.setattr(module, "_cell", lambda: 7)
    for name in ("gdp", "deals", "gdp"):
        load(name)
    assert loaded_here() == ["gdp", "deals"]
    monkeypatch.setattr(module, "_cell", lambda: 8)
    assert loaded_here() == []


def test_a_build_gives_a_chapter_the_overlay(running, overlay):
    folder = overlay("deals", lambda text: "\n".join(text.splitlines()[:3]) + "\n")
    running(["deals"], data=folder)
    assert len(load("deals")) == 2


def test_a_table_that_no_cell_of_the_chapter_names_is_refused(running):
    running(["deals"])
    with pytest.raises(UndeclaredTableError, match="'industry' reads table 'gdp'"):
        load("gdp")
