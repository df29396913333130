"""Laws of the tables of an earlier day: nothing of a later one is in them, and contracts and references hold."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from ties.cli import main
from ties.tables.as_of.dated_text import days_named, names_later, part_before
from ties.tables.as_of.snapshot import VintageError, cut_tables, write_as_of
from ties.tables.as_of.vintage_rules import OTHERS, RULES
from ties.tables.contracts import contracts
from ties.tables.dates import bounds
from ties.tables.load import judgement_names, load, tables
from ties.tables.schema.contract import table_facts
from ties.tables.validate import validate_tables

DAY = "2025-07-01"
LAST = "2026-12-31"  # after every date of the tables, and after the years that documents are dated by
RULED = load("judgements/vintages")


@pytest.fixture(scope="module")
def known() -> dict[str, pd.DataFrame]:
    return cut_tables(DAY)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("vintage") / "day"
    return folder, write_as_of(DAY, folder)


def of(rule: str) -> set[tuple[str, str]]:
    rows = RULED[RULED["rule"] == rule]
    return {(t, c) for t, columns in zip(rows["table"], rows["column"], strict=True) for c in str(columns).split(";")}


def test_every_table_and_judgement_has_rules_and_every_rule_a_function():
    everything = {*tables(), *judgement_names()}
    assert set(RULED["table"]) == everything
    assert set(RULED["rule"]) == {*RULES, *OTHERS}
    for table, rule, column in RULED[["table", "rule", "column"]].itertuples(index=False):
        if rule not in {"compiled", "unread"} and isinstance(column, str):
            assert set(column.split(";")) <= set(load(table)), (table, rule, column)


def test_every_date_of_an_event_is_cut_or_said_to_be_a_term():
    """A new column of dates must be given a rule."""
    dated = {
        (name, column)
        for name, contract in contracts().items()
        for column, about in contract.to_schema().columns.items()
        if about.metadata["kind"] == "date"
    }
    ruled = of("event") | of("stage") | of("term") | of("reopened") | of("published")
    assert dated <= ruled


def test_no_date_after_the_day_but_terms(known):
    for table, column in of("event") | of("stage"):
        days = bounds(known[table][column].astype("str").where(known[table][column].notna()))
        assert not (days["earliest"] > pd.Timestamp(DAY)).any(), (table, column)


def test_no_document_of_after_the_day_but_our_own_and_those_of_recast_tables(known):
    documents = load("sources").set_index("id")
    late = bounds(documents["published"])["latest"] > pd.Timestamp(DAY)
    late &= documents["kind"] != "judgement"
    recast = {table for table, _ in of("recast")}
    for name, frame in known.items():
        if "sources" in frame and name != "judgements/vintages" and name not in recast:
            cited = frame["sources"].dropna().str.split(";").explode()
            assert not late.reindex(cited).any(), name
    left = known["sources"].set_index("id")
    needed = {i for name in recast for cell in known[name]["sources"] for i in cell.split(";")}
    assert set(left.index[late.reindex(left.index)]) <= needed


def test_contracts_hold_and_references_resolve(written):
    folder, report = written
    assert validate_tables(folder).ok, [str(f) for f in validate_tables(folder).failures[:5]]
    assert report == json.loads((folder / "vintage.json").read_text())
    assert all(counts["kept"] > 0 for name, counts in report["tables"].items() if "/" not in name)
    assert {"table", "limit"} == set(report["limits"][0])


def test_judgements_refer_to_rows_that_are_there(known):
    for table, column, target in RULED.loc[RULED["rule"] == "follows", ["table", "column", "value"]].to_numpy():
        other, key = target.rsplit(".", 1)
        assert set(known[table][column].dropna()) <= set(known[other][key]), (table, column)


def test_the_cut_of_a_cut_is_itself(written, known):
    folder, _ = written
    again = cut_tables(DAY, folder)
    for name, frame in known.items():
        pd.testing.assert_frame_equal(again[name].reset_index(drop=True), frame.reset_index(drop=True))


def test_a_day_after_everything_leaves_everything():
    for name, frame in cut_tables(LAST).items():
        pd.testing.assert_frame_equal(frame, load(name))


@settings(max_examples=4, deadline=None)
@given(st.lists(st.dates(date(2012, 1, 1), date.fromisoformat(LAST)), min_size=2, max_size=2, unique=True))
def test_rows_of_an_earlier_day_are_rows_of_a_later_one(days):
    early, late = (cut_tables(str(day)) for day in sorted(days))
    for name, contract in contracts().items():
        keys = list(table_facts(contract)["keys"])
        rows, more = (set(map(tuple, frame[name][keys].astype("str").to_numpy())) for frame in (early, late))
        assert rows <= more, name


def test_deals_by_hand(known):
    deals = known["deals"].set_index("id")
    # the S-400: three of five units had come; the note tells of 2026 and is blank, the row is as it was
    assert deals.loc["s400-2018", ["contracted", "first_delivery", "status"]].tolist() == [
        "2018-10", "2021-12", "delivering",
    ]  # fmt: skip
    assert pd.isna(deals.loc["s400-2018", "note"])
    # the Apaches came on 22 July 2025: still only contracted
    assert deals.loc["ah64e-army-2020", "status"] == "contracted"
    assert pd.isna(deals.loc["ah64e-army-2020", "first_delivery"])
    # the F414: approved, and the 80 per cent are of April 2026
    assert deals.loc["f414-coproduction", "status"] == "approved"
    assert pd.isna(deals.loc["f414-coproduction", "technology_transfer_pct"])
    # support of the MH-60R: notified in December 2024, contracted in November 2025
    assert deals.loc["mh60r-support-2025", ["approved", "status"]].tolist() == ["2024-12-02", "approved"]
    assert "f404-2025" not in deals.index
    assert deals.loc["m777-2016", "status"] == "delivered"  # put back by hand: no date of the last gun was found
    # the frigate that was commissioned on the day itself is in
    assert deals.loc["tushil-2016", ["completed", "status"]].tolist() == ["2025-07-01", "delivered"]


def test_agreements_by_hand(known):
    texts = known["agreements"].set_index("id")
    assert texts.loc["comcasa-2018", "expires"] == "2028-09-06"  # a term is known beforehand
    assert not {"framework-2025", "trade-framework-2026"} & set(texts.index)
    assert texts.loc["framework-2015", "status"] == "in_force"  # replaced on 31 October 2025
    assert pd.isna(texts.loc["framework-2015", "expires"])
    assert texts.loc["ind-rus-relos-2025", "signed"] == "2025-02-18"
    assert pd.isna(texts.loc["ind-rus-relos-2025", "note"])  # ratified in December
    assert not known["enablement"]["target_node"].isin(["framework-2025", "strikes-on-iran-2026-03"]).any()


def test_editions_by_hand(known):
    assert set(known["arms_transfers"]["edition"]) == {"2022", "2025"}
    assert known["arms_imports_total"]["edition"].unique().tolist() == ["2025"]
    assert known["arms_register"]["edition"].unique().tolist() == ["2025"]
    assert known["arms_shares"]["edition"].astype(int).max() == 2025
    assert known["military_expenditure"]["year"].max() == 2024  # told on 28 April 2025
    assert cut_tables("2025-04-20")["military_expenditure"]["year"].max() == 2023
    assert known["national_capabilities"]["year"].max() == 2016  # version 6.0
    assert known["un_voting"]["year"].max() == 2023  # the session of 2024 came with the revision of July 2025
    assert known["defence_budget_india"]["fiscal_year"].max() == "2025-26"
    production = known["defence_production"].set_index("fiscal_year")
    assert pd.isna(production.loc["2024-25", "production_inr_crore"])  # told on 9 August
    assert production.loc["2024-25", "exports_inr_crore"] == 23622  # told on 1 April


def test_claims_by_hand(known):
    claims = known["claims"].set_index("id")
    assert len(claims) == len(load("claims"))  # the assertions are those of the article, whoever has read them
    assert claims.loc["claim-10", "verdict"] == "supported"  # its sources are of 2016
    unread = claims[claims["verdict"].isna()]
    assert {"claim-02", "claim-06", "claim-64"} <= set(unread.index)
    assert unread[["evidence", "sources", "confidence", "note"]].isna().all(axis=None)


def test_texts_name_no_later_day(known):
    """Where a text still names one it is a plan, in a row that rests on earlier documents alone."""
    after, until = pd.Timestamp(DAY), pd.Timestamp("2026-11-30")
    for table, column in of("clause"):
        assert not known[table][column].dropna().map(lambda text: names_later(text, after, until)).any(), table


def test_days_in_texts_by_hand():
    assert [str(d.date()) for d in days_named("F414 of 1,000; July 2025, 2.5 in 2019-23")] == [
        "2025-07-01",
        "2023-01-01",
    ]
    assert part_before("a; b in 2026; c", pd.Timestamp(DAY), pd.Timestamp(LAST)) == "a; c"
    assert part_before("b in 2026.", pd.Timestamp(DAY), pd.Timestamp(LAST)) == ""


def test_a_folder_with_anything_else_in_it_stays_as_it_is(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(VintageError, match="not tables of a day"):
        write_as_of(DAY, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_day_that_leaves_a_table_empty_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(VintageError, match="table has no rows"):
        write_as_of("2015-01-01", tmp_path / "early")
    assert not list(tmp_path.iterdir())


def test_the_command_counts_and_can_be_run_again(tmp_path):
    for _ in range(2):
        result = CliRunner().invoke(main, ["as-of", DAY, "--into", str(tmp_path / "day")])
        assert result.exit_code == 0, result.output
    assert "deals" in result.output
    assert CliRunner().invoke(main, ["as-of", "2025-13-01", "--into", str(tmp_path / "x")]).exit_code == 2
