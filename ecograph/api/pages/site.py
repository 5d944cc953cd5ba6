"""All pages together, as one router."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from ecograph import assets
from ecograph.api.pages import canvas, check, compare, home, network, query, questions, resources, schema
from ecograph.api.pages.library import Library

_PAGES = (home, canvas, check, compare, network, query, questions, resources, schema)


class Files(StaticFiles):
    """The static files; a browser asks each time whether its copy is still good, so no page mixes two versions."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return one file, to be kept and to be asked about again."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def icon() -> Response:
    """Return the icon to what asks for one without reading a page; it is the one that the pages name."""
    headers = {"Cache-Control": "max-age=86400", "X-Content-Type-Options": "nosniff"}
    return FileResponse(assets.web() / "static" / "icon.svg", media_type="image/svg+xml", headers=headers)


def router(library: Library) -> APIRouter:
    """Return the routes of every page that needs nothing but the library."""
    together = APIRouter()
    for module in _PAGES:
        together.include_router(module.routes(library))
    return together


def mount(app: FastAPI, library: Library, *, checks: Callable[[], object] | None = None) -> None:
    """Put the pages and their static files into an application.

    Call it last: the pages of resources answer every path under ``/id/``.

    Args:
        app: The application.
        library: What the pages show.
        checks: Where the application answers ``POST /api/check``, so that the menu offers it: called when somebody
            opens the page of it, and should return at once.
    """
    app.state.checks = checks
    app.mount("/static", Files(directory=assets.web() / "static"), name="static")
    app.include_router(router(library))
    app.add_api_route("/favicon.ico", icon, include_in_schema=False)
    app.add_middleware(GZipMiddleware, minimum_size=1024)  # a canvas is six times smaller; endpoints pass it by
