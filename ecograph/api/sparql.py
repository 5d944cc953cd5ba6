"""``/sparql``: the SPARQL 1.1 Protocol as a bare ASGI callable.

The law of this file: nothing leaves before the answer is known to be good up to its first block; what breaks off later
breaks the connection. There is no well-formed lie. A bare callable, because the framework's routing would cost as much
as the query itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from ecograph.api import negotiation, protocol, writing
from ecograph.api.answers import KEPT_READY, AnswerCache, KeptAnswer, ReadyAnswer, ReadyAnswers, head_of
from ecograph.api.asgi import (
    CORS,
    PREFLIGHT,
    ClientGone,
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
from ecograph.api.shortcut import Asked, ShortWay
from ecograph.api.wire import OF_BODY, as_sent, base_of, common, complete, etag, matches, takes_gzip
from ecograph.engine import guard, using
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.store import Request, Store, StreamedAnswer
from ecograph.errors import NotAcceptable
from ecograph.settings import Settings

_CACHE_BYTES = 64 << 20


class Endpoint:
    """The endpoint over one store."""

    def __init__(
        self, store: Store, settings: Settings, describe: Callable[[str, str, str], tuple[bytes, str] | None]
    ) -> None:
        self.store = store
        self.settings = settings
        self.cache: AnswerCache[KeptAnswer] = AnswerCache(_CACHE_BYTES)
        self.ready = ReadyAnswers(KEPT_READY)
        self.short = ShortWay(store, settings, self.cache, self.ready) if isinstance(store, EmbeddedStore) else None
        self.measured = True
        self._describe = describe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            await guarded(scope, receive, send, "query", self._handle)
        finally:
            if (asked := _asked(scope)) and self.short:
                self.short.forget(asked)  # whatever became of it, no worker is at it any more

    async def _handle(self, scope: Scope, receive: Receive, out: Sender, record: Record) -> None:
        method: str = scope["method"]
        headers = dict(scope["headers"])
        if method == "OPTIONS":
            await out.whole(204, [(b"allow", b"GET, HEAD, POST, OPTIONS"), *PREFLIGHT, *CORS], b"")
            return
        if method == "GET" and not _asked(scope) and await self._repeated(scope, headers, out, record):
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

    async def _repeated(self, scope: Scope, headers: dict[bytes, bytes], out: Sender, record: Record) -> bool:
        """Answer a request that reads as one before, from the same generation; return whether it was."""
        await self.store.settle()
        generation = self.store.generation() if scope["query_string"] else None
        ready = self.ready.get(as_sent(scope, headers), generation) if generation is not None else None
        if ready is None:
            return False
        record.digest, record.rows, record.generation, record.cached = ready.digest, ready.rows, generation, True
        if matches(headers.get(b"if-none-match", b""), ready.tag):
            await out.whole(304, [h for h in ready.headers if h[0] not in OF_BODY], b"")
        else:
            await out.whole(200, ready.headers, ready.body)
        return True

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
        begun = _asked(scope)
        if begun:
            current: int | None = begun.generation.number
        else:
            current = generation if generation is not None else self.store.generation()
        record.generation = current
        base = base_of(scope.get("scheme", "http"), headers.get(b"host", b"localhost"), scope["path"])
        variant = (asked.default_graphs, asked.named_graphs, wanted, rows, base)
        key = (current, asked.text, variant)
        tag = "" if checked.volatile or current is None else etag(current, checked.digest, variant)
        shared = common(asked.text, current, tag, named=generation is not None)
        if tag and matches(headers.get(b"if-none-match", b""), tag):
            await out.whole(304, shared, b"")
            return
        if tag and not begun and (kept := self.cache.get(key)):
            record.cached = True
            record.rows = kept.rows
            headers_of, body = complete(kept, shared, content_types, compress=compress)
            await out.whole(200, headers_of, body)
            return
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
        if begun and begun.call and isinstance(self.store, EmbeddedStore):
            work: Awaitable[StreamedAnswer] = self.store.follow(begun.generation, begun.call)
        else:
            work = self.store.stream(request)
        answer = await self._while_connected(receive, work)
        if answer.body is not None:
            record.rows = answer.rows
            kept = KeptAnswer(answer.kind, answer.body, answer.rows, answer.truncated)
            headers_of, body = complete(kept, shared, content_types, compress=compress)
            if tag and current is not None and answer.generation == current:
                self.cache.put(key, kept)
                if scope["method"] == "GET" and generation is None:
                    ready = ReadyAnswer(head_of(headers_of, body), body, tag, checked.digest, kept.rows, current)
                    self.ready.put(as_sent(scope, headers), current, ready)
            await out.whole(200, headers_of, body)
            return
        assert answer.chunks is not None
        if answer.truncated:
            shared.append((b"x-ecograph-truncated", b"true"))
        await out.stream(
            [(b"content-type", content_types[answer.kind].encode()), *shared], answer.chunks, compress=compress
        )
        record.rows = answer.rows

    async def _while_connected(self, receive: Receive, work: Awaitable[StreamedAnswer]) -> StreamedAnswer:
        """Await an answer; when the client goes away meanwhile, stop the work.

        Most answers are there before anybody could look away, so the look-out is posted after a moment only.
        """
        lookout = _Lookout(receive)
        try:
            return await work
        except asyncio.CancelledError:
            if lookout.client_gone:
                raise ClientGone from None
            raise
        finally:
            lookout.end()

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
        found = await self.store.update(text, base=base_url(scope) + scope["path"])
        writing.audit(self.store, scope, who, {"operation": "update", "text": asked.text}, found)
        await out.whole(204, [*writing.validated(found), *CORS], b"")


def _asked(scope: Scope) -> Asked | None:
    """Return what a worker was given already on the short way."""
    found: Asked | None = scope.get("state", {}).get("asked")
    return found


class _Lookout:
    """Cancels the task that it was made in when the client goes away."""

    __slots__ = ("_receive", "_task", "_timer", "_watch", "client_gone")

    def __init__(self, receive: Receive) -> None:
        self.client_gone = False
        self._receive = receive
        self._watch: asyncio.Task[None] | None = None
        self._task = asyncio.current_task()
        self._timer = asyncio.get_running_loop().call_later(0.05, self._begin)

    def _begin(self) -> None:
        self._watch = asyncio.get_running_loop().create_task(disconnect(self._receive))
        self._watch.add_done_callback(self._gone)

    def _gone(self, watch: asyncio.Task[None]) -> None:
        if not watch.cancelled() and self._task is not None:
            self.client_gone = True
            self._task.cancel()

    def end(self) -> None:
        """Look no longer."""
        self._timer.cancel()
        if self._watch:
            self._watch.remove_done_callback(self._gone)
            self._watch.cancel()
