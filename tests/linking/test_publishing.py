"""What is published conforms to the shapes of Geonovum and SEMIC, and its numbers are counted."""

from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from ecograph.linking import registers
from ecograph.publish import void as voiding
from ecograph.publish.catalogue import CC_BY, Catalogue, Contact, Dataset, File, Organisation, catalogue
from ecograph.texts import Text

BASE = "https://ecograph.example/"
DRENTHE = Organisation(
    "https://identifier.overheid.nl/tooi/id/provincie/pv22",
    Text(nl="provincie Drenthe", en="province of Drenthe"),
    "RegionalAuthority",
)
EMMEN = Organisation(
    "https://identifier.overheid.nl/tooi/id/gemeente/gm0114", Text(nl="gemeente Emmen", en="municipality of Emmen")
)


def made(**more):
    dataset = Dataset(
        iri="https://w3id.org/ecograph/id/emmen-chemistry/2016-kplusv",
        title=Text(nl="Innovatie-ecosysteem biobased chemie Emmen 2016", en="Innovation ecosystem Emmen 2016"),
        description=Text(nl="Actoren, rollen en randvoorwaarden.", en="Actors, roles and preconditions."),
        issued=date(2026, 11, 1),
        modified=date(2026, 11, 23),
        creator=EMMEN,
        files=(File(BASE + "data/emmen.ttl", "ttl"), File(BASE + "data/emmen.xlsx", "xlsx")),
        keywords=(Text(nl="biobased", en="bio-based"),),
        places=("https://sws.geonames.org/2756631/",),
        regions=("http://data.europa.eu/nuts/code/NL13",),
        period=(date(2015, 1, 1), date(2016, 12, 31)),
        sources=("https://www.kplusv.nl/",),
        landing_page=BASE + "ecosystem/emmen-chemistry",
    )
    reference = Dataset(
        iri="https://w3id.org/ecograph/graph/reference/tooi",
        title=registers.register("tooi").title,
        description=registers.register("tooi").description,
        issued=date(2026, 1, 29),
        modified=date(2026, 1, 29),
        creator=EMMEN,
        files=(File(BASE + "data/tooi.nq", "nq"),),
        licence=CC_BY,
    )
    facts = {
        "base": BASE,
        "title": Text(nl="Innovatie-ecosystemen", en="Innovation ecosystems"),
        "description": Text(nl="Beschrijvingen van regio's.", en="Descriptions of regions."),
        "publisher": DRENTHE,
        "contact": Contact(BASE + "contact", "Provincie Drenthe", "opendata@example.org", BASE + "contact"),
        "issued": date(2026, 11, 1),
        "modified": date(2026, 11, 23),
        "datasets": (dataset, reference),
    }
    return Catalogue(**(facts | more))


@pytest.fixture(scope="module")
def turtle():
    return serialize(catalogue(made()), format=RdfFormat.TURTLE).decode()


#: Types of the authority lists, which a harvester has beside the catalogue.
BACKGROUND = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
dcat:Dataset rdfs:subClassOf dcat:Resource . dcat:DataService rdfs:subClassOf dcat:Resource .
dcat:Catalog rdfs:subClassOf dcat:Dataset .
"""


def report(turtle, paths):
    import pyshacl
    from rdflib import Graph
    from rdflib.namespace import SH

    shapes = Graph()
    for path in paths:
        shapes.parse(path, format="turtle")
    # Geonovum's copy refers to two property shapes that are not in it; pySHACL stops at those.
    for owner, shape in list(shapes.subject_objects(SH.property)):
        if not list(shapes.predicate_objects(shape)):
            shapes.remove((owner, SH.property, shape))
    data = Graph().parse(data=turtle, format="turtle")
    background = Graph().parse(data=BACKGROUND, format="turtle")
    _, results, text = pyshacl.validate(data, shacl_graph=shapes, ont_graph=background, inference="none", advanced=True)
    severities = [str(s).rpartition("#")[2] for s in results.objects(None, SH.resultSeverity)]
    return severities, text


def test_no_violation_of_dcat_ap_nl(study, turtle):
    folder = study / "dcat/geonovum-dcat-ap-nl-3.0"
    names = (
        "dcat-ap-SHACL",
        "dcat-ap-nl-SHACL",
        "dcat-ap-nl-SHACL-klassebereik",
        "dcat-ap-nl-SHACL-klassebereik-codelijsten",
    )
    severities, text = report(turtle, [folder / f"{n}.ttl" for n in names])
    assert severities.count("Violation") == 0, text


def test_no_violation_of_dcat_ap(study, turtle):
    folder = study / "dcat/semic-dcat-ap-3.0.0"
    severities, text = report(turtle, [folder / "shapes.ttl", folder / "range.ttl"])
    assert severities.count("Violation") == 0, text


def test_the_shapes_would_find_a_fault(study, turtle):
    """A test that cannot fail is a defect: a dataset without its contact is found."""
    folder = study / "dcat/geonovum-dcat-ap-nl-3.0"
    broken = "\n".join(line for line in turtle.replace("> ;", ">\n;").splitlines())
    from rdflib import DCAT, Graph

    graph = Graph().parse(data=broken, format="turtle")
    graph.remove((None, DCAT.contactPoint, None))
    severities, _ = report(graph.serialize(), [folder / "dcat-ap-SHACL.ttl", folder / "dcat-ap-nl-SHACL.ttl"])
    assert "Violation" in severities


def test_the_catalogue_answers_questions(turtle):
    store = Store()
    store.load(turtle.encode(), RdfFormat.TURTLE)
    rows = store.query(
        "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/> "
        "SELECT ?url ?licence { ?c a dcat:Catalog ; dcat:dataset ?d . ?d dcat:distribution ?f . "
        "?f dcat:downloadURL ?url ; dct:license ?licence } ORDER BY ?url"
    )
    assert [(r[0].value.rpartition("/")[2], r[1].value == CC_BY) for r in rows] == [
        ("emmen.ttl", False), ("emmen.xlsx", False), ("tooi.nq", True),
    ]  # fmt: skip


def test_faulty_catalogues_are_refused():
    with pytest.raises(ValueError, match="slash"):
        catalogue(made(base="https://ecograph.example"))
    bad = made().datasets[0]
    faulty = type(bad)(
        iri=bad.iri, title=bad.title, description=bad.description, issued=bad.issued, modified=bad.modified,
        creator=EMMEN, files=(File("x:y", "docx"),),
    )  # fmt: skip
    with pytest.raises(ValueError, match="docx"):
        catalogue(made(datasets=(faulty,)))


def test_void_counts_what_is_there():
    graph = NamedNode("https://w3id.org/ecograph/id/x/links")
    a, b = NamedNode("https://w3id.org/ecograph/id/a"), NamedNode("https://ror.org/012p63287")
    match = NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch")
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads = [
        Quad(a, match, b, graph),
        Quad(a, kind, NamedNode("https://w3id.org/ecograph/ns#Actor"), graph),
        Quad(a, match, NamedNode("https://elsewhere.example/"), graph),
        *registers.quads("regions"),
    ]
    counts = voiding.count(quads)
    assert counts[graph.value].triples == 3
    assert counts[graph.value].links == {(match.value, "https://ror.org/"): 1}
    found = voiding.void(BASE, counts, titles={graph.value: {"nl": "Koppelingen", "en": "Links"}})
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in found)
    void = "PREFIX void: <http://rdfs.org/ns/void#> "

    def number(query):
        return [r[0].value for r in store.query(void + query)]

    assert number(f"SELECT ?n {{ <{BASE}void#store> void:triples ?n }}") == [str(len(quads))]
    assert number(f"SELECT ?n {{ <{graph.value}> void:classPartition [ void:entities ?n ] }}") == ["1"]
    assert number(
        f"SELECT ?n {{ ?l a void:Linkset ; void:subjectsTarget <{graph.value}> ; void:linkPredicate <{match.value}> ;"
        " void:objectsTarget <https://ror.org/> ; void:triples ?n }"
    ) == ["1"]
    assert number("SELECT (SUM(?n) AS ?s) { <https://w3id.org/ecograph/graph/reference/regions> "
                  "void:propertyPartition [ void:triples ?n ] }") == [str(len(registers.quads("regions")))]  # fmt: skip
    assert voiding.void(BASE, counts) == voiding.void(BASE, counts)
    assert Literal(3) in {t.object for t in found}
