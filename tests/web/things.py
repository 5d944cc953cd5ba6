"""Pages of resources and networks made by hand."""

from __future__ import annotations

from ecograph.api.pages import Edge, Network, Node, Premise, Property, ResourcePage, Value
from ecograph.terms import PREFIXES, SITE
from tests.web.canvases import EVIL, ID, S35, S36

STEERING = f"{ID}/structure/stuurgroep-chemie"


def resource(iri: str, lang: str) -> ResourcePage | None:
    """Return the page of the steering group, or of the thing whose every text is hostile."""
    if iri == SITE + "id/hostile/thing":
        bad = Value(EVIL, "javascript:window.broken=1", inferred=True, rule=EVIL)
        text = Value(EVIL, lang=EVIL)
        return ResourcePage(
            iri,
            EVIL,
            (bad,),
            EVIL,
            (Property("javascript:window.broken=1", EVIL, (bad, text)),),
            (Property(iri, EVIL, (Value(EVIL, iri + "2"),)),),
        )
    if iri != STEERING:
        return None
    nl = lang == "nl"
    ns = PREFIXES["eco"]
    chair = Value(
        "Voorzitterschap van gedeputeerde Henk Brink" if nl else "Chairmanship of provincial executive Henk Brink",
        ID + "/participation/brink",
    )
    return ResourcePage(
        iri,
        "Stuurgroep Chemie",
        (
            Value("Sturingsstructuur" if nl else "Steering structure", ns + "SteeringStructure"),
            Value("Actor", ns + "Actor", inferred=True, rule="cax-sco"),
        ),
        "De groep die de ontwikkeling van de chemie in de regio stuurt."
        if nl
        else "The group that steers the development of chemistry in the region.",
        (
            Property(
                PREFIXES["rdfs"] + "label",
                "naam" if nl else "name",
                (Value("Stuurgroep Chemie", lang="nl"), Value("Stuurgroep Chemie (steering group)", lang="en")),
            ),
            Property(
                ns + "steers",
                "stuurt" if nl else "steers",
                (Value("Biobased chemie in Emmen" if nl else "Biobased chemistry in Emmen", ID),),
            ),
            Property(ns + "hasParticipation", "heeft deelname" if nl else "has participation", (chair,), total=3),
            Property(
                ns + "hasParticipant",
                "heeft deelnemer" if nl else "has participant",
                (
                    Value(
                        "Henk Brink",
                        ID + "/person/henk-brink",
                        inferred=True,
                        rule="prp-spo2",
                        says="een keten",
                        because=(
                            Premise(Value("Stuurgroep Chemie", STEERING), Value("heeft deelname", ns + "has"), chair),
                            Premise(Value(EVIL, "javascript:x"), Value(EVIL, "javascript:x"), Value(EVIL)),
                        ),
                    ),
                ),
            ),
        ),
        (
            Property(
                ns + "presentedTo",
                "gepresenteerd aan" if nl else "presented to",
                (
                    Value(
                        "Toelichting op de aanbevelingen" if nl else "Explanation of the recommendations",
                        ID + "/presentation/1",
                    ),
                ),
            ),
        ),
        "emmen-chemistry",
        (S35, S36),
        "GM0114",
    )


def small() -> Network:
    """Return eight actors and a programme, one of them on its own."""
    spheres = {
        "drenthe": ("Provincie Drenthe", "Government"),
        "emmen": ("Gemeente Emmen", "Government"),
        "kplusv": ("KplusV", "Industry"),
        "firms": ("Bedrijven uit de regio", "Industry"),
        "sme": ("Mkb-ondernemers", "Industry"),
        "stuurgroep": ("Stuurgroep Chemie", ""),
        "greenpac": ("Green PAC", "Academia"),
        "lone": (EVIL, ""),
    }
    nodes = tuple(
        Node(
            f"{ID}/actor/{k}",
            name,
            "OrganisationActor",
            sphere,
            ("Opdrachtgever",) if sphere == "Government" else (),
            2016,
        )
        for k, (name, sphere) in spheres.items()
    )
    programme = Node(f"{ID}/initiative/programme", "Meerjarig programma", "Programme")
    ties = (
        ("drenthe", "kplusv"),
        ("emmen", "kplusv"),
        ("drenthe", "stuurgroep"),
        ("firms", "stuurgroep"),
        ("sme", "kplusv"),
        ("emmen", "greenpac"),
    )
    edges = tuple(Edge(f"{ID}/actor/{a}", f"{ID}/actor/{b}", "werkt samen") for a, b in ties)
    return Network((*nodes, programme), (*edges, Edge(f"{ID}/actor/drenthe", programme.iri, "betaalt")))


def large(count: int = 2000) -> Network:
    """A network of many nodes with a few hubs, the same every time."""
    spheres = ("Government", "Industry", "Academia", "CivilSociety", "")
    nodes = tuple(Node(f"{SITE}id/large/{i}", f"Actor {i}", "OrganisationActor", spheres[i % 5]) for i in range(count))
    edges = tuple(Edge(nodes[i].iri, nodes[(i * i + 7) % max(1, i)].iri, "x") for i in range(1, count))
    return Network(nodes, edges + tuple(Edge(nodes[i].iri, nodes[(i * 31) % 40].iri, "y") for i in range(0, count, 3)))
