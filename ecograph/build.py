"""The journey of a region, on one screen: the table of contents of the product.

    description → asserted → links → inferred → report → assessments → generation of the store

The law of this file: each step is graph in, graph out, and nothing is written; ``filling`` makes the generation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pyoxigraph import NamedNode, Quad, Store

from ecograph import assess, assets
from ecograph.canvas import Canvas, Select, canvas
from ecograph.describe import Description, Problem, read_any, structure_problems
from ecograph.engine import reasoning, validation
from ecograph.engine.graph import Graph
from ecograph.engine.knowledge import Knowledge, load
from ecograph.engine.rows import Row, rows
from ecograph.engine.watch import watched
from ecograph.errors import Place
from ecograph.terms import VOCABULARY_GRAPH, part_graph

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
    links = links_of(asserted, decisions or {}) if linked else ()
    inference = reasoning.infer(asserted, knowledge.shared, engine=engine)
    written = validation.number(asserted, knowledge.shared)
    # Structure is judged as it was written: with what follows from ranges, anything would be of the right class.
    report = validation.validate(written, knowledge.structure, engine=engine)
    described = (written.above(links) if links else written).above(inference.triples)
    assessments = watched(  # preconditions may be somebody's own
        lambda: assess.assess(description.ecosystem, described, knowledge, engine=engine)
    )
    return Region(
        description=description,
        links=links,
        inferred=inference.triples,
        report=assess.triples(description.iri, description.ecosystem, description.as_of, assessments),
        problems=structure_problems(description, report) + _contradictions(description, inference),
        assessments=assessments,
        engines=(inference.engine, report.engine),
    )


def links_of(asserted: Graph, decisions: Mapping[str, Decision]) -> Graph:
    """Return the links of what is asserted, with what people decided about them."""
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
    known = (Quad(t.subject, t.predicate, t.object, VOCABULARY_GRAPH) for t in knowledge.vocabulary)
    return region, canvas(select_in((*known, *region.quads())), region.description.iri.value)


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
