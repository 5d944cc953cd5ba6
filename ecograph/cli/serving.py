"""``ecograph serve``, and ``ecograph`` alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.cli.opening import ensure_built, settings_with
from ecograph.cli.output import say
from ecograph.errors import CallerError, Place
from ecograph.terms import PREFIXES
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.settings import Settings

BUSY = Text(nl="Poort {port} is bezet; daarom een andere.", en="Port {port} is busy; so this is another one.")
LOADED = Text(
    nl="{quads} triples; generatie {number} in {folder}", en="{quads} triples; generation {number} in {folder}"
)
RELINKED = Text(
    nl="De nieuwste besluiten over koppelingen zijn verwerkt in generatie {number}.",
    en="The newest decisions about links hold in generation {number}.",
)
LOOK = Text(nl="Kijk op", en="Look at")
ASK = Text(nl="SPARQL op", en="SPARQL at")
NOT_EMPTY = Text(nl="Hier staat al een opslag.", en="There is a store here already.")
NOT_EMPTY_REMEDY = Text(
    nl="Kies bij --empty een nieuwe map, of laat --data-dir weg.",
    en="With --empty, take a new folder, or no --data-dir.",
)
OPEN = Text(nl="Schrijven zonder token staat uit.", en="Writing without a token is off.")
OPEN_REMEDY = Text(
    nl="Zet ECOGRAPH_TOKEN, of geef --no-token: dan mag iedereen op deze machine schrijven.",
    en="Set ECOGRAPH_TOKEN, or give --no-token: then anybody on this machine may write.",
)
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
    with _folder(data_dir, empty=empty) as folder:
        settings = settings_with(host=host, port=port, data_dir=folder, writable=writable or None)
        _refuse_open_writing(settings, no_token=no_token)
        if not empty:
            ensure_built(settings, lang=lang, quiet=quiet)
            _keep_to_decisions(settings, quiet=quiet, lang=lang)
        _run(settings, browser=browser, quiet=quiet, lang=lang)


def _keep_to_decisions(settings: Settings, *, quiet: bool, lang: Lang) -> None:
    """Let what people decided about links since the last build hold in what is served."""
    from ecograph import filling

    if settings.store:
        return
    made = filling.relink(settings.data_dir, keep=settings.keep_generations, decisions=settings.decisions_dir)
    if made and not quiet:
        say(RELINKED.say(lang, number=made.number))


def _run(settings: Settings, *, browser: bool, quiet: bool, lang: Lang) -> None:
    from ecograph.api import server

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


@contextmanager
def _folder(data_dir: Path | None, *, empty: bool) -> Iterator[Path | None]:
    """Give the data folder; an empty store without a folder of its own gets one that ends with the service."""
    from ecograph.engine import generations

    if not empty:
        yield data_dir
    elif data_dir is None:
        with tempfile.TemporaryDirectory(prefix="ecograph-empty-") as folder:
            yield Path(folder)
    elif generations.current(data_dir) is not None:
        raise CallerError(NOT_EMPTY, place=Place(file=str(data_dir)), remedy=NOT_EMPTY_REMEDY)
    else:
        yield data_dir


def _refuse_open_writing(settings: Settings, *, no_token: bool) -> None:
    """Let nobody write without a token by accident; the service itself refuses it on any address but loopback."""
    if settings.writable and settings.token is None and not no_token:
        raise CallerError(OPEN, remedy=OPEN_REMEDY)


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
