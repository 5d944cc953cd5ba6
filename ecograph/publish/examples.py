"""The ready questions as linked data, so that queries can be queried.

The law of this file: the ``.rq`` files are the source and this is a view of them, in the layout that the SIB Swiss
Institute of Bioinformatics introduced for ``/.well-known/sparql-examples``
(https://github.com/sib-swiss/sparql-examples): one ``sh:SPARQLExecutable`` per question, its text in ``sh:select``,
``sh:ask`` or ``sh:construct``, its prefixes as ``sh:declare``. ``queries/examples.shapes.ttl`` says what each has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ecograph import assets
from ecograph.engine import queries
from ecograph.engine.graph import Graph, read
from ecograph.engine.sparql_text import tokens
from ecograph.terms import PREFIXES

#: Where the examples stand, seen from the endpoint.
WELL_KNOWN = ".well-known/sparql-examples"
SPEX = "https://purl.expasy.org/sparql-examples/ontology#"
#: What a query is and where its text stands, by the form of the query. SHACL has no terms for DESCRIBE; the SIB has.
FORMS: dict[str, tuple[str, str]] = {
    "SELECT": (PREFIXES["sh"] + "SPARQLSelectExecutable", PREFIXES["sh"] + "select"),
    "ASK": (PREFIXES["sh"] + "SPARQLAskExecutable", PREFIXES["sh"] + "ask"),
    "CONSTRUCT": (PREFIXES["sh"] + "SPARQLConstructExecutable", PREFIXES["sh"] + "construct"),
    "DESCRIBE": (SPEX + "SPARQLDescribeExecutable", SPEX + "describe"),
}


def examples(endpoint: str) -> Graph:
    """Return the ready questions as examples for a SPARQL endpoint, with the prefixes that they use.

    Each is named by the document that it stands in, ``…/.well-known/sparql-examples#gaps``, and runs as it is: a
    parameter that must be given has the value of its example, any other stays open.

    Args:
        endpoint: The absolute URL of the endpoint, such as ``http://127.0.0.1:8000/sparql``.

    >>> min(t.subject.value for t in examples("https://example.org/sparql") if t.object == Literal("Q20"))
    'https://example.org/.well-known/sparql-examples#gaps'
    """
    here = urljoin(endpoint, WELL_KNOWN)
    found = [t for question in queries.ready().values() for t in _example(question, here, endpoint)]
    return tuple(dict.fromkeys((*found, *_prefixes())))


def _example(question: queries.Query, here: str, endpoint: str) -> Iterator[Triple]:
    me = NamedNode(f"{here}#{question.id}")
    text = _text(question)
    kind, holds = FORMS[form(text)]
    yield Triple(me, _n("rdf:type"), _n("sh:SPARQLExecutable"))
    yield Triple(me, _n("rdf:type"), NamedNode(kind))
    yield Triple(me, _n("sh:prefixes"), _n("ecosh:prefixes"))
    if question.notation:
        yield Triple(me, _n("skos:notation"), Literal(question.notation))
    for lang in ("en", "nl"):
        yield Triple(me, _n("rdfs:label"), Literal(question.title[lang], language=lang))
        yield Triple(me, _n("rdfs:comment"), Literal(question.question[lang], language=lang))
    for keyword in question.keywords:
        yield Triple(me, _n("schema:keywords"), Literal(keyword))
    yield Triple(me, _n("schema:target"), NamedNode(endpoint))
    yield Triple(me, NamedNode(holds), Literal(text))


def _text(question: queries.Query) -> str:
    """Return a question as people like to read it: without its header, one prefix to a line."""
    body = "\n".join(line for line in question.text.splitlines() if not line.startswith("#+"))
    given = {p.name: p.example for p in question.parameters if p.required}
    head, _, bound = replace(question, text="\n" + body).bind(given).partition("\n")
    return f"{head.strip().replace(' PREFIX ', chr(10) + 'PREFIX ')}\n{bound}".strip()


def _prefixes() -> Iterator[Triple]:
    """Yield the declarations of queries/prefixes.ttl; a blank node keeps its name, and so its triples, together."""
    for t in read(assets.queries() / "prefixes.ttl").triples:
        if isinstance(t.subject, BlankNode) or t.predicate == _n("sh:declare"):
            yield t


def _n(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def form(text: str) -> str:
    """Return ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``: the first of these words that is one in the query.

    >>> form("PREFIX ask: <https://example.org/> SELECT * { ?s ask:me 'CONSTRUCT' }")
    'SELECT'
    """
    return next(t.upper for t in tokens(text) if t.kind == "word" and t.upper in FORMS)
