"""Steps of a build that run side by side, though the graph of tasks runs one after the other.

pytask asks for one task at a time. The first chapter that it asks for starts all that are known to be stale, each as
soon as those it goes on from have ended; every later task then waits for its own step, or finds it done. So pytask
alone decides what is stale and keeps the books, in one thread, and nothing of it is replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

WORKERS = 2  # kernels at a time; each holds up to half a gigabyte


@dataclass(frozen=True)
class Step:
    """What a task does, and the steps that must have ended before it starts."""

    function: Callable[[], None]
    after: tuple[str, ...]


class ConcurrentSteps:
    """Steps by name, in an order in which each comes after those that it goes on from.

    Examples
    --------
    >>> done = []
    >>> steps = ConcurrentSteps()
    >>> steps.add("first", lambda: done.append("first"))
    >>> steps.add("second", lambda: done.append("second"), after=["first"])
    >>> steps.start_together(["first", "second"])
    >>> with steps:
    ...     steps.run("second")
    >>> done
    ['first', 'second']
    """

    def __init__(self, workers: int = WORKERS) -> None:
        self.steps: dict[str, Step] = {}
        self._together: list[str] = []
        self._futures: dict[str, Future[None]] = {}
        self._executor = ThreadPoolExecutor(workers, thread_name_prefix="ties-step")

    def __enter__(self) -> ConcurrentSteps:
        """Give the steps."""
        return self

    def __exit__(self, *_: object) -> None:
        """Start no further step, and wait for those that run: their kernels end with the pool of kernels."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def add(self, name: str, function: Callable[[], None], after: Iterable[str] = ()) -> None:
        """Add a step."""
        self.steps[name] = Step(function, tuple(after))

    def start_together(self, names: Iterable[str]) -> None:
        """Say which steps are started with the first of them that is asked for: those that are sure to be stale."""
        chosen = set(names)
        self._together = [name for name in self.steps if name in chosen]

    def run(self, name: str) -> None:
        """Run a step, or wait for its end; raise what it raised."""
        if name in self._together and not self._futures:
            for other in self._together:
                self._futures[other] = self._executor.submit(self._run_after, other)
        if name in self._futures:
            self._futures[name].result()
        else:
            self.steps[name].function()

    def _run_after(self, name: str) -> None:
        # those before were submitted before, so that a worker is at them: waiting for them cannot last for ever
        for before in self.steps[name].after:
            if before in self._futures:
                self._futures[before].result()
        self.steps[name].function()
