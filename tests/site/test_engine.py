"""The chapters of the book are what papermill's own engine makes of them."""

from pathlib import Path

import pytest

from ties.build.build import plan_run
from ties.build.steps import run_chapter

ROOT = Path(__file__).parents[2]


@pytest.mark.build
def test_every_chapter_is_as_papermills_own_engine_makes_it(site, tmp_path):
    """All chapters of the book, in the order of the build, to the byte."""
    built, own = plan_run(ROOT), plan_run(ROOT, work=tmp_path)
    for name in own.chapters:
        run_chapter(own, name, engine="papermill")
    assert len(own.chapters) >= 5
    differing = [n for n in own.chapters if built.executed(n).read_bytes() != own.executed(n).read_bytes()]
    assert differing == []
