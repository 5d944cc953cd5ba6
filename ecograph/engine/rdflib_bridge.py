"""The way to rdflib and back, for the reference engines that stand on it.

The law of this file: rdflib's process-wide switches are touched under one lock and put back, whatever happens; a
literal comes back as it was written.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ecograph.errors import DataError

if TYPE_CHECKING:
    from rdflib import Graph as RdflibGraph
    from rdflib.term import Node

    from ecograph.engine.graph import Graph

    Term = NamedNode | BlankNode | Literal | Triple

_XSD = "http://www.w3.org/2001/XMLSchema#"
_STRING = _XSD + "string"
_BOOLEAN = _XSD + "boolean"
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

#: rdflib, pyshacl and owlrl share process-wide tables, so they share one lock.
_LOCK = threading.RLock()


@contextlib.contextmanager
def switches(*, only_true: bool = False) -> Iterator[None]:
    """Hold rdflib's global switches in the position that keeps data as written and fetches nothing.

    Args:
        only_true: read ``"1"^^xsd:boolean`` as false, as pyshacl wants it in a shapes graph (SHACL says "true").
    """
    import rdflib
    from rdflib.plugins import sparql
    from rdflib.term import URIRef, _toPythonMapping

    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        normalize, load = rdflib.NORMALIZE_LITERALS, sparql.SPARQL_LOAD_GRAPHS
        conversions = dict(_toPythonMapping)
        log = logging.getLogger("rdflib.term")
        level = log.level
        try:
            log.setLevel(logging.CRITICAL)  # it writes a traceback for each ill-typed literal of the data
            rdflib.NORMALIZE_LITERALS = False
            sparql.SPARQL_LOAD_GRAPHS = False
            if only_true:
                _toPythonMapping[URIRef(_BOOLEAN)] = lambda text: text.lower() == "true"
            yield
        finally:
            log.setLevel(level)
            rdflib.NORMALIZE_LITERALS = normalize
            sparql.SPARQL_LOAD_GRAPHS = load
            _toPythonMapping.clear()
            _toPythonMapping.update(conversions)


def to_rdflib(term: Term) -> Node:
    """Return the term as rdflib writes it.

    Raises:
        DataError: a triple term; neither rdflib nor the standards that these engines implement know those.
    """
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language, normalize=False)
        datatype = term.datatype.value
        if datatype == _STRING:
            return rdflib.Literal(term.value, normalize=False)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False)
    raise DataError("A triple term (RDF 1.2) cannot be judged.", remedy="Write it as an ordinary resource.")


def from_rdflib(node: Node) -> NamedNode | BlankNode | Literal:
    """Return rdflib's term as ours."""
    import rdflib

    if isinstance(node, rdflib.Literal):
        if node.language:
            return Literal(str(node), language=node.language)
        if node.datatype is None or str(node.datatype) in {_STRING, _LANG_STRING}:
            return Literal(str(node))
        return Literal(str(node), datatype=NamedNode(str(node.datatype)))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    return NamedNode(str(node))


def graph_to_rdflib(graph: Graph | Iterable[Triple]) -> RdflibGraph:
    """Return a fresh rdflib graph with these triples; nobody else holds it, so it may be changed."""
    import rdflib

    made: dict[Term, Node] = {}

    def convert(term: Term) -> Node:
        node = made.get(term)
        if node is None:
            node = made[term] = to_rdflib(term)
        return node

    out = rdflib.Graph(bind_namespaces="none")
    out.addN((convert(t.subject), convert(t.predicate), convert(t.object), out) for t in graph)
    return out
