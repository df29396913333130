"""nbclient on a forked kernel: its handling of cells, outputs and limits, on one pipe in place of its channels."""

from __future__ import annotations

import asyncio
import logging
import math
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbclient.util import run_sync
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine
from papermill.utils import merge_kwargs, remove_args

from ties.engine import kernel_pool
from ties.engine.autosave import throttled_autosave
from ties.engine.kernel_connection import KernelConnection
from ties.engine.kernel_handle import LaunchRequest
from ties.engine.private_names import CellTimeoutHook, cancel_output_polling

INTERRUPT_TIMEOUT_SECONDS = 2.0  # that an interrupted cell has to say where it was
LOG = logging.getLogger("papermill")


class MemoryLimitError(DeadKernelError):  # type: ignore[misc]
    """A run held more memory than it may."""


@dataclass(frozen=True)
class KernelCommand:
    """How a kernel is started: the Python with its options, its arguments, the variables of its specification."""

    python: list[str]
    arguments: list[str]
    env: Mapping[str, str]


@dataclass(frozen=True)
class RunOptions:
    """What a run has beside papermill's own options: environment, standard error, limits of memory (MB) and time."""

    env: Mapping[str, str] | None = None
    stderr: IO[str] | None = None
    memory: int | None = None
    run_timeout: float | None = None  # seconds for the whole run

    def launch(self) -> dict[str, Any]:
        """Give what papermill's own client takes of it."""
        return {name: value for name in ("env", "stderr") if (value := getattr(self, name)) is not None}


class ForkedKernelClient(CellTimeoutHook, PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client, on a forked kernel."""

    kc: KernelConnection
    deadline = math.inf
    options = RunOptions()

    @contextmanager
    def setup_kernel(self, *, command: KernelCommand, options: RunOptions) -> Iterator[None]:
        """Start a kernel, and end it.

        Parameters
        ----------
        command : KernelCommand
            How it is started.
        options : RunOptions
            Environment, stream and limits.
        """
        self.options = options
        self.deadline = time.monotonic() + options.run_timeout if options.run_timeout else math.inf
        arguments = [*command.arguments, *self.extra_arguments]
        if self.ipython_hist_file and not any("HistoryManager.hist_file" in argument for argument in arguments):
            arguments.append(f"--HistoryManager.hist_file={self.ipython_hist_file}")
        streams = (1, options.stderr.fileno() if options.stderr else 2)
        request = LaunchRequest(arguments, options.memory, streams)
        handle = kernel_pool.POOL.start(command.python, {**(options.env or os.environ), **command.env}, request)
        self.kc = KernelConnection(handle)
        finished = False
        try:
            run_sync(self.kc.wait_for_ready)(self.startup_timeout)
            yield
            finished = True
        finally:
            if finished and not self.kc.dead:
                self.kc.send("shutdown_request", {"restart": False})
            self.kc.detach()
            handle.pipe.setblocking(True)
            handle.join() if finished else handle.close()

    def execute_cell(self, cell: Any, cell_index: int, **options: Any) -> Any:
        """Execute a cell (see nbclient); name it when the kernel dies or a limit is reached."""
        try:
            return super().execute_cell(cell, cell_index, **options)
        except CellTimeoutError:
            run_sync(self._interrupt)(cell, cell_index)
            over, limit = "it ran", super().cell_timeout(cell)
            if time.monotonic() >= self.deadline:
                over, limit = "the run took", self.options.run_timeout
            message = f"cell {cell_index}: {over} longer than the limit of {limit:g} seconds"
            raise CellTimeoutError(message) from None
        except DeadKernelError:
            while self.kc.iopub_channel.messages:  # what the kernel sent before it died
                output = self.kc.iopub_channel.messages.popleft()
                if output["msg_type"] != "status":
                    self.process_message(output, cell, cell_index)
            reason = self.kc.handle.describe_end()
            if "memory" in self.kc.handle.reports:
                message = f"cell {cell_index}: {reason}; the limit is {self.options.memory:,} MB"
                raise MemoryLimitError(message) from None
            raise DeadKernelError(f"cell {cell_index}: the kernel died: {reason}") from None

    def cell_timeout(self, cell: Any) -> float | None:
        """Give the seconds that a cell may take: its own limit, or what is left of that of the run."""
        own = super().cell_timeout(cell)
        if math.isinf(self.deadline):
            return own
        left = max(self.deadline - time.monotonic(), 0.001)  # nbclient takes 0 for no limit
        return left if own is None else min(left, own)

    async def _interrupt(self, cell: Any, cell_index: int) -> None:
        """Interrupt a cell that takes too long, so that its outputs show where it was; some cannot be interrupted."""
        cancel_output_polling()
        await asyncio.sleep(0)  # the cancelled task ends now, and not in the middle of a message
        self.kc.attach()
        self.kc.handle.interrupt()
        try:
            async with asyncio.timeout(INTERRUPT_TIMEOUT_SECONDS):
                while True:
                    message = await self.kc.iopub_channel.get_msg()
                    if message["msg_type"] == "status":
                        return
                    self.process_message(message, cell, cell_index)
        except (TimeoutError, DeadKernelError):
            return


class StockEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, with the environment and standard error that a run may have of its own."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, log_output: bool = False, **kwargs: Any) -> Any:
        """Run the notebook that papermill manages (see :class:`papermill.engines.NBClientEngine`)."""
        names = ("env", "stderr", "memory", "run_timeout")
        options = RunOptions(**{name: kwargs.pop(name, None) for name in names})
        # as papermill's own engine puts its options together
        start = kwargs.pop("start_timeout", 60)
        timeout = kwargs.pop("execution_timeout", None) or kwargs.get("timeout")
        traits = merge_kwargs(
            remove_args(["input_path", "timeout", "startup_timeout"], **kwargs),
            timeout=timeout,
            startup_timeout=start,
            kernel_name=kernel_name,
            log=LOG,
            log_output=log_output,
        )
        with throttled_autosave(nb_man):
            return cls._execute(nb_man, options, traits)

    @classmethod
    def _execute(cls, nb_man: Any, options: RunOptions, traits: dict[str, Any]) -> Any:
        return PapermillNotebookClient(nb_man, **traits).execute(**options.launch())


class ForkedKernelEngine(StockEngine):
    """papermill's engine on forked kernels; it takes ``env``, ``stderr``, ``memory`` (MB) and ``run_timeout`` too."""

    @classmethod
    def _execute(cls, nb_man: Any, options: RunOptions, traits: dict[str, Any]) -> Any:
        kernel_name = traits["kernel_name"]
        command = kernel_command(kernel_name)
        if command is None:
            LOG.warning("No warm kernel for %s here: papermill's own engine runs the notebook.", kernel_name)
            if options.memory or options.run_timeout:
                LOG.warning("It has no limit of memory, nor one of time for the whole run.")
            return super()._execute(nb_man, options, traits)
        return ForkedKernelClient(nb_man, **traits).execute(command=command, options=options)


def kernel_command(kernel_name: str) -> KernelCommand | None:
    """Say how a kernel is started; None if it cannot be forked here."""
    # notebooks name `python` what has no such specification; jupyter_client's own managers read it like this
    name = NATIVE_KERNEL_NAME if kernel_name == "python" else kernel_name
    spec = KernelSpecManager().get_kernel_spec(name)
    python, *rest = spec.argv
    here = {sys.executable, "python", f"python{sys.version_info[0]}", "python{}.{}".format(*sys.version_info[:2])}
    if not kernel_pool.can_fork() or python not in here or "-m" not in rest:
        return None
    at = rest.index("-m")
    if rest[at + 1 : at + 4] != ["ipykernel_launcher", "-f", "{connection_file}"]:
        return None
    return KernelCommand([sys.executable, *rest[:at]], rest[at + 4 :], dict(spec.env))
