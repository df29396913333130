"""The chapters of the book are what papermill's own engine makes of them."""

from pathlib import Path

import papermill
import pytest
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine

from ties.build.build import plan_run
from ties.build.tasks import _execute

ROOT = Path(__file__).parents[2]


class OwnEngine(NBClientEngine):
    """papermill's own engine, with the environment that a chapter needs."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, env, stderr, execution_timeout, memory, **_):
        return PapermillNotebookClient(nb_man, kernel_name=kernel_name, timeout=execution_timeout).execute(
            env=env, stderr=stderr
        )


@pytest.mark.build
def test_every_chapter_is_as_papermills_own_engine_makes_it(site, tmp_path, monkeypatch):
    """All chapters of the book, in the order of the build, to the byte."""
    papermill.engines.papermill_engines.register("own", OwnEngine)
    monkeypatch.setattr("ties.build.execute.ENGINE", "own")
    built, own = plan_run(ROOT), plan_run(ROOT, work=tmp_path)
    for name in own.chapters:
        _execute(own, name, own.chapters[name], dict(own.parameters[name]))
    assert len(own.chapters) >= 5
    differing = [n for n in own.chapters if built.executed(n).read_bytes() != own.executed(n).read_bytes()]
    assert differing == []
