"""Hostile files: archives that burst, paths that lead out, entities that multiply, sheets without end."""

import contextlib
import gzip
import io
import json
import struct
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ties.tables.importers import content as content_module
from ties.tables.importers.content import Content, decompress, members, read_content
from ties.tables.importers.overlay import import_file
from ties.tables.importers.reading import ImportRefusedError
from ties.tables.importers.registry import FORMATS, formats
from ties.tables.importers.workbook import sheets

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def archive(*names, data=b"x", flags=None):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        for name in names:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (flags or 0) << 16
            opened.writestr(info, data)
    return Content("a.zip", stream.getvalue())


def workbook(change=None):
    book = openpyxl.Workbook()
    book.active.append(["year", "CTY_CODE", "CTYNAME", "IYR", "EYR"])
    stream = io.BytesIO()
    book.save(stream)
    if change is None:
        return Content("w.xlsx", stream.getvalue())
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return Content("w.xlsx", out.getvalue())


@pytest.mark.parametrize("name", ["../x.csv", "/etc/x.csv", "a/../../x.csv", "..\\x.csv", "C:\\x.csv", "C:x.csv"])
def test_a_member_that_leads_out_of_the_archive_is_refused(name):
    with pytest.raises(ImportRefusedError, match="points out of it"):
        members(archive(name))


def test_a_link_is_refused():
    with pytest.raises(ImportRefusedError, match="is a link"):
        members(archive("x.csv", flags=0o120777))


def test_an_archive_that_unpacks_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(content_module, "LARGEST", 10_000)
    with pytest.raises(ImportRefusedError, match="unpacks to more"):
        members(archive("x.csv", data=b"0" * 20_000))


def test_an_archive_that_lies_about_its_size_is_stopped_while_unpacking(monkeypatch):
    monkeypatch.setattr(content_module, "LARGEST", 10_000)
    made = archive("x.csv", data=b"0" * 20_000).data
    lying = made.replace(struct.pack("<I", 20_000), struct.pack("<I", 5))
    with pytest.raises(ImportRefusedError):
        members(Content("a.zip", lying))


def test_too_many_members_and_twins_are_refused(monkeypatch):
    monkeypatch.setattr(content_module, "MEMBERS", 3)
    with pytest.raises(ImportRefusedError, match="more than 3 members"):
        members(archive("a", "b", "c", "d"))
    with pytest.warns(UserWarning, match="Duplicate"):
        twins = archive("a", "a")
    with pytest.raises(ImportRefusedError, match="stands twice"):
        members(twins)


def test_a_packed_file_that_bursts_is_stopped(monkeypatch):
    monkeypatch.setattr(content_module, "LARGEST", 10_000)
    with pytest.raises(ImportRefusedError, match="unpacks to more"):
        decompress(Content("x.RData", gzip.compress(b"0" * 20_000)))
    with pytest.raises(ImportRefusedError, match="cut short"):
        decompress(Content("x.RData", gzip.compress(b"0123" * 200)[:-12]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_entities_in_a_workbook_are_refused(part, encoding):
    def change(name, data):
        return (BOMB + "<a>&c;</a>").encode(encoding) if name == part else data

    with pytest.raises(ImportRefusedError, match="document type or an entity") as refusal:
        sheets(workbook(change))
    assert refusal.value.sheet == part


def test_a_sheet_without_end_is_refused():
    def change(name, data):
        if name != "xl/worksheets/sheet1.xml":
            return data
        return data.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')

    with pytest.raises(ImportRefusedError, match="spans more than"):
        sheets(workbook(change))


def test_a_formula_is_text():
    book = openpyxl.Workbook()
    book.active.append(["=1+1", '=HYPERLINK("http://example.org")'])
    stream = io.BytesIO()
    book.save(stream)
    assert sheets(Content("w.xlsx", stream.getvalue()))[0].rows[0][0].value == "=1+1"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00" * 100, b"PK\x03\x04 not an archive", b"RDX3\nX\n\x00\x00",
        gzip.compress(b"RDX3\nX\nrcid", mtime=0),
        b"<stata_dta>idealpoint</stata_dta>", b"\xff\xfeX", b"[" * 5000, b'"unclosed,ccode,session,vote,rcid\n1,2',
        "Recipient,Sum total years\n".encode("utf-16"), b"a,b\n" + b"1" * 200_000 + b",2\n",
    ],
    ids=[
        "empty", "zeros", "zip", "RData", "gzip", "stata", "utf-16", "brackets", "quote", "no countries", "long cell",
    ],
)  # fmt: skip
def test_rubbish_is_refused_and_nothing_is_written(data, tmp_path):
    path = tmp_path / "x"
    path.write_bytes(data)
    for form in ("auto", *(form.name for form in FORMATS)):
        with pytest.raises(ImportRefusedError):
            import_file(path, tmp_path / "new", name=form)
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_a_file_that_is_too_large_or_no_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(content_module, "LARGEST", 10)
    (tmp_path / "x").write_bytes(b"0" * 11)
    with pytest.raises(ImportRefusedError, match="larger than"):
        read_content(tmp_path / "x")
    with pytest.raises(ImportRefusedError, match="not a file"):
        read_content(tmp_path)


CELLS = st.sampled_from(
    ["", "x", "-1", "1e400", "1e308", "NaN", "inf", "1.5", "9" * 20, "=1+1", "[5]", "2023.0", "\x00", "1,5", "٢٠٢٤",
     "World", "1_000", '"', ";", "..", "—", "A" * 3000]
)  # fmt: skip
HARD = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_or_refuse(form, content):
    """Read a file as the command does; what its reader may not do is to end in any other way."""
    with contextlib.suppress(ImportRefusedError, RecursionError, MemoryError, OverflowError):
        formats()[form].read(content, None)
    with contextlib.suppress(ImportRefusedError):
        formats()[form].recognises(content)


@HARD
@given(st.data())
def test_an_odd_cell_in_a_text_file_is_read_or_refused(make, data):
    texts = sorted({form.name for form in FORMATS} - {"sipri-milex", "us-census", "un-votes", "world-bank-json"})
    form = data.draw(st.sampled_from(texts))
    good = make[form]()
    lines = good.data.decode("latin-1").split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    cells = lines[at].split(",")
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(CELLS)
    lines[at] = ",".join(cells)
    read_or_refuse(form, Content(good.name, "\n".join(lines).encode()))


@HARD
@given(st.data())
def test_an_odd_cell_in_a_workbook_is_read_or_refused(make, data):
    form = data.draw(st.sampled_from(["sipri-milex", "us-census"]))
    book = openpyxl.load_workbook(io.BytesIO(make[form]().data))
    sheet = data.draw(st.sampled_from(book.worksheets))
    row, column = (data.draw(st.integers(1, max(end, 1))) for end in (sheet.max_row, sheet.max_column))
    values = st.one_of(CELLS.filter(lambda text: "\x00" not in text), st.none(), st.floats(allow_nan=False, width=64),
                       st.booleans(), st.integers(-(10**40), 10**40))  # fmt: skip
    sheet.cell(row, column).value = data.draw(values)
    stream = io.BytesIO()
    book.save(stream)
    read_or_refuse(form, Content("w.xlsx", stream.getvalue()))


@HARD
@given(st.data())
def test_a_damaged_packed_file_is_read_or_refused(make, data):
    """Bytes changed, cut out or put in: workbook, archive, Stata and R data."""
    form, maker = data.draw(
        st.sampled_from(
            [("us-census", make["us-census"]), ("un-ideal-points", make["stata"]), ("un-votes", make["un-votes"]),
             ("world-bank-csv", lambda: make["zipped"](make["world-bank-csv"]()))]
        )
    )  # fmt: skip
    good = maker()
    # a workbook holds the time at which it was written, so its length is not always the same
    at = int(data.draw(st.floats(0, 1)) * (len(good.data) - 1))
    gone = data.draw(st.integers(0, 40))
    bad = good.data[:at] + data.draw(st.binary(max_size=8)) + good.data[at + gone :]
    read_or_refuse(form, Content(good.name, bad))


JSON_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just("1e400")),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=3), inner, max_size=2)),
    max_leaves=3,
)


@HARD
@given(
    field=st.sampled_from(["indicator", "country", "countryiso3code", "date", "value"]),
    odd=JSON_VALUES,
    envelope=st.sampled_from(["total", "lastupdated", "page"]),
    other=JSON_VALUES,
)
def test_an_odd_answer_of_the_world_bank_is_read_or_refused(make, field, odd, envelope, other):
    page, records = json.loads(make["world-bank-json"]().data)
    page[envelope] = other
    records[0][field] = odd
    read_or_refuse("world-bank-json", Content("answer.json", json.dumps([page, records]).encode()))
