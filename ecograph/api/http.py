"""The short way of a question through the web server.

The law of this file: a question of the common kind is answered, or given to a worker, while its request is still being
read, and its answer is written to the connection as soon as it is there: no task, no messages, no framework. Everything
else takes uvicorn's own way, and what turns out not to be common goes on there. And what comes in has an end, in bytes
and in seconds: uvicorn keeps as much of a request's head as is sent, and waits for it for ever. It leans on the inside
of uvicorn's protocol, so ``tests/api/test_http.py`` compares both ways byte by byte, and without httptools (PyPy, a
platform without wheels) there is only the ordinary way.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from ecograph.api.annex.host import OFTEN
from ecograph.api.annex.request import BODY
from ecograph.api.app import Application, Taken
from ecograph.api.shortcut import Asked

#: Bytes of a head where the configuration says nothing, as uvicorn has it for h11.
_HEAD = 64 * 1024
_TOO_LARGE = b"The head of this request is too large.\nHet begin van dit verzoek is te groot.\n"
_log = logging.getLogger("ecograph.api")


class _Waiting:
    """Stands for the request whose answer a worker makes, as far as uvicorn looks at it."""

    __slots__ = ("asked", "keep_alive", "response_complete", "scope", "url")

    def __init__(self, asked: Asked, scope: Any, url: bytes) -> None:  # noqa: ANN401  # uvicorn's own
        self.asked = asked
        self.scope = scope
        self.url = url
        self.keep_alive = True
        self.response_complete = False


class QuickProtocol(HttpToolsProtocol):
    """Uvicorn's protocol on httptools, with the short way in front."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  # what uvicorn gives
        super().__init__(*args, **options)
        self._application: Application = self.config.app  # type: ignore[assignment]
        self._answered = False
        self._waiting: _Waiting | None = None
        self.already_read = b""  # elsewhere, before this connection came back
        self._looked_up = 0  # lookups in a row that were answered from memory
        self._offered = False
        self._unread = 0  # bytes since the last that was a whole head, a piece of a body, or the end of a request
        self.cycle: Any = None  # of uvicorn, or what stands for one

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401  # as uvicorn has it
        """Begin with a connection; a whole head has to come in the time that one may be idle."""
        super().connection_made(transport)
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)
        if self.already_read:  # before anything else is
            self.data_received(self.already_read)
            self.already_read = b""

    def data_received(self, data: bytes) -> None:
        """Read on, up to a limit; unlike uvicorn's, the first bytes of a request do not stop the clock."""
        self._unread += len(data)
        while data:
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserError:
                self.send_400_response("Invalid HTTP request received.")
                return
            except httptools.HttpParserUpgrade as rest:
                # No other protocol is spoken here: it was answered as the plain request that it is (RFC 9110 §7.8), and
                # what comes next is another one, for a parser that does not believe to be elsewhere.
                self.parser = httptools.HttpRequestParser(self)
                data = data[rest.args[0] :]
            else:
                break
        if self._offered:
            self._offered = False
            if data.startswith(b"GET ") and data.find(b"\r\n\r\n") == len(data) - 4 and self._application.annex:
                self._application.annex.offer(self, self._looked_up)
        elif self._unread > (self.config.h11_max_incomplete_event_size or _HEAD):
            self._refuse()

    def _refuse(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self.transport.close()  # it is at an answer already: this came behind a body
            return
        length = b"content-length: %d\r\n" % len(_TOO_LARGE)
        head = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain; charset=utf-8\r\n"
        self.transport.write(head + length + b"connection: close\r\n\r\n" + _TOO_LARGE)
        self.transport.close()

    def on_headers_complete(self) -> None:
        """Answer at once, or ask a worker, where that is possible; else do as uvicorn does."""
        self._answered = False
        self._unread = 0
        self._unset_keepalive_if_required()
        if self.url.startswith(b"/sparql?") and (self.cycle is None or self.cycle.response_complete):
            parser = self.parser
            plain = parser.get_method() == b"GET" and parser.get_http_version() == "1.1" and parser.should_keep_alive()
            if plain and not self.flow.write_paused and not self.pipeline:
                headers = dict(self.headers)
                if headers.get(b"host") and len(headers) == len(self.headers) and BODY.isdisjoint(headers):
                    client = self.client[0] if self.client else ""
                    found = self._application.take(self.url, headers, self.scheme or "http", client, self._told)
                    if isinstance(found, Taken):
                        self._answered = True
                        self._write(found.content)
                        self.on_response_complete()
                        if found.from_memory:
                            self._looked_up += 1
                            self._offered = self._looked_up % OFTEN == 0
                        return
                    self._asks_other()
                    if found is not None:
                        self._answered = True
                        self._waiting = self.cycle = _Waiting(found, self.scope, self.url)
                        return
        self._asks_other()
        super().on_headers_complete()

    def _asks_other(self) -> None:
        if self._looked_up:
            self._looked_up = 0
            if self._application.annex:
                self._application.annex.leave(self)

    def between_requests(self) -> bool:
        """Return whether nothing was read of a next request, and nothing is unsent of the last."""
        answered = self.cycle is None or self.cycle.response_complete
        return answered and not self.pipeline and self.transport.get_write_buffer_size() == 0

    def again(self, already_read: bytes) -> QuickProtocol:
        """Return such a connection, for one that comes back."""
        made = type(self)(self.config, self.server_state, self.app_state, self.loop)
        made.already_read = already_read
        return made

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body."""
        self._unread = 0
        if not self._answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Take the end of a request."""
        self._unread = 0
        if not self._answered:
            super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop what nobody waits for any more."""
        self._asks_other()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._application.forget(waiting.asked)
        if isinstance(self.cycle, _Waiting):
            self.cycle = None  # as before the first request: uvicorn has things to say to a cycle of its own
        super().connection_lost(exc)

    def _write(self, answer: bytes, *, last: bool = False) -> None:
        date = b"".join([b"%b: %b\r\n" % header for header in self.server_state.default_headers])
        self.transport.write(b"HTTP/1.1 200 OK\r\n%b%b%b" % (date, b"connection: close\r\n" if last else b"", answer))

    def _told(self) -> None:
        """Write the answer of the worker, or go on the long way."""
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        if self.transport.is_closing():
            self._application.forget(waiting.asked)
            return
        try:
            answer = self._application.answer(waiting.asked)
        except Exception:  # noqa: BLE001  # the worker's channel calls this, and has others to serve
            _log.exception("a fault of ours")
            self.transport.close()
            return
        if answer is None:
            self._go_on(waiting)
            return
        waiting.response_complete = True
        self._write(answer, last=not waiting.keep_alive)
        if not waiting.keep_alive:
            self.transport.close()
        self.on_response_complete()

    def _go_on(self, waiting: _Waiting) -> None:
        """Let the framework answer, with the worker that is at it."""
        parts = httptools.parse_url(waiting.url)
        path = parts.path.decode("ascii")
        scope = waiting.scope
        scope |= {
            "method": "GET",
            "path": self.root_path + path,
            "raw_path": (self.root_path + path).encode("ascii"),
            "query_string": parts.query or b"",
        }
        scope["state"]["asked"] = waiting.asked
        complete = asyncio.Event()
        complete.set()
        cycle = RequestResponseCycle(
            scope=scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=complete,
            expect_100_continue=False,
            keep_alive=waiting.keep_alive,
            on_response=self.on_response_complete,
        )
        cycle.more_body = False
        if self.cycle is waiting:
            self.cycle = cycle
        self._start_asgi_task(cycle, self.app)
