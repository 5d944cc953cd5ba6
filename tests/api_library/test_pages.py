"""Every page over real data, in both languages."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from ecograph.texts import LANGUAGES

E = "/ecosystem/emmen-chemistry"
BRINK = "/id/emmen-chemistry/actor/henk-brink"
CASES = [
    ("/", ("Biobased chemie Emmen",), ("Emmen biobased chemistry",)),
    (E, ("gedeelde propositie", "P01"), ("shared proposition", "P01")),
    (E + "/2016-kplusv", ("S35",), ("S35",)),
    (BRINK, ("Henk Brink", "Stuurgroep Chemie", "S35", "voorzitter"), ("Henk Brink", "S35", "chair", "Steering group")),
    ("/id/emmen-chemistry/participation/brink-chair", ("voorzitter", "S35"), ("chair", "S35")),
    ("/precondition/shared-proposition", ("gedeelde propositie",), ("shared proposition",)),
    ("/vocab/level", ("niet beschreven",), ("not described",)),
    ("/vocab/sphere/Government", ("overheid",), ("government",)),
    ("/ns", ("eco:Actor", "Klassen", "partij"), ("eco:Actor", "Classes", "actor")),
    ("/shapes", ("<h1>Regels", "deelname"), ("<h1>Rules", "participation")),
    ("/graph/ontology", ("aantal uitspraken",), ("number of statements",)),
    ("/id/emmen-chemistry/2016-kplusv/inferred", ("aantal uitspraken",), ("number of statements",)),
    ("/questions", ("Q",), ("Q",)),
    ("/questions/gaps", ('value="emmen-chemistry"', "Biobased chemie Emmen"), ('value="emmen-chemistry"',)),
    ("/network/emmen-chemistry", ("Henk Brink", "Stuurgroep Chemie"), ("Henk Brink", "Province of Drenthe")),
    ("/query", ("/sparql",), ("/sparql",)),
    ("/compare", ("Emmen",), ("Emmen",)),
]


@pytest.mark.parametrize(("path", "nl", "en"), CASES, ids=[c[0] for c in CASES])
def test_a_page_says_what_it_must(client: TestClient, path: str, nl: tuple[str, ...], en: tuple[str, ...]) -> None:
    for lang, expected in zip(LANGUAGES, (nl, en) if LANGUAGES[0] == "nl" else (en, nl), strict=True):
        reply = client.get(path, params={"lang": lang}, headers={"accept": "text/html"})
        assert reply.status_code == 200
        assert reply.headers["content-language"] == lang
        for text in expected:
            assert text in reply.text, (lang, text)


def test_the_data_of_the_network_has_spheres(client: TestClient) -> None:
    data = client.get("/network/emmen-chemistry/data.json", params={"lang": "nl"}).json()
    assert {"Government", "Industry"} <= {n["sphere"] for n in data["nodes"]}
    assert data["edges"]


@pytest.mark.parametrize("value", ["http://[", "a b", "<script>", "\x00"])
def test_a_hostile_value_in_a_form_is_answered_as_a_mistake(client: TestClient, value: str) -> None:
    reply = client.get("/questions/gaps", params={"ecosystem": value}, headers={"accept": "text/html"})
    assert reply.status_code == 400
    assert "<script>" not in reply.text.replace('<script type="', "")
