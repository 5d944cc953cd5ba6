"""The rules on whole descriptions: the seed case, the public cases beside it, and the fictional miniature."""

from __future__ import annotations

import functools
import json

import pytest
from rdflib import Graph, URIRef

from .conftest import MINIATURE, ROOT, infer, levels, read, rule, rules

ID = "https://w3id.org/ecograph/id/"
DATA = ROOT / "data" / "ecosystems"

#: What a careful reader of the article of 2016 finds; everything else is not described.
SEED = {
    "Sufficient": "P02 P03 P05 P06 P08 P30 P39 P40",
    "Partial": "P01 P09 P11 P14 P15 P21 P22 P25 P28 P31 P33 P34 P37",
}


@functools.cache
def inferred(ecosystem: str, description: str) -> Graph:
    return infer(read(DATA / ecosystem / description / "description.ttl"))


def test_miniature() -> None:
    expected = json.loads((MINIATURE / "levels.json").read_text(encoding="utf-8"))
    ecosystem = URIRef(expected["ecosystem"])
    data = infer(read(MINIATURE / "description.ttl"))
    assert {r.notation: levels(data, [ecosystem], r)[ecosystem] for r in rules()} == expected["levels"]
    assert set(expected["levels"].values()) == {"Sufficient", "Partial", "Absent", "NotDescribed", "NotApplicable"}


def test_emmen_2016() -> None:
    ecosystem = URIRef(ID + "emmen-chemistry")
    data = inferred("emmen-chemistry", "2016-kplusv")
    named = {notation: level for level, notations in SEED.items() for notation in notations.split()}
    expected = {r.notation: named.get(r.notation, "NotDescribed") for r in rules()}
    assert {r.notation: levels(data, [ecosystem], r)[ecosystem] for r in rules()} == expected


@pytest.mark.parametrize(
    ("ecosystem", "description", "notation", "level"),
    [
        ("agenda-veenkolonien", "2017", "P04", "Absent"),  # a complete list of members, all public bodies
        ("drechtsteden", "2017", "P04", "Sufficient"),  # a board with members from the three spheres
        ("emmen-chemistry", "2023-audit", "P10", "Absent"),  # the courts of audit say so
        ("emmen-chemistry", "2023-audit", "P33", "Absent"),
    ],
)
def test_public_cases(ecosystem: str, description: str, notation: str, level: str) -> None:
    name = URIRef(ID + ecosystem)
    data = inferred(ecosystem, description)
    assert levels(data, [name], rule(notation))[name] == level
