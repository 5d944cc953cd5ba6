"""What the pages ask for, from the real store."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ecograph.api import explore
from ecograph.api.library import StoreLibrary
from ecograph.api.pages import Library
from ecograph.build import select_in
from ecograph.engine import generations
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.queries import Parameter, catalogue
from ecograph.errors import UnknownName
from ecograph.settings import Settings
from ecograph.terms import PREFIXES, SITE
from ecograph.texts import LANGUAGES, Text

EMMEN = SITE + "id/emmen-chemistry"
ECO = PREFIXES["eco"]


def parameter(name: str, kind: str = "iri", scheme: str = "") -> Parameter:
    return Parameter(name, kind, Text(nl=name, en=name), scheme=scheme)


def test_a_card_carries_the_code_of_its_region(library: Library) -> None:
    cards = {c.slug: c for c in library.ecosystems()}
    assert set(cards) == {"emmen-chemistry", "agenda-veenkolonien"}
    assert cards["emmen-chemistry"].region_code == "NL13 PV22"
    assert [d.slug for d in cards["emmen-chemistry"].descriptions] == ["2016-kplusv"]


def test_a_resource_says_what_stands_and_what_was_concluded(library: Library) -> None:
    page = library.resource(EMMEN + "/participation/brink-chair", "en")
    assert page is not None
    values = {p.iri.removeprefix(ECO): [v.text for v in p.values] for p in page.properties}
    assert values["inRole"] == ["chair"]
    assert values["participant"] == ["Henk Brink"]
    assert "S35" in {s.notation for s in page.sources}
    assert page.ecosystem == "emmen-chemistry"
    person = library.resource(EMMEN + "/actor/henk-brink", "nl")
    assert person is not None
    by_iri = {p.iri: p for p in person.properties}
    assert [v.inferred for v in by_iri[ECO + "takesPartIn"].values] == [True, True]
    assert [v.inferred for v in by_iri[ECO + "actsFor"].values] == [False]
    assert {p.iri for p in person.backlinks} >= {ECO + "participant", ECO + "claimedBy"}


def test_a_passage_speaks_before_its_name_and_every_document_is_named(library: Library) -> None:
    ecosystem, person = library.resource(EMMEN, "en"), library.resource(EMMEN + "/actor/henk-brink", "en")
    assert ecosystem is not None
    assert person is not None
    assert not [s for s in ecosystem.sources if s.label["en"].startswith(s.notation + ":")]
    assert {s.notation: s.document_title["en"][:9] for s in person.sources}["V2"] == "Agro&Chem"
    shown = [s for j in library.canvas("emmen-chemistry").judgements for e in j.evidence for s in e.sources]
    assert shown
    assert not [s for s in shown if s.label["en"].startswith(s.notation + ":")]


def test_labels_of_properties_follow_the_language(library: Library) -> None:
    labels = {}
    for lang in LANGUAGES:
        page = library.resource(EMMEN + "/actor/henk-brink", lang)
        assert page is not None
        labels[lang] = {p.iri: p.label for p in page.properties}[ECO + "actsFor"]
    assert labels == {"nl": "handelt namens", "en": "acts for"}


def test_computed_assessments_have_a_name_and_come_after_what_people_said(library: Library) -> None:
    page = library.resource(EMMEN, "en")
    assert page is not None
    about = {p.iri: p for p in page.backlinks}[ECO + "aboutEcosystem"]
    computed = ["/computed/" in v.iri for v in about.values]
    assert computed == sorted(computed)
    assert about.total > len(about.values)
    ours = [p.iri.startswith(SITE) for p in page.properties]
    assert ours == sorted(ours, reverse=True)
    description = library.resource(EMMEN + "/2016-kplusv", "nl")
    assert description is not None
    names = [v.text for p in description.backlinks for v in p.values if v.iri.endswith("/computed/P04")]
    assert names == ["P04 alle drie helices aan tafel: niet beschreven"]
    one = library.resource(EMMEN + "/2016-kplusv/computed/P04", "nl")
    assert one is not None
    assert one.label == "alle drie helices aan tafel: niet beschreven"


@pytest.mark.parametrize("iri", ["", "no iri", "https://[", SITE + "id/nobody", SITE + 'id/"> <x', SITE + "id/\ud800"])
def test_of_what_is_no_resource_nothing_is_known(library: Library, iri: str) -> None:
    assert library.resource(iri, "en") is None


def test_a_graph_has_a_page(library: Library) -> None:
    inferred = library.resource(EMMEN + "/2016-kplusv/inferred", "en")
    assert inferred is not None
    assert int(inferred.properties[0].values[0].text) > 100


def test_a_long_list_is_cut_and_leaves_room_for_the_others() -> None:
    def node(name: str) -> NamedNode:
        return NamedNode("http://example.org/" + name)

    graph, concept = node("graph"), node("concept")
    quads = [Quad(node(f"actor{i:04}"), node("a-sphere"), concept, graph) for i in range(400)]
    quads += [Quad(node("one"), node("z-sphere"), concept, graph)]
    quads += [Quad(concept, node("says"), Literal(f"{i:04}"), graph) for i in range(3000)]
    quads += [Quad(concept, node("zzz"), Literal("last"), g) for g in (graph, node("other"))]
    page = explore.resource(select_in(quads), concept.value, "en", ())
    assert page is not None
    assert [(p.iri[-3:], len(p.values), p.total) for p in page.properties] == [("ays", 50, 3000), ("zzz", 1, 0)]
    assert [(p.iri[19:20], len(p.values), p.total) for p in page.backlinks] == [("a", 50, 400), ("z", 1, 0)]


def test_terms_know_their_place_use_and_obligations(library: Library) -> None:
    terms = {t.iri.removeprefix(ECO): t for t in library.terms()}
    assert terms["Programme"].superiors == (ECO + "Initiative",)
    assert ECO + "activeInSphere" in terms["primarySphere"].superiors
    assert terms["participant"].range == ECO + "Actor"
    assert terms["participant"].required == (ECO + "Participation",)
    assert terms["participant"].count > 5
    assert library.terms() is library.terms()


def test_choices_are_the_short_names_that_the_parameter_takes(library: Library) -> None:
    question = library.questions()[0]

    def values(name: str, scheme: str = "") -> list[str]:
        return [c.value for c in library.choices(question, parameter(name, scheme=scheme), "en")]

    assert values("ecosystem") == ["agenda-veenkolonien", "emmen-chemistry"]
    assert values("description") == ["agenda-veenkolonien/2018", "emmen-chemistry/2016-kplusv"]
    assert values("precondition")[:2] == ["P01", "P02"]
    assert len(values("precondition")) == 40
    assert "Government" in values("sphere", "sphere")
    assert "Computed" in values("perspective", "persp")  # a prefix that is not the last part of the scheme's IRI
    assert "pre:profile/s3" in values("profile")
    assert library.choices(question, parameter("date", "date"), "en") == ()


@pytest.mark.parametrize("question", catalogue().values(), ids=catalogue())
def test_every_choice_of_every_question_binds(library: Library, question) -> None:  # type: ignore[no-untyped-def]
    for p in question.parameters:
        for choice in library.choices(question, p, "nl"):
            assert choice.label
            question.bind({q.name: q.example for q in question.parameters if q.required} | {p.name: choice.value})


def test_choices_speak_the_language(library: Library) -> None:
    question = library.questions()[0]
    labels = {lang: library.choices(question, parameter("precondition"), lang)[0].label for lang in LANGUAGES}
    assert labels == {"nl": "P01 gedeelde propositie", "en": "P01 shared proposition"}


def test_the_network_has_nodes_with_spheres_roles_and_years(library: Library) -> None:
    network = library.network("emmen-chemistry", None, "en")
    nodes = {n.label: n for n in network.nodes}
    assert {n.sphere for n in network.nodes} >= {"Government", "Industry"}
    assert nodes["Henk Brink"].kind == "PersonActor"
    assert "chair" in nodes["Henk Brink"].roles
    known = {n.iri for n in network.nodes}
    assert all(e.source in known and e.target in known and e.source != e.target for e in network.edges)
    assert all(e.label for e in network.edges)
    assert library.network("emmen-chemistry", "2016-kplusv", "en") is network


@pytest.mark.parametrize(("ecosystem", "description"), [("emmen", None), ("emmen-chemistry", "2017")])
def test_an_unknown_slug_is_named(library: Library, ecosystem: str, description: str | None) -> None:
    for ask in (lambda: library.network(ecosystem, description, "en"), lambda: library.canvas(ecosystem, description)):
        with pytest.raises(UnknownName):
            ask()


def test_a_tie_between_actors_says_which_relation_and_an_initiative_its_years() -> None:
    graph, eco, ex = NamedNode("http://example.org/d"), ECO, "http://example.org/"
    facts = [
        ("d1", "a", eco + "OrganisationActor"),
        ("d2", "a", eco + "OrganisationActor"),
        ("tie", eco + "relatesActor", ex + "d1"),
        ("tie", eco + "relatesActor", ex + "d2"),
        ("tie", eco + "relationType", PREFIXES["helixrel"] + "Collaboration"),
        ("p", "a", eco + "Project"),
        ("p", eco + "providedBy", ex + "d1"),
        ("d2", eco + "playsRole", PREFIXES["role"] + "Funder"),
    ]
    rdf_type = PREFIXES["rdf"] + "type"
    quads = [Quad(NamedNode(ex + s), NamedNode(rdf_type if p == "a" else p), NamedNode(o), graph) for s, p, o in facts]
    year = NamedNode(PREFIXES["xsd"] + "gYear")
    for name, value in (("startedOn", "2014"), ("endedOn", "2017")):
        quads.append(Quad(NamedNode(ex + "p"), NamedNode(eco + name), Literal(value, datatype=year), graph))
    label = NamedNode(PREFIXES["skos"] + "prefLabel")
    tie = NamedNode(PREFIXES["helixrel"] + "Collaboration")
    quads.append(Quad(tie, label, Literal("collaboration", language="en"), NamedNode(ex + "vocab")))
    network = explore.network(select_in(quads), graph.value, "en")
    assert "collaboration" in {e.label for e in network.edges}
    assert [(n.since, n.until) for n in network.nodes if n.kind == "Project"] == [(2014, 2017)]
    assert [n.roles for n in network.nodes if n.iri == ex + "d2"] == [("role:Funder",)]


def test_nothing_is_kept_across_generations(tmp_path: Path) -> None:
    store = EmbeddedStore(Settings(data_dir=tmp_path))
    library = StoreLibrary(store)

    def publish(name: str) -> None:
        concept = NamedNode(SITE + "vocab/test/" + name)
        scheme = NamedNode(SITE + "vocab/test")
        generations.publish(tmp_path, [Quad(concept, NamedNode(PREFIXES["skos"] + "inScheme"), scheme, scheme)])

    question = library.questions()[0]
    seen = []
    for name in ("First", "Second"):
        publish(name)
        seen.append([c.value for c in library.choices(question, parameter("x", scheme="test"), "en")])
    assert [[v.rpartition("/")[2] for v in values] for values in seen] == [["First"], ["Second"]]
    store.close()


def test_a_conclusion_names_its_rule_and_what_it_needed(library: Library) -> None:
    page = library.resource(EMMEN, "en")
    assert page is not None
    steered = next(v for p in page.properties if p.iri == ECO + "steeredBy" for v in p.values)
    assert steered.inferred
    assert steered.rule.startswith("prp-")
    assert steered.says
    assert any(p.property.text == "steers" for p in steered.because)
    every = [v for p in (*page.properties, *page.backlinks) for v in p.values if v.inferred]
    assert [v.text for v in every if not v.rule] == []


def test_the_schema_counts_what_is_described_and_not_what_was_concluded(library: Library) -> None:
    boxes = {b.iri.removeprefix(ECO): b for b in library.classes()}
    assert boxes["InnovationEcosystem"].count == 2
    assert any(t.property == ECO + "participant" for t in boxes["Participation"].outward)
    assert sum(t.count for b in boxes.values() for t in b.outward) == sum(
        t.count for b in boxes.values() for t in b.inward
    )
    assert any(a.property == ECO + "postTitle" for a in boxes["Participation"].attributes)


def test_the_rules_speak_both_languages(library: Library) -> None:
    shapes = {s.iri.rpartition("#")[2]: s for s in library.shapes()}
    participation = shapes["ParticipationShape"]
    assert participation.target == ECO + "Participation"
    assert all(set(d.message) == {"nl", "en"} for s in shapes.values() for d in s.demands)
    assert any("exactly one participant" in d.message["en"] for d in participation.demands)
    assert any(name.startswith("P11-sufficient") for name in shapes)
