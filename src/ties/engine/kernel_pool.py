"""Kernels on request, forked from one server that a pool keeps while environment and sources stay the same.

Any thread may ask for a kernel. The fork server (:mod:`ties.engine.fork_server`) is started at the first request, and
another takes its place when the environment or a watched source has changed since: nothing that was imported before a
change is used after it. It ends with :meth:`KernelPool.close`, or with this process, even one that is killed.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ties.engine.kernel_handle import EXIT_TIMEOUT_SECONDS, KernelHandle, LaunchRequest

# pytest renews it for each test, so each kernel is handed its own; any other may have been read by an import
PER_RUN_VARIABLES = ("PYTEST_CURRENT_TEST",)


@dataclass(frozen=True)
class PoolSettings:
    """What a pool imports beforehand, and when what it imported is out of date.

    Parameters
    ----------
    preload : tuple of str
        Modules that the fork server imports beside the scientific stack; ``package.*`` for all of a package.
    watched : tuple of Path
        Folders of source: a change of a ``.py`` or ``.toml`` file below them makes a new fork server.
    per_run : tuple of str
        Environment variables that a run may have of its own, because they are read at each use.
    """

    preload: tuple[str, ...] = ()
    watched: tuple[Path, ...] = ()
    per_run: tuple[str, ...] = ()

    def state(self) -> list[tuple[str, int, int]]:
        """Give name, time and size of each watched file."""
        paths = (path for folder in self.watched for path in sorted(folder.rglob("*")))
        found = ((str(path), path.stat()) for path in paths if path.suffix in (".py", ".toml"))
        return [(path, status.st_mtime_ns, status.st_size) for path, status in found]


class ForkServerProcess:
    """A fork server, from outside."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], settings: PoolSettings) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.key = (list(command), dict(env), settings, settings.state())
        self.users = 0
        with theirs:
            arguments = ["-m", "ties.engine.fork_server", str(theirs.fileno()), json.dumps(settings.preload)]
            self.process = subprocess.Popen(
                [*command, *arguments],
                env=dict(env),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the build, which ends the server in its own order
            )

    def close(self) -> None:
        """End the process, and with it all its kernels."""
        self.control.close()
        try:
            self.process.wait(EXIT_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class KernelPool:
    """Starts kernels from one fork server, which it starts and replaces as needed."""

    def __init__(self, settings: PoolSettings | None = None) -> None:
        self.settings = settings or PoolSettings()
        self.server: ForkServerProcess | None = None
        self._lock = threading.Lock()
        self._interrupted = threading.Event()
        self._blocks = 0  # of `serving` that are open
        atexit.register(self.close)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)

    def start(self, command: list[str], env: Mapping[str, str], request: LaunchRequest) -> KernelHandle:
        """Start a kernel.

        Parameters
        ----------
        command : list of str
            The Python of the kernel, and its options.
        env : mapping of str to str
            The whole environment.
        request : LaunchRequest
            Arguments, limit and streams of the kernel.

        Returns
        -------
        KernelHandle
            The kernel, from outside.

        Raises
        ------
        InterruptedError
            After :meth:`interrupt`, until :meth:`close`.
        """
        own = {*PER_RUN_VARIABLES, *self.settings.per_run}
        handle = KernelHandle(request, {name: env[name] for name in own if name in env})
        try:
            server = self._acquire(command, {name: value for name, value in env.items() if name not in own})
        except BaseException:
            handle.close()
            raise
        handle.on_close = lambda: self._release(server)
        handle.send_to(server.control)
        return handle

    def close(self) -> None:
        """End the fork server, if there is one, and the runs that it serves."""
        with self._lock:
            self._close_server()
            self._interrupted.clear()

    def interrupt(self) -> None:
        """End the fork server, and start none until :meth:`close`: for a handler of signals, which may not wait."""
        self._interrupted.set()
        if self.server:
            self.server.process.terminate()

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Keep a fork server for the length of a block, and none after it; of nested blocks, the outermost counts.

        Ctrl-C ends its kernels at once; threads that wait for them then end, and the interruption is raised.
        """
        interrupted = False

        def on_interrupt(*_: object) -> None:
            nonlocal interrupted
            interrupted = True
            self.interrupt()
            raise KeyboardInterrupt

        # a handler of somebody else stays, and so does a shell's wish that a job in the background ignores Ctrl-C
        ours = threading.current_thread() is threading.main_thread()
        ours = ours and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if ours:
            signal.signal(signal.SIGINT, on_interrupt)
        with self._lock:
            self._blocks += 1
        try:
            yield
        finally:
            if ours:
                signal.signal(signal.SIGINT, signal.default_int_handler)
            with self._lock:
                self._blocks -= 1
                last = not self._blocks
            if last:
                self.close()
            if interrupted:  # a library may have taken the exception for an end
                raise KeyboardInterrupt

    def _acquire(self, command: list[str], env: Mapping[str, str]) -> ForkServerProcess:
        with self._lock:
            if self.server and self._is_stale(self.server, command, env):
                stale, self.server = self.server, None
                if not stale.users:
                    stale.close()
            if self.server is None and not self._interrupted.is_set():
                self.server = ForkServerProcess(command, env, self.settings)
            # asked again: the handler of the signal may have run while the server started, and did not see it
            if self._interrupted.is_set() or self.server is None:
                self._close_server()
                raise InterruptedError("interrupted")
            self.server.users += 1
            return self.server

    def _is_stale(self, server: ForkServerProcess, command: list[str], env: Mapping[str, str]) -> bool:
        key = (command, env, self.settings, self.settings.state())
        return server.key != key or server.process.poll() is not None

    def _release(self, server: ForkServerProcess) -> None:
        with self._lock:
            server.users -= 1
            if not server.users and server is not self.server:
                server.close()

    def _close_server(self) -> None:
        if self.server:
            self.server.close()
            self.server = None

    def _forget(self) -> None:
        """Leave the fork server to the process that forked this one, whose lock may be held for ever here."""
        self._lock, self._blocks = threading.Lock(), 0
        if self.server:
            self.server.control.close()
            self.server.process.returncode = 0  # so that it is not waited for
            self.server = None


POOL = KernelPool()  # of this process


def can_fork() -> bool:
    """Say whether kernels can be forked here: on Linux that can watch processes by descriptor.

    A fork after macOS's own libraries have been used is not safe, and Windows has none.
    """
    if sys.platform != "linux":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True
