"""A check finds every fault of a folder at once, names its place, and never ends in a traceback."""

import io
import subprocess
import sys

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from ties.cli import main
from ties.tables.contracts import contracts
from ties.tables.failures import Failure, Report, shown
from ties.tables.load import home
from ties.tables.print_report import print_report
from ties.tables.raw_table import read_cells
from ties.tables.validate import validate_tables

COLUMNS = ["id", "name", "note"]


def rules(path, columns=COLUMNS):
    return [(f.row, f.column, f.rule) for f in read_cells(path, columns).failures]


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "t.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


def test_the_shipped_tables_are_sound_and_counted():
    report = validate_tables()
    assert report.failures == []
    assert [row["table"] for row in report.counts] == list(contracts())
    counts = {row["table"]: row for row in report.counts}
    with (home() / "deals.csv").open(encoding="utf-8") as lines:
        assert counts["deals"]["rows"] == sum(1 for _ in lines) - 1
    assert counts["arms_transfers"]["first"] == "1990"
    assert counts["arms_transfers"]["last"] == "2024"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(1, "", "file has no header")]),
        (b"\xef\xbb\xbfid,name,note\n", [(1, "", "file starts with a byte order mark")]),
        ("id,name,note\na,b,c\n".encode("utf-16"), [(1, "", "file is not UTF-8 (it looks like UTF-16)")]),
        ("id,name,note\na,Türkiye,c\n".encode("latin-1"), [(2, "name", "not UTF-8")]),
        ("id,name,note\na,b,c", [(2, "", "file ends without a line break (cut short?)")]),
        ("id,name,note\na,b\n", [(2, "", "row has 2 cells, the header 3")]),
        ("id,name,note\na,b,c,d\n", [(2, "", "row has 4 cells, the header 3")]),
        ("id,name,note\n\na,b,c\n", [(2, "", "blank line")]),
        ("id,name,note,name\na,b,c,d\n", [(1, "name", "column stands twice in the header")]),
        ("id,name\na,b\n", [(1, "note", "column is missing")]),
        ("id,name,note,extra\na,b,c,d\n", [(1, "extra", "column is not in the contract")]),
        ("id,note,name\na,b,c\n", [(1, "", "columns out of order; the order is id,name,note")]),
        ("id,name,note\na, b,c\n", [(2, "name", "space at the start or end")]),
        ("id,name,note\na,b\x00,c\n", [(2, "name", "control or invisible character")]),
        ("id,name,note\na,b\u200b,c\n", [(2, "name", "control or invisible character")]),
        ('id,name,note\na,"b\nb",c\nd,"e"e,f\n', [(2, "name", "control or invisible character"), (4, "", None)]),
        ('id,name,note\na,"b,c\n', [(2, "", None)]),
    ],
)
def test_each_fault_of_a_file_is_named_with_its_line(file, content, expected):
    found = rules(file(content))
    assert [(row, column) for row, column, _ in found] == [(row, column) for row, column, _ in expected]
    for (_, _, rule), (_, _, wanted) in zip(found, expected, strict=True):
        assert rule == wanted or (wanted is None and rule.startswith("broken quoting"))


def test_a_row_after_a_cell_of_two_lines_keeps_the_line_an_editor_shows(file):
    assert rules(file('id,name,note\na,"b\nb",c\nd,e, f\n'))[-1] == (4, "note", "space at the start or end")


@given(content=st.binary(max_size=300))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_content_of_a_file_ends_in_a_traceback(file, content):
    table = read_cells(file(content), COLUMNS)
    assert list(table.cells.columns) == [c for c in COLUMNS if c in table.cells.columns]


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_cell_ends_the_check_in_a_traceback(data, overlay):
    name = data.draw(st.sampled_from(["agreements", "deals", "arms_register", "memberships", "trade"]))
    lines = (home() / f"{name}.csv").read_text(encoding="utf-8").splitlines()[:6]
    row = data.draw(st.integers(1, len(lines) - 1))
    cells = lines[row].split(",")
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(st.text(max_size=12))
    lines[row] = ",".join(cells)
    folder = overlay(name, ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass"))
    assert all(isinstance(failure, Failure) for failure in validate_tables(folder).failures)


def test_all_faults_of_a_folder_are_printed_and_the_status_is_one(overlay):
    folder = overlay(
        "agreements", lambda text: text.replace("2028-09-06", "2017-09-06").replace("COMCASA,IND", ",INX")
    )
    overlay("deals", lambda text: text.replace("licensed_production,2001-01,", "lisensed,2001-13,", 1))
    overlay("firm_links", lambda text: text.replace("saab-munitions-india-1976,", "saab-aweil-1976,", 1))
    (folder / "extra.csv").write_text("a\n")
    done = CliRunner().invoke(main, ["check", str(folder)])
    assert done.exit_code == 1
    lines = done.output.splitlines()
    for part in (
        "parties  not in countries.code  INX",
        "short_name  required",
        "signed, in_force, expires  ends before it was signed or in force",
        "route  one of: FMS",
        "announced  a date: YYYY, YYYY-MM or YYYY-MM-DD  2001-13",
        "id  unique  saab-aweil-1976",
        "extra.csv  no table of this name has a contract",
    ):
        assert any(part in line for line in lines), part
    assert lines[-1].endswith("failures in 4 files")
    assert int(lines[-1].split()[0]) == len(lines) - 1
    assert all(line.split("  ")[0].rpartition(":")[2].isdigit() for line in lines if line.startswith("deals.csv:"))


def test_a_clean_folder_prints_counts_and_the_status_is_zero(overlay):
    done = CliRunner().invoke(main, ["check", str(overlay("agreements", lambda text: text))])
    assert done.exit_code == 0
    assert "agreements" in done.output
    assert "1 table" in done.output


def test_a_terminal_shows_failures_as_a_table_and_cell_text_is_never_markup(overlay):
    report = Report(failures=[Failure("t.csv", 2, "name", "required", shown("[red]x[/red]"))])
    console = Console(record=True, force_terminal=True, width=120, file=io.StringIO())
    print_report(report, console)
    assert "[red]x[/red]" in console.export_text()


def test_a_missing_folder_is_named():
    with pytest.raises(NotADirectoryError, match="no-such"):
        validate_tables("no-such")


def test_a_table_without_rows_and_a_missing_table_are_failures(overlay, tmp_path, monkeypatch):
    header = (home() / "claims.csv").read_text(encoding="utf-8").splitlines()[0] + "\n"
    assert [f.rule for f in validate_tables(overlay("claims", header)).failures] == ["table has no rows"]
    monkeypatch.setattr("ties.tables.validate.home", lambda: tmp_path)
    assert ("deals.csv", "table is missing") in {(f.file, f.rule) for f in validate_tables().failures}


def test_references_of_an_overlay_resolve_in_it_and_in_the_tables_it_leaves(overlay):
    new = "zzz-source,A title,A paper,2026-11,https://example.org/a,primary\n"
    row = "aaa,2100-01-01,call,Call,,IND;USA,Talks,zzz-source,high,\n"
    folder = overlay("dialogues", lambda text: text + row)
    assert [(f.column, f.rule, f.value) for f in validate_tables(folder).failures if f.column == "sources"] == [
        ("sources", "not in sources.id", "zzz-source")
    ]
    overlay("sources", lambda text: text + new)
    assert validate_tables(folder).failures == []


def test_an_overlay_may_not_drop_a_row_that_a_table_in_place_refers_to(overlay):
    def drop(text):
        return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("mq9b-2024,"))

    (failure, *rest) = validate_tables(overlay("deals", drop)).failures
    assert (failure.file, failure.column, failure.value) == ("deals.csv", "id", "mq9b-2024")
    assert "fms_notifications.deal" in failure.rule
    assert rest == []


def test_order_and_composite_keys_are_checked(overlay):
    def twice(text):
        lines = text.splitlines(keepends=True)
        return "".join([*lines[:3], lines[1], *lines[3:]])

    failures = validate_tables(overlay("arms_transfers", twice)).failures
    assert (4, "key is not unique (line 2 has it too)") in {(f.row, f.rule) for f in failures}
    assert (4, "rows out of order; sort by these") in {(f.row, f.rule) for f in failures}


@pytest.mark.parametrize(
    ("cited", "sound"),
    [
        (["Dawn"], False),
        (["Dawn", "Dawn (via a blog)"], False),
        (["Dawn (AFP)", "The Daily Observer (AFP)"], False),
        (["Dawn (AFP)", "Dawn (Reuters)"], True),
        (["Dawn", "Mint"], True),
        (["*Ministry"], True),
    ],
)
def test_high_confidence_needs_a_primary_source_or_two_origins(cited, sound, clean, overlay):
    rows = "".join(
        f"a{n},T,{name.strip('*')},2026,https://example.org/{n},{'primary' if name[0] == '*' else 'secondary'}\n"
        for n, name in enumerate(cited)
    )
    header, _, rest = (home() / "sources.csv").read_text(encoding="utf-8").partition("\n")
    folder = overlay("sources", f"{header}\n{rows}{rest}")
    ids = ";".join(f"a{n}" for n in range(len(cited)))
    overlay("dialogues", lambda text: text + f"zzz,2026-12-01,call,Call,,IND;USA,Talks,{ids},high,\n")
    found = {f.rule for f in validate_tables(folder).failures if f.file == "dialogues.csv"}
    assert found == (set() if sound else {"high needs a primary source, or secondary ones of two origins"})


def test_importing_the_package_and_loading_a_table_does_not_import_pandera():
    code = "import sys, ties; ties.load('agreements'); sys.exit('pandera' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
