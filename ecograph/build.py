"""The journey of a region, on one screen: the table of contents of the product.

    description → asserted → links → inferred → report → assessments → generation of the store

The law of this file: each step is graph in, graph out, and only ``build`` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pyoxigraph import NamedNode, Quad, Store

from ecograph import assess, assets
from ecograph.canvas import Canvas, Select, canvas
from ecograph.describe import Description, Problem, read_any, structure_problems
from ecograph.engine import generations, reasoning, validation
from ecograph.engine.graph import Graph
from ecograph.engine.knowledge import Knowledge, load
from ecograph.engine.remote import RemoteStore
from ecograph.engine.rows import Row, rows
from ecograph.errors import DataError, Place
from ecograph.terms import part_graph
from ecograph.texts import Text

if TYPE_CHECKING:
    from ecograph.linking.review import Decision

Engine = Literal["auto", "reference"]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Region:
    """One description after its journey.

    Attributes:
        problems: What is wrong in its structure, with places; empty when it is well formed.
        report: Computed assessments, for the report graph.
    """

    description: Description
    links: Graph
    inferred: Graph
    report: Graph
    problems: tuple[Problem, ...]
    assessments: tuple[assess.Assessment, ...]
    engines: tuple[str, ...]

    @property
    def conforms(self) -> bool:
        """Whether no structure shape found an error."""
        return not any(p.severity == "error" for p in self.problems)

    def quads(self) -> Iterator[Quad]:
        """Yield everything, in the four graphs of a description."""
        name = self.description.iri
        parts: tuple[tuple[Graph, NamedNode], ...] = (
            (self.description.graph, name),
            (self.links, part_graph(name, "links")),
            (self.inferred, part_graph(name, "inferred")),
            (self.report, part_graph(name, "report")),
        )
        for graph, graph_name in parts:
            for t in graph:
                yield Quad(t.subject, t.predicate, t.object, graph_name)


def journey(
    description: Description,
    knowledge: Knowledge,
    *,
    engine: Engine = "auto",
    linked: bool = True,
    decisions: Mapping[str, Decision] | None = None,
) -> Region:
    """Take one description through every step, without writing anything.

    Args:
        description: What was read.
        knowledge: The shared graphs.
        engine: ``auto``, or ``reference`` for owlrl and pyshacl.
        linked: Look the actors and regions up in the registers. No level depends on it, and it costs a second at first.
        decisions: What people decided about links, by IRI or name.
    """
    asserted = description.graph
    links = _links(asserted, decisions or {}) if linked else ()
    inference = reasoning.infer(asserted, knowledge.shared, engine=engine)
    described = asserted + links + inference.triples
    # The structure is judged as it was written: with what follows from ranges, anything would be of the right class.
    report = validation.validate(asserted, knowledge.structure, background=knowledge.shared, engine=engine)
    assessments = assess.assess(description.ecosystem, described, knowledge, engine=engine)
    return Region(
        description=description,
        links=links,
        inferred=inference.triples,
        report=assess.triples(description.iri, description.ecosystem, description.as_of, assessments),
        problems=structure_problems(description, report) + _contradictions(description, inference),
        assessments=assessments,
        engines=(inference.engine, report.engine),
    )


def _links(asserted: Graph, decisions: Mapping[str, Decision]) -> Graph:
    from ecograph.linking.description import link_description  # reads the registers

    return link_description(asserted, decisions=decisions)


def _contradictions(description: Description, inference: reasoning.Inference) -> tuple[Problem, ...]:
    """Return the contradictions of the reasoner as problems of the description."""
    place = Place(file=description.file)
    return tuple(Problem(c.rule, place, c.message) for c in inference.contradictions)


def check(path: Path, *, extra: tuple[Path, ...] = (), engine: Engine = "auto") -> tuple[Region, Canvas]:
    """Take one description through its journey in memory and read its canvas.

    Args:
        path: A description: a file or a folder.
        extra: Files with a user's own preconditions.
        engine: ``auto``, or ``reference`` for owlrl and pyshacl.
    """
    knowledge = load(extra)
    region = journey(read_any(path), knowledge, engine=engine, linked=False)
    return region, canvas(select_in((*knowledge.quads(), *region.quads())), region.description.iri.value)


def select_in(quads: Iterable[Quad]) -> Select:
    """Return a function that runs a SELECT of ours over some quads in memory, all graphs together."""
    store = Store()
    store.extend(quads)

    def select(text: str) -> list[Row]:
        return rows(store.query(text, use_default_graph_as_union=True))  # type: ignore[arg-type]  # ours are SELECTs

    return select


def shipped() -> list[Path]:
    """Return the descriptions in the box."""
    return sorted(p.parent for p in (assets.data() / "ecosystems").glob("*/*/description.*"))


def build(
    sources: Sequence[Path],
    data_dir: Path,
    *,
    extra: tuple[Path, ...] = (),
    engine: Engine = "auto",
    keep: int = 5,
    replace_live: bool = False,
    decisions: Path | None = None,
    progress: Progress = lambda *_: None,
) -> tuple[generations.Generation, tuple[Region, ...]]:
    """Take descriptions through their journey and make one immutable generation of the store.

    A description that does not conform stops the build before anything is written, and so do updates that users wrote
    to the current generation, unless ``replace_live`` says that they may go out of view (they stay in theirs).
    Decisions of people about links are read from the folder ``decisions`` (without it: of the data folder).

    Raises:
        DataError: a description has problems; the store stays as it was.
    """
    quads, regions = _content(sources, extra, engine, decisions or data_dir / "decisions", progress)
    boxed = list(sources) == shipped()
    generation = generations.publish(
        data_dir,
        quads,
        keep=keep,
        replace_live=replace_live,
        sources=assets.fingerprint(),
        descriptions=() if boxed else [str(path) for path in sources],
    )
    return generation, regions


def build_remote(
    sources: Sequence[Path],
    store: RemoteStore,
    decisions: Path,
    *,
    extra: tuple[Path, ...] = (),
    engine: Engine = "auto",
    progress: Progress = lambda *_: None,
) -> tuple[int, int, tuple[Region, ...]]:
    """Do the same into an engine of somebody else; return the number of graphs and triples, and what was described.

    Args:
        sources: The descriptions.
        store: The engine.
        decisions: The folder with decisions of people about links.
        extra: Files with a user's own preconditions.
        engine: ``auto``, or ``reference`` for owlrl and pyshacl.
        progress: Told what is being done.

    Raises:
        DataError: a description has problems; the engine was not written to.
        StoreError: the engine refuses; graphs that were written before stay.
    """
    from ecograph.engine import remote_build

    quads, regions = _content(sources, extra, engine, decisions, progress)
    graphs, triples = remote_build.publish(store, quads, progress)
    return graphs, triples, regions


def _content(
    sources: Sequence[Path], extra: tuple[Path, ...], engine: Engine, decisions: Path, progress: Progress
) -> tuple[Iterator[Quad], tuple[Region, ...]]:
    """Return everything that a build writes, shared graphs first, and the descriptions after their journey."""
    from ecograph.linking import registers
    from ecograph.linking.desk import Desk

    knowledge = load(extra)
    decided = Desk(decisions).decisions()
    regions: list[Region] = []
    for number, path in enumerate(sources, start=1):
        progress(str(path), number, len(sources))
        region = journey(read_any(path), knowledge, engine=engine, decisions=decided)
        if not region.conforms:
            raise _not_well_formed(region)
        regions.append(region)
    quads = chain(
        knowledge.quads(),
        (q for region in regions for q in region.quads()),
        (q for name in registers.names() for q in registers.quads(name)),
    )
    return quads, tuple(regions)


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
            for t in _links(asserted, decided):
                yield Quad(t.subject, t.predicate, t.object, part_graph(name, "links"))

    made = now.manifest
    return generations.publish(data_dir, quads(), keep=keep, sources=made.sources, descriptions=made.descriptions)


def _not_well_formed(region: Region) -> DataError:
    first, count = region.problems[0], len(region.problems)
    return DataError(
        Text(
            nl=f"De beschrijving heeft {count} fout(en); de eerste: {first.message['nl']}",
            en=f"The description has {count} problem(s); the first: {first.message['en']}",
        ),
        place=first.place,
        remedy=Text(
            nl="Draai `ecograph check` voor alle; de opslag is niet veranderd.",
            en="Run `ecograph check` for all of them; the store is unchanged.",
        ),
    )
