"""``ecograph serve``, and ``ecograph`` alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.cli.opening import ensure_built, settings_with
from ecograph.cli.output import say
from ecograph.terms import PREFIXES
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.settings import Settings

BUSY = Text(nl="Poort {port} is bezet; daarom een andere.", en="Port {port} is busy; so this is another one.")
LOADED = Text(
    nl="{quads} triples; generatie {number} in {folder}", en="{quads} triples; generation {number} in {folder}"
)
LOOK = Text(nl="Kijk op", en="Look at")
ASK = Text(nl="SPARQL op", en="SPARQL at")
STOP = Text(nl="Ctrl-C stopt.", en="Ctrl-C ends it.")


def serve(
    *,
    lang: Lang,
    host: str | None = None,
    port: int | None = None,
    browser: bool = True,
    data_dir: Path | None = None,
    empty: bool = False,
    writable: bool = False,
    no_token: bool = False,
    quiet: bool = False,
) -> None:
    """Serve until Ctrl-C; build the ecosystems in the box on first start."""
    from ecograph.api import server

    settings = settings_with(
        host=host,
        port=port,
        data_dir=data_dir,
        writable=writable or None,
        empty=empty or None,
        no_token=no_token or None,
    )
    if not empty:
        ensure_built(settings, quiet=quiet)

    start = _start(settings)

    def ready(address: str, moved: bool) -> None:
        if quiet:
            return
        _loaded(settings, lang)
        if moved:
            say(BUSY.say(lang, port=settings.port))
        say(f"{LOOK[lang]} [bold]{address}{start}[/]")
        say(f"{ASK[lang]} {address}sparql")
        say(STOP[lang])

    server.serve(settings, open_browser=browser, start=start, on_ready=ready)


#: The case in the box: its canvas is what a new user sees first.
_CASE = "emmen-chemistry/2016-kplusv"


def _start(settings: Settings) -> str:
    """Return the page to open: the canvas of the case in the box where it is served, else the list of ecosystems."""
    from ecograph.engine import generations

    generation = None if settings.store else generations.current(settings.data_dir)
    served = generation is not None and PREFIXES["id"] + _CASE in generation.manifest.graphs
    return f"ecosystem/{_CASE}" if served else ""


def _loaded(settings: Settings, lang: Lang) -> None:
    """Say what is served: how much, and which ecosystems by which description."""
    from ecograph.engine import generations

    if settings.store:
        say(settings.store)
        return
    generation = generations.current(settings.data_dir)
    if generation is None:
        return
    manifest = generation.manifest
    say(LOADED.say(lang, quads=manifest.quads or "?", number=generation.number, folder=settings.data_dir))
    described = [g for g in manifest.graphs if f"{g}/report" in manifest.graphs]
    for name in described:
        say(f"  {name.removeprefix(PREFIXES['id'])}")
