# ruff: noqa: E501, ARG002
"""A library made by hand: what the pages show in tests. Its canvases, things and model stand in files of their own."""

from __future__ import annotations

from collections.abc import Sequence

from ecograph.api.pages import (
    ClassBox,
    DescriptionCard,
    EcosystemCard,
    Glance,
    Hit,
    Network,
    Profile,
    ResourcePage,
    Shape,
    Term,
)
from ecograph.canvas import Canvas
from ecograph.engine.queries import Parameter, Query
from ecograph.errors import UnknownName
from ecograph.questions import Choice
from ecograph.terms import PREFIXES, SITE
from ecograph.texts import Text
from tests.web import model, things
from tests.web.canvases import EVIL, ID, audited, emmen, hostile


def question(identifier: str, nl: str, en: str, text: str, *parameters: Parameter) -> Query:
    from pathlib import Path

    return Query(
        identifier, "questions", Text(nl=nl, en=en), Text(nl=nl + "?", en=en + "?"), ("gaps",), parameters,
        ("precondition", "level"), text, Path(f"{identifier}.rq"),
    )  # fmt: skip


ECOSYSTEM = Parameter(
    "ecosystem", "iri", Text(nl="Ecosysteem", en="Ecosystem"), required=False, example="id:emmen-chemistry"
)
QUESTIONS = (
    question(
        "gaps", "Welke randvoorwaarden ontbreken of zijn niet beschreven", "Which preconditions are missing or not described",
        "#+ title: x\nSELECT ?precondition ?level WHERE {\n  ?a eco:aboutEcosystem $ecosystem ; eco:onPrecondition ?precondition ; eco:level ?level .\n}",
        ECOSYSTEM,
    ),
    question(
        "chair", "Wie zit de sturingsstructuur voor", "Who chairs the steering structure",
        "SELECT ?person WHERE { ?p eco:inRole role:Chair ; eco:participant ?person }",
    ),
    question(
        "required", "Wat sluit het gat", "What closes the gap",
        "SELECT ?a WHERE { ?a eco:addressesPrecondition $precondition }",
        Parameter("precondition", "iri", Text(nl="Randvoorwaarde", en="Precondition"), required=True, example="pre:steering-structure"),
    ),
    question(
        "graph", "Welke verbanden zijn er rond een toezegging", "What is connected to a commitment",
        "CONSTRUCT { ?c ?p ?o } WHERE { ?c a eco:FundingCommitment ; ?p ?o }",
    ),
)  # fmt: skip


class Fixture:
    """A Library of three canvases, a few resources and a network."""

    def ecosystems(self) -> Sequence[EcosystemCard]:
        canvas = emmen()
        audit = DescriptionCard(
            "2023-rekenkamer",
            Text(nl="Onderzoek van de rekenkamers", en="Study by the courts of audit"),
            "2023-02-20",
            {"Absent": 3, "NotDescribed": 37},
        )
        first = DescriptionCard("2016-kplusv", canvas.title, canvas.as_of, canvas.counts)
        return (
            EcosystemCard(
                ID,
                "emmen-chemistry",
                canvas.ecosystem_label,
                (first, audit),
                canvas.counts,
                Text(nl="Gemeente Emmen, Drenthe", en="Municipality of Emmen, Drenthe"),
                "GM0114",
                within="NL132",
                glance=tuple(
                    Glance(g.label, tuple((j.notation, j.level) for j in g.judgements)) for g in canvas.groups
                ),
            ),
            EcosystemCard(
                SITE + "id/hostile",
                "hostile",
                Text(nl=EVIL, en=EVIL),
                (),
                {"Absent": 1},
                Text(nl=EVIL, en=EVIL),
                "ITI1",
                glance=(Glance(Text(nl=EVIL, en=EVIL), ((EVIL, EVIL), ("P99", "Absent"))),),
            ),
        )

    def canvas(self, ecosystem: str, description: str | None = None) -> Canvas:
        if ecosystem == "hostile":
            return hostile()
        if ecosystem == "emmen-chemistry" and description == "2023-rekenkamer":
            return audited()
        if ecosystem != "emmen-chemistry" or description not in {None, "2016-kplusv"}:
            raise UnknownName("ecosystem", ecosystem, ["emmen-chemistry", "hostile"])
        return emmen()

    def profiles(self) -> Sequence[Profile]:
        chosen = {j.iri for j in emmen().judgements if j.notation in {"P03", "P10", "P39", "P40"}}
        return (
            Profile(
                PREFIXES["pre"] + "profile/s3",
                "s3",
                Text(nl="Slimme specialisatie", en="Smart specialisation"),
                frozenset(chosen),
            ),
        )

    def questions(self) -> Sequence[Query]:
        return QUESTIONS

    def search(self, text: str, lang: str) -> Sequence[Hit]:
        hits = [
            Hit(f"{ID}/structure/stuurgroep-chemie", "Stuurgroep Chemie", "SteeringStructure", "Emmen"),
            Hit("javascript:window.broken=1", EVIL, EVIL, EVIL),
        ]
        return [h for h in hits if text.casefold() in h.label.casefold()]

    def resource(self, iri: str, lang: str) -> ResourcePage | None:
        return things.resource(iri, lang)

    def terms(self) -> Sequence[Term]:
        return model.terms()

    def classes(self) -> Sequence[ClassBox]:
        return model.classes()

    def shapes(self) -> Sequence[Shape]:
        return model.shapes()

    def choices(self, question: Query, parameter: Parameter, lang: str) -> Sequence[Choice]:
        return [Choice("id:emmen-chemistry", "Emmen"), Choice(EVIL, EVIL)] if parameter.name == "ecosystem" else ()

    def network(self, ecosystem: str, description: str | None, lang: str) -> Network:
        if ecosystem == "large":
            return things.large()
        self.canvas(ecosystem, description)
        return things.small()
