"""``ecograph build``."""

from __future__ import annotations

from pathlib import Path

from ecograph.cli.output import progress, say
from ecograph.terms import PREFIXES
from ecograph.texts import Lang, Text

BUILT = Text(
    nl="Generatie {number}: {quads} triples uit {regions} beschrijving(en), in {folder}",
    en="Generation {number}: {quads} triples from {regions} description(s), in {folder}",
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
