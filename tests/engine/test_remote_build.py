"""The whole way over engines of others, Virtuoso and the Oxigraph server: build, ask, /sparql, the canvas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ecograph import assets, build, filling
from ecograph.canvas import canvas
from ecograph.engine import remote_build
from ecograph.engine.queries import named
from ecograph.engine.remote import RemoteStore
from ecograph.engine.rows import rows
from ecograph.engine.store import Accepts, Request, ask, construct, select
from ecograph.errors import QueryRefused, QuerySyntaxError, StoreError
from ecograph.settings import Settings
from tests.api.conftest import running
from tests.servers import engines

EMMEN = "emmen-chemistry/2016-kplusv"
IRI = f"https://w3id.org/ecograph/id/{EMMEN}"


@pytest.fixture(scope="module", params=[engines.oxigraph, engines.virtuoso], ids=["oxigraph", "virtuoso"])
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("engine")
    with request.param(folder) as found:
        store = RemoteStore.from_settings(found)
        graphs, triples, done = filling.build_remote([assets.data() / "ecosystems" / EMMEN], store, folder)
        assert graphs > 4
        assert triples > 10_000
        assert [o.iri for o in done] == [IRI]
        yield found


@pytest.fixture
def store(settings: Settings) -> RemoteStore:
    return RemoteStore.from_settings(settings)


@pytest.mark.slow
def test_the_canvas_is_that_of_a_check(store: RemoteStore) -> None:
    import pyoxigraph as ox

    def ask_rows(text: str):
        found = ox.parse_query_results(store.query(Request(text)).read(), ox.QueryResultsFormat.JSON)
        return rows(found)

    _, here = build.check(assets.data() / "ecosystems" / EMMEN)
    there = canvas(ask_rows, IRI)
    assert len(there.judgements) == 40
    assert there.counts == here.counts
    assert [(j.notation, j.level) for j in there.judgements] == [(j.notation, j.level) for j in here.judgements]


@pytest.mark.slow
def test_questions_and_updates(store: RemoteStore) -> None:
    assert len(select(store, named("gaps").bind({"ecosystem": "emmen-chemistry"})).rows) > 5
    assert ask(store, "ASK { ?s a eco:Initiative }")
    assert not ask(store, "ASK { ?s a <urn:nothing-is-of-this> }")
    xml = Accepts(boolean="application/sparql-results+xml")
    assert b"<boolean>true</boolean>" in store.query(Request("ASK { ?s a eco:Initiative }", accepts=xml)).read()
    assert len(construct(store, f"CONSTRUCT WHERE {{ <{IRI}> ?p ?o }}")) > 3
    store.send_update("INSERT DATA { GRAPH <urn:t> { <urn:a> a eco:Actor } }")
    assert ask(store, "ASK { GRAPH <urn:t> { <urn:a> a eco:Actor } }")
    assert b"<urn:a>" in store.get_graph("urn:t")
    store.delete_graph("urn:t")
    assert not ask(store, "ASK { GRAPH <urn:t> { ?s ?p ?o } }")
    with pytest.raises(QuerySyntaxError):
        store.query(Request("SELECT * {"))
    with pytest.raises(QueryRefused):
        store.query(Request("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"))


@pytest.mark.slow
def test_a_large_graph_goes_in_pieces_and_one_that_is_no_longer_built_goes(
    store: RemoteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_build, "CHUNK", 10)
    monkeypatch.setattr(remote_build, "INDEX", NamedNode("urn:test:index"))
    p, big, small = NamedNode("urn:p"), NamedNode("urn:test:big"), NamedNode("urn:test:small")
    ring = [BlankNode(f"b{n}") for n in range(25)]
    quads = [Quad(ring[n], p, ring[(n + 1) % 25], big) for n in range(25)] + [
        Quad(p, p, Literal("één", language="nl"), small)
    ]
    assert remote_build.publish(store, quads) == (2, 26)
    found = select(store, "SELECT ?a ?c { GRAPH <urn:test:big> { ?a <urn:p> ?b . ?b <urn:p> ?c } }")
    assert len(found.rows) == 25, "a name means the same in each piece"
    assert remote_build.publish(store, quads[25:]) == (1, 1)
    assert not ask(store, "ASK { GRAPH <urn:test:big> { ?s ?p ?o } }")
    assert ask(store, 'ASK { GRAPH <urn:test:small> { ?s ?p "één"@nl } }')


@pytest.mark.slow
def test_the_service_over_it(settings: Settings, tmp_path: Path) -> None:
    own = settings.model_copy(update={"data_dir": tmp_path})
    with running(own) as service:
        reply = service.get("ASK { ?s a eco:Initiative }")
        assert reply.status == 200
        assert reply.json()["boolean"] is True
        assert service.get("SELECT ?s { ?s ?p ?o } LIMIT 3", accept="text/csv").body.count(b"\n") == 4
        assert service.get("SELECT * { SERVICE <http://127.0.0.1/> {} }").status == 403
        page = service.request("GET", f"/ecosystem/{EMMEN}", Accept="text/html")
        assert page.status == 200
        assert b"P01" in page.body
        assert service.request("GET", "/api/ecosystems").status == 200


@pytest.mark.parametrize("settings", [engines.virtuoso], ids=["virtuoso"], indirect=True)  # the other asks for none
def test_a_wrong_password_is_said(settings: Settings) -> None:
    wrong = RemoteStore.from_settings(settings.model_copy(update={"store_password": SecretStr("wrong")}))
    with pytest.raises(StoreError, match="does not let us in"):
        wrong.put_graph("urn:g", b"<urn:a> <urn:b> <urn:c> .")
