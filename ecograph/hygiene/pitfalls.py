"""The pitfalls of OOPS! (http://oops.linkeddata.es/catalogue.jsp) that a machine can see without guessing.

The law of this file: a pitfall is a function from an ontology to the terms that it hits; it works on any ontology, so
that ours and another can be measured by the same rule.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode

from ecograph.engine.facts import Facts
from ecograph.texts import Text

CLASSES = ("owl:Class", "rdfs:Class")
OBJECT_PROPERTIES = ("owl:ObjectProperty",)
DATA_PROPERTIES = ("owl:DatatypeProperty",)
_ANNOTATIONS = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2000/01/rdf-schema#comment",
    "http://www.w3.org/2000/01/rdf-schema#isDefinedBy",
    "http://www.w3.org/2000/01/rdf-schema#seeAlso",
    "http://www.w3.org/2004/02/skos/core#definition",
    "http://www.w3.org/2004/02/skos/core#scopeNote",
    "http://www.w3.org/2004/02/skos/core#exactMatch",
    "http://purl.org/dc/terms/source",
}
_TOP = {"http://www.w3.org/2002/07/owl#" + n for n in ("Thing", "topObjectProperty", "topDataProperty")}


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms that an ontology defines itself, and the facts about them."""

    facts: Facts
    namespace: str
    classes: tuple[NamedNode, ...]
    object_properties: tuple[NamedNode, ...]
    data_properties: tuple[NamedNode, ...]

    @property
    def properties(self) -> tuple[NamedNode, ...]:
        """Return all properties."""
        return self.object_properties + self.data_properties

    @property
    def all(self) -> tuple[NamedNode, ...]:
        """Return classes and properties."""
        return self.classes + self.properties


def terms_of(facts: Facts, namespace: str = "") -> Terms:
    """Return the terms in the namespace of an ontology; without one, the namespace that most terms are in."""
    found = {
        kind: [n for name in names for n in facts.of_class(name)]
        for kind, names in (("c", CLASSES), ("o", OBJECT_PROPERTIES), ("d", DATA_PROPERTIES))
    }
    if not namespace:
        spaces = Counter(re.sub(r"[^#/]*$", "", n.value) for nodes in found.values() for n in nodes)
        namespace = spaces.most_common(1)[0][0] if spaces else ""
    own = {
        kind: tuple(dict.fromkeys(n for n in nodes if n.value.startswith(namespace))) for kind, nodes in found.items()
    }
    return Terms(facts, namespace, own["c"], own["o"], own["d"])


def _unconnected(t: Terms) -> list[NamedNode]:
    """P04: in no axiom with another term."""
    linked: set[object] = set()
    for triple in t.facts.triples:
        if triple.predicate.value not in _ANNOTATIONS and not _top(triple.object):
            linked |= {triple.subject, triple.object}
    return [n for n in t.all if n not in linked]


def _top(node: object) -> bool:
    return isinstance(node, NamedNode) and node.value in _TOP


def _wrong_inverse(t: Terms) -> list[NamedNode]:
    """P05: an inverse whose domain is not the range of the other."""

    def fits(a: str, b: str) -> bool:
        return not a or not b or a == b

    return [
        p
        for p in t.object_properties
        for q in t.facts.nodes(p, "owl:inverseOf")
        if not fits(t.facts.text(p, "rdfs:domain"), t.facts.text(q, "rdfs:range"))
        or not fits(t.facts.text(p, "rdfs:range"), t.facts.text(q, "rdfs:domain"))
    ]


def _circle(t: Terms) -> list[NamedNode]:
    """P06: below itself in the hierarchy."""

    def above(node: NamedNode) -> set[NamedNode]:
        seen: set[NamedNode] = set()
        todo = t.facts.nodes(node, "rdfs:subClassOf")
        while todo:
            if (one := todo.pop()) not in seen:
                seen.add(one)
                todo += t.facts.nodes(one, "rdfs:subClassOf")
        return seen

    return [c for c in t.classes if c in above(c)]


def _merged(t: Terms) -> list[NamedNode]:
    """P07: two concepts in one class, by its name."""
    return [c for c in t.classes if re.search(r"[a-z](And|Or)[A-Z]", c.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1])]


def _unlabelled(t: Terms) -> list[NamedNode]:
    """P08: without a label."""
    return [n for n in t.all if not t.facts.texts(n, "rdfs:label")]


def _undefined(t: Terms) -> list[NamedNode]:
    """P08: without a comment or a definition."""
    return [n for n in t.all if not t.facts.texts(n, "rdfs:comment") and not t.facts.texts(n, "skos:definition")]


def _no_disjointness(t: Terms) -> list[NamedNode]:
    """P10: nothing is disjoint with anything."""
    some = any(triple.predicate.value.endswith(("owl#disjointWith", "owl#members")) for triple in t.facts.triples)
    return [] if some or not t.classes else [NamedNode(t.namespace)]


def _no_domain_or_range(t: Terms) -> list[NamedNode]:
    """P11: a property without a domain or without a range."""
    return [p for p in t.properties if not t.facts.all(p, "rdfs:domain") or not t.facts.all(p, "rdfs:range")]


def _no_inverse(t: Terms) -> list[NamedNode]:
    """P13: an object property without an inverse that is not symmetric."""
    symmetric = set(t.facts.of_class("owl:SymmetricProperty"))
    return [
        p
        for p in t.object_properties
        if p not in symmetric and not t.facts.all(p, "owl:inverseOf") and not t.facts.subjects("owl:inverseOf", p)
    ]


def _many_domains(t: Terms) -> list[NamedNode]:
    """P19: several domains or ranges, which hold all at once."""
    return [p for p in t.properties if any(len(t.facts.all(p, x)) > 1 for x in ("rdfs:domain", "rdfs:range"))]


def _same_annotation(t: Terms) -> list[NamedNode]:
    """P20: a label and a comment that say the same."""
    return [
        n
        for n in t.all
        if set(t.facts.texts(n, "rdfs:label").values()) & set(t.facts.texts(n, "rdfs:comment").values())
    ]


def _naming(t: Terms) -> list[NamedNode]:
    """P22: a class that begins with a small letter, or a property with a capital; or words joined by signs."""

    def name(node: NamedNode) -> str:
        return node.value.removeprefix(t.namespace)

    return [c for c in t.classes if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name(c))] + [
        p for p in t.properties if not re.fullmatch(r"[a-z][A-Za-z0-9]*", name(p))
    ]


def _own_inverse(t: Terms) -> list[NamedNode]:
    """P25: the inverse of itself, which is meant to be symmetric."""
    return [p for p in t.object_properties if p in t.facts.all(p, "owl:inverseOf")]


def _inverse_of_symmetric(t: Terms) -> list[NamedNode]:
    """P26: a symmetric property with an inverse."""
    symmetric = set(t.facts.of_class("owl:SymmetricProperty"))
    return [p for p in t.object_properties if p in symmetric and t.facts.all(p, "owl:inverseOf")]


def _same_label(t: Terms) -> list[NamedNode]:
    """P32: two terms of one kind with one label."""
    found: dict[tuple[str, str, bool], list[NamedNode]] = defaultdict(list)
    for n in t.all:
        for lang, text in t.facts.texts(n, "rdfs:label").items():
            found[lang, text, n in t.classes].append(n)
    return sorted({n for nodes in found.values() if len(nodes) > 1 for n in nodes}, key=lambda n: n.value)


def _untyped(t: Terms) -> list[NamedNode]:
    """P34, P35: used in the own namespace and not declared."""
    known = {*t.all, *t.facts.of_class("owl:Ontology")}
    used: dict[NamedNode, None] = {}
    for triple in t.facts.triples:
        for node in (triple.subject, triple.predicate, triple.object):
            if isinstance(node, NamedNode) and node.value.startswith(t.namespace) and node.value != t.namespace:
                used.setdefault(node)
    typed = {s for s in used if t.facts.all(s, "rdf:type")}
    return [n for n in used if n not in known and n not in typed]


def _no_header(t: Terms) -> list[NamedNode]:
    """P38: no owl:Ontology."""
    return [] if t.facts.of_class("owl:Ontology") else [NamedNode(t.namespace)]


def _no_licence(t: Terms) -> list[NamedNode]:
    """P41: no licence in the file, by Dublin Core, schema.org or Creative Commons."""
    said = re.compile(r"(terms/license|terms/rights|elements/1\.1/rights|schema\.org/license|cc/license|ns#license)$")
    headers = t.facts.of_class("owl:Ontology")
    return [h for h in headers if not any(said.search(p) for p in t.facts.predicates(h))]


#: Number, what it is, how weighty OOPS! finds it, and how to see it.
PITFALLS: tuple[tuple[str, Text, str, Callable[[Terms], list[NamedNode]]], ...] = (
    ("P04", Text(nl="los van alle andere termen", en="unconnected to any other term"), "minor", _unconnected),
    ("P05", Text(nl="verkeerde omgekeerde", en="wrong inverse"), "critical", _wrong_inverse),
    ("P06", Text(nl="kring in de hiërarchie", en="circle in the hierarchy"), "critical", _circle),
    ("P07", Text(nl="twee begrippen in één klasse", en="two concepts in one class"), "minor", _merged),
    ("P08a", Text(nl="geen label", en="no label"), "minor", _unlabelled),
    ("P08b", Text(nl="geen toelichting of definitie", en="no comment or definition"), "minor", _undefined),
    ("P10", Text(nl="niets sluit iets uit", en="nothing is disjoint"), "important", _no_disjointness),
    ("P11", Text(nl="geen domein of bereik", en="no domain or range"), "important", _no_domain_or_range),
    ("P13", Text(nl="geen omgekeerde", en="no inverse"), "minor", _no_inverse),
    ("P19", Text(nl="meer domeinen of bereiken", en="several domains or ranges"), "critical", _many_domains),
    ("P20", Text(nl="label en toelichting gelijk", en="label and comment the same"), "minor", _same_annotation),
    ("P22", Text(nl="afwijkende naam", en="departs from the naming"), "minor", _naming),
    ("P25", Text(nl="omgekeerde van zichzelf", en="inverse of itself"), "important", _own_inverse),
    (
        "P26",
        Text(nl="omgekeerde van een symmetrische", en="inverse of a symmetric one"),
        "important",
        _inverse_of_symmetric,
    ),
    ("P32", Text(nl="zelfde label", en="same label"), "minor", _same_label),
    ("P34", Text(nl="gebruikt en niet gedeclareerd", en="used and not declared"), "important", _untyped),
    ("P38", Text(nl="geen owl:Ontology", en="no owl:Ontology"), "important", _no_header),
    ("P41", Text(nl="geen licentie", en="no licence"), "important", _no_licence),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What an ontology holds, counted."""

    triples: int
    classes: int
    object_properties: int
    data_properties: int
    labels: dict[str, int]
    definitions: dict[str, int]
    domains: int
    ranges: int
    inverses: int
    chains: int
    characteristics: int
    disjointness: int
    restrictions: int
    keys: int
    concepts: int
    individuals: int
    pitfalls: dict[str, int]


def figures(t: Terms) -> Figures:
    """Return the numbers of an ontology; labels without a language count under the empty key."""
    facts = t.facts

    def by_language(*names: str) -> dict[str, int]:
        found: Counter[str] = Counter()
        for n in t.all:
            found.update({lang for name in names for lang in facts.texts(n, name)})
        return dict(found)

    def with_value(name: str) -> int:
        return sum(bool(facts.all(p, name)) for p in t.properties)

    kinds = ("Transitive", "Symmetric", "Irreflexive", "Asymmetric", "Functional", "InverseFunctional", "Reflexive")
    concepts = facts.of_class("skos:Concept")
    declared = {*t.all, *facts.of_class("owl:Ontology"), *concepts, *facts.of_class("skos:ConceptScheme")}
    things = {
        triple.subject
        for triple in facts.triples
        if triple.predicate.value.endswith("ns#type")
        and isinstance(triple.object, NamedNode)
        and triple.object in t.classes
        and isinstance(triple.subject, NamedNode)
    }
    return Figures(
        triples=len(facts.triples),
        classes=len(t.classes),
        object_properties=len(t.object_properties),
        data_properties=len(t.data_properties),
        labels=by_language("rdfs:label"),
        definitions=by_language("skos:definition", "rdfs:comment"),
        domains=with_value("rdfs:domain"),
        ranges=with_value("rdfs:range"),
        inverses=sum(len(facts.all(p, "owl:inverseOf")) for p in t.object_properties),
        chains=sum(len(facts.all(p, "owl:propertyChainAxiom")) for p in t.object_properties),
        characteristics=sum(len([s for s in facts.of_class(f"owl:{k}Property") if s in t.properties]) for k in kinds),
        disjointness=sum(len(facts.all(c, "owl:disjointWith")) for c in t.classes)
        + len([s for s in facts.subjects("rdf:type", _owl("AllDisjointClasses")) if isinstance(s, BlankNode)]),
        restrictions=len(facts.subjects("rdf:type", _owl("Restriction"))),
        keys=sum(len(facts.all(c, "owl:hasKey")) for c in t.classes),
        concepts=len(concepts),
        individuals=len(things - declared),
        pitfalls={number: len(see(t)) for number, _, _, see in PITFALLS},
    )


def _owl(name: str) -> NamedNode:
    return NamedNode("http://www.w3.org/2002/07/owl#" + name)
