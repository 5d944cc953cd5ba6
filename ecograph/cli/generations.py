"""``ecograph generations``: the states of the store that are kept, and which one answers."""

from __future__ import annotations

import json
from pathlib import Path

from rich.table import Table

from ecograph.cli.output import console, deliver, say
from ecograph.engine import generations
from ecograph.engine.generations import Generation
from ecograph.settings import Settings
from ecograph.texts import Lang, Text

HEADS = {
    "nl": ("nr", "gemaakt", "door", "uit", "triples", "MB", "stand"),
    "en": ("no", "created", "by", "from", "triples", "MB", "state"),
}
ORIGINS = {"build": Text(nl="bouw", en="build"), "live": Text(nl="wijzigingen", en="updates")}
CURRENT = Text(nl="huidig", en="current")
KEPT = Text(nl="bewaard", en="kept")
IN_USE = Text(nl="in gebruik", en="in use")
NONE = Text(nl="Er is nog geen opslag in {folder}.", en="There is no store in {folder} yet.")
IS_KEPT = Text(nl="Generatie {number} blijft bewaard.", en="Generation {number} is kept for good.")
IS_LOOSE = Text(
    nl="Generatie {number} mag weg als er {keep} nieuwere zijn.",
    en="Generation {number} may go when there are {keep} newer ones.",
)
REMOVED = Text(nl="Generatie {number} is verwijderd.", en="Generation {number} was removed.")
CHOSEN = Text(
    nl="Generatie {number} is nu de huidige; een draaiende dienst antwoordt er meteen uit.",
    en="Generation {number} is the current one now; a running service answers from it at once.",
)


def show(data_dir: Path | None, *, form: str, out: Path | None, lang: Lang) -> None:
    """Print every generation: number, date, version, origin, size, and whether it is current, kept or in use."""
    folder = _folder(data_dir)
    now = generations.current(folder)
    found = [_facts(g, now) for g in generations.listed(folder)]
    if form == "json":
        deliver(json.dumps(found, indent=1), out)
        return
    if not found:
        say(NONE.say(lang, folder=folder))
        return
    table = Table(*HEADS[lang], box=None, padding=(0, 2, 0, 0), header_style="bold")
    for facts in found:
        state = [text[lang] for name, text in (("current", CURRENT), ("kept", KEPT), ("in_use", IN_USE)) if facts[name]]
        quads = f"{facts['quads']:,}" if facts["quads"] is not None else "?"
        origin = ORIGINS[str(facts["origin"])][lang]
        size = f"{int(str(facts['bytes'])) / 1e6:.1f}"
        table.add_row(
            str(facts["number"]), str(facts["created"]), str(facts["version"]), origin, quads, size, ", ".join(state)
        )
    console().print(table)


def keep(number: int, data_dir: Path | None, *, kept: bool, lang: Lang) -> None:
    """Keep a generation for good, or let it go with the others."""
    settings = Settings()
    generations.pin(_folder(data_dir), number, pinned=kept)
    say((IS_KEPT if kept else IS_LOOSE).say(lang, number=number, keep=settings.keep_generations))


def remove(number: int, data_dir: Path | None, *, lang: Lang) -> None:
    """Remove a generation that nobody answers from."""
    generations.remove(_folder(data_dir), number)
    say(REMOVED.say(lang, number=number))


def use(number: int, data_dir: Path | None, *, lang: Lang) -> None:
    """Make a generation the current one."""
    generations.point(_folder(data_dir), number)
    say(CHOSEN.say(lang, number=number))


def _folder(data_dir: Path | None) -> Path:
    return data_dir or Settings().data_dir


def _facts(generation: Generation, now: Generation | None) -> dict[str, object]:
    manifest = generation.manifest
    return {
        "number": generation.number,
        "created": manifest.created,
        "version": manifest.version,
        "origin": manifest.origin,
        "quads": manifest.quads,
        "bytes": generation.bytes,
        "current": generation == now,
        "kept": manifest.pinned,
        "in_use": generation.in_use,
        "hash": manifest.hash,
        "sources": manifest.sources,
        "descriptions": list(manifest.descriptions),
    }
