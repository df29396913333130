"""The fork server: a process that has imported the scientific stack, and forks a kernel for each run.

It is a process of its own, with one thread: a fork of a process with threads may find a lock held for ever. It
executes no cell, so that every kernel starts from the same state. It ends, and all its kernels with it, when the
process that started it ends, however that ends.

Started by :mod:`ties.engine.kernel_pool` as ``python -m ties.engine.fork_server FD MODULES``; MODULES is a JSON list
of what it imports beside the stack, ``package.*`` for a package and everything below it. A request is one message on
the socket FD: ``{"env", "cwd", "arguments", "memory"}`` in JSON, with four descriptors: pipe, monitor, standard
output, standard error. On the monitor the server says ``{"pid"}``, ``{"memory"}`` (megabytes, if they were too many)
and ``{"status"}`` (the exit status, negative for a signal); ``interrupt`` comes the other way, and its closing ends
the run.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import selectors
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STACK = (
    # the kernel itself
    "IPython.core.completerlib",
    "IPython.core.logger",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "ipykernel.kernelapp",
    "psutil",
    "sqlite3",
    # what cells import most
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "networkx",
    "numpy",
    "pandas",
    "pandas.io.formats.html",
    "pandas.io.formats.string",
    "scipy.stats",
)
MEMORY_POLL_SECONDS = 0.1  # a run that has a limit: a cell fills a gigabyte in about a second
PARENT_POLL_SECONDS = 1.0


@dataclass
class ForkedKernel:
    """A kernel, as the fork server knows it."""

    pid: int
    pidfd: int  # ready to read when the process has ended
    monitor: socket.socket
    memory: int | None


def preload(modules: Sequence[str] = ()) -> None:
    """Import the stack, and more.

    A module that fails is passed over: the cell that imports it will say so.

    Parameters
    ----------
    modules : sequence of str
        Modules; ``package.*`` means a package and every module below it.
    """
    if not os.environ.get("MPLBACKEND"):  # as ipykernel does before any cell runs
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    with contextlib.redirect_stderr(io.StringIO()):  # a hint for debugging, which a kernel would drop
        importlib.import_module("ipykernel.debugger")
    environment = dict(os.environ)
    for name in (*STACK, *modules):
        if name.endswith(".*"):
            _import_below(name.removesuffix(".*"))
        else:
            _import(name)
    for name in set(os.environ) - set(environment):  # a run has the variables that it was given
        del os.environ[name]
    os.environ.update(environment)


def draw_once() -> None:
    """Draw a small figure, outside pyplot: fonts and formats, looked up at the first use, are then known."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # the stack is imported by preload, not before
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    figure.subplots().bar(["a"], [1])
    figure.savefig(io.BytesIO(), format="png", bbox_inches="tight")


def _import(name: str) -> None:
    with contextlib.suppress(Exception):
        importlib.import_module(name)


def _import_below(package: str) -> None:
    _import(package)
    if package in sys.modules:
        for module in pkgutil.iter_modules(sys.modules[package].__path__, f"{package}."):
            _import_below(module.name) if module.ispkg else _import(module.name)


def resident_megabytes(pid: int) -> int:
    """Give the memory of a process and its descendants in megabytes: the sum of their resident sets."""
    import psutil

    total = 0
    with contextlib.suppress(psutil.Error):
        leader = psutil.Process(pid)
        for process in [leader, *leader.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                total += process.memory_info().rss
    return total // 1_000_000


class ForkServer:
    """Forks kernels on request, watches them, and reports their end."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.parent = os.getppid()
        self.children: dict[int, ForkedKernel] = {}
        self.selector = selectors.DefaultSelector()
        self.selector.register(control, selectors.EVENT_READ, None)

    def serve(self) -> None:
        """Work until the parent is gone."""
        while os.getppid() == self.parent:
            limited = any(child.memory for child in self.children.values())
            for key, _ in self.selector.select(MEMORY_POLL_SECONDS if limited else PARENT_POLL_SECONDS):
                if key.data is None:
                    if not self.fork():
                        return
                elif key.data.pid in self.children:
                    self.on_event(key.data, key.fileobj)
            for child in list(self.children.values()):
                if child.memory and (used := resident_megabytes(child.pid)) > child.memory:
                    self.notify(child, memory=used)
                    self.kill(child)

    def fork(self) -> bool:
        """Take one request; say whether the parent is still there."""
        message, descriptors, _, _ = socket.recv_fds(self.control, 1 << 20, 4)
        if not message:
            return False
        request = json.loads(message)
        pipe, monitor = (socket.socket(fileno=number) for number in descriptors[:2])
        pid = os.fork()
        if pid == 0:
            self.exec_kernel(request, pipe, monitor, descriptors[2:])
        pipe.close()
        for number in descriptors[2:]:
            os.close(number)
        child = ForkedKernel(pid, os.pidfd_open(pid), monitor, request["memory"])
        self.children[pid] = child
        for source in (child.pidfd, monitor):
            self.selector.register(source, selectors.EVENT_READ, child)
        self.notify(child, pid=pid)
        return True

    def exec_kernel(
        self, request: dict[str, Any], pipe: socket.socket, monitor: socket.socket, streams: list[int]
    ) -> None:
        """Turn into the kernel: give back all that belongs to the server."""
        # only in the fork, as its last import: ipykernel's own objects are made for one process
        from ties.engine import kernel_process

        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        self.selector.close()
        # a sibling's monitor that stayed open here would not close when its engine lets go of it
        for held in (self.control, monitor, *(child.monitor for child in self.children.values())):
            held.close()
        for child in self.children.values():
            os.close(child.pidfd)
        for number, stream in enumerate(streams, start=1):
            os.dup2(stream, number)
            os.close(stream)
        kernel_process.run_kernel(pipe, request["env"], request["cwd"], request["arguments"])

    def on_event(self, child: ForkedKernel, source: Any) -> None:
        """Act on what happened to a run: its process ended, or the engine sent something, or let go."""
        if source == child.pidfd:
            self.reap(child)
            return
        with contextlib.suppress(ConnectionError):
            if child.monitor.recv(64):
                os.kill(child.pid, signal.SIGINT)
                return
        self.kill(child)

    def kill(self, child: ForkedKernel) -> None:
        """End a run at once, with what it started."""
        os.kill(child.pid, signal.SIGKILL)
        self.reap(child)

    def reap(self, child: ForkedKernel) -> None:
        """Report the end of a run, and end what it left behind in its session."""
        for source in (child.pidfd, child.monitor):
            self.selector.unregister(source)
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # the group keeps its number until it is reaped
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        _, status = os.waitpid(child.pid, 0)
        self.notify(child, status=os.waitstatus_to_exitcode(status))
        os.close(child.pidfd)
        child.monitor.close()
        del self.children[child.pid]

    def notify(self, child: ForkedKernel, **report: int) -> None:
        """Report to the engine, which may be gone."""
        with contextlib.suppress(OSError):
            child.monitor.send(json.dumps(report).encode())


def main() -> None:
    """Import, and serve."""
    if sys.path and sys.path[0] in ("", str(Path.cwd())):  # as ipykernel's launcher does
        del sys.path[0]
    control = socket.socket(fileno=int(sys.argv[1]))
    preload(json.loads(sys.argv[2]))
    with contextlib.suppress(Exception):  # a broken matplotlib is for the cell to say
        draw_once()
    if threading.active_count() > 1:
        sys.exit("a module that was imported started a thread; a fork would not be safe")
    gc.collect()
    gc.freeze()  # the collector would touch, and so copy, every page in every kernel
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # to take the kernels along, and what they started
    server = ForkServer(control)
    try:
        server.serve()
    finally:
        for child in list(server.children.values()):
            server.kill(child)


if __name__ == "__main__":
    main()
