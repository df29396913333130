"""The warm process: it has imported what chapters import, and forks a kernel for each run.

It is a process of its own, with one thread: a fork of a process with threads may find a lock held for ever. It
executes no cell, so that every kernel starts from the same state. It ends, and all its kernels with it, when the
process that started it ends, however that ends.

Started by :mod:`ties.engine.kernel_pool` as ``python -m ties.engine.fork_server FD``. A request is one message on the
socket FD: ``{"env", "cwd", "arguments", "memory"}`` in JSON, with four descriptors: pipe, leash, standard output,
standard error. On the leash the nursery says ``{"pid"}``, ``{"memory"}`` (megabytes, if they were too many) and
``{"status"}`` (the exit status, negative for a signal); ``interrupt`` comes the other way, and its closing ends the
run.
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
    # what chapters and their libraries import
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "networkx",
    "numpy",
    "pandas",
    "pandas.io.formats.html",
    "pandas.io.formats.string",
    "scipy.stats",
    "ties.tables.judgements",
    "ties.tables.load",
)
ROOMS = ("ties.analysis", "ties.chapters", "ties.claims", "ties.findings")
LOOK = 0.1  # seconds between looks at the memory of a run that has a limit
ORPHAN = 1.0  # seconds between looks whether the parent lives


@dataclass
class Child:
    """A kernel, as the nursery knows it."""

    pid: int
    ended: int  # a descriptor that is ready when the process has ended
    leash: socket.socket
    memory: int | None


def preload() -> None:
    """Import what chapters import; contracts of tables, importers of files and the build itself are left out.

    A module that fails is passed over: the cell that imports it will say so.
    """
    if not os.environ.get("MPLBACKEND"):  # as ipykernel does before any cell runs
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    with contextlib.redirect_stderr(io.StringIO()):  # a hint for debugging, which a kernel would drop
        importlib.import_module("ipykernel.debugger")
    environment = dict(os.environ)
    for name in STACK:
        _import(name)
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.iter_modules(package.__path__, f"{room}."):
            _import(module.name)
    for name in set(os.environ) - set(environment):  # a run has the variables that it was given
        del os.environ[name]
    os.environ.update(environment)


def rehearse() -> None:
    """Draw a small figure, outside pyplot: fonts and formats, looked up at the first use, are then known."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    figure.subplots().bar(["a"], [1])
    figure.savefig(io.BytesIO(), format="png", bbox_inches="tight")


def _import(name: str) -> None:
    with contextlib.suppress(Exception):
        importlib.import_module(name)


def resident(pid: int) -> int:
    """Give the memory of a process and its descendants in megabytes: the sum of their resident sets."""
    import psutil

    total = 0
    with contextlib.suppress(psutil.Error):
        leader = psutil.Process(pid)
        for process in [leader, *leader.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                total += process.memory_info().rss
    return total // 1_000_000


class Nursery:
    """Forks kernels on request, watches them, and reports their end."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.parent = os.getppid()
        self.children: dict[int, Child] = {}
        self.selector = selectors.DefaultSelector()
        self.selector.register(control, selectors.EVENT_READ, None)

    def serve(self) -> None:
        """Work until the parent is gone."""
        while os.getppid() == self.parent:
            limited = any(child.memory for child in self.children.values())
            for key, _ in self.selector.select(LOOK if limited else ORPHAN):
                if key.data is None:
                    if not self.fork():
                        return
                elif key.data.pid in self.children:
                    self.hear(key.data, key.fileobj)
            for child in list(self.children.values()):
                if child.memory and (used := resident(child.pid)) > child.memory:
                    self.tell(child, memory=used)
                    self.kill(child)

    def fork(self) -> bool:
        """Take one request; say whether the parent is still there."""
        request, descriptors, _, _ = socket.recv_fds(self.control, 1 << 20, 4)
        if not request:
            return False
        asked = json.loads(request)
        pipe, leash = (socket.socket(fileno=number) for number in descriptors[:2])
        pid = os.fork()
        if pid == 0:
            self.become(asked, pipe, leash, descriptors[2:])
        pipe.close()
        for number in descriptors[2:]:
            os.close(number)
        child = Child(pid, os.pidfd_open(pid), leash, asked["memory"])
        self.children[pid] = child
        for source in (child.ended, leash):
            self.selector.register(source, selectors.EVENT_READ, child)
        self.tell(child, pid=pid)
        return True

    def become(self, asked: dict[str, Any], pipe: socket.socket, leash: socket.socket, streams: list[int]) -> None:
        """Turn into the kernel: give back all that belongs to the nursery."""
        from ties.engine import kernel_process

        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        self.selector.close()
        for own in (self.control, leash, *(child.leash for child in self.children.values())):
            own.close()
        for child in self.children.values():
            os.close(child.ended)
        for number, stream in enumerate(streams, start=1):
            os.dup2(stream, number)
            os.close(stream)
        kernel_process.run(pipe, asked["env"], asked["cwd"], asked["arguments"])

    def hear(self, child: Child, source: Any) -> None:
        """Answer what happened to a run: its process ended, or the engine spoke, or let go."""
        if source == child.ended:
            self.bury(child)
            return
        with contextlib.suppress(ConnectionError):
            if child.leash.recv(64):
                os.kill(child.pid, signal.SIGINT)
                return
        self.kill(child)

    def kill(self, child: Child) -> None:
        """End a run at once, with what it started."""
        os.kill(child.pid, signal.SIGKILL)
        self.bury(child)

    def bury(self, child: Child) -> None:
        """Report the end of a run, and end what it left behind in its session."""
        for source in (child.ended, child.leash):
            self.selector.unregister(source)
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # the group keeps its number until it is reaped
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        _, status = os.waitpid(child.pid, 0)
        self.tell(child, status=os.waitstatus_to_exitcode(status))
        os.close(child.ended)
        child.leash.close()
        del self.children[child.pid]

    def tell(self, child: Child, **what: int) -> None:
        """Say something to the engine, which may be gone."""
        with contextlib.suppress(OSError):
            child.leash.send(json.dumps(what).encode())


def main() -> None:
    """Warm up and serve."""
    if sys.path and sys.path[0] in ("", str(Path.cwd())):  # as ipykernel's launcher does
        del sys.path[0]
    control = socket.socket(fileno=int(sys.argv[1]))
    preload()
    with contextlib.suppress(Exception):  # a broken matplotlib is for the cell to say
        rehearse()
    if threading.active_count() > 1:
        sys.exit("a module that was imported started a thread; a fork would not be safe")
    gc.collect()
    gc.freeze()  # the collector would touch, and so copy, every page in every kernel
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # to take the kernels along, and what they started
    nursery = Nursery(control)
    try:
        nursery.serve()
    finally:
        for child in list(nursery.children.values()):
            nursery.kill(child)


if __name__ == "__main__":
    main()
