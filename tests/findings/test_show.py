"""A figure, a table and a finding are records: whole, sound, and collected by name."""

import json

import pandas as pd
import pytest

from ties.findings.collect import DuplicateNameError, collect
from ties.findings.html_table import as_html
from ties.findings.record import record
from ties.findings.show import show
from ties.records import Figure, Finding, Table, Words

WORDS = Words("It rose", "Tonnes, 2020-22", "One line.", "A line chart. It rises.")
DATA = pd.DataFrame({"year": [2020, 2021, 2022], "tonnes": [1.0, 2.5, None]})


def draw(data, ax, *, narrow=False):
    ax.plot(data["year"], data["tonnes"])
    return ax


@pytest.fixture
def shown(monkeypatch):
    """What cells display, as the outputs of one notebook."""
    outputs = []
    monkeypatch.setattr(
        "ties.findings.mime.emit", lambda bundle: outputs.append({"output_type": "display_data", "data": bundle})
    )
    return {"cells": [{"cell_type": "code", "outputs": outputs}]}


def test_a_figure_is_drawn_for_two_widths_with_its_data(shown):
    show(Figure("tonnes", DATA, draw, WORDS, tables=["gdp"], sources=["a;b", "b"]))
    drawn = collect(json.loads(json.dumps(shown))).figures["tonnes"]
    widths = {width: svg.split('viewBox="0 0 ')[1].split()[0] for width, svg in drawn.images.items()}
    assert widths == {"wide": "518.4", "narrow": "244.8"}  # 7.2 and 3.4 inches in points
    assert drawn.csv == "year,tonnes\n2020,1.0\n2021,2.5\n2022,\n"
    assert drawn.sources == ["a", "b"]


@pytest.mark.parametrize("name", ["Tonnes", "tonnes per year", "../tonnes", "tonnes_", "-x", ""])
def test_a_figure_needs_a_name_that_a_file_can_have(name):
    with pytest.raises(ValueError, match="not lower-case and hyphenated"):
        Figure(name, DATA, draw, WORDS)


def test_a_figure_without_data_is_not_drawn_and_its_findings_lead_to_no_figure(shown):
    unknown = Finding("tonnes", None, "No tonnes were counted.", confidence="cannot tell")
    show(Figure("tonnes", DATA.iloc[:0], draw, None, [unknown]))
    found = collect(shown)
    assert not found.figures
    assert found.findings["tonnes"].figure == ""


def test_a_figure_with_data_needs_words():
    with pytest.raises(ValueError, match="no words"):
        Figure("tonnes", DATA, draw, None)


def test_the_findings_of_a_figure_lead_to_it_unless_they_name_another(shown):
    here, there = Finding("a", 1, "It is one."), Finding("b", 2, "It is two.", figure="other")
    show(Figure("tonnes", DATA, draw, WORDS, [here, there]))
    assert [finding.figure for finding in collect(shown).findings.values()] == ["tonnes", "other"]


def test_tables_and_sources_are_those_that_the_cell_loaded(shown, monkeypatch):
    monkeypatch.setattr(
        "ties.findings.show.loaded_here", lambda: ["gdp", "countries", "judgements/vintages", "deals"]
    )
    show(Figure("tonnes", DATA, draw, WORDS), Table("own", DATA, "Tonnes", tables=["trade"]))
    found = collect(shown)
    assert found.figures["tonnes"].tables == ["gdp", "deals"]  # names and judgements are no evidence
    assert found.figures["tonnes"].sources is None  # that is: all of these tables
    assert found.tables["own"].tables == ["trade"]


def test_what_is_drawn_may_be_another_thing_than_the_tidy_data(shown):
    show(Figure("tonnes", DATA.head(1), draw, WORDS, drawn=DATA))
    assert collect(shown).figures["tonnes"].csv == "year,tonnes\n2020,1.0\n"


def test_what_is_no_record_is_refused():
    with pytest.raises(TypeError, match="figures and tables, not DataFrame"):
        show(DATA)


@pytest.mark.parametrize(
    ("about", "fault"),
    [
        ({"alt": "Chart of tonnes"}, "two to four sentences"),
        ({"alt": ""}, "no alt"),
        ({"title": "It rose."}, "ends with a full stop"),
        ({"caption": " "}, "no caption"),
    ],
)
def test_words_of_a_figure_are_whole(about, fault):
    with pytest.raises(ValueError, match=fault):
        Words(
            **{"title": "It rose", "subtitle": "Tonnes", "caption": "One line.", "alt": "A line. It rises.", **about}
        )


def test_a_table_shows_fifteen_rows_and_offers_all(shown):
    data = pd.DataFrame({"name": [f"n{i}" for i in range(20)], "value": range(20)})
    show(Table("values", data, "Twenty values.", tables=["gdp"]))
    kept = collect(shown).tables["values"]
    assert (kept.shown, kept.rows) == (15, 20)
    assert kept.html.count("<tr>") == 16
    assert kept.csv.count("\n") == 21


def test_a_table_of_seven_columns_is_refused():
    with pytest.raises(ValueError, match="at most 6"):
        Table("wide", pd.DataFrame([range(7)]), "Too wide.")


def test_cells_of_a_table_are_text_numbers_to_the_right_and_unknown_a_dash():
    data = pd.DataFrame({"name": ["<b>x</b>", None], "value": [1234.56, None], "n": pd.array([7, None], "Int64")})
    page = as_html(data, "A & B", {"value": "value, %"}, {"value": 1})
    assert "<td>&lt;b&gt;x&lt;/b&gt;</td>" in page
    assert '<td class="number">1,234.6</td>' in page
    assert '<td class="number">7</td>' in page
    assert page.count(">–</td>") == 3
    assert '<th scope="col" class="number">value, %</th>' in page
    assert "<caption>A &amp; B</caption>" in page


def test_a_table_of_sentences_names_its_columns_in_each_cell_and_one_of_numbers_does_not():
    said = "A sentence that is longer than a phone is wide."
    wordy = as_html(pd.DataFrame({"a": [said], "b <b>": [said], "n": [1]}), "Rows", {}, 0)
    assert "ties-wordy" in wordy
    assert wordy.count("data-label=") == 3
    assert 'data-label="b &lt;b&gt;"' in wordy
    plain = as_html(pd.DataFrame({"a": [said], "b": ["short"], "n": [1]}), "Rows", {}, 0)
    assert "ties-wordy" not in plain
    assert "data-label" not in plain


def test_linked_cells_lead_to_their_addresses_and_stay_text():
    page = as_html(pd.DataFrame({"row": ["<a>", "b"], "n": [1, 2]}), "Rows", {}, 0, {"row": ["x.html?a&b", "y.html"]})
    assert '<a href="x.html?a&amp;b">&lt;a&gt;</a>' in page
    assert page.count("<a href") == 2


def test_a_name_that_stands_twice_is_found(shown):
    record(Finding("share", 1, "It is one."))
    record(Finding("share", 2, "It is two."))
    with pytest.raises(DuplicateNameError, match="'share'"):
        collect(shown)


def test_numpy_numbers_and_intervals_become_plain(shown):
    import numpy as np

    record(Finding("share", np.float64(1.5), "It is.", low=np.float64(1), high=np.int64(2), interval="range"))
    kept = collect(json.loads(json.dumps(shown))).findings["share"]
    assert (kept.value, kept.low, kept.high, kept.interval) == (1.5, 1.0, 2, "range")


def test_the_preview_holds_no_other_address(shown):
    show(Figure("tonnes", DATA, draw, WORDS, tables=["gdp"]))
    page = shown["cells"][0]["outputs"][0]["data"]["text/html"]
    assert "<svg" in page
    assert "<img" not in page


@pytest.mark.parametrize(("rows", "displayed"), [(14, 14), (15, 15), (16, 15)])
def test_fifteen_rows_are_shown_whole_and_one_more_is_not(shown, rows, displayed):
    show(Table("values", pd.DataFrame({"value": range(rows)}), "Values.", tables=["gdp"]))
    put_out = collect(shown).tables["values"]
    assert (put_out.shown, put_out.rows) == (displayed, rows)


@pytest.mark.parametrize(
    ("columns", "rows"), [(["name", "value", "note"], 3), (["name", "value"], 3), (["name", "other"], 2)]
)
def test_the_download_is_the_whole_of_the_table_only_if_it_has_its_columns(shown, columns, rows):
    page = pd.DataFrame({"name": ["a", "b"], "value": [1, 2]})
    whole = pd.DataFrame([range(len(columns))] * 3, columns=columns)
    show(Table("values", page, "Values.", tables=["gdp"], download=whole))
    put_out = collect(shown).tables["values"]
    assert (put_out.shown, put_out.rows, put_out.csv.count("\n")) == (2, rows, 4)


def test_six_columns_are_shown_and_an_empty_table_records_its_findings_alone(shown):
    show(Table("six", pd.DataFrame([range(6)]), "Six columns.", tables=["gdp"]))
    unknown = Finding("rows", None, "There is no row.", confidence="cannot tell")
    show(Table("none", DATA.iloc[:0], "None.", [unknown]))
    found = collect(shown)
    assert list(found.tables) == ["six"]
    assert list(found.findings) == ["rows"]


def test_the_findings_of_a_table_lead_to_no_figure(shown):
    show(Table("values", DATA, "Values.", [Finding("a", 1, "It is one.")], tables=["gdp"]))
    assert collect(shown).findings["a"].figure == ""


def test_a_narrow_figure_is_as_high_as_the_wide_one_unless_it_says_otherwise(shown):
    show(Figure("same", DATA, draw, WORDS, tables=["gdp"], height=3.0))
    show(Figure("higher", DATA, draw, WORDS, tables=["gdp"], height=3.0, narrow_height=5.0))
    heights = {
        name: [svg.split('viewBox="0 0 ')[1].split('"')[0].split()[1] for svg in drawn.images.values()]
        for name, drawn in collect(shown).figures.items()
    }
    assert heights == {"same": ["216", "216"], "higher": ["216", "360"]}  # points


def test_a_finding_names_the_figure_it_is_recorded_with_unless_it_names_its_own(shown):
    record(Finding("a", 1, "It is one."), Finding("b", 2, "It is two.", figure="own"), figure="given")
    assert [finding.figure for finding in collect(shown).findings.values()] == ["given", "own"]
