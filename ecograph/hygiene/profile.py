"""Whether an ontology lies in the profile OWL 2 RL (https://www.w3.org/TR/owl2-profiles/#OWL_2_RL).

The law of this file: a syntactic checker. Which class expression stands where (tables 1 to 3 of §4.2), which axioms
and datatypes occur, and the global restrictions of OWL 2 DL that the profile keeps (simple roles, regular chains;
OWL 2 §11.2). Every fault names its term and what stands in its way.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode

from ecograph.engine.facts import Facts, Term
from ecograph.terms import PREFIXES, shorten
from ecograph.texts import Text

_OWL, _RDFS, _RDF, _XSD = (PREFIXES[p] for p in ("owl", "rdfs", "rdf", "xsd"))
_OF_XSD = """
    decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long int short byte
    unsignedLong unsignedInt unsignedShort unsignedByte float double string normalizedString token language Name NCName
    NMTOKEN boolean hexBinary base64Binary anyURI dateTime dateTimeStamp
"""
DATATYPES = {_RDFS + "Literal", _RDF + "PlainLiteral", _RDF + "XMLLiteral"} | {_XSD + n for n in _OF_XSD.split()}
_BANNED = ("owl:disjointUnionOf", "owl:hasSelf", "owl:onDatatype", "owl:datatypeComplementOf")
#: What each position allows beyond a named class: constructor → the position of its parts (None: nothing to check).
_POSITIONS: dict[str, dict[str, str | None]] = {
    "sub": {
        "owl:intersectionOf": "sub", "owl:unionOf": "sub", "owl:oneOf": None, "owl:someValuesFrom": "sub or thing",
        "owl:hasValue": None,
    },
    "super": {
        "owl:intersectionOf": "super", "owl:complementOf": "sub", "owl:allValuesFrom": "super", "owl:hasValue": None,
        "owl:maxCardinality": None, "owl:maxQualifiedCardinality": None,
    },
    "equivalent": {"owl:intersectionOf": "equivalent", "owl:hasValue": None},
}  # fmt: skip
_CONSTRUCTORS = {name for table in _POSITIONS.values() for name in table}
_MINIMA = ("owl:minCardinality", "owl:cardinality", "owl:minQualifiedCardinality")
#: Which position the subject and the object of an axiom take.
_AXIOMS: tuple[tuple[str, str | None, str], ...] = (
    ("rdfs:subClassOf", "sub", "super"),
    ("owl:equivalentClass", "equivalent", "equivalent"),
    ("owl:disjointWith", "sub", "sub"),
    ("rdfs:domain", None, "super"),
    ("rdfs:range", None, "super"),
)
_SIMPLE_ONLY = tuple(f"owl:{n}Property" for n in ("Functional", "InverseFunctional", "Irreflexive", "Asymmetric"))
_PLACES = {
    "sub": Text(nl="als onderklasse", en="as a subclass"),
    "sub or thing": Text(nl="in een beperking", en="in a restriction"),
    "super": Text(nl="als bovenklasse, domein of bereik", en="as a superclass, domain or range"),
    "equivalent": Text(nl="als gelijke klasse", en="as an equivalent class"),
}


def faults(facts: Facts) -> Iterator[tuple[str, Text]]:
    """Yield every way in which axioms leave the profile: the IRI of the term, and what is wrong."""
    for axiom in _BANNED:
        for subject in dict.fromkeys(t.subject for t in facts.triples if shorten(t.predicate.value) == axiom):
            yield _name(subject), Text(nl=f"{axiom} bestaat niet in OWL 2 RL.", en=f"OWL 2 RL has no {axiom}.")
    for p in facts.of_class("owl:ReflexiveProperty"):
        yield (
            p.value,
            Text(nl="OWL 2 RL kent geen reflexieve eigenschappen.", en="OWL 2 RL has no reflexive properties."),
        )
    for axiom, subject_position, object_position in _AXIOMS:
        for triple in facts.triples:
            if shorten(triple.predicate.value) == axiom:
                yield from _axiom(facts, triple.subject, axiom, triple.object, subject_position, object_position)
    for group in facts.subjects("rdf:type", NamedNode(_OWL + "AllDisjointClasses")):
        for member in facts.items(facts.one(group, "owl:members")):
            yield from _in_position(facts, _name(member), member, "sub")
    complex_ones = _not_simple(facts)
    for kind in _SIMPLE_ONLY:
        for p in facts.of_class(kind):
            if p in complex_ones:
                yield (
                    p.value,
                    Text(
                        nl=f"{kind} mag niet voor een eigenschap die transitief is of een keten heeft.",
                        en=f"{kind} is not for a property that is transitive or has a chain.",
                    ),
                )
    yield from _irregular(facts)


def _name(node: Term) -> str:
    return node.value if isinstance(node, NamedNode) else "_:" + str(getattr(node, "value", node))


def _axiom(
    facts: Facts, subject: Term, axiom: str, value: Term, subject_position: str | None, object_position: str
) -> Iterator[tuple[str, Text]]:
    if subject_position:
        yield from _in_position(facts, _name(subject), subject, subject_position)
    if axiom == "rdfs:range" and NamedNode(_OWL + "DatatypeProperty") in facts.all(subject, "rdf:type"):
        if not (isinstance(value, NamedNode) and value.value in DATATYPES):
            said = shorten(_name(value))
            yield (
                _name(subject),
                Text(nl=f"Het datatype {said} hoort niet bij OWL 2 RL.", en=f"The datatype {said} is not in OWL 2 RL."),
            )
    else:
        yield from _in_position(facts, _name(subject), value, object_position)


def _in_position(facts: Facts, term: str, node: Term, position: str) -> Iterator[tuple[str, Text]]:
    """Yield why a class expression may not stand in a position."""
    place = _PLACES[position]
    if isinstance(node, NamedNode):
        if node.value in DATATYPES or position == "sub or thing":
            return
        if node.value == _OWL + "Thing" or node.value.startswith(_XSD) or node.value == _RDF + "langString":
            said = shorten(node.value)
            yield term, Text(nl=f"{said} mag niet {place['nl']}.", en=f"{said} may not stand {place['en']}.")
        return
    if not isinstance(node, BlankNode):
        return
    allowed = _POSITIONS[position.split(maxsplit=1)[0]]
    present = {shorten(p) for p in facts.predicates(node)}
    minima = sorted(present & set(_MINIMA))
    constructors = sorted(present & _CONSTRUCTORS)
    if minima or not constructors:
        said = ", ".join(minima) or "?"
        yield term, Text(nl=f"{said} mag niet {place['nl']}.", en=f"{said} may not stand {place['en']}.")
    for constructor in constructors:
        if constructor not in allowed:
            yield (
                term,
                Text(nl=f"{constructor} mag niet {place['nl']}.", en=f"{constructor} may not stand {place['en']}."),
            )
            continue
        value = facts.one(node, constructor)
        if (
            constructor in ("owl:maxCardinality", "owl:maxQualifiedCardinality")
            and facts.text(node, constructor) not in "01"
        ):
            yield term, Text(nl=f"{constructor} is hoogstens 1.", en=f"{constructor} is 1 at most.")
        inner = allowed[constructor]
        if inner is not None and value is not None:
            parts = facts.items(value) if constructor in ("owl:intersectionOf", "owl:unionOf") else [value]
            for part in parts:
                yield from _in_position(facts, term, part, inner)


def _not_simple(facts: Facts) -> set[Term]:
    """Return the properties that are transitive, have a chain, or lie above or opposite such a property."""
    chained = {t.subject for t in facts.triples if shorten(t.predicate.value) == "owl:propertyChainAxiom"}
    found: set[Term] = {*facts.of_class("owl:TransitiveProperty"), *chained}
    while True:
        more: set[Term] = {o for p in found for o in facts.all(p, "rdfs:subPropertyOf")}
        more |= {o for p in found for o in (*facts.all(p, "owl:inverseOf"), *facts.subjects("owl:inverseOf", p))}
        if more <= found:
            return found
        found |= more


def _irregular(facts: Facts) -> Iterator[tuple[str, Text]]:
    """Yield the properties whose chains go round: p needs q needs p (OWL 2 §11.2)."""
    needs: dict[Term, set[Term]] = {}
    for t in facts.triples:
        name = shorten(t.predicate.value)
        if name == "owl:propertyChainAxiom":
            parts = facts.items(t.object)
            # p may be first or last of its own chain, as in partOf ∘ p → p
            itself = bool(parts) and t.subject in (parts[0], parts[-1]) and parts.count(t.subject) == 1
            needs.setdefault(t.subject, set()).update(set(parts) - ({t.subject} if itself else set()))
        elif name == "rdfs:subPropertyOf":
            needs.setdefault(t.object, set()).add(t.subject)
    for t in facts.triples:
        if shorten(t.predicate.value) == "owl:inverseOf" and (t.subject in needs or t.object in needs):
            needs.setdefault(t.subject, set()).update(needs.get(t.object, set()))
            needs.setdefault(t.object, set()).update(needs.get(t.subject, set()))
    for start in list(needs):
        seen: set[Term] = set()
        todo = list(needs[start])
        while todo:
            if (prop := todo.pop()) not in seen:
                seen.add(prop)
                todo += needs.get(prop, ())
        if start in seen:
            yield _name(start), Text(nl="De ketens gaan in een kring.", en="The chains go round in a circle.")
