"""Projects of CORDIS and Kohesio come in and go out without losing what both sides know."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store

from ecograph import assets
from ecograph.engine.queries import load, with_prefixes
from ecograph.terms import PREFIXES

EURIO = """
@prefix eurio: <http://data.europa.eu/s66#> . @prefix : <https://cordis.europa.eu/x/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:p a eurio:Project ; eurio:title "Bio plastics" ; eurio:identifier "101"^^rdfs:Literal ;
   eurio:startDate "2016-03-01T00:00:00" ; eurio:hasInvolvedParty :r1 , :r2 .
:r1 eurio:isRoleOf :o1 ; eurio:roleLabel "coordinator" ; eurio:isRecipientOf :g1 .
:g1 eurio:hasPaymentAmount :m1 . :m1 eurio:value "1234.50" .
:r2 eurio:isRoleOf :o2 ; eurio:roleLabel "participant" .
:o1 eurio:legalName "RIJKSUNIVERSITEIT GRONINGEN" . :o2 eurio:legalName "GEMEENTE EMMEN" .
:bare a eurio:Project ; eurio:title "Without anything" .
"""
KOHESIO = """
@prefix lod: <https://linkedopendata.eu/entity/> . @prefix ldt: <https://linkedopendata.eu/prop/direct/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
lod:Q1 ldt:P35 lod:Q9934 ; rdfs:label "Groene chemie"@nl , "Green chemistry"@en , "Chimie verte"@fr ;
  ldt:P20 "2016-03-01T00:00:00Z"^^xsd:dateTime ; ldt:P889 lod:Q2 ; ldt:P474 "200"^^xsd:decimal ;
  ldt:P835 "80.5"^^xsd:decimal ; ldt:P1845 lod:Q3 .
lod:Q2 rdfs:label "Gemeente Emmen"@nl . lod:Q3 ldt:P192 "NL132" .
lod:Q4 ldt:P35 lod:Q5 ; rdfs:label "No project"@en .
"""


def construct(name, store):
    query = load(assets.queries() / "mappings" / f"{name}.rq")
    out = Store()
    out.bulk_extend(
        __import__("pyoxigraph").Quad(t.subject, t.predicate, t.object) for t in store.query(with_prefixes(query.text))
    )
    return out


def loaded(text):
    store = Store()
    store.load(text.encode(), RdfFormat.TURTLE)
    return store


def rows(store, query):
    head = " ".join(f"PREFIX {p}: <{iri}>" for p, iri in PREFIXES.items())
    head += " PREFIX eurio: <http://data.europa.eu/s66#> PREFIX ldt: <https://linkedopendata.eu/prop/direct/>"
    return sorted(tuple(v.value if v else None for v in r) for r in store.query(f"{head} {query}"))


def test_cordis_comes_in_and_goes_out():
    ours = construct("eurio-to-eco", loaded(EURIO))
    assert rows(
        ours,
        "SELECT ?l ?i ?s { ?p a eco:Project ; rdfs:label ?l OPTIONAL { ?p dct:identifier ?i ; eco:startedOn ?s } }",
    ) == [
        ("Bio plastics", "101", "2016-03-01"),
        ("Without anything", None, None),
    ]
    assert rows(
        ours,
        "SELECT ?n ?t { ?x eco:participant ?o ; eco:inRole role:Participant ; eco:postTitle ?t . ?o rdfs:label ?n }",
    ) == [
        ("GEMEENTE EMMEN", "participant"),
        ("RIJKSUNIVERSITEIT GRONINGEN", "coordinator"),
    ]
    assert rows(ours, "SELECT ?v { ?c eco:fundingSource fsource:Eu ; eco:amount/eco:amountValue ?v }") == [("1234.5",)]
    back = construct("eco-to-eurio", ours)
    parties = (
        "SELECT ?p ?n ?r { ?p eurio:hasInvolvedParty ?x . ?x eurio:isRoleOf/eurio:legalName ?n ; eurio:roleLabel ?r }"
    )
    assert rows(back, parties) == rows(loaded(EURIO), parties)
    assert rows(back, "SELECT (STR(?i) AS ?n) { ?p eurio:identifier ?i }") == [("101",)]


def eurio(study, projects):
    """Rows of CORDIS as the triples that EURIO makes of them."""
    import csv

    def text(value):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'

    with (study / "projects/cordis_horizon_nl_projects.csv").open(encoding="utf-8", newline="") as file:
        chosen = list(csv.DictReader(file))[:projects]
    ids = {r["id"] for r in chosen}
    out = ["@prefix eurio: <http://data.europa.eu/s66#> ."]
    out += [
        f"<{r['iri']}> a eurio:Project ; eurio:title {text(r['title'])} ; eurio:identifier {text(r['id'])} ; "
        f'eurio:startDate "{r["startDate"]}" ; eurio:endDate "{r["endDate"]}" .'
        for r in chosen
    ]
    path = study / "projects/cordis_horizon_participations_of_nl_projects.csv"
    count = 0
    with path.open(encoding="utf-8", newline="") as file:
        for n, r in enumerate(r for r in csv.DictReader(file) if r["projectID"] in ids):
            count += 1
            role, base = f"https://cordis.europa.eu/x/role/{n}", f"https://cordis.europa.eu/project/id/{r['projectID']}"
            out.append(
                f"<{base}> eurio:hasInvolvedParty <{role}> . <{role}> eurio:roleLabel {text(r['role'])} ; "
                f"eurio:isRoleOf <https://cordis.europa.eu/x/org/{r['pic']}-{n}> ; eurio:isRecipientOf <{role}/g> . "
                f"<https://cordis.europa.eu/x/org/{r['pic']}-{n}> eurio:legalName {text(r['name'])} . "
                f'<{role}/g> eurio:hasPaymentAmount <{role}/m> . <{role}/m> eurio:value "{r["ecContribution"]}" .'
            )
    return "\n".join(out), len(chosen), count


def test_real_rows_of_cordis_survive_the_way_there_and_back(study):
    text, projects, participations = eurio(study, 100)
    given = loaded(text)
    ours = construct("eurio-to-eco", given)
    back = construct("eco-to-eurio", ours)
    roles = (
        "SELECT ?p ?n ?r { ?p eurio:hasInvolvedParty ?x . ?x eurio:roleLabel ?r ; eurio:isRoleOf/eurio:legalName ?n }"
    )
    assert len(rows(given, roles)) == participations > 500
    assert rows(back, roles) == rows(given, roles)
    amounts = (
        "SELECT ?n (STR(xsd:decimal(STR(?v))) AS ?amount) { ?x eurio:isRoleOf/eurio:legalName ?n ; "
        "eurio:isRecipientOf/eurio:hasPaymentAmount/eurio:value ?v FILTER (STR(?v) != '') }"
    )
    assert len(rows(given, amounts)) > 400
    assert rows(back, amounts) == rows(given, amounts)
    about = (
        "SELECT ?p ?t (STR(?s) AS ?from) (STR(?e) AS ?to) { ?p a eurio:Project ; eurio:title ?l ; eurio:startDate ?s ; "
    )
    about += "eurio:endDate ?e BIND (STR(?l) AS ?t) }"
    assert len(rows(given, about)) == projects
    assert rows(back, about) == rows(given, about)


def test_kohesio_comes_in_and_goes_out():
    ours = construct("kohesio-to-eco", loaded(KOHESIO))
    assert rows(ours, "SELECT ?l ?s ?n { ?p a eco:Project ; rdfs:label ?l ; eco:startedOn ?s ; dct:spatial ?n }") == [
        ("Green chemistry", "2016-03-01", "http://data.europa.eu/nuts/code/NL132"),
        ("Groene chemie", "2016-03-01", "http://data.europa.eu/nuts/code/NL132"),
    ]
    assert rows(
        ours,
        "SELECT ?b ?e { ?p eco:hasBudget/eco:amountValue ?b . ?c eco:fundsInitiative ?p ; eco:amount/eco:amountValue ?e"
        " }",
    ) == [
        ("200", "80.5"),
    ]
    back = construct("eco-to-kohesio", ours)
    facts = "SELECT ?p ?o ?b ?e { ?p ldt:P889 ?o ; ldt:P474 ?b ; ldt:P835 ?e }"
    assert rows(back, facts) == rows(loaded(KOHESIO), facts)


@pytest.mark.parametrize("path", sorted((assets.queries() / "mappings").glob("*.rq")), ids=lambda p: p.stem)
def test_each_mapping_speaks_the_ontology(path):
    import re

    modules = "\n".join(p.read_text() for p in (assets.ontology() / "modules").glob("*.ttl"))
    used = set(re.findall(r"\beco:(\w+)", load(path).text))
    assert used
    assert [t for t in used if not re.search(rf"\beco:{t}\b", modules)] == []


def test_nothing_in_gives_nothing_out():
    for path in (assets.queries() / "mappings").glob("*.rq"):
        assert len(construct(path.stem, Store())) == 0
