"""What every region shares: ontology, vocabularies, preconditions, and the shapes of both kinds.

The law of this file: structure shapes and precondition shapes never meet. Only the first decide whether a description
is well formed; the second say what an ecosystem lacks (docs/decisions/0003-two-kinds-of-shapes.md).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from ecograph import assets
from ecograph.engine.graph import Graph, read
from ecograph.engine.own_preconditions import read_own
from ecograph.errors import DataError, Place, UnknownName
from ecograph.terms import ECO, ONTOLOGY_GRAPH, RDF, SHAPES_GRAPH, SKOS, VOCABULARY_GRAPH
from ecograph.texts import Text


@dataclass(frozen=True, slots=True)
class Rule:
    """One precondition as the assessment needs it."""

    iri: NamedNode
    notation: str
    sufficient: NamedNode
    partial: NamedNode | None
    applicable: NamedNode | None
    evidence: str
    looks_at: frozenset[str]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The shared graphs.

    Attributes:
        ontology: Modules and alignments.
        vocabulary: SKOS schemes, preconditions, frameworks and profiles.
        structure: Shapes that say whether a description is well formed.
        preconditions: Shapes that preconditions point to.
        rules: One per precondition, in the order of notation.
        shared: What belongs to the data graph of every region: ontology and vocabulary, one tuple for all of them.
    """

    ontology: Graph
    vocabulary: Graph
    structure: Graph
    preconditions: Graph
    rules: tuple[Rule, ...]
    shared: Graph

    def quads(self) -> list[Quad]:
        """Return everything, each triple in one graph: what a user's file says of preconditions is vocabulary."""
        said = frozenset(self.vocabulary)
        shapes = tuple(t for t in dict.fromkeys(self.structure + self.preconditions) if t not in said)
        graphs = (
            (self.ontology, ONTOLOGY_GRAPH),
            (self.vocabulary, VOCABULARY_GRAPH),
            (shapes, SHAPES_GRAPH),
        )
        return [Quad(t.subject, t.predicate, t.object, name) for triples, name in graphs for t in triples]

    def profile(self, name: str) -> tuple[Rule, ...]:
        """Return the rules of a profile, by the last part of its IRI; ``all`` is every rule.

        Raises:
            UnknownName: no such profile.
        """
        if name == "all":
            return self.rules
        members: dict[str, set[str]] = {}
        for t in self.vocabulary:
            if t.predicate == RDF.type and t.object == ECO.PreconditionProfile and isinstance(t.subject, NamedNode):
                members.setdefault(t.subject.value, set())
        for t in self.vocabulary:
            if t.predicate == ECO.hasPrecondition and isinstance(t.object, NamedNode):
                members.setdefault(str(getattr(t.subject, "value", "")), set()).add(t.object.value)
        by_name = {iri.rpartition("/")[2].rpartition("#")[2]: found for iri, found in members.items()}
        if name not in by_name:
            raise UnknownName(Text(nl="profiel", en="profile"), name, ["all", *by_name])
        return tuple(rule for rule in self.rules if rule.iri.value in by_name[name])


def load(extra: tuple[Path, ...] = ()) -> Knowledge:
    """Return the shared graphs; ``extra`` are Turtle files with a user's own preconditions, shapes and profiles.

    Raises:
        SyntaxProblem: a file does not parse.
        DataError: a precondition lacks its rule or its notation, or repeats one.
    """
    return _shipped() if not extra else _read(extra)


@functools.cache
def _shipped() -> Knowledge:
    return _read(())


def _read(extra: tuple[Path, ...]) -> Knowledge:
    root = assets.ontology()
    ontology = _graph(root / "modules", root / "alignments")
    prefixes = read(assets.queries() / "prefixes.ttl").triples  # SPARQL in a shape needs them in its own graph
    structure = _graph(root / "shapes") + prefixes
    shapes = _graph(root / "preconditions" / "shapes") + prefixes
    vocabulary = _graph(root / "vocabularies", root / "preconditions")
    own: Graph = read_own(extra, vocabulary + shapes) if extra else ()
    vocabulary += own
    # A user's file holds resources and shapes together: each shape is harmless among the resources.
    rules = _rules(vocabulary, extra)
    return Knowledge(ontology, vocabulary, structure, shapes + own, rules, ontology + vocabulary)


def _graph(*folders: Path) -> Graph:
    files = [path for folder in folders for path in sorted(folder.glob("*.ttl"))]
    return tuple(dict.fromkeys(t for path in files for t in read(path).triples))


def _rules(vocabulary: Graph, extra: tuple[Path, ...]) -> tuple[Rule, ...]:
    found: dict[NamedNode, dict[str, list[object]]] = {}
    for t in vocabulary:
        if t.predicate == RDF.type and t.object == ECO.Precondition and isinstance(t.subject, NamedNode):
            found[t.subject] = {}
    for t in vocabulary:
        if isinstance(t.subject, NamedNode) and t.subject in found:
            found[t.subject].setdefault(t.predicate.value, []).append(t.object)
    rules = [_rule(iri, facts, extra) for iri, facts in found.items()]
    twice = sorted({r.notation for r in rules if sum(r.notation == s.notation for s in rules) > 1})
    if twice:
        raise DataError(
            Text(
                nl=f"Twee randvoorwaarden hebben dezelfde notatie: {', '.join(twice)}.",
                en=f"Two preconditions carry the notation {', '.join(twice)}.",
            ),
            place=Place(file=", ".join(map(str, extra))),
            remedy=Text(nl="Geef elk een eigen skos:notation.", en="Give each its own skos:notation."),
        )
    return tuple(sorted(rules, key=lambda r: (len(r.notation), r.notation)))


def _rule(iri: NamedNode, facts: dict[str, list[object]], extra: tuple[Path, ...]) -> Rule:
    def one(predicate: NamedNode) -> NamedNode | None:
        return next((o for o in facts.get(predicate.value, []) if isinstance(o, NamedNode)), None)

    def text(predicate: NamedNode) -> str:
        return str(getattr(next(iter(facts.get(predicate.value, [])), None), "value", ""))

    sufficient = one(ECO.sufficientWhen)
    notation = text(SKOS.notation)
    if sufficient is None or not notation:
        raise DataError(
            Text(
                nl=f"De randvoorwaarde <{iri.value}> mist eco:sufficientWhen of skos:notation.",
                en=f"The precondition <{iri.value}> lacks eco:sufficientWhen or skos:notation.",
            ),
            place=Place(file=", ".join(map(str, extra))),
            remedy=Text(
                nl="Noem de shape die bepaalt wanneer zij voldoende is, en een korte notatie zoals P41.",
                en="Name the shape that decides when it is sufficient, and a short notation such as P41.",
            ),
        )
    looks_at = frozenset(o.value for o in facts.get(ECO.looksAt.value, []) if isinstance(o, NamedNode))
    evidence = text(ECO.evidenceSelect)
    return Rule(iri, notation, sufficient, one(ECO.partialWhen), one(ECO.applicableWhen), evidence, looks_at)
