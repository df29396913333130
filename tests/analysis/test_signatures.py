"""Laws of signatures: waits are intervals of partly known dates, and what is unsigned is cut off, not dropped."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ties import load
from ties.analysis.events.signatures import YEAR, signature_lag, signed_by, years_between

TABLE = pd.DataFrame(
    {
        "id": ["lemoa", "rdp", "quad", "buy", "draft"],
        "short_name": ["LEMOA", "RDP", "Quad", "Buy", "Draft"],
        "parties": ["IND;USA", "IND;USA", "AUS;IND;JPN;USA", "IND;USA", "IND;USA"],
        "kind": ["logistics", "procurement", "other", "procurement", "logistics"],
        "signed": ["2016-08-29", None, "2022-09", "2020-02-25", None],
        "sources": list("abcde"),
    }
)
FORMS = pd.DataFrame({"id": ["lemoa", "buy", "draft"], "form": ["pact", "purchase", "draft"]})
LINEAGE = pd.DataFrame(
    {
        "agreement": ["lemoa", "rdp", "lemoa"],
        "drafted": ["2015-05", "2023-06", "2002-03"],
        "trace": ["again", "talks", "text"],
        "sources": ["x", "y", "z"],
    }
)
SIDES = {"focal": "IND", "partner": "USA"}
days = st.dates(min_value=pd.Timestamp("1950-01-01").date(), max_value=pd.Timestamp("2030-12-31").date())


@given(days, days)
def test_years_between_two_days_is_their_distance_and_turns_sign(one, other):
    there = years_between(pd.Series([str(one)]), pd.Series([str(other)]))
    back = years_between(pd.Series([str(other)]), pd.Series([str(one)]))
    assert there["low"].item() == there["high"].item() == pytest.approx((other - one).days / YEAR)
    assert back["low"].item() == pytest.approx(-there["high"].item())


@given(days, days)
def test_a_coarser_date_holds_the_finer_one(one, other):
    fine = years_between(pd.Series([str(one)]), pd.Series([str(other)]))
    for cut in (4, 7):
        coarse = years_between(pd.Series([str(one)[:cut]]), pd.Series([str(other)]))
        assert coarse["low"].item() <= fine["low"].item() <= coarse["high"].item()


def test_signed_by_keeps_what_both_are_party_to_and_leaves_out_purchases_and_drafts():
    rows = signed_by(TABLE, FORMS, **SIDES, as_of="2026-06-30")
    assert rows[["id", "form"]].to_numpy().tolist() == [["lemoa", "pact"], ["quad", "not classed"]]
    assert rows.loc[1, "when"] == pd.Timestamp("2022-09-15 12:00")


def test_signed_by_does_not_know_the_future():
    assert signed_by(TABLE, FORMS, **SIDES, as_of="2016-08-29")["id"].tolist() == ["lemoa"]
    assert signed_by(TABLE, FORMS, **SIDES, as_of="2016-08-28").empty


def test_signature_lag_counts_from_the_first_trace_and_from_the_last():
    row = signature_lag(TABLE, LINEAGE, **SIDES, as_of="2026-06-30").set_index("id").loc["lemoa"]
    assert row["drafted"] == "2002-03"
    assert row["latest"] == "2015-05"
    assert row["trace"] == "text"
    # 31 March 2002 to 29 August 2016 is 5265 days, from 1 March 5295; from May 2015 456 to 486
    assert [row["low"] * YEAR, row["high"] * YEAR] == pytest.approx([5265, 5295])
    assert [row["low_latest"] * YEAR, row["high_latest"] * YEAR] == pytest.approx([456, 486])
    assert row["sources"] == "a;z;x"


def test_signature_lag_cuts_off_what_is_unsigned():
    row = signature_lag(TABLE, LINEAGE, **SIDES, as_of="2026-06-30").set_index("id").loc["rdp"]
    assert not row["is_signed"]
    assert pd.isna(row["signed"])
    assert row["high"] * YEAR == pytest.approx(1125)  # 1 June 2023 to 30 June 2026


def test_signature_lag_sees_an_agreement_as_unsigned_before_its_day():
    row = signature_lag(TABLE, LINEAGE, **SIDES, as_of="2010-12-31").set_index("id").loc["lemoa"]
    assert not row["is_signed"]
    assert row["latest"] == "2002-03"


def test_signature_lag_refuses_a_lineage_of_nothing():
    with pytest.raises(ValueError, match="unknown agreements: nope"):
        signature_lag(TABLE, LINEAGE.assign(agreement="nope"), **SIDES, as_of="2026-06-30")


def test_every_agreement_has_a_form():
    agreements, forms = load("agreements"), load("judgements/agreement_forms")
    assert set(agreements["id"]) == set(forms["id"])
    assert forms["id"].is_unique
    assert forms["reason"].notna().all()


def test_the_lineage_names_agreements_drafts_and_sources_that_exist():
    lineage, agreements = load("judgements/draft_lineage"), load("agreements")
    assert set(lineage["agreement"]) | set(lineage["draft"].dropna()) <= set(agreements["id"])
    assert set(lineage["sources"].str.split(";").explode()) <= set(load("sources")["id"])


def test_the_pacts_of_2016_2018_and_2020_are_found_on_their_days():
    rows = signed_by(load("agreements"), load("judgements/agreement_forms"), **SIDES, as_of="2026-06-30")
    days = rows.set_index("id")["signed"]
    assert [days["lemoa-2016"], days["comcasa-2018"], days["beca-2020"]] == ["2016-08-29", "2018-09-06", "2020-10-27"]
