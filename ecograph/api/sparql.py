"""``/sparql``: the SPARQL 1.1 Protocol as a bare ASGI callable.

The law of this file: nothing leaves before the answer is known to be good up to its first block; what breaks off later
breaks the connection. There is no well-formed lie. A bare callable, because the framework's routing would cost as much
as the query itself.
"""

from __future__ import annotations

import asyncio
import hashlib
import zlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from ecograph.api import negotiation, protocol, writing
from ecograph.api.asgi import (
    CORS,
    PREFLIGHT,
    ClientGone,
    Headers,
    Receive,
    Record,
    Scope,
    Send,
    Sender,
    base_url,
    client_of,
    disconnect,
    guarded,
    read_body,
)
from ecograph.engine import embedded, guard, using
from ecograph.engine.formats import Kind
from ecograph.engine.store import Request, Store, StreamedAnswer
from ecograph.errors import NotAcceptable
from ecograph.settings import Settings

_CACHED_BYTES = 1 << 20
_CACHE_BYTES = 64 << 20


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
        self.measured = True
        self._describe = describe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await guarded(scope, receive, send, "query", self._handle)

    async def _handle(self, scope: Scope, receive: Receive, out: Sender, record: Record) -> None:
        method: str = scope["method"]
        headers = dict(scope["headers"])
        if method == "OPTIONS":
            await out.whole(204, [(b"allow", b"GET, HEAD, POST, OPTIONS"), *PREFLIGHT], b"")
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
        await self.store.settle()
        current = generation if generation is not None else self.store.generation()
        record.generation = current
        base = base_url(scope) + scope["path"]
        key = (current, asked.text, asked.default_graphs, asked.named_graphs, wanted, rows, base)
        tag = "" if checked.volatile or current is None else etag(key, current)
        common: Headers = [(b"vary", b"Accept, Accept-Encoding"), *CORS]
        if current is not None:
            common.append((b"x-ecograph-generation", str(current).encode()))
        if embedded.faster(asked.text):
            common.append((b"x-ecograph-rewritten", b"NOT EXISTS as MINUS"))
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
            base=base,
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
        if answer.truncated:
            common.append((b"x-ecograph-truncated", b"true"))
        await out.stream(
            [(b"content-type", content_types[answer.kind].encode()), *common], answer.chunks, compress=compress
        )
        record.rows = answer.rows

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

    async def _while_connected(self, receive: Receive, work: Awaitable[StreamedAnswer]) -> StreamedAnswer:
        """Await an answer; when the client goes away meanwhile, stop the work."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=0.05)
        if not done:
            gone = asyncio.ensure_future(disconnect(receive))
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
            raise NotAcceptable("The service description has no format that the request accepts.")
        content, content_type = found
        await out.whole(200, [(b"content-type", content_type.encode()), (b"vary", b"Accept"), *CORS], content)

    async def _update(
        self, scope: Scope, asked: protocol.Operation, headers: dict[bytes, bytes], out: Sender, record: Record
    ) -> None:
        who = writing.authorise(self.settings, headers)
        settings = self.settings
        checked = guard.check(asked.text, max_bytes=settings.upload_bytes, max_depth=settings.query_depth)
        record.digest = checked.digest
        text = asked.text
        if asked.default_graphs or asked.named_graphs:
            text = using.with_using(text, asked.default_graphs or (), asked.named_graphs or ())
        await self.store.update(text, base=base_url(scope) + scope["path"])
        writing.audit(self.store, scope, who, {"operation": "update", "text": asked.text})
        await out.whole(204, CORS, b"")


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
