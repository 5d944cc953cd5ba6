"""The links of a description: every government and knowledge actor has an identifier, or a reason why not."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from ecograph import assets
from ecograph.engine import graph
from ecograph.linking import report, review
from ecograph.linking.description import agree, cases, link_description
from ecograph.linking.organisations import link
from ecograph.linking.registers import territories

HEAD = """@prefix eco: <https://w3id.org/ecograph/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sphere: <https://w3id.org/ecograph/vocab/sphere/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <https://w3id.org/ecograph/id/x/> .
:d a eco:EcosystemDescription ; eco:describedAsOf "2016-03-14"^^xsd:date .
"""
SKOS = "http://www.w3.org/2004/02/skos/core#"


def links(turtle, **given):
    return link_description(graph.read_bytes((HEAD + turtle).encode(), RdfFormat.TURTLE).triples, **given)


def matches(found):
    return {
        (t.subject.value.rpartition("/")[2], t.predicate.value.removeprefix(SKOS), t.object.value.rpartition("/")[2])
        for t in found
        if t.predicate.value.startswith(SKOS)
    }


def comments(found, lang):
    return [t.object.value for t in found if t.predicate.value.endswith("#comment") and t.object.language == lang]


def test_body_and_region_are_linked_each_with_its_own_kind():
    found = links("""
        :emmen a eco:OrganisationActor ; rdfs:label "Gemeente Emmen"@nl , "Municipality of Emmen"@en .
        :area a eco:Region ; rdfs:label "Emmen (gemeente als gebied)"@nl , "Emmen (the municipality as an area)"@en .
        :drenthe a eco:Region ; rdfs:label "Provincie Drenthe"@nl .
    """)
    assert matches(found) == {
        ("emmen", "exactMatch", "gm0114"),
        ("area", "exactMatch", "GM0114"),
        ("area", "broadMatch", "NL132"),
        ("drenthe", "exactMatch", "PV22"),
        ("drenthe", "exactMatch", "NL13"),
    }
    assert not [t for t in found if t.predicate.value.endswith("sameAs")]


def test_the_day_of_the_description_counts():
    actor = ':haren a eco:OrganisationActor ; rdfs:label "Gemeente Haren"@nl .'
    assert matches(links(actor)) == {("haren", "exactMatch", "gm0017")}
    assert matches(links(actor, date=date(2026, 1, 1))) == {("haren", "broadMatch", "gm0014")}


def test_a_public_actor_without_link_says_why_and_a_firm_is_left_alone():
    found = links("""
        :g a eco:OrganisationActor ; rdfs:label "Overleg Niemandsland"@nl ; eco:primarySphere sphere:Government .
        :i a eco:OrganisationActor ; rdfs:label "Voorbeeld Kunststoffen B.V."@nl ; eco:primarySphere sphere:Industry .
        :p a eco:PersonActor ; rdfs:label "TNO"@nl .
        :s a eco:ActorGroup ; rdfs:label "TNO"@nl .
    """)
    assert matches(found) == set()
    assert comments(found, "en") == ["No register in the box knows this name."]
    targets = [t.object.value for t in found if t.predicate.value.endswith("annotatedTarget")]
    assert targets == ["https://w3id.org/sssom/NoTermFound"]


def test_what_the_author_linked_stays():
    found = links("""
        :t a eco:OrganisationActor ; rdfs:label "TNO"@nl ; skos:exactMatch <https://ror.org/012p63287> .
    """)
    assert found == ()


def test_what_a_person_decided_stays():
    decided = {"Gemeente Emmen": review.Decision("Gemeente Emmen", "reject", "exact", "", "")}
    actor = ':e a eco:OrganisationActor ; rdfs:label "Gemeente Emmen"@nl ; eco:primarySphere sphere:Government .'
    found = links(actor, decisions=decided)
    assert matches(found) == set()
    assert "verworpen" in comments(found, "nl")[0]


def test_names_that_contradict_each_other_are_no_link():
    assert agree(link(["Gemeente Emmen", "Gemeente Assen"])).match == "none"
    assert agree(link(["Gemeente Emmen", "Emmen"])).match == "exact"
    assert agree([]) is None


@pytest.mark.parametrize(
    "path", sorted((assets.data() / "ecosystems").glob("*/*/description.ttl")), ids=lambda p: "-".join(p.parts[-3:-1])
)
def test_descriptions_in_the_box(path):
    found = link_description(graph.read(path).triples)
    areas = {t.iri for t in territories().values()}
    for triple in found:
        if triple.predicate.value.startswith(SKOS):
            of_area = "/region/" in triple.subject.value
            assert of_area == (triple.object.value in areas or "/nuts/" in triple.object.value)
    assert len(comments(found, "nl")) == len(comments(found, "en"))


EFRO = assets.data() / "ecosystems/emmen-chemistry/2016-efro"
IDENTIFIED = {
    "Astron": "https://ror.org/000k1q888",
    "Gemeente Emmen": "https://identifier.overheid.nl/tooi/id/gemeente/gm0114",
    "Gemeente Haren": "https://identifier.overheid.nl/tooi/id/gemeente/gm0017",
    "Gemeente Rijnwoude": "https://identifier.overheid.nl/tooi/id/gemeente/gm0484",
    "Provincie Drenthe": "https://identifier.overheid.nl/tooi/id/provincie/pv22",
    "Recreatieschap Drenthe": "https://identifier.overheid.nl/tooi/id/so/so0422",
    "Rijksuniversiteit Groningen": "https://ror.org/012p63287",
    "Stenden Hogeschool vh HD": "https://ror.org/026xbkx09",
    "TNO": "https://identifier.overheid.nl/tooi/id/zbo/zb000162",
    "UMC St Radboud": "https://ror.org/05wg1m734",
}


def test_every_actor_of_the_funded_projects_has_its_identifier_or_a_reason():
    triples = graph.read(EFRO / "description.ttl").triples
    said = {t.subject.value for t in triples if "OrganisationActor" in str(t.object)}
    found = link_description(triples)
    linked = {t.subject.value for t in found if t.predicate.value.startswith(SKOS)}
    reasoned = {t.object.value for t in found if t.predicate.value.endswith("annotatedSource")}
    assert said <= reasoned
    assert len(said & linked) >= 27
    made = report.report("emmen-chemistry/2016-efro", cases(triples))
    by_name = {c.names[0]: c.link for c in made.everything}
    assert {n: by_name[n].iri for n in IDENTIFIED} == IDENTIFIED
    announces = re.compile(
        r"\b(gemeente|provincie|waterschap|hoogheemraadschap|universiteit|hogeschool)\b", re.IGNORECASE
    )
    public = [c for c in made.everything if announces.search(c.names[0])]
    assert len([c for c in public if c.link.match != "none"]) / len(public) > 0.9
    assert all(report.is_public(c) for c in public)
    for case in made.everything:
        assert case.link.explain("nl")
        assert case.link.explain("en")


def test_the_page_about_the_funded_projects_is_what_the_command_writes():
    made = report.report("emmen-chemistry/2016-efro", cases(graph.read(EFRO / "description.ttl").triples))
    page = Path(__file__).parents[2] / "docs/linked-projects.md"
    assert page.read_text(encoding="utf-8").rstrip() == report.markdown(made, "en").rstrip()


def test_actors_of_the_store_can_be_reconciled_beside_the_registers():
    from ecograph.linking.reconciliation import Query, Service, actor_things

    triples = graph.read(assets.data() / "ecosystems/emmen-chemistry/2016-kplusv/description.ttl").triples
    things = {t.id.rpartition("/")[2]: t for t in actor_things((*triples, *link_description(triples)))}
    assert {"gemeente-emmen", "provincie-drenthe", "kplusv", "stuurgroep-chemie"} <= set(things)
    assert "henk-brink" not in things
    emmen = things["gemeente-emmen"]
    assert emmen.properties["sameAs"] == ("https://identifier.overheid.nl/tooi/id/gemeente/gm0114",)
    assert emmen.properties["ecosystem"][0].name == "Biobased chemie Emmen"
    service = Service(things.values())
    [best] = service.reconcile(Query("KplusV", types=("https://w3id.org/ecograph/ns#Actor",)))[:1]
    assert (best.thing.id, best.match) == (things["kplusv"].id, True)
    register = service.reconcile(Query("Gemeente Emmen"))
    assert register[0].match
    assert register[0].thing.id.endswith("gm0114")
    assert emmen.id in {c.thing.id for c in register}
