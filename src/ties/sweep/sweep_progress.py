"""Progress of a sweep: a live bar on a terminal, one line per finished run elsewhere."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


class SweepProgress:
    """Tell of the runs of a sweep as they end."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        self.total = self.done = self.failed = 0
        self.bar = Progress(
            TextColumn("{task.fields[counts]}"), BarColumn(), TimeElapsedColumn(), TextColumn("left"),
            TimeRemainingColumn(), console=self.console,
        )  # fmt: skip
        self.task = self.bar.add_task("", total=None, start=False, counts="starting")

    def __enter__(self) -> SweepProgress:
        """Show the bar, on a terminal."""
        if self.console.is_terminal:
            self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """End the bar."""
        if self.console.is_terminal:
            self.bar.stop()

    def say(self, text: str) -> None:
        """Say something once."""
        self.console.print(escape(text))

    def begin(self, total: int, workers: int) -> None:
        """Say that so many runs begin, on so many workers."""
        self.total, self.done, self.failed = total, 0, 0
        self.bar.start_task(self.task)
        self._update(workers)

    def ended(self, words: str, seconds: float, error: str, workers: int) -> None:
        """Say that a run ended: its parameters in words, how long it took, and its error, if it has one."""
        self.done += not error
        self.failed += bool(error)
        if not self.console.is_terminal or error:
            state, first = ("failed", f"  {error.splitlines()[0]}") if error else ("done", "")
            at = f"{self.done + self.failed:>{len(str(self.total))}} of {self.total}"
            self.console.print(escape(f"{at}  {state:<6} {seconds:6.1f} s  {words}{first}"), soft_wrap=True)
        self._update(workers)

    def _update(self, workers: int) -> None:
        ended = self.done + self.failed
        running = min(workers, self.total - ended)  # every worker takes one run at a time
        counts = f"{self.done} done, {running} running, {self.failed} failed, of {self.total}"
        self.bar.update(self.task, total=self.total, completed=ended, counts=counts)
