"""Every IRI of ours over HTTP: the right form, whole, for whoever asks."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from ecograph.api import documents
from ecograph.api.reading import Reader
from ecograph.engine.formats import BY_NAME
from ecograph.errors import AnswerTooLarge, NotAcceptable
from ecograph.terms import DCT, ECO, PREFIXES, RDF, SITE

IRIS = ("id/emmen-chemistry/actor/henk-brink", "ns", "vocab/level", "precondition/shared-proposition", "shapes")
NAMED = NamedNode


def graph(content: bytes, media_type: str) -> set[Triple]:
    found = RdfFormat.from_media_type(media_type.partition(";")[0])
    assert found is not None
    return {q.triple for q in parse(content, found)}


def ground(triples: set[Triple]) -> set[Triple]:
    """Return the triples without blank nodes; those have other names in each document."""
    return {t for t in triples if not isinstance(t.subject, BlankNode) and not isinstance(t.object, BlankNode)}


@pytest.mark.parametrize("path", IRIS)
def test_every_form_holds_the_same_and_parses_back(client: TestClient, path: str) -> None:
    answers = {}
    for name in documents.ENDINGS:
        media_type = BY_NAME[name].media_type
        by_ending = client.get(f"/{path}.{name}", headers={"accept": "text/html"})
        by_format = client.get(f"/{path}?format={name}", headers={"accept": "text/html"})
        by_accept = client.get(f"/{path}", headers={"accept": media_type})
        for reply in (by_ending, by_format, by_accept):
            assert reply.status_code == 200
            assert reply.headers["content-type"].startswith(media_type)
            assert "Accept" in reply.headers["vary"].split(", ")
        answers[name] = graph(by_accept.content, media_type)
        assert len(graph(by_ending.content, media_type)) == len(graph(by_format.content, media_type))
    assert NAMED(SITE + path) in {t.subject for t in answers["ttl"]} or path == "shapes"
    assert len({len(found) for found in answers.values()}) == 1
    assert all(ground(found) == ground(answers["nt"]) for found in answers.values())


def test_a_document_says_what_the_page_says(client: TestClient) -> None:
    iri = SITE + "id/emmen-chemistry/participation/brink-chair"
    found = graph(client.get(iri.removeprefix(SITE[:-1]) + ".ttl").content, "text/turtle")
    brink = NAMED(SITE + "id/emmen-chemistry/actor/henk-brink")
    assert Triple(NAMED(iri), NAMED(PREFIXES["eco"] + "participant"), brink) in found
    assert Triple(brink, NAMED(PREFIXES["rdfs"] + "label"), Literal("Henk Brink", language="nl")) in found
    sphere = graph(client.get("/vocab/sphere.ttl").content, "text/turtle")
    concepts = {t.subject for t in sphere if t.predicate.value == PREFIXES["skos"] + "inScheme"}
    assert NAMED(PREFIXES["sphere"] + "Government") in concepts


def test_a_description_and_its_parts_come_whole(client: TestClient) -> None:
    whole = graph(client.get("/id/emmen-chemistry/2016-kplusv.nt").content, "application/n-triples")
    assert sum(t.predicate == ECO.statedIn for t in whole) > 100
    inferred = graph(client.get("/id/emmen-chemistry/2016-kplusv/inferred.nt").content, "application/n-triples")
    assert any(t.predicate == RDF.type for t in inferred)


def test_no_blank_node_is_left_without_its_statements(reader: Reader) -> None:
    rows = reader.select(
        "SELECT DISTINCT ?s WHERE { GRAPH <https://w3id.org/ecograph/graph/vocab> { ?s ?p ?b } "
        "FILTER(ISBLANK(?b) && ISIRI(?s)) }"
    )
    assert rows
    for row in rows:
        found = documents.describe(reader.construct, row["s"].text)
        subjects = {t.subject for t in found}
        assert all(t.object in subjects for t in found if isinstance(t.object, BlankNode)), row["s"].text


ACCEPTS = [
    ("", "text/html"),
    ("*/*", "text/html"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ("text/turtle", "text/turtle"),
    ("text/turtle, */*;q=0.1", "text/turtle"),
    ("text/html;q=0.5, application/ld+json", "application/ld+json"),
    ("application/rdf+xml;q=0.4, text/html;q=0.5", "text/html"),
    ("application/json", "application/json"),
    ("text/html;q=0, */*", "text/turtle"),
]


@pytest.mark.parametrize(("accept", "media_type"), ACCEPTS)
def test_negotiation(client: TestClient, accept: str, media_type: str) -> None:
    reply = client.get("/id/emmen-chemistry", headers={"accept": accept})
    assert reply.status_code == 200
    assert reply.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in reply.headers["vary"].split(", ")


def test_a_page_names_its_other_forms_and_head_has_no_body(client: TestClient) -> None:
    page = client.get("/vocab/level/Absent", headers={"accept": "text/html"})
    assert '</vocab/level/Absent?format=ttl>; rel="alternate"; type="text/turtle"' in page.headers["link"]
    head = client.head("/vocab/level/Absent.ttl")
    assert (head.status_code, head.content) == (200, b"")
    assert client.get("/vocab/level/Absent.ttl?format=html").headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/id/emmen-chemistry", "/ns", "/shapes", "/id/nobody"])
@pytest.mark.parametrize(("accept", "query"), [("image/png", ""), ("*/*", "?format=xlsx"), ("*/*", "?format=csv")])
def test_what_fits_nothing_is_406_with_a_way_out(client: TestClient, path: str, accept: str, query: str) -> None:
    reply = client.get(path + query, headers={"accept": accept})
    assert reply.status_code == 406
    assert reply.headers["content-type"] == "application/problem+json"
    assert "text/turtle" in reply.json()["remedy"]


HOSTILE = [
    "/id/nobody",
    "/id/",
    "/id/%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "/id/%5Bx%5D",
    "/id/%ff%fe",
    "/id/%00",
    "/id/a%3Fb%23c",
    "/id/x%3E%20%7B%7D%20UNION%20%7B%20%3Fs%20%3Fp%20%3Fo",
    "/id/%ED%A0%80",
    "/id/$iri",
    "/id/\\1",
    "/vocab/" + "x" * 3000,
    "/precondition/.ttl",
    "/graph/..%2f..%2fetc%2fpasswd",
    "/shapes/%7B%7D",
]


@pytest.mark.parametrize("path", HOSTILE)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/ld+json"])
def test_what_nobody_described_is_404_however_it_is_spelled(client: TestClient, path: str, accept: str) -> None:
    reply = client.get(path, headers={"accept": accept})
    assert reply.status_code == 404
    if accept == "text/html":
        assert "<script>alert" not in reply.text
    else:
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.json()["type"] == SITE + "problem/unknown-name"
    assert "Accept" in reply.headers["vary"].split(", ")


def test_a_graph_too_large_for_one_document_is_refused_and_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_MOST_TRIPLES", 3)
    many = tuple(Triple(NAMED(f"http://example.org/{i}"), RDF.type, ECO.Need) for i in range(4))
    with pytest.raises(AnswerTooLarge, match="more than 3"):
        documents.describe(lambda _: many, SITE + "graph/vocab")


def test_a_document_with_too_many_references_says_so(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_MOST_REFERENCES", 10)
    iri = SITE + "vocab/level/NotDescribed"
    found = documents.describe(reader.construct, iri)
    assert sum(t.object == NAMED(iri) and t.predicate == ECO.level for t in found) <= 10
    notes = [t for t in found if t.predicate == DCT.description and isinstance(t.subject, BlankNode)]
    assert {t.object.language for t in notes if isinstance(t.object, Literal)} == {"nl", "en"}
    plain = documents.describe(reader.construct, SITE + "vocab/level/Absent")
    assert not [t for t in plain if isinstance(t.subject, BlankNode)]


def test_prefixes_are_those_that_make_names_readable() -> None:
    triples = [Triple(NAMED(SITE + "id/a/b"), RDF.type, ECO.Need)]
    text = documents.written(triples, BY_NAME["ttl"]).decode()
    assert "eco:Need" in text
    assert "\\/" not in text
    assert "skos:" not in text


def test_a_wish_for_no_format_of_ours_is_refused() -> None:
    with pytest.raises(NotAcceptable):
        documents.wish("/ns", "", "application/pdf")
