"""Figures that others published, and dates that are beyond doubt, come out of the tables."""

import pandas as pd
import pytest

from ties.tables.load import load


@pytest.fixture(scope="module")
def shares():
    """Shares of suppliers, in per cent, of five-year windows of the register's edition."""
    transfers = load("arms_transfers").query("edition == '2025'")

    def of(recipient, start, end):
        window = transfers[transfers["recipient"].eq(recipient) & transfers["year"].between(start, end)]
        return 100 * window.groupby("supplier")["tiv_m"].sum() / window["tiv_m"].sum()

    return of


def test_deliveries_reproduce_the_shares_that_sipri_published_in_the_same_edition(shares):
    """To the whole number that SIPRI prints, without exception; other editions rest on values that it has revised."""
    published = load("arms_shares").query("basis == 'published' and edition == '2025'")
    assert len(published) >= 5
    for row in published.itertuples():
        computed = shares(row.recipient, row.period_start, row.period_end)[row.supplier]
        assert computed == pytest.approx(row.share_pct, abs=0.5), row


def test_deliveries_reproduce_every_computed_share(shares):
    computed = load("arms_shares").query("basis == 'computed' and edition == '2025'")
    assert len(computed) > 700
    for window, rows in computed.groupby(["recipient", "period_start", "period_end"]):
        expected = shares(*window)[rows["supplier"]]
        assert abs(rows["share_pct"].to_numpy() - expected.to_numpy()).max() <= 0.05 + 1e-9, window


def test_the_fact_sheet_of_2025_has_russia_at_72_55_and_36_per_cent(shares):
    windows = [(2010, 2014), (2015, 2019), (2020, 2024)]
    assert [round(shares("IND", *window)["RUS"]) for window in windows] == [72, 55, 36]


def test_china_supplied_74_and_81_per_cent_of_pakistans_imports(shares):
    assert [round(shares("PAK", *window)["CHN"]) for window in [(2015, 2019), (2020, 2024)]] == [74, 81]


def test_two_copies_of_the_register_agree_on_russian_deliveries_to_india():
    """Summed over years in one copy (1992-94 in whole numbers) and over deals in another."""
    years = load("arms_transfers").query("recipient == 'IND' and supplier == 'RUS'")["tiv_m"].sum()
    deals = load("arms_register").query("supplier == 'RUS'")["tiv_delivered_m"].sum()
    assert years == pytest.approx(44442, abs=0.5)
    assert deals == pytest.approx(years, abs=2)


def test_change_of_indian_imports_is_what_the_fact_sheet_of_2026_says():
    totals = load("arms_imports_total").query("edition == '2026'").set_index(["recipient", "year"])["tiv_m"]

    def window(recipient, start, end):
        return sum(totals[recipient, year] for year in range(start, end + 1))

    published = load("arms_world_share").query("edition == '2026' and metric.str.startswith('change')")
    assert set(published["country"]) == {"IND", "PAK"}
    for row in published.itertuples():
        change = 100 * (window(row.country, 2021, 2025) / window(row.country, 2016, 2020) - 1)
        assert change == pytest.approx(row.value_pct, abs=0.5)


def test_a_supplier_never_delivers_more_than_all_suppliers_together():
    by_year = load("arms_transfers").query("edition == '2025'").groupby(["recipient", "year"])["tiv_m"].sum()
    totals = load("arms_imports_total").query("edition == '2025'").set_index(["recipient", "year"])["tiv_m"]
    both = pd.concat([by_year, totals], axis=1, keys=["sum", "total"]).dropna()
    assert len(both) == len(by_year)
    assert (both["sum"] - both["total"]).abs().max() < 0.5


@pytest.mark.parametrize(
    ("agreement", "kind", "signed"),
    [
        ("gsomia-2002", "information_security", "2002-01-17"),
        ("lemoa-2016", "logistics", "2016-08-29"),
        ("comcasa-2018", "communications", "2018-09-06"),
        ("beca-2020", "geospatial", "2020-10-27"),
    ],
)
def test_the_four_foundational_agreements_with_the_united_states(agreement, kind, signed):
    row = load("agreements").set_index("id").loc[agreement]
    assert (row["kind"], row["signed"], row["parties"], row["status"]) == (kind, signed, "IND;USA", "in_force")


def test_comcasa_runs_ten_years():
    row = load("agreements").set_index("id").loc["comcasa-2018"]
    assert pd.Timestamp(row["expires"]) == pd.Timestamp(row["signed"]) + pd.DateOffset(years=10)


def test_five_ministerial_2_plus_2_dialogues_took_place():
    meetings = load("dialogues").query("kind == '2plus2'")
    assert meetings["date"].str[:4].tolist() == ["2018", "2019", "2020", "2022", "2023"]


def test_there_are_67_claims():
    assert load("claims")["id"].tolist() == [f"claim-{n:02}" for n in range(1, 68)]


def test_notices_to_congress_and_deals_tell_one_story():
    """The date by which a deal was approved is that of a notice of it; M777 and the radars had two notices."""
    notices = load("fms_notifications").merge(load("deals"), left_on="deal", right_on="id", suffixes=("", "_deal"))
    assert len(notices) == len(load("fms_notifications"))
    other = notices[notices["notified"] != notices["approved"]]
    assert other["id"].tolist() == ["fms-tpq37-2002-2", "fms-m777-2010"]
