"""``/sparql``: the SPARQL 1.1 Protocol as a bare ASGI callable.

The law of this file: nothing leaves before the answer is known to be good up to its first block; what breaks off later
breaks the connection. There is no well-formed lie. A bare callable, because the framework's routing would cost as much
as the query itself.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import zlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from ecograph.api import negotiation, problems, protocol
from ecograph.engine import guard
from ecograph.engine.formats import Kind
from ecograph.engine.store import Request, Store, StreamedAnswer
from ecograph.errors import CallerError, EcoGraphError
from ecograph.settings import Settings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Target = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

_log = logging.getLogger("ecograph.api")
CORS: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, X-EcoGraph-Generation, X-EcoGraph-Truncated, Retry-After, Location"),
]
_PREFLIGHT: Headers = [
    (b"access-control-allow-methods", b"GET, HEAD, POST, PUT, DELETE, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Authorization, Content-Type, If-Match, If-None-Match"),
    (b"access-control-max-age", b"86400"),
]
_CACHED_BYTES = 1 << 20
_CACHE_BYTES = 64 << 20


class TooLarge(CallerError):
    """A body beyond the limit."""

    status = 413
    code = "too-large"


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


@dataclass(frozen=True, slots=True)
class _Kept:
    kind: Kind
    body: bytes
    rows: int | None
    truncated: bool


class AnswerCache:
    """Complete small answers by everything that decides them; a generation never changes, so they are never stale."""

    def __init__(self, limit: int = _CACHE_BYTES) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[Any, _Kept] = OrderedDict()

    def get(self, key: object) -> _Kept | None:
        """Return a kept answer."""
        found = self._kept.get(key)
        if found:
            self._kept.move_to_end(key)
        return found

    def put(self, key: object, kept: _Kept) -> None:
        """Keep an answer; the one that was not asked for longest makes room."""
        if len(kept.body) > _CACHED_BYTES or key in self._kept:
            return
        self._kept[key] = kept
        self._size += len(kept.body) + 500
        while self._size > self._limit:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.body) + 500


class Endpoint:
    """The endpoint over one store."""

    def __init__(
        self, store: Store, settings: Settings, describe: Callable[[str, str, str], tuple[bytes, str] | None]
    ) -> None:
        self.store = store
        self.settings = settings
        self.cache = AnswerCache()
        self._describe = describe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        record: Record = scope.setdefault("state", {}).setdefault("record", Record())
        out = Sender(send, record, scope)
        try:
            await self._handle(scope, receive, out, record)
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

    async def _handle(self, scope: Scope, receive: Receive, out: Sender, record: Record) -> None:
        method: str = scope["method"]
        headers = dict(scope["headers"])
        if method == "OPTIONS":
            await out.whole(204, [(b"allow", b"GET, HEAD, POST, OPTIONS"), *_PREFLIGHT], b"")
            return
        body = b"" if method in {"GET", "HEAD"} else await read_body(receive, headers, self.settings.upload_bytes)
        content_type = headers.get(b"content-type", b"").decode("latin-1")
        asked = protocol.operation(method, scope["query_string"], content_type, body)
        record.operation = asked.kind
        accept = headers.get(b"accept", b"").decode("latin-1")
        if asked.kind == "description":
            await self._description(scope, asked, accept, out)
        elif asked.kind == "update":
            await self._update(scope, asked, headers, out, record)
        else:
            await self._query(scope, receive, asked, headers, accept, out, record)

    async def _query(
        self,
        scope: Scope,
        receive: Receive,
        asked: protocol.Operation,
        headers: dict[bytes, bytes],
        accept: str,
        out: Sender,
        record: Record,
    ) -> None:
        settings = self.settings
        checked = guard.check(asked.text, max_bytes=settings.query_bytes, max_depth=settings.query_depth)
        record.digest = checked.digest
        wanted, content_types = negotiation.accepts(accept, asked.options.get("format", ""))
        compress = takes_gzip(headers.get(b"accept-encoding", b""))
        rows = protocol.whole_number(asked.options, "rows")
        timeout = protocol.whole_number(asked.options, "timeout")
        # A client of HTTP/1.0 cannot tell an answer that breaks off from one that ends: it gets whole ones only.
        if scope.get("http_version") == "1.0" and rows is None:
            rows = settings.query_rows
        generation = protocol.whole_number(asked.options, "generation")
        current = generation if generation is not None else self.store.generation()
        record.generation = current
        key = (current, asked.text, asked.default_graphs, asked.named_graphs, wanted, rows)
        tag = "" if checked.volatile or current is None else etag(key, current)
        common: Headers = [(b"vary", b"Accept, Accept-Encoding"), *CORS]
        if current is not None:
            common.append((b"x-ecograph-generation", str(current).encode()))
        if tag:
            fixed = b"public, max-age=31536000, immutable" if generation is not None else b"no-cache"
            common += [(b"etag", tag.encode()), (b"cache-control", fixed)]
            if matches(headers.get(b"if-none-match", b""), tag):
                await out.whole(304, common, b"")
                return
            if kept := self.cache.get(key):
                record.cached = True
                record.rows = kept.rows
                await self._whole(kept, common, content_types, out, compress=compress)
                return
        else:
            common.append((b"cache-control", b"no-store"))
        request = Request(
            asked.text,
            asked.default_graphs,
            asked.named_graphs,
            generation,
            wanted,
            rows,
            float(timeout) if timeout else None,
            client=client_of(scope),
        )
        answer = await self._while_connected(receive, self.store.stream(request))
        if answer.body is not None:
            record.rows = answer.rows
            kept = _Kept(answer.kind, answer.body, answer.rows, answer.truncated)
            if tag and answer.generation == current:
                self.cache.put(key, kept)
            await self._whole(kept, common, content_types, out, compress=compress)
            return
        assert answer.chunks is not None
        await self._stream(receive, answer, common, content_types, out, record, compress=compress)

    async def _whole(
        self, kept: _Kept, common: Headers, types: dict[Kind, str], out: Sender, *, compress: bool
    ) -> None:
        headers = [(b"content-type", types[kept.kind].encode()), *common]
        if kept.truncated:
            headers.append((b"x-ecograph-truncated", b"true"))
        body = kept.body
        if compress and len(body) > 1000:
            body = zlib.compress(body, 1, wbits=31)
            headers.append((b"content-encoding", b"gzip"))
        await out.whole(200, headers, body)

    async def _stream(
        self,
        receive: Receive,
        answer: StreamedAnswer,
        common: Headers,
        types: dict[Kind, str],
        out: Sender,
        record: Record,
        *,
        compress: bool,
    ) -> None:
        assert answer.chunks is not None
        headers = [(b"content-type", types[answer.kind].encode()), *common]
        if answer.truncated:
            headers.append((b"x-ecograph-truncated", b"true"))
        packer = zlib.compressobj(1, wbits=31) if compress else None
        if packer:
            headers.append((b"content-encoding", b"gzip"))
        await out.begin(200, headers)
        if out.head:
            await answer.chunks.aclose()  # type: ignore[attr-defined]
            await out.end()
            return
        gone = asyncio.ensure_future(_disconnect(receive))
        try:
            async for block in answer.chunks:
                if gone.done():
                    raise ClientGone
                await out.more(packer.compress(block) if packer else block)
        except EcoGraphError as error:
            # The client must not take this for the end: the connection breaks off without one.
            record.outcome = error.code
            raise BrokenOff(error.message) from error
        finally:
            gone.cancel()
            await answer.chunks.aclose()  # type: ignore[attr-defined]
        record.rows = answer.rows
        if packer:
            await out.more(packer.flush())
        await out.end()

    async def _while_connected(self, receive: Receive, work: Awaitable[StreamedAnswer]) -> StreamedAnswer:
        """Await an answer; when the client goes away meanwhile, stop the work."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=0.05)
        if not done:
            gone = asyncio.ensure_future(_disconnect(receive))
            try:
                await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                gone.cancel()
                if not task.done():
                    task.cancel()
            if not task.done():
                raise ClientGone
        return task.result()

    async def _description(self, scope: Scope, asked: protocol.Operation, accept: str, out: Sender) -> None:
        wanted = asked.options.get("format", "")
        if not wanted and negotiation.prefers_html(accept):
            await out.whole(303, [(b"location", b"/query"), (b"vary", b"Accept"), *CORS], b"")
            return
        found = self._describe(accept, wanted, base_url(scope) + scope["path"].rstrip("/"))
        if found is None:
            from ecograph.errors import NotAcceptable

            raise NotAcceptable("The service description has no format that the request accepts.")
        content, content_type = found
        await out.whole(200, [(b"content-type", content_type.encode()), (b"vary", b"Accept"), *CORS], content)

    async def _update(
        self, scope: Scope, asked: protocol.Operation, headers: dict[bytes, bytes], out: Sender, record: Record
    ) -> None:
        del scope, asked, headers, out, record
        raise WritingOff


class BrokenOff(Exception):
    """The answer broke off after its beginning: the server must close the connection."""


class WritingOff(CallerError):
    """Writing is switched off."""

    status = 403
    code = "forbidden"

    def __init__(self) -> None:
        super().__init__("Writing is switched off here.", remedy="The operator starts it with --writable and a token.")


class Sender:
    """Sends a response and notes what was sent."""

    def __init__(self, send: Send, record: Record, scope: Scope) -> None:
        self._send = send
        self._record = record
        self.head = scope["method"] == "HEAD"
        self._scope = scope
        self.begun = False

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

    async def problem(self, error: Exception) -> None:
        """Send an error as problem+json; after the beginning there is only breaking off."""
        if isinstance(error, EcoGraphError):
            self._record.outcome = error.code
        elif self._record.outcome == "ok":
            self._record.outcome = "error"
        if self.begun:
            return
        languages = dict(self._scope["headers"]).get(b"accept-language", b"").decode("latin-1")
        status, problem, extra = problems.document(error, languages)
        headers = [(name.encode(), value.encode()) for name, value in extra.items()]
        kind = (b"content-type", problems.CONTENT_TYPE.encode())
        await self.whole(status, [kind, (b"cache-control", b"no-store"), *headers, *CORS], problems.body(problem))


async def read_body(receive: Receive, headers: dict[bytes, bytes], limit: int) -> bytes:
    """Read a body up to a limit.

    Raises:
        TooLarge: it goes on.
        ClientGone: it breaks off.
    """
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


async def _disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def etag(key: object, generation: int) -> str:
    """Return a weak validator: the same generation, query, dataset and format give the same statements.

    Weak, since the compressed and the plain form share it, and the order of rows is the engine's.
    """
    digest = hashlib.blake2b(repr(key).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return f'W/"g{generation}-{digest}"'


def matches(header: bytes, tag: str) -> bool:
    """Return whether If-None-Match names the tag (RFC 9110 §13.1.2, weak comparison).

    >>> matches(b'"a", W/"b"', 'W/"b"'), matches(b"*", 'W/"b"'), matches(b'"c"', 'W/"b"')
    (True, True, False)
    """
    if not header:
        return False
    bare = tag.removeprefix("W/")
    given = [t.strip().removeprefix("W/") for t in header.decode("latin-1").split(",")]
    return "*" in given or bare in given


def takes_gzip(header: bytes) -> bool:
    """Return whether Accept-Encoding takes gzip.

    >>> takes_gzip(b"br, gzip;q=0.5"), takes_gzip(b"gzip;q=0"), takes_gzip(b"")
    (True, False, False)
    """
    for member in header.decode("latin-1").lower().split(","):
        coding, _, parameter = member.strip().partition(";")
        if coding in {"gzip", "*"}:
            return parameter.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def client_of(scope: Scope) -> str:
    """Return who asks, for a fair share: the address of the connection."""
    client = scope.get("client")
    return client[0] if client else ""


def base_url(scope: Scope) -> str:
    """Return scheme and host as the client named them."""
    headers = dict(scope["headers"])
    host = headers.get(b"host", b"localhost").decode("latin-1")
    return f"{scope.get('scheme', 'http')}://{host}"
