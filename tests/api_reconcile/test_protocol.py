"""Every answer is what version 0.2 of the Reconciliation Service API says, by its own schemas."""

from __future__ import annotations

import json

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ecograph.api.reconcile import reconcile_router
from ecograph.linking.reconciliation.things import PROPERTIES, TYPES

TOOI = "https://identifier.overheid.nl/tooi/id/"
ONT = "https://identifier.overheid.nl/tooi/def/ont/"
ROR = "https://ror.org/"
ACTOR = "https://w3id.org/ecograph/ns#Actor"
KPLUSV = "https://w3id.org/ecograph/id/emmen-chemistry/actor/kplusv"


def ask(client, queries, **more):
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)}, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def one(client, **query):
    return ask(client, {"q0": query})["q0"]["result"]


def test_manifest(client, valid):
    answer = client.get("/reconcile")
    body = valid(answer.json(), "manifest")
    assert "0.2" in body["versions"]
    assert body["view"]["url"] == "http://testserver/reconcile/view?id={{id}}"
    assert body["suggest"]["entity"]["flyout_service_path"].startswith("/flyout/entity?id=${id}")
    assert answer.headers["access-control-allow-origin"] == "*"
    dutch = client.get("/reconcile", headers={"Accept-Language": "nl-NL,nl;q=0.9,en;q=0.8"}).json()
    assert "overheden" in valid(dutch, "manifest")["name"]
    assert "governments" in body["name"]


def test_a_batch_by_form_and_by_address(client, valid):
    queries = {"q0": {"query": "Gemeente Emmen"}, "q1": {"query": "Rijksuniversiteit Groningen", "limit": 2}}
    by_form = valid(ask(client, queries), "reconciliation-result-batch")
    by_address = client.get("/reconcile", params={"queries": json.dumps(queries)}).json()
    assert by_form == by_address
    assert list(by_form) == ["q0", "q1"]
    best = by_form["q0"]["result"][0]
    assert (best["id"], best["match"]) == (TOOI + "gemeente/gm0114", True)
    assert by_form["q1"]["result"][0]["id"] == ROR + "012p63287"
    assert len(by_form["q1"]["result"]) <= 2


@pytest.mark.parametrize("number", range(3))
def test_the_examples_of_the_specification_are_answered(client, valid, study, number):
    paths = sorted((study / "reconciliation/0.2/examples/reconciliation-query-batch/valid").glob("*.json"))
    content = json.loads(paths[number].read_text())
    valid(content, "reconciliation-query-batch")
    valid(ask(client, content), "reconciliation-result-batch")


def test_faulty_examples_of_the_specification_are_refused(client, study):
    for path in sorted((study / "reconciliation/0.2/examples/reconciliation-query-batch/invalid").glob("*.json")):
        answer = client.post("/reconcile", data={"queries": path.read_text()})
        assert answer.status_code == 400, path.name
        assert answer.json()["message"]


def test_one_certain_match_at_most(client):
    for name in ("Gemeente Emmen", "Groningen", "TNO", "Utrecht", "Hengelo", "Growing of rice", "Emmen", "NL132"):
        found = one(client, query=name, limit=50)
        assert sum(c["match"] for c in found) <= 1, name
        assert [c["score"] for c in found if not c["match"]] == sorted(
            (c["score"] for c in found if not c["match"]), reverse=True
        )


def test_a_part_is_offered_and_not_matched(client):
    best = one(client, query="Gemeente Emmen, afdeling Economie")[0]
    assert best["id"] == TOOI + "gemeente/gm0114"
    assert best["match"] is False


def test_types_choose(client):
    body, territory = ONT + "Gemeente", "http://www.opengis.net/ont/geosparql#Feature"
    assert one(client, query="Emmen", type=body)[0]["id"] == TOOI + "gemeente/gm0114"
    assert one(client, query="Emmen", type=body)[0]["match"] is True
    assert one(client, query="Emmen", type=territory)[0]["id"] == "https://w3id.org/ecograph/id/region/GM0114"
    assert one(client, query="KplusV", type=ACTOR)[0]["id"] == KPLUSV
    assert one(client, query="Gemeente Emmen", type=ROR) == []
    should = one(client, query="Gemeente Emmen", type=ROR, type_strict="should")
    assert should[0]["id"] == TOOI + "gemeente/gm0114"
    assert should[0]["match"] is False
    both = one(client, query="Gemeente Emmen", type=[body, ONT + "Overheidsorganisatie"], type_strict="all")
    assert both[0]["match"] is True
    assert one(client, query="Gemeente Emmen", type=[body, ROR], type_strict="all") == []


def test_a_day_and_other_properties_weigh_in(client):
    def on(day):
        return one(client, query="gemeente Haren", properties=[{"pid": "on", "v": day}])[0]

    assert (on("2012-01-01")["id"], on("2012-01-01")["match"]) == (TOOI + "gemeente/gm0017", True)
    assert (on("2026-01-01")["id"], on("2026-01-01")["match"]) == (TOOI + "gemeente/gm0014", False)
    wrong = one(client, query="Saxion", properties=[{"pid": "city", "v": "Maastricht"}])[0]
    right = one(client, query="Saxion", properties=[{"pid": "city", "v": ["Enschede", "Deventer"]}])[0]
    assert (wrong["match"], right["match"]) == (False, True)
    by_code = one(client, properties=[{"pid": "code", "v": "GM0114"}], type=ONT + "Gemeente")
    assert [(c["id"], c["match"]) for c in by_code] == [(TOOI + "gemeente/gm0114", True)]
    reference = {"id": TOOI + "provincie/pv22", "name": "provincie Drenthe"}
    assert len(one(client, properties=[{"pid": "province", "v": reference}], limit=50, type=ONT + "Gemeente")) == 12


def test_an_identifier_is_its_own_answer(client):
    assert one(client, query=ROR + "012p63287")[0]["match"] is True
    assert one(client, query="20.14")[0]["name"].startswith("Manufacture")


@pytest.mark.parametrize(
    ("queries", "message"),
    [
        ("{", "not JSON"),
        ("[]", "one JSON object"),
        ('{"q0": 1}', "no JSON object"),
        ('{"q0": {"query": 5}}', "text"),
        ('{"q0": {"query": "x", "limit": "ten"}}', "number"),
        ('{"q0": {"query": "x", "type": 5}}', "identifier"),
        ('{"q0": {"query": "x", "type_strict": "maybe"}}', "type_strict"),
        ('{"q0": {"query": "x", "properties": [{"v": 1}]}}', "pid"),
        ('{"q0": {"query": "x", "properties": [{"pid": "on", "v": "morgen"}]}}', "no day"),
        (json.dumps({"q0": {"query": "x" * 401}}), "400"),
    ],
)
def test_a_faulty_batch_says_what_is_wrong(client, queries, message):
    answer = client.post("/reconcile", data={"queries": queries})
    assert answer.status_code == 400
    assert message in answer.json()["message"]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_too_large_a_batch_is_refused(client):
    answer = client.post("/reconcile", data={"queries": json.dumps({f"q{i}": {"query": "x"} for i in range(501)})})
    assert answer.status_code == 503


def test_jsonp(client):
    answer = client.get("/reconcile", params={"callback": "jQuery123.cb"})
    assert answer.text.startswith("/**/jQuery123.cb({")
    assert answer.text.endswith("});")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert client.get("/reconcile", params={"callback": "alert(1)//"}).status_code == 400
    refused = client.get("/reconcile", params={"callback": "cb", "queries": "{"})
    assert refused.text.startswith("/**/cb(")


def test_preflight(client):
    for path in ("/reconcile", "/reconcile/suggest/entity"):
        answer = client.options(path, headers={"Origin": "https://x.example", "Access-Control-Request-Method": "POST"})
        assert answer.status_code == 204
        assert "POST" in answer.headers["access-control-allow-methods"]


def test_suggest_entities(client, valid):
    body = valid(
        client.get("/reconcile/suggest/entity", params={"prefix": "gemeente emm"}).json(), "suggest-entities-response"
    )
    assert body["result"][0]["id"] in {TOOI + "gemeente/gm0114", KPLUSV.replace("kplusv", "gemeente-emmen")}
    pages = [
        client.get("/reconcile/suggest/entity", params={"prefix": "univers", "cursor": c, "limit": 5}).json()["result"]
        for c in (0, 5)
    ]
    assert len({r["id"] for page in pages for r in page}) == 10
    assert client.get("/reconcile/suggest/entity", params={"prefix": ""}).json() == {"result": []}


def test_suggest_types_and_properties(client, valid):
    types = client.get("/reconcile/suggest/type", params={"prefix": "gem"}).json()
    assert [t["id"] for t in valid(types, "suggest-types-response")["result"]] == [ONT + "Gemeente"]
    properties = client.get("/reconcile/suggest/property", params={"prefix": "nuts"}).json()
    assert len(valid(properties, "suggest-properties-response")["result"]) == 4
    assert client.get("/reconcile/suggest/colour", params={"prefix": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("what", "thing"), [("entity", TOOI + "gemeente/gm0114"), ("type", ONT + "Gemeente"), ("property", "begin")]
)
def test_flyouts(client, what, thing):
    body = client.get(f"/reconcile/flyout/{what}", params={"id": thing, "lang": "nl"}).json()
    assert body["id"] == thing
    assert "<strong>" in body["html"] or "<h1>" in body["html"]
    assert client.get(f"/reconcile/flyout/{what}", params={"id": "x"}).status_code == 404


def test_preview_is_a_page_without_a_way_in(client):
    answer = client.get("/reconcile/preview", params={"id": KPLUSV, "lang": "nl"})
    assert answer.headers["content-type"].startswith("text/html")
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert client.get("/reconcile/preview", params={"id": "<b>"}).status_code == 404
    dutch = client.get("/reconcile/preview", params={"id": TOOI + "gemeente/gm0017", "lang": "nl"}).text
    assert "bestond tot en met" in dutch
    assert "opvolger" in dutch


def test_view_leads_to_what_is_known_only(client):
    answer = client.get("/reconcile/view", params={"id": ROR + "012p63287"})
    assert (answer.status_code, answer.headers["location"]) == (303, ROR + "012p63287")
    assert client.get("/reconcile/view", params={"id": "https://evil.example/"}).status_code == 404


def extend(client, ids, properties):
    return client.post("/reconcile", data={"extend": json.dumps({"ids": ids, "properties": properties})})


def test_data_extension(client, valid):
    haren, rug = TOOI + "gemeente/gm0017", ROR + "012p63287"
    wanted = [{"id": p} for p in PROPERTIES]
    body = valid(extend(client, [haren, rug, "x:unknown"], wanted).json(), "data-extension-response")
    assert [m["id"] for m in body["meta"]] == list(PROPERTIES)
    assert set(body["rows"]) == {haren, rug, "x:unknown"}
    row = body["rows"][haren]
    assert row["end"] == [{"date": "2018-12-31T00:00:00Z"}]
    assert row["successor"] == [{"id": TOOI + "gemeente/gm0014", "name": "gemeente Groningen"}]
    assert body["rows"][rug]["established"] == [{"int": 1614}]
    assert all(values == [] for values in body["rows"]["x:unknown"].values())
    limited = extend(client, [rug], [{"id": "alternative", "settings": {"limit": 1}}]).json()
    assert len(limited["rows"][rug]["alternative"]) == 1
    address = client.get("/reconcile", params={"extend": json.dumps({"ids": [rug], "properties": [{"id": "city"}]})})
    assert address.json()["rows"][rug]["city"] == [{"str": "Groningen"}]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ({"ids": "x", "properties": []}, 400),
        ({"ids": [], "properties": [{}]}, 400),
        ({"ids": [], "properties": [{"id": "colour"}]}, 404),
        ({"ids": ["x"] * 501, "properties": []}, 503),
    ],
)
def test_faulty_data_extension(client, content, status):
    assert client.post("/reconcile", data={"extend": json.dumps(content)}).status_code == status


@pytest.mark.parametrize("type_id", [*TYPES, "unknown"])
def test_properties_of_a_type(client, valid, type_id):
    body = client.get("/reconcile/properties", params={"type": type_id, "limit": 40}).json()
    valid(body, "data-extension-property-proposal")
    assert {"label", "iri"} <= {p["id"] for p in body["properties"]}


def test_all_real_names_get_valid_answers(client, valid, study):
    import csv

    with (study / "gold/organisations_nl.csv").open(encoding="utf-8", newline="") as file:
        names = [r["name_as_written"] for r in csv.DictReader(file)][:100]
    for start in range(0, len(names), 50):
        batch = {f"q{i}": {"query": n, "limit": 3} for i, n in enumerate(names[start : start + 50])}
        valid(ask(client, batch), "reconciliation-result-batch")


def test_what_is_certain_is_what_the_linker_links(client, study):
    import csv

    from ecograph.linking import link

    with (study / "gold/organisations_nl.csv").open(encoding="utf-8", newline="") as file:
        names = [r["name_as_written"] for r in csv.DictReader(file)][:150]
    answers = ask(client, {f"q{i}": {"query": n} for i, n in enumerate(names)})
    for number, decision in enumerate(link(names)):
        certain = [c["id"] for c in answers[f"q{number}"]["result"] if c["match"]]
        if certain and not certain[0].startswith("https://w3id.org/ecograph/"):
            assert decision.match == "exact"
            assert certain == [decision.iri]


def test_the_index_is_made_when_the_manifest_is_read_and_not_before(service):
    """Whoever only asks questions does not pay for reconciliation; each client begins with the manifest."""
    warmed = []
    app = FastAPI()
    app.include_router(reconcile_router(lambda: service, lambda: warmed.append("manifest")))
    client = TestClient(app)
    client.get("/reconcile", params={"queries": '{"q0": {"query": "Gemeente Emmen"}}'})
    assert warmed == []
    assert client.get("/reconcile").json()["versions"]
    assert warmed == ["manifest"]
