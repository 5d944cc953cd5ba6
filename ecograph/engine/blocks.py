"""How an answer leaves a worker: rows counted, limits kept, compressed, in blocks; and the frames that carry it.

The law of this file: like ``worker`` it stands alone (standard library only). A block holds whole rows up to the limit;
what is smaller than a block leaves in one frame.

A frame, both ways: one byte for the kind, four for the length (big-endian), then the content.
"""

from __future__ import annotations

import json
import socket
import struct
import zlib
from collections.abc import Callable
from typing import Any

BLOCK = 64 * 1024
HEADER = struct.Struct(">cI")
WHOLE = struct.Struct(">c?Q")
KINDS = {b"s": "solutions", b"b": "boolean", b"g": "graph"}
_LETTERS = {kind: letter for letter, kind in KINDS.items()}


class TooLarge(Exception):
    """The answer has too many rows or bytes."""


def frame(kind: bytes, content: bytes) -> bytes:
    """Return one frame."""
    return HEADER.pack(kind, len(content)) + content


class Inbox:
    """Frames that come in on a socket, as few system calls as they take."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._buffer = bytearray()

    def receive(self) -> tuple[bytes, bytes] | None:
        """Return kind and content of the next frame; None when the other side is gone."""
        buffer = self._buffer
        while len(buffer) < HEADER.size or len(buffer) < HEADER.size + HEADER.unpack_from(buffer)[1]:
            piece = self._link.recv(1 << 16)
            if not piece:
                return None
            buffer += piece
        kind, size = HEADER.unpack_from(buffer)
        content = bytes(buffer[HEADER.size : HEADER.size + size])
        del buffer[: HEADER.size + size]
        return kind, content


class BlockWriter:
    """A file that the engine's serialisers write to: counts rows, keeps the limits, compresses, sends in blocks."""

    def __init__(self, link: socket.socket, kind: str, media_type: str, request: dict[str, Any]) -> None:
        self.request = request
        self.rows = 0
        self.truncated = False
        self.stopped = ""
        self._link = link
        self._kind = kind
        self._media_type = media_type
        self._begun = False
        self._block = b""
        self._pending: list[bytes] = []
        self._size = 0
        self._bytes = 0
        self._counter = row_counter(media_type) if kind == "solutions" else None
        self._gzip = zlib.compressobj(1, zlib.DEFLATED, 31) if request.get("gzip") else None

    def write(self, data: bytes) -> int:
        """Take a piece; sends a block when there is one."""
        self._pending.append(data)
        self._size += len(data)
        if self._size >= BLOCK:
            self._cut_block(last=False)
            if self.stopped:
                raise RuntimeError(self.stopped)
            if self._block:
                self._link.sendall(self._head() + frame(b"D", self._block))
        return len(data)

    def flush(self) -> None:
        """Serialisers call it at their end; a block leaves when it is full."""

    def finish(self) -> None:
        """Send the last block and the end, in one system call."""
        if self.stopped and not self.truncated:
            raise TooLarge
        if not self.stopped:
            self._cut_block(last=True)
        if self.stopped and not self.truncated:
            raise TooLarge
        if not self._begun:
            whole = WHOLE.pack(_LETTERS[self._kind], self.truncated, self.rows)
            self._link.sendall(frame(b"A", whole + self._block))
            return
        end = {"rows": self.rows, "bytes": self._bytes, "truncated": self.truncated}
        last = frame(b"D", self._block) if self._block else b""
        self._link.sendall(last + frame(b"E", json.dumps(end).encode()))

    def _head(self) -> bytes:
        if self._begun:
            return b""
        self._begun = True
        return frame(b"H", json.dumps({"kind": self._kind, "media_type": self._media_type}).encode())

    def _cut_block(self, *, last: bool) -> None:
        """Make a block of what was written: whole rows as far as the limit goes, compressed where that was asked."""
        block = b"".join(self._pending)
        self._pending.clear()
        if self._counter:
            keep = 0 if last else _HOLD
            block, held = self._limit_rows(block, len(block) - keep, last=last)
            if held:
                self._pending.append(held)
        self._size = sum(map(len, self._pending))
        self._bytes += len(block)
        if self._bytes > self.request["bytes"]:
            self.stopped, self.truncated, self._block = "bytes", False, b""
            return
        if self._gzip:
            block = self._gzip.compress(block) + (self._gzip.flush() if last or self.truncated else b"")
        self._block = block

    def _limit_rows(self, text: bytes, safe: int, *, last: bool) -> tuple[bytes, bytes]:
        """Count the rows that start before ``safe``; cut before the first one too many."""
        assert self._counter is not None
        count = self._counter.count(text, safe, last=last)
        limit = self.request["rows"]
        if self.rows + count <= limit:
            self.rows += count
            return text[:safe], text[safe:]
        cut = self._counter.offset(text, limit - self.rows)
        self.rows = limit
        self.stopped = "rows"
        self.truncated = bool(self.request.get("cut"))
        return text[:cut] + self._counter.tail, b""


class _Marks:
    """Rows that begin with a fixed mark which cannot stand inside a value."""

    def __init__(self, mark: bytes, before: int, tail: bytes, first: bytes = b"") -> None:
        self._mark, self._before, self.tail, self._first = mark, before, tail, first

    def count(self, text: bytes, safe: int, *, last: bool) -> int:  # noqa: ARG002  # the same signature for all
        found = text.count(self._mark, 0, max(0, safe) + len(self._mark) - 1)
        if self._first and self._first in text:
            found, self._first = found + 1, b""
        return found

    def offset(self, text: bytes, nth: int) -> int:
        """Return where the text of the row after ``nth`` more rows begins."""
        at = -1
        for _ in range(nth + 1):
            at = text.index(self._mark, at + 1)
        return at + self._before


class _JsonRows(_Marks):
    """Between two rows stands ``}},{"``; inside a string a quote follows a backslash."""

    def __init__(self) -> None:
        super().__init__(b'}},{"', 2, b"]}}", first=b'"bindings":[{"')

    def offset(self, text: bytes, nth: int) -> int:
        first = b'"bindings":[{"' in text
        return super().offset(text, nth - 1 if first else nth)


class _CsvRows:
    """A line break outside quotes, with something after it, begins a row (the first ends the header)."""

    tail = b""

    def __init__(self) -> None:
        self._quoted = False
        self._before = False

    def _starts(self, text: bytes, safe: int, *, last: bool) -> list[int]:
        found, offset, quoted = [], 0, self._quoted
        end = min(safe, len(text) - 1) if last else safe
        for part in text[:end].split(b'"'):
            if not quoted:
                at = part.find(b"\n")
                while at >= 0:
                    found.append(offset + at + 1)
                    at = part.find(b"\n", at + 1)
            quoted = not quoted
            offset += len(part) + 1
        self._before, self._quoted = self._quoted, not quoted
        return found

    def count(self, text: bytes, safe: int, *, last: bool) -> int:
        self._found = self._starts(text, safe, last=last)
        return len(self._found)

    def offset(self, text: bytes, nth: int) -> int:  # noqa: ARG002  # the same signature for all
        return self._found[nth]


class _TsvRows:
    """A line break with something after it begins a row; inside a value it is written as an escape."""

    tail = b""

    def count(self, text: bytes, safe: int, *, last: bool) -> int:
        return text.count(b"\n", 0, max(0, min(safe, len(text) - 1) if last else safe))

    def offset(self, text: bytes, nth: int) -> int:
        at = -1
        for _ in range(nth + 1):
            at = text.index(b"\n", at + 1)
        return at + 1


#: Held back from each block, so that no mark is cut in two.
_HOLD = 32
_COUNTERS: dict[str, Callable[[], Any]] = {
    "application/sparql-results+json": _JsonRows,
    "application/sparql-results+xml": lambda: _Marks(b"<result>", 0, b"</results></sparql>"),
    "text/csv": _CsvRows,
    "text/tab-separated-values": _TsvRows,
}


def row_counter(media_type: str) -> Any:  # noqa: ANN401  # one of the classes above
    """Return what counts the rows of an answer in a format; None for formats without rows."""
    make = _COUNTERS.get(media_type)
    return make() if make else None
