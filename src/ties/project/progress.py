"""Progress that a person can read: a live table on a terminal, one line per step elsewhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table


class Progress:
    """Tell of the steps of a build as they start and end; safe to use from several threads."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        self.steps: dict[str, tuple[str, float, str]] = {}
        self.lock = threading.Lock()
        self.live = Live(console=self.console, get_renderable=self._table, refresh_per_second=8, transient=False)

    def __enter__(self) -> Progress:
        """Start the live table, on a terminal."""
        if self.console.is_terminal:
            self.live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """End the live table."""
        if self.console.is_terminal:
            self.live.stop()

    def timed(self, name: str, step: Callable[[], str]) -> None:
        """Run a step; say that it started, and how it ended, with its own word of what it made."""
        start = time.monotonic()
        self._say(name, "running", start, "")
        try:
            made = step()
        except BaseException:
            self._say(name, "failed", start, "")
            raise
        self._say(name, "done", start, made)

    def _say(self, name: str, state: str, start: float, made: str) -> None:
        with self.lock:
            if state == "running":
                self.steps[name] = (state, start, made)
            else:
                self.steps[name] = (state, time.monotonic() - start, made)
                if not self.console.is_terminal:
                    self.console.print(f"{name:<12} {state:<7} {time.monotonic() - start:6.1f} s  {made}".rstrip())

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2))
        with self.lock:
            for name, (state, seconds, made) in self.steps.items():
                mark = Spinner("dots") if state == "running" else {"done": "✓", "failed": "✗"}[state]
                spent = time.monotonic() - seconds if state == "running" else seconds
                table.add_row(mark, name, f"{spent:.1f} s", made)
        return table
