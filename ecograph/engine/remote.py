"""Any SPARQL 1.1 engine behind the same interface: Virtuoso, GraphDB, Fuseki, QLever, Neptune, Oxigraph.

The law of this file: only the standard protocols, nothing of any one engine. The guard, the row limit, the deadline and
the formats hold here as they do for the embedded store; what an engine does not keep to is caught on this side. HTTP is
spoken in threads, by the standard library.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

from ecograph.engine import guard
from ecograph.engine.credentials import Credentials
from ecograph.engine.formats import Kind, formats_for
from ecograph.engine.queries import with_prefixes
from ecograph.engine.store import Answer, Request, StreamedAnswer
from ecograph.engine.workers import deadline_reached
from ecograph.errors import AnswerTooLarge, CallerError, LimitReached, NotAcceptable, QuerySyntaxError, StoreError
from ecograph.settings import Settings
from ecograph.texts import Text

_BLOCK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where an engine listens and how it knows us."""

    query: str
    update: str | None = None
    graphs: str | None = None
    credentials: Credentials = field(default_factory=Credentials)


class RemoteStore:
    """Queries, updates and graphs over the SPARQL 1.1 Protocol and the Graph Store Protocol."""

    def __init__(self, place: Place, settings: Settings) -> None:
        self.place = place
        self.settings = settings
        self._digest: set[str] = set()  # addresses that want Digest

    @classmethod
    def from_settings(cls, settings: Settings) -> RemoteStore:
        """Read addresses and credentials from the settings.

        Raises:
            StoreError: an address is not an http(s) address.
        """
        assert settings.store is not None
        for address in (settings.store, settings.store_update, settings.store_graphs):
            if address and urlsplit(address).scheme not in {"http", "https"}:
                raise StoreError(f'"{address}" is not an http or https address.', remedy="Set ECOGRAPH_STORE to one.")
        credentials = Credentials.of(settings)
        return cls(Place(settings.store, settings.store_update, settings.store_graphs, credentials), settings)

    def query(self, request: Request) -> Answer:
        """Answer a query; see ``Store.query``."""
        if request.generation is not None:
            raise CallerError("A remote engine keeps no generations.", remedy="Ask without the parameter generation.")
        guard.check(request.text, max_bytes=self.settings.query_bytes, max_depth=self.settings.query_depth)
        form = guard.form(request.text)
        kind: Kind = {"SELECT": "solutions", "ASK": "boolean"}.get(form, "graph")  # type: ignore[assignment]
        media_type = getattr(request.accepts, kind)
        if media_type is None:
            raise NotAcceptable(f"An answer of kind {kind} has no format that the request accepts.")
        seconds = min(request.seconds or self.settings.query_seconds, self.settings.query_seconds)
        pairs = [("query", with_prefixes(request.text))]
        pairs += [("default-graph-uri", g) for g in request.default_graphs or ()]
        pairs += [("named-graph-uri", g) for g in request.named_graphs or ()]
        deadline = time.monotonic() + seconds
        response, connection = self._send(
            self.place.query,
            "POST",
            urlencode(pairs).encode(),
            {"Content-Type": "application/x-www-form-urlencoded", "Accept": media_type},
            seconds,
        )
        given = response.headers.get_content_type()
        known = {media_type, *(a for f in formats_for(kind) if f.media_type == media_type for a in f.aliases)}
        if given not in known:
            connection.close()
            raise StoreError(
                f"The engine answered in {given} instead of {media_type}.", remedy="Ask for another format."
            )
        blocks = self._blocks(response, connection, deadline, seconds)
        return Answer(kind, media_type, _truth(blocks, media_type) if kind == "boolean" else blocks)

    async def stream(self, request: Request) -> StreamedAnswer:
        """Answer for a server: read in a thread, held up to the first block."""
        loop = asyncio.get_running_loop()
        answer = await asyncio.to_thread(self.query, request)
        # The thread that reads waits when sixteen blocks have not been taken: the engine is not read dry for nothing.
        waiting: asyncio.Queue[bytes | BaseException | None] = asyncio.Queue()
        room = threading.Semaphore(16)
        stopped = threading.Event()

        def pump() -> None:
            end: BaseException | None = None
            try:
                for block in answer.chunks:
                    room.acquire()
                    if stopped.is_set():
                        return
                    loop.call_soon_threadsafe(waiting.put_nowait, block)
            except BaseException as error:  # noqa: BLE001  # carried over to the other side, whatever it is
                end = error
            finally:
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(waiting.put_nowait, end)

        threading.Thread(target=pump, daemon=True).start()
        streamed = StreamedAnswer(answer.kind, answer.media_type, None)
        first: list[bytes] = []
        size = 0
        while size < _BLOCK:
            item = await waiting.get()
            if isinstance(item, BaseException):
                raise item
            if item is None:
                streamed.body = b"".join(first)
                return streamed
            room.release()
            first.append(item)
            size += len(item)

        async def chunks() -> AsyncIterator[bytes]:
            try:
                yield b"".join(first)
                while (item := await waiting.get()) is not None:
                    if isinstance(item, BaseException):
                        raise item
                    room.release()
                    yield item
            finally:
                stopped.set()
                room.release()

        streamed.chunks = chunks()
        return streamed

    async def settle(self) -> None:
        """Do nothing: the engine shows what it has."""

    async def update(self, text: str, *, base: str = "") -> tuple[Mapping[str, object], ...]:
        """Send an update; see ``Store.update``."""
        await asyncio.to_thread(self.send_update, f"BASE <{base}> {text}" if base else text)
        return ()

    def send_update(self, text: str) -> None:
        """Send an update, blocking.

        Raises:
            StoreError: no update address is set, or the engine refuses.
        """
        if not self.place.update:
            raise StoreError("No address for updates is set.", remedy="Set ECOGRAPH_STORE_UPDATE.")
        headers = {"Content-Type": "application/sparql-update"}
        self._done(self.place.update, "POST", with_prefixes(text).encode(), headers)

    def put_graph(self, name: str, content: bytes, media_type: str = "application/n-triples") -> None:
        """Replace one graph (Graph Store Protocol, indirect).

        Raises:
            StoreError: no graph store address is set, or the engine refuses.
        """
        self._done(self._graph(name), "PUT", content, {"Content-Type": media_type})

    def extend_graph(self, name: str, content: bytes, media_type: str = "application/n-triples") -> None:
        """Add to one graph.

        Raises:
            StoreError: no graph store address is set, or the engine refuses.
        """
        self._done(self._graph(name), "POST", content, {"Content-Type": media_type})

    def delete_graph(self, name: str) -> None:
        """Remove one graph.

        Raises:
            StoreError: no graph store address is set, or the engine refuses.
        """
        self._done(self._graph(name), "DELETE", b"", {})

    def get_graph(self, name: str) -> bytes:
        """Return one graph as N-Triples.

        Raises:
            StoreError: no graph store address is set, or the engine refuses.
        """
        return self._done(self._graph(name), "GET", b"", {"Accept": "application/n-triples"})

    def generation(self) -> None:
        """Return None: an engine of somebody else changes without telling."""
        return

    def close(self) -> None:
        """Hold nothing open."""

    def _graph(self, name: str) -> str:
        if not self.place.graphs:
            raise StoreError("No graph store address is set.", remedy="Set ECOGRAPH_STORE_GRAPHS.")
        return f"{self.place.graphs}?graph={quote(name, safe='')}"

    def _done(self, address: str, method: str, body: bytes, headers: dict[str, str]) -> bytes:
        seconds = self.settings.query_seconds
        deadline = time.monotonic() + seconds
        response, connection = self._send(address, method, body, headers, seconds)
        return b"".join(self._blocks(response, connection, deadline, seconds))

    def _send(
        self, address: str, method: str, body: bytes, headers: dict[str, str], seconds: float
    ) -> tuple[http.client.HTTPResponse, http.client.HTTPConnection]:
        authorisation = self.place.credentials.header()
        path = address.partition("?")[0]
        if path not in self._digest:
            response, connection = self._once(address, method, body, headers, seconds, authorisation)
            if response.status != 401 or not authorisation:
                return self._judged(response, connection, address)
            connection.close()
        # Virtuoso asks for Digest only where nothing else was offered: fetch its challenge with empty hands.
        response, connection = self._once(address, method, b"", headers, seconds, None)
        answer = self.place.credentials.answer(response.headers.get("WWW-Authenticate", ""), address, method)
        if response.status == 401 and answer:
            self._digest.add(path)
            connection.close()
            response, connection = self._once(address, method, body, headers, seconds, answer)
        return self._judged(response, connection, address)

    def _judged(
        self, response: http.client.HTTPResponse, connection: http.client.HTTPConnection, address: str
    ) -> tuple[http.client.HTTPResponse, http.client.HTTPConnection]:
        if response.status >= 300:
            with contextlib.closing(connection):
                said = response.read(2000).decode("utf-8", "replace").strip().split("\n")[0][:300]
            if response.status == 400:
                raise QuerySyntaxError(f"The engine does not take it: {said}")
            if response.status in {401, 403}:
                raise StoreError(
                    Text(
                        nl=f"De engine laat ons hier niet toe (status {response.status}): {address}",
                        en=f"The engine does not let us in (status {response.status}): {address}",
                    ),
                    remedy=Text(
                        nl="Zet ECOGRAPH_STORE_USER en ECOGRAPH_STORE_PASSWORD, of ECOGRAPH_STORE_TOKEN.",
                        en="Set ECOGRAPH_STORE_USER and ECOGRAPH_STORE_PASSWORD, or ECOGRAPH_STORE_TOKEN.",
                    ),
                )
            if response.status in {429, 503, 504}:
                raise LimitReached(f"The engine stopped it: {said}")
            raise StoreError(f"The engine answered with status {response.status}: {said}")
        return response, connection

    def _once(
        self,
        address: str,
        method: str,
        body: bytes,
        headers: dict[str, str],
        seconds: float,
        authorisation: str | None,
    ) -> tuple[http.client.HTTPResponse, http.client.HTTPConnection]:
        parts = urlsplit(address)
        assert parts.hostname is not None
        connection: http.client.HTTPConnection
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=seconds, context=context)
        else:
            connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=seconds)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if authorisation:
            headers = headers | {"Authorization": authorisation}
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # refused before it was read: it says why
                connection.request(method, path, body, headers | {"User-Agent": "EcoGraph"})
            return connection.getresponse(), connection
        except TimeoutError as error:
            connection.close()
            raise deadline_reached(seconds) from error
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise StoreError(
                f"The engine at {parts.scheme}://{parts.netloc} does not answer: {reason}.",
                remedy="Is it running? ECOGRAPH_STORE names it.",
            ) from error

    def _blocks(
        self,
        response: http.client.HTTPResponse,
        connection: http.client.HTTPConnection,
        deadline: float,
        seconds: float,
    ) -> Iterator[bytes]:
        size = 0
        with contextlib.closing(connection):
            while True:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise deadline_reached(seconds)
                sock: socket.socket | None = connection.sock
                if sock is not None:
                    sock.settimeout(left)
                try:
                    block = response.read1(_BLOCK)
                except TimeoutError as error:
                    raise deadline_reached(seconds) from error
                except (OSError, http.client.HTTPException) as error:
                    raise StoreError("The engine broke its answer off.", remedy="Ask again, or for less.") from error
                if not block:
                    if response.length:  # a Content-Length that was not reached
                        raise StoreError("The engine broke its answer off.", remedy="Ask again, or for less.")
                    return
                size += len(block)
                if size > self.settings.answer_bytes:
                    raise AnswerTooLarge("The answer is larger than one answer may be.", remedy="Add a LIMIT.")
                yield block


def _truth(blocks: Iterator[bytes], media_type: str) -> Iterator[bytes]:
    """Yield the answer to an ASK as the standard has it; Virtuoso 7 writes a table of one or no row instead."""
    content = b"".join(blocks)
    if b"__ASK_RETVAL" not in content:
        yield content
    elif media_type.endswith("xml"):
        truth = b"true" if b"<result>" in content else b"false"
        yield b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>%b</boolean></sparql>' % truth
    else:
        truth = b"true" if b'"value"' in content else b"false"
        yield b'{"head":{},"boolean":%b}' % truth
