"""The short way of a repeated question through the web server.

The law of this file: what was answered before, word for word, from the same generation, is written to the connection
while its request is still being read: no task, no messages, no framework. Everything else takes uvicorn's own way. It
leans on the inside of uvicorn's protocol, so ``tests/api/test_http.py`` compares both ways byte by byte, and without
httptools (PyPy, a platform without wheels) there is only the ordinary way.
"""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ecograph.api.app import Application

_BODY = frozenset((b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"x-forwarded-proto"))


class QuickProtocol(HttpToolsProtocol):
    """Uvicorn's protocol on httptools, with the short way in front."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  # what uvicorn gives
        super().__init__(*args, **options)
        self._application: Application = self.config.app  # type: ignore[assignment]
        self._answered = False

    def on_headers_complete(self) -> None:
        """Answer at once where that is possible, else as uvicorn does."""
        self._answered = False
        if self.url.startswith(b"/sparql?") and (self.cycle is None or self.cycle.response_complete):
            parser = self.parser
            plain = parser.get_method() == b"GET" and parser.get_http_version() == "1.1" and parser.should_keep_alive()
            if plain and not self.flow.write_paused and not self.pipeline:
                headers = dict(self.headers)
                if not _BODY & headers.keys():
                    answer = self._application.at_once(self.url, headers, self.scheme or "http")
                    if answer is not None:
                        self._answered = True
                        date = b"".join([b"%b: %b\r\n" % header for header in self.server_state.default_headers])
                        self.transport.write(b"HTTP/1.1 200 OK\r\n%b%b" % (date, answer))
                        self.on_response_complete()
                        return
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body."""
        if not self._answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Take the end of a request."""
        if not self._answered:
            super().on_message_complete()
