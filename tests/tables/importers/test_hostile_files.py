"""More hostile files: locked, nested and cut archives, two formats in one, macros, empty sheets, code for numbers."""

import gzip
import io
import zipfile

import openpyxl
import pytest

from ties.tables.importers import content as content_module
from ties.tables.importers.content import Content, members
from ties.tables.importers.overlay import import_file
from ties.tables.importers.reading import ImportRefusedError
from ties.tables.importers.registry import FORMATS
from ties.tables.importers.workbook import CELLS, sheets

NAMES = ["auto", *(form.name for form in FORMATS)]


def zipped(*files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return stream.getvalue()


def workbook(*rows, change=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    if change is None:
        return stream.getvalue()
    with zipfile.ZipFile(stream) as old:
        return zipped(*((name, change(name, old.read(name))) for name in old.namelist()))


def refused(data, tmp_path, names=NAMES, ending=""):
    """Every format refuses it with words, and nothing is written."""
    path = tmp_path / f"x{ending}"
    path.write_bytes(data)
    said = []
    for name in names:
        with pytest.raises(ImportRefusedError) as refusal:
            import_file(path, tmp_path / "new", name=name)
        assert "Traceback" not in str(refusal.value)
        said.append(str(refusal.value))
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    return said


def test_a_locked_archive_is_refused():
    data = bytearray(zipped(("x.csv", b"a,b\n")))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):  # the bit that says so, in both headers
        at = data.index(mark) + (6 if mark == b"PK\x03\x04" else 8)
        data[at] |= 1
    with pytest.raises(ImportRefusedError, match="archive is encrypted"):
        members(Content("a.zip", bytes(data)))


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_an_archive_cut_short_is_refused(part, tmp_path):
    data = zipped(("API_x.csv", b"a,b\n" * 1000))
    refused(data[: int(len(data) * part)], tmp_path, ending=".zip")


def test_an_archive_in_an_archive_is_not_opened(tmp_path):
    inner = zipped(("bomb.csv", b"0" * 10_000_000))
    refused(zipped(("API_IND_DS2.csv", inner), ("more.zip", inner)), tmp_path, ending=".zip")


def test_a_bomb_says_the_limit_and_is_never_unpacked(tmp_path):
    """A thousandfold packing of more than the limit: refused by the sizes that it says."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for at in range(9):
            with archive.open(f"{at}.csv", "w") as member:
                for _ in range(58):
                    member.write(bytes(2**20))
    path = tmp_path / "x.zip"
    path.write_bytes(stream.getvalue())
    assert len(stream.getvalue()) < 5_000_000
    with pytest.raises(ImportRefusedError, match=f"more than {content_module.LARGEST} bytes"):
        import_file(path, tmp_path / "new")


def test_a_packed_table_is_no_table(tmp_path):
    refused(gzip.compress(b"Recipient,2020\nIndia,1\n" * 10), tmp_path, ending=".csv")


def test_two_formats_in_one_file_are_refused(tmp_path):
    """An archive behind a table, and a table behind an archive."""
    table, archive = b"country,year\nIND,2020\n" * 50, zipped(("x.csv", b"a,b\n"))
    refused(table + archive, tmp_path)
    refused(archive + table, tmp_path)


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin"]
)
def test_what_a_workbook_carries_besides_is_not_looked_at(part):
    plain = workbook(["year"], [2020])
    with zipfile.ZipFile(io.BytesIO(plain)) as old:
        carrying = zipped(*((n, old.read(n)) for n in old.namelist()), (part, b"<x/>"))
    assert sheets(Content("w.xlsx", carrying)) == sheets(Content("w.xlsx", plain))


def test_a_formula_in_place_of_a_number_is_refused_where_it_stands(make, tmp_path):
    """Not computed, and not taken for nothing."""
    book = openpyxl.load_workbook(io.BytesIO(make["sipri-milex"]().data))
    sheet = next(
        s for s in book if any(isinstance(c.value, float | int) for row in s.iter_rows(min_row=8) for c in row)
    )
    cell = next(c for row in sheet.iter_rows(min_row=8, min_col=4) for c in row if isinstance(c.value, float | int))
    cell.value = "=1+1"
    stream = io.BytesIO()
    book.save(stream)
    (said,) = refused(stream.getvalue(), tmp_path, ["sipri-milex"], ".xlsx")
    assert "=1+1" in said
    assert "row" in said


def test_a_sheet_of_rows_without_cells_is_refused_with_the_limit():
    """The sheet says that it ends at row ten million; nobody has to read them to know."""

    def change(name, data):
        if name != "xl/worksheets/sheet1.xml":
            return data
        return data.replace(b"</sheetData>", b'<row r="10000000"><c r="A10000000"><v>1</v></c></row></sheetData>')

    with pytest.raises(ImportRefusedError, match=f"spans more than {CELLS} cells|workbook is broken"):
        sheets(Content("w.xlsx", workbook(["year"], change=change)))


def test_a_table_of_a_million_columns_is_refused(tmp_path):
    refused(b",".join(b"c%d" % n for n in range(10**6)) + b"\n", tmp_path, ending=".csv")


@pytest.mark.parametrize(
    "code",
    [
        b"A\n3\n262403\n197888\n6\n1026\n1\n262153\n1\na\n6\n1\n262153\n6\nsystem\n2\n16\n1\n262153\n2\nid\n254\n254\n",
        b"X\n\x00\x00\x00\x03\x00\x04\x01\x00\x00\x03\x05\x00\x00\x00\x00\x03",
    ],
    ids=["a call", "a closure"],
)
def test_code_in_a_file_of_r_is_refused_and_never_run(code, tmp_path):
    magic = b"RDA3\n" if code.startswith(b"A") else b"RDX3\n"
    refused(gzip.compress(magic + code), tmp_path, ["auto", "un-votes"], ".RData")
