"""From a file to a folder: valid tables, all or nothing, the same twice; refusals name the place."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ties.cli import main
from ties.tables.cell_types import convert
from ties.tables.importers import overlay, sipri_tiv
from ties.tables.importers.content import Content
from ties.tables.importers.country_lookup import Names
from ties.tables.importers.number_cells import parse_number
from ties.tables.importers.overlay import as_text, import_file, merged, write_cells
from ties.tables.importers.reading import ImportRefusedError
from ties.tables.importers.registry import FORMATS, formats
from ties.tables.load import home, load
from ties.tables.validate import validate_tables


def files(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_all_formats_into_one_folder_keep_every_contract(make, tmp_path):
    names = set()
    for form in FORMATS:
        tables = merged(form.read(make[form.name](), None), tmp_path)
        write_cells(tables, tmp_path)
        names |= set(tables)
    assert validate_tables(tmp_path).failures == []
    assert set(files(tmp_path)) == {f"{name}.csv" for name in names}


def test_an_import_writes_its_tables_and_their_sources_and_leaves_no_trace(make, place, tmp_path):
    path = place(make["us-census"]())
    done = import_file(path, tmp_path / "new")
    assert (done.format, done.edition, done.rows) == ("us-census", "2023-01", {"trade": 4})
    assert set(files(tmp_path / "new")) == {"sources.csv", "trade.csv"}
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name, "new"]


def test_a_broken_table_in_the_folder_is_refused_and_a_link_is_not_followed(make, place, tmp_path):
    into = tmp_path / "new"
    into.mkdir()
    outside = tmp_path / "outside.csv"
    outside.write_bytes((home() / "sources.csv").read_bytes())
    (into / "sources.csv").symlink_to(outside)
    before = outside.read_bytes()
    import_file(place(make["sipri-tiv"]()), into)
    assert outside.read_bytes() == before
    assert not (into / "sources.csv").is_symlink()
    (into / "arms_imports_total.csv").write_text("recipient,year,tiv_m\nIND,twelve,1\n")
    with pytest.raises(ImportRefusedError, match="not sound"):
        import_file(place(make["sipri-tiv"]()), into)


def test_an_import_done_twice_changes_nothing(make, place, tmp_path):
    for form in ("sipri-tiv", "sipri-register"):
        path = place(make[form]())
        import_file(path, tmp_path / "new")
        once = files(tmp_path / "new")
        import_file(path, tmp_path / "new")
        assert files(tmp_path / "new") == once


def test_rows_of_other_editions_and_recipients_stay(make):
    old = load("arms_imports_total")
    joined = merged(formats()["sipri-tiv"].read(make["sipri-tiv"](), None))["arms_imports_total"]
    assert len(joined) == len(old) + 4
    assert set(joined["edition"]) == {*old["edition"], "2024"}


def test_rows_of_the_same_edition_and_year_are_replaced(make):
    made = make["sipri-tiv"](made="13 Oct 2025", years=(2022, 2023, 2024), rows=[["India", "", "", "1"]])
    joined = merged(formats()["sipri-tiv"].read(made, None))["arms_imports_total"]
    row = joined.query("recipient == 'IND' and year == '2024' and edition == '2025'")
    assert row["tiv_m"].tolist() == ["1"]
    assert len(joined) == len(load("arms_imports_total"))


def test_a_series_of_one_edition_is_replaced_whole(make):
    joined = merged(formats()["un-ideal-points"].read(make["un-ideal-points"](), None))["un_voting"]
    assert set(joined["edition"]) == {"2020-04"}


def test_an_edition_that_is_known_keeps_its_source_and_a_new_one_gets_a_row(make):
    known = merged(formats()["sipri-deliveries"].read(make["sipri-deliveries"](), None))["sources"]
    assert known["id"].tolist() == load("sources")["id"].tolist()
    new = merged(formats()["sipri-tiv"].read(make["sipri-tiv"](), None))["sources"].set_index("id")
    assert new.loc["sipri-at-2024", "published"] == "2024-03"


def test_our_readings_of_a_deal_are_carried_over(make):
    known = load("arms_register").dropna(subset=["production_in_india"]).iloc[0]
    text = "\n".join([
        *make["sipri-register"]().data.decode("latin-1").splitlines()[3:5],
        f"India,{load('countries').set_index('code').loc[known['supplier'], 'name']},{known['order_year']},,1,,"
        f"{known['designation']},changed words,0,,,New,,1,1,0",
    ])  # fmt: skip
    deals = formats()["sipri-register"].read(Content("r.csv", text.encode()), None).tables["arms_register"]
    assert deals["production_in_india"].tolist() == [known["production_in_india"]]


REFUSED = {
    "a country that nobody knows": ("sipri-tiv", b"Turkiye", b"Atlantis", "row 9, column 'recipient': no country"),
    "a number that is none": ("sipri-tiv", b"India,40", b"India,4O", "row 8, column '2021': is not a number: '4O'"),
    "a formula": ("sipri-tiv", b"India,40", b"India,=1+1", "row 8, column '2021': is a formula"),
    "no day of generation": ("sipri-tiv", b"Data generated: 13 Oct", b"Made: 13 Oct", "when the data were generated"),
    "a delivery from the future": ("sipri-tiv", b"13 Oct 2024", b"13 Oct 2022", "before they could be known"),
    "a flag that is none": (
        "sipri-deliveries",
        b",5,Yes,2022",
        b",5,Maybe,2022",
        "row 7, column 'Numbers",
    ),
    "a status that is none": ("sipri-register", b"2021; 2022,New", b"2021; 2022,Old", "row 6, column 'Status'"),
    "a record cut short": ("sipri-register", b",50,50,50", b",50", "has 14 cells, the header 16"),
    "a type that is a formula": ("sipri-register", b"S-400 Triumf", b"=cmd|' /C calc'!A0", "looks like a formula"),
    "a day that is none": ("world-bank-csv", b"2020-07-01", b"2020-17-01", "is not a date"),
    "a code of nobody": ("world-bank-csv", b'"KOR"', b'"QQQ"', "row 8, column 'Country Code'"),
    "an unknown flow": ("comtrade", b'"X","699"', b'"Q","699"', "row 3, column 'flowCode'"),
    "a state out of the system": ("cow-capabilities", b",750,2012", b",751,2012", "row 2, column 'ccode'"),
    "an estimate outside its band": ("un-ideal-points", b",91,-0.15,", b",91,-0.95,", "row 2, column 'idealpoint'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_understood_is_refused_with_its_place_and_nothing_is_written(case, make, place, tmp_path):
    form, old, new, said = REFUSED[case]
    good = make[form]()
    assert good.data.count(old) >= 1
    with pytest.raises(ImportRefusedError) as refusal:
        import_file(place(Content(good.name, good.data.replace(old, new, 1))), tmp_path / "new", name=form)
    assert said in str(refusal.value)
    assert not (tmp_path / "new").exists()
    assert [path.name for path in tmp_path.iterdir()] == [good.name]


def test_a_refusal_in_a_workbook_names_sheet_row_and_column(make):
    def change(book):
        book["Current US$"]["D5"] = "=SUM(A1:A9)"

    with pytest.raises(ImportRefusedError, match=r"sheet 'Current US\$', row 5, column '2024': is a formula"):
        formats()["sipri-milex"].read(make["sipri-milex"](change=change), None)


def test_a_folder_that_would_break_a_contract_is_left_as_it_was(make, place, tmp_path):
    into = tmp_path / "new"
    import_file(place(make["sipri-tiv"]()), into)
    before = files(into)
    with pytest.raises(ImportRefusedError, match="edition"):
        import_file(place(make["cow-capabilities"]()), into, edition="newest")
    assert files(into) == before


def test_a_folder_that_is_no_overlay_is_refused(make, place, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "letters.txt").write_text("dear")
    with pytest.raises(ImportRefusedError, match="no table of this name"):
        import_file(place(make["sipri-tiv"]()), tmp_path / "new")
    with pytest.raises(ImportRefusedError, match="not a folder for an overlay"):
        import_file(place(make["sipri-tiv"]()), home())
    assert files(tmp_path / "new") == {"letters.txt": b"dear"}


def test_a_failed_swap_leaves_the_old_folder(make, place, tmp_path, monkeypatch):
    monkeypatch.setattr(overlay, "_exchanged", lambda first, second: False)  # as on a system that cannot exchange
    into = tmp_path / "new"
    import_file(place(make["sipri-tiv"]()), into)
    before = files(into)
    rename = type(into).rename

    def fail(self, target):
        if self.name == "new" and self.parent != tmp_path:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(type(into), "rename", fail)
    with pytest.raises(OSError, match="No space"):
        import_file(place(make["sipri-tiv-legacy"]()), into)
    assert files(into) == before


def test_the_command_says_what_it_did_and_what_it_left_out(make, place, tmp_path):
    done = CliRunner().invoke(
        main, ["import", "auto", str(place(make["sipri-tiv"]())), "--into", str(tmp_path / "new")]
    )
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[0] == "sipri-tiv, edition 2024"
    assert "arms_imports_total" in done.output
    assert "left out: NATO**" in done.output
    assert CliRunner().invoke(main, ["check", str(tmp_path / "new")]).exit_code == 0


def test_the_command_refuses_without_a_traceback(place, tmp_path):
    path = place(Content("odd\x1b.csv", b"a,b\n1,2\n"))
    done = CliRunner().invoke(main, ["import", "auto", str(path), "--into", str(tmp_path / "new")])
    assert done.exit_code == 1
    assert "Nothing was written" in done.output
    assert "\x1b" not in done.output
    unknown = CliRunner().invoke(main, ["import", "dbase", str(path), "--into", str(tmp_path / "new")])
    assert "no format of this name" in unknown.output


def test_help_names_every_format():
    said = " ".join(CliRunner().invoke(main, ["import", "--help"]).output.split()).replace("- ", "-")
    named = said.partition("one of: ")[2].partition(". ")[0]
    assert named.split(", ") == [form.name for form in FORMATS]


def test_every_alias_leads_to_a_country_or_says_why_not():
    aliases = pd.read_csv(home() / "judgements" / "country_aliases.csv", dtype="str", keep_default_na=False)
    known = set(load("countries")["code"]) | {""}
    assert set(aliases["code"]) <= known
    assert (aliases["reason"].str.len() > 3).all()
    assert set(aliases["standing"]) == {"present", "former"}
    assert not aliases.duplicated(["publisher", "name", "first_year"]).any()
    for publisher, part in aliases.groupby("publisher"):
        names = Names(publisher)
        for alias in part[part["first_year"].eq("")].itertuples():
            assert (names.find(alias.name).code or "") == alias.code


@pytest.mark.parametrize("written", ["Viet Nam", "VIET  NAM ", "Côte d’Ivoire", "Cote d'Ivoire", "St. Lucia"])
def test_case_accents_and_punctuation_do_not_matter(written):
    assert Names("sipri").find(written).code in {"VNM", "CIV", "LCA"}


VOLUMES = st.one_of(st.none(), st.integers(0, 9999).map(float), st.floats(0, 1e5).map(lambda v: round(v, 2)))
STATES = load("countries").query("kind == 'state'").set_index("name")["code"]
NAMES = st.sampled_from([name for name in STATES.index if "," not in name])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, st.lists(VOLUMES, min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_is_written_as_a_tiv_table_is_read_back(make, volumes):
    """Round trip, whatever the states and volumes: known figures come back, unknown ones do not."""
    rows = [[name, *("" if v is None else str(v) for v in values)] for name, values in volumes.items()]
    want = {
        (STATES[name], year): value
        for name, values in volumes.items()
        for year, value in zip((2021, 2022, 2023), values, strict=True)
        if value is not None
    }
    made = make["sipri-tiv"](rows=rows)
    if not want:
        with pytest.raises(ImportRefusedError, match="no figures"):
            sipri_tiv.read_tiv_present(made)
        return
    read = sipri_tiv.read_tiv_present(made).tables["arms_imports_total"]
    assert dict(zip(zip(read["recipient"], read["year"], strict=True), read["tiv_m"], strict=True)) == want


@settings(deadline=None)
@given(st.floats(-1e12, 1e12).map(lambda v: round(v, 6)))
def test_a_number_written_as_a_cell_is_the_same_number(value):
    values, sound = convert(as_text(pd.Series([value]), "number"), "number")
    assert sound.all()
    assert values.item() == pytest.approx(value, rel=1e-15, abs=1e-12)


@settings(deadline=None)
@given(st.text(max_size=12))
def test_a_cell_is_a_number_missing_or_refused(text):
    try:
        read = parse_number(text, row=1)
    except ImportRefusedError as refusal:
        place = refusal.row
    else:
        place = 1
        assert read.value is None or abs(read.value) < float("inf")
    assert place == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_never_ends_otherwise(make, data):
    """One byte changed, or the end cut off, in any text format."""
    form = data.draw(st.sampled_from([f for f in formats() if f not in {"sipri-milex", "us-census", "un-votes"}]))
    good = make[form]()
    at = data.draw(st.integers(0, len(good.data) - 1))
    cut = data.draw(st.booleans())
    bad = good.data[:at] if cut else good.data[:at] + bytes([data.draw(st.integers(0, 255))]) + good.data[at + 1 :]
    with contextlib.suppress(ImportRefusedError):
        formats()[form].read(Content(good.name, bad), None)


def test_two_folders_change_places_in_one_step_or_not_at_all(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    turned = overlay._exchanged(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a" / ("b" if turned else "a")).exists()
    with pytest.raises(OSError, match="No such file"):
        overlay._exchanged(tmp_path / "a", tmp_path / "nowhere")


def test_what_a_killed_import_left_is_taken_back_and_cleared(make, place, tmp_path):
    """Killed between the two steps of a swap: the old folder is where the import had moved it."""
    into = tmp_path / "new"
    import_file(place(make["sipri-tiv"]()), into)
    before = files(into)
    left = tmp_path / ".ties-import-new-x"
    left.mkdir()
    into.rename(left / "old")
    with pytest.raises(ImportRefusedError):
        import_file(place(make["cow-capabilities"]()), into, edition="newest")
    assert files(into) == before
    assert not left.exists()


def test_two_imports_at_once_wait_for_each_other(make, place, tmp_path):
    paths = [place(make[form]()) for form in ("sipri-tiv", "us-census")]
    into = tmp_path / "new"
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda path: import_file(path, into), paths))
    assert {"arms_imports_total.csv", "trade.csv", "sources.csv"} == set(files(into))
    assert {"sipri-at-2024", "census-ft-2023-01"} <= set(load("sources", into)["id"])


def test_a_refused_import_makes_no_folder_above_it(make, place, tmp_path):
    with pytest.raises(ImportRefusedError):
        import_file(place(make["cow-capabilities"]()), tmp_path / "a" / "b" / "new", edition="newest")
    assert not (tmp_path / "a").exists()
    import_file(place(make["sipri-tiv"]()), tmp_path / "a" / "b" / "new")
    assert (tmp_path / "a" / "b" / "new" / "sources.csv").is_file()
