"""Parameters that follow the last day that counts: declared, of the right type, and settled to sound values."""

from pathlib import Path

import pytest

from ties.build.look_back import settings_as_of, tables_as_of
from ties.project.chapter_config import DeclarationError, read_chapters
from ties.project.parameters import resolve_parameters

ROOT = Path(__file__).parents[2]
DAY = "2025-07-01"


def test_every_last_day_of_the_book_follows_and_no_year_is_later_than_it():
    chapters = read_chapters(ROOT)
    chosen = settings_as_of(chapters, DAY)
    assert {f"{name}.as_of" for name in chapters} <= set(chosen)
    settled = resolve_parameters(chapters, chosen)
    assert {chapter["as_of"] for chapter in settled.values()} == {DAY}
    assert settled["agreements"]["end_year"] == 2025
    assert settled["industry"]["end_year"] == 2024
    assert settled["challenges"]["end_year"] == 2060  # a projection
    assert settled["synthesis"]["call"] == DAY


def test_a_later_day_does_not_lengthen_the_years_of_the_tables():
    chosen = settings_as_of(read_chapters(ROOT), "2031-01-01")
    assert chosen["agreements.end_year"] == 2026
    default = read_chapters(ROOT)["industry"].parameters["end_year"].default
    assert chosen["industry.end_year"] == min(default, 2030), "the chapter passes over years beyond the tables"


@pytest.mark.parametrize("follows", ["tomorrow", "year", "year - x"])
def test_a_date_cannot_follow_as_a_year_and_unknown_ways_are_refused(tmp_path, follows):
    (tmp_path / "one.ipynb").write_text("{}")
    (tmp_path / "chapters.toml").write_text(
        '[one]\ntitle = "One"\nnotebook = "one.ipynb"\ntables = []\n[one.parameters.as_of]\n'
        f'type = "date"\ndefault = "2026-06-30"\ndescription = "x"\nfollows = "{follows}"\n'
    )
    with pytest.raises(DeclarationError, match="cannot follow"):
        read_chapters(tmp_path)


def test_the_evidence_of_a_day_has_its_own_folder(tmp_path):
    folder = tables_as_of(DAY, tmp_path)
    assert folder == tmp_path / DAY
    assert (folder / "vintage.json").is_file()
