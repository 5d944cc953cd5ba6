"""``/api/questions``: parameters, views, formats, validators and errors, from a running service."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from pyoxigraph import QueryResultsFormat, parse_query_results

from ecograph.api.questions import VIEW
from ecograph.api.sparql import Endpoint
from ecograph.engine.queries import ready
from tests.api.conftest import Reply, Service

EMMEN = "https://w3id.org/ecograph/id/emmen-chemistry"
SHORT = "gaps"


def ask(service: Service, name: str, *pairs: tuple[str, str], **headers: str) -> Reply:
    return service.request("GET", f"/api/questions/{name}?{urlencode(pairs)}", **headers)


def table(reply: Reply) -> list[dict[str, str]]:
    assert reply.status == 200, reply.body
    return list(csv.DictReader(io.StringIO(reply.body.decode())))


@pytest.fixture(scope="module")
def gaps(service: Service) -> list[dict[str, str]]:
    return table(ask(service, SHORT, ("ecosystem", "emmen-chemistry"), ("format", "csv")))


def test_the_list_names_every_question_with_what_it_takes(service: Service) -> None:
    found = {q["id"]: q for q in service.request("GET", "/api/questions").json()["questions"]}
    assert set(found) == set(ready())
    assert set(found["gaps"]["title"]) == {"nl", "en"}
    assert [p["name"] for p in found["gaps"]["parameters"]] == ["ecosystem", "date", "lang"]
    about = service.request("GET", found["gaps"]["about"], Accept_Language="nl").json()
    assert [c["value"] for c in about["parameters"][0]["choices"]] == ["agenda-veenkolonien", "emmen-chemistry"]
    assert about["sparql"].startswith("PREFIX")
    assert {p.name for q in ready().values() for p in q.parameters} & set(VIEW) == set(), "a view parameter hides these"


@pytest.mark.parametrize("question", ready().values(), ids=ready())
def test_every_question_can_be_filtered_sorted_paged_and_counted(service: Service, question) -> None:
    values = [(p.name, p.example) for p in question.parameters if p.required]
    whole = table(ask(service, question.id, *values, ("format", "csv")))
    column = question.columns[-1]
    first = ask(service, question.id, *values, ("format", "csv"), ("limit", "2"), ("sort", f"desc({column})"))
    assert first.headers["x-total-count"] == str(len(whole))
    assert len(table(first)) == min(2, len(whole))
    assert first.body.decode().splitlines()[0].split(",") == list(question.columns)
    filled = [row for row in whole if row[column]]
    only = ask(service, question.id, *values, ("format", "csv"), ("filter", f"{column}:filled"))
    assert len(table(only)) == len(filled)


def test_who_goes_away_is_no_fault(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def silent(*_: object) -> None:
        """Do as the endpoint does when its client has gone."""

    with monkeypatch.context() as patched:
        patched.setattr(Endpoint, "__call__", silent)
        ask(service, SHORT, ("ecosystem", "emmen-chemistry"))
    assert 'outcome="client-gone"' in service.request("GET", "/metrics").body.decode()
    assert not [record for record in caplog.records if record.name == "ecograph.api"]


def test_plain_json_has_numbers_as_numbers_and_names_its_types(service: Service) -> None:
    reply = ask(service, "similar-gap-profiles", ("ecosystem", "emmen-chemistry"))
    answer = reply.json()
    assert {c["name"]: c["type"] for c in answer["columns"]} == {
        "description": "iri",
        "other": "iri",
        "same": "integer",
        "both": "integer",
    }
    assert isinstance(answer["rows"][0]["same"], int)
    assert answer["total"] == len(answer["rows"])
    assert answer["next"] is None


def test_pages_follow_each_other_to_the_end(service: Service, gaps: list[dict[str, str]]) -> None:
    path, seen = "/api/questions/gaps?ecosystem=emmen-chemistry&limit=15", []
    while path:
        reply = service.request("GET", path)
        answer = reply.json()
        assert answer["total"] == len(gaps)
        seen += [row["notation"] for row in answer["rows"]]
        assert ('rel="next"' in reply.headers["link"]) is (answer["next"] is not None)
        path = answer["next"]
    assert seen == [row["notation"] for row in gaps]


@pytest.mark.parametrize(
    ("filters", "keep"),
    [
        (["level:eq:Partial"], lambda r: r["level"].endswith("/Partial")),
        (["level:eq:level:Partial"], lambda r: r["level"].endswith("/Partial")),
        (["level:ne:Partial"], lambda r: not r["level"].endswith("/Partial")),
        (["notation:ge:P20"], lambda r: r["notation"] >= "P20"),
        (["validAt:lt:2016"], lambda r: r["validAt"] < "2016"),
        (["validAt:ge:2016-01"], lambda r: r["validAt"] >= "2016-01"),
        (["preconditionLabel:contains:KNOWLEDGE"], lambda r: "knowledge" in r["preconditionLabel"]),
        (
            ["notation:starts:p0", "notation:ends:4"],
            lambda r: r["notation"].startswith("P0") and r["notation"][-1] == "4",
        ),
        (["level:empty"], lambda r: not r["level"]),
    ],
)
def test_a_filter_keeps_what_it_says(service: Service, gaps, filters, keep) -> None:
    pairs = [("filter", f) for f in filters]
    found = table(ask(service, SHORT, ("ecosystem", "emmen-chemistry"), ("format", "csv"), *pairs))
    assert [r["notation"] for r in found] == [r["notation"] for r in gaps if keep(r)]


def test_numbers_are_compared_as_numbers_and_sorted_as_numbers(service: Service) -> None:
    whole = table(ask(service, "similar-gap-profiles", ("format", "csv")))
    found = table(
        ask(service, "similar-gap-profiles", ("format", "csv"), ("filter", "both:ge:9"), ("sort", "desc(both)"))
    )
    assert [int(r["both"]) for r in found] == sorted(
        (int(r["both"]) for r in whole if int(r["both"]) >= 9), reverse=True
    )


@pytest.mark.parametrize(
    "attack", ['x" } UNION { ?s ?p ?o', "> . ?s ?p ?o . <", "P04\\u0022", "\n#", "$ecosystem", "?x", "'"]
)
def test_no_text_of_a_caller_becomes_sparql(service: Service, gaps, attack: str) -> None:
    reply = ask(service, SHORT, ("ecosystem", attack))
    assert (reply.status, reply.json()["type"].rsplit("/")[-1]) == (400, "bad-parameter")
    for operator in ("eq", "lt", "contains"):
        reply = ask(
            service, SHORT, ("ecosystem", "emmen-chemistry"), ("filter", f"preconditionLabel:{operator}:{attack}")
        )
        assert reply.status == 200
        assert reply.json()["total"] <= len(gaps)


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        ([("ecosystem", "emmen-chemistri")], {"parameter": "ecosystem", "value": "emmen-chemistri"}),
        ([("date", "yesterday")], {"parameter": "date", "expected": "a date, such as 2016-03-14"}),
        ([("lang", "de")], {"parameter": "lang", "choices": ["nl", "en"]}),
        ([("filter", "nothing:eq:1")], {"parameter": "filter", "choices": list(ready()["gaps"].columns)}),
        ([("filter", "level:is:1")], {"parameter": "filter"}),
        ([("filter", "level:eq")], {"parameter": "filter"}),
        ([("filter", "level:empty:1")], {"parameter": "filter"}),
        ([("sort", "level")], {"parameter": "sort", "expected": "asc(column) or desc(column)"}),
        ([("sort", "asc(nothing)")], {"parameter": "sort"}),
        ([("limit", "0")], {"parameter": "limit"}),
        ([("offset", "-1")], {"parameter": "offset"}),
    ],
)
def test_a_wrong_value_is_told_with_name_value_and_what_is_possible(service: Service, pairs, says) -> None:
    reply = ask(service, SHORT, *pairs)
    assert (reply.status, reply.headers["content-type"]) == (400, "application/problem+json")
    problem = reply.json()
    assert {k: problem[k] for k in says} == says
    dutch = ask(service, SHORT, *pairs, Accept_Language="nl").json()
    assert dutch["detail"] != problem["detail"]


def test_what_is_unknown_missing_or_repeated(service: Service) -> None:
    assert ask(service, "gap").json()["remedy"] == 'Did you mean "gaps"?'
    assert ask(service, "gap").status == 404
    assert ask(service, SHORT, ("region", "x")).status == 400
    assert ask(service, SHORT, ("date", "2016-01-01"), ("date", "2017-01-01")).status == 400
    needing = next(q for q in ready().values() if any(p.required for p in q.parameters))
    reply = ask(service, needing.id)
    assert reply.status == 400
    assert reply.json()["parameter"] == next(p.name for p in needing.parameters if p.required)
    assert service.request("POST", "/api/questions/gaps", b"").headers["allow"] == "GET, HEAD, OPTIONS"
    assert service.request("GET", "/api/questions/gaps/elsewhere").status == 404


def test_every_format_by_name_and_by_header(service: Service, gaps) -> None:
    types = {
        "json": "application/json",
        "csv": "text/csv; charset=utf-8",
        "tsv": "text/tab-separated-values; charset=utf-8",
        "srj": "application/sparql-results+json",
        "xml": "application/sparql-results+xml",
    }
    for name, content_type in types.items():
        by_name = ask(service, SHORT, ("ecosystem", "emmen-chemistry"), ("format", name))
        by_header = ask(service, SHORT, ("ecosystem", "emmen-chemistry"), Accept=content_type.split(";")[0])
        assert by_name.headers["content-type"] == by_header.headers["content-type"] == content_type
        assert by_name.body == by_header.body
    for name, form in (("srj", QueryResultsFormat.JSON), ("xml", QueryResultsFormat.XML)):
        reply = ask(service, SHORT, ("ecosystem", "emmen-chemistry"), ("format", name))
        assert len(list(parse_query_results(reply.body, form))) == len(gaps)
    assert ask(service, SHORT, ("format", "parquet")).status == 406
    assert ask(service, SHORT, Accept="image/png").status == 406
    page = ask(service, SHORT, ("ecosystem", "emmen-chemistry"), Accept="text/html,*/*;q=0.8")
    assert (page.status, page.headers["location"]) == (303, "/questions/gaps?ecosystem=emmen-chemistry")


def test_an_answer_is_validated_compressed_and_headed(service: Service) -> None:
    for form in ("json", "csv"):
        pairs = [("ecosystem", "emmen-chemistry"), ("format", form)]
        reply = ask(service, SHORT, *pairs)
        again = ask(service, SHORT, *pairs, If_None_Match=reply.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        packed = ask(service, SHORT, *pairs, Accept_Encoding="gzip")
        assert packed.headers["content-encoding"] == "gzip"
        assert len(packed.body) < len(reply.body)
        head = service.request("HEAD", "/api/questions/gaps?" + urlencode(pairs))
        assert (head.status, head.body, head.headers["etag"]) == (200, b"", reply.headers["etag"])
    old = ask(service, SHORT, ("ecosystem", "emmen-chemistry"), ("generation", "999"))
    assert old.status == 404


def test_one_line_in_the_log_for_each_answer(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "ecograph.access")
    ask(service, "similar-gap-profiles", ("ecosystem", "emmen-chemistry"))
    lines: list[dict] = []
    while not lines:  # it is written after the answer has gone
        service.request("GET", "/healthz")
        found = (json.loads(r.getMessage()) for r in caplog.records if r.name == "ecograph.access")
        lines = [line for line in found if "similar" in line["path"]]
    assert [(line["operation"], line["path"], line["status"], line["rows"]) for line in lines] == [
        ("question", "/api/questions/similar-gap-profiles", 200, 1)
    ]


def test_the_description_has_an_operation_for_each_question(service: Service) -> None:
    document = service.request("GET", "/openapi.json").json()
    for question in ready().values():
        operation = document["paths"][f"/api/questions/{question.id}"]["get"]
        named = {p["name"]: p for p in operation["parameters"] if "name" in p}
        assert set(named) == {p.name for p in question.parameters}
        assert all(p["schema"]["type"] and p["description"] for p in named.values())
    dutch = service.request("GET", "/openapi.json?lang=nl").json()
    assert dutch["paths"]["/api/questions/gaps"]["get"]["summary"] == "Wat ontbreekt"


def test_a_quoted_address_works_too(service: Service) -> None:
    reply = service.request("GET", "/api/questions/gaps?limit=1&ecosystem=" + quote(EMMEN, safe=""))
    following = dict(parse_qsl(urlsplit(reply.json()["next"]).query))
    assert following == {"ecosystem": EMMEN, "limit": "1", "offset": "1"}
