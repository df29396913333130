"""Progress says what ended and how: a line each where nobody watches, live on a terminal; texts are only text."""

import io

import pytest
from rich.console import Console

from ties.project.progress import Progress, SweepProgress


def console(*, terminal):
    return Console(file=io.StringIO(), force_terminal=terminal, width=100, highlight=False)


def said(progress):
    return progress.console.file.getvalue()


def failing():
    raise ValueError("no")


@pytest.mark.parametrize("terminal", [False, True])
def test_steps_are_told_with_their_state_and_result(terminal):
    with Progress(console(terminal=terminal)) as progress:
        progress.timed("tables", lambda: "44 tables [bold]")
        with pytest.raises(ValueError, match="no"):
            progress.timed("book", failing)
    assert progress.steps == {"tables": "done", "book": "failed"}
    assert "44 tables [bold]" in said(progress)
    assert "failed" in said(progress)
    assert ("tables       done       0.0 s  44 tables [bold]\n" in said(progress)) is not terminal


def test_runs_of_a_sweep_are_counted_and_a_failed_one_says_why():
    with SweepProgress(console(terminal=False)) as progress:
        progress.begin(2, 1)
        progress.ended("years=2", 1.0, "", 1)
        progress.ended("years=13", 0.5, "cell 3: ValueError: [13]\nmore", 1)
    assert said(progress) == (
        "1 of 2  done      1.0 s  years=2\n2 of 2  failed    0.5 s  years=13  cell 3: ValueError: [13]\n"
    )
    assert (progress.done, progress.failed) == (1, 1)
