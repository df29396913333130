"""A forked kernel as nbclient sees it: what it uses of a `KernelClient`, on one pipe in place of its channels."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from queue import Empty
from typing import Any

from jupyter_client.session import Session
from nbclient.exceptions import DeadKernelError

from ties.engine.kernel_handle import KernelHandle
from ties.engine.pipe_messages import pack_message, unpack_message


class ChannelQueue:
    """Messages of one channel; waiting for them ends when the kernel does."""

    def __init__(self, connection: KernelConnection) -> None:
        self.connection = connection
        self.messages: deque[dict[str, Any]] = deque()
        self.waiting: asyncio.Future[None] | None = None

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """Give the next message; raise Empty after `timeout` seconds."""
        self.connection.attach()
        while not self.messages:
            if self.connection.dead:
                raise DeadKernelError(self.connection.handle.describe_end())
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


class KernelConnection:
    """The kernel as nbclient sees it: what it uses of a `KernelClient`."""

    allow_stdin = False

    def __init__(self, handle: KernelHandle) -> None:
        self.handle = handle
        self.session = Session()
        self.session.key = b""  # the pipe is ours alone: nothing to sign
        self.shell_channel, self.iopub_channel = ChannelQueue(self), ChannelQueue(self)
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
                loop.add_reader(self.handle.pipe, self.on_readable)
            if not self.dead:
                loop.add_reader(self.handle.monitor, self.on_report)

    def detach(self) -> None:
        """Listen no more."""
        if self.loop and not self.loop.is_closed():
            self.loop.remove_reader(self.handle.pipe)
            self.loop.remove_reader(self.handle.monitor)
        self.loop = None

    def on_readable(self) -> None:
        """Take in what the kernel sent."""
        try:
            chunk = self.handle.pipe.recv(1 << 20)
        except ConnectionError:
            chunk = b""
        if not chunk:
            self.drained = True
            if self.loop:
                self.loop.remove_reader(self.handle.pipe)
        self.buffer += chunk
        while message := unpack_message(self.buffer):
            channel, frames = message
            inbox = self.shell_channel if channel == "shell" else self.iopub_channel
            inbox.messages.append(self.session.deserialize(self.session.feed_identities(frames)[1]))
            inbox.wake()

    def on_report(self) -> None:
        """Take in what the fork server says; what a kernel sent before it died is read first."""
        if self.handle.on_report():
            return
        if self.loop:
            self.loop.remove_reader(self.handle.monitor)
        self.handle.pipe.setblocking(False)
        while not self.drained:
            try:
                self.on_readable()
            except BlockingIOError:
                break
        self.dead = True
        self.shell_channel.wake()
        self.iopub_channel.wake()

    def send(self, kind: str, content: dict[str, Any]) -> str:
        """Send a request, and give its id."""
        message = self.session.msg(kind, content)
        with suppress(ConnectionError):  # it is dead, which the wait for the answer will find
            self.handle.pipe.sendall(pack_message("shell", [b"engine", *self.session.serialize(message)]))
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
        request = self.kernel_info()
        try:
            while (await self.shell_channel.get_msg(timeout))["parent_header"].get("msg_id") != request:
                pass
        except Empty:
            raise RuntimeError(f"the kernel did not start in {timeout} seconds") from None

    async def is_alive(self) -> bool:
        """Say whether the kernel lives."""
        return not self.dead
