"""Questions that reach other sources: the examples, and ``SERVICE`` in a query of the user's own.

The law of this file: the engine makes no request. What a source answers is fetched first, over the checked connection
of ``federation``, and put into the query as data; a source that the user did not name is not asked.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Collection, Mapping

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse_query_results

from ecograph.engine.queries import Query, catalogue
from ecograph.engine.sparql_text import Token, join, tokens
from ecograph.errors import LimitReached, Place, QueryRefused, StoreError, UnknownName
from ecograph.linking import federation
from ecograph.linking.federation import SOURCES, Limits, Source
from ecograph.texts import Text

#: Rows of one SERVICE that are put into a query: more is a join that belongs at the source.
_ROWS = 10_000
_FROM = re.compile(r"^FROM\s+<([^<>\s]+)>\s*$", re.MULTILINE)
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def examples() -> dict[str, Query]:
    """Return the examples by name: one file each in ``queries/federation``."""
    return catalogue("federation")


def source_of(example: Query) -> Source:
    """Return the source that an example asks: that of its documents, else the first word of its name.

    >>> sorted(source_of(e).name for e in examples().values())
    ['cordis', 'kohesio', 'tooi-lists', 'wikidata']
    """
    documents = _FROM.findall(example.text)
    host = urllib.parse.urlsplit(documents[0]).hostname if documents else ""
    return next((s for s in SOURCES.values() if s.host == host), None) or SOURCES[example.id.partition("-")[0]]


def run(name: str, values: Mapping[str, str], **how: object) -> bytes:
    """Return what a source answers to an example, as SPARQL results in JSON.

    A source that answers no SPARQL publishes documents; the example names them (``FROM``), they are fetched, and the
    question is asked of them here.

    Raises:
        UnknownName: no example has that name.
        CallerError: a parameter is unknown, missing or of the wrong type.
        StoreError, LimitReached, QueryRefused: see ``federation.fetch``.
    """
    known = examples()
    if name not in known:
        raise UnknownName(Text(nl="voorbeeld", en="example"), name, list(known))
    example = known[name]
    text = example.bind(values)
    documents = _FROM.findall(text)
    if not documents:
        return federation.answer(source_of(example).name, text, **how)  # type: ignore[arg-type]
    store = Store()
    for document in documents:
        _load(document, how, store)
    answer = store.query(text)
    assert isinstance(answer, QuerySolutions)  # our examples are SELECTs
    content = answer.serialize(format=QueryResultsFormat.JSON)
    return content or b""


def _load(document: str, how: Mapping[str, object], store: Store) -> None:
    content = federation.fetch(
        document,
        accept="application/ld+json",
        limits=Limits(seconds=60, megabytes=100),
        **how,  # type: ignore[arg-type]
    )
    if content is None:
        raise StoreError(
            Text(nl="Dit document staat niet meer waar het stond.", en="This document is not where it was."),
            place=Place(iri=document),
            remedy=Text(nl="Zoek het nieuwe adres bij de uitgever.", en="Look for its new address at the publisher."),
        )
    try:
        store.load(content, RdfFormat.JSON_LD, to_graph=NamedNode(document))
    except (SyntaxError, ValueError) as error:
        raise StoreError(
            Text(nl="Het antwoord van de uitgever is geen JSON-LD.", en="The publisher's answer is not JSON-LD."),
            place=Place(iri=document),
            remedy=Text(nl="Probeer het later opnieuw.", en="Try again later."),
        ) from error


def joined(text: str, allowed: Collection[str], **how: object) -> str:
    """Return a query in which each ``SERVICE`` has become the data that its source answered.

    SPARQL evaluates the pattern of a SERVICE by itself and joins its solutions with the rest (SPARQL 1.1 Federated
    Query §4), so that its solutions can stand in its place. Only sources in ``allowed`` are asked; ``SERVICE SILENT``
    at a source that is out of reach binds nothing.

    Raises:
        UnknownName: a name in ``allowed`` is no source.
        QueryRefused: the query asks another endpoint, or SERVICE has a variable or another SERVICE within.
        LimitReached: a source gives more rows than go into a query.
    """
    endpoints = {}
    for name in allowed:
        if name not in SOURCES or not SOURCES[name].sparql:
            raise UnknownName(
                Text(nl="bron voor SERVICE", en="source for SERVICE"),
                name,
                [s.name for s in SOURCES.values() if s.sparql],
            )
        endpoints[SOURCES[name].url] = name
    parts = tokens(text)
    start = next((n for n, t in enumerate(parts) if t.upper in _FORMS), 0)
    prologue = join(parts[:start])
    out: list[str] = []
    n = 0
    while n < len(parts):
        if parts[n].upper != "SERVICE":
            out.append(parts[n].text)
            n += 1
            continue
        silent, endpoint, inner, n = _clause(parts, n)
        if endpoint not in endpoints:
            raise _refused(endpoint)
        out.append(_data(endpoints[endpoint], f"{prologue}\nSELECT * WHERE {inner}", silent=silent, how=how))
    return "".join(out)


def _clause(parts: list[Token], n: int) -> tuple[bool, str, str, int]:
    """Return of a SERVICE clause: whether it is silent, its endpoint, its group, and where it ends."""
    head: list[Token] = []
    n += 1
    while n < len(parts) and parts[n].text != "{":
        head += [parts[n]] if parts[n].kind != "space" else []
        n += 1
    silent = bool(head) and head[0].upper == "SILENT"
    endpoint = head[-1].text.strip("<>") if head and head[-1].kind == "iri" else ""
    depth, first = 0, n
    while n < len(parts):
        depth += (parts[n].text == "{") - (parts[n].text == "}")
        n += 1
        if depth == 0:
            break
    inner = parts[first:n]
    if any(t.upper == "SERVICE" for t in inner):
        raise QueryRefused(
            Text(nl="SERVICE staat in een andere SERVICE.", en="There is a SERVICE within a SERVICE."),
            remedy=Text(nl="Zet ze naast elkaar.", en="Put them side by side."),
        )
    return silent, endpoint, join(inner), n


def _refused(endpoint: str) -> QueryRefused:
    known = {s.url: s.name for s in SOURCES.values() if s.sparql}
    name = known.get(endpoint, "")
    if name:
        return QueryRefused(
            Text(nl=f"{endpoint} mag deze vraag niet bevragen.", en=f"This query may not ask {endpoint}."),
            remedy=Text(nl=f"Sta het toe met --service {name}.", en=f"Allow it with --service {name}."),
        )
    listed = ", ".join(f"{url} ({n})" for url, n in known.items())
    return QueryRefused(
        Text(
            nl=f"SERVICE vraagt {endpoint or 'een variabele'}, en dat staat niet op de lijst.",
            en=f"SERVICE asks {endpoint or 'a variable'}, which is not on the list.",
        ),
        remedy=Text(nl=f"Op de lijst: {listed}.", en=f"On the list: {listed}."),
    )


def _data(name: str, query: str, *, silent: bool, how: Mapping[str, object]) -> str:
    """Return the solutions of a query at a source as inline data."""
    try:
        content = federation.answer(name, query, **how)  # type: ignore[arg-type]
    except (StoreError, LimitReached):
        if silent:
            return " { } "
        raise
    solutions = parse_query_results(content, QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)  # SELECT * was asked
    variables = [v.value for v in solutions.variables]
    rows: list[str] = []
    for solution in solutions:
        if len(rows) >= _ROWS:
            raise LimitReached(
                Text(
                    nl=f"{name} geeft meer dan {_ROWS} rijen voor deze SERVICE.",
                    en=f"{name} gives more than {_ROWS:,} rows for this SERVICE.",
                ),
                remedy=Text(
                    nl="Beperk het patroon binnen SERVICE, bijvoorbeeld met VALUES of LIMIT in een deelvraag.",
                    en="Narrow the pattern within SERVICE, for example by VALUES or LIMIT in a subquery.",
                ),
            )
        rows.append("(" + " ".join(_term(solution[v]) for v in variables) + ")")
    names = " ".join(f"?{v}" for v in variables)
    return f" VALUES ({names}) {{ {' '.join(rows)} }} "


def _term(term: object) -> str:
    """Return a term as inline data; a blank node of another source becomes an IRI: data cannot name it otherwise."""
    if term is None:
        return "UNDEF"
    text = str(term)
    return f"<urn:blank:{urllib.parse.quote(text[2:])}>" if text.startswith("_:") else text
