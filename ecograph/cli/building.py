"""``ecograph build``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.cli.output import progress, say
from ecograph.terms import PREFIXES
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.settings import Settings

BUILT = Text(
    nl="Generatie {number}: {quads} triples uit {regions} beschrijving(en), in {folder}",
    en="Generation {number}: {quads} triples from {regions} description(s), in {folder}",
)
REMOTE = Text(
    nl="{triples} triples in {graphs} grafen, uit {regions} beschrijving(en), in {store}",
    en="{triples} triples in {graphs} graphs, from {regions} description(s), in {store}",
)


def build(
    descriptions: list[Path] | None,
    *,
    data_dir: Path | None,
    extra: tuple[Path, ...],
    engine: str,
    replace_live: bool,
    quiet: bool,
    lang: Lang,
) -> None:
    """Build a generation of the store and say what is in it."""
    from ecograph import build as journeys
    from ecograph.settings import Settings

    settings = Settings()
    if settings.store and data_dir is None:
        _remote(descriptions, settings, extra=extra, engine=engine, quiet=quiet, lang=lang)
        return
    folder = data_dir or settings.data_dir
    with progress("ecograph build", quiet=quiet) as move:
        generation, regions = journeys.build(
            descriptions or journeys.shipped(),
            folder,
            extra=extra,
            engine="reference" if engine == "reference" else "auto",
            keep=settings.keep_generations,
            replace_live=replace_live,
            decisions=settings.decisions or folder / "decisions",
            progress=move,
        )
    if not quiet:
        quads = generation.manifest.quads
        say(BUILT.say(lang, number=generation.number, quads=quads, regions=len(regions), folder=folder))
        for region in regions:
            say(f"  {region.description.iri.value.removeprefix(PREFIXES['id'])}")


def _remote(
    descriptions: list[Path] | None,
    settings: Settings,
    *,
    extra: tuple[Path, ...],
    engine: str,
    quiet: bool,
    lang: Lang,
) -> None:
    """Build into the engine that ECOGRAPH_STORE names."""
    from ecograph import build as journeys
    from ecograph.engine.remote import RemoteStore

    with progress("ecograph build", quiet=quiet) as move:
        graphs, triples, regions = journeys.build_remote(
            descriptions or journeys.shipped(),
            RemoteStore.from_settings(settings),
            settings.decisions_dir,
            extra=extra,
            engine="reference" if engine == "reference" else "auto",
            progress=move,
        )
    if not quiet:
        say(REMOTE.say(lang, graphs=graphs, triples=triples, regions=len(regions), store=settings.store_graphs))
        for region in regions:
            say(f"  {region.description.iri.value.removeprefix(PREFIXES['id'])}")
