"""OpenRefine, as Debian packages it, reconciles real names with the running service.

It runs without a screen, on loopback, in a folder of its own, and is ended by the number of the process started here.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request
import uuid

import pytest
import uvicorn

pytestmark = [
    pytest.mark.slow,
    pytest.mark.shared,
    pytest.mark.enable_socket,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        shutil.which("openrefine") is None, reason="OpenRefine is not installed (Debian: apt-get install openrefine)"
    ),
]
NAMES = 300


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_until(what, seconds=90):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found is not None:
            return found
        time.sleep(0.2)
    raise AssertionError("OpenRefine did not get there in time")


@pytest.fixture(scope="module")
def endpoint(app):
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started or None)
    yield f"http://127.0.0.1:{port}/reconcile"
    server.should_exit = True
    thread.join(10)


class Refine:
    """A client of OpenRefine's own commands."""

    def __init__(self, base):
        self.base = base

    def get(self, command, **parameters):
        address = f"{self.base}/command/core/{command}?{urllib.parse.urlencode(parameters)}"
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.read().decode()

    def post(self, command, query=None, **form):
        token = json.loads(self.get("get-csrf-token"))["token"]
        address = f"{self.base}/command/core/{command}?" + urllib.parse.urlencode(
            {"csrf_token": token, **(query or {})}
        )
        with urllib.request.urlopen(address, urllib.parse.urlencode(form).encode(), timeout=120) as answer:
            return json.loads(answer.read() or "{}")

    def project(self, table):
        token = json.loads(self.get("get-csrf-token"))["token"]
        line = uuid.uuid4().hex
        parts = [
            ("project-name", None, "names"),
            ("format", None, "text/line-based/*sv"),
            ("options", None, json.dumps({"separator": ",", "encoding": "UTF-8", "headerLines": 1})),
            ("project-file", "names.csv", table),
        ]
        body = b""
        for name, file, value in parts:
            extra = f'; filename="{file}"' if file else ""
            kind = "Content-Type: text/csv; charset=utf-8\r\n" if file else ""
            head = f'--{line}\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n{kind}\r\n'
            body += head.encode() + value.encode() + b"\r\n"
        body += f"--{line}--\r\n".encode()
        request = urllib.request.Request(
            f"{self.base}/command/core/create-project-from-upload?csrf_token={token}",
            body,
            {"Content-Type": f"multipart/form-data; boundary={line}"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return urllib.parse.parse_qs(urllib.parse.urlparse(answer.url).query)["project"][0]

    def finish(self, project):
        wait_until(lambda: json.loads(self.get("get-processes", project=project))["processes"] == [] or None, 120)


@pytest.fixture(scope="module")
def refine(tmp_path_factory):
    port, folder = free_port(), tmp_path_factory.mktemp("openrefine")
    log = (folder / "log.txt").open("wb")
    command = [
        "openrefine", "-i", "127.0.0.1", "-p", str(port), "-d", str(folder), "-m", "600M",
        "-x", "refine.headless=true",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdout=log, stderr=log, start_new_session=True, env=os.environ | {"HOME": str(folder)}
    )
    client = Refine(f"http://127.0.0.1:{port}")

    def there():
        assert process.poll() is None, (folder / "log.txt").read_text()[-2000:]
        try:
            return client.get("get-version")
        except OSError:
            return None

    try:
        wait_until(there)
        yield client
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
        log.close()


@pytest.fixture(scope="module")
def gold(study):
    with (study / "gold/organisations_nl.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["match_type"] != "uncertain"]
    truly = [r for r in rows if r["match_type"] == "exact"][:150]
    others = [r for r in rows if r["match_type"] != "exact"][: NAMES - len(truly)]
    return truly + others


@pytest.fixture(scope="module")
def project(refine, endpoint, gold):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name"])
    writer.writerows([r["name_as_written"]] for r in gold)
    number = refine.project(out.getvalue())
    manifest = json.loads(urllib.request.urlopen(endpoint, timeout=30).read())
    guessed = refine.post("guess-types-of-column", query={"project": number}, columnName="name", service=endpoint)
    assert guessed["code"] == "ok"
    assert guessed["types"], "OpenRefine guesses a type from the first answers"
    config = {
        "mode": "standard-service",
        "service": endpoint,
        "identifierSpace": manifest["identifierSpace"],
        "schemaSpace": manifest["schemaSpace"],
        "type": manifest["defaultTypes"][0],
        "autoMatch": True,
        "columnDetails": [],
        "limit": 0,
    }
    answer = refine.post(
        "reconcile",
        query={"project": number},
        columnName="name",
        config=json.dumps(config),
        engine=json.dumps({"facets": [], "mode": "row-based"}),
    )
    assert answer["code"] in {"ok", "pending"}
    refine.finish(number)
    return number


def recons(refine, project):
    answer = json.loads(refine.get("get-rows", project=project, start=0, limit=NAMES))
    pool = answer.get("pool", {}).get("recons", {})
    for row in answer["rows"]:
        cell = row["cells"][0]
        recon = cell.get("r")
        yield cell["v"], pool[str(recon)] if isinstance(recon, (int, str)) else recon or {}


def test_every_automatic_match_is_right(refine, project, gold):
    truth = {r["name_as_written"]: r for r in gold}
    matched, wrong = 0, []
    for name, recon in recons(refine, project):
        if recon.get("j") == "matched":
            matched += 1
            row = truth.get(name) or truth[next(n for n in truth if n.strip() == name.strip())]
            if row["match_type"] != "exact" or recon["m"]["id"] not in row["true_iris"].split():
                wrong.append((name, recon["m"]))
    assert wrong == []
    assert matched >= 0.9 * sum(r["match_type"] == "exact" for r in gold)


def test_extension_through_its_interface(refine, project, endpoint):
    extension = {"properties": [{"id": "code", "name": "code"}, {"id": "successor", "name": "successor"}]}
    preview = refine.post(
        "preview-extend-data",
        query={"project": project},
        columnName="name",
        rowIndices=json.dumps([0, 1, 2, 3, 4, 5, 6, 7]),
        extension=json.dumps(extension),
    )
    assert preview["code"] == "ok"
    assert [c["name"] for c in preview["columns"]] == ["code", "successor"]
    answer = refine.post(
        "extend-data",
        query={"project": project},
        baseColumnName="name",
        endpoint=endpoint,
        identifierSpace="https://w3id.org/ecograph/",
        schemaSpace="https://w3id.org/ecograph/ns#",
        columnInsertIndex=1,
        extension=json.dumps(extension),
        engine=json.dumps({"facets": [], "mode": "row-based"}),
    )
    assert answer["code"] in {"ok", "pending"}
    refine.finish(project)
    rows = json.loads(refine.get("get-rows", project=project, start=0, limit=NAMES))["rows"]
    codes = [r["cells"][1]["v"] for r in rows if len(r["cells"]) > 1 and r["cells"][1]]
    assert "GM0114" in codes or any(c.startswith(("GM", "PV")) for c in codes)


def test_suggest_and_preview_answer_as_its_interface_asks(endpoint):
    manifest = json.loads(urllib.request.urlopen(endpoint, timeout=30).read())
    for what in ("entity", "type", "property"):
        suggest = manifest["suggest"][what]
        address = (
            suggest["service_url"]
            + suggest["service_path"]
            + "?"
            + urllib.parse.urlencode({"prefix": "gem" if what != "property" else "nuts", "callback": "jQuery1"})
        )
        body = urllib.request.urlopen(address, timeout=30).read().decode()
        found = json.loads(body.removeprefix("/**/jQuery1(").removesuffix(");"))["result"]
        assert found
        # OpenRefine puts the identifier into the pattern with encodeURIComponent.
        iri = urllib.parse.quote(found[0]["id"], safe="")
        flyout = suggest["flyout_service_url"] + suggest["flyout_service_path"].replace("${id}", iri)
        assert json.loads(urllib.request.urlopen(flyout, timeout=30).read())["id"] == found[0]["id"]
    iri = urllib.parse.quote("https://identifier.overheid.nl/tooi/id/gemeente/gm0114", safe="")
    page = urllib.request.urlopen(manifest["preview"]["url"].replace("{{id}}", iri), timeout=30).read().decode()
    assert "gemeente Emmen" in page
