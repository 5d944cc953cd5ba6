"""The words of RDFS and OWL 2 that rules look at, as the numbers that they have in every term table.

The law of this file: the number of a built-in word never changes, so rules can be written with constants.
"""

from __future__ import annotations

from collections.abc import Collection

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ecograph.engine.numbering import Numbers, enter
from ecograph.engine.reasoning.scope import OWL, RDF, RDFS, XSD

Term = NamedNode | BlankNode | Literal | Triple

_NAMES = (
    *(RDF + n for n in ("type", "first", "rest", "nil", "Property")),
    *(RDFS + n for n in ("subClassOf", "subPropertyOf", "domain", "range")),
    *(
        OWL + n
        for n in (
            "sameAs",
            "differentFrom",
            "Thing",
            "Nothing",
            "Class",
            "ObjectProperty",
            "DatatypeProperty",
            "equivalentClass",
            "equivalentProperty",
            "inverseOf",
            "propertyChainAxiom",
            "onProperty",
            "someValuesFrom",
            "allValuesFrom",
            "hasValue",
            "maxCardinality",
            "maxQualifiedCardinality",
            "onClass",
            "intersectionOf",
            "unionOf",
            "oneOf",
            "complementOf",
            "disjointWith",
            "propertyDisjointWith",
            "hasKey",
            "members",
            "distinctMembers",
            "sourceIndividual",
            "assertionProperty",
            "targetIndividual",
            "targetValue",
            "FunctionalProperty",
            "InverseFunctionalProperty",
            "TransitiveProperty",
            "SymmetricProperty",
            "AsymmetricProperty",
            "IrreflexiveProperty",
            "AllDifferent",
            "AllDisjointClasses",
            "AllDisjointProperties",
        )
    ),
)
BUILT_IN: tuple[NamedNode, ...] = tuple(NamedNode(name) for name in _NAMES)

(
    TYPE,
    FIRST,
    REST,
    NIL,
    PROPERTY,
    SUB_CLASS,
    SUB_PROPERTY,
    DOMAIN,
    RANGE,
    SAME,
    DIFFERENT,
    THING,
    NOTHING,
    CLASS,
    OBJECT_PROPERTY,
    DATATYPE_PROPERTY,
    EQUIVALENT_CLASS,
    EQUIVALENT_PROPERTY,
    INVERSE,
    CHAIN,
    ON_PROPERTY,
    SOME_VALUES,
    ALL_VALUES,
    HAS_VALUE,
    MAX_CARDINALITY,
    MAX_QUALIFIED,
    ON_CLASS,
    INTERSECTION,
    UNION,
    ONE_OF,
    COMPLEMENT,
    DISJOINT,
    PROPERTY_DISJOINT,
    HAS_KEY,
    MEMBERS,
    DISTINCT_MEMBERS,
    SOURCE,
    ASSERTION_PROPERTY,
    TARGET_INDIVIDUAL,
    TARGET_VALUE,
    FUNCTIONAL,
    INVERSE_FUNCTIONAL,
    TRANSITIVE,
    SYMMETRIC,
    ASYMMETRIC,
    IRREFLEXIVE,
    ALL_DIFFERENT,
    ALL_DISJOINT_CLASSES,
    ALL_DISJOINT_PROPERTIES,
) = range(len(BUILT_IN))

#: A triple with one of these predicates, or of one of these types, is an axiom: rules are made from it.
SCHEMA_PREDICATES = frozenset(
    {FIRST, REST, SUB_CLASS, SUB_PROPERTY, DOMAIN, RANGE} | set(range(EQUIVALENT_CLASS, FUNCTIONAL))
)
SCHEMA_TYPES = frozenset(
    {PROPERTY, CLASS, OBJECT_PROPERTY, DATATYPE_PROPERTY} | set(range(FUNCTIONAL, ALL_DISJOINT_PROPERTIES + 1))
)

_X = {
    "integer": "decimal",
    "long": "integer",
    "int": "long",
    "short": "int",
    "byte": "short",
    "nonNegativeInteger": "integer",
    "positiveInteger": "nonNegativeInteger",
    "unsignedLong": "nonNegativeInteger",
    "unsignedInt": "unsignedLong",
    "unsignedShort": "unsignedInt",
    "unsignedByte": "unsignedShort",
    "nonPositiveInteger": "integer",
    "negativeInteger": "nonPositiveInteger",
    "dateTimeStamp": "dateTime",
    "normalizedString": "string",
    "token": "normalizedString",
    "language": "token",
    "Name": "token",
    "NCName": "Name",
    "NMTOKEN": "token",
}


def datatypes_of(datatype: str) -> list[str]:
    """Return a datatype and those whose values include its values (XML Schema's derivation).

    >>> [d.rpartition("#")[2] for d in datatypes_of("http://www.w3.org/2001/XMLSchema#int")]
    ['int', 'long', 'integer', 'decimal']
    """
    out = [datatype]
    while out[-1].startswith(XSD) and out[-1][len(XSD) :] in _X:
        out.append(XSD + _X[out[-1][len(XSD) :]])
    return out


#: Datatypes with no value in common (OWL 2, table 8, dt-diff at the level of whole datatypes).
DISJOINT_DATATYPES = frozenset(
    XSD + n
    for n in ("anyURI", "base64Binary", "boolean", "dateTime", "decimal", "double", "float", "hexBinary", "string")
)


class Terms:
    """A table of terms and their numbers.

    >>> Terms().number(NamedNode(RDF + "type")) == TYPE
    True
    """

    __slots__ = ("numbers", "terms")

    def __init__(self, other: Terms | None = None) -> None:
        self.terms: list[Term] = list(other.terms) if other else list(BUILT_IN)
        self.numbers: Numbers = Numbers(self.terms, other.numbers if other else {t: n for n, t in enumerate(BUILT_IN)})

    def enter(self, triples: Collection[Triple]) -> list[tuple[int, int, int]]:
        """Return triples as numbers."""
        return enter(triples, self.numbers)

    def number(self, term: Term) -> int:
        """Return the number of a term; a new term gets the next one."""
        return self.numbers[term]
