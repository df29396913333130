"""The editions in git are what this package builds, and the command says what changed between them."""

import json
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from ties.build.build import build
from ties.cli import main
from ties.findings.edition_changes import compare_editions
from ties.findings.edition_store import list_editions, read_edition

ROOT = Path(__file__).parents[2]
NAMES = list_editions(ROOT / "editions")
PRESENT = ".".join(version("ties").split(".")[:2])


def assert_same(record, built):
    pd.testing.assert_frame_equal(record.findings, built.findings, check_exact=True)
    found = compare_editions(record, built)
    assert set(found.findings["kind"]) == {"same"}
    assert found.claims.empty
    assert found.rows.empty
    assert record.tables.equals(built.tables)
    assert record.claims["said"].equals(built.claims["said"])
    assert record.about == built.about


def test_at_least_two_editions_are_shipped():
    assert len(NAMES) >= 2
    assert NAMES[-1] == PRESENT


def test_the_present_edition_is_what_the_book_says(site):
    assert_same(read_edition(ROOT / "editions" / PRESENT), read_edition(ROOT / "_build" / "ties" / "record"))


@pytest.mark.build
@pytest.mark.parametrize("name", [n for n in NAMES if read_edition(ROOT / "editions" / n).about["known_on"]])
def test_an_edition_that_looks_back_can_be_built_again(name, site):
    record = read_edition(ROOT / "editions" / name)
    again = build(ROOT, known_on=record.about["known_on"], edition=name)
    assert_same(record, read_edition(again.parent / "record"))


def test_no_finding_of_an_edition_that_looks_back_names_a_later_year():
    record = read_edition(ROOT / "editions" / "2025.07")
    later = record.findings[record.findings["sentence"].str.contains("2026")]
    # what is projected or due lies ahead of every day
    assert set(later["key"]) <= {"open_wait", "next_term", "tempo_now"} | set(
        later.loc[later["sentence"].str.contains(r"will|by 20|due|ends in|under"), "key"]
    )


def test_the_command_says_what_changed_between_two_editions():
    old, new = NAMES[0], NAMES[-1]
    done = CliRunner().invoke(main, ["diff", old, new, "--root", str(ROOT), "--markdown"])
    assert done.exit_code == 0
    assert done.output.startswith(f"# From {old} to {new}\n")
    found = compare_editions(read_edition(ROOT / "editions" / old), read_edition(ROOT / "editions" / new))
    assert done.output.count("\n- **Claim") == len(found.claims) > 0
    shown = CliRunner().invoke(main, ["diff", old, new, "--root", str(ROOT)])
    assert shown.exit_code == 0
    assert "Claims that flipped" in shown.output


def test_an_unknown_edition_is_refused_with_the_known_ones():
    done = CliRunner().invoke(main, ["diff", "1999.01", NAMES[-1], "--root", str(ROOT)])
    assert done.exit_code == 1
    assert f"editions: {', '.join(NAMES)}" in done.output
    assert "Traceback" not in done.output


def test_the_site_has_the_older_editions_with_their_records(site):
    for name in NAMES[:-1]:
        page = (site / "book" / f"edition-{name.replace('.', '-')}.html").read_text(encoding="utf-8")
        assert "An old edition." in page
        for file in ("findings.json", "claims.json"):
            held = json.loads((site / "editions" / name / file).read_text(encoding="utf-8"))
            assert held == json.loads((ROOT / "editions" / name / file).read_text(encoding="utf-8"))
