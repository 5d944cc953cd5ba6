"""``ecograph build``."""

from __future__ import annotations

from pathlib import Path

from ecograph.cli.boxed import found
from ecograph.cli.output import progress, say
from ecograph.terms import PREFIXES
from ecograph.texts import Lang, Text

BUILT = Text(
    nl="Generatie {number}: {quads} triples uit {regions} beschrijving(en), in {folder}",
    en="Generation {number}: {quads} triples from {regions} description(s), in {folder}",
)
LEFT_OUT = Text(nl="Weggelaten, want niet goed gevormd:", en="Left out, because not well formed:")
RESUMED = Text(nl="{n} waren al gedaan.", en="{n} were done already.")
#: More names than this are not listed after a build.
LISTED = 30


def build(
    descriptions: list[Path] | None,
    *,
    data_dir: Path | None,
    extra: tuple[Path, ...],
    engine: str,
    replace_live: bool,
    skip_failing: bool,
    jobs: int | None,
    executor: str | None,
    quiet: bool,
    lang: Lang,
) -> int:
    """Build a generation of the store and say what is in it; return 1 where descriptions were left out, else 0."""
    from ecograph import build as journeys
    from ecograph import many
    from ecograph.cli.report import problem_lines
    from ecograph.settings import Settings

    settings = Settings()
    folder = data_dir or settings.data_dir
    opening = many.executor_of(executor) if executor else None
    with progress("ecograph build", quiet=quiet) as move:
        generation, outcomes = many.build(
            many.descriptions([found(d) for d in descriptions]) if descriptions else journeys.shipped(),
            folder,
            extra=extra,
            engine=engine,
            keep=settings.keep_generations,
            replace_live=replace_live,
            skip_failing=skip_failing,
            opening=opening,
            jobs=jobs,
            progress=move,
        )
    good, failing = [o for o in outcomes if o.conforms], [o for o in outcomes if not o.conforms]
    if not quiet:
        quads = generation.manifest.quads
        say(BUILT.say(lang, number=generation.number, quads=quads, regions=len(good), folder=folder))
        for outcome in good[:LISTED]:
            say(f"  {outcome.iri.removeprefix(PREFIXES['id'])}")
        if len(good) > LISTED:
            say(f"  … +{len(good) - LISTED}")
        if resumed := sum(o.resumed for o in outcomes):
            say(RESUMED.say(lang, n=resumed))
    if failing:
        say(LEFT_OUT[lang])
        for outcome in failing:
            for line in problem_lines(outcome.problems[:1], lang)[1:]:
                say(line.plain)
    return 1 if failing else 0
