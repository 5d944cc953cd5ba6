"""The names that code speaks: namespaces, prefixes, graph names.

The law of this file: the vocabulary is closed. A term that the ontology does not define cannot be spelled here;
``tests/ontology/test_terms.py`` holds both directions.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

SITE = "https://w3id.org/ecograph/"

#: Every prefix that our files, queries and pages use. ``queries/prefixes.ttl`` says the same in RDF (tested).
PREFIXES: dict[str, str] = {
    "eco": SITE + "ns#",
    "ecosh": SITE + "shapes#",
    "pre": SITE + "precondition/",
    "id": SITE + "id/",
    "change": SITE + "vocab/change/",
    "claimstat": SITE + "vocab/claim-status/",
    "cstat": SITE + "vocab/commitment-status/",
    "element": SITE + "vocab/element/",
    "failure": SITE + "vocab/failure/",
    "fsource": SITE + "vocab/funding-source/",
    "function": SITE + "vocab/function/",
    "group": SITE + "vocab/group/",
    "helixrel": SITE + "vocab/relation/",
    "innovator": SITE + "vocab/innovator/",
    "istat": SITE + "vocab/initiative-status/",
    "kind": SITE + "vocab/kind/",
    "level": SITE + "vocab/level/",
    "mode": SITE + "vocab/mode/",
    "persp": SITE + "vocab/perspective/",
    "role": SITE + "vocab/role/",
    "rstat": SITE + "vocab/recommendation-status/",
    "sector": SITE + "vocab/sector/",
    "sourcekind": SITE + "vocab/source-kind/",
    "space": SITE + "vocab/space/",
    "sphere": SITE + "vocab/sphere/",
    "stage": SITE + "vocab/stage/",
    "support": SITE + "vocab/support/",
    "theme": SITE + "vocab/theme/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Namespace:
    """A namespace with a closed list of names.

    >>> LEVEL.Sufficient.value
    'https://w3id.org/ecograph/vocab/level/Sufficient'
    >>> LEVEL.Suficient
    Traceback (most recent call last):
    AttributeError: https://w3id.org/ecograph/vocab/level/ defines no "Suficient"
    """

    def __init__(self, base: str, names: str) -> None:
        self.base = base
        self.names = frozenset(names.split())

    def __getattr__(self, name: str) -> NamedNode:
        if name not in self.names:
            raise AttributeError(f'{self.base} defines no "{name}"')
        node = NamedNode(self.base + name)
        self.__dict__[name] = node  # the next look-up does not come here
        return node


#: The terms of ours that code names. The ontology has many more; queries and shapes use those.
ECO = Namespace(
    PREFIXES["eco"],
    "EcosystemDescription InnovationEcosystem Precondition PreconditionProfile DerivedAssessment StatedAssessment Need "
    "CompletenessStatement Recommendation Initiative EvidencePassage SourceDocument "
    "aboutEcosystem describedAsOf sufficientWhen partialWhen applicableWhen evidenceSelect looksAt "
    "onPrecondition level perspective assessedBy computedBy closedBy countedEvidence explainedBy validAt rationale "
    "needFor expressedBy completeFor "
    "completeAsOf addressesPrecondition contributesTo statedIn quote fromDocument canvasGroup hasThreshold "
    "thresholdName thresholdValue hasPrecondition conditionKind interestedParty",
)
LEVEL = Namespace(PREFIXES["level"], "Sufficient Partial Absent NotDescribed NotApplicable")
PERSP = Namespace(
    PREFIXES["persp"], "Computed PublicStakeholder Entrepreneur KnowledgeInstitution Adviser IndependentAuditor"
)
RDF = Namespace(PREFIXES["rdf"], "type first rest nil")
RDFS = Namespace(PREFIXES["rdfs"], "label comment subClassOf isDefinedBy seeAlso")
SKOS = Namespace(
    PREFIXES["skos"], "Concept ConceptScheme inScheme notation prefLabel altLabel definition editorialNote exactMatch"
)
SH = Namespace(
    PREFIXES["sh"],
    "NodeShape PropertyShape ValidationReport ValidationResult conforms result focusNode resultPath resultMessage "
    "resultSeverity value sourceShape sourceConstraint sourceConstraintComponent detail Violation Warning Info "
    "message severity property node sparql select prefixes targetNode targetClass path and or not xone",
)
PROV = Namespace(PREFIXES["prov"], "wasDerivedFrom wasAttributedTo generatedAtTime hadPrimarySource wasQuotedFrom")
DCT = Namespace(PREFIXES["dct"], "title description source publisher issued license creator identifier")

ONTOLOGY_GRAPH = NamedNode(SITE + "graph/ontology")
VOCABULARY_GRAPH = NamedNode(SITE + "graph/vocab")
SHAPES_GRAPH = NamedNode(SITE + "graph/shapes")


def reference_graph(register: str) -> NamedNode:
    """Return the name of the graph of a reference register.

    >>> reference_graph("tooi").value
    'https://w3id.org/ecograph/graph/reference/tooi'
    """
    return NamedNode(f"{SITE}graph/reference/{register}")


def description_graph(ecosystem: str, description: str) -> NamedNode:
    """Return the name of the graph with what one source asserts about one ecosystem.

    >>> description_graph("emmen-chemistry", "2016-kplusv").value
    'https://w3id.org/ecograph/id/emmen-chemistry/2016-kplusv'
    """
    return NamedNode(f"{SITE}id/{ecosystem}/{description}")


def part_graph(description: NamedNode, part: str) -> NamedNode:
    """Return the name of the graph beside a description: its ``links``, ``inferred`` or ``report``.

    >>> part_graph(description_graph("emmen-chemistry", "2016-kplusv"), "inferred").value
    'https://w3id.org/ecograph/id/emmen-chemistry/2016-kplusv/inferred'
    """
    if part not in {"links", "inferred", "report"}:
        raise ValueError(f"a description has no {part} graph")
    return NamedNode(f"{description.value}/{part}")


_BY_NAMESPACE = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def shorten(iri: str) -> str:
    """Return the prefixed name of an IRI, or the IRI itself where no prefix fits.

    >>> shorten("https://w3id.org/ecograph/ns#Actor")
    'eco:Actor'
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1  # each of our namespaces ends there
    prefix, local = _BY_NAMESPACE.get(iri[:cut]), iri[cut:]
    return f"{prefix}:{local}" if prefix and local and not ("?" in local or ":" in local) else iri
