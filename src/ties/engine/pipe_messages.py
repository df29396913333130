"""Messages of Jupyter's protocol on one pipe between engine and kernel."""

from __future__ import annotations

import pickle
import struct

LENGTH = struct.Struct("!Q")


def pack_message(channel: str, frames: list[bytes]) -> bytes:
    """Give the bytes of a message on the pipe.

    Examples
    --------
    >>> unpack_message(bytearray(pack_message("shell", [b"a"]) + b"rest"))
    ('shell', [b'a'])
    """
    body = pickle.dumps((channel, frames))
    return LENGTH.pack(len(body)) + body


def unpack_message(buffer: bytearray) -> tuple[str, list[bytes]] | None:
    """Take the first whole message off a buffer; None if there is none yet."""
    if len(buffer) < LENGTH.size:
        return None
    end = LENGTH.size + LENGTH.unpack_from(buffer)[0]
    if len(buffer) < end:
        return None
    message: tuple[str, list[bytes]] = pickle.loads(buffer[LENGTH.size : end])
    del buffer[:end]
    return message
