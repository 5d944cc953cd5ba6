"""Whether each term of others exists in its vocabulary: one that does not is a typing error or an invention.

The law of this file: nothing is fetched. The terms of the W3C, Dublin Core, FOAF and schema.org are those that rdflib
lists; of other vocabularies ontology/imports/terms.tsv lists the names that we use, with where they were read.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode

from ecograph import assets
from ecograph.engine.graph import Graph
from ecograph.terms import PREFIXES, SITE, shorten

#: Properties whose values are classes or properties.
_PLACES = {
    PREFIXES[p] + n
    for p, names in (
        ("rdf", ("type",)),
        ("rdfs", ("subClassOf", "subPropertyOf", "domain", "range", "seeAlso")),
        ("owl", ("equivalentClass", "equivalentProperty", "inverseOf", "onProperty")),
        ("sh", ("path", "class")),
    )
    for n in names
}


@functools.cache
def listed() -> Mapping[str, frozenset[str]]:
    """Return the names that were read in published files, by namespace."""
    with (assets.ontology() / "imports" / "terms.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {row["namespace"]: frozenset(row["names"].split()) for row in rows}


@functools.cache
def _closed() -> Mapping[str, object]:
    """Return the vocabularies of which rdflib knows every term, by namespace."""
    from rdflib import DCAT, DCTERMS, FOAF, ORG, OWL, PROV, QB, RDF, RDFS, SDO, SH, SKOS, TIME, VOID, XSD
    from rdflib.namespace import GEO, VANN

    known = (DCAT, DCTERMS, FOAF, GEO, ORG, OWL, PROV, QB, RDF, RDFS, SDO, SH, SKOS, TIME, VANN, VOID, XSD)
    return {str(vocabulary): vocabulary for vocabulary in known}


def exists(iri: str) -> bool | None:
    """Return whether a vocabulary has the term; None where we cannot know.

    Of the vocabularies in terms.tsv we list only the names that we use: any other name may exist.

    >>> exists("http://www.w3.org/ns/org#Organization"), exists("http://www.w3.org/ns/org#Organisation")
    (True, False)
    """
    from rdflib import URIRef

    for base, names in listed().items():
        if iri.startswith(base):
            return iri.removeprefix(base) in names or None
    for base, vocabulary in sorted(_closed().items(), key=lambda item: -len(item[0])):
        if iri.startswith(base):
            return URIRef(iri) in vocabulary  # type: ignore[operator]  # a namespace of rdflib
    return None


def used(graph: Graph) -> Iterator[tuple[str, str]]:
    """Yield each foreign IRI that stands where a class or property belongs, with a subject that uses it."""
    seen: set[str] = set()
    for t in graph:
        place = t.predicate.value in _PLACES
        for term in (t.predicate, t.object if place else None):
            if isinstance(term, NamedNode) and not term.value.startswith(SITE) and term.value not in seen:
                seen.add(term.value)
                yield term.value, shorten(str(getattr(t.subject, "value", t.subject)))


def unknown(graph: Graph, *, strict: bool) -> Iterator[tuple[str, str]]:
    """Yield the foreign terms that their vocabulary does not have, each with a subject that uses it.

    Args:
        graph: What uses them.
        strict: Also those that we cannot know, as for our own ontology, which borrows nothing that was not read.
    """
    for term, subject in used(graph):
        found = exists(term)
        if found is False or (strict and found is None):
            yield term, subject
