"""A kernel in a forked process: ipykernel's own, with one pipe in place of its five sockets.

Cells run in ipykernel's `IPythonKernel`, set up by its `IPKernelApp` as when it is started from the command line:
same shell, same streams (with what C code and subprocesses write), same display hook, same handling of errors. Only
the transport differs. Nobody but the engine talks to this kernel, so heartbeat, control, stdin and debugger are left
out.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import random
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any, NoReturn

import zmq
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from tornado.ioloop import IOLoop
from traitlets import Any as AnyTrait

from ties.engine.pipe_messages import pack_message, unpack_message
from ties.engine.private_names import SingleRequestKernel, run_exit_handlers

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


class PipeChannel:
    """The pipe as the kernel sees it: a stream of requests, or a socket for replies and outputs."""

    def __init__(self, name: str, pipe: socket.socket, lock: threading.Lock) -> None:
        self.name, self.pipe, self.lock = name, pipe, lock
        self.context: zmq.Context[Any] = zmq.Context.instance()  # for the queue inside ipykernel's thread of outputs
        self.io_loop = IOLoop.current()
        self.buffer = bytearray()
        self.requests: set[asyncio.Future[None]] = set()

    def send_multipart(self, frames: list[Any], *_: Any, **__: Any) -> None:
        """Send a message."""
        with self.lock:
            self.pipe.sendall(pack_message(self.name, [bytes(frame) for frame in frames]))

    def on_recv(self, callback: Callable[[list[zmq.Frame]], Awaitable[None]], **_: Any) -> None:
        """Hand every request to the kernel; when the engine is gone, so are we."""

        def ready(*_: Any) -> None:
            chunk = self.pipe.recv(1 << 16)
            if not chunk:
                os._exit(1)
            self.buffer += chunk
            while message := unpack_message(self.buffer):
                request = asyncio.ensure_future(callback([zmq.Frame(frame) for frame in message[1]]))
                self.requests.add(request)  # the loop alone would not keep it
                request.add_done_callback(self.requests.discard)

        self.io_loop.add_handler(self.pipe.fileno(), ready, IOLoop.READ)

    def flush(self, *_: Any, **__: Any) -> None:
        """Do nothing: no message waits here."""

    def close(self) -> None:
        """Do nothing: the end of the process closes the pipe."""

    closed = False


class PipeKernel(SingleRequestKernel, IPythonKernel):  # type: ignore[misc]
    """ipykernel's kernel on one pipe."""

    shell_stream = AnyTrait()

    def start(self) -> None:
        """Take requests, without a debugger."""
        self.shell.exit_now = False
        super(IPythonKernel, self).start()  # IPythonKernel's own would start the debugger
        # not before the start, which would hand a real thread its callback; ipykernel asks it later whether a cell
        # with `await` runs in the main thread
        self.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())


class PipeKernelApp(IPKernelApp):  # type: ignore[misc]
    """ipykernel's application on one pipe."""

    pipe: socket.socket

    def init_connection_file(self) -> None:
        """Have none."""

    init_poller = init_heartbeat = write_connection_file = log_connection_info = init_connection_file

    def init_sockets(self) -> None:
        """Put outputs and replies onto the pipe."""
        self.session.key = b""  # the pipe is ours alone: nothing to sign
        lock = threading.Lock()
        self.shell_socket = PipeChannel("shell", self.pipe, lock)
        self.configure_tornado_logger()
        self.iopub_thread = IOPubThread(PipeChannel("iopub", self.pipe, lock), pipe=True, session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket

    def init_kernel(self) -> None:
        """Create the kernel."""
        self.kernel = PipeKernel.instance(
            parent=self,
            session=self.session,
            shell_stream=self.shell_socket,
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count


def run_kernel(pipe: socket.socket, env: dict[str, str], cwd: str, arguments: list[str]) -> NoReturn:
    """Be the kernel of one run, in a process just forked, and end with it.

    Parameters
    ----------
    pipe : socket
        The engine is at its other end.
    env : dict of str to str
        Environment variables of this run, over those of the process it was forked from.
    cwd : str
        Working directory.
    arguments : list of str
        Arguments of the kernel, as on its command line.
    """
    status = 1
    try:
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
        os.setsid()
        os.chdir(cwd)
        os.environ.update(env)
        reseed()
        launcher = find_spec("ipykernel_launcher")
        sys.argv = [str(launcher and launcher.origin), *arguments]
        app = PipeKernelApp.instance()
        app.pipe = pipe
        app.initialize(arguments)
        app.start()
        status = 0
    except SystemExit as end:  # a cell that calls sys.exit() ends its kernel with that status
        status = end.code if isinstance(end.code, int) else 1
    finally:
        # as at the end of a kernel, but without tearing down what the parent loaded: that costs more than a short run
        try:
            run_exit_handlers()
        finally:
            os._exit(status)


def reseed() -> None:
    """Seed the global generators anew: a fork would draw the numbers of its siblings."""
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
