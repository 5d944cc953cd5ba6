"""Frames between two processes that may carry a connection.

The law of this file: a frame is a kind, a length and so many bytes; a descriptor travels with the first of them.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import struct
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

#: From the service: a connection.
CONNECTION = b"C"
#: To the service: it is ready; a connection comes back, with what was read; one has ended; what was counted; it takes
#: no more, since its state is no longer the current one.
READY, BACK, ENDED, COUNTED, LEAVING = b"R", b"B", b"E", b"N", b"L"
_HEAD = struct.Struct("=cI")
_CARRIES = frozenset((CONNECTION, BACK))
#: Bytes and descriptors that are read at once.
_BYTES, _DESCRIPTORS = 1 << 18, 64
#: Seconds that a frame may wait to be taken.
_PATIENCE = 5.0


class Frame(NamedTuple):
    """A frame; ``descriptor`` is -1 where it carries none."""

    kind: bytes
    content: bytes
    descriptor: int = -1


def send(link: socket.socket, kind: bytes, content: bytes = b"", descriptor: int = -1, *, wait: bool = True) -> bool:
    """Send a frame; return whether it was sent.

    Args:
        link: A stream between the two processes that does not block.
        kind: Of the frame.
        content: Of the frame.
        descriptor: The connection that it carries; stays open here.
        wait: Whether it may wait until the other side reads; else it is sent whole and at once, or not at all.
    """
    rest = memoryview(_HEAD.pack(kind, len(content)) + content)
    carried = [descriptor] if descriptor >= 0 else []
    while rest:
        try:
            sent = socket.send_fds(link, [rest], carried) if carried else link.send(rest)
        except BlockingIOError:
            if not wait or not select.select([], [link], [], _PATIENCE)[1]:
                return False
        except OSError:
            return False
        else:
            rest, carried, wait = rest[sent:], [], True
    return True


class Reader:
    """Reads frames.

    Args:
        link: A stream between the two processes that does not block.
    """

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._bytes = bytearray()
        self._descriptors: deque[int] = deque()

    def frames(self) -> Iterator[Frame]:
        """Yield what has come in.

        Raises:
            ConnectionError: the other side is gone.
        """
        try:
            content, descriptors, flags, _ = socket.recv_fds(self._link, _BYTES, _DESCRIPTORS)
        except BlockingIOError:
            return
        self._descriptors.extend(descriptors)
        if not content or flags & socket.MSG_CTRUNC:
            raise ConnectionError
        self._bytes += content
        while len(self._bytes) >= _HEAD.size:
            kind, size = _HEAD.unpack_from(self._bytes)
            end = _HEAD.size + size
            if len(self._bytes) < end:
                return
            whole = bytes(self._bytes[_HEAD.size : end])
            del self._bytes[:end]
            yield Frame(kind, whole, self._descriptors.popleft() if kind in _CARRIES else -1)

    def close(self) -> None:
        """Close what was carried here and not taken."""
        while self._descriptors:
            with contextlib.suppress(OSError):
                os.close(self._descriptors.popleft())
