"""A service on a port of its own, as clients meet it."""

from __future__ import annotations

import http.client
import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import uvicorn
from pyoxigraph import Literal, NamedNode, Quad

from ecograph.api import server
from ecograph.api.app import Application, create_app
from ecograph.engine import generations
from ecograph.settings import Settings

EX = "http://example.org/"


def quads(count: int = 30) -> list[Quad]:
    p = NamedNode(EX + "p")
    return [Quad(NamedNode(f"{EX}{i}"), p, Literal(f"value {i}"), NamedNode(f"{EX}g{i % 3}")) for i in range(count)]


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Service:
    """A running service and a client that adds no header of its own."""

    def __init__(self, port: int, settings: Settings, app: Application | None = None) -> None:
        self.port = port
        self.settings = settings
        self.app = app
        self.base = f"http://127.0.0.1:{port}"

    def request(self, method: str, path: str, body: bytes | str | None = None, **headers: str) -> Reply:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.putrequest(method, path, skip_accept_encoding=True, skip_host="Host" in headers)
            content = body.encode() if isinstance(body, str) else body
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            if content is not None:
                connection.putheader("Content-Length", str(len(content)))
            connection.endheaders(content)
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())

    def get(self, query: str, *, path: str = "/sparql", accept: str = "", **options: str) -> Reply:
        headers = {"Accept": accept} if accept else {}
        return self.request("GET", f"{path}?{urlencode({'query': query, **options})}", **headers)


@contextmanager
def running(settings: Settings, *, keep_alive: int = 5) -> Iterator[Service]:
    listener = server._listen("127.0.0.1", 0)
    http_protocol = server.protocol()
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        http=http_protocol,
        ws="none",
        server_header=False,
        log_config=None,
        lifespan="on",
        timeout_graceful_shutdown=1,
        timeout_keep_alive=keep_alive,
    )
    web = uvicorn.Server(config)
    ready = threading.Event()
    started = web.startup

    async def startup(sockets: Any = None) -> None:
        await started(sockets)
        ready.set()

    web.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=web.run, kwargs={"sockets": [listener]})
    with faults_of_the_loop() as faults:
        thread.start()
        try:
            assert ready.wait(60)
            yield Service(listener.getsockname()[1], settings, app)
        finally:
            web.should_exit = True
            thread.join(60)
            listener.close()
    assert faults == []


@contextmanager
def faults_of_the_loop() -> Iterator[list[str]]:
    """Collect what the event loop says of callbacks that failed: nobody waits for those, so no test would notice."""
    faults: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            faults.append(f"{record.getMessage()}: {record.exc_info and record.exc_info[1]!r}")

    handler, logger = Handler(logging.ERROR), logging.getLogger("asyncio")
    logger.addHandler(handler)
    try:
        yield faults
    finally:
        logger.removeHandler(handler)


@pytest.fixture
def start() -> Callable[..., Any]:
    return running


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data_dir: Path = tmp_path_factory.mktemp("data")
    generations.publish(data_dir, quads())
    with running(Settings(data_dir=data_dir, workers=1, query_seconds=60)) as found:
        yield found
