"""Answers that are kept, since the same question comes again.

The law of this file: the key holds everything that decides an answer, and a generation never changes, so a kept answer
is never stale. What a client sent word for word before is answered from ``ReadyAnswers`` without reading it again.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from ecograph.api.asgi import Headers
from ecograph.engine.formats import Kind

_LARGEST = 1 << 20
#: Bytes of answers that a process keeps as they go over the wire.
KEPT_READY = 32 << 20
_OVERHEAD = 500


class _Sized(Protocol):
    @property
    def body(self) -> bytes: ...


_Kept = TypeVar("_Kept", bound=_Sized)


@dataclass(slots=True)
class KeptAnswer:
    """A complete answer."""

    kind: Kind
    body: bytes
    rows: int | None
    truncated: bool


@dataclass(slots=True)
class ReadyAnswer:
    """A complete answer as it goes over the wire, and what the log says of it.

    Attributes:
        head: Everything of HTTP/1.1 between the date and the body.
    """

    head: bytes
    body: bytes
    tag: str
    digest: str
    rows: int | None
    generation: int

    @property
    def headers(self) -> Headers:
        """Return the headers but its length."""
        lines = [line.partition(b": ") for line in self.head.split(b"\r\n") if line]
        return [(name, value) for name, _, value in lines if name != b"content-length"]


def head_of(headers: Headers, body: bytes) -> bytes:
    r"""Return headers as they go over the wire, the length of the body and the empty line after it.

    >>> head_of([(b"content-type", b"text/csv")], b"a")
    b'content-type: text/csv\r\ncontent-length: 1\r\n\r\n'
    """
    lines = b"".join([b"%b: %b\r\n" % header for header in headers])
    return b"%bcontent-length: %d\r\n\r\n" % (lines, len(body))


class AnswerCache(Generic[_Kept]):
    """Small answers by a key, up to so many bytes; the one that was not asked for longest makes room."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[object, _Kept] = OrderedDict()

    def get(self, key: object) -> _Kept | None:
        """Return a kept answer."""
        found = self._kept.get(key)
        if found:
            self._kept.move_to_end(key)
        return found

    def put(self, key: object, kept: _Kept) -> None:
        """Keep an answer, if it is small."""
        if len(kept.body) > _LARGEST or key in self._kept:
            return
        self._kept[key] = kept
        self._size += len(kept.body) + _OVERHEAD
        while self._size > self._limit:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.body) + _OVERHEAD


class ReadyAnswers:
    """Answers of one generation by the request as it came in; forgotten when there is another generation."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._generation: int | None = None
        self._cache: AnswerCache[ReadyAnswer] = AnswerCache(limit)

    def get(self, request: object, generation: int | None) -> ReadyAnswer | None:
        """Return the answer that this request got before from the same generation."""
        return self._cache.get(request) if generation == self._generation else None

    def put(self, request: object, generation: int, answer: ReadyAnswer) -> None:
        """Keep an answer for the next request that reads the same."""
        if generation != self._generation:
            self._generation = generation
            self._cache = AnswerCache(self._limit)
        self._cache.put(request, answer)
