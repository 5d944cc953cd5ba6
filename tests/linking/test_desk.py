"""What a person decides about a link is kept, with who and when, and no later run overturns it."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat

from ecograph.engine import graph
from ecograph.errors import CallerError, UnknownName
from ecograph.linking import desk as desks
from ecograph.linking.desk import Desk
from ecograph.linking.review import Decision

HEAD = """@prefix eco: <https://w3id.org/ecograph/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sphere: <https://w3id.org/ecograph/vocab/sphere/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <https://w3id.org/ecograph/id/x/> .
:d a eco:EcosystemDescription ; eco:describedAsOf "2016"^^xsd:gYear .
:emmen a eco:OrganisationActor ; rdfs:label "Gemeente Emmen"@nl .
:wrong a eco:OrganisationActor ; rdfs:label "Hogeschool Drenthe aan Zee"@nl ; eco:primarySphere sphere:Academia .
:firm a eco:OrganisationActor ; rdfs:label "Voorbeeld B.V."@nl ; eco:primarySphere sphere:Industry .
:area a eco:Region ; rdfs:label "Provincie Drenthe"@nl .
"""
ID = "https://w3id.org/ecograph/id/x/"
TOOI = "https://identifier.overheid.nl/tooi/id/"
RUG = "https://ror.org/012p63287"


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "decisions")


@pytest.fixture(scope="module")
def triples():
    return graph.read_bytes(HEAD.encode(), RdfFormat.TURTLE).triples


def case(desk, triples, name):
    return next(c for c in desk.cases(triples) if c.subject == ID + name)


def targets(found, subject):
    return {t.object.value for t in found if t.subject.value == ID + subject and "skos" in t.predicate.value}


def test_open_cases_come_first_and_say_why(desk, triples):
    found = desk.open(triples)
    assert [c.subject.removeprefix(ID) for c in found][-1] == "wrong"  # without a link: last
    assert {c.subject.removeprefix(ID) for c in found} == {"emmen", "wrong", "area"}
    assert all(c.state == "open" and c.link.explain("nl") and c.link.explain("en") for c in found)


def test_decisions_hold_in_every_later_run(desk, triples):
    desk.reject(case(desk, triples, "emmen"), by="Loket", note="een andere partij")
    desk.accept(case(desk, triples, "wrong"), by="Loket", iri=RUG, label="University of Groningen")
    for _ in range(2):
        found = Desk(desk.folder).links(triples)
        assert targets(found, "emmen") == set()
        assert RUG in targets(found, "wrong")
        axioms = {
            t.subject for t in found if t.predicate.value.endswith("reviewer_label") and t.object.value == "Loket"
        }
        assert len(axioms) == 2
        dates = {t.subject for t in found if t.predicate.value.endswith("generatedAtTime")}
        assert dates == axioms
        assert "een andere partij" in desk.file.read_text()
    assert [case(desk, triples, n).state for n in ("emmen", "wrong", "area")] == ["rejected", "accepted", "open"]


def test_a_decision_about_a_name_holds_for_everything_of_that_name_and_kind(desk, triples):
    desk.keep([Decision("Provincie Drenthe", "accept", "exact", TOOI + "provincie/pv22", "", reviewer="Loket")])
    assert case(desk, triples, "area").state == "open"  # the name of a body says nothing about a territory
    desk.keep([Decision("Gemeente Emmen", "reject", "exact", "", "", reviewer="Loket")])
    assert case(desk, triples, "emmen").state == "rejected"


def test_what_is_replaced_stays_on_record(desk, triples):
    emmen = case(desk, triples, "emmen")
    desk.accept(emmen, by="A")
    written = desk.file.read_text()
    desk.accept(emmen, by="B")  # says the same again
    assert desk.file.read_text() == written
    desk.reject(emmen, by="B")
    assert [d.reviewer for d in desks.read_all(desk.folder / desks.HISTORY)] == ["A"]
    assert desk.withdraw(emmen.subject).reviewer == "B"
    assert [d.verdict for d in desks.read_all(desk.folder / desks.HISTORY)] == ["accept", "reject"]
    assert case(desk, triples, "emmen").state == "open"
    with pytest.raises(UnknownName):
        desk.withdraw(emmen.subject)


@pytest.mark.parametrize(
    ("name", "iri", "message"),
    [
        ("wrong", "", "nothing to link"),
        ("wrong", "geen iri", "is no IRI"),
        ("emmen", "https://w3id.org/ecograph/id/region/GM0114", "two things"),
        ("emmen", "http://data.europa.eu/nuts/code/NL13", "two things"),
        ("area", TOOI + "provincie/pv22", "two things"),
    ],
)
def test_what_can_be_no_link_is_refused(desk, triples, name, iri, message):
    with pytest.raises(CallerError, match=message):
        desk.accept(case(desk, triples, name), by="Loket", iri=iri)
    assert not desk.file.exists()


def test_somebody_decides(desk, triples):
    with pytest.raises(CallerError, match="who decided"):
        desk.reject(case(desk, triples, "emmen"), by=" ")


@pytest.mark.filterwarnings("ignore")  # sssom-py and pandas warn about each other
def test_the_table_is_valid_sssom(desk, triples):
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate

    desk.reject(case(desk, triples, "emmen"), by="Loket")
    desk.reject(case(desk, triples, "wrong"), by="Loket")
    desk.accept(case(desk, triples, "area"), by="Loket")
    desk.keep([Decision("TNO", "accept", "exact", TOOI + "zbo/zb000162", "TNO", reviewer="Loket")])
    parsed = parse_sssom_table(str(desk.file))
    assert len(parsed.df) == 4
    for report in validate(parsed, fail_on_error=False).values():
        assert report.results == []
