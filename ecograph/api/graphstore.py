"""``/store``: the SPARQL 1.1 Graph Store HTTP Protocol as a bare ASGI callable.

The law of this file: one graph, one address; indirect by ``?graph=`` or ``?default``, direct by the address itself. A
write is one transaction; who has seen an older state (If-Match) is told so and nothing happens.
"""

from __future__ import annotations

import email.parser
import email.policy
import uuid
from urllib.parse import parse_qsl

from ecograph.api import negotiation, writing
from ecograph.api.asgi import (
    CORS,
    PREFLIGHT,
    Headers,
    Receive,
    Record,
    Scope,
    Send,
    Sender,
    base_url,
    guarded,
    read_body,
)
from ecograph.api.protocol import MethodNotAllowed, UnsupportedMediaType, check_iri
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.formats import FORMATS, Format, formats_for
from ecograph.engine.live import Part, Write
from ecograph.errors import CallerError, ChangedMeanwhile, NotAcceptable, StoreError
from ecograph.settings import Settings
from ecograph.texts import Text

_METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
_READABLE: dict[str, Format] = {
    name: f for f in FORMATS if "graph" in f.kinds for name in (f.media_type, *f.aliases) if name != "application/xml"
}


class GraphStore:
    """The graph store over one embedded store, at one path."""

    def __init__(self, store: EmbeddedStore, settings: Settings, path: str = "/store") -> None:
        self.store = store
        self.settings = settings
        self.path = path
        self.measured = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await guarded(scope, receive, send, "graph-store", self._handle)

    async def _handle(self, scope: Scope, receive: Receive, out: Sender, record: Record) -> None:
        method: str = scope["method"]
        headers = dict(scope["headers"])
        if method == "OPTIONS":
            await out.whole(204, [(b"allow", _METHODS.encode()), *PREFLIGHT, *CORS], b"")
        elif method in {"GET", "HEAD"}:
            await self._read(scope, headers, out, record)
        elif method in {"PUT", "POST", "DELETE"}:
            await self._write(scope, receive, headers, out, record)
        else:
            raise MethodNotAllowed(method, _METHODS)

    def _graph(self, scope: Scope) -> tuple[bool, str | None]:
        """Return whether a graph is named, and its name; None is the default graph.

        Raises:
            CallerError: two names, or none that is an absolute IRI.
        """
        path: str = scope["path"]
        try:
            pairs = parse_qsl(scope["query_string"].decode("ascii"), keep_blank_values=True, errors="strict")
        except (UnicodeDecodeError, ValueError) as error:
            raise CallerError("The address is not percent-encoded UTF-8.") from error
        named = [value for name, value in pairs if name == "graph"]
        default = any(name == "default" for name, _ in pairs)
        below = path.rstrip("/") != self.path
        if len(named) + default + below > 1:
            raise CallerError(
                Text(nl="Het verzoek noemt meer dan één graaf.", en="The request names more than one graph."),
                remedy=Text(nl="Noem er één.", en="Name one."),
            )
        if named:
            check_iri(named[0])
            return True, named[0]
        if below:
            raw: bytes = scope.get("raw_path") or path.encode()
            return True, base_url(scope) + raw.decode("ascii", "replace")
        return default, None

    async def _read(self, scope: Scope, headers: dict[bytes, bytes], out: Sender, record: Record) -> None:
        there, name = self._graph(scope)
        if not there:
            raise CallerError(
                Text(nl="Het verzoek noemt geen graaf.", en="The request names no graph."),
                remedy=Text(nl="Voeg toe: ?graph=<IRI> of ?default.", en="Add ?graph=<IRI> or ?default."),
            )
        options = dict(parse_qsl(scope["query_string"].decode("ascii")))
        wanted, types = negotiation.accepts(headers.get(b"accept", b"").decode("latin-1"), options.get("format", ""))
        if wanted.graph is None:
            known = ", ".join(f.media_type for f in formats_for("graph"))
            raise NotAcceptable("A graph has no format that the request accepts.", remedy=f"Known: {known}.")
        answer = await self.store.graph(name, wanted.graph, out.client)
        record.generation = answer.generation
        tag = f'"g{answer.generation}-{types["graph"].split(";")[0].split("/")[1]}"'.encode()
        reply: Headers = [
            (b"content-type", types["graph"].encode()),
            (b"etag", tag),
            (b"cache-control", b"no-cache"),
            (b"vary", b"Accept"),
            *CORS,
        ]
        if answer.body is not None:
            if tag in headers.get(b"if-none-match", b""):
                await out.whole(304, reply, b"")
            else:
                await out.whole(200, reply, answer.body)
        elif answer.chunks is not None:
            await out.stream(reply, answer.chunks)
        record.rows = answer.rows

    async def _write(
        self, scope: Scope, receive: Receive, headers: dict[bytes, bytes], out: Sender, record: Record
    ) -> None:
        record.operation = "graph-write"
        who = writing.authorise(self.settings, headers)
        method: str = scope["method"]
        there, name = self._graph(scope)
        if not there and method != "POST":
            raise CallerError(
                Text(nl="Het verzoek noemt geen graaf.", en="The request names no graph."),
                remedy=Text(nl="Voeg toe: ?graph=<IRI> of ?default.", en="Add ?graph=<IRI> or ?default."),
            )
        location = name
        if not there:  # §5.5: POST to the store itself makes a new graph and says which
            location = name = f"{base_url(scope)}{self.path}/{uuid.uuid4()}"
        parts: tuple[Part, ...] = ()
        if method != "DELETE":
            body = await read_body(receive, headers, self.settings.upload_bytes)
            parts = _parts(headers.get(b"content-type", b"").decode("latin-1"), body)
        elif await read_body(receive, headers, 1 << 16):
            pass  # a body of DELETE has no meaning (RFC 9110 §9.3.5)
        if self.store.live is None:
            raise StoreError("The writer does not run.")
        seen = _seen(headers.get(b"if-match", b"").decode("latin-1"))
        if headers.get(b"if-none-match", b"").strip() == b"*" and await self._exists(name):
            raise ChangedMeanwhile(Text(nl="De graaf bestaat al.", en="The graph exists already."))
        write = Write(method.lower(), graph=name, parts=parts, base=location or base_url(scope) + "/", seen=seen)
        result = await self.store.live.write(write)
        record.outcome = "ok"
        size = sum(len(p.content) for p in parts)
        writing.audit(
            self.store, scope, who, {"operation": method, "graph": name or "default", "bytes": size}, write.findings
        )
        reply: Headers = [*writing.validated(write.findings), *CORS]
        created = bool(result.get("created"))
        if created and location:
            reply.append((b"location", location.encode()))
        await out.whole(201 if created else 204, reply, b"")

    async def _exists(self, name: str | None) -> bool:
        from ecograph.errors import UnknownName

        try:
            answer = await self.store.graph(name, "application/n-triples")
        except UnknownName:
            return False
        if answer.chunks is not None:
            await answer.chunks.aclose()  # type: ignore[attr-defined]
        return True


def _parts(content_type: str, body: bytes) -> tuple[Part, ...]:
    """Return the pieces of RDF in a body; several in multipart/form-data (§5.5).

    Raises:
        UnsupportedMediaType: a piece is of a type that no parser reads.
    """
    media_type = content_type.split(";", maxsplit=1)[0].strip().lower()
    if media_type != "multipart/form-data":
        return (Part(body, _readable(media_type)),)
    parser = email.parser.BytesParser(policy=email.policy.HTTP)
    message = parser.parsebytes(b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n" + body)
    pieces = list(message.iter_parts()) if message.is_multipart() else []
    if not pieces:
        raise CallerError("The form has no parts.", remedy="Send files of RDF in it.")
    found = []
    for piece in pieces:
        content = piece.get_payload(decode=True)
        found.append(Part(content if isinstance(content, bytes) else b"", _readable(piece.get_content_type())))
    return tuple(found)


def _readable(media_type: str) -> str:
    rdf = _READABLE.get(media_type)
    if rdf is None or media_type == "text/plain":
        called = f'"{media_type}"' if media_type else "of no type"
        known = ", ".join(f.media_type for f in formats_for("graph"))
        raise UnsupportedMediaType(f"A body {called} is not taken here.", remedy=f"Known: {known}.")
    return rdf.media_type


def _seen(header: str) -> int | None:
    """Return the generation that If-Match names; None without the header, -1 for what is no tag of ours."""
    header = header.strip()
    if not header or header == "*":
        return None
    tag = header.split(",")[0].strip()
    number = tag.removeprefix('"g').partition("-")[0]
    return int(number) if tag.startswith('"g') and number.isdigit() else -1
