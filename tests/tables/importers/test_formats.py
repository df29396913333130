"""Every format: figures of small files worked by hand, and the quirks of the real exports."""

import pandas as pd
import pytest

from ties.tables.importers.content import Content
from ties.tables.importers.reading import ImportRefusedError
from ties.tables.importers.registry import FORMATS, detect, formats


def table(make, form, name, edition=None, **how):
    return formats()[form].read(make[form](**how), edition).tables[name]


def value(frame, column, **at):
    rows = frame
    for key, wanted in at.items():
        rows = rows[rows[key] == wanted]
    assert len(rows) <= 1
    return None if rows.empty else rows[column].item()


@pytest.mark.parametrize("form", [form.name for form in FORMATS])
def test_a_file_is_told_by_its_content_and_is_of_one_format_only(make, form):
    content = make[form]()
    unnamed = Content("download", content.data)
    assert [other.name for other in FORMATS if other.recognises(unnamed)] == [form]


def test_variants_of_a_format_are_told_too(make):
    assert detect(make["zipped"](make["world-bank-csv"]())).name == "world-bank-csv"
    assert detect(make["zipped"](make["cow-capabilities"]())).name == "cow-capabilities"
    assert detect(make["world-bank-json"](version=1)).name == "world-bank-json"
    assert detect(make["stata"]()).name == "un-ideal-points"
    assert detect(make["us-census"](csv=True)).name == "us-census"


def test_tiv_keeps_small_deliveries_and_leaves_the_unknown_out(make):
    totals = table(make, "sipri-tiv", "arms_imports_total")
    assert value(totals, "tiv_m", recipient="IND", year=2021) == 40
    assert value(totals, "tiv_m", recipient="IND", year=2022) == 0
    assert value(totals, "tiv_m", recipient="IND", year=2023) is None
    assert value(totals, "tiv_m", recipient="TUR", year=2022) == 7
    assert set(totals["recipient"]) == {"IND", "TUR", "YEM"}


def test_tiv_of_two_states_with_one_code_is_their_sum(make):
    assert value(table(make, "sipri-tiv", "arms_imports_total"), "tiv_m", recipient="YEM", year=2021) == 3


def test_tiv_groups_and_organisations_are_counted_with_their_mark(make):
    left_out = formats()["sipri-tiv"].read(make["sipri-tiv"](), None).left_out
    assert sorted(reason.split(":")[0] for reason in left_out) == ["Hezbollah (Lebanon)*", "NATO**"]


def test_the_edition_follows_from_the_day_of_generation(make):
    assert set(table(make, "sipri-tiv", "arms_imports_total")["edition"]) == {"2024"}
    assert set(table(make, "sipri-tiv", "arms_imports_total", edition="2025")["edition"]) == {"2025"}


def test_tiv_of_one_recipient_is_by_supplier(make):
    how = {"first": "Supplier", "title": "Volume of transfers of major arms to India"}
    moved = table(make, "sipri-tiv", "arms_transfers", rows=[["France", "1", "2", ""]], **how)
    assert moved[["recipient", "supplier", "year", "tiv_m"]].to_numpy().tolist() == [
        ["IND", "FRA", 2021, 1.0], ["IND", "FRA", 2022, 2.0],
    ]  # fmt: skip


def test_totals_of_exports_have_no_table_and_are_refused(make):
    with pytest.raises(ImportRefusedError, match="totals of exports"):
        table(make, "sipri-tiv", "arms_transfers", first="Supplier")


def test_old_tiv_table_of_a_supplier(make):
    reading = formats()["sipri-tiv-legacy"].read(make["sipri-tiv-legacy"](), None)
    moved = reading.tables["arms_transfers"]
    assert reading.edition == "2022"
    assert set(moved["supplier"]) == {"RUS"}
    assert value(moved, "tiv_m", recipient="IND", year=2020) == 0
    assert value(moved, "tiv_m", recipient="TUR", year=2021) == 4
    assert len(moved) == 4


def test_old_tiv_table_of_a_recipient_gives_its_total_too(make):
    made = make["sipri-tiv-legacy"](title="TIV of arms imports to India, 2019-2021", rows=[["Russia", "6", "3", "4"]])
    reading = formats()["sipri-tiv-legacy"].read(made, None)
    assert value(reading.tables["arms_transfers"], "tiv_m", supplier="RUS", year=2019) == 6
    assert value(reading.tables["arms_imports_total"], "tiv_m", recipient="IND", year=2020) == 3


def test_register_joins_a_record_that_a_comment_breaks(make):
    deals = table(make, "sipri-register", "arms_register").set_index("id")
    assert deals.loc["ukr-tha-2008-btr-3", "tiv_delivered_m"] == 3
    assert deals.loc["ukr-tha-2008-btr-3", "delivery_years"] == "2010;2011"
    assert "offset incl. training" in deals.loc["ukr-tha-2008-btr-3", "note"]


def test_register_keeps_the_question_marks(make):
    deals = table(make, "sipri-register", "arms_register").set_index("id")
    assert "number delivered marked uncertain" in deals.loc["rus-2018-s-400-triumf", "note"]
    assert deals["order_year_estimated"].to_dict()["ukr-tha-2008-btr-3"] == "yes"
    assert deals.loc["rus-2018-s-400-triumf", "order_year_estimated"] == "no"


def test_register_of_an_unknown_number_has_no_volume_ordered(make):
    deal = table(make, "sipri-register", "arms_register").set_index("designation").loc["Saab-105Ö"]
    assert pd.isna(deal["ordered_number"])
    assert pd.isna(deal["tiv_ordered_m"])
    assert deal["delivered_number"] == 0


def test_older_words_for_a_class_become_the_present_ones(make):
    deal = table(make, "sipri-register", "arms_register").set_index("id").loc["ukr-tha-2008-btr-3"]
    assert deal["description"] == "armoured personnel carrier"
    assert deal["note"].endswith("described as APC")


def test_two_deals_of_one_name_get_two_ids(make):
    deal = "India,Russia,2018,,1,,T-90,tank,1,,2019,New,,1,1,1"
    deals = formats()["sipri-register"].read(make["sipri-register"](deal, deal), None).tables["arms_register"]
    assert deals["id"].tolist() == ["rus-2018-t-90", "rus-2018-t-90-2"]


@pytest.mark.parametrize("padded", [False, True])
def test_deliveries_are_summed_by_pair_and_year(make, padded):
    reading = formats()["sipri-deliveries"].read(make["sipri-deliveries"](padded=padded), None)
    moved, totals = reading.tables["arms_transfers"], reading.tables["arms_imports_total"]
    assert reading.edition == "2025"
    assert value(moved, "tiv_m", supplier="RUS", year=2022) == 45.5
    assert "estimates" in value(moved, "note", supplier="RUS", year=2022)
    assert value(moved, "tiv_m", supplier="UNK", year=2023) == 2
    assert value(totals, "tiv_m", recipient="IND", year=2023) == 2


def test_deliveries_of_one_supplier_are_no_totals(make):
    made = make["sipri-deliveries"](parties="from Russia to All countries ")
    assert set(formats()["sipri-deliveries"].read(made, None).tables) == {"arms_transfers"}


def test_expenditure_by_colour_bracket_and_mark(make):
    spent = table(make, "sipri-milex", "military_expenditure").set_index(["country", "year"])
    assert spent.loc[("IND", 2024), ["usd_m_current", "share_gdp_pct"]].tolist() == [110.0, 1.1]
    assert spent.loc[("IND", 2024), "note"] == "adopted budget, not actual spending; SIPRI footnote 4"
    assert spent.loc[("CHN", 2024), "note"] == "Marked estimate by SIPRI"
    assert spent.loc[("VNM", 2024), "note"] == "Marked estimate by SIPRI"
    assert spent.loc[("ERI", 2023), ["confidence", "note"]].tolist() == ["low", "Marked highly uncertain by SIPRI"]
    assert spent.loc[("TUR", 2023), "confidence"] == "low"
    assert ("VNM", 2023) not in spent.index
    assert "SUN" not in spent.index.get_level_values(0)
    assert set(spent["constant_base_year"]) == {2024}
    assert set(spent["edition"]) == {"2026"}


def test_expenditure_of_another_edition_has_its_own_base_year(make):
    spent = table(make, "sipri-milex", "military_expenditure", base=2025, years=(2024, 2025, 2026))
    assert set(spent["constant_base_year"]) == {2025}
    assert set(spent["edition"]) == {"2027"}


def test_world_bank_in_the_units_of_the_tables(make):
    reading = formats()["world-bank-csv"].read(make["world-bank-csv"](), None)
    assert value(reading.tables["gdp"], "usd_m_current", country="IND", year=2019) == pytest.approx(2831552.22252)
    people = reading.tables["population"]
    assert value(people, "population", country="KOR", year=2019) == 51764822
    assert value(people, "population", country="IND", year=2019) is None
    assert set(people["country"]) == {"IND", "KOR"}
    assert reading.tables["deflators"]["base_year"].unique().tolist() == [2018]
    assert reading.edition == "2020-07-01"
    assert any("TX.VAL.MRCH.CD.WT" in reason for reason in reading.left_out)


def test_world_bank_archive_and_padded_copy_read_like_the_file(make):
    plain = make["world-bank-csv"]()
    meta = Content("Metadata_Country_API_IND.csv", b'"Country Code","Region",\r\n"IND","South Asia",\r\n')
    read = formats()["world-bank-csv"].read
    want = read(plain, None).tables["population"]
    pd.testing.assert_frame_equal(read(make["zipped"](meta, plain), None).tables["population"], want)
    head = "Country Name,Country Code,2018,2019"
    copy = make["world-bank-csv"](
        "Korea,KOR,51585058,51764822", head=head, updated="7/1/2020", name="API_SP.POP.TOTL_DS2.csv"
    )
    again = read(copy, None)
    assert again.edition == "2020-07-01"
    assert value(again.tables["population"], "population", country="KOR", year=2018) == 51585058


def test_an_extract_of_the_databank_says_its_day_at_the_end(make):
    head = "Country Name,Country Code,Series Name,Series Code,2018 [YR2018],2019 [YR2019]"
    lines = ['India,IND,"Population, total",SP.POP.TOTL,1369003306,..', ",,,,,"]
    lines += ["Data from database: World Development Indicators,,,,,", "Last Updated: 07/13/2026,,,,,"]
    extract = Content("Data_Extract.csv", "\r\n".join(["\ufeff" + head, *lines]).encode())
    reading = detect(extract).read(extract, None)
    assert reading.edition == "2026-07-13"
    assert reading.tables["population"][["country", "year", "population"]].to_numpy().tolist() == [
        ["IND", 2018, 1369003306],
    ]  # fmt: skip


def test_world_bank_answers_of_both_versions(make):
    new = formats()["world-bank-json"].read(make["world-bank-json"](), None)
    assert new.edition == "2026-07-13"
    assert new.tables["gdp"][["country", "year", "usd_m_current"]].to_numpy().tolist() == [["IND", 2025, 3.5e6]]
    old = formats()["world-bank-json"].read(make["world-bank-json"](version=1), None)
    assert old.tables["gdp"][["country", "year", "usd_m_current"]].to_numpy().tolist() == [["IND", 2014, 2e6]]
    assert any("1 of 5 records" in reason for reason in old.left_out)


@pytest.mark.parametrize(
    "text", ['[{"message":[{"id":"120","value":"Invalid"}]}]', '[{"page":1,"per_page":50},null]', "[" * 99999]
)
def test_world_bank_answers_without_records_are_refused(text):
    with pytest.raises(ImportRefusedError):
        formats()["world-bank-json"].read(Content("answer.json", text.encode()), None)


def test_ideal_points_of_an_old_edition(make):
    points = table(make, "un-ideal-points", "un_voting")
    assert value(points, "ideal_point", country="IND", year=2019) == -0.15
    assert value(points, "edition", country="STP", year=2019) == "2020-04"
    assert value(points, "ideal_point", country="DEU", year=1990) == 0.6
    assert value(points, "country", year=2005) == "SCG"


def test_ideal_points_of_stata(make):
    reading = formats()["un-ideal-points"].read(make["stata"](), None)
    points = reading.tables["un_voting"]
    assert reading.edition == "2025-07"
    assert value(points, "ideal_point", country="IND", session=79) == pytest.approx(-0.2, abs=1e-6)
    assert pd.isna(value(points, "ideal_point_all_votes", country="IND", year=2024))
    assert value(points, "ideal_point_all_votes", country="RUS", year=1985) == pytest.approx(-1.6, abs=1e-6)
    assert set(points["country"]) == {"IND", "RUS"}


def test_agreement_leaves_absences_out(make):
    pairs = table(make, "un-votes", "un_agreement").set_index(["country_a", "country_b"])
    # calls 1 to 3 for India and the US: same, opposite, neither; China is absent from 2, India from 4
    assert pairs.loc[("IND", "USA"), ["n_votes", "agreement_pct", "opposite_pct"]].tolist() == [3, 33.3333, 33.3333]
    assert pairs.loc[("IND", "CHN"), ["n_votes", "agreement_pct", "opposite_pct"]].tolist() == [2, 50.0, 50.0]
    assert pairs.loc[("USA", "CHN"), ["n_votes", "agreement_pct", "opposite_pct"]].tolist() == [3, 33.3333, 33.3333]
    assert len(pairs) == 3
    assert set(pairs["edition"]) == {"2004-08"}


def test_roll_calls_as_csv_give_the_same(make):
    text = make["votes_frame"]().to_csv(index=False).encode()
    read = formats()["un-votes"].read
    same = read(Content("votes.csv", text), None).tables["un_agreement"]
    pd.testing.assert_frame_equal(same, read(make["un-votes"](), None).tables["un_agreement"])


def test_an_unknown_vote_is_refused_at_its_record(make):
    frame = make["votes_frame"]()
    frame.loc[4, "vote"] = 7
    with pytest.raises(ImportRefusedError, match="row 5, column 'vote'"):
        formats()["un-votes"].read(make["un-votes"](frame), None)


def test_comtrade_is_seen_from_india_and_takes_totals_only(make):
    trade = table(make, "comtrade", "trade").set_index(["country", "partner"])
    assert trade.loc[("IND", "USA"), ["exports_usd_m", "imports_usd_m", "balance_usd_m"]].tolist() == [91, 47, 44]
    assert trade.loc[("IND", "USA"), "reporter"] == "USA"
    assert trade.loc[("USA", "TWN"), "imports_usd_m"] == 6
    assert trade.loc[("USA", "CIV"), "imports_usd_m"] == 5
    assert trade.loc[("USA", "WLD"), "imports_usd_m"] == 300
    assert pd.isna(trade.loc[("USA", "WLD"), "balance_usd_m"])


def test_old_comtrade(make):
    trade = table(make, "comtrade-legacy", "trade").set_index("country")
    assert trade["exports_usd_m"].to_dict() == {"IND": 317.0, "TWN": 310.0}


def test_a_flow_that_stands_twice_is_refused(make):
    line = make["comtrade"]().data.decode("latin-1").splitlines()[1]
    with pytest.raises(ImportRefusedError, match="rows 2 and 3"):
        formats()["comtrade"].read(make["comtrade"](line, line), None)


def test_capabilities_turn_minus_nine_into_missing(make):
    parts = table(make, "cow-capabilities", "national_capabilities")
    assert value(parts, "cinc", country="IND", year=2012) == 0.0808987
    assert value(parts, "cinc", country="BRA", year=1822) == 0.00482
    assert pd.isna(value(parts, "milper_thousand", country="BRA", year=1822))
    assert value(parts, "population_thousand", country="DEU", year=1990) == 79402
    assert pd.isna(value(parts, "milex_thousand_usd", country="GBR", year=1900))
    assert set(parts["edition"]) == {"5.0"}


def test_capabilities_of_another_order_and_version(make):
    made = make["cow-capabilities"]()
    text = pd.read_csv(pd.io.common.BytesIO(made.data), dtype="str").iloc[:, ::-1].rename(columns={"pec": "energy"})
    turned = Content("NMC-60-abridged.csv", text.to_csv(index=False).encode())
    reading = formats()["cow-capabilities"].read(turned, None)
    assert reading.edition == "6.0"
    assert value(reading.tables["national_capabilities"], "energy_thousand_tce", country="IND") == 1385461


@pytest.mark.parametrize("csv", [False, True])
def test_census_leaves_part_years_and_aggregates_out(make, csv):
    trade = table(make, "us-census", "trade", csv=csv).set_index(["country", "partner", "year"])
    assert trade.loc[("IND", "USA", 2022), ["exports_usd_m", "imports_usd_m"]].tolist() == [84, 48]
    assert trade.loc[("USA", "WLD", 2022), ["exports_usd_m", "imports_usd_m"]].tolist() == [2000, 3000]
    assert trade.loc[("USA", "ISR", 2022), "imports_usd_m"] == 20
    assert 2023 not in trade.index.get_level_values("year")
    assert ("USA", "IOT", 2022) in trade.index
    assert set(trade["note"].str.extract(r"edition (\S+);")[0]) == {"2023-01"}
