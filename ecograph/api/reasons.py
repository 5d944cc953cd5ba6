"""Why an inferred statement holds: the rule that made it and the statements that the rule needed.

The law of this file: nothing is kept that could go out of date. The store holds what follows; why it follows is worked
out again from the same description and the same ontology, and kept for as long as the generation is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Triple

from ecograph.api.names import Names
from ecograph.api.pages.library import Premise, Value
from ecograph.api.reading import Reader
from ecograph.canvas import Texts
from ecograph.engine.graph import Graph
from ecograph.engine.queries import named
from ecograph.engine.reasoning import Inference, Rules, compile_ontology, infer
from ecograph.engine.rows import Cell, first
from ecograph.terms import ONTOLOGY_GRAPH, PREFIXES, VOCABULARY_GRAPH, shorten
from ecograph.texts import Lang, Text, pick

_INFERRED = "/inferred"
#: Ontology, then N-Triples: <iri>, or "text" with a language or a datatype.
_IRI = re.compile(r"<([^>]*)>")
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<[^>]*>)?', re.DOTALL)

#: What the rules of OWL 2 RL do, in words, by their name in the W3C profile (OWL 2 Profiles, §4.3).
RULES: dict[str, Text] = {
    "cax-sco": Text(
        nl="wat tot een klasse hoort, hoort ook tot de klasse daarboven",
        en="what belongs to a class also belongs to the class above it",
    ),
    "prp-dom": Text(
        nl="wie deze eigenschap heeft, hoort tot deze klasse", en="what has this property belongs to this class"
    ),
    "prp-rng": Text(
        nl="waar deze eigenschap naar wijst, hoort tot deze klasse",
        en="what this property points to belongs to this class",
    ),
    "prp-spo1": Text(
        nl="wat door een eigenschap verbonden is, is ook verbonden door de eigenschap daarboven",
        en="what is connected by a property is also connected by the property above it",
    ),
    "prp-spo2": Text(nl="een keten van eigenschappen staat voor één", en="a chain of properties stands for one"),
    "prp-inv1": Text(nl="gelezen in de andere richting", en="read in the other direction"),
    "prp-inv2": Text(nl="gelezen in de andere richting", en="read in the other direction"),
    "prp-symp": Text(nl="geldt in beide richtingen", en="holds in both directions"),
    "prp-trp": Text(nl="loopt door van de een naar de ander", en="carries on from one to the next"),
    "cls-hv1": Text(nl="alles van deze klasse heeft deze waarde", en="everything of this class has this value"),
    "cls-hv2": Text(nl="alles met deze waarde hoort tot deze klasse", en="everything with this value is of this class"),
    "cls-svf1": Text(
        nl="wie zo'n waarde heeft, hoort tot deze klasse", en="what has such a value belongs to this class"
    ),
    "cls-avf": Text(nl="elke waarde hoort tot deze klasse", en="every value belongs to this class"),
    "cls-int1": Text(nl="hoort tot alle delen en dus tot het geheel", en="belongs to all parts and so to the whole"),
    "eq-sym": Text(nl="gelijk zijn geldt in beide richtingen", en="being the same holds in both directions"),
    "eq-trans": Text(nl="gelijk aan hetzelfde is gelijk", en="the same as the same is the same"),
    "eq-rep-s": Text(nl="gelijk zijn: wat van het een geldt, geldt van het ander", en="what is the same shares all"),
    "eq-rep-o": Text(nl="gelijk zijn: wat van het een geldt, geldt van het ander", en="what is the same shares all"),
}


#: Statements of a description whose conclusions are explained: what is concluded is kept in this process.
_MOST = 20_000


class Reasons:
    """Explains what was inferred in the descriptions of a store."""

    def __init__(self, reader: Reader, names: Names) -> None:
        self._reader = reader
        self._names = names
        self._rules = lru_cache(maxsize=1)(self._compile)
        self._inference = lru_cache(maxsize=8)(self._infer)

    def __call__(self, graph: str, triple: tuple[str, str, Cell], lang: Lang) -> tuple[str, tuple[Premise, ...]]:
        """Return the rule that made a statement, and what it needed; nothing where the statement does not follow.

        Args:
            graph: The graph of inferred statements that holds it.
            triple: Subject and property as IRIs, and the value.
            lang: Language of the names.
        """
        subject, predicate, value = triple
        if not graph.endswith(_INFERRED):
            return "", ()
        version = self._reader.version()
        found = self._inference(version, graph.removesuffix(_INFERRED))
        why = found.explain(Triple(NamedNode(subject), NamedNode(predicate), _term(value))) if found else None
        if why is None:
            return "", ()
        name = self._names.label
        return why.rule, tuple(Premise(*(_named(term, name, lang) for term in premise)) for premise in why.premises)

    def _graph(self, name: str) -> Graph:
        return self._reader.construct(named("graph", "canvas").bind({"graph": name}))

    def _compile(self, version: str) -> Rules:
        del version  # the key of what is kept
        return compile_ontology(self._graph(ONTOLOGY_GRAPH.value) + self._graph(VOCABULARY_GRAPH.value))

    def _infer(self, version: str, description: str) -> Inference | None:
        size = first(self._reader.select(named("graph-size", "pages").bind({"iri": description})), "number")
        return infer(self._graph(description), self._rules(version)) if int(size or 0) <= _MOST else None


def _term(cell: Cell) -> NamedNode | Literal:
    if cell.kind == "iri":
        return NamedNode(cell.text)
    if cell.lang:
        return Literal(cell.text, language=cell.lang)
    return Literal(cell.text, datatype=NamedNode(cell.datatype or PREFIXES["xsd"] + "string"))


def _named(written: str, name: Callable[[str], Texts], lang: Lang) -> Value:
    """Return a term as N-Triples writes it, as a value with a name."""
    if iri := _IRI.fullmatch(written):
        return Value(pick(name(iri[1]), lang) or pick(_SPOKEN.get(iri[1], {}), lang) or shorten(iri[1]), iri[1])
    if literal := _LITERAL.fullmatch(written):
        return Value(literal[1].replace('\\"', '"').replace("\\n", " ").replace("\\\\", "\\"), lang=literal[2] or "")
    return Value(written)


#: Properties of RDF and OWL that a premise can hold, as words between two names.
_SPOKEN: dict[str, Text] = {
    PREFIXES["rdf"] + "type": Text(nl="is een", en="is a"),
    PREFIXES["rdfs"] + "subClassOf": Text(nl="valt onder", en="is a kind of"),
    PREFIXES["rdfs"] + "subPropertyOf": Text(nl="valt onder", en="is a kind of"),
    PREFIXES["rdfs"] + "domain": Text(nl="hoort bij", en="is used on"),
    PREFIXES["rdfs"] + "range": Text(nl="wijst naar", en="points to"),
    PREFIXES["owl"] + "inverseOf": Text(nl="is omgekeerd aan", en="is the inverse of"),
    PREFIXES["owl"] + "propertyChainAxiom": Text(nl="is de keten", en="is the chain"),
    PREFIXES["owl"] + "sameAs": Text(nl="is hetzelfde als", en="is the same as"),
}
