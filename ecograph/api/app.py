"""The web application: one store, its endpoints, and a place where the pages are mounted.

The law of this file: ``create_app`` wires and decides nothing. Paths whose speed counts are bare ASGI callables that
are reached before the framework's routing; everything else is FastAPI.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException

from ecograph.api import checking, description, invalid, pages, problems, questions
from ecograph.api.actors import ActorService
from ecograph.api.annex.host import Annex
from ecograph.api.asgi import Receive, Scope, Send, Target, names_a_host, refuse_host
from ecograph.api.confined import Confined
from ecograph.api.contributing import contributing_router
from ecograph.api.documents import documents_router
from ecograph.api.explaining import explaining_router
from ecograph.api.exporting import Exports
from ecograph.api.graphstore import GraphStore
from ecograph.api.interface import interface_router
from ecograph.api.library import StoreLibrary
from ecograph.api.operation import Watch
from ecograph.api.pages import view
from ecograph.api.publishing import publishing_router
from ecograph.api.reading import Reader
from ecograph.api.reconcile import reconcile_router
from ecograph.api.rest import rest_router
from ecograph.api.shortcut import Asked, ShortWay
from ecograph.api.sparql import Endpoint
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.store import Store, open_store
from ecograph.errors import CallerError, EcoGraphError, UnknownName
from ecograph.settings import Settings
from ecograph.texts import Text

if TYPE_CHECKING:
    from ecograph.api.pages import Library


class Taken(NamedTuple):
    """A response, after its status line, and whether it is a lookup that was answered from memory."""

    content: bytes
    from_memory: bool


class Application(FastAPI):
    """FastAPI with a short way past the router for the endpoints."""

    def __init__(self, settings: Settings, **options: Any) -> None:  # noqa: ANN401  # what FastAPI takes
        super().__init__(**options)
        self.endpoints: dict[str, Target] = {}
        self.below: dict[str, Target] = {}
        self.watch = Watch(settings.slow_seconds)
        self.short: ShortWay | None = None
        self.annex: Annex | None = None

    def take(
        self, url: bytes, headers: dict[bytes, bytes], scheme: str, client: str, told: Callable[[], None]
    ) -> Taken | Asked | None:
        """Return a whole response to a repeated question or a lookup; or ask a worker.

        Returns:
            The response; or what a worker was asked, and ``told`` is called when ``answer`` has something to say of it;
            None: it takes the long way.
        """
        if self.short is None:
            return None
        began = time.perf_counter()
        try:
            found = self.short.take(url, headers, scheme, client, told)
        except EcoGraphError:  # there is no store yet: the long way says so
            return None
        if found is None or isinstance(found, Asked):
            return found
        ready, way = found
        self.watch.at_once(ready, time.perf_counter() - began, cached=way == "again")
        return Taken(ready.head + ready.body, way == "memory")

    def answer(self, asked: Asked) -> bytes | None:
        """Return a whole response, after its status line, to what a worker was given; None: the long way goes on."""
        assert self.short
        ready = self.short.answer(asked)
        if ready is None:
            return None
        self.watch.at_once(ready, time.perf_counter() - asked.began, cached=False)
        return ready.head + ready.body

    def forget(self, asked: Asked) -> None:
        """Stop what a worker was given: the client has gone."""
        assert self.short
        self.short.forget(asked)
        self.watch.gone(asked.checked.digest, time.perf_counter() - asked.began)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Dispatch a request; every one is measured and leaves one line in the log."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        if not names_a_host(scope):
            await self.watch(refuse_host, scope, receive, send)
            return
        path: str = scope["path"]
        target = self.endpoints.get(path) or next((t for p, t in self.below.items() if path.startswith(p)), None)
        if target is None and isinstance(self.state.store, EmbeddedStore):
            await self.state.store.settle()  # the pages read generations: what was acknowledged is in one first
        await self.watch(target or super().__call__, scope, receive, send)


def create_app(settings: Settings, store: Store | None = None, library: Library | None = None) -> Application:
    """Return the application over a store (the one that the settings name, if none is given).

    Args:
        settings: What the operator set.
        store: Where queries are answered; started and stopped with the application.
        library: What the pages show; by default what is in the store.

    Raises:
        StoreError: the store cannot be opened.
        CallerError: the settings would open a hole: writing for everybody on a public address.
    """
    check_settings(settings)
    store = store or open_store(settings)
    actors = ActorService(store)
    library = library or StoreLibrary(store)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if isinstance(store, EmbeddedStore):
            await store.start()
        if isinstance(library, StoreLibrary):
            library.warm()
        try:
            yield
        finally:
            if app.annex:
                app.annex.close()
            if isinstance(store, EmbeddedStore):
                await store.stop()
            store.close()

    handlers: dict[Any, Any] = {
        EcoGraphError: _problem,
        HTTPException: _http_problem,
        RequestValidationError: _invalid,
        Exception: _problem,
    }
    app = Application(
        settings,
        title="EcoGraph",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        exception_handlers=handlers,
    )
    app.state.store = store
    app.state.settings = settings

    def describe(accept: str, name: str, address: str) -> tuple[bytes, str] | None:
        graphs = graph_counts(store)
        return description.document(accept, name, description.triples(address, graphs, writable=settings.writable))

    endpoint = Endpoint(store, settings, describe)
    app.short = endpoint.short
    app.endpoints |= {"/sparql": endpoint, "/sparql/": endpoint, "/api/export": Exports(store, settings)}
    if isinstance(store, EmbeddedStore):
        if Annex.possible(settings):
            app.annex = Annex(store, app.watch, settings)
        app.endpoints["/store"] = app.below["/store/"] = GraphStore(store, settings)
    library = library or StoreLibrary(store)
    app.endpoints[questions.PATH] = app.below[questions.PATH + "/"] = questions.Questions(endpoint, library)

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> Response:
        """Say whether the service can answer."""
        generation = store.generation()
        return PlainTextResponse(f"ok\ngeneration {generation}\n", headers={"cache-control": "no-store"})

    @app.get("/robots.txt", include_in_schema=False)
    async def robots() -> Response:
        """Ask robots to read the pages and to leave the machines' doors alone."""
        return PlainTextResponse("User-agent: *\nDisallow: /sparql\nDisallow: /api/\nDisallow: /store\n")

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        """Say what was measured, in the Prometheus text format."""
        return PlainTextResponse(
            app.watch.metrics(store, app.annex.connections if app.annex else 0), media_type="text/plain; version=0.0.4"
        )

    confined = Confined(checking.MEMORY)
    app.include_router(checking.checking_router(settings, confined))
    app.include_router(explaining_router(settings))
    app.add_middleware(checking.UploadLimit, limit=settings.upload_bytes)
    app.include_router(reconcile_router(actors, actors.warm))
    app.include_router(publishing_router(store, settings))
    app.include_router(rest_router(library))
    if isinstance(store, EmbeddedStore):
        app.include_router(contributing_router(library, Reader(store), store, settings))
    app.include_router(interface_router(app, library))  # before it: /problem/… are IRIs of ours too
    app.include_router(documents_router(Reader(store).construct, library))
    pages.mount(app, library, checks=confined.prepare)
    return app


def check_settings(settings: Settings) -> None:
    """Refuse settings that open a hole.

    Raises:
        CallerError: writing without a token on an address that others reach.
    """
    loopback = settings.host in {"127.0.0.1", "::1", "localhost"} or settings.host.startswith("127.")
    if settings.writable and settings.token is None and not loopback:
        raise CallerError(
            f"Writing without a token on {settings.host} would be open to everybody.",
            remedy="Set ECOGRAPH_TOKEN, or listen on 127.0.0.1.",
        )


def graph_counts(store: Store) -> list[tuple[str, int | None]]:
    """Return the named graphs with their sizes, as far as the manifest knows them."""
    if isinstance(store, EmbeddedStore):
        return [(name, count) for name, count in store.current().manifest.graphs.items()]
    return []


async def _http_problem(request: Request, error: HTTPException) -> Response:
    """Answer what the framework found wrong (no such page, no such method) as every other error."""
    if error.status_code == 413:
        return await _problem(request, checking.too_large(request.app.state.settings.upload_bytes))
    ours = (
        UnknownName(Text(nl="pagina", en="page"), request.url.path, [])
        if error.status_code == 404
        else _Framework(str(error.detail))
    )
    ours.status = error.status_code
    return await _problem(request, ours)


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    """Answer a request that does not fit its route as every other error."""
    return await _problem(request, invalid.told(error))


class _Framework(CallerError):
    """What the framework found wrong with a request."""


async def _problem(request: Request, error: Exception) -> Response:
    status = error.status if isinstance(error, EcoGraphError) else 500
    if pages.wants_html(request):
        return pages.problem_page(request, status, error)
    status, document, headers = problems.document(error, view.language_of(request))
    headers |= {"vary": "Accept, Accept-Language", "x-content-type-options": "nosniff"}
    return Response(problems.body(document), status, headers, media_type=problems.CONTENT_TYPE)
