"""``ecograph build``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ecograph.cli.boxed import found
from ecograph.cli.output import progress, say
from ecograph.terms import PREFIXES
from ecograph.texts import Lang, Text

if TYPE_CHECKING:
    from ecograph.journal import Outcome

BUILT = Text(
    nl="Generatie {number}: {quads} triples uit {regions} beschrijving(en), in {folder}",
    en="Generation {number}: {quads} triples from {regions} description(s), in {folder}",
)
REMOTE = Text(
    nl="{triples} triples in {graphs} grafen, uit {regions} beschrijving(en), in {store}",
    en="{triples} triples in {graphs} graphs, from {regions} description(s), in {store}",
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
    from ecograph import filling, many
    from ecograph.build import shipped
    from ecograph.describe.finding import descriptions as within
    from ecograph.settings import Settings

    settings = Settings()
    folder = data_dir or settings.data_dir
    sources = within([found(d) for d in descriptions]) if descriptions else shipped()
    with progress("ecograph build", quiet=quiet) as move:
        work = filling.Work(
            extra=extra,
            engine=engine,
            decisions=settings.decisions or folder / "decisions",
            skip_failing=skip_failing,
            opening=many.executor_of(executor) if executor else None,
            jobs=jobs,
            progress=move,
        )
        if settings.store and data_dir is None:
            from ecograph.engine.remote import RemoteStore

            graphs, triples, outcomes = filling.build_remote(sources, RemoteStore.from_settings(settings), folder, work)
            made = REMOTE.say(
                lang, graphs=graphs, triples=triples, regions=_good(outcomes), store=settings.store_graphs
            )
        else:
            generation, outcomes = filling.build(
                sources, folder, work, keep=settings.keep_generations, replace_live=replace_live
            )
            quads = generation.manifest.quads
            made = BUILT.say(lang, number=generation.number, quads=quads, regions=_good(outcomes), folder=folder)
    good, failing = [o for o in outcomes if o.conforms], [o for o in outcomes if not o.conforms]
    if not quiet:
        say(made)
        _list(good, lang)
    if failing:
        _complain(failing, lang)
    return 1 if failing else 0


def _good(outcomes: Sequence[Outcome]) -> int:
    return sum(o.conforms for o in outcomes)


def _list(good: list[Outcome], lang: Lang) -> None:
    for outcome in good[:LISTED]:
        say(f"  {outcome.iri.removeprefix(PREFIXES['id'])}")
    if len(good) > LISTED:
        say(f"  … +{len(good) - LISTED}")
    if resumed := sum(o.resumed for o in good):
        say(RESUMED.say(lang, n=resumed))


def _complain(failing: list[Outcome], lang: Lang) -> None:
    from ecograph.cli.report import problem_lines

    say(LEFT_OUT[lang])
    for outcome in failing:
        for line in problem_lines(outcome.problems[:1], lang)[1:]:
            say(line.plain)
