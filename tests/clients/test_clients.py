"""Real clients against the running service: each asks a question whose answer is known, over HTTP as users do."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, RDFXML, TURTLE, XML, SPARQLWrapper

from ecograph.settings import Settings
from tests.api.conftest import Service, running

PREFIX = "PREFIX eco: <https://w3id.org/ecograph/ns#>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
ECOSYSTEMS = (
    PREFIX
    + 'SELECT ?e ?name WHERE { ?e a eco:InnovationEcosystem ; rdfs:label ?name FILTER(LANG(?name) = "en") } ORDER BY ?e'
)
NAMES = ["Agenda for the Veenkoloniën", "Emmen biobased chemistry"]
EMMEN = "https://w3id.org/ecograph/id/emmen-chemistry"
COMUNICA = Path(__file__).parent / "comunica" / "node_modules" / ".bin" / "comunica-sparql"


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("form", [JSON, XML, CSV])
def test_sparqlwrapper_tables(service: Service, method: str, form: str) -> None:
    wrapper = SPARQLWrapper(service.base + "/sparql")
    wrapper.setQuery(ECOSYSTEMS)
    wrapper.setReturnFormat(form)
    wrapper.setMethod(method)
    answer = wrapper.query().convert()
    if form == JSON:
        assert [b["name"]["value"] for b in answer["results"]["bindings"]] == NAMES
    elif form == XML:
        assert [n.firstChild.data for n in answer.getElementsByTagName("literal")] == NAMES
    else:
        assert [line.split(",", 1)[1].strip() for line in answer.decode().splitlines()[1:]] == NAMES


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # SPARQLWrapper reads with it
def test_sparqlwrapper_graphs_and_direct_post(service: Service) -> None:
    wrapper = SPARQLWrapper(service.base + "/sparql")
    wrapper.setQuery(f"DESCRIBE <{EMMEN}>")
    wrapper.setReturnFormat(TURTLE)
    turtle = rdflib.Graph().parse(data=wrapper.query().convert(), format="turtle")
    wrapper.setReturnFormat(RDFXML)
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(POSTDIRECTLY)
    graph = wrapper.query().convert()
    assert len(turtle) == len(graph) > 3


def test_rdflib_reads_it_as_a_graph_of_its_own(service: Service) -> None:
    graph = rdflib.Graph(SPARQLStore(service.base + "/sparql"))
    assert [str(row.name) for row in graph.query(ECOSYSTEMS)] == NAMES
    labels = {str(o) for o in graph.objects(rdflib.URIRef(EMMEN), rdflib.RDFS.label)}
    assert "Emmen biobased chemistry" in labels


def test_rdflib_writes_with_a_token(tmp_path: Path) -> None:
    with running(Settings(data_dir=tmp_path, workers=1, writable=True, token="secret", query_seconds=60)) as service:
        header = {"Authorization": "Bearer secret"}
        address = service.base + "/sparql"
        store = SPARQLUpdateStore(query_endpoint=address, update_endpoint=address, headers=header)
        graph = rdflib.Graph(store, identifier=rdflib.URIRef("http://example.org/g"))
        a, b = rdflib.URIRef("http://example.org/a"), rdflib.Literal("één", lang="nl")
        graph.add((a, rdflib.RDFS.label, b))
        assert list(graph.objects(a, rdflib.RDFS.label)) == [b]
        store.close()


def test_pandas_reads_a_question_from_its_address(service: Service) -> None:
    """A spreadsheet and R do the same: a GET without any header."""
    frame = pd.read_csv(service.base + "/api/questions/gaps?ecosystem=emmen-chemistry&format=csv")
    assert list(frame.columns)[:2] == ["ecosystem", "description"]
    assert len(frame) > 20
    assert set(frame["ecosystem"]) == {EMMEN}


def test_curl_without_a_header_with_one_and_compressed(service: Service) -> None:
    curl = program("curl")
    address = service.base + "/sparql"
    plain = run(curl, "-sf", "-G", address, "--data-urlencode", "query=" + ECOSYSTEMS)
    assert len(json.loads(plain)["results"]["bindings"]) == 2
    csv = run(curl, "-sf", "-H", "Accept: text/csv", address, "--data-urlencode", "query=" + ECOSYSTEMS)
    packed = run(curl, "-sf", "--compressed", f"{service.base}/api/questions/gaps?format=csv&ecosystem=emmen-chemistry")
    assert csv.splitlines()[0] == "e,name"
    assert packed.startswith("ecosystem,description")


def test_roqet(service: Service, tmp_path: Path) -> None:
    query = tmp_path / "query.rq"
    query.write_text(ECOSYSTEMS, encoding="utf-8")
    out = run(program("roqet"), "-q", "-p", service.base + "/sparql", "-r", "csv", str(query))
    assert [line.split(",", 1)[1].strip() for line in out.splitlines()[1:]] == NAMES


def test_comunica(service: Service) -> None:
    """It reads the service description first."""
    if not COMUNICA.exists():
        pytest.skip("Comunica is not there: cd tests/clients/comunica && npm ci")
    node = program("node")
    out = run(node, str(COMUNICA), service.base + "/sparql", "-q", ECOSYSTEMS, "-t", "application/sparql-results+json")
    assert [b["name"]["value"] for b in json.loads(out)["results"]["bindings"]] == NAMES
