"""Progress that a person can read: live on a terminal, one line per step or run elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as LiveTasks


class Progress:
    """Tell of the steps of a build as they start and end; safe to use from several threads."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        self.live = LiveTasks(*self._columns(), console=self.console)
        self.steps: dict[str, str] = {}  # name to state: running, done, failed

    def __enter__(self) -> Self:
        """Start the live part, on a terminal."""
        if self.console.is_terminal:
            self.live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """End the live part."""
        if self.console.is_terminal:
            self.live.stop()

    def say(self, text: str) -> None:
        """Say something once."""
        self.console.print(escape(text), soft_wrap=True)

    def timed(self, name: str, step: Callable[[], str]) -> None:
        """Run a step; say that it started, and how it ended, with its own word of what it made."""
        start, state, result = time.monotonic(), "failed", ""
        task = self.live.add_task(name, total=1, state="running", result="")
        self.steps[name] = "running"
        try:
            result, state = step(), "done"
        finally:
            self.steps[name] = state
            self.live.update(task, completed=1, state=state, result=result)
            if not self.console.is_terminal:
                self.say(f"{name:<12} {state:<7} {time.monotonic() - start:6.1f} s  {result}".rstrip())

    def _columns(self) -> list[ProgressColumn]:
        return [
            SpinnerColumn(finished_text=" "),
            TextColumn("{task.description:<12} {task.fields[state]:<7}"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[result]}", markup=False),
        ]


class SweepProgress(Progress):
    """Tell of the runs of a sweep as they end."""

    def __init__(self, console: Console | None = None) -> None:
        super().__init__(console)
        self.total = self.done = self.failed = 0
        self.task = self.live.add_task("", total=None, start=False, counts="starting")

    def begin(self, total: int, workers: int) -> None:
        """Say that so many runs begin, on so many workers."""
        self.total, self.done, self.failed = total, 0, 0
        self.live.start_task(self.task)
        self._update(workers)

    def ended(self, words: str, seconds: float, error: str, workers: int) -> None:
        """Say that a run ended: its parameters in words, how long it took, and its error, if it has one."""
        self.done += not error
        self.failed += bool(error)
        if not self.console.is_terminal or error:
            state, first = ("failed", f"  {error.splitlines()[0]}") if error else ("done", "")
            at = f"{self.done + self.failed:>{len(str(self.total))}} of {self.total}"
            self.say(f"{at}  {state:<6} {seconds:6.1f} s  {words}{first}")
        self._update(workers)

    def _columns(self) -> list[ProgressColumn]:
        counts, left = TextColumn("{task.fields[counts]}"), TextColumn("left")
        return [counts, BarColumn(), TimeElapsedColumn(), left, TimeRemainingColumn()]

    def _update(self, workers: int) -> None:
        ended = self.done + self.failed
        running = min(workers, self.total - ended)  # every worker takes one run at a time
        counts = f"{self.done} done, {running} running, {self.failed} failed, of {self.total}"
        self.live.update(self.task, total=self.total, completed=ended, counts=counts)
