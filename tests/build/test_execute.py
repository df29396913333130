"""A chapter runs whole or fails with the place and the reason; what it puts out is the same on any day."""

import json
from pathlib import Path

import pytest

from ties.book.chapter_page import StrayOutputError, compose, outputs
from ties.book.source_index import SourceIndex
from ties.build.execute import ChapterError, execute_chapter
from ties.project.chapter_config import Chapter, Parameter

NOTEBOOKS = Path(__file__).parents[1] / "fixtures" / "notebooks"
YEARS = {"years": Parameter("years", "integer", 3, "How many years back")}


def run(name, tmp_path, tables=("gdp",), timeout=60):
    chapter = Chapter(name, name, NOTEBOOKS / f"{name}.ipynb", tables, YEARS)
    out = tmp_path / f"{name}.ipynb"
    tmp_path.mkdir(exist_ok=True)
    execute_chapter(
        chapter, {"years": 3}, out, failed=tmp_path / "failed", findings=tmp_path / "none.json", timeout=timeout
    )
    return chapter, json.loads(out.read_text())


def refused(name, tmp_path, **how):
    with pytest.raises(ChapterError) as caught:
        run(name, tmp_path, **how)
    assert not (tmp_path / f"{name}.ipynb").exists()
    assert "Traceback" not in str(caught.value)
    return str(caught.value)


def test_a_failing_cell_says_where_and_keeps_the_notebook(tmp_path):
    said = refused("failing", tmp_path)
    assert said.startswith("cell 3: KeyError: 'no such column'")
    kept = json.loads((tmp_path / "failed" / "failing.ipynb").read_text())
    assert any(output["output_type"] == "error" for cell in kept["cells"] for output in cell.get("outputs", []))


def test_a_cell_that_never_ends_is_stopped(tmp_path):
    said = refused("slow", tmp_path, timeout=2)
    assert said.startswith("cell 3: it ran longer than the limit of 2 seconds\n")
    kept = json.loads((tmp_path / "failed" / "slow.ipynb").read_text())
    assert kept["cells"][3]["outputs"][0]["ename"] == "KeyboardInterrupt"  # its traceback says where it was


def test_a_kernel_that_dies_is_said(tmp_path):
    assert refused("dying", tmp_path).startswith("cell 3: the kernel died: killed by SIGKILL (Killed)")


def test_a_table_that_no_cell_names_is_not_read(tmp_path):
    said = refused("undeclared", tmp_path)
    assert (
        "UndeclaredTableError: chapter 'undeclared' reads table 'claims', and no cell says so; "
        "write load('claims') in the cell" in said
    )


def library():
    import pandas as pd

    columns = ["id", "title", "publisher", "published", "url", "kind"]
    return SourceIndex(
        pd.DataFrame([["s", "T", "P", "2020", "", "primary"]], columns=columns),
        {"gdp": pd.Series(["s"])},
        {"gdp": "GDP"},
    )


def test_a_cell_that_prints_is_found(tmp_path):
    chapter, executed = run("printing", tmp_path)
    with pytest.raises(StrayOutputError, match=r"cell [a-z0-9-]+: writes to stdout: hello"):
        compose(chapter, {"years": 3}, outputs(json.loads(chapter.notebook.read_text()), executed), {}, library())


def test_values_are_text_wherever_they_land(tmp_path):
    """A value from a table or a finding cannot put an element, a link or a reference into the page."""
    from ties.book.finding_texts import finding_texts
    from ties.findings.collect import collect

    chapter, executed = run("hostile", tmp_path)
    known = finding_texts("hostile", collect(executed).findings.values())
    page = compose(
        chapter, {"years": 3}, outputs(json.loads(chapter.notebook.read_text()), executed), known, library()
    )
    text = "\n".join(cell["source"] for cell in page.notebook["cells"])
    blocks = text.partition("<div")[1] + text.partition("<div")[2]
    assert "<script>alert(1)" not in text
    assert "<img" not in blocks.replace("&lt;img", "")
    assert "<i>cells" not in blocks
    heading = text.splitlines()[0]
    assert heading == (
        r"# Values are text: \<script\>alert(1)\</script\> \[x\](javascript:alert(2)) \{\{ a.b \}\} \`c\`"
    )


def test_two_runs_are_the_same_to_the_byte(tmp_path):
    first, second = (json.dumps(run("hostile", tmp_path / name)[1]) for name in ("a", "b"))
    assert first == second
