"""Fills the store: descriptions, what we know, and the registers, into a generation or into an engine elsewhere.

The law of this file: every description is worked through before anything is written. A generation is whole or not
there; an engine elsewhere has no generations, and gets whole graphs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, Store

from ecograph import assets, many
from ecograph.build import links_of, shipped
from ecograph.engine import generations
from ecograph.engine.knowledge import load
from ecograph.errors import DataError, Place
from ecograph.journal import Journal, Outcome, Task
from ecograph.terms import part_graph
from ecograph.texts import Text

if TYPE_CHECKING:
    from ecograph.engine.remote import RemoteStore

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Work:
    """How descriptions are worked through.

    Attributes:
        extra: Files with a user's own preconditions.
        engine: ``auto`` or ``reference``.
        decisions: The folder of what people decided about links; None: of the data folder.
        skip_failing: Leave out what is not well formed, instead of stopping.
        opening: Opens the executor; None: processes of this machine.
        jobs: How many at a time; None: as many as are worth it.
        progress: Told of each step: what, which, of how many.
    """

    extra: tuple[Path, ...] = ()
    engine: str = "auto"
    decisions: Path | None = None
    skip_failing: bool = False
    opening: many.Opening | None = None
    jobs: int | None = None
    progress: Progress = lambda *_: None


def build(
    sources: Sequence[Path], data_dir: Path, work: Work = Work(), *, keep: int = 5, replace_live: bool = False
) -> tuple[generations.Generation, tuple[Outcome, ...]]:
    """Take descriptions through their journey and make one immutable generation of the store.

    A description that is not well formed stops the build before anything is written, unless ``work`` says to leave it
    out; and so do updates that users wrote to the current generation, unless ``replace_live`` says that they may go
    out of view (they stay in theirs).

    Raises:
        DataError: descriptions have problems, or are the same; the store stays as it was.
        StoreError: another process writes, the disk is full, or writes of users would disappear from view.
    """
    journal = Journal(data_dir / "journal")
    quads, outcomes = _content(sources, data_dir, journal, work)
    boxed = list(sources) == shipped()
    generation = generations.publish(
        data_dir,
        quads,
        keep=keep,
        replace_live=replace_live,
        sources=assets.fingerprint(),
        descriptions=() if boxed else [str(path) for path in sources],
    )
    journal.forget()
    return generation, outcomes


def build_remote(
    sources: Sequence[Path], store: RemoteStore, data_dir: Path, work: Work = Work()
) -> tuple[int, int, tuple[Outcome, ...]]:
    """Do the same into an engine of somebody else; return the number of graphs and triples, and what was described.

    Args:
        sources: The descriptions.
        store: The engine.
        data_dir: Where the journal of what is finished is kept, and decisions about links are.
        work: How.

    Raises:
        DataError: descriptions have problems; the engine was not written to.
        StoreError: the engine refuses; graphs that were written before stay.
    """
    from ecograph.engine import remote_build

    journal = Journal(data_dir / "journal")
    quads, outcomes = _content(sources, data_dir, journal, work)
    graphs, triples = remote_build.publish(store, quads, work.progress)
    journal.forget()
    return graphs, triples, outcomes


def _content(
    sources: Sequence[Path], data_dir: Path, journal: Journal, work: Work
) -> tuple[Iterator[Quad], tuple[Outcome, ...]]:
    """Work through the descriptions; return all that is written, shared graphs first, and what became of each."""
    from ecograph.linking import registers
    from ecograph.linking.desk import FILE

    table = str((work.decisions or data_dir / "decisions") / FILE)
    tasks = [Task(str(p), tuple(map(str, work.extra)), work.engine, store=True, decisions=table) for p in sources]
    done = many.run(tasks, opening=work.opening, jobs=work.jobs, journal=journal, progress=work.progress)
    found = {o.path: o for o in done}
    outcomes = tuple(found[t.path] for t in tasks)
    failing = [o for o in outcomes if not o.conforms]
    if failing and not (work.skip_failing and len(failing) < len(outcomes)):
        raise _not_well_formed(failing, len(outcomes))
    good = [t for t in tasks if found[t.path].conforms]
    _all_different([found[t.path] for t in good])

    def quads() -> Iterator[Quad]:
        yield from load(work.extra).quads()
        for task in good:
            yield from journal.quads(task)
        for name in registers.names():
            yield from registers.quads(name)

    return quads(), outcomes


def relink(data_dir: Path, *, keep: int = 5, decisions: Path | None = None) -> generations.Generation | None:
    """Make a generation of the current one in which people's newest decisions about links hold.

    Only the links graphs are made again, so it takes neither the files of the descriptions nor their journey.

    Returns:
        The new generation; None where the current one has the decisions already, or was written to by users.
    """
    from ecograph.linking.desk import Desk

    desk, now = Desk(decisions or data_dir / "decisions"), generations.current(data_dir)
    if now is None or now.manifest.origin != "build" or not desk.newer_than(now.manifest.created):
        return None
    names = {name: NamedNode(name) for name in now.manifest.graphs if f"{name}/report" in now.manifest.graphs}
    decided = desk.decisions()
    store = Store.read_only(str(now.store_path))
    again = {part_graph(name, "links") for name in names.values()}

    def quads() -> Iterator[Quad]:
        yield from (q for q in store if q.graph_name not in again)
        for name in names.values():
            asserted = tuple(q.triple for q in store.quads_for_pattern(None, None, None, name))
            for t in links_of(asserted, decided):
                yield Quad(t.subject, t.predicate, t.object, part_graph(name, "links"))

    made = now.manifest
    return generations.publish(data_dir, quads(), keep=keep, sources=made.sources, descriptions=made.descriptions)


def _not_well_formed(failing: list[Outcome], count: int) -> DataError:
    """Return the error that a build ends with: the first problem, how many there are, and what to do."""
    first = next((p for p in failing[0].problems if p.severity == "error"), failing[0].problems[0])
    if failing[0].unread and count == 1:
        return DataError(first.message, place=first.place)
    if count == 1:
        nl = f"De beschrijving is niet goed gevormd ({failing[0].count} keer); het eerste: {first.message['nl']}"
        en = f"The description is not well formed ({failing[0].count} times); the first: {first.message['en']}"
    else:
        nl = f"{len(failing)} van {count} beschrijvingen zijn niet goed gevormd; het eerste: {first.message['nl']}"
        en = f"{len(failing)} of {count} descriptions are not well formed; the first: {first.message['en']}"
    more = Text(nl=", of bouw zonder hen met --skip-failing", en=", or build without them with --skip-failing")
    return DataError(
        Text(nl=nl, en=en),
        place=first.place,
        remedy=Text(
            nl=f"Draai `ecograph check` voor alle{more['nl'] if count > 1 else ''}; de opslag is niet veranderd.",
            en=f"Run `ecograph check` for all of them{more['en'] if count > 1 else ''}; the store is unchanged.",
        ),
    )


def _all_different(outcomes: list[Outcome]) -> None:
    """Refuse two descriptions of one name: one would silently become part of the other.

    Raises:
        DataError: there are two.
    """
    seen: dict[str, Outcome] = {}
    for outcome in outcomes:
        other = seen.setdefault(outcome.iri, outcome)
        if other is not outcome:
            raise DataError(
                Text(
                    nl=f"Dit is dezelfde beschrijving als {other.path}: <{outcome.iri}>.",
                    en=f"This is the same description as {other.path}: <{outcome.iri}>.",
                ),
                place=Place(file=outcome.path),
                remedy=Text(
                    nl="Laat er een weg, of geef haar een eigen naam; de opslag is niet veranderd.",
                    en="Leave one out, or give it a name of its own; the store is unchanged.",
                ),
            )
