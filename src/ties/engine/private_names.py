"""Every private name of nbclient, ipykernel and Python that the engine stands on, in one place.

A private name can go or change its meaning with any release. Each has a test of its own, which says in a sentence
what the library changed and what that breaks here; nothing else in the package may use one.
"""

from __future__ import annotations

import asyncio
import atexit
import importlib
import threading
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PrivateName:
    """A private name: where it is defined, what is expected of it, and what it is needed for."""

    module: str
    name: str  # dotted, below the module
    parameters: tuple[str, ...] | None  # of a function, without self; None where it is an attribute
    purpose: str

    def look_up(self) -> Any:
        """Give what the name stands for now, or None where the library has it no more."""
        found: Any = importlib.import_module(self.module)
        for part in self.name.split("."):
            found = getattr(found, part, None)
        return found


PRIVATE_NAMES = (
    PrivateName(
        "nbclient.client", "NotebookClient._get_timeout", ("cell",),
        "a cell may take no longer than what is left of the limit of the whole run",
    ),
    PrivateName(
        "nbclient.client", "NotebookClient._async_poll_output_msg", ("parent_msg_id", "cell", "cell_index"),
        "the task that reads outputs is ended before an interrupted cell says where it was",
    ),
    PrivateName(
        "ipykernel.kernelbase", "Kernel._abort_queues", ("subshell_id",),
        "no queue is to be emptied after an error, since requests come one at a time",
    ),
    PrivateName(
        "ipykernel.kernelbase", "Kernel._supports_kernel_subshells", None,
        "a kernel on one pipe has no subshells",
    ),
    PrivateName("threading", "_shutdown", (), "threads that a cell started end before the kernel does"),
    PrivateName("atexit", "_run_exitfuncs", (), "what a cell registered runs though the fork is not unwound"),
)  # fmt: skip


# Neither class has a base: importing nbclient in a kernel, or ipykernel in a build, would cost a third of a second.


class CellTimeoutHook:
    """Mixed into a client of nbclient: a public method says how long a cell may take."""

    def cell_timeout(self, cell: Any) -> float | None:
        """Give the seconds that a cell may take by nbclient's own settings; None for no limit."""
        seconds = super()._get_timeout(cell)  # type: ignore[misc]
        return None if seconds is None else float(seconds)

    def _get_timeout(self, cell: Any) -> float | None:
        return self.cell_timeout(cell)


class SingleRequestKernel:
    """Mixed into a kernel of ipykernel: its client sends one request at a time, and has no subshells."""

    @property
    def _supports_kernel_subshells(self) -> bool:
        return False

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Do nothing: no second request waits."""


def cancel_output_polling() -> None:
    """End nbclient's task that waits for outputs of a cell; after a timeout nbclient leaves it to wait for ever."""
    for task in asyncio.all_tasks():
        if getattr(task.get_coro(), "__name__", "") == "_async_poll_output_msg":
            task.cancel()


def run_exit_handlers() -> None:
    """Wait for threads and run what was registered with atexit, as an interpreter that ends would, in that order."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
