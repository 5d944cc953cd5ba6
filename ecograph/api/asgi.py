"""What the bare ASGI callables share: types, headers, reading, sending, and what becomes of an exception.

The law of this file: it knows HTTP and nothing of graphs.
"""

from __future__ import annotations

import asyncio
import logging
import re
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, MutableMapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qs

from ecograph.errors import CallerError, EcoGraphError
from ecograph.texts import LANGUAGES, Text

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Target = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


_log = logging.getLogger("ecograph.api")
CORS: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"x-content-type-options", b"nosniff"),
    (
        b"access-control-expose-headers",
        b"ETag, X-EcoGraph-Generation, X-EcoGraph-Truncated, X-EcoGraph-Validation-Results, Retry-After, Location",
    ),
]
PREFLIGHT: Headers = [
    (b"access-control-allow-methods", b"GET, HEAD, POST, PUT, DELETE, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Authorization, Content-Type, If-Match, If-None-Match"),
    (b"access-control-max-age", b"86400"),
]


class TooLarge(CallerError):
    """A body beyond the limit."""

    status = 413
    code = "too-large"


class EncodedBody(CallerError):
    """A body in a coding that is not taken (RFC 9110 §8.4)."""

    status = 415
    code = "unsupported-media-type"

    def __init__(self, coding: str) -> None:
        super().__init__(
            Text(
                nl=f'Een inhoud met Content-Encoding "{coding}" wordt hier niet aangenomen.',
                en=f'A body with Content-Encoding "{coding}" is not taken here.',
            ),
            remedy=Text(nl="Stuur haar zonder compressie.", en="Send it uncompressed."),
        )


Made = TypeVar("Made")


class ClientGone(Exception):
    """The client closed the connection."""


@dataclass(slots=True)
class Record:
    """What the log and the metrics learn of one request."""

    operation: str = "query"
    digest: str = ""
    status: int = 0
    outcome: str = "ok"
    rows: int | None = None
    bytes: int = 0
    cached: bool = False
    generation: int | None = None


class BrokenOff(Exception):
    """The answer broke off after its beginning: the server must close the connection."""


class Sender:
    """Sends a response and notes what was sent."""

    def __init__(self, send: Send, receive: Receive, record: Record, scope: Scope) -> None:
        self._receive = receive
        self._send = send
        self._record = record
        self.head = scope["method"] == "HEAD"
        self._scope = scope
        self.begun = False
        self.client = client_of(scope)

    async def whole(self, status: int, headers: Headers, body: bytes) -> None:
        """Send a complete response; without the body where only its head was asked for."""
        self.begun = True
        self._record.status = status
        self._record.bytes += 0 if self.head else len(body)
        if status not in {204, 304}:
            headers = [*headers, (b"content-length", str(len(body)).encode())]
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": b"" if self.head else body})

    async def begin(self, status: int, headers: Headers) -> None:
        """Send the head of a response whose length is not known."""
        self.begun = True
        self._record.status = status
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def more(self, block: bytes) -> None:
        """Send a block."""
        self._record.bytes += len(block)
        await self._send({"type": "http.response.body", "body": block, "more_body": True})

    async def end(self) -> None:
        """End the response."""
        await self._send({"type": "http.response.body", "body": b""})

    async def stream(self, headers: Headers, chunks: AsyncIterator[bytes], *, compress: bool = False) -> None:
        """Send an answer as it comes in; when it breaks off, so does the connection.

        Raises:
            BrokenOff: the answer ended with an error after its beginning.
            ClientGone: nobody takes it any more.
        """
        packer = zlib.compressobj(1, wbits=31) if compress else None
        if packer:
            headers = [*headers, (b"content-encoding", b"gzip")]
        await self.begin(200, headers)
        gone = asyncio.ensure_future(disconnect(self._receive))
        try:
            async for block in chunks:
                if gone.done():
                    raise ClientGone
                if self.head:
                    break
                await self.more(packer.compress(block) if packer else block)
        except EcoGraphError as error:
            # The client must not take this for the end: the connection breaks off without one.
            self._record.outcome = error.code
            raise BrokenOff(error.message) from error
        finally:
            gone.cancel()
            await chunks.aclose()  # type: ignore[attr-defined]
        if packer and not self.head:
            await self.more(packer.flush())
        await self.end()

    async def problem(self, error: Exception) -> None:
        """Send an error as problem+json; after the beginning there is only breaking off."""
        from ecograph.api import problems  # with all pages: a process that only answers lookups does without

        if isinstance(error, EcoGraphError):
            self._record.outcome = error.code
        elif self._record.outcome == "ok":
            self._record.outcome = "error"
        if self.begun:
            return
        asked = dict(self._scope["headers"])
        languages, accept = (asked.get(name, b"").decode("latin-1") for name in (b"accept-language", b"accept"))
        wanted = parse_qs(self._scope["query_string"].decode("ascii", "replace")).get("lang", [""])[0]
        status, problem, extra = problems.document(error, wanted if wanted in LANGUAGES else languages)
        headers = [(name.encode(), value.encode()) for name, value in extra.items()]
        content, kind = problems.as_rdf(error, accept) or (problems.body(problem), problems.CONTENT_TYPE)
        headers = [(b"content-type", kind.encode()), (b"cache-control", b"no-store"), *headers, *CORS]
        await self.whole(status, headers, content)


async def guarded(
    scope: Scope,
    receive: Receive,
    send: Send,
    operation: str,
    handle: Callable[[Scope, Receive, Sender, Record], Awaitable[None]],
) -> None:
    """Run a handler; an exception becomes a problem document, or the end of the connection."""
    record: Record = scope.setdefault("state", {}).setdefault("record", Record())
    record.operation = operation
    out = Sender(send, receive, record, scope)
    try:
        await handle(scope, receive, out, record)
    except ClientGone:
        record.outcome = "client-gone"
    except EcoGraphError as error:
        await out.problem(error)
    except asyncio.CancelledError:
        record.outcome = "cancelled"
        raise
    except BrokenOff:
        raise
    except Exception as error:  # noqa: BLE001  # told as a problem, written to the log
        _log.exception("a fault of ours")
        await out.problem(error)


#: What a Host may be: a name, or an address, and a port (RFC 3986 §3.2.2).
_HOST = re.compile(rb"(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(?::[0-9]*)?")


def names_a_host(scope: Scope) -> bool:
    """Return whether a request names one host, as RFC 9112 §3.2 wants; IRIs are made of it.

    >>> names_a_host({"headers": [(b"host", b"example.org:8000")]}), names_a_host({"headers": [(b"host", b"a b")]})
    (True, False)
    >>> names_a_host({"headers": [], "http_version": "1.0"}), names_a_host({"headers": []})
    (True, False)
    """
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if not hosts:
        return bool(scope.get("http_version", "1.1") == "1.0")
    return len(hosts) == 1 and _HOST.fullmatch(hosts[0]) is not None


async def refuse_host(scope: Scope, receive: Receive, send: Send) -> None:
    """Say that a request does not name the host that it is for."""

    async def refuse(*_: object) -> None:
        raise CallerError(
            Text(
                nl="Dit verzoek noemt niet precies één geldige host.",
                en="This request does not name exactly one valid host.",
            ),
            remedy=Text(
                nl="Stuur één header Host, met een naam of een adres.",
                en="Send one Host header, with a name or an address.",
            ),
        )

    await guarded(scope, receive, send, "page", refuse)


async def disconnect(receive: Receive) -> None:
    """Return when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def while_connected(receive: Receive, work: Coroutine[Any, Any, Made]) -> Made:
    """Await some work; when the client goes away meanwhile, stop it.

    Raises:
        ClientGone: nobody waits for it any more.
    """
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(disconnect(receive))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    if task.cancelled():
        raise ClientGone
    return task.result()


async def read_body(receive: Receive, headers: dict[bytes, bytes], limit: int) -> bytes:
    """Read a body up to a limit.

    Raises:
        EncodedBody: it is compressed.
        TooLarge: it goes on.
        ClientGone: it breaks off.
    """
    coding = headers.get(b"content-encoding", b"identity").decode("latin-1")
    if coding.strip().lower() != "identity":
        raise EncodedBody(coding)
    length = headers.get(b"content-length", b"")
    too_large = TooLarge(f"The body is larger than {limit:,} bytes.", remedy="Send it in parts.")
    if length.isdigit() and int(length) > limit:
        raise too_large
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise too_large
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


def client_of(scope: Scope) -> str:
    """Return who asks, for a fair share: the address of the connection."""
    client = scope.get("client")
    return client[0] if client else ""


def base_url(scope: Scope) -> str:
    """Return scheme and host as the client named them."""
    headers = dict(scope["headers"])
    host = headers.get(b"host", b"localhost").decode("latin-1")
    return f"{scope.get('scheme', 'http')}://{host}"
