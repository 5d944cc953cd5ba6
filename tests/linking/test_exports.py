"""`ecograph export`: every form that is promised, written and read again by something else than what wrote it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import RdfFormat, Store, parse

from ecograph import assets, filling
from ecograph.cli import exporting
from ecograph.errors import UnknownName

EMMEN = assets.data() / "ecosystems/emmen-chemistry/2016-kplusv"
ENDPOINT = "https://data.example.org/sparql"
ID = "https://w3id.org/ecograph/id/emmen-chemistry/2016-kplusv"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    filling.build([EMMEN], folder)
    return folder


def test_nquads_have_the_four_graphs_of_a_description(tmp_path):
    out = tmp_path / "emmen.nq"
    exporting.export(str(EMMEN), out, endpoint=ENDPOINT, lang="nl")
    graphs = {q.graph_name.value for q in parse(out.read_bytes(), RdfFormat.N_QUADS)}
    assert graphs == {ID, ID + "/links", ID + "/inferred", ID + "/report"}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's JSON-LD parser makes one
@pytest.mark.parametrize("ending", [".ttl", ".nt", ".jsonld", ".rdf"])
def test_rdf_is_the_same_graph_in_every_form(tmp_path, ending):
    from rdflib import Dataset, Graph

    out, nt = tmp_path / f"emmen{ending}", tmp_path / "again.nt"
    for path in (out, nt):
        exporting.export(str(EMMEN), path, endpoint=ENDPOINT, lang="nl")
    loaded = Dataset() if ending == ".jsonld" else Graph()
    form = {".ttl": "turtle", ".nt": "nt", ".jsonld": "json-ld", ".rdf": "xml"}[ending]
    loaded.parse(str(out), format=form)
    assert len(loaded) == len(Graph().parse(str(nt), format="nt"))


@pytest.mark.parametrize(("lang", "label"), [("nl", "Gemeente Emmen"), ("en", "Municipality of Emmen")])
def test_graphml_is_the_network(tmp_path, lang, label):
    out = tmp_path / "emmen.graphml"
    exporting.export(str(EMMEN), out, endpoint=ENDPOINT, lang=lang)
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    root = ET.parse(out).getroot()
    nodes = {n.get("id"): {d.get("key"): d.text for d in n} for n in root.iterfind("g:graph/g:node", space)}
    edges = [(e.get("source"), e.get("target")) for e in root.iterfind("g:graph/g:edge", space)]
    assert label in {n["label"] for n in nodes.values()}
    assert len(nodes) > 50
    assert len(edges) > 50
    assert {end for edge in edges for end in edge} <= set(nodes)
    assert "eco:EvidencePassage" not in {n["type"] for n in nodes.values()}


def test_the_catalogue_names_what_is_in_the_store_and_who_publishes(tmp_path, data_dir, monkeypatch, capsys):
    out = tmp_path / "catalogue.ttl"
    exporting.export("catalogue", out, endpoint=ENDPOINT, data_dir=data_dir, lang="nl")
    assert "ECOGRAPH_PUBLISHER_IRI" in capsys.readouterr().err
    monkeypatch.setenv("ECOGRAPH_PUBLISHER_IRI", "https://identifier.overheid.nl/tooi/id/provincie/pv22")
    monkeypatch.setenv("ECOGRAPH_PUBLISHER_NAME", "provincie Drenthe")
    monkeypatch.setenv("ECOGRAPH_CONTACT_EMAIL", "opendata@example.org")
    exporting.export("catalogue", out, endpoint=ENDPOINT, data_dir=data_dir, lang="nl")
    assert "ECOGRAPH_PUBLISHER_IRI" not in capsys.readouterr().err
    store = Store()
    store.load(out.read_bytes(), RdfFormat.TURTLE)
    ask = "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/> "
    rows = store.query(ask + "SELECT ?d ?p { ?c a dcat:Catalog ; dcat:dataset ?d ; dct:publisher ?p }")
    found = {(r[0].value, r[1].value) for r in rows}
    assert (ID, "https://identifier.overheid.nl/tooi/id/provincie/pv22") in found
    assert len(found) == 6  # the description and five registers
    assert store.query(ask + "ASK { ?s a dcat:DataService ; dcat:endpointURL <https://data.example.org/sparql> }")


def test_void_counts_the_store_with_partitions_and_linksets(tmp_path, data_dir):
    void, everything = tmp_path / "void.ttl", tmp_path / "all.nq"
    exporting.export("void", void, endpoint=ENDPOINT, data_dir=data_dir, lang="nl")
    exporting.export("store", everything, endpoint=ENDPOINT, data_dir=data_dir, lang="nl")
    store, whole = Store(), Store()
    store.load(void.read_bytes(), RdfFormat.TURTLE)
    whole.bulk_load(everything.read_bytes(), RdfFormat.N_QUADS)
    head = "PREFIX void: <http://rdfs.org/ns/void#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    [total] = store.query(head + "SELECT ?n { <https://data.example.org/void#store> void:triples ?n }")
    assert int(total[0].value) == len(whole)
    [linked] = store.query(
        head + "SELECT ?n { ?s a void:Linkset ; void:linkPredicate skos:exactMatch ; void:triples ?n ; "
        f"void:subjectsTarget <{ID}/links> ; void:objectsTarget <https://identifier.overheid.nl/tooi/> }}"
    )
    counted = whole.query(
        head + f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{ID}/links> {{ ?s skos:exactMatch ?o "
        'FILTER STRSTARTS(STR(?o), "https://identifier.overheid.nl/") } }'
    )
    assert linked[0].value == next(iter(counted))[0].value
    assert store.query(head + "ASK { ?d void:classPartition/void:class ?c ; void:propertyPartition/void:property ?p }")


def test_what_cannot_be_written_is_named(tmp_path, data_dir):
    with pytest.raises(UnknownName, match=r"\.nq"):
        exporting.export("store", tmp_path / "x.ttl", endpoint=ENDPOINT, data_dir=data_dir, lang="nl")
    with pytest.raises(UnknownName, match=r"graphml"):
        exporting.export(str(EMMEN), tmp_path / "x.graphm", endpoint=ENDPOINT, lang="nl")
    assert list(tmp_path.iterdir()) == []
