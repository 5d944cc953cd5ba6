"""``ecograph mcp``."""

from __future__ import annotations

from pathlib import Path

from ecograph.texts import Lang


def mcp(place: str | None, *, data_dir: Path | None, lang: Lang) -> None:
    """Serve the tools over standard input and output until the client goes away.

    Raises:
        MissingExtra: the package ``mcp`` is not installed.
    """
    from ecograph.cli.opening import ensure_built, settings_with
    from ecograph.clients import connect
    from ecograph.clients.tools import server

    if place is None and data_dir is not None:
        ensure_built(settings_with(data_dir=data_dir), lang=lang, quiet=True)
    with connect(place or data_dir, frames="rows", lang=lang) as graph:
        server(graph, lang).run("stdio")
