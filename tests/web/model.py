# ruff: noqa: E501
"""A piece of an ontology made by hand: terms, classes with their ties, and rules."""

from __future__ import annotations

from collections.abc import Sequence

from ecograph.api.pages import Attribute, ClassBox, Demand, Shape, Term, Tie
from ecograph.terms import PREFIXES, SITE
from ecograph.texts import Text
from tests.web.canvases import EVIL


def terms() -> Sequence[Term]:
    """Return two classes and two properties."""
    ns = PREFIXES["eco"]
    return (
        Term(
            ns + "Actor",
            "Class",
            Text(nl="Actor", en="Actor"),
            Text(
                nl="Wie iets doet of iets wil in een ecosysteem.",
                en="Whoever acts or wants something in an ecosystem.",
            ),
            14,
        ),
        Term(
            ns + "SteeringStructure",
            "Class",
            Text(nl="Sturingsstructuur", en="Steering structure"),
            Text(nl="Een groep die een ecosysteem stuurt.", en="A group that steers an ecosystem."),
            1,
            superiors=(ns + "Actor",),
        ),
        Term(
            ns + "primarySphere",
            "Property",
            Text(nl="voornaamste sfeer", en="primary sphere"),
            {},
            9,
            (ns + "Actor",),
            (ns + "Actor",),
            (ns + "activeInSphere",),
            PREFIXES["skos"] + "Concept",
        ),
        Term(
            ns + "steers",
            "Property",
            Text(nl="stuurt", en="steers"),
            {},
            1,
            (ns + "SteeringStructure",),
            range=ns + "InnovationEcosystem",
        ),
    )


def classes() -> Sequence[ClassBox]:
    """Return two classes that point at each other."""
    ns = PREFIXES["eco"]
    name = Text(nl="heeft deelname", en="has participation")
    bad = Text(nl=EVIL, en=EVIL)
    return (
        ClassBox(ns + "Actor", Text(nl="Actor", en="Actor"), {}, 14, (Attribute(ns + "amount", bad, "javascript:x", 2),),
                 (Tie(ns + "has", name, ns + "Evil", 3),), (Tie("javascript:window.broken=1", bad, ns + "Evil", 1),)),
        ClassBox(ns + "Evil", bad, bad, 1, (), (Tie("javascript:window.broken=1", bad, ns + "Actor", 1),),
                 (Tie(ns + "has", name, ns + "Actor", 3),)),
    )  # fmt: skip


def shapes() -> Sequence[Shape]:
    """Return one rule, and one whose texts are hostile."""
    bad = Text(nl=EVIL, en=EVIL)
    return (
        Shape(
            SITE + "shapes#ActorShape", PREFIXES["eco"] + "Actor", Text(nl="Actor", en="Actor"),
            (Demand(PREFIXES["rdfs"] + "label", Text(nl="naam", en="name"), Text(nl="Geef een naam.", en="Give a name.")),),
        ),
        Shape(SITE + "shapes#<script>", "", bad, (Demand("javascript:x", bad, bad),)),
    )  # fmt: skip
