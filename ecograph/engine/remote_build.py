"""A build into a remote engine: graph by graph, in pieces that any engine takes.

The law of this file: only the Graph Store Protocol and one update. An engine of somebody else has no generations, so a
build is not atomic there: each graph is replaced as a whole or left, the order is such that what is described comes
last, and the list of our graphs is written at the end. A graph of an earlier build that is in this one no longer goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from ecograph.engine.remote import RemoteStore
from ecograph.engine.store import select
from ecograph.errors import StoreError
from ecograph.terms import PREFIXES
from ecograph.texts import Text

#: The graph that lists the others.
INDEX = NamedNode("https://w3id.org/ecograph/graph/build")
_PART = NamedNode(PREFIXES["dct"] + "hasPart")
_MODIFIED = NamedNode(PREFIXES["dct"] + "modified")
_GENID = "https://w3id.org/ecograph/.well-known/genid/"
#: Triples in one request: a few megabytes, which Virtuoso, Fuseki and GraphDB take without settings of their own.
CHUNK = 10_000


def publish(
    store: RemoteStore, quads: Iterable[Quad], progress: Callable[[str, int, int], None] = lambda *_: None
) -> tuple[int, int]:
    """Replace our graphs in a remote engine; return the number of graphs and of triples.

    Args:
        store: An engine with a Graph Store Protocol address.
        quads: The whole content; each in a named graph.
        progress: Told the graph, its number and how many there are.

    Raises:
        StoreError: the engine refuses, or no graph store address is set.
    """
    graphs: dict[str, dict[Triple, None]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, DefaultGraph):
            raise StoreError("A build has no triples outside its graphs.")
        graphs.setdefault(quad.graph_name.value, {})[quad.triple] = None
    before = {
        row["g"] for row in select(store, f"SELECT ?g {{ GRAPH <{INDEX.value}> {{ ?b <{_PART.value}> ?g }} }}").values()
    }
    total = 0
    for number, (name, triples) in enumerate(graphs.items(), start=1):
        progress(name, number, len(graphs))
        _replace(store, name, list(triples))
        total += len(triples)
    for name in sorted(before - graphs.keys()):
        store.delete_graph(name)
    when = Literal(datetime.now(UTC).isoformat(timespec="seconds"), datatype=NamedNode(PREFIXES["xsd"] + "dateTime"))
    index = [Triple(INDEX, _PART, NamedNode(name)) for name in graphs]
    _replace(store, INDEX.value, [*index, Triple(INDEX, _MODIFIED, when)])
    return len(graphs), total


def _replace(store: RemoteStore, name: str, triples: list[Triple]) -> None:
    pieces = [triples[at : at + CHUNK] for at in range(0, len(triples), CHUNK)]
    if len(pieces) > 1:  # a blank node means another thing in each request: give it a name (RDF 1.1 §3.5)
        pieces = [[_named(triple) for triple in piece] for piece in pieces]
    for number, piece in enumerate(pieces):
        content = "".join(f"{triple} .\n" for triple in piece).encode()  # N-Triples: every engine reads them alike
        try:
            if number:
                store.extend_graph(name, content)
            else:
                store.put_graph(name, content)
        except StoreError as error:
            raise StoreError(
                Text(
                    nl=f"Graaf <{name}>, deel {number + 1} van {len(pieces)}, is niet geschreven: {error.message}",
                    en=f"Graph <{name}>, part {number + 1} of {len(pieces)}, was not written: {error.message}",
                ),
                remedy=Text(
                    nl="Zie docs/remote-engines.md; bouw daarna opnieuw, een bouw vervangt wat er half staat.",
                    en="See docs/remote-engines.md; then build again, a build replaces what stands there by half.",
                ),
            ) from error


def _named(triple: Triple) -> Triple:
    subject = NamedNode(_GENID + triple.subject.value) if isinstance(triple.subject, BlankNode) else triple.subject
    if isinstance(triple.object, BlankNode):
        return Triple(subject, triple.predicate, NamedNode(_GENID + triple.object.value))
    return Triple(subject, triple.predicate, triple.object)
