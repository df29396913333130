"""Small files of our own with the quirks of the real exports; every figure in them is made up."""

import io
import json
import zipfile

import openpyxl
import pandas as pd
import pytest
import rdata
from openpyxl.styles import Font
from openpyxl.styles.colors import Color

from ties.tables.importers.content import Content

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
TERMS = "Figures may not add up to stated totals due to the conventions of rounding."


def tiv(
    first="Recipient",
    years=(2021, 2022, 2023),
    rows=None,
    title="Volume of transfers of major arms",
    made="13 Oct 2024",
):
    rows = rows if rows is not None else [
        ["India", "40", "0 ", ""], ["Turkiye", "", "7", ""], ["Hezbollah (Lebanon)*", "", "1", ""],
        ["NATO**", "2", "", ""], ["Yemen Arab Republic (North Yemen)", "1", "", ""], ["Yemen", "2", "", ""],
    ]  # fmt: skip
    lines = [
        title,
        TERMS,
        "",
        "Source: SIPRI Arms Transfers Database (c) SIPRI.",
        f"Data generated: {made} 12:33:29 PM",
        "",
    ]
    lines.append(
        ",".join(
            [
                first,
                *map(str, years),
                f"{years[0]}-{years[-1]}",
                "Percentage",
                "Sum total years",
                "Percentage of total",
            ]
        )
    )
    lines += [",".join([*row, "9", "6.5%", "9", "6.5%"]) for row in rows]
    lines += [",".join(["Total world import", *["99"] * len(years), "9", "100.0%", "9", "100.0%"]), ""]
    return Content("import-export-values.csv", "\n".join(lines).encode())


def tiv_legacy(title="TIV of arms exports from Russia, 2019-2021", rows=None):
    pad = "," * 4
    rows = (
        rows
        if rows is not None
        else [["India", "5", "0", ""], ["Turkey", "", "3", "4"], ["Ukraine Rebels*", "1", "", ""]]
    )
    lines = [f'"{title}"{pad}', f"{TERMS}{pad}", pad, f"Generated: 28 July 2022{pad}", pad, ",2019,2020,2021,Total"]
    lines += [",".join([*row, "9"]) for row in rows] + [f"{pad},", "Total,6,3,4,13"]
    return Content("TIV-Export-RUS-2019-2021.csv", "\n".join(lines).encode())


REGISTER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)


def register(*deals, header=REGISTER):
    deals = deals or (
        "India,Russia,2018,,10,,S-400 Triumf,SAM system,6,?,2021; 2022,New,$5.4 b deal,65,650,390",
        "Thailand,Ukraine,2008,?,96,,BTR-3,APC,12,?,2010; 2011,New,offset\nincl. training,0.25,24,3",
        "Austria,Sweden,2016,,,,Saab-105Ö,trainer aircraft,0,,,Second hand,,2,0,0",
        "NATO**,United States,2016,,1,,C-17A,transport aircraft,1,,2017,New,,50,50,50",
    )
    lines = ["Transfers of major conventional arms from All countries  to All countries . Deals made", TERMS, ""]
    lines += ["Data generated: 13 Oct 2024 2:20:11 PM", header, *deals, ""]
    return Content("trade-register.csv", "\n".join(lines).encode("latin-1"))


DELIVERIES = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,"
    "Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production"
)


def deliveries(*, padded=False, parties="from All countries  to All countries ", lines=None):
    lines = lines or [
        "1,Russia,India,T-90S,tank,Armoured vehicles,2006,No,10,No,2022,No,New,3,3,30,No",
        "1,Russia,India,T-90S,tank,Armoured vehicles,2006,No,5,Yes,2022,,New,3,3,15.5,Yes",
        "2,unknown supplier(s),India,X,mortar,Artillery,2006,No,5,No,2023,No,New,3,3,2,No",
    ]
    end = ";" if padded else ""
    head = [f"Transfers of major conventional arms {parties}. Deals with deliveries made for 1995 to 2025", TERMS, ""]
    text = [*head, "Data generated: 12 Feb 2026 12:26:12 PM", DELIVERIES, *lines]
    return Content("trade_register.csv", ("\r\n" if padded else "\n").join(line + end for line in text).encode())


SHARES = {"[5]": "[0.02]"}
BLUE, RED = Font(color=Color(indexed=12)), Font(color=Color(indexed=10))


def milex(*, base=2024, years=(2023, 2024, 2025), change=None):
    book = openpyxl.Workbook()
    book.active.title = "Front page"
    data = {
        "India": ([100.0, 110.0, 120.0], None),
        "China": ([300.0, 310.0, 320.0], BLUE),
        "Viet Nam": (["...", "[5]", ". ."], None),
        "Eritrea": ([2.0, 3.0, "…"], RED),
        "USSR": (["xxx", "xxx", "xxx"], None),
        "Türkiye": ([7.0, 8.0, 9.0], Font(color="FFFF0000")),
    }
    for title, factor in (("Current US$", 1.0), (f"Constant ({base}) US$", 1.0), ("Share of GDP", 0.0001)):
        sheet = book.create_sheet(title)
        sheet.append([f"Military expenditure by country, {title}"])
        sheet.append([])
        blank = [""] if title.startswith("Constant") else []
        sheet.append(["Country", *blank, "Notes", *years, None])
        sheet.append(["Asia & Oceania", *blank, None, "...", None, None])
        for name, (values, font) in data.items():
            sheet.append(
                [
                    name,
                    *blank,
                    "§4" if name == "India" else "",
                    *(
                        v * factor
                        if isinstance(v, float)
                        else share
                        if (share := SHARES.get(v)) and factor < 1
                        else v
                        for v in values
                    ),
                ]
            )
            if font:
                for cell in sheet[sheet.max_row]:
                    cell.font = font
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return Content("SIPRI-Milex-data-1949-2025_v1.2.xlsx", stream.getvalue())


WORLD_BANK_HEAD = '"Country Name","Country Code","Indicator Name","Indicator Code","2018","2019",'


def world_bank(*lines, name="API_IND_DS2_en_csv_v2_1.csv", updated="2020-07-01", head=WORLD_BANK_HEAD):
    lines = lines or (
        '"India","IND","GDP (current US$)","NY.GDP.MKTP.CD","2701111782774.5","2831552222519.99",',
        '"India","IND","Population, total","SP.POP.TOTL","1369003306","",',
        '"Korea, Rep.","KOR","Population, total","SP.POP.TOTL","51585058","51764822",',
        '"World","WLD","Population, total","SP.POP.TOTL","7661777032","7742724795",',
        '"Arab World","ARB","Population, total","SP.POP.TOTL","1","2",',
        '"India","IND","Consumer price index (2010 = 100)","FP.CPI.TOTL","100","107.7",',
        '"India","IND","Merchandise exports","TX.VAL.MRCH.CD.WT","1","2",',
    )
    text = [
        f'\ufeff"Data Source","World Development Indicators",\r\n\r\n"Last Updated Date","{updated}",\r\n',
        head,
        *lines,
        "",
    ]
    return Content(name, "\r\n".join(text).encode())


def zipped(*files, name="API_IND_DS2_en_csv_v2_1.zip"):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(file.name, file.data)
    return Content(name, stream.getvalue())


def world_bank_json(version=2):
    record = {"indicator": {"id": "NY.GDP.MKTP.CD", "value": "GDP (current US$)"}}
    if version == 1:
        page = {"page": 1, "pages": 2, "per_page": "50", "total": 5}
        codes, give = ("IN", "KP", "1A", "Z4"), lambda v: None if v is None else str(v)
        records = [record | {"country": {"id": c, "value": c}, "value": give(v), "decimal": "0", "date": "2014"}
                   for c, v in zip(codes, (2e12, None, 3e12, 4e12), strict=True)]  # fmt: skip
    else:
        page = {"page": 1, "pages": 1, "per_page": 50, "total": 3, "lastupdated": "2026-07-13"}
        records = [record | {"country": {"id": i, "value": i}, "countryiso3code": c, "value": v, "date": "2025"}
                   for i, c, v in (("IN", "IND", 3.5e12), ("XC", "EMU", 1e13), ("1W", "WLD", 1e14))]  # fmt: skip
    return Content("answer.json", json.dumps([page, records]).encode())


def ideal_points():
    lines = [
        "Row,ccode,session,NVotes,IdealPoint,QO%,Q5%,Q10%,Q50%,Q90%,Q95%,Q100%,iso3c,Countryname",
        "1,750,74,91,-0.15,-1,-0.3,-0.2,-0.1,0.0,0.01,1,IND,India",
        "2,403,74,80,-0.5,-1,-0.7,-0.6,-0.5,-0.4,-0.3,1,STP,São Tomé & Príncipe",
        "3,260,45,60,0.5,-1,0.3,0.4,0.5,0.6,0.7,1,DEU,German Federal Republic",
        "4,255,45,61,0.6,-1,0.3,0.4,0.5,0.6,0.7,1,DEU,Germany",
        "5,345,60,61,0.6,-1,0.3,0.4,0.5,0.6,0.7,1,YUG,Yugoslavia",
    ]
    return Content("IdealpointestimatesAll_Apr2020.csv", "\r\n".join(lines).encode("latin-1"))


def ideal_points_stata():
    frame = pd.DataFrame(
        {
            "ccode": pd.Series([750, 365, 260], dtype="int16"),
            "year": pd.Series([2024, 1985, 1990], dtype="float32"),
            "idealpointfp": pd.Series([-0.2, -1.5, None], dtype="float32"),
            "nvotesfp": [101.0, 99.0, None],
            "q5fp": pd.Series([-0.3, -1.7, None], dtype="float32"),
            "q95fp": pd.Series([-0.1, -1.4, None], dtype="float32"),
            "idealpointall": pd.Series([None, -1.6, None], dtype="float32"),
            "idealpointlegacy": pd.Series([None, -1.4, 0.5], dtype="float32"),
        }
    )
    stream = io.BytesIO()
    frame.to_stata(stream, write_index=False, version=118, time_stamp=pd.Timestamp(2025, 7, 3).to_pydatetime())
    return Content("points.dta", stream.getvalue())


def votes_frame():
    rows = [
        (1, 750, 1), (1, 2, 1), (1, 710, 3), (2, 750, 1), (2, 2, 3), (2, 710, 8),
        (3, 750, 2), (3, 2, 3), (3, 710, 2), (4, 750, 9), (4, 2, 1), (4, 710, 1),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["rcid", "ccode", "vote"]).astype("int32")
    return frame.assign(session=pd.Series([58] * len(frame), dtype="int32"), date="8/5/2004")


def votes(frame=None, tmp=None):
    path = tmp / "votes.RData"
    rdata.write_rda(path, {"x": votes_frame() if frame is None else frame})
    return Content("UNVotesPublished.RData", path.read_bytes())


COMTRADE = (
    "typeCode,freqCode,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,partnerCode,partnerISO,"
    "partnerDesc,partner2Code,classificationCode,cmdCode,customsCode,motCode,qty,cifvalue,fobvalue,primaryValue,isReported"
)


def flow(kind, partner, value, *, commodity="TOTAL", customs="C00"):
    """Write one line: number, code and name of the partner; the line ends with a comma, the header does not."""
    cells = [
        "C",
        "A",
        "2022",
        "52",
        "2022",
        "842",
        "USA",
        "USA",
        kind,
        *partner,
        "0",
        "H6",
        commodity,
        customs,
        "0",
        "-1",
    ]
    return "".join(f'"{cell}",' for cell in [*cells, "", "", value, "false"])


def comtrade(*lines):
    india = ("699", "IND", "India")
    lines = lines or (
        flow("M", india, "91000000"),
        flow("X", india, "47000000"),
        flow("M", india, "1", customs="C01"),
        flow("M", india, "1", commodity="27"),
        flow("M", ("384", "CIV", "Côte d'Ivoire"), "5000000"),
        flow("M", ("490", "S19", "Other Asia, nes"), "6000000"),
        flow("M", ("0", "W00", "World"), "300000000"),
    )
    return Content("TradeData.csv", "\r\n".join([COMTRADE, *lines, ""]).encode("latin-1"))


def comtrade_legacy():
    lines = [
        "Classification,Year,Period,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Reporter ISO,Partner Code,"
        "Partner,Partner ISO,Commodity Code,Trade Value (US$),Flag",
        "H4,2014,2014,2,Export,699,India,IND,0,World,WLD,TOTAL,317000000,0",
        'H4,2014,2014,2,Export,490,"Other Asia, nes",,0,World,WLD,TOTAL,310000000,0',
        "H4,2014,2014,2,Export,699,India,IND,0,World,WLD,01,24000000,0",
        "H4,2014,2014,3,Re-Export,699,India,IND,0,World,WLD,TOTAL,24000000,0",
    ]
    return Content("comtrade.csv", "\r\n".join(lines).encode())


def capabilities(*lines, name="NMC_5_0.csv"):
    lines = lines or (
        '"IND",750,2012,33404000,1325,77264,1385461,1236687,223768,.0808987,2011',
        '"BRA",140,1822,-9,-9,-9,-9,4573,0,4.82e-03,2011',
        '"UKG",200,1900,124,624,4979,172000,41155,14000,.17,2011',
        '"GFR",260,1990,35610000,490,38434,377158,63253,21254,.027711,2011',
        '"GMY",255,1990,37200000,520,41000,471000,79402,25673,.029267,2011',
    )
    head = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version"
    return Content(name, "\n".join([head, *lines, ""]).encode())


def census_rows():
    head = ["year", "CTY_CODE", "CTYNAME", *(f"I{m}" for m in MONTHS), "IYR", *(f"E{m}" for m in MONTHS), "EYR"]
    full = lambda i, e: [*[i / 12] * 12, i, *[e / 12] * 12, e]  # noqa: E731
    part = lambda i, e: [i, *[0] * 11, i, e, *[0] * 11, e]  # noqa: E731
    return [
        head,
        ["2022", "0015", "World, Not Seasonally Adjusted", *full(3000, 2000)],
        ["2023", "0015", "World, Not Seasonally Adjusted", *part(250, 160)],
        ["2022", "0016", "Asia", *full(1000, 500)],
        ["2022", "5330", "India", *full(84, 48)],
        ["2023", "5330", "India", *part(7, 4)],
        ["2022", "7810", "British Indian Ocean Terr.", *full(0, 0)],
        ["2022", "5080", "Israel", *full(0, 0)],
        ["2022", "5081", "Israel", *full(20, 14)],
    ]


def census(*, csv=False, rows=None):
    rows = rows or census_rows()
    if csv:
        return Content(
            "country.csv",
            "\n".join(",".join(f'"{c}"' if isinstance(c, str) else str(c) for c in r) for r in rows).encode(),
        )
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return Content("country.xlsx", stream.getvalue())


BUILDERS = {
    "sipri-tiv": tiv, "sipri-tiv-legacy": tiv_legacy, "sipri-register": register, "sipri-deliveries": deliveries,
    "sipri-milex": milex, "world-bank-csv": world_bank, "world-bank-json": world_bank_json,
    "un-ideal-points": ideal_points, "comtrade": comtrade, "comtrade-legacy": comtrade_legacy,
    "cow-capabilities": capabilities, "us-census": census,
}  # fmt: skip
OTHERS = {"zipped": zipped, "stata": ideal_points_stata, "census_rows": census_rows, "votes_frame": votes_frame}


@pytest.fixture(scope="session")
def make(tmp_path_factory):
    """Make a file of a format, by its name on the command line."""
    folder = tmp_path_factory.mktemp("made")
    return {**BUILDERS, **OTHERS, "un-votes": lambda frame=None: votes(frame, folder)}


@pytest.fixture
def place(tmp_path):
    """Write a file to disk and give its path."""

    def write(content):
        path = tmp_path / content.name
        path.write_bytes(content.data)
        return path

    return write
