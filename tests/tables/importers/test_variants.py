"""The same files as other people bring them: other encodings, separators, editions, codes; read right, or refused."""

import io

import openpyxl
import pandas as pd
import pytest
import rdata

from ties.tables.importers import delimited
from ties.tables.importers.content import Content
from ties.tables.importers.country_lookup import Names
from ties.tables.importers.number_cells import parse_number
from ties.tables.importers.reading import ImportRefusedError
from ties.tables.importers.registry import detect, formats


def changed(content, change, encoding="latin-1"):
    return Content(content.name, change(content.data.decode(encoding)).encode(encoding))


def excel(text):
    """Write as a spreadsheet saves "Unicode text": tabs, UTF-16, CR LF."""
    return text.replace(",", "\t").replace("\n", "\r\n").encode("utf-16")


SAVED = {
    "semicolons": lambda text: text.replace(",", ";").encode("latin-1"),
    "unicode text": excel,
    "byte order mark": lambda text: text.encode("utf-8-sig"),
    "blank lines at the end": lambda text: (text + "\n\n \n").encode("latin-1"),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n").encode("latin-1"),
}
TABLES = {
    "sipri-tiv": "arms_imports_total",
    "cow-capabilities": "national_capabilities",
    "un-ideal-points": "un_voting",
}


@pytest.mark.parametrize("saved", SAVED)
@pytest.mark.parametrize("form", TABLES)
def test_a_file_saved_another_way_reads_the_same(make, form, saved):
    good = make[form]()
    text = good.data.decode("latin-1").replace("\r\n", "\n").replace("Türkiye", "Turkiye")
    again = Content(good.name, SAVED[saved](text))
    assert detect(again).name == form
    read = formats()[form].read
    pd.testing.assert_frame_equal(read(again, None).tables[TABLES[form]], read(good, None).tables[TABLES[form]])


@pytest.mark.parametrize("pad", range(3))
def test_a_format_is_told_where_the_first_bytes_end_within_a_character(make, pad):
    text = make["us-census"](csv=True).data.decode() + "\n" + "x" * pad + "é" * 40_000
    content = Content("c.csv", b"\xef\xbb\xbf" + text.encode())
    assert delimited.read_delimited(content, "year", "CTY_CODE", head=True) is not None


NUMBERS = ["1,5", "1 234[a]", "12.3*", "1.234.567", "1'234", "12.3 (est.)", "$5", "5%", "1e31"]


@pytest.mark.parametrize("cell", NUMBERS)
def test_a_number_with_more_to_it_is_refused_with_its_place(make, cell):
    with pytest.raises(ImportRefusedError, match=r"row 8, column '2021': is not a number") as refusal:
        formats()["sipri-tiv"].read(make["sipri-tiv"](rows=[["India", f'"{cell}"', "", ""]]), None)
    assert ("bring the file without" in str(refusal.value)) == (cell in {"1,5", "1.234.567", "1'234"})


@pytest.mark.parametrize(
    ("cell", "value"), [("—", None), ("–", None), ("(12.3)", 12.3), ("−3", -3), ("2023.0", 2023)]
)
def test_marks_of_missing_figures_and_estimates(cell, value):
    assert parse_number(cell).value == value
    assert parse_number(cell).bracketed == cell.startswith("(")


def test_an_export_without_its_day_is_read_where_the_edition_is_given(make):
    for form in ("sipri-tiv", "sipri-register", "sipri-deliveries"):
        bare = changed(make[form](), lambda text: text.replace("Data generated", "Made"))
        with pytest.raises(ImportRefusedError, match="give the year of release as the edition"):
            formats()[form].read(bare, None)
        assert formats()[form].read(bare, "2026").edition == "2026"
        with pytest.raises(ImportRefusedError, match="no year of release"):
            formats()[form].read(bare, "1999")
        with pytest.raises(ImportRefusedError, match="not of this edition"):
            formats()[form].read(bare, "2010" if form == "sipri-register" else "2021")


def test_a_table_of_one_supplier_says_so_in_every_row(make):
    moved = formats()["sipri-tiv-legacy"].read(make["sipri-tiv-legacy"](), None).tables["arms_transfers"]
    assert set(moved["coverage"]) == {"one supplier"}
    whole = formats()["sipri-deliveries"].read(make["sipri-deliveries"](), None).tables["arms_transfers"]
    assert whole["coverage"].isna().all()


def renamed_sheets(book):
    book["Current US$"].title = "Current USD"
    book["Constant (2024) US$"].title = "Constant (2019) USD"
    for sheet in book.worksheets[1:]:
        sheet.insert_rows(1, amount=4)
        sheet.insert_cols(2)
        for row in sheet.iter_rows(min_row=9, min_col=1, max_col=1):
            if row[0].value == "Viet Nam":
                row[0].value = "Vietnam"


def test_expenditure_of_older_sheet_names_and_other_header_lines(make):
    spent = (
        formats()["sipri-milex"].read(make["sipri-milex"](change=renamed_sheets), None).tables["military_expenditure"]
    )
    rows = spent.set_index(["country", "year"])
    assert set(spent["constant_base_year"]) == {2019}
    assert rows.loc[("VNM", 2024), "note"].startswith("Marked estimate")
    assert rows.loc[("IND", 2025), "usd_m_current"] == 120


MILEX_NAMES = {
    "Türkiye": "TUR", "Turkey": "TUR", "Czechia": "CZE", "Eswatini": "SWZ", "Swaziland": "SWZ",
    "North Macedonia": "MKD",
    "Macedonia, FYR": "MKD", "Viet Nam": "VNM", "Côte d’Ivoire": "CIV", "Korea, South": "KOR", "Korea, North": "PRK",
    "UAE": "ARE", "USSR": "SUN", "Yugoslavia": "YUG", "German Democratic Republic": "DDR", "Czechoslovakia": "CSK",
    "Yemen, North": "YEM", "Cabo Verde": "CPV", "Congo, Republic": "COG", "Congo, Dem. Rep.": "COD",
    "Kyrgyz Republic": "KGZ", "Timor-Leste": "TLS", "Trinidad & Tobago": "TTO",
}  # fmt: skip


@pytest.mark.parametrize("name", MILEX_NAMES)
def test_names_of_new_and_vanished_countries(name):
    assert Names("sipri").find(name, year=1985).code == MILEX_NAMES[name]


COLUMNS = ["freqCode", "refYear", "period", "reporterCode", "flowCode", "partnerCode", "cmdCode", "primaryValue"]


def flows(*rows, **more):
    frame = pd.DataFrame(rows, columns=COLUMNS).assign(**more)
    return Content("download.csv", frame.to_csv(index=False).encode())


USA, INDIA, TAIWAN, AREAS = 842, 699, 490, 899


def test_comtrade_with_numbers_of_countries_only_and_years_as_decimals():
    made = flows(
        ("A", 2024.0, "2024.0", USA, "M", INDIA, "TOTAL", 91e6),
        ("A", 2024.0, "2024.0", USA, "x", INDIA, "Total", 47e6),
        ("A", 2024.0, "2024.0", USA, "M", 0, "TOTAL", 300e6), ("A", 2024.0, "2024.0", USA, "M", TAIWAN, "TOTAL", 6e6),
        ("A", 2024.0, "2024.0", USA, "M", AREAS, "TOTAL", 6e6),
        ("M", 2024.0, "202401", USA, "M", INDIA, "TOTAL", 1e6),
        ("A", 2024.0, "2024.0", USA, "RX", INDIA, "TOTAL", 1e6),
    )  # fmt: skip
    assert detect(made).name == "comtrade"
    reading = formats()["comtrade"].read(made, None)
    trade = reading.tables["trade"].set_index(["country", "partner"])
    assert trade.loc[("IND", "USA"), ["exports_usd_m", "imports_usd_m"]].tolist() == [91, 47]
    assert trade.loc[("USA", "WLD"), "imports_usd_m"] == 300
    assert trade.loc[("USA", "TWN"), "imports_usd_m"] == 6
    assert len(trade) == 3
    assert reading.left_out["line that is not an annual total of exports or imports"] == 2
    assert any(reason.startswith("899: ") for reason in reading.left_out)


def test_comtrade_prefers_code_to_name_to_number_and_needs_one():
    row = ("A", 2024, "2024", USA, "M", 1, "TOTAL", 1e6)
    named = flows(row, partnerISO=[""], partnerDesc=["Viet Nam"])
    assert formats()["comtrade"].read(named, None).tables["trade"]["partner"].tolist() == ["VNM"]
    with pytest.raises(ImportRefusedError, match="row 2, column 'partnerCode': no country"):
        formats()["comtrade"].read(flows(row), None)
    frame = pd.read_csv(io.BytesIO(named.data)).drop(columns=["partnerISO", "partnerDesc", "partnerCode"])
    with pytest.raises(ImportRefusedError, match="partnerISO or partnerDesc or partnerCode"):
        formats()["comtrade"].read(Content("d.csv", frame.to_csv(index=False).encode()), None)


def test_monthly_rows_alone_are_refused():
    with pytest.raises(ImportRefusedError, match="no annual totals"):
        formats()["comtrade"].read(flows(("M", 2024, "202401", USA, "M", INDIA, "TOTAL", 1e6)), None)


def test_roll_calls_as_one_r_object_or_under_another_name(make, tmp_path):
    want = formats()["un-votes"].read(make["un-votes"](), None).tables["un_agreement"]
    rdata.write_rds(tmp_path / "v.rds", make["votes_frame"]())
    rdata.write_rda(tmp_path / "v.RData", {"other": pd.DataFrame({"a": [1]}), "completeVotes": make["votes_frame"]()})
    for name in ("v.rds", "v.RData"):
        content = Content(name, (tmp_path / name).read_bytes())
        assert detect(content).name == "un-votes"
        pd.testing.assert_frame_equal(formats()["un-votes"].read(content, None).tables["un_agreement"], want)


def test_a_missing_vote_is_no_vote_and_is_counted(make):
    frame = make["votes_frame"]()
    absent = frame["vote"] > 3
    text = frame.assign(vote=frame["vote"].astype("str").mask(absent, "NA")).to_csv(index=False).encode()
    reading = formats()["un-votes"].read(Content("votes.csv", text), None)
    want = formats()["un-votes"].read(make["un-votes"](), None).tables["un_agreement"]
    pd.testing.assert_frame_equal(reading.tables["un_agreement"], want)
    assert reading.left_out["record without a vote"] == absent.sum()


def test_r_data_without_roll_calls_says_what_it_holds(tmp_path):
    rdata.write_rda(tmp_path / "v.RData", {"x": pd.DataFrame({"rcid": [1], "country": ["India"]})})
    with pytest.raises(ImportRefusedError, match="rcid, country"):
        formats()["un-votes"].read(Content("v.RData", (tmp_path / "v.RData").read_bytes()), None)


def test_ideal_points_of_the_newest_columns_as_csv():
    head = "ccode,iso3c,countryname,year,IdealPointFP,NVotesFP,Q5%FP,Q95%FP,IdealPointAll,IdealPointLegacy,,"
    lines = [head, "750,IND,India,2026,-0.1,88,-0.2,0.0,NA,NA,,", "710,CHN,China,2026.0,NA,NA,NA,NA,NA,NA,,"]
    content = Content("Idealpoints_June2027.csv", "\n".join(lines).encode())
    assert detect(content).name == "un-ideal-points"
    reading = formats()["un-ideal-points"].read(content, None)
    points = reading.tables["un_voting"]
    assert points[["country", "session", "ideal_point", "edition"]].to_numpy().tolist() == [
        ["IND", 81, -0.1, "2027-06"]
    ]
    assert reading.left_out["state and session without the main estimate"] == 1


@pytest.mark.parametrize(
    ("name", "version"),
    [("NMC-60-abridged.csv", "6.0"), ("NMC-60-wsupplementary.csv", "6.0"), ("NMC_v4_0.csv", "4.0"),
     ("NMC-70-abridged (1).csv", "7.0"), ("NMC_Supplement_v6_0.csv", None)],
)  # fmt: skip
def test_versions_of_capabilities_in_the_names_of_files(make, name, version):
    content = Content(name, make["cow-capabilities"]().data)
    if version is None:
        with pytest.raises(ImportRefusedError, match="give it as the edition"):
            formats()["cow-capabilities"].read(content, None)
        assert formats()["cow-capabilities"].read(content, "6.0").edition == "6.0"
    else:
        assert formats()["cow-capabilities"].read(content, None).edition == version


def test_census_with_headings_of_another_case_and_order(make):
    rows = make["census_rows"]()
    turned = [[str(name).lower() for name in rows[0]][::-1], *[row[::-1] for row in rows[1:]]]
    book = openpyxl.Workbook()
    for row in turned:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    read = formats()["us-census"].read
    pd.testing.assert_frame_equal(
        read(Content("c.xlsx", stream.getvalue()), None).tables["trade"],
        read(make["us-census"](), None).tables["trade"],
    )


@pytest.mark.parametrize("code", ["ROM", "ZAR", "TMP", "WBG", "KSV"])
def test_codes_that_the_world_bank_used_before_are_known(code):
    assert Names("world-bank", codes=True).find(code).reason != "" or Names("world-bank").find(code).code
