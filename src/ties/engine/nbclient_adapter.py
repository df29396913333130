"""nbclient on a warm kernel: its handling of cells, outputs and limits, with one pipe in place of its channels."""

from __future__ import annotations

import asyncio
import logging
import math
import os
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty
from typing import IO, Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.session import Session
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbclient.util import run_sync
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine
from papermill.utils import merge_kwargs, remove_args

from ties.engine import kernel_pool
from ties.engine.autosave import throttled_autosave
from ties.engine.kernel_process import packed, unpacked

GRACE = 2.0  # seconds that an interrupted cell has to say where it was
LOG = logging.getLogger("papermill")


class MemoryLimitError(DeadKernelError):  # type: ignore[misc]
    """A run held more memory than it may."""


class Inbox:
    """Messages of one channel; waiting for them ends when the kernel does."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.messages: deque[dict[str, Any]] = deque()
        self.waiting: asyncio.Future[None] | None = None

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """Give the next message; raise Empty after `timeout` seconds."""
        self.connection.attach()
        while not self.messages:
            if self.connection.dead:
                raise DeadKernelError(self.connection.run.why())
            self.waiting = asyncio.get_running_loop().create_future()
            try:
                await asyncio.wait_for(self.waiting, timeout)
            except TimeoutError:
                raise Empty from None
        return self.messages.popleft()

    def wake(self) -> None:
        """Let whoever waits look again."""
        if self.waiting and not self.waiting.done():
            self.waiting.set_result(None)


class Connection:
    """The kernel as nbclient sees it: what it uses of a `KernelClient`."""

    allow_stdin = False

    def __init__(self, run: kernel_pool.Run) -> None:
        self.run = run
        self.session = Session()
        self.session.key = b""  # the pipe is ours alone: nothing to sign
        self.shell_channel, self.iopub_channel = Inbox(self), Inbox(self)
        self.buffer = bytearray()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.dead = self.drained = False

    def attach(self) -> None:
        """Listen in the loop that runs now."""
        loop = asyncio.get_running_loop()
        if loop is not self.loop:
            self.detach()
            self.loop = loop
            if not self.drained:
                loop.add_reader(self.run.pipe, self.read)
            if not self.dead:
                loop.add_reader(self.run.leash, self.hear)

    def detach(self) -> None:
        """Listen no more."""
        if self.loop and not self.loop.is_closed():
            self.loop.remove_reader(self.run.pipe)
            self.loop.remove_reader(self.run.leash)
        self.loop = None

    def read(self) -> None:
        """Take in what the kernel sent."""
        try:
            chunk = self.run.pipe.recv(1 << 20)
        except ConnectionError:
            chunk = b""
        if not chunk:
            self.drained = True
            if self.loop:
                self.loop.remove_reader(self.run.pipe)
        self.buffer += chunk
        while message := unpacked(self.buffer):
            channel, frames = message
            inbox = self.shell_channel if channel == "shell" else self.iopub_channel
            inbox.messages.append(self.session.deserialize(self.session.feed_identities(frames)[1]))
            inbox.wake()

    def hear(self) -> None:
        """Take in what the warm process says; what a kernel sent before it died is read first."""
        if self.run.hear():
            return
        if self.loop:
            self.loop.remove_reader(self.run.leash)
        self.run.pipe.setblocking(False)
        while not self.drained:
            try:
                self.read()
            except BlockingIOError:
                break
        self.dead = True
        self.shell_channel.wake()
        self.iopub_channel.wake()

    def send(self, kind: str, content: dict[str, Any]) -> str:
        """Send a request, and give its id."""
        message = self.session.msg(kind, content)
        with suppress(ConnectionError):  # it is dead, which the wait for the answer will find
            self.run.pipe.sendall(packed("shell", [b"engine", *self.session.serialize(message)]))
        return str(message["header"]["msg_id"])

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True) -> str:
        """Ask to execute code."""
        content = {"code": code, "silent": False, "store_history": store_history, "user_expressions": {}}
        return self.send("execute_request", {**content, "allow_stdin": False, "stop_on_error": stop_on_error})

    def kernel_info(self) -> str:
        """Ask what the kernel is."""
        return self.send("kernel_info_request", {})

    async def wait_for_ready(self, timeout: float | None) -> None:
        """Wait for the kernel to answer."""
        asked = self.kernel_info()
        try:
            while (await self.shell_channel.get_msg(timeout))["parent_header"].get("msg_id") != asked:
                pass
        except Empty:
            raise RuntimeError(f"the kernel did not start in {timeout} seconds") from None

    async def is_alive(self) -> bool:
        """Say whether the kernel lives."""
        return not self.dead


class WarmClient(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client, on a warm kernel."""

    kc: Connection
    seconds: float | None = None  # that the whole run may take
    until = math.inf

    @contextmanager
    def setup_kernel(self, **launch: Any) -> Iterator[None]:
        """Start a kernel, and end it.

        Parameters
        ----------
        launch : dict
            ``command`` and ``arguments`` of the kernel, ``env``, ``stdout`` and ``stderr`` (files), ``memory``,
            ``seconds`` for the whole run.
        """
        self.seconds = launch.get("seconds")
        self.until = time.monotonic() + self.seconds if self.seconds else math.inf
        arguments = [*launch["arguments"], *self.extra_arguments]
        if self.ipython_hist_file and not any("HistoryManager.hist_file" in argument for argument in arguments):
            arguments.append(f"--HistoryManager.hist_file={self.ipython_hist_file}")
        streams = [_descriptor(launch.get("stdout"), 1), _descriptor(launch.get("stderr"), 2)]
        self.memory = launch.get("memory")
        run = kernel_pool.Run(launch["command"], launch["env"], arguments, self.memory, streams)
        self.kc = Connection(run)
        whole = False
        try:
            run_sync(self.kc.wait_for_ready)(self.startup_timeout)
            yield
            whole = True
        finally:
            if whole and not self.kc.dead:
                self.kc.send("shutdown_request", {"restart": False})
            self.kc.detach()
            run.pipe.setblocking(True)
            run.end() if whole else run.close()

    def execute_cell(self, cell: Any, cell_index: int, **how: Any) -> Any:
        """Execute a cell (see nbclient); name it when the kernel dies or a limit is reached."""
        try:
            return super().execute_cell(cell, cell_index, **how)
        except CellTimeoutError:
            run_sync(self._interrupt)(cell, cell_index)
            over, limit = "it ran", super()._get_timeout(cell)
            if time.monotonic() >= self.until:
                over, limit = "the run took", self.seconds
            said = f"cell {cell_index}: {over} longer than the limit of {limit:g} seconds"
            raise CellTimeoutError(said) from None
        except DeadKernelError:
            while self.kc.iopub_channel.messages:  # what the kernel said last
                message = self.kc.iopub_channel.messages.popleft()
                if message["msg_type"] != "status":
                    self.process_message(message, cell, cell_index)
            if "memory" in self.kc.run.told:
                raise MemoryLimitError(
                    f"cell {cell_index}: {self.kc.run.why()}; the limit is {self.memory:,} MB"
                ) from None
            raise DeadKernelError(f"cell {cell_index}: the kernel died: {self.kc.run.why()}") from None

    def _get_timeout(self, cell: Any) -> float | None:
        """Give the seconds that a cell may take: its own limit, or what is left of that of the run."""
        own = super()._get_timeout(cell)
        if math.isinf(self.until):
            return None if own is None else float(own)
        left = max(self.until - time.monotonic(), 0.001)
        return left if own is None else min(left, float(own))

    async def _interrupt(self, cell: Any, cell_index: int) -> None:
        """Interrupt a cell that takes too long, so that its outputs show where it was; some cannot be interrupted."""
        for task in asyncio.all_tasks():  # nbclient leaves this one to wait for ever
            if getattr(task.get_coro(), "__name__", "") == "_async_poll_output_msg":
                task.cancel()
        await asyncio.sleep(0)
        self.kc.attach()
        self.kc.run.interrupt()
        try:
            async with asyncio.timeout(GRACE):
                while True:
                    message = await self.kc.iopub_channel.get_msg()
                    if message["msg_type"] == "status":
                        return
                    self.process_message(message, cell, cell_index)
        except (TimeoutError, DeadKernelError):
            return


class ManagedEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's engine on warm kernels; it takes ``env``, ``stderr``, ``memory`` (MB) and ``run_timeout`` too."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, log_output: bool = False, **kwargs: Any) -> Any:
        """Run the notebook that papermill manages (see :class:`papermill.engines.NBClientEngine`)."""
        launch = {name: kwargs.pop(name, None) for name in ("env", "stderr")}
        limits = {"memory": kwargs.pop("memory", None), "seconds": kwargs.pop("run_timeout", None)}
        start = kwargs.pop("start_timeout", 60)
        timeout = kwargs.pop("execution_timeout", None) or kwargs.get("timeout")
        options = merge_kwargs(
            remove_args(["input_path", "timeout", "startup_timeout"], **kwargs),
            timeout=timeout,
            startup_timeout=start,
            kernel_name=kernel_name,
            log=LOG,
            log_output=log_output,
        )
        with throttled_autosave(nb_man):
            return cls._run(nb_man, kernel_name, launch, limits, options)

    @staticmethod
    def _run(
        nb_man: Any, kernel_name: str, launch: dict[str, Any], limits: dict[str, Any], options: dict[str, Any]
    ) -> Any:
        kernel = command(kernel_name)
        if kernel is None:
            LOG.warning("No warm kernel for %s here: papermill's own engine runs the notebook.", kernel_name)
            if any(limits.values()):
                LOG.warning("It has no limit of memory, nor one of time for the whole run.")
            client = PapermillNotebookClient(nb_man, **options)
            return client.execute(**{name: value for name, value in launch.items() if value is not None})
        python, arguments, env = kernel
        launch["env"] = {**(launch["env"] or os.environ), **env}
        return WarmClient(nb_man, **options).execute(command=python, arguments=arguments, **limits, **launch)


def command(kernel_name: str) -> tuple[list[str], list[str], dict[str, str]] | None:
    """Give the Python of a kernel with its options, its arguments and variables; None if it cannot start warm."""
    spec = KernelSpecManager().get_kernel_spec(kernel_name)
    python, *rest = spec.argv
    here = {sys.executable, "python", f"python{sys.version_info[0]}", "python{}.{}".format(*sys.version_info[:2])}
    if not kernel_pool.possible() or python not in here or "-m" not in rest:
        return None
    at = rest.index("-m")
    if rest[at + 1 : at + 4] != ["ipykernel_launcher", "-f", "{connection_file}"]:
        return None
    return [sys.executable, *rest[:at]], rest[at + 4 :], dict(spec.env)


def _descriptor(file: IO[str] | None, otherwise: int) -> int:
    return file.fileno() if file else otherwise
