"""``/sparql``: the SPARQL 1.1 Protocol as a bare ASGI callable.

The law of this file: nothing leaves before the answer is known to be good up to its first block; what breaks off later
breaks the connection. There is no well-formed lie. A bare callable, because the framework's routing would cost as much
as the query itself.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import zlib
from collections.abc import Awaitable, Callable

from ecograph.api import negotiation, protocol, writing
from ecograph.api.answers import AnswerCache, KeptAnswer, ReadyAnswer, ReadyAnswers
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
from ecograph.errors import CallerError, NotAcceptable
from ecograph.settings import Settings

#: Everything of a GET that decides its answer: query string, Accept, Accept-Encoding, Host, path, scheme, version.
_Sent = tuple[bytes, bytes | None, bytes | None, bytes | None, str, str, str]
_CACHE_BYTES = 64 << 20
_READY_BYTES = 32 << 20
_VARY = (b"vary", b"Accept, Accept-Encoding")


class Endpoint:
    """The endpoint over one store."""

    def __init__(
        self, store: Store, settings: Settings, describe: Callable[[str, str, str], tuple[bytes, str] | None]
    ) -> None:
        self.store = store
        self.settings = settings
        self.cache: AnswerCache[KeptAnswer] = AnswerCache(_CACHE_BYTES)
        self.ready = ReadyAnswers(_READY_BYTES)
        self.measured = True
        self._describe = describe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await guarded(scope, receive, send, "query", self._handle)

    async def _handle(self, scope: Scope, receive: Receive, out: Sender, record: Record) -> None:
        method: str = scope["method"]
        headers = dict(scope["headers"])
        if method == "OPTIONS":
            await out.whole(204, [(b"allow", b"GET, HEAD, POST, OPTIONS"), *PREFLIGHT, *CORS], b"")
            return
        if method == "GET" and await self._repeated(scope, headers, out, record):
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
        ready = self.ready.get(_as_sent(scope, headers), generation) if generation is not None else None
        if ready is None:
            return False
        record.digest, record.rows, record.generation, record.cached = ready.digest, ready.rows, generation, True
        if matches(headers.get(b"if-none-match", b""), ready.tag):
            await out.whole(304, [h for h in ready.headers if h[0] not in _OF_BODY], b"")
        else:
            await out.whole(200, ready.headers, ready.body)
        return True

    def at_once(self, url: bytes, headers: dict[bytes, bytes], scheme: str) -> tuple[ReadyAnswer, bool] | None:
        """Return the answer to a GET that reads as one before, if nothing changed since, or that looks something up.

        Returns:
            The answer, and whether it is one from before; None: take the long way.
        """
        store = self.store
        if not isinstance(store, embedded.EmbeddedStore) or store.unsettled or b"if-none-match" in headers:
            return None
        path, _, query = url.partition(b"?")
        request: _Sent = (
            query,
            headers.get(b"accept"),
            headers.get(b"accept-encoding"),
            headers.get(b"host"),
            path.decode("latin-1"),
            scheme,
            "1.1",
        )
        ready = self.ready.get(request, store.generation())
        if ready is not None:
            return ready, True
        ready = self._looked_up(store, request)
        return None if ready is None else (ready, False)

    def _looked_up(self, store: embedded.EmbeddedStore, sent: _Sent) -> ReadyAnswer | None:
        query_string, accept, encoding, host, path, scheme, _ = sent
        try:
            text = protocol.only_query(query_string)
        except CallerError:
            return None
        if text is None:
            return None
        wanted, content_types = negotiation.accepts((accept or b"").decode("latin-1"))
        base = _base(scheme, host or b"localhost", path)
        answer = store.look_up(text, wanted.solutions, base)
        if answer is None or answer.body is None or answer.generation is None:
            return None
        digest = guard.fingerprint(text)
        common: Headers = [_VARY, *CORS, (b"x-ecograph-generation", b"%d" % answer.generation)]
        tag = etag(answer.generation, digest, (None, None, wanted, None, base))
        common += [(b"etag", tag.encode()), (b"cache-control", b"no-cache")]
        kept = KeptAnswer(answer.kind, answer.body, answer.rows, truncated=False)
        headers, body = _wire(kept, common, content_types, compress=takes_gzip(encoding or b""))
        ready = ReadyAnswer(headers, body, tag, digest, answer.rows, answer.generation)
        self.ready.put(sent, answer.generation, ready)
        return ready

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
        base = _base(scope.get("scheme", "http"), headers.get(b"host", b"localhost"), scope["path"])
        variant = (asked.default_graphs, asked.named_graphs, wanted, rows, base)
        key = (current, asked.text, variant)
        tag = "" if checked.volatile or current is None else etag(current, checked.digest, variant)
        common: Headers = [_VARY, *CORS]
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
                headers_of, body = _wire(kept, common, content_types, compress=compress)
                await out.whole(200, headers_of, body)
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
            kept = KeptAnswer(answer.kind, answer.body, answer.rows, answer.truncated)
            headers_of, body = _wire(kept, common, content_types, compress=compress)
            if tag and current is not None and answer.generation == current:
                self.cache.put(key, kept)
                if scope["method"] == "GET" and generation is None:
                    ready = ReadyAnswer(headers_of, body, tag, checked.digest, kept.rows, current)
                    self.ready.put(_as_sent(scope, headers), current, ready)
            await out.whole(200, headers_of, body)
            return
        assert answer.chunks is not None
        if answer.truncated:
            common.append((b"x-ecograph-truncated", b"true"))
        await out.stream(
            [(b"content-type", content_types[answer.kind].encode()), *common], answer.chunks, compress=compress
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


#: Headers that speak of a body; 304 has none (RFC 9110 §15.4.5).
_OF_BODY = frozenset((b"content-type", b"content-encoding", b"x-ecograph-truncated"))


def _as_sent(scope: Scope, headers: dict[bytes, bytes]) -> _Sent:
    """Return everything of a GET that decides its answer, unread."""
    return (
        scope["query_string"],
        headers.get(b"accept"),
        headers.get(b"accept-encoding"),
        headers.get(b"host"),
        scope["path"],
        scope.get("scheme", "http"),
        scope.get("http_version", "1.1"),
    )


def _wire(kept: KeptAnswer, common: Headers, types: dict[Kind, str], *, compress: bool) -> tuple[Headers, bytes]:
    """Return headers and body of a complete answer."""
    headers = [(b"content-type", types[kept.kind].encode()), *common]
    if kept.truncated:
        headers.append((b"x-ecograph-truncated", b"true"))
    if compress and len(kept.body) > 1000:
        return [*headers, (b"content-encoding", b"gzip")], zlib.compress(kept.body, 1, wbits=31)
    return headers, kept.body


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


@functools.lru_cache(maxsize=64)
def _base(scheme: str, host: bytes, path: str) -> str:
    """Return what relative IRIs of a query are relative to: the address that it was sent to."""
    return f"{scheme}://{host.decode('latin-1')}{path}"


def etag(generation: int, digest: str, variant: object) -> str:
    """Return a weak validator: the same generation, query and variant (dataset, format, …) give the same statements.

    Weak, since the compressed and the plain form share it, and the order of rows is the engine's.
    """
    return f'W/"g{generation}-{digest}{_brief(variant)}"'


@functools.lru_cache(maxsize=1024)
def _brief(variant: object) -> str:
    return hashlib.blake2b(repr(variant).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


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
