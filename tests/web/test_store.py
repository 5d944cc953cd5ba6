"""The queries behind the pages, on the description of Emmen in 2016."""

from __future__ import annotations

import pytest

from ecograph import assets, build
from ecograph.api import explore
from ecograph.api.pages import EcosystemCard
from ecograph.describe import read_description
from ecograph.engine.knowledge import load
from ecograph.engine.queries import Parameter, catalogue
from ecograph.questions import choices
from ecograph.terms import PREFIXES, SITE
from ecograph.texts import Text

EMMEN = SITE + "id/emmen-chemistry"
THIS = EMMEN + "/2016-kplusv"
CARDS = (EcosystemCard(EMMEN, "emmen-chemistry", Text(nl="Emmen", en="Emmen"), (), {}),)


@pytest.fixture(scope="module")
def select():
    knowledge = load(())
    region = build.journey(
        read_description(assets.data() / "ecosystems" / "emmen-chemistry" / "2016-kplusv"), knowledge
    )
    return build.select_in((*knowledge.quads(), *region.quads()))


def test_a_resource_tells_what_it_says_and_what_a_rule_concluded(select):
    page = explore.resource(select, EMMEN + "/actor/henk-brink", "nl", CARDS)
    assert page is not None
    assert page.label == "Henk Brink"
    assert page.ecosystem == "emmen-chemistry"
    assert "S35" in {s.notation for s in page.sources}
    assert any(not v.inferred for p in page.properties for v in p.values)
    asserted = {k.iri for k in page.kinds if not k.inferred}
    assert asserted == {PREFIXES["eco"] + "PersonActor"}
    assert {k.iri for k in page.kinds if k.inferred} >= {PREFIXES["eco"] + "Actor"}


def test_every_label_of_a_resource_is_in_the_language_that_was_asked_for(select):
    nl = explore.resource(select, SITE + "precondition/shared-proposition", "nl", CARDS)
    en = explore.resource(select, SITE + "precondition/shared-proposition", "en", CARDS)
    assert nl is not None
    assert en is not None
    assert (nl.label, en.label) == ("gedeelde propositie", "shared proposition")
    assert nl.description != en.description


def test_nothing_is_known_of_what_nobody_described(select):
    assert explore.resource(select, EMMEN + "/actor/nobody", "en", CARDS) is None


def test_terms_know_what_a_class_requires_and_how_often_it_is_used(select):
    terms = {t.iri.removeprefix(PREFIXES["eco"]): t for t in explore.terms(select)}
    participant = terms["participant"]
    assert PREFIXES["eco"] + "Participation" in participant.classes
    assert PREFIXES["eco"] + "Participation" in participant.required
    assert terms["EvidencePassage"].count >= 43
    assert all(t.label.get("nl") and t.label.get("en") for t in terms.values())


def test_the_network_is_what_the_description_says_and_not_more(select):
    network = explore.network(select, THIS, "nl")
    labels = {n.iri: n.label for n in network.nodes}
    ties = {frozenset((labels[e.source], labels[e.target])) for e in network.edges}
    assert frozenset(("Henk Brink", "Stuurgroep Chemie")) in ties
    assert frozenset(("Gemeente Emmen", "KplusV")) in ties
    # The source does not say that the municipality sits in the steering group.
    assert frozenset(("Gemeente Emmen", "Stuurgroep Chemie")) not in ties


def test_choices_come_from_what_is_described_from_preconditions_and_nowhere_for_a_free_field(select):
    def parameter(name: str, kind: str = "iri") -> Parameter:
        return Parameter(name, kind, Text(nl=name, en=name))

    assert [c.value for c in choices(select, parameter("ecosystem"), "en")] == ["emmen-chemistry"]
    preconditions = choices(select, parameter("precondition"), "en")
    assert len(preconditions) == 40
    assert preconditions[0].label == "P01 shared proposition"
    assert preconditions[0].value == "P01"
    assert choices(select, parameter("date", "date"), "en") == ()


def test_profiles_name_their_preconditions(select):
    profiles = {p.slug: p for p in explore.profiles(select)}
    assert len(profiles["s3"].preconditions) >= 7
    assert all(iri.startswith(PREFIXES["pre"]) for p in profiles.values() for iri in p.preconditions)


@pytest.mark.parametrize("query", catalogue("pages").values(), ids=catalogue("pages"))
def test_a_query_yields_the_columns_that_it_names(select, query):
    example = {p.name: p.example for p in query.parameters}
    for row in select(query.bind(example)):
        assert set(row) <= set(query.columns)
