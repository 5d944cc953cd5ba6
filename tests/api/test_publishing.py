"""The catalogue and the statistics, from a store that answers."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, RdfFormat, parse

from ecograph.api.app import create_app
from ecograph.filling import build
from ecograph.settings import Settings
from ecograph.terms import PREFIXES

EXECUTABLE = NamedNode(PREFIXES["sh"] + "SPARQLExecutable")
MINIATURE = Path(__file__).parent.parent / "ecosystems" / "miniature"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    build([MINIATURE], folder)
    with TestClient(create_app(Settings(data_dir=folder, contact_email="office@example.org"))) as client:
        yield client


def triples(answer):
    assert answer.status_code == 200
    return list(parse(answer.content, RdfFormat.TURTLE))


def test_the_catalogue_lists_the_description_the_registers_and_the_service(client):
    found = triples(client.get("/catalog"))
    types = [q.object.value for q in found if q.predicate.value.endswith("#type")]
    assert types.count(PREFIXES["dcat"] + "Dataset") == 6
    assert types.count(PREFIXES["dcat"] + "DataService") == 1
    subjects = {q.subject.value for q in found if hasattr(q.subject, "value")}
    assert PREFIXES["id"] + "atlantis/2020" in subjects


def test_each_distribution_can_be_fetched(client):
    found = triples(client.get("/catalog"))
    files = {q.object.value for q in found if q.predicate.value == PREFIXES["dcat"] + "downloadURL"}
    assert len(files) == 6
    for address in sorted(files)[:2]:
        assert triples(client.get(address.replace("http://testserver", "")))


@pytest.mark.parametrize("path", ["/.well-known/void", "/void"])
def test_void_counts_what_is_there(client, path):
    found = triples(client.get(path))
    (total,) = [
        q.object.value
        for q in found
        if q.predicate.value == PREFIXES["void"] + "triples" and q.subject.value.endswith("void#store")
    ]
    counted = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"})
    assert counted.json()["results"]["bindings"][0]["n"]["value"] == total


@pytest.mark.shared
def test_the_catalogue_conforms_to_dcat_ap_nl(client, shared):
    from tests.linking.test_publishing import report

    folder = shared / "data" / "dcat" / "geonovum-dcat-ap-nl-3.0"
    severities, text = report(client.get("/catalog").text, sorted(folder.glob("*.ttl")))
    assert "Violation" not in severities, text[:3000]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_every_question_is_a_sparql_example_in_each_format(client, accept, kind):
    answer = client.get("/.well-known/sparql-examples", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(accept)
    assert answer.headers["access-control-allow-origin"] == "*"
    found = [quad.triple for quad in parse(answer.content, kind)]
    queries = {t.subject.value.rpartition("#")[2] for t in found if t.object == EXECUTABLE}
    assert queries == {q["id"] for q in client.get("/api/questions").json()["questions"]}
