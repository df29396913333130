"""Kernels on request, from one warm process that this process keeps while environment and package stay the same.

Any thread may ask for a kernel. The warm process (:mod:`ties.engine.fork_server`) is started at the first request,
and another takes its place when the environment or the source of the package has changed since: nothing that was
imported before a change is used after it. It ends with :func:`close`, or with this process, even one that is killed.
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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import ties

# Variables that a run may have of its own: the package reads the first at each use, ipykernel the other when a kernel
# starts, and pytest renews it for each test. Any other may have been read by an import.
VARYING = ("TIES_RUN", "PYTEST_CURRENT_TEST")
FORBEARANCE = 5.0  # seconds that a kernel may take to end by itself

_lock = threading.Lock()
_current: list[Warm] = []
_stopped = threading.Event()
_blocks = 0  # that keep a warm process


class Warm:
    """A warm process, from outside."""

    def __init__(self, command: list[str], env: Mapping[str, str]) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.key = (command, dict(env), source())
        self.users = 0
        with theirs:
            self.process = subprocess.Popen(
                [*command, "-m", "ties.engine.fork_server", str(theirs.fileno())],
                env=dict(env),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )

    def close(self) -> None:
        """End the process, and with it all its kernels."""
        self.control.close()
        try:
            self.process.wait(FORBEARANCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Run:
    """A kernel of one run, from outside.

    Parameters
    ----------
    command : list of str
        The Python of the kernel, and its options.
    env : mapping of str to str
        The whole environment.
    arguments : list of str
        Arguments of the kernel.
    memory : int, optional
        Megabytes that it may hold, with its children.
    streams : list of int
        Descriptors of its standard output and standard error.
    """

    def __init__(
        self,
        command: list[str],
        env: Mapping[str, str],
        arguments: list[str],
        memory: int | None,
        streams: list[int],
    ) -> None:
        request = {
            "env": {name: env[name] for name in VARYING if name in env},
            "cwd": str(Path.cwd()),
            "arguments": arguments,
            "memory": memory,
        }
        self.told: dict[str, int] = {}
        self.pipe, their_pipe = socket.socketpair()
        self.leash, their_leash = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with their_pipe, their_leash:
            try:
                self.warm = _take(command, {name: value for name, value in env.items() if name not in VARYING})
            except BaseException:
                self.pipe.close()
                self.leash.close()
                raise
            descriptors = [their_pipe.fileno(), their_leash.fileno(), *streams]
            try:
                socket.send_fds(self.warm.control, [json.dumps(request).encode()], descriptors)
            except OSError:
                self.close()
                raise

    def hear(self) -> bool:
        """Take in what the warm process says of the run; say whether the run goes on."""
        try:
            message = self.leash.recv(1 << 12)
        except ConnectionError:
            message = b""
        if message:
            self.told |= json.loads(message)
        else:
            self.told |= {"status": -signal.SIGKILL, "orphaned": 1}
        return "status" not in self.told

    def interrupt(self) -> None:
        """Ask the kernel to stop the cell."""
        self.leash.send(b"interrupt")

    def end(self) -> None:
        """Wait for the kernel to end by itself, for a while; then let go, which ends it at once."""
        self.leash.settimeout(FORBEARANCE)
        try:
            while "status" not in self.told and self.hear():
                pass
        except TimeoutError:
            pass
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the run; if it is still going, it is ended."""
        self.pipe.close()
        self.leash.close()
        _give_back(self.warm)

    def why(self) -> str:
        """Say in words how the kernel ended."""
        if "memory" in self.told:
            return f"it held {self.told['memory']:,} MB"
        if "orphaned" in self.told:
            return "the warm process that it was forked from is gone"
        status = self.told.get("status", 0)
        if status < 0:
            number = signal.Signals(-status)
            hint = "; the system may be out of memory" if number == signal.SIGKILL else ""
            return f"killed by {number.name} ({signal.strsignal(number)}){hint}"
        return f"its process ended with status {status}"


def possible() -> bool:
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


def source() -> list[tuple[str, int, int]]:
    """Give name, time and size of each file of the package's source."""
    base = Path(ties.__file__).parent
    found = ((str(path), path.stat()) for path in sorted(base.rglob("*")) if path.suffix in (".py", ".toml"))
    return [(path, state.st_mtime_ns, state.st_size) for path, state in found]


def close() -> None:
    """End the warm process, if there is one, and the runs that it serves."""
    with _lock:
        while _current:
            _current.pop().close()
        _stopped.clear()


def stop() -> None:
    """End the warm process, and start none until :func:`close`: for a handler of signals, which may not wait."""
    _stopped.set()
    for warm in _current:
        warm.process.terminate()


@contextmanager
def serving() -> Iterator[None]:
    """Keep a warm process for the length of a block, and none after it; of blocks in blocks, the outermost counts.

    Ctrl-C ends its kernels at once; threads that wait for them then come to an end, and the interruption is raised.
    """
    global _blocks
    interrupted = False

    def end(*_: object) -> None:
        nonlocal interrupted
        interrupted = True
        stop()
        raise KeyboardInterrupt

    mine = threading.current_thread() is threading.main_thread()
    mine = mine and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if mine:
        signal.signal(signal.SIGINT, end)
    with _lock:
        _blocks += 1
    try:
        yield
    finally:
        if mine:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        with _lock:
            _blocks -= 1
            last = not _blocks
        if last:
            close()
        if interrupted:  # a library may have taken the exception for an end
            raise KeyboardInterrupt


def _take(command: list[str], env: Mapping[str, str]) -> Warm:
    with _lock:
        if _current and (_current[0].key != (command, env, source()) or _current[0].process.poll() is not None):
            old = _current.pop()
            if not old.users:
                old.close()
        if not _current and not _stopped.is_set():
            _current.append(Warm(command, env))
        if _stopped.is_set():
            while _current:
                _current.pop().close()
            raise InterruptedError("interrupted")
        _current[0].users += 1
        return _current[0]


def _give_back(warm: Warm) -> None:
    with _lock:
        warm.users -= 1
        if not warm.users and warm not in _current:
            warm.close()


def _forget() -> None:
    """Leave the warm process to the process that forked this one."""
    global _lock, _blocks
    _lock, _blocks = threading.Lock(), 0
    for warm in _current:
        warm.control.close()
        warm.process.returncode = 0
    _current.clear()


atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
