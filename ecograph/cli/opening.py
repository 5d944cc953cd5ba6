"""The store that a command reads: built from the box when there is none yet."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecograph.cli.output import progress, say
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.engine.store import Store
    from ecograph.settings import Settings


AGAIN = Text(
    nl="Ontologie of gegevens zijn veranderd sinds generatie {number} (EcoGraph {old}, nu {new}): ik bouw opnieuw.",
    en="Ontology or data have changed since generation {number} (EcoGraph {old}, now {new}): building again.",
)
OLDER = Text(
    nl="Generatie {number} is van EcoGraph {old} met een andere ontologie of andere registers; nu is het {new}. "
    "Bijwerken: {command}",
    en="Generation {number} is of EcoGraph {old} with another ontology or other registers; this is {new}. "
    "To bring it up to date: {command}",
)


def settings_with(**given: Any) -> Settings:  # noqa: ANN401  # each has the type of its setting
    """Return the settings of the environment, with what the command line gave on top."""
    from ecograph.settings import Settings

    return Settings(**{name: value for name, value in given.items() if value is not None})


def ensure_built(settings: Settings, *, lang: Lang, quiet: bool = False) -> None:
    """Build the ecosystems in the box where the embedded store has nothing yet, or what an older EcoGraph built.

    A store of the user's own descriptions, or with updates of users, is never replaced: what has changed is said.
    """
    from ecograph.engine import generations

    if settings.store:
        return
    found = generations.current(settings.data_dir)
    if found is not None:
        from ecograph import __version__, assets

        manifest = found.manifest
        if not manifest.sources or manifest.sources == assets.fingerprint():
            return
        facts = {"number": found.number, "old": manifest.version, "new": __version__}
        if manifest.origin != "build" or manifest.descriptions:
            if not quiet:
                option = ["--replace-live"] if manifest.origin != "build" else []
                command = shlex.join(["ecograph", "build", *option, *manifest.descriptions])
                say(OLDER.say(lang, command=command, **facts))
            return
        if not quiet:
            say(AGAIN.say(lang, **facts))
    from ecograph import build, filling

    with progress("ecograph build", quiet=quiet) as move:
        work = filling.Work(decisions=settings.decisions_dir, progress=move)
        filling.build(build.shipped(), settings.data_dir, work, keep=settings.keep_generations)


@contextmanager
def opened(data_dir: Path | None, lang: Lang, **given: Any) -> Iterator[Store]:  # noqa: ANN401  # each has the type of its setting
    """Open the store of the settings, or of a data folder; build it on first use."""
    from ecograph.engine.store import open_store

    settings = settings_with(data_dir=data_dir, **given)
    ensure_built(settings, lang=lang)
    store = open_store(settings)
    try:
        yield store
    finally:
        store.close()
