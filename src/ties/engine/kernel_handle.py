"""A forked kernel as its caller holds it: the pipe of its messages, and the monitor of its life."""

from __future__ import annotations

import json
import signal
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

EXIT_TIMEOUT_SECONDS = 5.0  # for a process to end by itself, before it is killed


@dataclass(frozen=True)
class LaunchRequest:
    """What a kernel starts with: its arguments, the megabytes that it may hold with its children, its streams."""

    arguments: list[str]
    memory: int | None
    streams: tuple[int, int]  # descriptors of standard output and standard error


class KernelHandle:
    """A kernel of one run, from outside.

    Parameters
    ----------
    request : LaunchRequest
        What the kernel starts with.
    env : mapping of str to str
        Environment variables of this run alone.
    """

    def __init__(self, request: LaunchRequest, env: Mapping[str, str]) -> None:
        self.request, self.env = request, dict(env)
        self.reports: dict[str, int] = {}  # what the fork server said of the kernel: pid, memory, status
        self.on_close: Callable[[], None] = lambda: None
        self.pipe, self._their_pipe = socket.socketpair()
        self.monitor, self._their_monitor = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    def send_to(self, control: socket.socket) -> None:
        """Ask the fork server at the other end of a socket for the kernel."""
        message = {
            "env": self.env,
            "cwd": str(Path.cwd()),
            "arguments": self.request.arguments,
            "memory": self.request.memory,
        }
        descriptors = [self._their_pipe.fileno(), self._their_monitor.fileno(), *self.request.streams]
        try:
            socket.send_fds(control, [json.dumps(message).encode()], descriptors)
        except OSError:
            self.close()
            raise
        # the kernel alone holds the other ends from here on, so that its death closes them
        self._their_pipe.close()
        self._their_monitor.close()

    def on_report(self) -> bool:
        """Take in what the fork server says of the run; say whether the run goes on."""
        try:
            message = self.monitor.recv(1 << 12)
        except ConnectionError:
            message = b""
        if message:
            self.reports |= json.loads(message)
        else:
            self.reports |= {"status": -signal.SIGKILL, "orphaned": 1}
        return "status" not in self.reports

    def interrupt(self) -> None:
        """Ask the kernel to stop the cell."""
        self.monitor.send(b"interrupt")

    def join(self) -> None:
        """Wait for the kernel to end by itself, for a while; then let go, which ends it at once."""
        self.monitor.settimeout(EXIT_TIMEOUT_SECONDS)
        try:
            while "status" not in self.reports and self.on_report():
                pass
        except TimeoutError:
            pass
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the run; if it is still going, it is ended."""
        for end in (self.pipe, self.monitor, self._their_pipe, self._their_monitor):
            end.close()
        on_close, self.on_close = self.on_close, lambda: None
        on_close()

    def describe_end(self) -> str:
        """Say in words how the kernel ended."""
        if "memory" in self.reports:
            return f"it held {self.reports['memory']:,} MB"
        if "orphaned" in self.reports:
            return "the fork server that it came from is gone"
        status = self.reports.get("status", 0)
        if status < 0:
            number = signal.Signals(-status)
            hint = "; the system may be out of memory" if number == signal.SIGKILL else ""
            return f"killed by {number.name} ({signal.strsignal(number)}){hint}"
        return f"its process ended with status {status}"
