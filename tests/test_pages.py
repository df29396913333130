"""The pages that people write hold what they promise: their samples run, their names resolve."""

from __future__ import annotations

import doctest
import json
import re
import shlex
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from ties import load
from ties.cli import main
from ties.project.chapter_config import read_chapters
from ties.project.parameters import ParameterError, resolve_parameters
from ties.project.run import is_generated
from ties.sweep.grid import parse_grid

ROOT = Path(__file__).parents[1]
PAGES = sorted(path for path in (ROOT / "book").glob("*.md") if not is_generated(path, ROOT))
WRITTEN = [*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


def commands() -> list[list[str]]:
    """Give the commands of every shell sample."""
    samples = [
        m for path in WRITTEN for m in re.findall(r"```bash\n(.*?)```", path.read_text(encoding="utf-8"), re.S)
    ]
    return [shlex.split(line, comments=True) for sample in samples for line in sample.splitlines() if line.strip()]


def prose() -> dict[str, str]:
    """Give the text of each page and of the Markdown cells of each chapter."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in PAGES}
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts[path.name] = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    return texts


@pytest.mark.parametrize("name", ["reuse.md"])
def test_python_samples_run(name: str) -> None:
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    result = doctest.testfile(str(ROOT / "book" / name), module_relative=False, optionflags=flags, encoding="utf-8")
    assert result.attempted > 5
    assert result.failed == 0


def test_make_samples_name_targets() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = {command[1] for command in commands() if command[0] == "make"}
    assert {"book", "test"} <= named <= targets


def test_samples_of_the_command_line_are_understood() -> None:
    given = [command[1:] for command in commands() if command[0] == "ties"]
    assert len(given) >= 4
    for command in given:
        options = {word for word in command[1:] if word.startswith("--")}
        shown = CliRunner().invoke(main, [command[0], "--help"])
        assert shown.exit_code == 0
        assert all(option in shown.output for option in options), command


def test_samples_set_parameters_that_exist_to_values_that_are_allowed() -> None:
    chapters = read_chapters(ROOT)
    pairs = [
        command[at + 1].split("=", 1)
        for command in commands()
        for at, word in enumerate(command)
        if word == "--set"
    ]  # fmt: skip
    for command in commands():
        if command[0] == "papermill":
            at = command.index("-p")
            notebook = next(word for word in command if word.endswith(".ipynb"))
            pairs.append([f"{Path(notebook).stem}.{command[at + 1]}", command[at + 2]])
    assert len(pairs) >= 3
    for name, value in pairs:
        resolve_parameters(chapters, {name: value})
    with pytest.raises(ParameterError):
        resolve_parameters(chapters, {"industry.no_such_parameter": "1"})


def test_every_page_is_in_the_table_of_contents() -> None:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    entries = [entry.get("file") for part in toc["parts"] for entry in part["chapters"]]
    assert {f"book/{path.stem}" for path in PAGES} <= {toc["root"], *entries}


def test_terms_of_the_glossary_stand_once_and_in_order() -> None:
    text = (ROOT / "book/glossary.md").read_text(encoding="utf-8")
    groups = [
        re.findall(r"(?m)^(?!```)(\S.*)$", block) for block in re.findall(r"```{glossary}\n(.*?)```", text, re.S)
    ]
    assert sum(map(len, groups)) > 40
    for terms in groups:
        assert terms == sorted(terms, key=str.lower)
    every = [term.lower() for terms in groups for term in terms]
    assert len(set(every)) == len(every)


def test_every_work_cited_is_in_the_bibliography_once() -> None:
    entries = re.findall(r"(?m)^@\w+\{([^,]+),", (ROOT / "book/references.bib").read_text(encoding="utf-8"))
    assert len(set(entries)) == len(entries)
    cited = {
        key.strip() for text in prose().values() for keys in re.findall(r"{cite[a-z:]*}`([^`]+)`", text)
        for key in keys.split(",")
    }  # fmt: skip
    assert cited <= set(entries)
    assert set(entries) <= cited, "an entry that nothing cites"


def test_links_between_pages_and_chapters_have_targets() -> None:
    known = {path.name for path in [*PAGES, *(ROOT / "notebooks").glob("*.ipynb")]}
    known |= {chapter.notebook.name for chapter in read_chapters(ROOT).values()} | {
        "data/index.md",
        "data/sources.md",
        "data/judgements.md",
        "this-build.md",
    }
    linked = {
        target.split("#")[0]
        for text in prose().values()
        for target in re.findall(r"\]\(([^)\s]+\.(?:md|ipynb)(?:#[^)\s]*)?)\)", text)
    }
    assert linked <= known


def test_the_front_page_shows_the_findings_that_were_chosen_and_repeats_none_of_them() -> None:
    text = (ROOT / "book/index.md").read_text(encoding="utf-8")
    assert '{{ table("synthesis.findings") }}' in text
    assert not [key for key in load("judgements/headlines")["key"] if f"{{{{ {key}" in text]


def test_samples_of_sweeps_have_grids_that_are_allowed() -> None:
    chapters = read_chapters(ROOT)
    swept = [command for command in commands() if command[:2] == ["ties", "sweep"]]
    assert len(swept) >= 3
    for command in swept:
        grids, settings = (
            [command[at + 1] for at, word in enumerate(command) if word == option] for option in ("--grid", "--set")
        )
        assert len(parse_grid(chapters[command[2]], grids, settings)) > 1
