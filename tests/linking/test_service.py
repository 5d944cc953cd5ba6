"""Questions to other sources, against a real server on this machine that answers as they do.

Everything is checked as ever: the list, the public address, redirects, size and time. Only the last step, opening the
connection, is led to the stub; no setting and no command can do that.
"""

from __future__ import annotations

import http.client
import http.server
import json
import subprocess
import sys
import threading
import urllib.parse

import pytest
from pyoxigraph import Store

from ecograph.cli import asking, federating
from ecograph.engine.queries import with_prefixes
from ecograph.errors import CallerError, LimitReached, QueryRefused, StoreError, UnknownName
from ecograph.linking import federation, service

WIKIDATA = "https://query.wikidata.org/sparql"


class Stub(http.server.ThreadingHTTPServer):
    """A source: it notes what it is asked and gives the next answer."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[tuple[str, str]] = []
        self.status, self.body, self.headers = 200, b"", {}

    def says(self, *rows, variables=("x",), status=200, body=None, **headers):
        answer = {"head": {"vars": list(variables)}, "results": {"bindings": list(rows)}}
        self.body = json.dumps(answer).encode() if body is None else body
        self.status, self.headers = status, headers


class _Answers(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        query = urllib.parse.parse_qs(self.rfile.read(length).decode())["query"][0]
        self._answer(query)

    def do_GET(self):
        self._answer("")

    def _answer(self, query):
        self.server.asked.append((self.headers["Host"] + self.path, query))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_):
        pass


@pytest.fixture
def stub():
    server = Stub()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def how(stub):
    """What leads a checked request to the stub."""

    def opener(request, target, seconds):
        assert federation.is_public(target)
        connection = http.client.HTTPConnection("127.0.0.1", stub.server_port, timeout=seconds)
        headers = {"Accept": request.accept, "Host": request.host, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST" if request.body else "GET", request.path, request.body, headers)
        return connection.getresponse()

    return {"resolver": lambda _: ["185.15.59.224"], "opener": opener}


def uri(value):
    return {"type": "uri", "value": value}


def text(value, **more):
    return {"type": "literal", "value": value} | more


EXAMPLES = {
    "wikidata-municipalities": {},
    "cordis-projects": {"name": "RIJKSUNIVERSITEIT GRONINGEN"},
    "kohesio-projects": {"code": "NL13"},
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_sparql_example_asks_its_source(name, stub, how):
    example = service.examples()[name]
    columns = example.columns
    stub.says({c: uri("http://x.example/" + c) for c in columns}, variables=columns)
    rows = json.loads(service.run(name, EXAMPLES[name], **how))["results"]["bindings"]
    assert [set(r) for r in rows] == [set(columns)]
    [(address, query)] = stub.asked
    assert address == federation.SOURCES[name.partition("-")[0]].url.removeprefix("https://")
    Store().query(query)  # what was sent is SPARQL
    for value in EXAMPLES[name].values():
        assert f'"{value}"' in query


def test_the_tooi_example_asks_the_published_list(stub, how, study):
    stub.says(body=(study / "tooi/rwc_gemeenten_compleet_5.json").read_bytes())
    province = "https://identifier.overheid.nl/tooi/id/provincie/pv22"
    rows = json.loads(service.run("tooi-municipalities", {"province": province}, **how))["results"]["bindings"]
    assert len(rows) == 12
    assert rows[3]["name"]["value"] == "gemeente Coevorden"
    assert stub.asked[0][0].startswith("repository.officiele-overheidspublicaties.nl/waardelijsten/")
    stub.says(status=404)
    with pytest.raises(StoreError, match="not where it was"):
        service.run("tooi-municipalities", {"province": province}, **how)
    stub.says(body=b"<html>")
    with pytest.raises(StoreError, match="not JSON-LD"):
        service.run("tooi-municipalities", {"province": province}, **how)


def test_each_example_is_for_a_source_on_the_list():
    found = service.examples()
    assert {service.source_of(e).name for e in found.values()} == {"tooi-lists", "wikidata", "cordis", "kohesio"}
    for example in found.values():
        Store().query(with_prefixes(example.text))  # it parses
        assert "SERVICE" not in example.text
        assert set(example.title) == {"nl", "en"}


def test_a_service_becomes_the_data_that_its_source_answered(stub, how):
    emmen = "https://w3id.org/ecograph/id/region/GM0114"
    stub.says(
        {"code": text("0114"), "n": text("106000", datatype="http://www.w3.org/2001/XMLSchema#integer")},
        {"code": text("0999"), "n": {"type": "bnode", "value": "b1"}},
        {"n": text('zegt "hoi"\n', **{"xml:lang": "nl"})},
        variables=("code", "n"),
    )
    query = f"""# SERVICE <https://evil.example/> {{}} in a comment is none
    PREFIX wdt: <http://www.wikidata.org/prop/direct/>
    SELECT ?n {{ VALUES (?code ?area) {{ ("0114" <{emmen}>) }}
      SERVICE <{WIKIDATA}> {{ ?item wdt:P382 ?code ; wdt:P1082 ?n . OPTIONAL {{ ?item wdt:P1 ?o }} }} }} ORDER BY ?n"""
    ready = service.joined(query, ["wikidata"], **how)
    rows = [str(r["n"]) for r in Store().query(ready)]
    assert len(rows) == 2  # 0114 joins; the unbound code fits any; 0999 does not
    assert any("106000" in r for r in rows)
    [(_, sent)] = stub.asked
    assert "SELECT * WHERE {" in sent
    assert "VALUES" not in sent
    Store().query(sent)


@pytest.mark.parametrize(
    ("query", "allowed", "message"),
    [
        (f"SELECT * {{ SERVICE <{WIKIDATA}> {{ ?s ?p ?o }} }}", ["kohesio"], "--service wikidata"),
        ("SELECT * { SERVICE <http://127.0.0.1/sparql> { ?s ?p ?o } }", ["wikidata"], "not on the list"),
        ("SELECT * { SERVICE ?x { ?s ?p ?o } }", ["wikidata"], "a variable"),
        (f"SELECT * {{ SERVICE <{WIKIDATA}> {{ SERVICE <http://x/> {{}} }} }}", ["wikidata"], "within a SERVICE"),
    ],
)
def test_what_is_not_allowed_is_not_asked(query, allowed, message, stub, how):
    with pytest.raises(QueryRefused, match=message):
        service.joined(query, allowed, **how)
    assert stub.asked == []


def test_a_silent_service_out_of_reach_binds_nothing_and_a_redirect_is_never_followed(stub, how):
    query = f"SELECT * {{ BIND (1 AS ?a) SERVICE SILENT <{WIKIDATA}> {{ ?s ?p ?o }} }}"
    stub.says(status=500)
    assert len(list(Store().query(service.joined(query, ["wikidata"], **how)))) == 1
    with pytest.raises(StoreError, match="status 500"):
        service.joined(query.replace("SILENT", ""), ["wikidata"], **how)
    stub.says(status=302, Location="http://127.0.0.1/")
    with pytest.raises(QueryRefused, match="not followed"):
        service.joined(query, ["wikidata"], **how)
    with pytest.raises(UnknownName, match="wikidata"):
        service.joined(query, ["wikidat"], **how)


def test_too_many_rows_are_too_many(stub, how, monkeypatch):
    monkeypatch.setattr(service, "_ROWS", 2)
    stub.says(*({"x": text(str(n))} for n in range(3)))
    with pytest.raises(LimitReached, match="more than 2 rows"):
        service.joined(f"SELECT * {{ SERVICE <{WIKIDATA}> {{ ?x ?p ?o }} }}", ["wikidata"], **how)


def test_the_command_prints_lists_and_complains(stub, how, monkeypatch, capfdbinary):
    monkeypatch.setattr(federation.fetch, "__kwdefaults__", federation.fetch.__kwdefaults__ | how)
    federating.federate(None, [], form=None, out=None, lang="nl")
    stub.says({"project": uri("http://x/1"), "label": text("Groen")}, variables=("project", "label", "region"))
    federating.federate("kohesio-projects", ["--code", "NL13"], form=None, out=None, lang="nl")
    said = capfdbinary.readouterr()
    assert b"kohesio-projects" in said.out
    assert b"Groen" in said.out
    assert b"1 rijen" in said.err
    federating.federate("kohesio-projects", ["--code=NL13"], form="csv", out=None, lang="en")
    assert capfdbinary.readouterr().out.replace(b"\r\n", b"\n") == b"project,label,region\nhttp://x/1,Groen,\n"
    with pytest.raises(UnknownName, match="Did you mean"):
        federating.federate("kohesio-project", [], form=None, out=None, lang="en")
    with pytest.raises(CallerError, match="needs: code"):
        federating.federate("kohesio-projects", [], form=None, out=None, lang="en")


def test_a_query_joins_the_store_with_a_source(stub, how, monkeypatch, tmp_path, capfdbinary):
    from ecograph import filling

    filling.build([], tmp_path)
    monkeypatch.setattr(federation.fetch, "__kwdefaults__", federation.fetch.__kwdefaults__ | how)
    stub.says({"code": text("GM0114"), "n": text("106000")}, variables=("code", "n"))
    file = tmp_path / "q.rq"
    file.write_text(
        f"SELECT ?region ?n {{ ?region skos:notation ?code SERVICE <{WIKIDATA}> {{ ?i ?code ?n }} }}", encoding="utf-8"
    )
    given = {"form": "csv", "out": None, "data_dir": tmp_path, "lang": "en"}
    asking.query(str(file), services=["wikidata"], **given)
    assert b"id/region/GM0114,106000" in capfdbinary.readouterr().out
    with pytest.raises(QueryRefused):
        asking.query(str(file), services=[], **given)


@pytest.mark.parametrize(("lang", "words"), [("nl", "is van hieruit niet bereikbaar"), ("en", "is out of reach")])
def test_without_a_network_it_says_so_and_ends_with_2(lang, words):
    code = (
        "import socket, sys\n"
        "def none(*a, **k): raise OSError('no network')\n"
        "socket.getaddrinfo = none\n"
        f"sys.argv = ['ecograph', 'federate', '--lang', {lang!r}, 'wikidata-municipalities']\n"
        "from ecograph.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())
    assert done.stdout == ""
